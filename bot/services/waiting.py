"""Lines of the ledger that wait for their client or product: what there is, and who says whose they are.

They belong to no client's file, so what they come to is open to those who see everybody's figures and keep the books
or the files. The custodian says whose they are. That is remembered: later files follow it, and it can be taken back.
"""

from collections.abc import Sequence
from datetime import datetime

from rapidfuzz import fuzz, process
from sqlalchemy.orm import Session

from bot.errors import Conflict, NotFound
from bot.i18n import lazy
from bot.policy.access import Actor, Deed, Part, Role
from bot.policy.fingerprints import fingerprint
from bot.policy.names import fold
from bot.policy.regions import territory_name
from bot.results.clients import Client
from bot.results.waiting import Decision, DecisionPage, Guess, OfferedGroup, ReferenceKind, WaitingGroup, WaitingPage
from bot.services import gate, lookup, matching
from bot.store import access, clients, products, settings, waiting
from bot.store.rollups import LEDGER_GENERATION
from bot.store.staging import lock_ledger
from bot.store.waiting import Decided

SHOWN = 5
"""Groups and decisions on a page."""
GUESSED = 3
ALIKE = 60.0
"""Below this score a client or product is not worth offering."""
TELLING, MOST_WORDS = 4, 4
"""Letters of a word that may tell whose name it is from, and how many such words are looked up."""
VIA = "waiting"


def list_waiting(
    session: Session, reader: Session, actor: Actor, kind: ReferenceKind, *, page: int, now: datetime
) -> WaitingPage:
    """Return a page of what waits, largest first; for whoever may match, with those that each group may stand for.

    For the custodian and finance. The log's row is written in `session`, all else is read in `reader`.
    """
    groups = list_groups(session, reader, actor, kind, now=now)
    pages = max(1, -(-len(groups) // SHOWN))
    place = min(page, pages - 1)
    may_match = actor.holds(Role.CUSTODIAN)
    other = next(each for each in ReferenceKind if each is not kind)
    shown = groups[place * SHOWN : (place + 1) * SHOWN]
    return WaitingPage(
        kind=kind,
        offered=tuple(OfferedGroup(each, _guesses(reader, each) if may_match else ()) for each in shown),
        page=place,
        pages=pages,
        groups=len(groups),
        lines=sum(each.lines for each in groups),
        other_lines=waiting.count_lines(reader, other),
        decided=len(waiting.list_decided(reader, kind)),
        may_match=may_match,
    )


def list_groups(
    session: Session, reader: Session, actor: Actor, kind: ReferenceKind, *, now: datetime
) -> Sequence[WaitingGroup]:
    """Return all that waits, the most lines first, lines that name nothing last. For the custodian and finance."""
    gate.require_role(actor, Role.CUSTODIAN, Role.FINANCE, part=Part.SALES, via=VIA, now=now)
    found = waiting.list_groups(reader, kind)
    gate.note_figures(session, actor, Part.SALES, via=VIA, now=now, detail=kind.value)
    return found


def count_waiting(session: Session, actor: Actor) -> int:
    """Return how many lines wait for the custodian to say whose they are; none for anybody else."""
    if not actor.holds(Role.CUSTODIAN):
        return 0
    return sum(waiting.count_lines(session, kind) for kind in ReferenceKind)


def require_group(session: Session, actor: Actor, kind: ReferenceKind, mark: str, *, now: datetime) -> WaitingGroup:
    """Return the group that a button is about. For the custodian. Raises Conflict when nothing waits there any more."""
    _require_custodian(actor, now)
    found = next((each for each in waiting.list_groups(session, kind) if each.mark == mark), None)
    if found is None:
        raise _settled(session, kind, mark)
    return found


def match_group(
    session: Session, actor: Actor, kind: ReferenceKind, mark: str, target_id: int, *, now: datetime
) -> Decision:
    """Say for good whose the lines of a group are; they and the rollups follow, and so do later files.

    For the custodian. Raises Conflict where somebody was faster, NotFound for a client or product that is gone.
    """
    _require_custodian(actor, now)
    lock_ledger(session)
    target_id, target = _target(session, kind, target_id)
    before = next((each for each in waiting.list_decided(session, kind) if each.reference == ""), None)
    group = require_group(session, actor, kind, mark, now=now)
    if group.reference or before is None:
        waiting.decide(session, kind, group.reference, target_id, person_id=actor.person_id, now=now)
    elif before.target_id != target_id:
        # One client at a time, or nothing would tell which lines go back when that is taken back.
        raise Conflict(
            lazy("Lines that name no client are {client}'s so far; take that back before you give them to another."),
            client=_called(session, kind, before.target_id),
        )
    lines = waiting.move(session, kind, group.reference, None, target_id)
    _note(session, actor, kind, target_id, f"match {lines}", now)
    return Decision(kind, group.reference, target_id, target, actor.name, now, lines)


def take_back(session: Session, actor: Actor, kind: ReferenceKind, mark: str, *, now: datetime) -> Decision:
    """Take back what was matched by hand: its lines wait again. For the custodian.

    Raises Conflict when it has been taken back already.
    """
    _require_custodian(actor, now)
    lock_ledger(session)
    decided = _marked(session, kind, mark)
    if decided is None or not waiting.forget(session, kind, decided.reference):
        raise Conflict(lazy("This has been taken back already."))
    lines = waiting.move(session, kind, decided.reference, decided.target_id, None)
    _note(session, actor, kind, decided.target_id, f"unmatch {lines}", now)
    return Decision(kind, decided.reference, decided.target_id, decided.target, decided.person, now, lines)


def list_decisions(session: Session, actor: Actor, kind: ReferenceKind, *, page: int, now: datetime) -> DecisionPage:
    """Return a page of what was matched by hand, the latest first. For the custodian and finance."""
    gate.require_role(actor, Role.CUSTODIAN, Role.FINANCE, part=Part.SALES, via=VIA, now=now)
    found = waiting.list_decided(session, kind)
    shown = [_decision(session, kind, each) for each in found[page * SHOWN : (page + 1) * SHOWN]]
    return DecisionPage(shown, page, len(found) > (page + 1) * SHOWN, actor.holds(Role.CUSTODIAN))


def match_new_client(session: Session, reader: Session, actor: Actor, client: Client, *, now: datetime) -> int:
    """Give a new client the lines that have waited under its code or name, as an import of it would.

    Returns how many there were. What waits is read in `reader`: most new clients have nothing waiting.
    """
    key = fold(client.name)
    names = waiting.list_references(reader, ReferenceKind.CLIENT)
    likely = {each for each in names if fold(each) == key or each.upper() == client.code.upper()}
    known = matching.known_clients(reader, likely)
    found = [reference for reference, client_id in known.items() if client_id == client.client_id]
    if not found:
        return 0
    lock_ledger(session)
    lines = sum(waiting.move(session, ReferenceKind.CLIENT, each, None, client.client_id) for each in found)
    if lines:
        _note(session, actor, ReferenceKind.CLIENT, client.client_id, f"match {lines}", now)
    return lines


def list_alike_products(session: Session, typed: str, *, most: int) -> Sequence[products.Product]:
    """Return the products whose code or name may be meant, best first; all of them, by code, before one has typed."""
    known = products.list_all(session)
    key = fold(typed)
    if not key:
        return known[:most]
    code = typed.strip().casefold()
    coded = [each for each in known if each.code.casefold().startswith(code)]
    names = [fold(each.name) for each in known]
    holding = [each for each, name in zip(known, names, strict=True) if f" {key}" in f" {name}"]
    near = process.extract(key, names, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=most)
    return list(dict.fromkeys([*coded, *holding, *(known[place] for _, _, place in near)]))[:most]


def _guesses(session: Session, group: WaitingGroup) -> tuple[Guess, ...]:
    """Return those that a group may stand for; what names nothing stands for nobody."""
    if not group.reference:
        return ()
    if group.kind is ReferenceKind.PRODUCT:
        alike = list_alike_products(session, group.reference, most=GUESSED)
        return tuple(Guess(each.product_id, each.name, each.code) for each in alike)
    return tuple(_guess(client) for client in _list_alike_clients(session, group.reference))


def _list_alike_clients(session: Session, reference: str) -> Sequence[Client]:
    """Return the clients that a name may stand for, best first: by all of it, then by words that it shares.

    An accounting system turns words round, adds a branch or a place, and cuts a name where its field ends. Who shares
    less than that is offered for the word that its own name begins with.
    """
    words = sorted({word for word in fold(reference).split() if len(word) >= TELLING}, key=len, reverse=True)
    asked = (reference, *words[:MOST_WORDS])
    found = [match.client for text in asked for match in lookup.list_matches(session, text, most=GUESSED)]
    key = fold(reference)
    likeness = {each: fuzz.token_set_ratio(key, fold(each.name)) for each in dict.fromkeys(found)}
    close = [each for each in likeness if likeness[each] >= ALIKE or fold(each.name).partition(" ")[0] in words]
    return sorted(close, key=lambda each: -likeness[each])[:GUESSED]


def _guess(client: Client) -> Guess:
    place = [client.city or "", territory_name(client.country) if client.country else ""]
    return Guess(client.client_id, client.name, ", ".join(filter(None, [client.code, *place])))


def _marked(session: Session, kind: ReferenceKind, mark: str) -> Decision | None:
    """Return the decision that a button is about."""
    found = waiting.list_decided(session, kind)
    return next((_decision(session, kind, each) for each in found if fingerprint(each.reference) == mark), None)


def _decision(session: Session, kind: ReferenceKind, decided: Decided) -> Decision:
    target = _called(session, kind, decided.target_id)
    return Decision(kind, decided.reference, decided.target_id, target, decided.person, decided.decided_at)


def _called(session: Session, kind: ReferenceKind, target_id: int) -> str:
    """Return what a client or product is called; a merged client by the name of the file that it is a part of."""
    found = clients.get(session, target_id) if kind is ReferenceKind.CLIENT else products.get(session, target_id)
    return found.name if found else ""


def _target(session: Session, kind: ReferenceKind, target_id: int) -> tuple[int, str]:
    """Return the id and name of what lines shall be matched to. Raises NotFound."""
    client = clients.get(session, target_id) if kind is ReferenceKind.CLIENT else None
    if client is not None:
        return client.client_id, client.name
    product = products.get(session, target_id) if kind is ReferenceKind.PRODUCT else None
    if product is None:
        raise NotFound(lazy("What you chose is no longer there; choose again."))
    return product.product_id, product.name


def _settled(session: Session, kind: ReferenceKind, mark: str) -> Conflict:
    """Return what somebody is told who comes too late: who decided, and what."""
    decided = _marked(session, kind, mark)
    if decided is None:
        return Conflict(lazy("These lines do not wait any more; open the list again."))
    return Conflict(
        lazy("{person} has matched “{reference}” to {target} already."),
        person=decided.person or lazy("The operator"),
        reference=decided.reference,
        target=decided.target,
    )


def _require_custodian(actor: Actor, now: datetime) -> None:
    gate.require_role(actor, Role.CUSTODIAN, part=Part.SALES, via=VIA, now=now)


def _note(session: Session, actor: Actor, kind: ReferenceKind, target_id: int, detail: str, now: datetime) -> None:
    """Say that the ledger has moved on, and log on whose file."""
    settings.bump(session, LEDGER_GENERATION, now)
    client_id = target_id if kind is ReferenceKind.CLIENT else None
    access.add_entries(
        session, [gate.entry(actor, Deed.WRITE, Part.SALES, client_id, via=VIA, now=now, detail=f"{kind} {detail}")]
    )
