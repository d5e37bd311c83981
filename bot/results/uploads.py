"""A file handed over for an import: how far it has come, what its headers leave open, what was imported lately."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.i18n import LazyText
from bot.results.imports import ImportKind, ImportReport


class UploadState(StrEnum):
    """How far a file has come."""

    RECEIVED = "received"
    """Handed over; it is fetched and read."""
    ASKING = "asking"
    """Its headers leave something open that its person must say."""
    READY = "ready"
    """What it would do is known and shown; it waits for the word."""
    APPLYING = "applying"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"
    EXPIRED = "expired"
    """Nobody gave the word within a week."""


@dataclass(frozen=True)
class UploadPlan:
    """How a file is to be taken; `mapping` and `left_out` are what its person said of its `headers`.

    `mapping` gives the file's header for a column of ours, `left_out` are folded headers that stand for nothing.
    """

    as_of: date | None = None
    snapshot: bool = False
    slack_file: str = ""
    headers: tuple[str, ...] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    is_answered: bool = False
    """Its person was asked about the headers, once."""


@dataclass(frozen=True)
class Upload:
    """A file handed over. `preview` says what it would do, `result` what it did."""

    upload_id: int
    kind: ImportKind
    file_name: str
    stored_as: str
    state: UploadState
    person_id: int | None
    plan: UploadPlan
    preview: ImportReport | None = None
    result: ImportReport | None = None
    finished_at: datetime | None = None

    @property
    def has_moved(self) -> bool:
        """Tell whether the import did something else than its preview said, because the ledger had moved on.

        What follows from an import, such as lines that had waited for it, is no part of what a preview says.
        """
        return bool(self.preview and self.result and _lines_of(self.preview) != _lines_of(self.result))

    @property
    def is_let_go(self) -> bool:
        """Tell whether nobody is at work on it and it is not in."""
        return self.state in {UploadState.READY, UploadState.FAILED}

    @property
    def is_blocked(self) -> bool:
        """Tell whether it can never be applied: none of its lines can be taken, or not all of a snapshot's.

        Lines that cannot be taken leave open what a snapshot closes.
        """
        return bool(self.preview and self.preview.rejected and (self.plan.snapshot or not self.preview.kept))


def _lines_of(report: ImportReport) -> tuple[int, ...]:
    counts = report.counts
    return counts.added, counts.changed, counts.same, counts.closed, report.rejected


@dataclass(frozen=True)
class OurColumn:
    """A column of ours that a header may stand for; one that others do `instead` of may stay empty."""

    key: str
    label: LazyText | str
    has_instead: bool = False


@dataclass(frozen=True)
class Header:
    """A header of a file and its place there, from 0."""

    place: int
    text: str


@dataclass(frozen=True)
class HeaderGaps:
    """What a file's headers leave open.

    `needed` columns of ours are in none of the `headers`; `unknown` headers are those that stand for nothing so far,
    and may stand for one of the `free` columns.
    """

    needed: tuple[OurColumn, ...]
    free: tuple[OurColumn, ...]
    unknown: tuple[Header, ...]
    headers: tuple[Header, ...]

    def __bool__(self) -> bool:
        """Tell whether there is anything to ask."""
        return bool(self.needed or (self.unknown and self.free))


@dataclass(frozen=True)
class RecentImport:
    """An import that was published: what, when, by whom, and what the source's day was."""

    kind: ImportKind
    as_of: date
    published_at: datetime
    added: int
    changed: int
    person: str
