"""The playground's errors.

PlaygroundError
|- SlackError      an `{ok: false}` of the Web API
|- ActError        a request of the control API that makes no sense
|- StartError      a flag or file that the start cannot live with
`- NoAnswer        the app did not acknowledge a delivery
"""

from playground.jsontypes import JsonObject, JsonValue


class PlaygroundError(Exception):
    """The root of the tree."""


class SlackError(PlaygroundError):
    """A refusal by the Web API: Slack's error code and whatever else its answer carries."""

    def __init__(self, code: str, **more: JsonValue) -> None:
        """Take Slack's code, and the further keys of its answer by name."""
        super().__init__(code)
        self.code = code
        self.more: JsonObject = more

    def body(self) -> JsonObject:
        """Return the JSON that Slack would answer."""
        return {"ok": False, "error": self.code, **self.more}


class ActError(PlaygroundError):
    """A person was asked to do something that cannot be done here; the sentence says what is wrong."""


class StartError(PlaygroundError):
    """The playground cannot start; the sentence names the flag or the file."""


class NoAnswer(PlaygroundError):
    """The app acknowledged nothing in time. `reason` is Slack's word for it, such as `operation_timeout`."""

    def __init__(self, reason: str) -> None:
        """Take Slack's word for what went wrong."""
        super().__init__(reason)
        self.reason = reason
