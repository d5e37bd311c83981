"""A composition as sheets: its figures, the lines behind them, and what was asked of which ledger."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from bot.i18n import _, ngettext
from bot.policy.money import decimal_string, minor_digits
from bot.policy.periods import Period
from bot.results.charts import title_of
from bot.results.composition import (
    WHOSE,
    Composition,
    CrossedMix,
    CrossedRow,
    LeftOut,
    MixRow,
    heading_of,
    uncounted_note,
)
from bot.results.sales_lines import LinesBehind, SalesLine
from bot.results.sheets import Amount, Cell, Share, Sheet

Found = Composition | CrossedMix

_WHOLE = Share(Fraction(1), 1000)


def mix_sheet(found: Composition) -> Sheet:
    """Return a composition as a sheet that ends with its total."""
    shown = zip(found.rows, found.shown_shares(), found.shown_cumulative(), strict=True)
    rows = [_row(found, *each) for each in shown]
    whole = _WHOLE if found.has_shares else None
    digits = _digits(found)
    total: list[Cell] = ["", _("Total"), Amount(found.total, digits), whole, None, None, None]
    if found.previous_total is not None:
        total += _against(found.total, found.previous_total, digits)
    if found.year_before_total is not None:
        total += _against(found.total, found.year_before_total, digits)
    usual = (_("Share"), _("Cumulative"), _("Clients"), _("Average a client"))
    return Sheet(
        title=title_of(found),
        headings=(_("Key"), heading_of(found.by), measured(found), *usual, *_compared_headings(found)),
        rows=(*rows, tuple(total)),
        notes=notes_of(found),
        name=_sheet_name(found),
    )


def _row(found: Composition, row: MixRow, share: int, cumulative: int) -> tuple[Cell, ...]:
    digits, average = _digits(found), row.average
    shares = [Share(row.share, share), Share(row.cumulative, cumulative)]
    return (
        row.key,
        row.label,
        Amount(row.amount, digits),
        *(shares if found.has_shares else [None, None]),
        row.clients,
        None if average is None else Amount(average, digits),
        *([] if found.previous_total is None else _against(row.amount, row.previous or 0, digits)),
        *([] if found.year_before_total is None else _against(row.amount, row.year_before or 0, digits)),
    )


def _digits(found: Found) -> int:
    return minor_digits(found.currency) if found.currency else 4


def _against(now: int, before: int, digits: int) -> list[Cell]:
    """Return what stood there before, and by which part of it that has changed."""
    change = Fraction(now - before, before) if before > 0 else None
    return [Amount(before, digits), None if change is None else Share(change, round(change * 1000))]


def _compared_headings(found: Found) -> list[str]:
    before = [] if found.previous_total is None else [_("Before"), _("Change on the period before")]
    year = [] if found.year_before_total is None else [_("Year before"), _("Change on the year before")]
    return [*before, *year]


def crossed_sheet(found: CrossedMix) -> Sheet:
    """Return a composition by two keys as a sheet, one row a cell."""
    rows = [_cell(found, row, tenths) for row, tenths in zip(found.rows, found.shown_shares(), strict=True)]
    digits = _digits(found)
    whole = _WHOLE if found.has_shares else None
    total: list[Cell] = [_("Total"), "", Amount(found.total, digits), whole, None, None]
    if found.previous_total is not None:
        total += _against(found.total, found.previous_total, digits)
    if found.year_before_total is not None:
        total += _against(found.total, found.year_before_total, digits)
    usual = (_("Share"), _("Clients"), _("Average a client"))
    return Sheet(
        title=title_of(found),
        headings=(heading_of(found.by), heading_of(found.by2), found.currency, *usual, *_compared_headings(found)),
        rows=(*rows, tuple(total)),
        notes=notes_of(found),
        name=_sheet_name(found),
    )


def _cell(found: CrossedMix, row: CrossedRow, tenths: int) -> tuple[Cell, ...]:
    digits, average = _digits(found), row.average
    return (
        row.label,
        row.label2,
        Amount(row.amount, digits),
        Share(row.share, tenths) if found.has_shares else None,
        row.clients,
        None if average is None else Amount(average, digits),
        *([] if found.previous_total is None else _against(row.amount, row.previous or 0, digits)),
        *([] if found.year_before_total is None else _against(row.amount, row.year_before or 0, digits)),
    )


def _sheet_name(found: Found) -> str:
    unit = found.unit if isinstance(found, Composition) and not found.currency else None
    return _("Figures") if unit is None else _("Figures, {unit}").format(unit=unit or "-")


def lines_sheet(behind: LinesBehind, currency: str) -> Sheet:
    """Return the lines behind a composition as a sheet, newest first; the last column is in the base currency."""
    headings = (
        _("Date"), _("Line"), _("Document"), _("Client code"), _("Client"), _("Product code"), _("Product"),
        _("Quantity"), _("Unit"), _("Amount"), _("Currency"), _("Rate"), currency,
    )  # fmt: skip
    return Sheet(
        title=_("Lines behind the figures"),
        headings=headings,
        rows=tuple(_line(each, currency) for each in behind.lines),
        notes=lines_notes(behind),
        name=_("Lines"),
    )


def _line(line: SalesLine, currency: str) -> tuple[Cell, ...]:
    return (
        line.day, line.line_id, line.document, line.client_code, line.client, line.product_code, line.product,
        None if line.quantity is None else Amount(line.quantity, 4), line.unit,
        Amount(line.amount, minor_digits(line.currency)), line.currency, line.rate,
        Amount(line.base_amount, minor_digits(currency)),
    )  # fmt: skip


def lines_notes(behind: LinesBehind) -> tuple[str, ...]:
    """Say whose lines are listed, and that they are not all where there are more."""
    if not behind.is_cut:
        return (str(WHOSE[behind.scope]),)
    count = len(behind.lines)
    cut = ngettext(
        "Only the latest {count} line stands here; ask for a shorter period for the others.",
        "Only the latest {count} lines stand here; ask for a shorter period for the others.",
        count,
    )
    return (str(WHOSE[behind.scope]), cut.format(count=count))


def behind_sheets(found: Sequence[Found], behind: LinesBehind | None, currency: str, made_on: date) -> list[Sheet]:
    """Return the pages that go with the figures: the lines behind them, where there are any, and what was asked.

    Nothing was asked of any ledger where no figures were found.
    """
    lines = [lines_sheet(behind, currency)] if behind is not None else []
    return [*lines, about_sheet(found, behind, made_on)] if found else lines


def about_sheet(found: Sequence[Found], behind: LinesBehind | None, made_on: date) -> Sheet:
    """Return what was asked: keys, period, filters, whose figures, to which day, and what the lines are."""
    first = found[0]
    rows: list[tuple[Cell, ...]] = [
        (_("Report"), title_of(first)),
        (_("Measured in"), ", ".join(dict.fromkeys(map(measured, found)))),
        (_("Period"), _days(first.period)),
    ]
    if first.previous_period:
        rows.append((_("Period before"), _days(first.previous_period)))
    if first.year_before_period:
        rows.append((_("Year before"), _days(first.year_before_period)))
    rows.append((_("Whose figures"), str(WHOSE[first.scope])))
    rows += [(_("Filter"), _("{label}: {value}").format(label=each.label, value=each.value)) for each in first.filters]
    rows.append((_("Ledger to"), first.as_of))
    rows.append((_("Made on"), made_on))
    if behind is None:
        rows.append((_("Lines"), _("None: an auditor reads totals only.")))
    else:
        rows += [(_("Lines"), note) for note in lines_notes(behind)]
    return Sheet(title=_("About these figures"), headings=("", ""), rows=tuple(rows), name=_("About"))


def _days(period: Period) -> str:
    if period.is_all:
        return period.name
    return _("{name}: {start} to {end}").format(
        name=period.name, start=period.start.isoformat(), end=period.end.isoformat()
    )


def measured(found: Found) -> str:
    """Return what the figures are in: a currency, or a unit."""
    unit = found.unit if isinstance(found, Composition) else None
    return found.currency or unit or _("Quantity")


def notes_of(found: Found) -> tuple[str, ...]:
    """Say whose figures they are, to which day, which filters hold, and what they leave out."""
    notes = [str(WHOSE[found.scope])]
    notes.append(
        _("The ledger is empty.") if found.as_of is None else _("Ledger to {day}.").format(day=found.as_of.isoformat())
    )
    notes += [_("Only {label}: {value}.").format(label=each.label, value=each.value) for each in found.filters]
    notes += [left_out_text(each) for each in found.left_out]
    notes += filter(None, [uncounted_note(found.rows)])
    if found.rows and not found.has_shares:
        notes.append(_("The total is not more than zero, so there are no shares."))
    return tuple(notes)


def left_out_text(left: LeftOut) -> str:
    """Say what a total leaves out, and why."""
    return left.told(decimal_string(left.amount))
