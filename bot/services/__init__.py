"""What the desk does, one function a use case.

Each takes the session, the actor, typed input and `now`, returns a result or raises a named error; none commits,
none knows Slack. What must be sent is enqueued in the outbox, in the same transaction.
"""
