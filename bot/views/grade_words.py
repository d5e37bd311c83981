"""Words about standing grades that the card, the history, the Home tab and the list of grades share."""

from collections.abc import Callable, Sequence

from bot.i18n import _, ngettext
from bot.policy.classification import UNGRADED
from bot.policy.money import Money
from bot.policy.standing import CAUSE_LABELS, GradeCause, Span, average
from bot.results.grades import GradeChange, GradeMoves, StandingGrade
from bot.results.home import MovedClient
from bot.views.blocks import escape, shorten
from bot.views.words import day_text, local_day, money_text

NAME_LIMIT = 60
CHANGES_SHOWN = 6


def grade_name(grade: str) -> str:
    """Return what a grade is called, as plain text."""
    return _("not graded") if grade == UNGRADED else grade


def grade_text(grade: str) -> str:
    """Write a grade's name for mrkdwn."""
    return escape(grade_name(grade))


def grade_line(standing: StandingGrade, span: Span, currency: str) -> str:
    """Say which grade stands since when, what it follows from, and what is to be known of it."""
    line = _("*Grade* {grade} since {day}").format(grade=grade_text(standing.grade), day=day_text(standing.since))
    return "  ·  ".join([line, *_figures(standing, span, currency), *marks(standing)])


def _figures(standing: StandingGrade, span: Span, currency: str) -> list[str]:
    if standing.window is None:
        return []
    given = {
        "amount": money_text(Money(average(standing.amount, standing.months, span), currency)),
        "day": day_text(standing.window.end),
        "count": standing.months,
    }
    if span is Span.YEAR:
        text = ngettext(
            "{amount} a year, over {count} month to {day}", "{amount} a year, over {count} months to {day}",
            standing.months,
        )  # fmt: skip
    else:
        text = ngettext(
            "{amount} a month, over {count} month to {day}", "{amount} a month, over {count} months to {day}",
            standing.months,
        )  # fmt: skip
    return [text.format(**given)]


def marks(standing: StandingGrade, named: Callable[[str], str] = grade_text) -> list[str]:
    """Return what is to be known of a grade: that its client is new, what it was before, and why it moved.

    `named` writes a grade's name: for mrkdwn, or as plain text.
    """
    found = []
    if standing.is_short:
        found.append(
            ngettext("new: {count} month", "new: {count} months", standing.months).format(count=standing.months)
        )
    if standing.before:
        found.append(_("before: {grade}").format(grade=named(standing.before)))
        if standing.cause is not GradeCause.SALES:
            found.append(str(CAUSE_LABELS[standing.cause]))
    return found


def moved_text(moved: Sequence[MovedClient], more: int) -> str:
    """Say in one line which of the reader's own clients have another grade."""
    parts = [_moved(each) for each in moved]
    if more:
        parts.append(ngettext("and {count} more", "and {count} more", more).format(count=more))
    return _("Sales grades that moved this week: {clients}").format(clients="; ".join(parts))


def _moved(each: MovedClient) -> str:
    given = {
        "client": escape(shorten(each.name, NAME_LIMIT)),
        "before": grade_text(each.before),
        "grade": grade_text(each.grade),
    }
    if each.cause is GradeCause.SALES:
        return _("*{client}* {before} → {grade}").format(**given)
    return _("*{client}* {before} → {grade} ({cause})").format(**given, cause=CAUSE_LABELS[each.cause])


def changes_text(changes: Sequence[GradeChange], timezone: str) -> str:
    """Write the latest changes of a client's sales grade, newest first, a line each."""
    lines = [_("*Sales grade*"), *(_change(each, timezone) for each in changes[:CHANGES_SHOWN])]
    if (hidden := len(changes) - CHANGES_SHOWN) > 0:
        lines.append(ngettext("and {count} before", "and {count} before", hidden).format(count=hidden))
    return "\n".join(lines)


def _change(each: GradeChange, timezone: str) -> str:
    day = day_text(local_day(each.changed_at, timezone))
    if not each.before:
        return _("• {day}: {grade}, the first").format(day=day, grade=grade_text(each.grade))
    return _("• {day}: {before} → {grade}, {cause}").format(
        day=day, before=grade_text(each.before), grade=grade_text(each.grade), cause=CAUSE_LABELS[each.cause]
    )


def move_lines(moves: GradeMoves) -> list[str]:
    """Say how many clients moved up and down, to which grades, and how many of them for exchange rates alone."""
    lines = []
    if moves.up:
        count = sum(each for _grade, each in moves.up)
        up = ngettext("{count} client moved up: {grades}", "{count} clients moved up: {grades}", count)
        lines.append(up.format(count=count, grades=_to(moves.up)))
    if moves.down:
        count = sum(each for _grade, each in moves.down)
        down = ngettext("{count} client moved down: {grades}", "{count} clients moved down: {grades}", count)
        lines.append(down.format(count=count, grades=_to(moves.down)))
    if moves.by_rates:
        rates = ngettext(
            "{count} of them for exchange rates alone", "{count} of them for exchange rates alone", moves.by_rates
        )
        lines.append(rates.format(count=moves.by_rates))
    if moves.by_rules:
        rules = ngettext(
            "{count} client has another grade by new rules",
            "{count} clients have another grade by new rules",
            moves.by_rules,
        )
        lines.append(rules.format(count=moves.by_rules))
    return lines


def _to(counts: Sequence[tuple[str, int]]) -> str:
    return ", ".join(_("{count} to {grade}").format(count=count, grade=grade_text(grade)) for grade, count in counts)
