"""The clock, read at the edges only: everything inside takes `now` as an argument."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time to the edges of the program."""

    def now(self) -> datetime:
        """Return the present instant, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present instant, in UTC."""
        return datetime.now(UTC)


class MovableClock:
    """A clock that can be moved forward: the demo's, and nobody else's."""

    def __init__(self, offset: timedelta = timedelta(0)) -> None:
        """Start `offset` ahead of the machine's clock."""
        self._offset = offset
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """Return the moved instant, in UTC."""
        with self._lock:
            return datetime.now(UTC) + self._offset

    def move(self, by: timedelta) -> datetime:
        """Move forward by `by` and return the new present; a clock never runs backwards."""
        if by < timedelta(0):
            raise ValueError("a clock never runs backwards")
        with self._lock:
            self._offset += by
        return self.now()
