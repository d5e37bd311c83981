"""Reading measures: which are open for whom, and what the ledger says has come of them.

A result counts whole months, from the one in which a measure began to that of its due day, so that the rollups answer
it. It is for those who may read the figures that it is made of; everybody else sees the measure without it.
"""

from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.errors import ClienteleError
from bot.policy.access import Actor, Deed, Part, Right, Role, Scope, figures_scope
from bot.policy.catalogue import Catalogue
from bot.policy.classification import GradeRule
from bot.policy.names import fold
from bot.policy.periods import Period, add_months, month_end
from bot.policy.regions import territory_name
from bot.policy.standing import GradeMethod
from bot.policy.values import show_value
from bot.reports import composition as compositions
from bot.reports import grades as grading
from bot.results.clients import Client
from bot.results.composition import Key, MixKey
from bot.results.measures import MeasureCount, MeasureItem, MeasurePage
from bot.services import gate
from bot.services.composition import parse_key
from bot.services.grading import grade_rule as company_rule
from bot.store import access, client_sales, clients, measures, people, products, sales
from bot.store.measures import Stored, Whose
from bot.store.sales import Slice

PAGE = 6
GRADING_MONTHS = 12
"""The grade of a client that a measure for a grade is counted by is that of so many months before it began."""


def list_measures(
    session: Session, actor: Actor, *, page: int, now: datetime, today: date, base_currency: str, catalogue: Catalogue
) -> MeasurePage:
    """Return a page of the open measures: a person's own, a manager's team's, all for the custodian.

    Those overdue stand first. Results are read as far as the actor may, and that is logged.
    """
    whose = _seen_by(actor)
    total, overdue = measures.count_open(session, whose, today)
    pages = max(-(-total // PAGE), 1)
    page = min(max(page, 0), pages - 1)
    reading = _Reading(session, actor, today, base_currency, catalogue)
    items = [reading.item(each, now) for each in measures.list_open(session, whose, most=PAGE, skip=page * PAGE)]
    shown = {each.measure_id for each in items}
    focus = measures.list_focus(session, actor.team, everybody=whose.everybody)
    span = sales.span_of_lines(session)
    found = MeasurePage(
        items=tuple(items),
        focus=tuple(reading.item(each, now) for each in focus if each.measure_id not in shown),
        page=page,
        pages=pages,
        total=total,
        overdue=overdue,
        as_of=min(span[1], today) if span else None,
        may_add=actor.holds(Role.REP, Role.MANAGER, Role.FINANCE, Role.CUSTODIAN),
    )
    reading.log(now)
    return found


def _seen_by(actor: Actor) -> Whose:
    return Whose(
        actor.person_id,
        team=actor.team if actor.holds(Role.MANAGER) else "",
        everybody=actor.holds(Role.CUSTODIAN),
    )


def list_overdue(session: Session, actor: Actor, today: date, catalogue: Catalogue) -> tuple[MeasureItem, ...]:
    """Return the actor's own measures that should have been done before `today`, without their results."""
    if actor.person_id is None:
        return ()
    reading = _Reading(session, actor, today, "", catalogue)
    return tuple(reading.bare(each) for each in measures.list_overdue(session, actor.person_id, today))


def count_own(session: Session, actor: Actor, today: date) -> MeasureCount:
    """Return how many measures the actor has or has given, and how many of them are overdue."""
    total, overdue = measures.count_open(session, Whose(actor.person_id), today)
    return MeasureCount(total, overdue)


def list_focus_texts(session: Session) -> tuple[str, ...]:
    """Return what the sales of the whole company focus on, for a channel: nothing that names a client."""
    found = measures.list_focus(session, "", everybody=False)
    return tuple(each.what for each in found if not measures.names_client(session, fold(each.what)))


def told_measure(
    session: Session, actor: Actor, measure_id: int, by: int, *, today: date, catalogue: Catalogue
) -> tuple[MeasureItem, str] | None:
    """Return a measure that the actor was given, and who gave it; None when it is no longer theirs or open."""
    stored = measures.get(session, measure_id)
    if stored is None or stored.is_closed or stored.owner_id != actor.person_id:
        return None
    giver = people.get(session, by)
    return _Reading(session, actor, today, "", catalogue).bare(stored), giver.name if giver else ""


def part_label(session: Session, by: str, part: str, catalogue: Catalogue) -> str:
    """Return what a part of a composition is called in the reader's language."""
    if by in {MixKey.COUNTRY, MixKey.REGION}:
        return territory_name(part)
    if by == MixKey.PRODUCT:
        product = products.get_by_code(session, part)
        return product.called if product else part
    if by == MixKey.REP:
        person = people.get_by_slack_id(session, part)
        return person.name if person else part
    declared = catalogue.get(by)
    # Money never comes here: parts are choices, countries and ratings.
    return show_value(declared, part, str) if declared else part


class _Reading:
    """Reads measures for one actor: sums that several of them share are read once, and what is read is logged."""

    def __init__(self, session: Session, actor: Actor, today: date, base_currency: str, catalogue: Catalogue) -> None:
        self._session, self._actor, self._today = session, actor, today
        self._base_currency, self._catalogue = base_currency, catalogue
        self._parts: dict[tuple[object, ...], dict[str, int]] = {}
        self._read: set[int | None] = set()

    def item(self, stored: Stored, now: datetime) -> MeasureItem:
        """Return a measure with its result, as far as the actor may read it."""
        client = self._client(stored)
        if client is None and not stored.by:
            return self._item(stored, client, None, is_sealed=False)
        if not self._may_read(stored, client, now):
            return self._item(stored, client, None, is_sealed=True)
        result = self._of_client(stored, client) if client else self._of_part(stored)
        if result is not None:
            self._read.add(client.client_id if client else None)
        return self._item(stored, client, result, is_sealed=False)

    def bare(self, stored: Stored) -> MeasureItem:
        """Return a measure without its result."""
        return self._item(stored, self._client(stored), None, is_sealed=False)

    def log(self, now: datetime) -> None:
        """Log whose figures were read."""
        ids = sorted(self._read, key=lambda each: each or 0)
        read = [gate.entry(self._actor, Deed.READ, Part.SALES, each, via="measures", now=now) for each in ids]
        access.add_entries(self._session, read)

    def _client(self, stored: Stored) -> Client | None:
        return clients.get(self._session, stored.client_id) if stored.client_id else None

    def _may_read(self, stored: Stored, client: Client | None, now: datetime) -> bool:
        if client is not None:
            return gate.rights_on(self._session, self._actor, client, now)[Part.SALES] >= Right.READ
        # An auditor's leave covers totals by the policy's classes; a part of a team's sales is not among them.
        roles = self._actor.roles - {Role.AUDITOR}
        if roles and figures_scope(roles) is Scope.ALL:
            return True
        if stored.scope is Scope.TEAM and Role.MANAGER in roles:
            return bool(stored.team) and stored.team == self._actor.team
        return stored.scope is Scope.OWN and stored.created_by == self._actor.person_id

    def _of_client(self, stored: Stored, client: Client) -> int:
        first, last = stored.starts, month_end(stored.due)
        if stored.product_id is not None:
            return measures.sum_product(self._session, client.client_id, stored.product_id, first, last)
        return client_sales.sum_months(self._session, client.client_id, first, last)

    def _of_part(self, stored: Stored) -> int | None:
        """Return what a part of a composition has sold; None for one that sales are no longer taken apart by."""
        try:
            key = parse_key(stored.by, self._catalogue)
        except ClienteleError:
            return None
        shared = (key, stored.starts, month_end(stored.due), stored.scope, stored.team, stored.created_by)
        if shared not in self._parts:
            self._parts[shared] = self._sums(stored, key)
        return self._parts[shared].get(stored.part, 0)

    def _sums(self, stored: Stored, key: Key) -> dict[str, int]:
        period = Period("", stored.starts, month_end(stored.due))
        rule = company_rule(self._session, GradeMethod.SHARE)
        person_id = stored.created_by if stored.scope is not Scope.ALL else None
        asked = Slice(period, None, stored.scope, person_id, stored.team)
        frame = compositions.Frame(
            period=period,
            previous_period=None,
            year_before_period=None,
            is_open=False,
            filters=(),
            as_of=None,
            scope=stored.scope,
            currency=self._base_currency,
            catalogue=self._catalogue,
            grades=self._grades(stored.starts, rule) if key is MixKey.GRADE else {},
            grade_order=rule.grades,
        )
        found = compositions.compose(sales.sum_by(self._session, asked, [key]), key, (), frame)
        return {row.key: row.amount for row in found.rows}

    def _grades(self, starts: date, rule: GradeRule) -> dict[int, str]:
        """Return everybody's grades over the months before a measure began: it moves its clients, not their grade."""
        before = Period("", add_months(starts, -GRADING_MONTHS), month_end(add_months(starts, -1)))
        sums = sales.sum_by(self._session, Slice(before), [MixKey.GRADE])
        return dict(grading.grade(grading.client_amounts(sums), rule, GRADING_MONTHS))

    def _item(self, stored: Stored, client: Client | None, result: int | None, *, is_sealed: bool) -> MeasureItem:
        return MeasureItem(
            measure_id=stored.measure_id,
            what=stored.what,
            client=client,
            by=stored.by,
            part=stored.part,
            part_label=part_label(self._session, stored.by, stored.part, self._catalogue) if stored.by else "",
            product_id=stored.product_id,
            product=stored.product,
            owner_id=stored.owner_id,
            owner_slack_id=stored.owner_slack_id,
            owner_name=stored.owner_name,
            starts=stored.starts,
            due=stored.due,
            target=stored.target,
            currency=stored.currency or self._base_currency,
            is_focus=stored.is_focus,
            is_overdue=stored.due < self._today,
            result=result,
            is_sealed=is_sealed,
        )
