"""A command, a press or a shortcut that Slack delivers twice is handled once.

Where a connection breaks before the acknowledgement, what it carried comes again. A form keeps its own record in the
database, because its replay must get the same answer; here the first delivery answers, and a replay has only to be
acknowledged. Each process remembers for itself: what it had not answered when it crashed, a replay shall still answer.
"""

from collections.abc import Callable
from threading import Lock

from slack_bolt import App, BoltRequest, BoltResponse

from bot.handlers.desk import Desk

REMEMBERED = 10_000
"""Slack gives up on a delivery after seconds; so many come in minutes at the very fastest."""
RETRY_HEADER = "x-slack-retry-num"


class Handled:
    """The trigger ids of the latest deliveries; a trigger id belongs to one interaction."""

    def __init__(self, most: int = REMEMBERED) -> None:
        """Remember so many, the oldest forgotten first."""
        self._most = most
        self._known: dict[str, None] = {}
        self._lock = Lock()

    def is_new(self, trigger_id: str) -> bool:
        """Whether this is the first time, which is remembered."""
        with self._lock:
            if trigger_id in self._known:
                return False
            self._known[trigger_id] = None
            if len(self._known) > self._most:
                del self._known[next(iter(self._known))]
            return True


def is_replay(handled: Handled, request: BoltRequest) -> bool:
    """Whether a delivery was here before. Over HTTP, Slack says of itself which ones it sends again."""
    trigger_id = request.body.get("trigger_id")
    if not trigger_id or request.body.get("type") == "view_submission" or handled.is_new(str(trigger_id)):
        return False
    return request.mode == "socket_mode" or RETRY_HEADER in request.headers


def register(app: App, desk: Desk) -> None:
    """Look at every delivery before its listener does."""
    del desk
    handled = Handled()

    @app.middleware
    def _once(request: BoltRequest, next_: Callable[[], None]) -> BoltResponse | None:
        if is_replay(handled, request):
            return BoltResponse(status=200, body="")
        next_()
        return None
