"""`/client help`, and what an unknown command is answered with."""

from bot.errors import Candidate
from bot.i18n import _
from bot.views.blocks import actions, button, escape, header, section
from bot.views.ids import Action
from bot.views.message import Message
from bot.views.problems import choices


def help_message() -> Message:
    """Return the list of what `/client` can do, in the words of who uses it."""
    lines = [
        _("`/client log ACME` after a call, an email or a visit"),
        _("`/client show ACME` opens the file; `/client ACME` does too"),
        _("`/client add New Company` opens a new file"),
        _("`/client edit ACME trading` updates a section"),
        _("`/client find acm` searches by name, phone, domain or contact, also with typing errors"),
        _("`/client find country:DE grade:A stale owner:me` lists by filters, with words or without"),
        _("`/client credit ACME` or `/client credit ACME 40,000 EUR`: the limit and what is left of it"),
        _("`/client mix grade`, `product`, `region` or any field with choices; `/client mix product by grade 2026-Q1`"),
        _("`/client measures` what was decided to be done, with what has come of it; `/client measures add`"),
        _("`/client grades`, `/client grades A country:DE`: the sales grades and what they follow from"),
        _("`/client stale` what of yours wants a look"),
        _("`/client duplicates` files that may be one client's"),
        _("`/client import` a file from the accounting system (finance, managers, custodian)"),
        _("`/client import waiting` lines of the ledger whose client or product is not known (custodian, finance)"),
        _("`/client digest` preview of the weekly digest (custodian)"),
        _("`/client settings` lists of choices and the rules of sales grades (custodian)"),
    ]
    title = _("What Clientele does")
    text = "\n".join(lines)
    starts = actions(
        button(_("Add a client"), Action.OPEN_ADD, "-"),
        button(_("Log a contact"), Action.OPEN_LOG, "-"),
        button(_("What is stale"), Action.OPEN_STALE, "-"),
        block_id="help",
    )
    return Message(f"{title}\n{text}", (header(title), section(text), starts))


def did_you_mean(typed: str, command: str | None, nearest: tuple[Candidate, ...]) -> Message:
    """Answer something that is neither a command nor certainly a client."""
    shown = escape(typed)
    if command:
        text = _("There is no `/client {typed}`. Did you mean `/client {command}`?").format(
            typed=shown, command=escape(command)
        )
    elif nearest:
        text = _("Did you mean one of these clients? I know no command or client called “{typed}”.").format(typed=shown)
    else:
        text = _("I know no command or client called “{typed}”. `/client help` lists the commands.").format(typed=shown)
    return Message(text, (section(text), *choices(nearest)))
