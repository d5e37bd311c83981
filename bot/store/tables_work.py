"""Tables of the desk's own work: access, settings, what is due, what came in and what goes out."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base
from bot.store.types import BigKey, Instant, Key, Name, Prose, Short


class GrantRow(Base):
    """Leave given to one person to read one part of one client's file until a day."""

    __tablename__ = "access_grant"
    __table_args__ = (Index(None, "person_id", "client_id"),)

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    part: Mapped[Short]
    granted_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    granted_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    revoked_at: Mapped[Instant | None]


class SettingRow(Base):
    """A setting of the company's, as JSON text."""

    __tablename__ = "setting"

    key: Mapped[Short] = mapped_column(primary_key=True)
    value: Mapped[Prose]
    updated_at: Mapped[Instant]
    updated_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class AccessLogRow(Base):
    """One read, write or refusal. Rows hold ids and key names, never what was read."""

    __tablename__ = "access_log"
    __table_args__ = (Index(None, "client_id", "at"), Index(None, "person_id", "at"))

    id: Mapped[BigKey]
    at: Mapped[Instant]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    actor: Mapped[Name]
    deed: Mapped[Short]
    part: Mapped[Short]
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"))
    via: Mapped[Short]
    detail: Mapped[Prose] = mapped_column(default="")


class JobRunRow(Base):
    """A slot that a process has claimed: a job, for whom, and its local due time. Claimed once, for ever."""

    __tablename__ = "job_run"
    __table_args__ = (UniqueConstraint("job", "subject", "slot"),)

    id: Mapped[Key]
    job: Mapped[Short]
    subject: Mapped[Short] = mapped_column(default="")
    slot: Mapped[Short]
    claimed_at: Mapped[Instant]


class InboxRow(Base):
    """A delivery that was handled, with the answer it got, so that a replay gets the same one."""

    __tablename__ = "inbox"
    __table_args__ = (Index(None, "received_at"),)

    key: Mapped[Name] = mapped_column(primary_key=True)
    answer: Mapped[Prose]
    received_at: Mapped[Instant]


class OutboxRow(Base):
    """A message to be sent: its kind, its reader and ids; words are found at the moment of sending.

    `recipient` is a Slack user or channel id. `claimed_until` keeps other senders off; `sent_ts` says it is done.
    """

    __tablename__ = "outbox"
    __table_args__ = (Index(None, "sent_at", "not_before"), UniqueConstraint("dedupe_key"))

    id: Mapped[Short] = mapped_column(primary_key=True)
    kind: Mapped[Short]
    recipient: Mapped[Short]
    payload: Mapped[Prose]
    dedupe_key: Mapped[Name | None]
    created_at: Mapped[Instant]
    not_before: Mapped[Instant]
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[Instant | None]
    channel: Mapped[Short | None]
    sent_at: Mapped[Instant | None]
    sent_ts: Mapped[Short | None]
    given_up_at: Mapped[Instant | None]
    last_error: Mapped[Prose] = mapped_column(default="")
