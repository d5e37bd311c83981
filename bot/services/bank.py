"""Bank details: finance proposes after a call to a known number, and a second person puts them in force.

The second person is another one of finance; where there is none, the custodian. Nothing else ever writes them: no
import, no email, no data sheet.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.errors import Conflict, InvalidInput, NotFound, Refused
from bot.i18n import lazy
from bot.policy.access import Actor, Deed, Part, Right, Role
from bot.policy.bank import KNOWN_FOR, BankState, account_country, is_known, parse_account, parse_bic
from bot.policy.money import require_currency
from bot.policy.regions import parse_country
from bot.policy.values import clean_text
from bot.results.bank import BankDetail, BankFile, KnownNumber
from bot.results.clients import Client
from bot.results.people import Person
from bot.services import gate, outbox
from bot.services.columns import read_all, read_line
from bot.store import access, bank, clients, families, people

_NEEDED = lazy("Fill this in.")
QUESTION, ANSWERED = "bank_question", "bank_answered"


@dataclass(frozen=True)
class BankDraft:
    """Bank details as finance typed them, and the call about them; `called` is the key of a known number."""

    holder: str
    account: str
    called: str
    called_name: str
    bank: str = ""
    bic: str = ""
    country: str = ""
    currency: str = ""


def read_bank(session: Session, actor: Actor, client: Client, *, now: datetime) -> BankFile:
    """Return a client's bank details in force and proposed. Raises Refused unless the actor may read them."""
    gate.require(session, actor, client, Part.BANK, Right.READ, via="bank", now=now)
    proposed = bank.get_newest(session, client.client_id, BankState.PROPOSED)
    is_own = proposed is not None and proposed.proposed_by == actor.person_id
    return BankFile(
        client=client,
        in_force=bank.get_newest(session, client.client_id, BankState.IN_FORCE),
        proposed=proposed,
        may_propose=proposed is None and _holds_the_pen(session, actor, client, now),
        may_answer=proposed is not None and _is_second(session, actor, client, proposed, now),
        may_withdraw=is_own,
    )


def _holds_the_pen(session: Session, actor: Actor, client: Client, now: datetime) -> bool:
    return gate.rights_on(session, actor, client, now)[Part.BANK] is Right.WRITE and actor.person_id is not None


def _is_second(session: Session, actor: Actor, client: Client, proposed: BankDetail, now: datetime) -> bool:
    """Tell whether the actor is a second person for a proposal: of finance, or the custodian where finance is one."""
    if actor.person_id is None or actor.person_id == proposed.proposed_by:
        return False
    if actor.holds(Role.FINANCE):
        return gate.rights_on(session, actor, client, now)[Part.BANK] is Right.WRITE
    return actor.holds(Role.CUSTODIAN) and not _others_of_finance(session, proposed.proposed_by)


def _others_of_finance(session: Session, proposer: int | None) -> Sequence[Person]:
    return [
        each for each in people.list_holding(session, Role.FINANCE) if each.person_id != proposer and not each.is_guest
    ]


def _second_persons(session: Session, proposer: int | None) -> Sequence[Person]:
    custodians = (each for each in people.list_holding(session, Role.CUSTODIAN) if each.person_id != proposer)
    return _others_of_finance(session, proposer) or list(custodians)


def list_numbers(session: Session, actor: Actor, client: Client, *, now: datetime) -> Sequence[KnownNumber]:
    """Return the numbers that may be called about a change: those on the file for a week or longer.

    Raises Refused for all but finance.
    """
    gate.require_to_read(session, actor, client, Part.BANK, Right.WRITE, via="bank", now=now)
    gate.require(session, actor, client, Part.CONTACTS, Right.READ, via="bank", now=now)
    return [each for each in bank.list_numbers(session, client.client_id) if is_known(each.since, now)]


def propose_bank(session: Session, actor: Actor, client: Client, draft: BankDraft, *, now: datetime) -> int:
    """Propose bank details and ask a second person about them; return the proposal's id.

    Raises Refused for all but finance, InvalidInput for what cannot be taken (a number that is not known long
    enough among it), and Conflict while another proposal waits for its answer.
    """
    gate.require(session, actor, client, Part.BANK, Right.WRITE, via="bank", now=now)
    if actor.person_id is None:
        raise _refused(actor, client, now)
    families.lock(session, client.client_id)
    waiting = bank.get_newest(session, client.client_id, BankState.PROPOSED)
    if waiting is not None:
        raise Conflict(
            lazy("Bank details that {proposer} proposed still wait for their answer."), proposer=waiting.proposer
        )
    values = _values(session, client, draft, now)
    bank_id = bank.add(session, client.client_id, values, proposed_by=actor.person_id, now=now)
    for person in _second_persons(session, actor.person_id):
        key = f"{QUESTION}:{bank_id}:{person.person_id}"
        outbox.enqueue(session, QUESTION, person.slack_id, {"bank_id": bank_id}, now=now, dedupe_key=key)
    return bank_id


def _refused(actor: Actor, client: Client, now: datetime) -> Refused:
    return Refused(
        lazy("Two persons stand behind bank details; you cannot be one of them here."),
        entry=gate.entry(actor, Deed.REFUSED, Part.BANK, client.client_id, via="bank", now=now),
    )


def _values(session: Session, client: Client, draft: BankDraft, now: datetime) -> dict[str, Any]:
    """Return the columns of what was typed. Raises InvalidInput or InvalidForm, which name the inputs."""
    country = parse_country(draft.country) if clean_text(draft.country) else None
    bic, currency = clean_text(draft.bic), clean_text(draft.currency)
    readers: dict[str, Callable[[], object]] = {
        "holder": lambda: read_line(draft.holder, field="bank_holder", missing=_NEEDED),
        "bank": lambda: read_line(draft.bank, field="bank_name"),
        "account": lambda: parse_account(clean_text(draft.account), country, field="bank_account"),
        "bic": lambda: parse_bic(bic, field="bank_bic") if bic else "",
        "currency": lambda: require_currency(currency, field="bank_currency") if currency else None,
        "called_name": lambda: read_line(draft.called_name, field="bank_called_name", missing=_NEEDED),
        "called_number": lambda: _called(session, client, draft.called, now),
    }
    values = read_all(readers)
    return values | {"country": country or account_country(values["account"])}


def _called(session: Session, client: Client, key: str, now: datetime) -> str:
    numbers = {each.key: each for each in bank.list_numbers(session, client.client_id)}
    called = numbers.get(key)
    if called is None or not is_known(called.since, now):
        raise InvalidInput(
            lazy("Call a number that has been on this file for {days} days or longer."),
            field="bank_called", days=KNOWN_FOR.days,
        )  # fmt: skip
    return called.number


def answer_bank(
    session: Session, actor: Actor, bank_id: int, *, accepted: bool, word: str, now: datetime
) -> BankDetail:
    """Put proposed bank details in force, or decline them with a word; the proposer is told.

    Raises Refused for the proposer and everybody else who is no second person, Conflict when somebody was faster,
    InvalidInput for a refusal without a word.
    """
    client, proposed = _require(session, bank_id)
    if not _is_second(session, actor, client, proposed, now):
        raise _refused(actor, client, now)
    access.add_entries(
        session, [gate.entry(actor, Deed.WRITE, Part.BANK, client.client_id, via="bank", now=now, detail=f"{bank_id}")]
    )
    text = read_line(word, field="bank_word", missing=None if accepted else _NEEDED)
    state = BankState.IN_FORCE if accepted else BankState.DECLINED
    if not bank.answer(session, bank_id, state, person_id=actor.person_id, reason=text, now=now):
        raise _too_late()
    if accepted:
        bank.replace_others(session, client.client_id, bank_id)
    _tell_proposer(session, proposed, now)
    return _require(session, bank_id)[1]


def withdraw_bank(session: Session, actor: Actor, bank_id: int, *, now: datetime) -> Client:
    """Take back what one has proposed oneself. Raises Refused for others, Conflict when it was answered meanwhile."""
    client, proposed = _require(session, bank_id)
    if actor.person_id is None or proposed.proposed_by != actor.person_id:
        raise _refused(actor, client, now)
    gate.require(session, actor, client, Part.BANK, Right.WRITE, via="bank", now=now)
    if not bank.answer(session, bank_id, BankState.WITHDRAWN, person_id=actor.person_id, reason="", now=now):
        raise _too_late()
    return client


def _too_late() -> Conflict:
    return Conflict(lazy("These bank details were answered or withdrawn meanwhile."))


def _require(session: Session, bank_id: int) -> tuple[Client, BankDetail]:
    found = bank.get(session, bank_id)
    client = clients.get(session, found.client_id) if found else None
    if found is None or client is None:
        raise NotFound(lazy("These bank details are no longer there."))
    return client, found


def _tell_proposer(session: Session, proposed: BankDetail, now: datetime) -> None:
    person = people.get(session, proposed.proposed_by) if proposed.proposed_by is not None else None
    if person is not None and person.left_at is None:
        key = f"{ANSWERED}:{proposed.bank_id}"
        outbox.enqueue(session, ANSWERED, person.slack_id, {"bank_id": proposed.bank_id}, now=now, dedupe_key=key)


def read_question(session: Session, actor: Actor, bank_id: int, *, now: datetime) -> BankFile | None:
    """Return what the actor is asked about as a second person; None when it was answered meanwhile.

    Raises Refused when they are no second person (any more).
    """
    client, proposed = _require(session, bank_id)
    if proposed.state is not BankState.PROPOSED:
        return None
    if not _is_second(session, actor, client, proposed, now):
        raise _refused(actor, client, now)
    return read_bank(session, actor, client, now=now)


def read_answer(session: Session, actor: Actor, bank_id: int, *, now: datetime) -> tuple[Client, BankDetail] | None:
    """Return what became of a proposal, for whoever made it; None for everybody else. Raises Refused."""
    client, answered = _require(session, bank_id)
    if answered.proposed_by != actor.person_id:
        return None
    gate.require(session, actor, client, Part.BANK, Right.READ, via="bank", now=now)
    return client, answered
