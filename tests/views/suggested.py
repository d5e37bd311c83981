"""What an answer about sales may suggest, as bad as people can make it."""

from datetime import date
from fractions import Fraction

from bot.policy.money import Money
from bot.policy.periods import Period
from bot.results.composition import FieldKey, MixKey
from bot.results.measures import MeasureDraft, MeasureItem, MeasurePage, Seed
from bot.results.suggestions import Band, Concentration, Fallen, Moved, Suggestions, Unbought
from tests.views import samples

MOST = 10**15
PERIOD = Period("last 12 months", date(2025, 7, 1), date(2026, 6, 30))
EARLIER, A_YEAR_BEFORE = (
    Period("", date(2024, 7, 1), date(2025, 6, 30)),
    Period("", date(2023, 7, 1), date(2024, 6, 30)),
)
LONGEST = "&" * 300


def concentrations():
    for band, client in zip(Band, (None, *samples.CLIENTS), strict=False):
        yield Concentration(12, client, Fraction(1, 3), Fraction(99, 100), 10_000, band)


def moves():
    for by in (MixKey.REGION, FieldKey("mark", LONGEST)):
        for share in (Fraction(0), Fraction(2, 3)):
            label = LONGEST if share else samples.NASTY[0]
            yield Moved(by, LONGEST, label, MOST, -MOST, share, Fraction(1, 3), MOST, 1)


def falls():
    for client in samples.CLIENTS:
        yield Fallen(client, -MOST, MOST, MOST, 1)
        yield Fallen(client, 0, 1, None, 0)


def unbought():
    for client in samples.CLIENTS:
        for region in ("", LONGEST):
            yield Unbought(
                client, "B", samples.NASTY[0], 1, LONGEST, "industry", samples.NASTY[6], region, 3, 4, 5, 9, MOST, 1
            )  # fmt: skip


def suggestions():
    """Each of them alone, and four of the longest together."""
    alone = (*concentrations(), *moves(), *falls(), *unbought())
    for items in ((), *((each,) for each in alone), (*moves(),), (*falls(),)[-4:], (*unbought(),)[-4:]):
        yield Suggestions(
            "USD", PERIOD, EARLIER, A_YEAR_BEFORE, items, is_whole=True, may_decide=True, may_decide_groups=True
        )  # fmt: skip
    yield Suggestions("USD", PERIOD, EARLIER, None, alone[:4])
    yield Suggestions("USD", PERIOD, None, None, alone[:1])


def measure_item(number, **more):
    """One measure, with the longest of everything."""
    values = {
        "what": samples.LONG[:1000] if number % 2 else "&" * 1000, "client": samples.CLIENTS[number % 9], "by": "",
        "part": "", "part_label": "", "product_id": 1, "product": LONGEST, "owner_id": 1, "owner_slack_id": "U0MEI",
        "owner_name": samples.NASTY[0], "starts": date(2026, 7, 1), "due": date(2026, 9, 30), "target": MOST,
        "currency": "USD", "is_focus": True, "is_overdue": True, "result": -MOST,
    } | more  # fmt: skip
    return MeasureItem(measure_id=number, **values)


GROUP_ITEM = measure_item(7, client=None, by="region", part="155", part_label=LONGEST, product="", is_overdue=False)
TASK = measure_item(8, client=None, product="", target=None, result=None, is_focus=False, due=date(2026, 7, 31))


def measure_pages():
    """Lists of measures: none, one of each kind, and as long as a page can be."""
    given = {"page": 0, "pages": 1, "total": 0, "overdue": 0, "as_of": None, "may_add": False}
    yield MeasurePage((), (), **given)
    yield MeasurePage((), (), **given | {"may_add": True})
    sealed = measure_item(9, result=None, is_sealed=True)
    mixed = (GROUP_ITEM, TASK, sealed, measure_item(10, target=None), measure_item(11, target=None, result=None))
    yield MeasurePage(mixed, (GROUP_ITEM,), **given | {"total": 5, "overdue": 1, "as_of": samples.TODAY})
    full = tuple(measure_item(number * 2) for number in range(1, 7))
    page = {"page": 1, "pages": 20, "total": 120, "overdue": 100, "as_of": samples.TODAY, "may_add": True}
    yield MeasurePage(full, (), **given | page)
    yield MeasurePage(full, (GROUP_ITEM,), **given | page | {"page": 0})


def measure_drafts():
    """Forms of a measure: empty, from each kind of suggestion, and with everything there to change."""
    given = {"owner_slack_id": "U0MEI", "due": date(2026, 9, 30), "may_focus": False}
    yield MeasureDraft(Seed(), None, "", "", target=None, **given)
    yield MeasureDraft(Seed("concentration"), None, "", "", target=None, **given | {"may_focus": True})
    for client in samples.CLIENTS:
        for kind in ("fallen", "unbought"):
            yield MeasureDraft(Seed(kind, 1, 2), client, "", LONGEST, target=Money(MOST, "USD"), **given)
    for by in ("region", "own_mark"):
        seed = Seed("down", by=by, part=LONGEST)
        more = given | {"may_focus": True, "is_focus": True, "measure_id": 3, "what": samples.LONG[:1000]}
        yield MeasureDraft(seed, None, LONGEST, "", target=Money(1, "USD"), **given)
        yield MeasureDraft(seed, None, samples.NASTY[0], "", target=Money(1, "USD"), **more)
