"""Slack in, Slack out: each module registers its listeners on the Bolt app, `registry` all of them."""
