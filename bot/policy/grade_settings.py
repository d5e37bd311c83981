"""What the custodian sets about sales grades: as it is typed into its form, and as it is kept."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeAlias

from bot.errors import Gathering, InvalidInput
from bot.i18n import lazy
from bot.policy.classification import UNGRADED
from bot.policy.money import decimal_string, parse_decimal, parse_money, to_counts
from bot.policy.standing import GradeMethod, GradeSettings, Span

GRADE_NAMES, GRADE_METHOD, GRADE_WINDOW, GRADE_SPAN, GRADE_BOUNDS = (
    "grade_names",
    "grade_method",
    "grade_window",
    "grade_span",
    "grade_bounds",
)
"""The inputs of the form, for errors to stand at."""
FEWEST, MOST = 2, 6
LONGEST_NAME = 20
LONGEST_WINDOW = 36
_HUNDRED = Decimal(100)
_NAMES = re.compile(r"[,;，、；\n]")
_LINES = re.compile(r"[;；\n]")
_SIGNS = re.compile(r"[:：|\"“”]")

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"


@dataclass(frozen=True)
class TypedGrades:
    """The form as it was typed; `bounds` are one a line, those of the chosen method."""

    names: str
    method: str
    window: str
    span: str
    bounds: str


def parse_grades(typed: TypedGrades, standing: GradeSettings, base_currency: str) -> GradeSettings:
    """Read what was typed over what stands. Raises InvalidInput, or InvalidForm with all that is wrong."""
    wrong = Gathering()
    names, window = standing.grades, standing.window
    with wrong.catching():
        names = _names(typed.names)
    with wrong.catching():
        window = _window(typed.window)
    method, span = GradeMethod(typed.method), Span(typed.span)
    found = replace(standing, grades=names, window=window, method=method, span=span)
    with wrong.catching():
        found = _with_bounds(found, typed.bounds, base_currency)
    wrong.finish()
    return found


def _names(text: str) -> tuple[str, ...]:
    names = tuple(" ".join(each.split()) for each in _NAMES.split(text) if each.strip())
    if not FEWEST <= len(names) <= MOST:
        raise InvalidInput(
            lazy("There are {fewest} to {most} grades, best first and with commas, such as A, B, C."),
            field=GRADE_NAMES, fewest=FEWEST, most=MOST,
        )  # fmt: skip
    for place, name in enumerate(names):
        if len(name) > LONGEST_NAME or name == UNGRADED or _SIGNS.search(name):
            raise InvalidInput(
                lazy("“{name}” cannot name a grade: at most {most} characters, and neither colon, bar nor quotes."),
                field=GRADE_NAMES, name=name, most=LONGEST_NAME,
            )  # fmt: skip
        if name.casefold() in {each.casefold() for each in names[:place]}:
            raise InvalidInput(lazy("“{name}” is there twice."), field=GRADE_NAMES, name=name)
    return names


def _window(text: str) -> int:
    typed = text.strip()
    if not (typed.isascii() and typed.isdigit() and 1 <= int(typed) <= LONGEST_WINDOW):
        raise InvalidInput(
            lazy("The window is a whole number of months, from 1 to {most}."), field=GRADE_WINDOW, most=LONGEST_WINDOW
        )
    return int(typed)


def _with_bounds(found: GradeSettings, text: str, base_currency: str) -> GradeSettings:
    lines = [each.strip() for each in _LINES.split(text) if each.strip()]
    wanted = len(found.grades) - 1
    if len(lines) != wanted:
        raise InvalidInput(
            lazy("{grades} grades have {wanted} bounds, one a line; here are {count}."),
            field=GRADE_BOUNDS, grades=wanted + 1, wanted=wanted, count=len(lines),
        )  # fmt: skip
    if found.method is GradeMethod.SHARE:
        return replace(found, shares=_shares(lines))
    return replace(found, amounts=_amounts(lines, base_currency), currency=base_currency)


def _shares(lines: list[str]) -> tuple[Decimal, ...]:
    shares = tuple(parse_decimal(each.rstrip("%％ "), field=GRADE_BOUNDS) for each in lines)
    if not all(low < high for low, high in zip((Decimal(0), *shares), (*shares, _HUNDRED), strict=True)):
        raise InvalidInput(
            lazy("Shares rise from line to line, each above 0 and below 100 percent, such as 80 and then 95."),
            field=GRADE_BOUNDS,
        )
    return shares


def _amounts(lines: list[str], base_currency: str) -> tuple[int, ...]:
    amounts = []
    for each in lines:
        money = parse_money(each, base_currency, field=GRADE_BOUNDS)
        if money.currency != base_currency:
            raise InvalidInput(
                lazy("The bounds are amounts in {currency}, the currency of the reports."),
                field=GRADE_BOUNDS, currency=base_currency,
            )  # fmt: skip
        amounts.append(money.counts)
    if not all(high > low for high, low in zip(amounts, (*amounts[1:], 0), strict=True)):
        raise InvalidInput(
            lazy("Amounts fall from line to line, each above 0: the least that the best grade takes comes first."),
            field=GRADE_BOUNDS,
        )
    return tuple(amounts)


def typed_bounds(settings: GradeSettings, method: GradeMethod) -> str:
    """Return the bounds of a method as they are typed, one a line; empty where they are none of these grades'."""
    if method is GradeMethod.SHARE:
        bounds = [format(each, "f") for each in settings.shares]
    else:
        bounds = [decimal_string(each).rstrip("0").rstrip(".") for each in settings.amounts]
    return "\n".join(bounds) if len(bounds) == len(settings.grades) - 1 else ""


def write_grades(settings: GradeSettings) -> dict[str, Json]:
    """Return what is kept of the settings."""
    return {
        "grades": list(settings.grades),
        "method": settings.method.value,
        "window": settings.window,
        "span": settings.span.value,
        "shares": [format(each, "f") for each in settings.shares],
        "amounts": [decimal_string(each) for each in settings.amounts],
        "currency": settings.currency,
        "revision": settings.revision,
    }


def read_grades(kept: Json) -> GradeSettings:
    """Return the settings that were kept; the usual ones where none were."""
    if not isinstance(kept, dict):
        return GradeSettings()
    return GradeSettings(
        grades=tuple(_texts(kept["grades"])),
        method=GradeMethod(str(kept["method"])),
        window=int(str(kept["window"])),
        span=Span(str(kept["span"])),
        shares=tuple(Decimal(each) for each in _texts(kept["shares"])),
        amounts=tuple(to_counts(Decimal(each)) for each in _texts(kept["amounts"])),
        currency=str(kept["currency"]),
        revision=int(str(kept["revision"])),
    )


def _texts(kept: Json) -> list[str]:
    return [str(each) for each in kept] if isinstance(kept, list) else []
