"""What tells one client from another, gathered from a file or from a form, and the files that a new client is like."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.policy.access import Actor, Part, Right
from bot.policy.clues import Way, domain_key, email_key, phone_keys
from bot.policy.duplicates import ASKED_FROM, Judgement, Trace, weigh
from bot.policy.marks import Mark, address_of, domain_of, number_of, phone_of
from bot.policy.names import fold
from bot.results.clients import Match
from bot.services import gate
from bot.store import clients, clues, duplicates

NUMBER_FIELDS = ("registration_number", "tax_number")
FIELDS = (*NUMBER_FIELDS, "website", "email", "phone", "address", "postal_code")
"""What of a file tells its client from others, beside the directory and the contacts."""
_MOST_SHARING = 20


@dataclass(frozen=True)
class TypedClient:
    """What somebody types of a client before it has a file; values by catalogue key, in stored form."""

    name: str
    values: Mapping[str, str] = field(default_factory=dict)
    contact_email: str = ""
    contact_phone: str = ""


def trace_of(known: duplicates.Known) -> Trace:
    """Return what tells a client from others, of what is stored."""
    marks = _contact_marks(known.reach, known.country) | _file_marks(known.values, known.country)
    names = tuple(dict.fromkeys(fold(name) for name in (known.name, *known.aliases)))
    postal_code = fold(known.values.get("postal_code", ""))
    return Trace(known.client_id, names, known.country, fold(known.city or ""), postal_code, marks)


def _file_marks(values: Mapping[str, str], country: str | None) -> dict[tuple[Mark, str], Part]:
    found = [(Mark.NUMBER, number_of(values.get(key, ""))) for key in NUMBER_FIELDS]
    found += [(Mark.DOMAIN, domain_of(values.get(key, ""))) for key in ("website", "email")]
    found.append((Mark.EMAIL, email_key(values.get("email", ""))))
    found.append((Mark.PHONE, phone_of(values.get("phone", ""), country)))
    found.append((Mark.ADDRESS, address_of(values.get("address", ""))))
    return {mark: Part.BASIC for mark in found if mark[1]}


def _contact_marks(reach: Iterable[tuple[str, str, str]], country: str | None) -> dict[tuple[Mark, str], Part]:
    found = [
        mark
        for email, phone, mobile in reach
        for mark in (
            (Mark.EMAIL, email_key(email)), (Mark.DOMAIN, domain_of(email)), (Mark.PHONE, phone_of(phone, country)),
            (Mark.PHONE, phone_of(mobile, country)),
        )
    ]  # fmt: skip
    return {mark: Part.CONTACTS for mark in found if mark[1]}


def list_alike(
    session: Session, actor: Actor, typed: TypedClient, near: Iterable[int], *, most: int, now: datetime
) -> Sequence[Match]:
    """Return the files that a new client's may double, best first.

    Looked at are `near`, those of names alike, and those that share a domain, an email address or a phone number;
    sealed is a match that only what the actor may not read leads to.
    """
    new = _trace_of_typed(typed)
    led = clues.list_led_to(session, _clues(typed), _MOST_SHARING)
    ids = sorted({*near, *(each.client_id for each in led)})
    known = {each.client_id: trace_of(each) for each in duplicates.list_known(session, FIELDS, ids)}
    weighed = {client_id: weigh(new, each) for client_id, each in known.items()}
    alike = {key: found for key, found in weighed.items() if _is_asked(found)}
    best = sorted(alike, key=lambda client_id: (-alike[client_id].likelihood, client_id))[:most]
    named = {each.client_id: each for each in clients.list_by_ids(session, best)}
    matches = []
    for client_id in best:
        rights = gate.rights_on(session, actor, named[client_id], now)
        marks = {mark: part for mark, part in known[client_id].marks.items() if rights[part] >= Right.READ}
        is_open = _is_asked(weigh(new, replace(known[client_id], marks=marks)))
        score = alike[client_id].likelihood * 100
        matches.append(Match(named[client_id], score, "alike", is_sealed=not is_open))
    return matches


def _is_asked(found: Judgement) -> bool:
    return found.grade is not None or found.likelihood >= ASKED_FROM


def _trace_of_typed(typed: TypedClient) -> Trace:
    country, city = typed.values.get("country"), typed.values.get("city")
    reach = [(typed.contact_email, typed.contact_phone, "")]
    return trace_of(duplicates.Known(0, typed.name, country, city, None, values=dict(typed.values), reach=reach))


def _clues(typed: TypedClient) -> Mapping[Way, set[str]]:
    """Return what was typed as the keys by which files are found; what they lead to is judged after."""
    reached = [typed.values.get("website", ""), typed.values.get("email", ""), typed.contact_email]
    country = typed.values.get("country")
    dialled = [typed.values.get("phone", ""), typed.contact_phone]
    return {
        Way.DOMAIN: {key for text in reached if (key := domain_key(text))},
        Way.EMAIL: {key for text in reached if (key := email_key(text))},
        Way.PHONE: {key for text in dialled for key in phone_keys(text, country)},
    }
