"""Tables of the client files: people, clients and what is known of them."""

import secrets

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base
from bot.store.types import Day, Instant, Key, Name, Prose, Rate, Short, SlackId


class PersonRow(Base):
    """Somebody the company has named. `profile_*` columns mirror Slack's users.info and when it was read."""

    __tablename__ = "person"

    id: Mapped[Key]
    slack_id: Mapped[SlackId] = mapped_column(unique=True)
    name: Mapped[Name]
    roles: Mapped[Short]
    team: Mapped[Short] = mapped_column(default="")
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    timezone: Mapped[Short] = mapped_column(default="UTC")
    language: Mapped[Short] = mapped_column(default="en")
    is_guest: Mapped[bool] = mapped_column(default=False)
    profile_read_at: Mapped[Instant | None]
    left_at: Mapped[Instant | None]
    created_at: Mapped[Instant]


class ClientRow(Base):
    """A client. The directory's fields are columns, kept equal to their current facts."""

    __tablename__ = "client"
    __table_args__ = (
        Index(None, "name_key"), Index(None, "owner_id"), Index(None, "merged_into"), Index(None, "group_key"),
    )  # fmt: skip

    id: Mapped[Key]
    code: Mapped[Short] = mapped_column(unique=True)
    name: Mapped[Name]
    name_key: Mapped[Prose]
    country: Mapped[Short | None]
    city: Mapped[Name | None]
    stage: Mapped[Short] = mapped_column(default="future")
    relation: Mapped[Short] = mapped_column(default="direct")
    via_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("client.id"))
    group_key: Mapped[Prose | None]
    """The folded name of the corporate group, by which its members are found."""
    created_at: Mapped[Instant]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class AliasRow(Base):
    """Another name that a client answers to."""

    __tablename__ = "alias"
    __table_args__ = (UniqueConstraint("client_id", "name_key"), Index(None, "name_key"))

    id: Mapped[Key]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    name: Mapped[Name]
    name_key: Mapped[Prose]
    merge_id: Mapped[int | None]
    """The merge that gave it, which takes it back when it is undone."""


class ContactRow(Base):
    """A person at the client's."""

    __tablename__ = "contact"
    __table_args__ = (Index(None, "client_id"),)

    id: Mapped[Key]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    name: Mapped[Name]
    title: Mapped[Name] = mapped_column(default="")
    email: Mapped[Name] = mapped_column(default="")
    phone: Mapped[Name] = mapped_column(default="")
    mobile: Mapped[Name] = mapped_column(default="", server_default=text("''"))
    role: Mapped[Short] = mapped_column(default="", server_default=text("''"))
    share: Mapped[Rate | None]
    """What an owner holds of the company, in percent."""
    language: Mapped[Short] = mapped_column(default="", server_default=text("''"))
    phone_at: Mapped[Instant | None]
    """Since when this number is on the file, None for one that came with the person; likewise `mobile_at`."""
    mobile_at: Mapped[Instant | None]
    left_at: Mapped[Instant | None]
    created_at: Mapped[Instant]
    created_by: Mapped[int | None]
    updated_at: Mapped[Instant | None]


class InteractionRow(Base):
    """A call, an email, a visit or a saved message, with what was agreed next."""

    __tablename__ = "interaction"
    __table_args__ = (
        Index(None, "client_id", "happened_at"), Index(None, "person_id", "next_on"), Index(None, "message_key"),
        Index(None, "thread_key"),
    )  # fmt: skip

    id: Mapped[Key]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    kind: Mapped[Short]
    outcome: Mapped[Short]
    note: Mapped[Prose]
    link: Mapped[Prose] = mapped_column(default="")
    happened_at: Mapped[Instant]
    recorded_at: Mapped[Instant]
    next_step: Mapped[Prose] = mapped_column(default="")
    next_on: Mapped[Day | None]
    next_done_at: Mapped[Instant | None]
    message_key: Mapped[Name | None]
    """What tells a saved message or an email from every other one, so that it is logged once."""
    thread_key: Mapped[Name | None]
    """The conversation's thread that a saved message stands in."""
    original: Mapped[Prose] = mapped_column(default="", server_default=text("''"))
    """The whole text of a message that was too long for a note."""


class FactRow(Base):
    """One event in the life of a value: an observation, a confirmation (“still true”) or a retraction.

    A confirmation repeats the value it confirms. Rows are never changed; the `retracted_*` columns alone may be set.
    """

    __tablename__ = "fact"
    __table_args__ = (Index(None, "client_id", "field", "observed_at"),)

    id: Mapped[Key]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    field: Mapped[Short]
    kind: Mapped[Short]
    value: Mapped[Prose]
    source: Mapped[Short]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    interaction_id: Mapped[int | None] = mapped_column(ForeignKey("interaction.id"))
    observed_at: Mapped[Instant]
    recorded_at: Mapped[Instant]
    link: Mapped[Prose] = mapped_column(default="")
    retracted_at: Mapped[Instant | None]
    retracted_by: Mapped[int | None]


class CurrentValueRow(Base):
    """The projection of the facts: what holds now, since when and by which fact."""

    __tablename__ = "current_value"
    __table_args__ = (Index(None, "field", "client_id"), Index(None, "field", "observed_at"))

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), primary_key=True)
    field: Mapped[Short] = mapped_column(primary_key=True)
    value: Mapped[Prose]
    fact_id: Mapped[int] = mapped_column(ForeignKey("fact.id"))
    source: Mapped[Short]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    observed_at: Mapped[Instant]


class SnoozeRow(Base):
    """A section of a file that its owner is not asked about until a day, or says is not theirs."""

    __tablename__ = "snooze"
    __table_args__ = (UniqueConstraint("client_id", "section", "person_id"),)

    id: Mapped[Key]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    section: Mapped[Short]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    until: Mapped[Instant]
    reason: Mapped[Short]


_MOST_DRAFTS = 2**31 - 1


class DraftRow(Base):
    """What somebody typed into a form that was not saved, kept for them alone."""

    __tablename__ = "draft"
    __table_args__ = (Index(None, "person_id", "expires_at"), Index(None, "person_id", "view_id"))

    id: Mapped[Key] = mapped_column(default=lambda: secrets.randbelow(_MOST_DRAFTS) + 1)
    """Drawn, not counted: SQLite would give the id of a draft that is gone to the next one, while its form is open."""
    view_id: Mapped[Short] = mapped_column(default="", server_default=text("''"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    form: Mapped[Short]
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"))
    content: Mapped[Prose]
    stamp: Mapped[Short] = mapped_column(default="", server_default=text("''"))
    """What sorts the reports of one form: nothing older replaces what is newer."""
    created_at: Mapped[Instant]
    kept_at: Mapped[Instant | None]
    expires_at: Mapped[Instant]
