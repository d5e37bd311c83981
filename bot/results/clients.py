"""The client file as it leaves the services: already cut to what its reader may see."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.errors import Candidate
from bot.policy.access import Part, Relation, Right
from bot.policy.catalogue import Field
from bot.policy.freshness import Freshness
from bot.policy.money import Money
from bot.policy.quality import Quality
from bot.policy.stages import Suggestion
from bot.policy.standing import Span
from bot.policy.stated import Gap
from bot.results.grades import StandingGrade
from bot.results.merging import Merge

if TYPE_CHECKING:
    from bot.results.sell_through import SellThroughSum


@dataclass(frozen=True)
class Client:
    """A client as the directory knows it: what every member of the company may read."""

    client_id: int
    code: str
    name: str
    country: str | None
    city: str | None
    stage: str
    relation: str
    via_id: int | None
    owner_id: int | None
    owner_name: str | None
    owner_slack_id: str | None
    owner_team: str | None


@dataclass(frozen=True)
class Match:
    """A client that may be meant by what was typed; `score` runs from 0 to 100, 100 for the same name.

    `because` is ``exact``, ``similar`` or a `bot.policy.clues.Way`. Of a sealed match only the name and the owner may
    be told.
    """

    client: Client
    score: float
    because: str
    is_sealed: bool = False


@dataclass(frozen=True)
class Value:
    """A current value with where it comes from."""

    field: Field
    value: str
    source: str
    person: str
    observed_at: datetime
    freshness: Freshness
    name: str = ""
    """The name of the client that a value of type CLIENT stands for."""


@dataclass(frozen=True)
class SectionView:
    """One section as its reader may see it. With `right` ASK the values are absent, not hidden."""

    part: Part
    right: Right
    freshness: Freshness
    values: tuple[Value, ...]
    missing: tuple[Field, ...]
    stale_fields: int


@dataclass(frozen=True)
class ContactView:
    """A person at the client's."""

    contact_id: int
    name: str
    title: str
    email: str
    phone: str
    mobile: str = ""
    role: str = ""
    share: Decimal | None = None
    """What an owner holds of the company, in percent."""
    language: str = ""
    left_at: datetime | None = None


@dataclass(frozen=True)
class SiteView:
    """A place of the client's beside its address."""

    site_id: int
    name: str
    kind: str
    address: str
    postal_code: str
    city: str
    country: str | None
    closed_at: datetime | None = None


@dataclass(frozen=True)
class AddressBook:
    """Who works at a client's and where its sites are; None where the reader may not see them.

    Those who have left and sites that were closed stand last.
    """

    client: Client
    contacts: tuple[ContactView, ...] | None
    sites: tuple[SiteView, ...] | None
    may_write_contacts: bool
    may_write_sites: bool


@dataclass(frozen=True)
class InteractionView:
    """A call, email, visit or saved message on the file."""

    kind: str
    outcome: str
    note: str
    person: str
    happened_at: datetime
    next_step: str
    next_on: date | None
    link: str = ""


@dataclass(frozen=True)
class Edited:
    """What saving a section did, by field.

    `changed` holds now; `emptied` has no value any more; `noted` is kept, but a higher source's value holds.
    """

    changed: tuple[str, ...]
    noted: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()
    fact_ids: tuple[int, ...] = field(default=(), compare=False)
    """What was recorded, for whoever takes it back."""


@dataclass(frozen=True)
class DueStep:
    """A next step that somebody agreed with a client."""

    client_id: int
    client_name: str
    step: str
    due: date
    interaction_id: int
    """The contact it was agreed in."""


@dataclass(frozen=True)
class StatedPurchases:
    """What a client says it buys from us in a year, beside the ledger's last twelve whole months, to `until`.

    `converted` is the statement in the ledger's currency: at `rate`, that of the data date (`rate_day` says of which
    day it is), where the two differ. It and the gap are None where no rate is known.
    """

    stated: Money
    ledger: Money
    until: date
    converted: Money | None
    gap: Gap | None
    rate: Decimal | None = None
    rate_day: date | None = None


@dataclass(frozen=True)
class SalesGlance:
    """Ledger sales of this year and last, in the base currency, with the date of the latest line.

    `stated` is None where the client has said nothing, or the reader may not see it.
    """

    this_year: Money
    last_year: Money
    data_date: date | None
    stated: StatedPurchases | None = None
    grade: StandingGrade | None = None
    span: Span = Span.MONTH
    """What the average beside the grade is of."""


@dataclass(frozen=True)
class StageProposal:
    """Another stage that the ledger suggests for a client, which its owner confirms or declines."""

    proposal_id: int
    client: Client
    suggestion: Suggestion


@dataclass(frozen=True)
class FileCard:
    """One client's file, cut to its reader."""

    client: Client
    relation: Relation
    sections: tuple[SectionView, ...]
    contacts: tuple[ContactView, ...] | None
    """None where the reader may not see them."""
    interactions: tuple[InteractionView, ...] | None
    sales: SalesGlance | None
    rights: dict[Part, Right]
    asked_for: tuple[Part, ...] = ()
    """Parts that are there but need the custodian's leave."""
    sites: tuple[SiteView, ...] = ()
    """None that the reader may not see, those that were closed last."""
    via_name: str = ""
    """Through whom an indirect client buys; a name, which everybody may read."""
    group: tuple[Client, ...] = ()
    """Other clients of the same corporate group, for those who may read which one it is."""
    proposal: StageProposal | None = None
    """For those who may answer it and may see the sales behind it."""
    quality: Quality | None = None
    """None where the reader may not see all of the file."""
    merges: tuple[Merge, ...] = ()
    """The files that were merged into this one, the latest last."""
    may_undo_merges: bool = False
    sell_through: "SellThroughSum | None" = None
    """What an indirect client has reported of the last twelve months, for those who may read its business section."""


@dataclass(frozen=True)
class Logged:
    """What saving a contact answers with: something useful back at once."""

    client: Client
    kind: str
    last_before: InteractionView | None
    open_steps: tuple[InteractionView, ...]
    stale_sections: tuple[Part, ...]
    done_steps: tuple[str, ...] = ()
    """What had been agreed and is done with this contact."""
    known_problems: str = ""
    """What the file says of problems with this client."""
    raised_problems: tuple[InteractionView, ...] = ()
    """Contacts that brought a problem and that nobody has followed up before this one, newest first."""
    refreshed: tuple[Field, ...] = ()
    """Fields that this contact has brought up to date, or of which it has said that they are still true."""
    noted: tuple[Field, ...] = ()
    """Fields of which it brought a value while a more certain source still holds."""


def candidate(client: Client, place: str) -> Candidate:
    """Return what anybody may read of a client, for an error that must name it."""
    return Candidate(client.client_id, client.name, place)
