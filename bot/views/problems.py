"""How an error is told: its own sentence, and the buttons that lead on from it."""

from collections.abc import Sequence

from bot.errors import Ambiguous, Candidate, ClienteleError, ClientNotFound, UnknownPerson
from bot.i18n import _
from bot.views.blocks import actions, button, escape, section
from bot.views.ids import Action
from bot.views.message import Block, Message


def sentence(error: ClienteleError, *, custodians: Sequence[str] = ()) -> str:
    """Return the error's sentence; unknown people learn whom to ask, by mention where `custodians` are given.

    A form shows plain text, in which a mention would be an id: leave `custodians` out there.
    """
    if not isinstance(error, UnknownPerson):
        return str(error)
    if custodians:
        return f"{error}\n" + _("Ask {custodian}, the custodian of the files.").format(custodian=_mentions(custodians))
    return f"{error}\n" + _("Ask the custodian of the files.")


def _mentions(slack_ids: Sequence[str]) -> str:
    return ", ".join(f"<@{slack_id}>" for slack_id in slack_ids)


def message(error: ClienteleError, *, custodians: Sequence[str] = (), lead_to: Action = Action.OPEN_FILE) -> Message:
    """Return the error as an answer, with the nearest clients to choose from where there are some.

    `lead_to` is what choosing one of them does.
    """
    if isinstance(error, UnknownPerson):
        text = sentence(error, custodians=custodians)
        return Message(text, (section(text),))
    text = escape(str(error))
    if isinstance(error, ClientNotFound) and error.nearest:
        hint = _("Did you mean one of these?")
        return Message(text, (section(f"{text}\n{hint}"), *choices(error.nearest, lead_to)))
    if isinstance(error, ClientNotFound):
        open_new = actions(button(_("Add a client"), Action.OPEN_ADD, error.name[:200] or "-"))
        return Message(text, (section(text), open_new))
    if isinstance(error, Ambiguous):
        return Message(text, (section(text), *choices(error.candidates, lead_to)))
    return Message(text, (section(text),))


def choices(candidates: Sequence[Candidate], lead_to: Action = Action.OPEN_FILE) -> tuple[Block, ...]:
    """Return one line a client, each with a button that goes on with it."""
    label = _("Open") if lead_to is Action.OPEN_FILE else _("This one")
    return tuple(
        section(
            f"*{escape(each.name)}*" + (f"\n{escape(each.place)}" if each.place else ""),
            accessory=button(label, lead_to, str(each.client_id)),
            block_id=f"candidate:{each.client_id}",
        )
        for each in candidates[:5]
    )
