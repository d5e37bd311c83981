"""The answer to `/client find`."""

from collections.abc import Sequence

from bot.i18n import _, ngettext
from bot.results.clients import Match
from bot.views.blocks import actions, button, escape, section
from bot.views.ids import Action
from bot.views.message import Block, Message
from bot.views.words import owner_text, place_text, stage_text


def found(words: str, matches: Sequence[Match]) -> Message:
    """Return the clients found, each with a button that opens its file; none found offers to add one."""
    if not matches:
        text = _("No client answers to “{words}”.").format(words=escape(words))
        adding = actions(button(_("Add a client"), Action.OPEN_ADD, words[:200] or "-"), block_id="none_found")
        return Message(text, (section(text), adding))
    text = ngettext("{count} client found for “{words}”", "{count} clients found for “{words}”", len(matches)).format(
        count=len(matches), words=escape(words)
    )
    return Message(text, (section(text), *(_line(match) for match in matches)))


def _line(match: Match) -> Block:
    client = match.client
    about = "  ·  ".join(filter(None, [place_text(client), stage_text(client), owner_text(client)]))
    opening = button(_("Open"), Action.OPEN_FILE, str(client.client_id))
    return section(f"*{escape(client.name)}*\n{about}", accessory=opening, block_id=f"found:{client.client_id}")
