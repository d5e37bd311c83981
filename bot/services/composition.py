"""What sales are made of: compositions, compositions crossed by a second key, and the list of grades.

Whose figures an answer is made of follows the actor's roles; every answer is one row of the access log. Grades are
always the company's, worked out over all clients, also where the figures shown are one rep's.

A part's total beside the same total by country would tell which client has which value. So figures by a field of the
catalogue are for those who may read that field of every client that the figures are made of: a rep's own, a manager's
team's, everybody's for finance and custodian. An auditor reads totals by the policy's classes and the directory only.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.errors import InvalidInput, Refused
from bot.i18n import lazy
from bot.policy.access import FARTHEST, Actor, Deed, Part, Relation, Right, Role, Scope, figures_scope, right
from bot.policy.catalogue import PART_LABELS, Catalogue
from bot.policy.classification import GradeRule
from bot.policy.periods import Period
from bot.policy.standing import GradeMethod
from bot.reports import composition as reports
from bot.reports import grades as grading
from bot.results.composition import (
    GROUPING_TYPES,
    PRODUCT_KEYS,
    Composition,
    CrossedMix,
    FieldKey,
    Key,
    LeftOut,
    Measure,
    Missing,
    MixKey,
    Sum,
)
from bot.results.grades import GradedClient, GradeList
from bot.services import composition_large as large
from bot.services import gate
from bot.services.filters import Filters, Narrowed, narrow
from bot.services.grading import grade_rule as company_rule
from bot.store import clients, grades, sales
from bot.store.sales import Slice

_LATER_KEYS = {"credit_grade", "route"}


def list_keys(catalogue: Catalogue) -> tuple[Key, ...]:
    """Return what sales can be taken apart by: the keys of every company, then the catalogue's other fields."""
    usual = {each.value for each in MixKey}
    fields = (each for each in catalogue if each.type in GROUPING_TYPES and each.key not in usual)
    return (*MixKey, *map(FieldKey.of, fields))


def parse_key(typed: str, catalogue: Catalogue) -> Key:
    """Read what sales are to be taken apart by. Raises InvalidInput with the keys there are."""
    word = typed.strip().lower().replace("-", "_")
    keys = list_keys(catalogue)
    for key in keys:
        if key.value == word:
            return key
    sentence = (
        lazy("A mix by {key} is not offered; choose one of {keys}.")
        if word in _LATER_KEYS
        else lazy("Sales are not taken apart by “{key}”; choose one of {keys}.")
    )
    raise InvalidInput(sentence, field="key", key=typed, keys=", ".join(key.value for key in keys))


def may_be_shared(keys: Sequence[Key], parts: Collection[Part], catalogue: Catalogue) -> bool:
    """Tell whether figures by these keys, filtered by these parts of the files, may stand in a channel.

    Not by what a rep may not read of every file; credit figures never.
    """
    fields = [catalogue.require(key.value).section for key in keys if isinstance(key, FieldKey)]
    everybodys = frozenset({Role.REP})
    return all(right(everybodys, Relation.OTHER, part) >= Right.READ for part in {*fields, *parts})


@dataclass(frozen=True)
class _Question:
    """One report's spans, scope and filters: what is read, and the data date."""

    slice: Slice
    span: tuple[date, date] | None
    is_open: bool = False
    narrowed: Narrowed = field(default_factory=Narrowed)

    @property
    def months(self) -> int:
        """Return over how many calendar months the ledger has anything to say about the period."""
        return self.slice.period.months_known(self.span)


def _scope_for(actor: Actor, keys: Sequence[Key], parts: Sequence[Part], catalogue: Catalogue, now: datetime) -> Scope:
    """Return whose sales are shown by these keys, filtered by these parts of the files.

    Raises Refused by a field that the actor may not read of them.
    """
    fields = [catalogue.require(key.value) for key in keys if isinstance(key, FieldKey)]
    if not parts and all(declared.section is Part.DIRECTORY for declared in fields):
        return figures_scope(actor.roles)
    # An auditor's leave covers totals, so whoever is one beside another role reads these by the other.
    roles = actor.roles - {Role.AUDITOR}
    scope = figures_scope(roles)
    for declared in fields:
        if right(roles, FARTHEST[scope], declared.section) < Right.READ:
            raise Refused(
                lazy("Figures by “{label}” are for those who may read “{part}” of the files. Ask the custodian."),
                entry=gate.entry(actor, Deed.REFUSED, declared.section, None, via="mix", now=now, detail=declared.key),
                label=declared.label,
                part=PART_LABELS[declared.section],
            )
    return scope


def _ask(session: Session, actor: Actor, period: Period, until: date | None, scope: Scope, now: datetime) -> _Question:
    span = _known_span(session, until, now)
    read, before, year_before = (
        each if each is None or until is None else _cut(each, until, span)
        for each in (period, period.previous(), period.year_before())
    )
    asked = Slice(read or period, before, scope, actor.person_id, actor.team, year_before)
    return _Question(asked, span, period.is_open(until or now.date(), span[1] if span else None))


def _known_span(session: Session, until: date | None, now: datetime) -> tuple[date, date] | None:
    """Return the ledger's first day and its data date; a line dated in advance says nothing of the days up to it."""
    span = sales.span_of_lines(session, until)
    return span and (span[0], min(span[1], until or now.date()))


def _narrowed(session: Session, actor: Actor, filters: Filters | None, now: datetime, catalogue: Catalogue) -> Narrowed:
    if filters is None:
        return Narrowed()
    return narrow(session, actor, filters.filters, filters.state, now=now, catalogue=catalogue, reading=filters.reading)


def _ask_filtered(
    session: Session,
    actor: Actor,
    keys: Sequence[Key],
    filters: Filters | None,
    *,
    period: Period,
    until: date | None,
    now: datetime,
    catalogue: Catalogue,
) -> _Question:
    """Return what is asked over the clients that the filters leave."""
    narrowed = _narrowed(session, actor, filters, now, catalogue)
    scope = _scope_for(actor, keys, narrowed.parts, catalogue, now)
    question = _ask(session, actor, period, until, scope, now)
    asked = replace(question.slice, conditions=narrowed.holding(session))
    return replace(question, slice=asked, narrowed=narrowed)


def slice_of(
    session: Session,
    actor: Actor,
    keys: Sequence[Key],
    filters: Filters | None,
    *,
    period: Period,
    until: date | None,
    now: datetime,
    catalogue: Catalogue,
) -> Slice:
    """Return which sales such a composition reads. Raises as `answer_mix` does."""
    asked = _ask_filtered(session, actor, keys, filters, period=period, until=until, now=now, catalogue=catalogue)
    return asked.slice


def _note(session: Session, actor: Actor, question: _Question, filters: Filters | None, now: datetime, by: str) -> None:
    """Log the figures, and each part of the files that they were filtered by."""
    detail = f"{by} {question.slice.period.name}"
    if filters is not None:
        detail += "".join(f" {key}:" for key in dict.fromkeys(each.key for each in filters.filters))
    for part in dict.fromkeys([Part.SALES, *question.narrowed.parts]):
        gate.note_figures(session, actor, part, via="mix", now=now, detail=detail[:200])


def _cut(period: Period, until: date, span: tuple[date, date] | None) -> Period:
    """Return the period without the days after `until`; one without bounds gets the ledger's first month."""
    if until >= period.end:
        return period
    start = (span[0] if span else until).replace(day=1) if period.is_all else period.start
    return replace(period, start=start, end=until)


def answer_mix(
    session: Session,
    actor: Actor,
    *,
    by: Key,
    measure: Measure = Measure.AMOUNT,
    period: Period,
    base_currency: str,
    now: datetime,
    catalogue: Catalogue,
    grade_rule: GradeRule | None = None,
    until: date | None = None,
    filters: Filters | None = None,
    reader: Session | None = None,
) -> tuple[Composition, ...]:
    """Return the composition of sales by one key: one of amounts, or one of quantities for each unit.

    Lines after `until` are not read, nor those of clients that the filters pass over. Grades follow the report's own
    period; what a row had in the period before is what the same report says of that period, so a client may have
    stood in another row then. With a `reader` of its own for the figures, `session` takes SQLite's writer only for
    the log's rows at the end. Raises Refused by a key or a filter that looks at what the actor may not read.
    """
    read = reader or session
    question = _ask_filtered(read, actor, [by], filters, period=period, until=until, now=now, catalogue=catalogue)
    sums = sales.sum_by(read, question.slice, [by], measure)
    left_out = _left_out(read, question.slice, [by], measure)
    frame = _frame(read, question, [by], sums, base_currency, catalogue, grade_rule)
    if measure is Measure.QUANTITY:
        found = reports.compose_quantities(sums, by, left_out, frame)
    else:
        found = (reports.compose(sums, by, left_out, frame),)
    _note(session, actor, question, filters, now, by.value)
    return found


def answer_crossed(
    session: Session,
    actor: Actor,
    *,
    by: Key,
    by2: Key,
    period: Period,
    base_currency: str,
    now: datetime,
    catalogue: Catalogue,
    grade_rule: GradeRule | None = None,
    until: date | None = None,
    filters: Filters | None = None,
    reader: Session | None = None,
) -> CrossedMix:
    """Return the composition of amounts by two keys, as `answer_mix` does by one.

    Raises InvalidInput when they are the same one.
    """
    if by == by2:
        raise InvalidInput(lazy("The two keys are the same; choose another second one."), field="key2")
    read = reader or session
    question = _ask_filtered(read, actor, [by, by2], filters, period=period, until=until, now=now, catalogue=catalogue)
    frame = _frame(read, question, [by, by2], None, base_currency, catalogue, grade_rule)
    is_mixed = len(PRODUCT_KEYS & {by, by2}) == 1
    if is_mixed and sales.is_large(read, question.slice):
        sums, left_out = large.sum_crossed(read, question.slice, (by, by2), frame)
    else:
        sums = sales.sum_by(read, question.slice, [by, by2])
        left_out = _left_out(read, question.slice, [by, by2], Measure.AMOUNT)
    _note(session, actor, question, filters, now, f"{by.value} {by2.value}")
    return reports.cross(sums, by, by2, left_out, frame)


def _left_out(session: Session, asked: Slice, keys: Sequence[Key], measure: Measure) -> list[LeftOut]:
    """Return the period's lines that the keys cannot place: without a client, without a product."""
    of_products = [key in PRODUCT_KEYS for key in keys]
    needs_client = not all(of_products)
    found: list[LeftOut] = []
    if needs_client:
        found += sales.sum_unmatched(session, asked, Missing.CLIENT, measure, of_known_clients=False)
    if any(of_products):
        found += sales.sum_unmatched(session, asked, Missing.PRODUCT, measure, of_known_clients=needs_client)
    return found


def _frame(
    session: Session,
    question: _Question,
    keys: Sequence[Key],
    sums: Sequence[Sum] | None,
    base_currency: str,
    catalogue: Catalogue,
    rule: GradeRule | None,
) -> reports.Frame:
    """Return what the report's rows share; `sums` by client over all clients save reading them again."""
    frame = reports.Frame(
        period=question.slice.period,
        previous_period=question.slice.previous,
        year_before_period=question.slice.year_before,
        is_open=question.is_open,
        filters=question.narrowed.notes,
        as_of=question.span[1] if question.span else None,
        scope=question.slice.scope,
        currency=base_currency,
        catalogue=catalogue,
    )
    if MixKey.GRADE not in keys:
        return frame
    rule = rule or company_rule(session, GradeMethod.SHARE)
    reusable = sums is not None and question.slice.of_everybody and not any(each.unit for each in sums)
    everybody = question.slice.to_everybody()
    by_client = sums if sums is not None and reusable else sales.sum_by(session, everybody, [MixKey.GRADE])
    before, year_before = question.slice.previous, question.slice.year_before
    return replace(
        frame,
        grades=grading.grade(grading.client_amounts(by_client), rule, question.months),
        grades_before=grading.grade(grading.previous_amounts(by_client), rule, before.months if before else 1),
        grades_year_before=grading.grade(
            grading.year_before_amounts(by_client), rule, year_before.months if year_before else 1
        ),
        grade_order=rule.grades,
    )


def answer_grades(
    session: Session,
    actor: Actor,
    *,
    period: Period,
    base_currency: str,
    now: datetime,
    grade_rule: GradeRule | None = None,
    until: date | None = None,
) -> GradeList:
    """Return the clients with sales in the period, best first, cut to those whose figures the actor may read.

    Raises Refused for an auditor, who reads totals only.
    """
    allowed = (Role.REP, Role.MANAGER, Role.FINANCE, Role.CUSTODIAN)
    gate.require_role(actor, *allowed, part=Part.SALES, via="grades", now=now)
    question = _ask(session, actor, period, until, figures_scope(actor.roles), now)
    # An auditor's leave covers totals, so whoever is one beside another role reads these by the other.
    asked = replace(question.slice, previous=None, year_before=None, scope=figures_scope(actor.roles - {Role.AUDITOR}))
    amounts = grading.client_amounts(sales.sum_by(session, replace(asked, scope=Scope.ALL), [MixKey.GRADE]))
    rule = grade_rule or company_rule(session, GradeMethod.SHARE)
    ranked = grading.rank(amounts, grading.grade(amounts, rule, question.months))
    if asked.scope is not Scope.ALL:
        shown = {int(each.keys[0]) for each in sales.sum_by(session, asked, [MixKey.GRADE])}
        ranked = [each for each in ranked if each.client_id in shown]
    gate.note_figures(session, actor, Part.SALES, via="grades", now=now, detail=period.name)
    return GradeList(
        currency=base_currency,
        period=asked.period,
        as_of=question.span[1] if question.span else None,
        scope=asked.scope,
        clients=_named(session, ranked),
        left_out=tuple(_left_out(session, asked, [MixKey.GRADE], Measure.AMOUNT)),
        rule=rule,
        months=max(question.months, 1),
    )


def _named(session: Session, ranked: Sequence[grading.Standing]) -> tuple[GradedClient, ...]:
    found = {client.client_id: client for client in clients.list_by_ids(session, [each.client_id for each in ranked])}
    standing = grades.list_standing(session)
    return tuple(
        GradedClient(
            client_id=each.client_id,
            code=found[each.client_id].code,
            name=found[each.client_id].name,
            country=found[each.client_id].country,
            grade=each.grade,
            amount=each.amount,
            share=each.share,
            cumulative=each.cumulative,
            standing=standing.get(each.client_id),
        )
        for each in ranked
    )
