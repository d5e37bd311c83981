"""Reports as they leave the program: the JSON that other programs read, and sheets for people.

The names in the JSON are public. Amounts are exact decimal strings, shares numbers from 0 to 1, dates ISO 8601.
"""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from bot.i18n import LazyText, _, lazy
from bot.policy.access import Scope
from bot.policy.catalogue import PART_LABELS
from bot.policy.classification import ThresholdRule, largest_remainder
from bot.policy.credit import LimitState, Verdict
from bot.policy.freshness import Freshness
from bot.policy.money import Money, decimal_string, minor_digits
from bot.policy.regions import territory_name
from bot.policy.standing import CAUSE_LABELS, GradeCause, GradeMethod, Span, average
from bot.reports.mix_sheets import left_out_text
from bot.results.composition import Composition, CrossedMix, LeftOut, Measure
from bot.results.credit import UNKNOWN_LABELS, CreditAnswer, OpenInvoice
from bot.results.freshness import StaleItem
from bot.results.grades import GradeList, StandingGrade
from bot.results.sheets import Amount, Cell, Share, Sheet

LIMIT_LABELS: dict[LimitState, LazyText] = {
    LimitState.NOT_SET: lazy("not set"),
    LimitState.AMOUNT: lazy("an amount"),
    LimitState.UNLIMITED: lazy("unlimited"),
}
VERDICT_LABELS: dict[Verdict, LazyText] = {
    Verdict.YES: lazy("yes"),
    Verdict.NO: lazy("no"),
    Verdict.UNKNOWN: lazy("unknown"),
}

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"


def mix_json(found: Composition) -> Json:
    """Return ``{by, measure, currency, unit, period, as_of, total, rows, left_out}``; `unit` is null for amounts."""
    return {
        "by": found.by.value,
        "measure": found.measure.value,
        "currency": found.currency,
        "unit": found.unit,
        "period": found.period.name,
        "as_of": found.as_of.isoformat() if found.as_of else None,
        "scope": found.scope.value,
        "total": decimal_string(found.total),
        "rows": [
            {
                "key": row.key,
                "label": row.label,
                "amount": decimal_string(row.amount),
                "share": float(row.share),
                "clients": row.clients,
                "previous": _optional(row.previous),
            }
            for row in found.rows
        ],
        "left_out": _left_out_json(found.left_out),
    }


def crossed_json(found: CrossedMix) -> Json:
    """Return the JSON of a mix with ``by2``, and ``key2`` and ``label2`` in each row."""
    return {
        "by": found.by.value,
        "by2": found.by2.value,
        "measure": Measure.AMOUNT.value,
        "currency": found.currency,
        "unit": None,
        "period": found.period.name,
        "as_of": found.as_of.isoformat() if found.as_of else None,
        "scope": found.scope.value,
        "total": decimal_string(found.total),
        "rows": [
            {
                "key": row.key,
                "label": row.label,
                "key2": row.key2,
                "label2": row.label2,
                "amount": decimal_string(row.amount),
                "share": float(row.share),
                "clients": row.clients,
                "previous": _optional(row.previous),
            }
            for row in found.rows
        ],
        "left_out": _left_out_json(found.left_out),
    }


def _optional(counts: int | None) -> str | None:
    return None if counts is None else decimal_string(counts)


def _left_out_json(left_out: Sequence[LeftOut]) -> Json:
    return {
        "amount": decimal_string(sum(each.amount for each in left_out)),
        "lines": sum(each.lines for each in left_out),
        "reasons": [
            {"missing": each.missing.value, "amount": decimal_string(each.amount), "lines": each.lines}
            for each in left_out
        ],
    }


def grades_json(found: GradeList) -> Json:
    """Return ``{currency, period, as_of, scope, method, months, rows, left_out}``.

    Rows are ``{grade, code, name, country, amount, share, cumulative, average, standing}``. `standing` is the grade on
    the file, null where there is none, with since when, its window, the months it divides by, whether its client is
    new, what it was before and why it changed.
    """
    return {
        "currency": found.currency,
        "period": found.period.name,
        "as_of": found.as_of.isoformat() if found.as_of else None,
        "scope": found.scope.value,
        "method": _method(found),
        "months": found.months,
        "rows": [
            {
                "grade": each.grade,
                "code": each.code,
                "name": each.name,
                "country": each.country,
                "amount": decimal_string(each.amount),
                "share": float(each.share),
                "cumulative": float(each.cumulative),
                "average": decimal_string(average(each.amount, found.months, Span.MONTH)),
                "standing": _standing_json(each.standing) if each.standing else None,
            }
            for each in found.clients
        ],
        "left_out": _left_out_json(found.left_out),
    }


def _method(found: GradeList) -> str:
    return (GradeMethod.THRESHOLD if isinstance(found.rule, ThresholdRule) else GradeMethod.SHARE).value


def _standing_json(standing: StandingGrade) -> Json:
    window = standing.window
    return {
        "grade": standing.grade,
        "since": standing.since.isoformat(),
        "window": f"{window.start}..{window.end}" if window else None,
        "amount": decimal_string(standing.amount),
        "months": standing.months,
        "is_new": standing.is_short,
        "before": standing.before,
        "cause": standing.cause.value,
    }


def stale_json(found: Iterable[StaleItem]) -> Json:
    """Return ``[{code, name, owner, section, freshness, days_overdue, fields}]``, worst first."""
    return [
        {
            "code": each.client.code,
            "name": each.client.name,
            "owner": each.client.owner_slack_id,
            "section": each.section.value,
            "freshness": each.freshness.value,
            "days_overdue": each.days_overdue,
            "fields": [value.field.key for value in each.values],
        }
        for each in found
    ]


def credit_json(found: CreditAnswer) -> Json:
    """Return the answer with its limit, figures, rates, documents and, when an amount was asked for, the verdict."""
    limit = found.limit.limit
    return {
        "code": found.client.code,
        "name": found.client.name,
        "currency": found.currency,
        "limit": {
            "state": limit.state.value,
            "amount": _money(limit.amount),
            "currency": limit.amount.currency if limit.amount else None,
            "set_by": found.limit.set_by,
            "set_on": found.limit.set_on.isoformat() if found.limit.set_on else None,
        },
        "exposure": _money(found.exposure),
        "exposure_covers": "open invoices only",
        "available": _money(found.available),
        "overdue": _money(found.overdue),
        "as_of": found.as_of.isoformat() if found.as_of else None,
        "rates": [
            {"currency": each.currency, "rate": format(each.rate, "f"), "date": each.day.isoformat()}
            for each in found.rates
        ],
        "open_documents": found.open_count,
        "documents": [_document_json(each) for each in found.documents],
        "asked": {"amount": found.asked.decimal(), "currency": found.asked.currency} if found.asked else None,
        "verdict": found.verdict.value if found.verdict else None,
        "unknown": found.unknown.value if found.unknown else None,
    }


def _money(money: Money | None) -> str | None:
    return None if money is None else money.decimal()


def _document_json(document: OpenInvoice) -> Json:
    return {
        "number": document.invoice_id,
        "kind": document.kind,
        "issued": document.issued.isoformat(),
        "due": document.due.isoformat(),
        "open": document.open.decimal(),
        "currency": document.open.currency,
        "disputed": document.disputed,
        "days_overdue": document.days_overdue,
    }


def grades_sheet(found: GradeList) -> Sheet:
    """Return clients by grade as a sheet."""
    digits = minor_digits(found.currency)
    tenths = largest_remainder([max(each.amount, 0) for each in found.clients])
    return Sheet(
        title=_("Sales grades, {period}").format(period=found.period.name),
        headings=(
            _("Grade"),
            _("Code"),
            _("Client"),
            _("Country"),
            found.currency,
            _("Share"),
            _("Cumulative"),
            _("Average a month"),
            _("Standing grade"),
            _("Since"),
            _("Months"),
            _("Mark"),
        ),
        rows=tuple(
            (
                each.grade,
                each.code,
                each.name,
                territory_name(each.country) if each.country else "",
                Amount(each.amount, digits),
                Share(each.share, shown),
                Share(each.cumulative, round(each.cumulative * 1000)),
                Amount(average(each.amount, found.months, Span.MONTH), digits),
                *_standing_cells(each.standing),
            )
            for each, shown in zip(found.clients, tenths, strict=True)
        ),
        notes=(*_dated(found), _graded_by(found)),
    )


def _standing_cells(standing: StandingGrade | None) -> tuple[Cell, ...]:
    if standing is None:
        return ("", None, None, "")
    marks = [_("new")] if standing.is_short else []
    if standing.before and standing.cause is not GradeCause.SALES:
        marks.append(str(CAUSE_LABELS[standing.cause]))
    return (standing.grade, standing.since, standing.months, ", ".join(marks))


def _graded_by(found: GradeList) -> str:
    """Say by which method the period was graded, and over what the standing grades are."""
    method = (
        _("Graded by the average over {months} months.")
        if isinstance(found.rule, ThresholdRule)
        else _("Graded by cumulative share.")
    ).format(months=found.months)
    window = next((each.standing.window for each in found.clients if each.standing), None)
    if window is None:
        return method
    return _("{method} Standing grades follow from {first} to {last}.").format(
        method=method, first=window.start.isoformat(), last=window.end.isoformat()
    )


def stale_sheet(found: Iterable[StaleItem]) -> Sheet:
    """Return sections that want a look as a sheet, worst first."""
    return Sheet(
        title=_("What is known too long ago"),
        headings=(_("Code"), _("Client"), _("Owner"), _("Section"), _("Days overdue"), _("Fields")),
        rows=tuple(
            (
                each.client.code,
                each.client.name,
                each.client.owner_name or "",
                str(PART_LABELS[each.section]),
                each.days_overdue if each.freshness is Freshness.STALE else None,
                ", ".join(str(value.field.label) for value in each.values) or _("nothing known yet"),
            )
            for each in found
        ),
    )


def credit_sheet(found: CreditAnswer) -> Sheet:
    """Return a credit answer as a sheet, figures first, then the open documents that fall due first."""
    limit = found.limit.limit
    rows: list[tuple[Cell, ...]] = [
        (_("Limit"), str(LIMIT_LABELS[limit.state]) if limit.amount is None else None, _amount(limit.amount)),
        (_("Exposure, open invoices only"), None, _amount(found.exposure)),
        (_("Available"), None, _amount(found.available)),
        (_("Overdue"), None, _amount(found.overdue)),
    ]
    if found.asked and found.verdict:
        asked = _("{amount} {currency} asked for").format(amount=found.asked.decimal(), currency=found.asked.currency)
        rows.append((asked, str(VERDICT_LABELS[found.verdict]), _amount(found.asked_converted)))
    rows += [
        (
            f"{each.kind} {each.invoice_id}",
            _("due {day}").format(day=each.due.isoformat()),
            _amount(each.open)
            if each.open.currency == found.currency
            else f"{each.open.decimal()} {each.open.currency}",
        )
        for each in found.documents
    ]
    notes = [_("Invoices as of {day}.").format(day=found.as_of.isoformat())] if found.as_of else []
    notes += [
        _("{currency} at {rate} of {day}.").format(currency=each.currency, rate=each.rate, day=each.day.isoformat())
        for each in found.rates
    ]
    if found.unknown:
        day = found.mismatched.isoformat() if found.mismatched else ""
        reason = UNKNOWN_LABELS[found.unknown].format(currency=found.missing_rate or "", day=day)
        notes.append(_("Unknown: {reason}.").format(reason=reason))
    return Sheet(
        title=_("Credit of {client}").format(client=found.client.name),
        headings=(_("Figure"), "", found.currency),
        rows=tuple(rows),
        notes=tuple(notes),
    )


def _amount(money: Money | None) -> Amount | None:
    return None if money is None else Amount(money.counts, minor_digits(money.currency))


def _dated(found: GradeList) -> tuple[str, ...]:
    """Say whose figures they are and to which day."""
    whose = {
        Scope.OWN: _("Your own clients."),
        Scope.TEAM: _("Your team's clients."),
        Scope.ALL: _("All clients."),
    }[found.scope]
    if found.as_of is None:
        return (whose, _("The ledger is empty."))
    left_out = (left_out_text(each) for each in found.left_out)
    return (whose, _("Ledger to {day}.").format(day=found.as_of.isoformat()), *left_out)
