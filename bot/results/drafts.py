"""What somebody typed into a form that was not saved."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Draft:
    """A draft as its owner sees it listed. `content` is what the form held, in the words of whoever keeps it."""

    draft_id: int
    form: str
    client_id: int | None
    client_name: str
    content: str
    kept_at: datetime


@dataclass(frozen=True)
class DraftList:
    """The newest drafts of one person; `more` wait behind them."""

    drafts: tuple[Draft, ...] = ()
    more: int = 0
