"""What an answer about sales suggests, of the same clients and days as the answer itself.

Single clients are named, and spoken of, only to those who may read each client's figures, and each one that is named
leaves a row in the access log. Everybody else is told of totals.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice

from sqlalchemy.orm import Session

from bot.policy.access import Actor, Deed, Part, Role, Scope, figures_scope
from bot.policy.catalogue import Catalogue
from bot.policy.classification import GradeRule
from bot.policy.regions import region_of, territory_name
from bot.policy.standing import GradeMethod
from bot.policy.values import show_value
from bot.reports import composition as compositions
from bot.reports import grades as grading
from bot.reports import suggestions as rules
from bot.reports.suggestions import ClientFigures, Spans
from bot.results.clients import Client
from bot.results.composition import Composition, Measure, MixKey, MixRow, Sum
from bot.results.suggestions import (
    Band,
    Concentration,
    Fallen,
    Moved,
    Suggestion,
    Suggestions,
    Unbought,
)
from bot.services import gate
from bot.services.filters import Filters, narrow
from bot.services.grading import grade_rule as company_rule
from bot.services.measures import may_decide
from bot.store import access, clients, products, sales
from bot.store import suggestions as store
from bot.store.finding import Condition
from bot.store.sales import Slice

MOST = 4
MOST_OF_A_KIND = 2
ALIKE_BY = ("industry", "type")
"""The fields by which clients are alike: the first of them that is known of a client."""
MOST_LINES = 40_000
"""So many lines are read to see who buys what: of the largest groups of clients that are alike, as far as this goes."""
MOST_GROUPS = 20


@dataclass(frozen=True)
class _Case:
    """One answer and what is read beside it."""

    session: Session
    found: Composition
    spans: Spans | None
    asked: Slice
    rule: GradeRule
    catalogue: Catalogue
    sums: Sequence[Sum]
    """The sales of each client in the spans that are compared."""
    figures: Sequence[ClientFigures]
    months: int
    """Over how many months the ledger has anything to say about the period."""


def may_name(actor: Actor, scope: Scope) -> bool:
    """Tell whether figures of single clients of a scope are for the actor: an auditor's leave covers totals only."""
    roles = actor.roles - {Role.AUDITOR}
    return bool(roles) and figures_scope(roles) is scope


def suggest(
    session: Session,
    actor: Actor,
    found: Composition,
    *,
    now: datetime,
    today: date,
    catalogue: Catalogue,
    grade_rule: GradeRule | None = None,
    filters: Filters | None = None,
    with_names: bool = True,
    reader: Session | None = None,
) -> Suggestions:
    """Return what a composition of amounts suggests, at most four things; nothing of quantities.

    `grade_rule` and `filters` are those that the composition was asked with.
    `with_names` is False for an answer that others read too. With a `reader` of its own for the figures, `session`
    takes SQLite's writer only for the log's rows at the end.
    """
    read = reader or session
    conditions = _conditions(read, actor, filters, now, catalogue)
    rule = grade_rule or company_rule(read, GradeMethod.SHARE)
    case = _open(read, actor, found, conditions, today, catalogue, rule)
    names = with_names and may_name(actor, found.scope)
    items = _items(case, with_names=names) if found.measure is Measure.AMOUNT and found.rows else []
    named = {client.client_id: client for each in items if (client := _client_of(each)) is not None}
    entries = [gate.entry(actor, Deed.READ, Part.SALES, client_id, via="suggestion", now=now) for client_id in named]
    access.add_entries(session, entries)
    return Suggestions(
        currency=found.currency or "",
        period=case.spans.period if case.spans else found.period,
        before=case.spans.before if case.spans else None,
        year_before=case.spans.year_before if case.spans else None,
        items=tuple(items),
        is_whole=not conditions,
        may_decide=names,
        may_decide_groups=with_names and may_decide(actor, None),
    )


def _client_of(each: Suggestion) -> Client | None:
    if isinstance(each, Concentration):
        return each.largest
    return None if isinstance(each, Moved) else each.client


def _open(
    session: Session,
    actor: Actor,
    found: Composition,
    conditions: tuple[Condition, ...],
    today: date,
    catalogue: Catalogue,
    rule: GradeRule,
) -> _Case:
    known = sales.span_of_lines(session)
    spans = rules.spans(found.period, found.previous_period, known=known, today=today) if known else None
    asked = Slice(found.period, None, found.scope, actor.person_id, actor.team, conditions=conditions)
    if spans:
        asked = replace(asked, period=spans.period, previous=spans.before, year_before=spans.year_before)
    sums = sales.sum_by(session, asked, [MixKey.GRADE])
    figures = [ClientFigures(int(each.keys[0]), each.amount, each.previous, each.year_before) for each in sums]
    return _Case(session, found, spans, asked, rule, catalogue, sums, figures, asked.period.months_known(known))


def _conditions(
    session: Session, actor: Actor, filters: Filters | None, now: datetime, catalogue: Catalogue
) -> tuple[Condition, ...]:
    """Return what the answer's filters ask of each client; the answer has passed the gate with them."""
    if filters is None:
        return ()
    narrowed = narrow(
        session, actor, filters.filters, filters.state, now=now, catalogue=catalogue, reading=filters.reading
    )
    return narrowed.holding(session)


def _items(case: _Case, *, with_names: bool) -> list[Suggestion]:
    """Return the suggestions in order: a high concentration, then by the money that is at stake, then the others."""
    carried = _concentration(case, with_names=with_names)
    worth: list[tuple[int, Suggestion]] = [(each.worth, each) for each in _moved(case)[:MOST_OF_A_KIND]]
    if with_names:
        worth += [(each.before - each.amount, each) for each in _fallen(case)]
        worth += [(each.potential, each) for each in _unbought(case)]
    worth.sort(key=lambda pair: -pair[0])
    of_money = [each for _, each in worth]
    if carried is None:
        return of_money[:MOST]
    is_first = carried.band is Band.HIGH
    others = of_money[: MOST - 1]
    return [carried, *others] if is_first else [*others, carried]


def _concentration(case: _Case, *, with_names: bool) -> Concentration | None:
    carried = rules.concentration({each.client_id: each.amount for each in case.figures})
    if carried is None:
        return None
    largest = clients.get(case.session, carried.largest) if with_names else None
    band = rules.band_of(carried.index)
    return Concentration(carried.clients, largest, carried.largest_share, carried.top_five, carried.index, band)


def _moved(case: _Case) -> list[Moved]:
    if case.spans is None or len(case.figures) < rules.ENOUGH_CLIENTS:
        return []
    return rules.moved(_rows(case, case.spans), case.found.by, months=case.spans.months)


def _rows(case: _Case, spans: Spans) -> Sequence[MixRow]:
    """Return the answer's own rows, or those of the days that are compared where these are fewer."""
    found = case.found
    if (spans.period, spans.before) == (found.period, found.previous_period):
        return found.rows
    frame = compositions.Frame(
        period=spans.period,
        previous_period=spans.before,
        year_before_period=None,
        is_open=False,
        filters=found.filters,
        as_of=found.as_of,
        scope=found.scope,
        currency=found.currency or "",
        catalogue=case.catalogue,
    )
    if found.by is MixKey.GRADE:
        everybody = _everybody(case)
        frame = replace(
            frame,
            grades=grading.grade(grading.client_amounts(everybody), case.rule, spans.months),
            grades_before=grading.grade(grading.previous_amounts(everybody), case.rule, spans.months),
            grade_order=case.rule.grades,
        )
    sums = case.sums if found.by is MixKey.GRADE else sales.sum_by(case.session, case.asked, [found.by])
    return compositions.compose(sums, found.by, (), frame).rows


def _everybody(case: _Case) -> Sequence[Sum]:
    """Return the sums by client that grades follow from: always of all clients."""
    if case.asked.of_everybody:
        return case.sums
    return sales.sum_by(case.session, case.asked.to_everybody(), [MixKey.GRADE])


def _fallen(case: _Case) -> list[Fallen]:
    if case.spans is None:
        return []
    has_year = case.spans.year_before is not None
    worst = rules.fallen(case.figures, has_year_before=has_year)[:MOST_OF_A_KIND]
    named = _named(case.session, [each.client_id for each in worst])
    return [
        Fallen(
            client=named[each.client_id],
            amount=each.amount,
            before=each.before,
            year_before=each.year_before if has_year else None,
            monthly=each.before // case.spans.months,
        )
        for each in worst
    ]


def _named(session: Session, client_ids: Sequence[int]) -> Mapping[int, Client]:
    return {each.client_id: each for each in clients.list_by_ids(session, client_ids)} if client_ids else {}


def _unbought(case: _Case) -> list[Unbought]:
    """Return what clients do not buy that the best ones like them do; one product a client."""
    figures = _known(case)
    best = case.rule.grades[0]
    bought_in_all = {each.client_id: each.amount for each in figures.values()}
    found: dict[int, tuple[rules.Gap, rules.Group]] = {}
    for group in _within_reach(rules.alike(figures.values(), ALIKE_BY, best)):
        bought = store.sum_products(case.session, group.members, case.asked.period)
        for gap in rules.gaps(group, bought, bought_in_all):
            known = found.get(gap.client_id)
            if known is None or known[0].potential < gap.potential:
                found[gap.client_id] = (gap, group)
    largest = sorted(found.values(), key=lambda pair: (-pair[0].potential, pair[0].client_id))[:MOST_OF_A_KIND]
    return _told(case, largest, figures)


def _within_reach(groups: Iterable[rules.Group]) -> Iterable[rules.Group]:
    """Return the first groups whose lines can be read while somebody waits; one with too many is passed over."""
    left = MOST_LINES
    for group in islice(groups, MOST_GROUPS):
        if group.lines <= left:
            left -= group.lines
            yield group


def _known(case: _Case) -> Mapping[int, ClientFigures]:
    """Return the clients that bought something, with their grades and in what they are alike."""
    buying = [each for each in case.figures if each.amount > 0]
    ids = [each.client_id for each in buying]
    if len(ids) <= rules.LEAST_PEERS:
        return {}
    amounts = (
        {each.client_id: each.amount for each in buying}
        if case.asked.of_everybody
        else grading.client_amounts(_everybody(case))
    )
    grades = grading.grade(amounts, case.rule, case.months)
    traits, countries = store.list_traits(case.session, ids, ALIKE_BY), store.list_countries(case.session, ids)
    lines = store.count_lines(case.session, ids, case.asked.period)
    return {
        each.client_id: replace(
            each,
            grade=grades.get(each.client_id, ""),
            region=region_of(countries.get(each.client_id, "")) or "",
            traits=traits.get(each.client_id, {}),
            lines=lines.get(each.client_id, 0),
        )
        for each in buying
    }


def _told(
    case: _Case, gaps: Sequence[tuple[rules.Gap, rules.Group]], figures: Mapping[int, ClientFigures]
) -> list[Unbought]:
    named = _named(case.session, [gap.client_id for gap, _ in gaps])
    named_products = products.list_by_ids(case.session, [gap.product_id for gap, _ in gaps])
    return [
        Unbought(
            client=named[gap.client_id],
            grade=figures[gap.client_id].grade,
            best=case.rule.grades[0],
            product_id=gap.product_id,
            product=named_products[gap.product_id].called,
            field=group.field,
            value=_value_name(case.catalogue, group),
            region=territory_name(group.region) if group.region else "",
            buyers=gap.buyers,
            peers=gap.peers,
            buying=gap.buying,
            alike=gap.alike,
            potential=gap.potential,
            monthly=gap.potential // case.months,
        )
        for gap, group in gaps
    ]


def _value_name(catalogue: Catalogue, group: rules.Group) -> str:
    declared = catalogue.get(group.field)
    # Money never comes here: clients are alike in what is chosen from a list.
    return show_value(declared, group.value, str) if declared else group.value
