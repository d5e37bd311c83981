"""What saving a contact answers with: what it was, what is agreed, what else wants a look."""

from datetime import datetime

from bot.i18n import _
from bot.policy.access import Part
from bot.policy.catalogue import PART_LABELS
from bot.results.clients import Logged
from bot.views.blocks import actions, button, escape, section
from bot.views.card import contact_line
from bot.views.ids import Action
from bot.views.message import Message
from bot.views.words import day_text


def logged(result: Logged, *, now: datetime) -> Message:
    """Return the answer to a saved contact."""
    client = result.client
    lines = [_("Saved on the file of *{client}*.").format(client=escape(client.name))]
    if result.last_before:
        # What was agreed then and is still open stands among the steps below.
        before = contact_line(result.last_before, now, with_step=False)
        lines.append(_("Before that: {contact}").format(contact=before))
    lines += [
        _("Agreed: {step}, {day}").format(step=escape(step.next_step) or "…", day=day_text(step.next_on))
        for step in result.open_steps
        if step.next_on
    ]
    if result.stale_sections:
        names = ", ".join(str(PART_LABELS[part]) for part in result.stale_sections)
        lines.append(_("Wants a look: {sections}").format(sections=names))
    buttons = [button(_("Open the file"), Action.OPEN_FILE, str(client.client_id))]
    if Part.TRADING in result.stale_sections:
        buttons.append(button(_("Update trading"), Action.OPEN_EDIT, f"{client.client_id}:{Part.TRADING.value}"))
    return Message("\n".join(lines), (section("\n".join(lines)), actions(*buttons, block_id="logged")))
