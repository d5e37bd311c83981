"""A client's bank details as they leave the services: for those alone who may read them."""

from dataclasses import dataclass
from datetime import datetime

from bot.policy.bank import BankState
from bot.results.clients import Client


@dataclass(frozen=True)
class KnownNumber:
    """A phone number on the file that may be called: whose it is, under which key, and since when it is there."""

    key: str
    name: str
    number: str
    since: datetime


@dataclass(frozen=True)
class BankDetail:
    """One set of bank details, from its proposal on; `called_*` say who was called about it and on which number."""

    bank_id: int
    client_id: int
    state: BankState
    holder: str
    bank: str
    account: str
    bic: str
    country: str | None
    currency: str | None
    called_name: str
    called_number: str
    proposed_by: int | None
    proposer: str
    proposed_at: datetime
    answerer: str
    answered_at: datetime | None
    reason: str


@dataclass(frozen=True)
class BankFile:
    """What there is of one client's bank details, and what their reader may do.

    `may_answer` and `may_withdraw` are about what is proposed.
    """

    client: Client
    in_force: BankDetail | None
    proposed: BankDetail | None
    may_propose: bool
    may_answer: bool
    may_withdraw: bool
