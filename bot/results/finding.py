"""What a search has found, one page of it."""

from dataclasses import dataclass

from bot.results.clients import Match

PAGE = 10
"""Clients on a page."""


@dataclass(frozen=True)
class FoundPage:
    """One page of what a search found; `page` counts from 0, `total` is over all pages.

    `sealed` are found through what their reader may not read, on the first page only and beside the total.
    """

    asked: str
    page: int
    total: int
    matches: tuple[Match, ...]
    sealed: tuple[Match, ...] = ()

    @property
    def pages(self) -> int:
        """Return how many pages there are."""
        return max(1, -(-self.total // PAGE))
