"""The list of what waits as it leaves the program: the JSON that other programs read, and a sheet for people."""

from collections.abc import Sequence

from bot.i18n import _
from bot.policy.money import decimal_string, minor_digits
from bot.reports.published import Json
from bot.results.imports import KIND_LABELS
from bot.results.sheets import Amount, Cell, Sheet
from bot.results.waiting import KIND_NAMES, WaitingGroup


def waiting_json(groups: Sequence[WaitingGroup]) -> Json:
    """Return ``[{kind, reference, lines, ledgers, sums, first, latest}]``; the reference is empty where none is named.

    `ledgers` gives the number of lines by the kind of file, `sums` exact decimal strings by currency.
    """
    return [
        {
            "kind": each.kind.value,
            "reference": each.reference,
            "lines": each.lines,
            "ledgers": {kind.value: count for kind, count in each.ledgers},
            "sums": {money.currency: decimal_string(money.counts) for money in each.sums},
            "first": each.first.isoformat(),
            "latest": each.latest.isoformat(),
        }
        for each in groups
    ]


def waiting_sheet(groups: Sequence[WaitingGroup]) -> Sheet:
    """Return a row for each group and currency; lines are counted in the first of a group's rows."""
    rows: list[tuple[Cell, ...]] = [
        (
            str(KIND_NAMES[each.kind]),
            each.reference or _("(none named)"),
            each.lines if place == 0 else None,
            Amount(money.counts, minor_digits(money.currency)),
            money.currency,
            each.first.isoformat(),
            each.latest.isoformat(),
            ", ".join(str(KIND_LABELS[kind]) for kind, _count in each.ledgers),
        )
        for each in groups
        for place, money in enumerate(each.sums)
    ]
    headings = (
        _("Of a"), _("Named"), _("Lines"), _("Amount"), _("Currency"), _("From"), _("To"), _("In"),
    )  # fmt: skip
    notes = (_("Totals by client or by product leave these lines out. One that waits for both is in both."),)
    return Sheet(_("Lines that wait for their client or product"), headings, tuple(rows), notes)
