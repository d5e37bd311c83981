"""What saving a contact answers with: what it was, what it settled, what is still open, and what credit there is."""

from collections.abc import Iterable
from datetime import datetime

from bot.i18n import _
from bot.policy.access import Part
from bot.policy.catalogue import PART_LABELS, Field
from bot.policy.credit import LimitState
from bot.results.clients import InteractionView, Logged
from bot.results.credit import UNKNOWN_LABELS, CreditAnswer
from bot.views.blocks import actions, button, escape, section, shorten
from bot.views.card import contact_line
from bot.views.ids import Action
from bot.views.message import Message
from bot.views.words import day_text, money_text

_TEXT_LENGTH = 160
_PROBLEMS_SHOWN = 2


def logged(result: Logged, credit: CreditAnswer | None = None, *, now: datetime) -> Message:
    """Return the answer to a saved contact; `credit` is there for those who may read it."""
    client = result.client
    lines = [_("Saved on the file of *{client}*.").format(client=escape(client.name))]
    lines += _settled(result)
    if result.last_before:
        # What was agreed then and is still open stands among the steps below.
        before = contact_line(result.last_before, now, with_step=False)
        lines.append(_("Before that: {contact}").format(contact=before))
    lines += _problems(result, now)
    lines += [_agreed(step, now) for step in result.open_steps if step.next_on]
    if credit is not None:
        lines.append(_credit(credit))
    if result.stale_sections:
        names = ", ".join(str(PART_LABELS[part]) for part in result.stale_sections)
        lines.append(_("Wants a look: {sections}").format(sections=names))
    buttons = [button(_("Open the file"), Action.OPEN_FILE, str(client.client_id))]
    if Part.TRADING in result.stale_sections:
        buttons.append(button(_("Update trading"), Action.OPEN_EDIT, f"{client.client_id}:{Part.TRADING.value}"))
    return Message("\n".join(lines), (section("\n".join(lines)), actions(*buttons, block_id="logged")))


def _settled(result: Logged) -> list[str]:
    """Say what this contact brought up to date and what it finished."""
    lines = []
    if result.refreshed:
        lines.append(_("Refreshed: {fields}.").format(fields=_names(result.refreshed)))
    if result.noted:
        kept = _("Noted in the history, while a more certain source still holds: {fields}.")
        lines.append(kept.format(fields=_names(result.noted)))
    return lines + [_("Done: {step}").format(step=_short(step)) for step in result.done_steps]


def _names(fields: Iterable[Field]) -> str:
    return ", ".join(escape(str(each.label)) for each in fields)


def _short(text: str) -> str:
    return escape(shorten(" ".join(text.split()), _TEXT_LENGTH)) or "…"


def _problems(result: Logged, now: datetime) -> list[str]:
    lines = []
    if result.known_problems:
        lines.append(_("Problems on file: {problems}").format(problems=_short(result.known_problems)))
    raised = [contact_line(each, now, with_step=False) for each in result.raised_problems[:_PROBLEMS_SHOWN]]
    return lines + [_("Not followed up: {contact}").format(contact=line) for line in raised]


def _agreed(step: InteractionView, now: datetime) -> str:
    assert step.next_on is not None
    line = _("Overdue: {step}, {day}") if step.next_on < now.date() else _("Agreed: {step}, {day}")
    return line.format(step=_short(step.next_step), day=day_text(step.next_on))


def _credit(answer: CreditAnswer) -> str:
    """Say what may still be shipped, in the limit's currency, and how old the figures are."""
    if answer.limit.limit.state is LimitState.UNLIMITED:
        return _("Credit: unlimited.")
    if answer.available is None or answer.as_of is None:
        day = day_text(answer.mismatched) if answer.mismatched else ""
        known = {"currency": answer.missing_rate or "", "day": day}
        reason = UNKNOWN_LABELS[answer.unknown].format(**known) if answer.unknown else "–"
        return _("Credit: unknown, {reason}.").format(reason=reason)
    figures = {"amount": money_text(answer.available), "day": day_text(answer.as_of)}
    if answer.overdue is not None and answer.overdue.counts > 0:
        line = _("Credit: {amount} available, {overdue} overdue, as of {day}.")
        return line.format(**figures, overdue=money_text(answer.overdue))
    return _("Credit: {amount} available, as of {day}.").format(**figures)
