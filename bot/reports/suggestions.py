"""What aggregates of sales suggest: concentration, shares that move, clients that fall, products not bought.

Every rule has a floor below which nothing is said: too few clients, too small a share, too little money. What is
returned carries the figures that it follows from.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from statistics import median

from bot.policy.periods import Period, add_months, month_end
from bot.results.composition import Key, MixRow
from bot.results.suggestions import Band, Moved

ENOUGH_CLIENTS = 5
"""Of fewer clients than these, every share is large and none means anything."""
MODERATE, HIGH = 1_500, 2_500
FEW_POINTS = 30
"""Tenths of a percentage point below which a share has not moved."""
FALL = Fraction(30, 100)
LEAST_LOSS = Fraction(1, 200)
"""Of the sales of all clients in the period before: what a fall must cost to be told."""
LEAST_PEERS = 3
SUPPORT = Fraction(60, 100)
LIFT = Fraction(3, 2)
QUIET_DAYS = 7
"""A ledger whose latest line is so many days before the end of a month that has passed knows the whole of it."""


@dataclass(frozen=True)
class ClientFigures:
    """What one client bought in the three spans, in how many lines, its grade, and in what others are like it.

    `traits` are its values of the fields by which clients are alike, `region` its region; empty for what is not known.
    """

    client_id: int
    amount: int
    before: int = 0
    year_before: int = 0
    lines: int = 0
    grade: str = ""
    region: str = ""
    traits: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Spans:
    """The days that are compared: those of the report, as many before, and the same a year before."""

    period: Period
    before: Period
    year_before: Period | None

    @property
    def months(self) -> int:
        """Return over how many months each span runs."""
        return self.period.months


def spans(period: Period, before: Period | None, *, known: tuple[date, date], today: date) -> Spans | None:
    """Return what can be compared fairly; None when nothing can.

    `known` are the days of the ledger's first and latest line. A period that is not over, or not wholly in the
    ledger, is cut to its closed months, and the one before to as many of its first months.
    """
    if before is None or before.start < known[0].replace(day=1):
        return None
    closed = _closed(known[1], today)
    if period.end > closed:
        end = closed if period.start.day == 1 and closed == month_end(closed) else None
        if end is None or end < period.start:
            return None
        is_usual = before.whole_months
        period = replace(period, end=end)
        start = before.start if is_usual else add_months(period.start, -period.months)
        before = replace(before, start=start, end=month_end(add_months(start, period.months - 1)))
    return Spans(period, before, _year_before(period, before, known[0]))


def _closed(latest: date, today: date) -> date:
    """Return the last day up to which the ledger is whole: the end of a month, or its latest day within one."""
    end = month_end(latest)
    if end < today and end - latest <= timedelta(days=QUIET_DAYS):
        return end
    return latest if latest == end else latest.replace(day=1) - timedelta(days=1)


def _year_before(period: Period, before: Period, first: date) -> Period | None:
    """Return the same days a year before, unless the ledger does not reach back so far or they were compared anyway."""
    earlier = period.year_before()
    if earlier is None or earlier.start < first.replace(day=1) or before.start <= earlier.start:
        return None
    return earlier


def herfindahl(amounts: Collection[int]) -> int:
    """Return the Herfindahl-Hirschman index of positive amounts: the sum of squared shares, times 10,000.

    10,000 stands for one client that buys everything, 10,000 / n for n that buy alike. Negative amounts are of no
    account. The bands are those of the US Department of Justice and Federal Trade Commission, Horizontal Merger
    Guidelines (2010), section 5.3: below 1,500 unconcentrated, to 2,500 moderately, above highly concentrated.
    """
    positive = [each for each in amounts if each > 0]
    total = sum(positive)
    return round(Fraction(10_000 * sum(each * each for each in positive), total * total)) if total else 0


def band_of(index: int) -> Band:
    """Return the band of a Herfindahl index."""
    if index > HIGH:
        return Band.HIGH
    return Band.LOW if index < MODERATE else Band.MODERATE


@dataclass(frozen=True)
class Carried:
    """How much of positive sales the largest clients carry."""

    largest: int
    clients: int
    largest_share: Fraction
    top_five: Fraction
    index: int


def concentration(amounts: Mapping[int, int]) -> Carried | None:
    """Return how concentrated sales by client are; None for too few clients."""
    positive = sorted(((amount, client_id) for client_id, amount in amounts.items() if amount > 0), reverse=True)
    if len(positive) < ENOUGH_CLIENTS:
        return None
    total = sum(amount for amount, _ in positive)
    return Carried(
        largest=positive[0][1],
        clients=len(positive),
        largest_share=Fraction(positive[0][0], total),
        top_five=Fraction(sum(amount for amount, _ in positive[:5]), total),
        index=herfindahl([amount for amount, _ in positive]),
    )


def moved(rows: Sequence[MixRow], by: Key, *, months: int) -> list[Moved]:
    """Return the parts whose share has moved by three points or more, what it is worth most first.

    Nothing is said of rows of which it is not known what they are, nor when either total is not positive.
    """
    total, total_before = sum(row.amount for row in rows), sum(row.previous or 0 for row in rows)
    if total <= 0 or total_before <= 0:
        return []
    found = []
    for row in rows:
        share, before = Fraction(row.amount, total), Fraction(row.previous or 0, total_before)
        worth = round((share - before) * total)
        if row.key and abs(round(1000 * (share - before))) >= FEW_POINTS:
            monthly = max(row.previous or 0, row.amount, 0) // months
            found.append(
                Moved(by, row.key, row.label, row.amount, row.previous or 0, share, before, abs(worth), monthly)
            )
    return sorted(found, key=lambda each: (-each.worth, each.part))


def fallen(clients: Iterable[ClientFigures], *, has_year_before: bool) -> list[ClientFigures]:
    """Return the clients that buy 30 % less or more than in the period before, and than a year before; worst first.

    What is lost must be at least half a percent of what all clients bought in the period before.
    """
    known = list(clients)
    least = LEAST_LOSS * sum(max(each.before, 0) for each in known)
    found = [
        each
        for each in known
        if _fell(each.amount, each.before)
        and (not has_year_before or _fell(each.amount, each.year_before))
        and each.before - each.amount >= least
    ]
    return sorted(found, key=lambda each: (each.amount - each.before, each.client_id))


def _fell(now: int, before: int) -> bool:
    return before > 0 and now <= (1 - FALL) * before


@dataclass(frozen=True)
class Group:
    """Clients that are alike: in the value of a field, and in their region unless that is empty."""

    field: str
    value: str
    region: str
    peers: tuple[int, ...]
    """Those of the best grade."""
    members: tuple[int, ...]
    """All of them."""
    targets: tuple[int, ...]
    """Those that are compared with the peers here."""
    lines: int


def alike(clients: Iterable[ClientFigures], fields: Sequence[str], best: str) -> list[Group]:
    """Put clients together that are alike, in the first of `fields` that is known of each, and in region.

    Whoever has too few clients of the best grade beside it in its own region is compared with those of every region.
    Groups in which there are too few are left out; the largest, by what is bought, stand first.
    """
    by_value: dict[tuple[str, str], list[ClientFigures]] = defaultdict(list)
    for each in clients:
        known = next((name for name in fields if each.traits.get(name)), None)
        if known and each.amount > 0:
            by_value[known, each.traits[known]].append(each)
    found: list[tuple[int, Group]] = []
    for (name, value), members in by_value.items():
        rest = []
        for region, near in _by_region(members).items():
            if region and _has_peers(near, best):
                found.append((_bought(near), _group(name, value, region, near, near, best)))
            else:
                rest += near
        if rest and _has_peers(members, best):
            found.append((_bought(members), _group(name, value, "", members, rest, best)))
    return [group for _, group in sorted(found, key=lambda pair: (-pair[0], pair[1].field, pair[1].value))]


def _by_region(members: Sequence[ClientFigures]) -> Mapping[str, list[ClientFigures]]:
    found: dict[str, list[ClientFigures]] = defaultdict(list)
    for each in members:
        found[each.region].append(each)
    return found


def _has_peers(members: Sequence[ClientFigures], best: str) -> bool:
    return sum(each.grade == best for each in members) >= LEAST_PEERS


def _bought(members: Sequence[ClientFigures]) -> int:
    return sum(each.amount for each in members)


def _group(
    name: str,
    value: str,
    region: str,
    members: Sequence[ClientFigures],
    targets: Sequence[ClientFigures],
    best: str,
) -> Group:
    return Group(
        name,
        value,
        region,
        tuple(each.client_id for each in members if each.grade == best),
        tuple(each.client_id for each in members),
        tuple(each.client_id for each in targets),
        sum(each.lines for each in members),
    )


@dataclass(frozen=True)
class Gap:
    """A product that one client does not buy; see `results.suggestions.Unbought`."""

    client_id: int
    product_id: int
    buyers: int
    peers: int
    buying: int
    alike: int
    potential: int


def gaps(group: Group, bought: Mapping[int, Mapping[int, int]], totals: Mapping[int, int]) -> list[Gap]:
    """Return what clients of a group do not buy although its best clients do, the largest potential first.

    `bought` is what each client bought of each product, `totals` what it bought of everything. At least three other
    clients of the best grade, and 60 % of them, must buy a product, and it must be half again as usual among them as
    among all that are alike.
    """
    buyers: dict[int, set[int]] = defaultdict(set)
    for client_id in group.members:
        for product_id, amount in bought.get(client_id, {}).items():
            if amount > 0:
                buyers[product_id].add(client_id)
    found = [gap for product_id, buying in buyers.items() for gap in _gaps(group, product_id, buying, bought, totals)]
    return sorted(found, key=lambda each: (-each.potential, each.client_id, each.product_id))


def _gaps(
    group: Group,
    product_id: int,
    buying: Collection[int],
    bought: Mapping[int, Mapping[int, int]],
    totals: Mapping[int, int],
) -> Iterable[Gap]:
    """Return who lacks one product; whoever is of the best grade and lacks it is no peer of its own."""
    best = frozenset(group.peers)
    buyers = best.intersection(buying)
    if len(buyers) < LEAST_PEERS or not _is_usual(len(buyers), len(best) - 1, len(buying), len(group.members)):
        return
    usual = median(Fraction(bought[each][product_id], totals[each]) for each in buyers)
    for client_id in group.targets:
        peers = len(best) - (client_id in best)
        if client_id not in buying and _is_usual(len(buyers), peers, len(buying), len(group.members)):
            potential = round(usual * totals[client_id])
            yield Gap(client_id, product_id, len(buyers), peers, len(buying), len(group.members), potential)


def _is_usual(buyers: int, peers: int, buying: int, everybody: int) -> bool:
    """Tell whether enough of the peers buy a product, and so many more than of everybody."""
    if peers <= 0:
        return False
    support = Fraction(buyers, peers)
    return support >= SUPPORT and support >= LIFT * Fraction(buying, everybody)
