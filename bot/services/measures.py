"""Measures: deciding what is done about sales, changing and closing it, and who may.

A rep decides for their own clients, a manager for the team's and for groups, finance and the custodian for all. Whoever
a measure is given to is told once. What has come of one is read in `services.progress`.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from bot.errors import Conflict, Gathering, InvalidInput, NotFound, Refused
from bot.i18n import lazy
from bot.policy.access import Actor, Deed, Part, Relation, Role, figures_scope
from bot.policy.catalogue import Catalogue
from bot.policy.money import SCALE, Money, parse_money
from bot.policy.periods import Period, add_months, month_end
from bot.policy.values import clean_text
from bot.results.clients import Client
from bot.results.measures import MeasureDraft, Seed
from bot.results.people import Person
from bot.services import gate, outbox
from bot.services.composition import parse_key
from bot.services.progress import part_label
from bot.store import access, clients, measures, people, products
from bot.store.measures import Stored

GIVEN = "measure_given"
LONGEST_WHAT = 1000
SOON = timedelta(days=14)
"""A quarter that ends sooner is no time to do anything in: the next one's end is offered."""
FARTHEST = timedelta(days=5 * 366)
DONE, DROPPED = "done", "dropped"


@dataclass(frozen=True)
class MeasureForm:
    """A measure as it was typed: `client` is an id, `owner` a Slack id, `due` an ISO day."""

    what: str
    owner: str
    due: str
    target: str = ""
    client: str = ""
    is_focus: bool = False


def quarter_end(today: date) -> date:
    """Return the last day of the quarter, of the next one when this one is all but over."""
    end = month_end(today.replace(month=(today.month + 2) // 3 * 3, day=1))
    return end if end - today >= SOON else month_end(add_months(end.replace(day=1), 3))


def draft_measure(
    session: Session, actor: Actor, seed: Seed, *, now: datetime, today: date, base_currency: str, catalogue: Catalogue
) -> MeasureDraft:
    """Return what the form for a new measure is filled with.

    Raises Refused for whoever may not decide one for that client or group.
    """
    client = clients.get(session, seed.client_id) if seed.client_id else None
    if seed.client_id or seed.by:
        _require_may_decide(actor, client, now)
    else:
        allowed = (Role.REP, Role.MANAGER, Role.FINANCE, Role.CUSTODIAN)
        gate.require_role(actor, *allowed, part=Part.SALES, via="measure", now=now)
    due = quarter_end(today)
    months = Period("", today.replace(day=1), due).months
    target = seed.monthly * months // SCALE * SCALE if seed.monthly else 0
    owner = client.owner_slack_id if client and client.owner_slack_id else actor.slack_id
    product = products.get(session, seed.product_id) if seed.product_id else None
    return MeasureDraft(
        seed=seed,
        client=client,
        part_label=part_label(session, seed.by, seed.part, catalogue) if seed.by else "",
        product=product.called if product else "",
        owner_slack_id=owner,
        due=due,
        target=Money(target, base_currency) if target > 0 else None,
        may_focus=_leads(actor),
    )


def draft_change(
    session: Session, actor: Actor, measure_id: int, *, now: datetime, catalogue: Catalogue
) -> MeasureDraft:
    """Return what the form for changing an open measure is filled with.

    Raises Refused, or Conflict when it is closed.
    """
    stored = _require_open(session, measure_id)
    _require_may_change(session, actor, stored, now)
    return MeasureDraft(
        seed=Seed(client_id=stored.client_id, product_id=stored.product_id, by=stored.by, part=stored.part),
        client=clients.get(session, stored.client_id) if stored.client_id else None,
        part_label=part_label(session, stored.by, stored.part, catalogue) if stored.by else "",
        product=stored.product,
        owner_slack_id=stored.owner_slack_id,
        due=stored.due,
        target=Money(stored.target, stored.currency) if stored.target is not None else None,
        may_focus=_leads(actor),
        measure_id=stored.measure_id,
        what=stored.what,
        is_focus=stored.is_focus,
    )


def add_measure(
    session: Session,
    actor: Actor,
    seed: Seed,
    form: MeasureForm,
    *,
    now: datetime,
    today: date,
    base_currency: str,
    catalogue: Catalogue,
) -> int:
    """Keep a measure, tell its owner where that is somebody else, and return its id.

    What it has brought is counted from the first of this month. Raises InvalidInput or InvalidForm, which name the
    inputs, and Refused for whoever may not decide one for that client or group.
    """
    client = _client_of(session, actor, seed, form)
    _require_may_decide(actor, client, now)
    if seed.by:
        parse_key(seed.by, catalogue)
    values, owner = _values(session, form, today, base_currency, due_before=None)
    measure_id = measures.add(
        session,
        values
        | {
            "client_id": client.client_id if client else None,
            "by": seed.by,
            "part": seed.part,
            "product_id": seed.product_id,
            "starts": today.replace(day=1),
            "is_focus": form.is_focus and _leads(actor),
            "scope": figures_scope(actor.roles - {Role.AUDITOR}).value,
            "team": actor.team,
            "created_by": actor.person_id,
            "created_at": now,
        },
    )
    _log(session, actor, client, now, measure_id)
    _tell(session, actor, owner, measure_id, now)
    return measure_id


def change_measure(
    session: Session,
    actor: Actor,
    measure_id: int,
    form: MeasureForm,
    *,
    now: datetime,
    today: date,
    base_currency: str,
) -> None:
    """Change an open measure; a new owner is told. Raises InvalidInput, Refused, or Conflict when it was closed."""
    stored = _require_open(session, measure_id)
    client = _require_may_change(session, actor, stored, now)
    values, owner = _values(session, form, today, base_currency, due_before=stored.due)
    if _leads(actor):
        values |= {"is_focus": form.is_focus}
    if not measures.change(session, measure_id, values):
        raise _too_late()
    _log(session, actor, client, now, measure_id)
    if owner.person_id != stored.owner_id:
        _tell(session, actor, owner, measure_id, now)


def close_measure(
    session: Session, actor: Actor, measure_id: int, *, is_done: bool, reason: str = "", now: datetime
) -> None:
    """Close a measure as done, or drop it for a reason.

    Raises InvalidInput without a reason to drop it, Refused, and Conflict when somebody was faster.
    """
    stored = _require_open(session, measure_id)
    client = _require_may_change(session, actor, stored, now)
    text = clean_text(reason)
    if not is_done and not text:
        raise InvalidInput(lazy("Say why; whoever reads it later will want to know."), field="measure_reason")
    outcome = DONE if is_done else DROPPED
    if not measures.close(session, measure_id, outcome, person_id=actor.person_id, reason=text, now=now):
        raise _too_late()
    _log(session, actor, client, now, measure_id)


def may_decide(actor: Actor, client: Client | None) -> bool:
    """Tell whether the actor decides measures for a client, or for groups where that is None."""
    if actor.holds(Role.FINANCE, Role.CUSTODIAN):
        return True
    if client is None:
        return actor.holds(Role.MANAGER)
    relation = gate.relation_of(actor, client)
    if relation is Relation.OWN:
        return actor.holds(Role.REP, Role.MANAGER)
    return relation is Relation.TEAM and actor.holds(Role.MANAGER)


def _leads(actor: Actor) -> bool:
    """Tell whether the actor may set the sales focus of the quarter."""
    return actor.holds(Role.MANAGER, Role.FINANCE, Role.CUSTODIAN)


def _require_may_decide(actor: Actor, client: Client | None, now: datetime) -> None:
    if may_decide(actor, client):
        return
    raise Refused(
        lazy("Measures for {client} are decided by its owner, their manager, finance or the custodian.")
        if client
        else lazy("Measures for a group of clients are decided by managers, finance and the custodian."),
        entry=gate.entry(actor, Deed.REFUSED, Part.SALES, client.client_id if client else None, via="measure", now=now),
        client=client.name if client else "",
    )


def _require_may_change(session: Session, actor: Actor, stored: Stored, now: datetime) -> Client | None:
    """Let its owner, whoever gave it and those who decide for its client through; return the client."""
    client = clients.get(session, stored.client_id) if stored.client_id else None
    if not _may_change(actor, client, stored):
        raise Refused(
            lazy("This measure is for its owner, whoever gave it, and those who decide for its client."),
            entry=gate.entry(actor, Deed.REFUSED, Part.SALES, stored.client_id, via="measure", now=now),
        )
    return client


def _may_change(actor: Actor, client: Client | None, stored: Stored) -> bool:
    if actor.person_id is not None and actor.person_id in {stored.owner_id, stored.created_by}:
        return True
    if client is not None or actor.holds(Role.FINANCE, Role.CUSTODIAN):
        return may_decide(actor, client)
    return actor.holds(Role.MANAGER) and bool(actor.team) and actor.team == stored.owner_team


def _require_open(session: Session, measure_id: int) -> Stored:
    stored = measures.get(session, measure_id)
    if stored is None:
        raise NotFound(lazy("This measure is no longer there."))
    if stored.is_closed:
        raise _too_late()
    return stored


def _too_late() -> Conflict:
    return Conflict(lazy("This measure was closed meanwhile."))


def _client_of(session: Session, actor: Actor, seed: Seed, form: MeasureForm) -> Client | None:
    """Return the client that a measure is for; a rep chooses one."""
    if seed.by:
        return None
    chosen = seed.client_id or (int(form.client) if form.client.isdigit() else None)
    if chosen is None and not _leads(actor) and actor.holds(Role.REP):
        raise InvalidInput(lazy("Choose one of your own clients."), field="client")
    return clients.get(session, chosen) if chosen is not None else None


def _values(
    session: Session, form: MeasureForm, today: date, base_currency: str, *, due_before: date | None
) -> tuple[dict[str, object], Person]:
    """Return the columns of what was typed, and the owner.

    Raises InvalidInput or InvalidForm, which name the inputs.
    """
    gathering = Gathering()
    values: dict[str, object] = {"currency": base_currency}
    owner = None
    with gathering.catching():
        values["what"] = _what(form.what)
    with gathering.catching():
        owner = _owner(session, form.owner)
        values["owner_id"] = owner.person_id
    with gathering.catching():
        values["due"] = _due(form.due, today, due_before)
    with gathering.catching():
        values["target"] = _target(form.target, base_currency)
    gathering.finish()
    assert owner is not None  # else its problem was raised
    return values, owner


def _what(typed: str) -> str:
    text = clean_text(typed)
    if not text:
        raise InvalidInput(lazy("Say what is to be done."), field="measure_what")
    if len(text) > LONGEST_WHAT:
        raise InvalidInput(
            lazy("This takes at most {most} characters; it has {count}."),
            field="measure_what", most=LONGEST_WHAT, count=len(text),
        )  # fmt: skip
    return text


def _owner(session: Session, slack_id: str) -> Person:
    person = people.get_by_slack_id(session, slack_id) if slack_id else None
    if person is None or person.left_at is not None or person.is_guest:
        raise InvalidInput(lazy("Choose a colleague who uses Clientele."), field="measure_owner")
    return person


def _due(typed: str, today: date, before: date | None) -> date:
    try:
        due = date.fromisoformat(typed)
    except ValueError as error:
        raise InvalidInput(lazy("Say until when."), field="measure_due") from error
    if due != before and due < today:
        raise InvalidInput(lazy("Choose a day that is still to come."), field="measure_due")
    if due > today + FARTHEST:
        raise InvalidInput(lazy("Choose a day within five years."), field="measure_due")
    return due


def _target(typed: str, base_currency: str) -> int | None:
    if not typed.strip():
        return None
    target = parse_money(typed, base_currency, field="measure_target")
    if target.currency != base_currency:
        raise InvalidInput(
            lazy("Results are counted in {currency}; write the target in it."),
            field="measure_target", currency=base_currency,
        )  # fmt: skip
    if target.counts <= 0:
        raise InvalidInput(lazy("A target is more than nothing."), field="measure_target")
    return target.counts


def _log(session: Session, actor: Actor, client: Client | None, now: datetime, measure_id: int) -> None:
    written = gate.entry(
        actor, Deed.WRITE, Part.SALES, client.client_id if client else None, via="measure", now=now,
        detail=str(measure_id),
    )  # fmt: skip
    access.add_entries(session, [written])


def _tell(session: Session, actor: Actor, owner: Person, measure_id: int, now: datetime) -> None:
    """Tell whoever was given a measure by somebody else; once each, also when it comes back to them."""
    if owner.person_id == actor.person_id:
        return
    payload = {"measure_id": measure_id, "by": actor.person_id or 0}
    outbox.enqueue(
        session, GIVEN, owner.slack_id, payload, now=now, dedupe_key=f"{GIVEN}:{measure_id}:{owner.person_id}"
    )
