"""Tables of the analysis of sales: grades, measures, reported sell-through, and what imports remember."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base
from bot.store.types import Counts, Currency, Day, Instant, Key, Name, Prose, Short


class ClientGradeRow(Base):
    """The grade that stands for a client, one of each kind (`sales`, `credit`), with the figures that it follows from.

    `amount` is what the window from `window_start` to `window_end` adds up to; `months` is what it was divided by,
    less than the window for a client that has not traded so long (`is_short`). `before` and `cause` are those of its
    last change. `converted` is JSON: by currency other than the base currency, what the window's sales come to in it
    and in the base currency.
    """

    __tablename__ = "client_grade"
    __table_args__ = (Index(None, "kind", "grade"),)

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), primary_key=True)
    kind: Mapped[Short] = mapped_column(primary_key=True)
    grade: Mapped[Short]
    before: Mapped[Short] = mapped_column(default="")
    cause: Mapped[Short]
    since: Mapped[Day]
    window_start: Mapped[Day | None]
    window_end: Mapped[Day | None]
    amount: Mapped[Counts | None]
    months: Mapped[int | None]
    is_short: Mapped[bool] = mapped_column(default=False)
    converted: Mapped[Prose] = mapped_column(default="{}")
    graded_at: Mapped[Instant]


class GradeChangeRow(Base):
    """An event: a client moved from one grade to another; `before` is empty for the first grade.

    `cause` says why: its sales, exchange rates alone, new rules, or files that were merged or parted.
    """

    __tablename__ = "grade_change"
    __table_args__ = (Index(None, "client_id", "kind"), Index(None, "changed_at"))

    id: Mapped[Key]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    kind: Mapped[Short]
    before: Mapped[Short] = mapped_column(default="")
    grade: Mapped[Short]
    cause: Mapped[Short]
    window_start: Mapped[Day | None]
    window_end: Mapped[Day | None]
    amount: Mapped[Counts | None]
    months: Mapped[int | None]
    changed_at: Mapped[Instant]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class MeasureRow(Base):
    """Something decided to be done about sales: what, for one client or a group, by whom and until when.

    The result is read from the ledger: the sales of the client, or of the part `part` of a composition by `by`, from
    `starts` to `due`, beside `target`. A measure with neither is a task that its owner closes. `is_focus` makes it the
    sales focus of the quarter in which it ends. `scope` and `team` say whose clients a part is counted of: those of
    whoever decided it.
    """

    __tablename__ = "measure"
    __table_args__ = (Index(None, "owner_id", "closed_at"), Index(None, "due"))

    id: Mapped[Key]
    what: Mapped[Prose]
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"))
    by: Mapped[Short] = mapped_column(default="")
    part: Mapped[Name] = mapped_column(default="")
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    starts: Mapped[Day]
    due: Mapped[Day]
    target: Mapped[Counts | None]
    currency: Mapped[Currency | None]
    is_focus: Mapped[bool] = mapped_column(default=False)
    scope: Mapped[Short] = mapped_column(default="all")
    team: Mapped[Short] = mapped_column(default="")
    reason: Mapped[Prose] = mapped_column(default="")
    created_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[Instant]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[Instant | None]
    outcome: Mapped[Short] = mapped_column(default="")


class SellThroughRow(Base):
    """What an indirect client reports to have sold on to its own customers; never part of the ledger's sales."""

    __tablename__ = "sell_through"
    __table_args__ = (Index(None, "client_id", "starts"),)

    id: Mapped[Key]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    starts: Mapped[Day]
    ends: Mapped[Day]
    amount: Mapped[Counts | None]
    currency: Mapped[Currency | None]
    quantity: Mapped[Counts | None]
    unit: Mapped[Short] = mapped_column(default="")
    source: Mapped[Short]
    note: Mapped[Name] = mapped_column(default="")
    stated_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    stated_at: Mapped[Instant]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[Instant | None]


class ReferenceMatchRow(Base):
    """Whom or what a name or code in the accounting system's files stands for, decided once by a person.

    `kind` is `client` or `product`, `target_id` the id of that row; later files follow it.
    """

    __tablename__ = "reference_match"

    kind: Mapped[Short] = mapped_column(primary_key=True)
    reference: Mapped[Name] = mapped_column(primary_key=True)
    target_id: Mapped[int]
    matched_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    matched_at: Mapped[Instant]


class DeliveryRow(Base):
    """A file that the watched folder has brought, claimed once by its name, contents and control totals (`claim`).

    Who is at work on it holds it until `claimed_until`, by real time. `report` is JSON: why it was refused.
    """

    __tablename__ = "delivery"
    __table_args__ = (UniqueConstraint("claim"),)

    id: Mapped[Key]
    claim: Mapped[Short]
    file_name: Mapped[Name]
    kind: Mapped[Short]
    day: Mapped[Day]
    state: Mapped[Short]
    claimed_until: Mapped[Instant]
    report: Mapped[Prose] = mapped_column(default="{}")
    created_at: Mapped[Instant]
    finished_at: Mapped[Instant | None]
    import_run_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))


class UploadRow(Base):
    """A file handed over for an import in Slack, and how far it has come.

    `stored_as` is its name in the folder of uploads, `options` is JSON: headers, mapping, snapshot, data date.
    `touched_at` is when somebody last worked on it: work that has not been touched for long was broken off.
    """

    __tablename__ = "upload"
    __table_args__ = (Index(None, "state"),)

    id: Mapped[Key]
    origin: Mapped[Short]
    kind: Mapped[Short] = mapped_column(default="")
    file_name: Mapped[Name]
    stored_as: Mapped[Name] = mapped_column(default="")
    state: Mapped[Short]
    options: Mapped[Prose] = mapped_column(default="{}")
    report: Mapped[Prose] = mapped_column(default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[Instant]
    touched_at: Mapped[Instant]
    finished_at: Mapped[Instant | None]
    import_run_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))
