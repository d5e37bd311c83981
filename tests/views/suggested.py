"""What an answer about sales may suggest, as bad as people can make it."""

from datetime import date
from fractions import Fraction

from bot.policy.periods import Period
from bot.results.composition import FieldKey, MixKey
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
                client, "B", 1, LONGEST, "industry", samples.NASTY[6], region, 3, 4, 5, 9, MOST, 1
            )  # fmt: skip


def suggestions():
    """Each of them alone, and four of the longest together."""
    alone = (*concentrations(), *moves(), *falls(), *unbought())
    for items in ((), *((each,) for each in alone), (*moves(),), (*falls(),)[-4:], (*unbought(),)[-4:]):
        yield Suggestions("USD", PERIOD, EARLIER, A_YEAR_BEFORE, items)
    yield Suggestions("USD", PERIOD, EARLIER, None, alone[:4])
    yield Suggestions("USD", PERIOD, None, None, alone[:1])
