"""What was said of a client over time, cut to what its reader may see."""

from dataclasses import dataclass
from datetime import datetime

from bot.policy.catalogue import Field
from bot.results.clients import Client
from bot.results.grades import GradeChange


@dataclass(frozen=True)
class FactEvent:
    """One event in the life of a value: an observation or a confirmation, and whether it was taken back."""

    fact_id: int
    field: Field
    kind: str
    value: str
    source: str
    person: str
    observed_at: datetime
    recorded_at: datetime
    link: str
    retracted_at: datetime | None
    retracted_by: str
    code: str
    """The code of the file it was written in; that of a merged one where the file has taken another in."""
    may_undo: bool = False
    """Whether the reader may take it back now."""
    name: str = ""
    """The name of the client that a value of type CLIENT stands for."""


@dataclass(frozen=True)
class HistoryPage:
    """One page of a file's history, newest first; `chosen` is a section, a field or empty for everything."""

    client: Client
    fields: tuple[Field, ...]
    """Those that the reader may look at and that have a history, as the catalogue orders them."""
    chosen: str
    page: int
    events: tuple[FactEvent, ...]
    has_more: bool
    grades: tuple[GradeChange, ...] = ()
    """The changes of its sales grade, newest first; on the first page of everything only."""
