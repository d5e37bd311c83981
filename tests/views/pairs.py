"""Pairs of files for the views, as bad as people can make them."""

from bot.policy.duplicates import Grade, Reason
from bot.policy.money import Money
from bot.results.clients import SalesGlance
from bot.results.duplicates import Compared, Filled, KeptApart, Merged, MergeTold, Pair, PairPage, Proposed, Side
from bot.results.merging import Merge
from tests.views.samples import BARE, CATALOGUE, CLIENTS, FILE_SECTIONS, INTERACTIONS, NASTY, NOW, TODAY, client

LONGEST = client(90, "&" * 300, code="&" * 64, city="&" * 300)


def pair(number, *, may_merge=True):
    return Pair(CLIENTS[number % 9], LONGEST, Grade(number % 3 + 1), tuple(Reason), may_merge)


def pages():
    yield PairPage((), 0, 1, 0, None)
    yield PairPage((), 0, 1, 0, 3)
    yield PairPage((Pair(BARE, CLIENTS[0], Grade.LIKELY, (), may_merge=False),), 0, 1, 1, None)
    yield PairPage(tuple(pair(number) for number in range(5)), 1, 3, 12_345, 99)


def kept():
    return tuple(KeptApart(CLIENTS[number], LONGEST, NASTY[number], NOW) for number in range(5))


def side(shown, **more):
    filled = tuple(Filled(part, 3, len(CATALOGUE.of(part))) for part in FILE_SECTIONS)
    values = {
        "opened_at": NOW, "filled": filled, "contacts": 3, "last_contact": INTERACTIONS[1], "open_steps": 100,
        "sales": SalesGlance(Money(10**15, "USD"), Money(-5, "USD"), TODAY),
    } | more  # fmt: skip
    return Side(client=shown, **values)


def compared():
    nothing = {"filled": (), "contacts": None, "last_contact": None, "open_steps": None, "sales": None}
    for may_merge in (True, False):
        yield Compared((side(CLIENTS[0]), side(BARE, **nothing)), (), may_merge, BARE.client_id)
        for each in CLIENTS:
            yield Compared((side(each), side(LONGEST)), tuple(Reason), may_merge, LONGEST.client_id)


def merges():
    return tuple(Merge(number, 5, "&" * 64, NASTY[number % 9], 6, NOW, NASTY[0], None) for number in range(1, 9))


MERGED = tuple(Merged(7, each, LONGEST) for each in CLIENTS)
TOLD = tuple(
    MergeTold(each, name, "&" * 64, by) for each, name in zip(CLIENTS, NASTY, strict=True) for by in ("U0MEI", None)
)
PROPOSED = tuple(Proposed(pair(number), by) for number, by in enumerate(["U0MEI", None]))
