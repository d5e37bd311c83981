"""The reader's own desk, as App Home shows it."""

from dataclasses import dataclass, field

from bot.policy.standing import GradeCause
from bot.results.clients import Client, DueStep, StageProposal
from bot.results.drafts import DraftList
from bot.results.freshness import StaleItem
from bot.results.measures import MeasureCount


@dataclass(frozen=True)
class MovedClient:
    """One of the reader's own clients whose sales grade has changed lately."""

    name: str
    before: str
    grade: str
    cause: GradeCause


@dataclass(frozen=True)
class HomeDesk:
    """What is due, what is stale, and the reader's own clients; `owned` says how many there are in all."""

    name: str
    due: tuple[DueStep, ...]
    stale: tuple[StaleItem, ...]
    clients: tuple[Client, ...]
    owned: int
    keeps_files: bool
    proposals: tuple[StageProposal, ...] = ()
    """Stages that the ledger suggests for the reader's own clients."""
    measures: MeasureCount = field(default_factory=MeasureCount)
    drafts: DraftList = field(default_factory=DraftList)
    waiting: int = 0
    """Lines of the ledger that wait for their client or product, for who may match them."""
    moved: tuple[MovedClient, ...] = ()
    """The latest of the reader's own clients whose sales grade has changed within a week."""
    moved_more: int = 0
