"""From sums to standing grades: who stands where, who has moved, and why."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time

from bot.policy.classification import UNGRADED, GradeRule, Traded, grade_averages
from bot.policy.periods import Period
from bot.policy.standing import Foreign, GradeCause, at_constant_rates, direction
from bot.results.grades import GradeChange, GradeMoves, StandingGrade


@dataclass(frozen=True)
class Basis:
    """What the ledger says of a window: each client's sales over its own months, and what of them was converted."""

    window: Period
    traded: Mapping[int, Traded]
    converted: Mapping[int, Foreign] = field(default_factory=dict)


def grade(
    standing: Mapping[int, StandingGrade],
    basis: Basis,
    rule: GradeRule,
    *,
    day: date,
    rejoined: Collection[int] = (),
    by_rules: bool = False,
) -> dict[int, StandingGrade]:
    """Return the grades that stand on `day`, by client; a client without sales that never had one gets none.

    `rejoined` are files that were merged or parted since the grades before. `by_rules` says that nothing but the
    rules has changed since.
    """
    traded = dict(basis.traded) | {
        client_id: Traded(0, basis.window.months) for client_id in standing.keys() - basis.traded.keys()
    }
    grades = grade_averages(traded, rule)
    steady = {} if by_rules else _at_constant_rates(standing, basis, traded, rule)
    found = {}
    for client_id, its in traded.items():
        before, now = standing.get(client_id), grades[client_id]
        if before is None and now == UNGRADED:
            continue
        follows = _follows(client_id, now, its, basis)
        if before is not None and before.grade == now:
            found[client_id] = replace(follows, before=before.before, cause=before.cause, since=before.since)
            continue
        cause = GradeCause.SALES
        if before is not None:
            cause = _cause(client_id, before.grade, steady, rejoined=rejoined, by_rules=by_rules)
        found[client_id] = replace(follows, before=before.grade if before else "", cause=cause, since=day)
    return found


def _at_constant_rates(
    standing: Mapping[int, StandingGrade], basis: Basis, traded: Mapping[int, Traded], rule: GradeRule
) -> dict[int, str]:
    """Return what the grades would be had no rate moved; nothing where nothing was converted."""
    before = {client_id: each.converted for client_id, each in standing.items() if each.converted}
    if not (before and basis.converted):
        return {}
    return grade_averages(at_constant_rates(traded, basis.converted, before), rule)


def _cause(
    client_id: int, before: str, steady: Mapping[int, str], *, rejoined: Collection[int], by_rules: bool
) -> GradeCause:
    if client_id in rejoined:
        return GradeCause.MERGE
    if by_rules:
        return GradeCause.RULES
    return GradeCause.RATES if steady.get(client_id) == before else GradeCause.SALES


def _follows(client_id: int, grade: str, its: Traded, basis: Basis) -> StandingGrade:
    return StandingGrade(
        client_id=client_id,
        grade=grade,
        before="",
        cause=GradeCause.SALES,
        since=basis.window.end,
        window=basis.window,
        amount=its.amount,
        months=its.months,
        is_short=its.months < basis.window.months,
        converted=basis.converted.get(client_id, {}),
    )


def events(
    start: Mapping[int, StandingGrade],
    between: Mapping[int, StandingGrade],
    end: Mapping[int, StandingGrade],
    now: datetime,
) -> Sequence[GradeChange]:
    """Return the events of two gradings in a row; whoever came back to where they stood before both has not moved."""
    return [
        _event(each, now)
        for before, after in ((start, between), (between, end))
        for client_id, each in after.items()
        if _grade_of(before, client_id) != each.grade and _grade_of(start, client_id) != end[client_id].grade
    ]


def _grade_of(standing: Mapping[int, StandingGrade], client_id: int) -> str:
    stood = standing.get(client_id)
    return stood.grade if stood else ""


def _event(each: StandingGrade, now: datetime) -> GradeChange:
    return GradeChange(
        client_id=each.client_id,
        before=each.before,
        grade=each.grade,
        cause=each.cause,
        window=each.window,
        amount=each.amount,
        months=each.months,
        changed_at=now,
    )


def settled(start: Mapping[int, StandingGrade], end: Mapping[int, StandingGrade]) -> dict[int, StandingGrade]:
    """Return the grades after two gradings; whoever came back to where they stood before both has not moved."""
    return {
        client_id: replace(each, before=stood.before, cause=stood.cause, since=stood.since)
        if (stood := start.get(client_id)) is not None and stood.grade == each.grade
        else each
        for client_id, each in end.items()
    }


class _Net:
    """What one client's changes come to, in their order."""

    def __init__(self, changes: Sequence[GradeChange]) -> None:
        causes = {each.cause for each in changes}
        self.before, self.grade = changes[0].before or changes[0].grade, changes[-1].grade
        self.by_rules, self.by_rates = GradeCause.RULES in causes, causes == {GradeCause.RATES}


def count_moves(changes: Sequence[GradeChange], order: Sequence[str]) -> GradeMoves:
    """Count who moved, each client once: from where it stood before the first of its changes to where the last led.

    A first grade is no move, but what follows it is. Where new rules had a hand in it, up and down mean nothing: those
    count apart.
    """
    of_client: dict[int, list[GradeChange]] = {}
    for each in changes:
        of_client.setdefault(each.client_id, []).append(each)
    net = [each for each in map(_Net, of_client.values()) if each.before != each.grade]
    moved = [(each, direction(each.before, each.grade, order)) for each in net if not each.by_rules]
    ways = {way: Counter(each.grade for each, its_way in moved if its_way == way) for way in (1, -1)}
    places = [*order, UNGRADED]
    up, down = (tuple((grade, ways[way][grade]) for grade in places if ways[way][grade]) for way in (1, -1))
    by_rates = sum(way != 0 and each.by_rates for each, way in moved)
    return GradeMoves(up, down, by_rates, by_rules=sum(each.by_rules for each in net))


def count_standing_moves(standing: Iterable[StandingGrade], since: date, order: Sequence[str]) -> GradeMoves:
    """Count the clients whose last move is not older than `since`, by where it led."""
    moved = [each for each in standing if each.before and each.since >= since]
    now = datetime.combine(since, time.min, tzinfo=UTC)
    return count_moves([_event(each, now) for each in moved], order)
