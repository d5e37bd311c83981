"""`/client grades`: the standing sales grades, best client first, of those clients whose sales the asker may read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from sqlalchemy.orm import Session

from bot.errors import InvalidInput
from bot.i18n import lazy
from bot.policy.access import Actor, Part, Role, Scope, figures_scope
from bot.policy.catalogue import Catalogue
from bot.policy.classification import UNGRADED, Traded, comparable
from bot.policy.searching import Search, parse_search
from bot.policy.values import Reading
from bot.reports.standing import count_standing_moves
from bot.results.grade_lists import StandingPage, StandingRow
from bot.results.grades import StandingGrade
from bot.services import gate
from bot.services.filters import Narrowed, narrow
from bot.services.grading import read_settings
from bot.services.standing import AsOf, current
from bot.store import clients
from bot.store import finding as store
from bot.store.finding import Among

PAGE = 20


@dataclass(frozen=True)
class _Place:
    """A client's place among all: its share of all averages, and all shares up to it."""

    share: Fraction
    cumulative: Fraction


def list_grades(
    session: Session,
    actor: Actor,
    asked: str,
    *,
    page: int = 0,
    as_of: AsOf,
    catalogue: Catalogue,
    reading: Reading,
    reader: Session | None = None,
) -> StandingPage:
    """Return one page of the standing sales grades; `asked` is a grade, filters as in `/client find`, or both.

    With a `reader` of its own for what is read, `session` takes SQLite's writer only for the log's rows. Raises
    Refused for an auditor, who reads totals only, and InvalidInput for a grade or filter that is none.
    """
    read, now = reader or session, as_of.now
    allowed = (Role.REP, Role.MANAGER, Role.FINANCE, Role.CUSTODIAN)
    gate.require_role(actor, *allowed, part=Part.SALES, via="grades", now=now)
    settings, search = read_settings(read), parse_search(asked)
    scope = figures_scope(actor.roles - {Role.AUDITOR})
    grade = _grade(search, settings.grades)
    narrowed = narrow(read, actor, search.filters, search.state, now=now, catalogue=catalogue, reading=reading)
    standing = current(read, as_of)
    ids = _readable(read, actor, narrowed, as_of)
    found = {each: standing[each] for each in ids if each in standing and grade in {"", standing[each].grade}}
    places = _places(standing)
    ordered = sorted(found, key=lambda each: (places[each].cumulative, standing[each].amount <= 0, each))
    pages = max(-(-len(ordered) // PAGE), 1)
    page = min(max(page, 0), pages - 1)
    for part in dict.fromkeys([Part.SALES, *narrowed.parts]):
        gate.note_figures(session, actor, part, via="grades", now=now, detail=asked[:200])
    return StandingPage(
        asked=asked,
        page=page,
        pages=pages,
        total=len(ordered),
        rows=_rows(read, ordered[page * PAGE : (page + 1) * PAGE], standing, places if scope is Scope.ALL else {}),
        settings=settings,
        currency=as_of.base_currency,
        scope=scope,
        window=next((each.window for each in standing.values()), None),
        moved=count_standing_moves(found.values(), as_of.today.replace(day=1), settings.grades),
        notes=narrowed.notes,
    )


def _grade(search: Search, names: Sequence[str]) -> str:
    """Return the grade that is asked for, empty for all. Raises InvalidInput."""
    if not search.words:
        return ""
    wanted = search.words.casefold()
    grade = next((each for each in (*names, UNGRADED) if each.casefold() == wanted), None)
    if grade is None:
        raise InvalidInput(
            lazy("“{value}” is no sales grade; there are {known}, and filters such as country:DE."),
            value=search.words, known=", ".join(names),
        )  # fmt: skip
    return grade


def _readable(session: Session, actor: Actor, narrowed: Narrowed, as_of: AsOf) -> Sequence[int]:
    """Return the clients that the filters leave and whose sales the actor may read."""
    scope = figures_scope(actor.roles - {Role.AUDITOR})
    team = actor.team if scope is Scope.TEAM else ""
    among = Among(everybody=True)
    if scope is not Scope.ALL:
        among = Among(owner_id=actor.person_id, team=team, part=Part.SALES, now=as_of.now)
    ids = store.list_ids(session, (*narrowed.conditions, among))
    return [each for each in ids if narrowed.only is None or each in narrowed.only]


def _places(standing: Mapping[int, StandingGrade]) -> Mapping[int, _Place]:
    """Return where each client stands among all, those without sales last."""
    averages = comparable({each: Traded(max(its.amount, 0), its.months) for each, its in standing.items()})
    ordered = sorted(averages, key=lambda each: (-averages[each], each))
    whole = sum(averages.values()) or 1
    sums = accumulate(averages[each] for each in ordered)
    return {
        each: _Place(Fraction(averages[each], whole), Fraction(so_far, whole))
        for each, so_far in zip(ordered, sums, strict=True)
    }


def _rows(
    session: Session, ids: Sequence[int], standing: Mapping[int, StandingGrade], places: Mapping[int, _Place]
) -> tuple[StandingRow, ...]:
    """Return the rows of a page, with the shares of those whose places are given."""
    known = {each.client_id: each for each in clients.list_by_ids(session, ids)} if ids else {}
    shares = {each: (place.share, place.cumulative) for each, place in places.items()}
    return tuple(StandingRow(known[each], standing[each], *shares.get(each, (None, None))) for each in ids)
