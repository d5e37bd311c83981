"""Answers about sales as the views are handed them: compositions by one key and by two, as bad as people make them."""

from fractions import Fraction

from bot.policy.access import Scope
from bot.policy.periods import parse_period
from bot.results.composition import (
    Composition,
    CrossedMix,
    CrossedRow,
    FieldKey,
    FilterNote,
    LeftOut,
    Measure,
    Missing,
    MixKey,
    MixRow,
)
from tests.views.samples import NASTY, TODAY


def composition(
    rows, *, previous=True, measure=Measure.AMOUNT, sign=1, label=None, by=MixKey.PRODUCT, clients=3, **more
):
    """A composition of so many rows, named by `label` or nastily."""
    amounts = [sign * (rows - number) * 123_456_789 for number in range(rows)]
    total = sum(amounts)
    period = parse_period("2026-Q2", TODAY)
    values = {
        "currency": "USD" if measure is Measure.AMOUNT else None,
        "unit": None if measure is Measure.AMOUNT else "kg <&>",
        "period": period,
        "previous_period": period.previous() if previous else None,
        "year_before_period": period.year_before() if previous else None,
        "as_of": TODAY if rows else None,
        "scope": Scope.TEAM,
        "previous_total": total // 2 if previous else None,
        "year_before_total": total * 2 if previous else None,
    } | more
    return Composition(
        by=by,
        measure=measure,
        total=total,
        rows=tuple(
            MixRow(
                key=f"k{number}",
                label=label if label is not None else NASTY[number % len(NASTY)],
                amount=amount,
                share=Fraction(amount, total) if total > 0 else Fraction(0),
                clients=clients,
                previous=amount // 2 if previous and number % 5 else None,
                year_before=amount * 2 if previous and number % 7 else None,
                cumulative=Fraction(sum(amounts[: number + 1]), total) if total > 0 else Fraction(0),
            )
            for number, amount in enumerate(amounts)
        ),
        left_out=LEFT_OUT,
        **values,
    )


LEFT_OUT = (LeftOut(Missing.CLIENT, 5_000, 3), LeftOut(Missing.PRODUCT, 5_000, 1), LeftOut(Missing.CLIENT, 0, 0))
FILTER_NOTES = tuple(FilterNote(label, value) for label in ("Country", *NASTY) for value in NASTY)


def compositions():
    for rows in (0, 1, 2, 8, 9, 40, 200):
        for previous in (False, True):
            yield composition(rows, previous=previous)
    yield composition(200, label="B" * 300)
    yield composition(3, label="")
    yield composition(200, measure=Measure.QUANTITY, clients=None)
    yield composition(5, sign=-1)
    yield composition(3, by=MixKey.GRADE, label="A")
    yield composition(3, by=FieldKey("mark", "<!channel> & *mark* " * 4))
    yield composition(40, is_open=True, filters=FILTER_NOTES[:12])
    yield composition(3, is_open=True, filters=FILTER_NOTES)


def crossed(firsts, seconds, *, sign=1, label="", **more):
    """A composition by two keys with a cell for each pair."""
    pairs = [(first, second) for first in range(firsts) for second in range(seconds)]
    amounts = [sign * (len(pairs) - number) * 1_234_567 for number in range(len(pairs))]
    total, period = sum(amounts), parse_period(None, TODAY)
    return CrossedMix(
        by=MixKey.PRODUCT,
        by2=FieldKey("mark", "<!channel> & *mark*"),
        currency="USD",
        period=period,
        previous_period=period.previous(),
        as_of=TODAY,
        scope=Scope.OWN,
        total=total,
        rows=tuple(
            CrossedRow(
                f"k{first}", label or NASTY[first % len(NASTY)], f"s{second}", label or NASTY[second % len(NASTY)],
                amount, Fraction(amount, total) if total > 0 else Fraction(0), 3, amount // 2,
            )
            for (first, second), amount in zip(pairs, amounts, strict=True)
        ),
        left_out=LEFT_OUT,
        previous_total=total // 2,
        **more,
    )  # fmt: skip


def crossed_mixes():
    for firsts, seconds in ((0, 0), (1, 1), (3, 4), (9, 6), (120, 30)):
        yield crossed(firsts, seconds)
    yield crossed(120, 30, label="B" * 300, filters=FILTER_NOTES)
    yield crossed(3, 2, sign=-1, is_open=True, year_before_total=77)


def mix_answers():
    """What one question may find: nothing, one, many units, a crossed one."""
    yield ()
    yield (composition(200, label="B" * 300),)
    units = ("", "kg <&>", *(f"{number} " + "&" * 60 for number in range(30)))
    yield tuple(composition(200, measure=Measure.QUANTITY, unit=unit) for unit in units)
    yield tuple(composition(rows, measure=Measure.QUANTITY, unit="kg") for rows in (0, 3, 2))
    yield (crossed(120, 30, label="B" * 300, filters=FILTER_NOTES),)
