"""Tables of a file's upkeep: sites, bank details, merges, choices kept by the custodian, proposals."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base
from bot.store.types import Currency, Instant, Key, Name, Short


class SiteRow(Base):
    """A place of the client's beside its seat: a plant, a warehouse, a branch."""

    __tablename__ = "site"
    __table_args__ = (Index(None, "client_id"),)

    id: Mapped[Key]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    name: Mapped[Name]
    kind: Mapped[Short]
    address: Mapped[Name] = mapped_column(default="")
    postal_code: Mapped[Short] = mapped_column(default="")
    city: Mapped[Name] = mapped_column(default="")
    country: Mapped[Short | None]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[Instant]
    closed_at: Mapped[Instant | None]


class BankDetailRow(Base):
    """One set of bank details from its proposal on: proposed, in force, declined or replaced.

    Whoever proposes it has called back a number that was known before; a second person puts it in force.
    """

    __tablename__ = "bank_detail"
    __table_args__ = (Index(None, "client_id", "state"),)

    id: Mapped[Key]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    state: Mapped[Short]
    holder: Mapped[Name]
    bank: Mapped[Name] = mapped_column(default="")
    account: Mapped[Short]
    bic: Mapped[Short] = mapped_column(default="")
    country: Mapped[Short | None]
    currency: Mapped[Currency | None]
    called_name: Mapped[Name]
    called_number: Mapped[Name]
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[Instant]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[Instant | None]
    reason: Mapped[Name] = mapped_column(default="")


class MergeRow(Base):
    """That one file went into another, and whether that was undone; no other row moves."""

    __tablename__ = "merge"
    __table_args__ = (Index(None, "source_id"), Index(None, "target_id"))

    id: Mapped[Key]
    source_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    target_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    merged_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    merged_at: Mapped[Instant]
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[Instant | None]


class KeptApartRow(Base):
    """Two files that look alike and are not the same client; they are not proposed again."""

    __tablename__ = "kept_apart"

    low_id: Mapped[int] = mapped_column(ForeignKey("client.id"), primary_key=True)
    high_id: Mapped[int] = mapped_column(ForeignKey("client.id"), primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[Instant]


class ChoiceRow(Base):
    """A choice of a field as the custodian keeps it; it adds to the catalogue's, or renames or retires one."""

    __tablename__ = "choice"

    field: Mapped[Short] = mapped_column(primary_key=True)
    key: Mapped[Short] = mapped_column(primary_key=True)
    label: Mapped[Name]
    position: Mapped[int]
    retired: Mapped[bool]
    updated_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    updated_at: Mapped[Instant]


class ProposalRow(Base):
    """A value that the ledger suggests and the file's owner confirms or declines; once an occasion."""

    __tablename__ = "proposal"
    __table_args__ = (UniqueConstraint("client_id", "field", "value", "occasion"),)

    id: Mapped[Key]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    field: Mapped[Short]
    value: Mapped[Short]
    reason: Mapped[Short]
    occasion: Mapped[Short]
    proposed_at: Mapped[Instant]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[Instant | None]
    accepted: Mapped[bool | None]
