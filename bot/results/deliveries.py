"""What the accounting system delivers into the watched folder, and what becomes of it."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from bot.results.imports import ImportCounts, ImportKind


@dataclass(frozen=True)
class Total:
    """A control total: lines of a file in one currency and what they add up to, in counts of ten-thousandths.

    Without a currency it is of the whole file. `amount` and `open_amount` are None where nothing is said of them.
    """

    currency: str
    lines: int
    amount: int | None = None
    open_amount: int | None = None


@dataclass(frozen=True)
class Delivery:
    """A file in the folder: what its name says of it, and where its control totals stand (None while they do not)."""

    path: Path
    kind: ImportKind
    day: date
    is_snapshot: bool
    control: Path | None

    @property
    def name(self) -> str:
        """Return the file's own name, under which it is told of."""
        return self.path.name


class DeliveryState(StrEnum):
    """How far a delivery has come."""

    TAKING = "taking"
    TAKEN = "taken"
    REFUSED = "refused"


class Cause(StrEnum):
    """Why a delivery was refused."""

    TOTALS = "totals"
    """It does not add up to its control totals."""
    LINES = "lines"
    """Some of its lines cannot be taken, so that less would be published than was announced."""
    DRASTIC = "drastic"
    """It is a snapshot that would close most of what is open."""
    OLDER = "older"
    """A statement of a later day is in already."""
    UNREADABLE = "unreadable"
    """It, or its control totals, cannot be read as what they are named."""


@dataclass(frozen=True)
class Refusal:
    """A delivery that was refused; nothing of it is in the ledger. `said` are sentences on what is wrong with it."""

    file_name: str
    kind: ImportKind
    day: date
    cause: Cause
    announced: tuple[Total, ...] = ()
    found: tuple[Total, ...] = ()
    said: tuple[str, ...] = ()
    closed: int = 0
    were_open: int = 0


@dataclass(frozen=True)
class Taken:
    """A delivery that is in; `is_again` when it had been taken before and was only put away."""

    file_name: str
    kind: ImportKind
    counts: ImportCounts = field(default_factory=ImportCounts)
    is_again: bool = False


@dataclass(frozen=True)
class FolderRun:
    """What one look at the folder came to. `waiting` files lack their control totals, or wait for what comes first."""

    taken: tuple[Taken, ...] = ()
    refused: tuple[Refusal, ...] = ()
    waiting: tuple[str, ...] = ()
