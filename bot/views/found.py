"""The answer to `/client find`."""

import re
from dataclasses import replace

from bot.i18n import LazyText, _, lazy, ngettext
from bot.policy.clues import Way
from bot.policy.searching import Search, parse_search
from bot.results.clients import Match
from bot.results.finding import FoundPage
from bot.views.blocks import actions, button, context, escape, section, shorten
from bot.views.ids import Action
from bot.views.message import Block, Message
from bot.views.words import owner_text, place_text, stage_text

_NAME_LIMIT, _PLACE_LIMIT, _ASKED_LIMIT = 120, 60, 300
"""How much of what people wrote is shown, so that ten clients always fit into one message."""

_BECAUSE: dict[str, LazyText] = {
    Way.DOMAIN: lazy("found by its domain"),
    Way.EMAIL: lazy("found by an email address"),
    Way.PHONE: lazy("found by a phone number"),
    Way.PERSON: lazy("found by somebody there"),
}


def found(shown: FoundPage) -> Message:
    """Return a page of the clients found, each with a button that opens its file; none found offers to add one."""
    asked = _asked(shown.asked)
    if not shown.matches and not shown.sealed:
        text = _("No client answers to “{words}”.").format(words=asked)
        return Message(text, (section(text), *_adding(parse_search(shown.asked))))
    text = _heading(shown, asked)
    blocks = [section(text), *(_line(match) for match in shown.matches), *(_sealed(match) for match in shown.sealed)]
    if shown.sealed:
        blocks.append(context(_("What led there is not open to you: its name and owner are all that is told.")))
    if shown.pages > 1:
        blocks.append(_pages(shown))
    return Message(text, tuple(blocks))


def _adding(search: Search) -> tuple[Block, ...]:
    """Return the button that adds a client by the words of a name; filters alone name nobody."""
    if not search.words:
        return ()
    return (actions(button(_("Add a client"), Action.OPEN_ADD, search.words[:200]), block_id="none_found"),)


def _heading(shown: FoundPage, asked: str) -> str:
    count = shown.total + len(shown.sealed)
    text = ngettext("{count} client found for “{words}”", "{count} clients found for “{words}”", count).format(
        count=count, words=asked
    )
    if shown.pages == 1:
        return text
    return _("{found}, page {page} of {pages}").format(found=text, page=shown.page + 1, pages=shown.pages)


def _asked(text: str) -> str:
    """Write what was asked, whoever is named in it as a mention."""
    return re.sub(r"(?<=owner:)@([UW][A-Z0-9]{2,})\b", r"<@\1>", escape(shorten(text, _ASKED_LIMIT)))


def _line(match: Match) -> Block:
    client = match.client
    because = str(_BECAUSE.get(match.because, ""))
    placed = replace(client, city=shorten(client.city or "", _PLACE_LIMIT))
    about = [place_text(placed), stage_text(client), owner_text(client), because]
    return _row(match, "  ·  ".join(filter(None, about)))


def _sealed(match: Match) -> Block:
    return _row(match, owner_text(match.client))


def _row(match: Match, about: str) -> Block:
    opening = button(_("Open"), Action.OPEN_FILE, str(match.client.client_id))
    name = escape(shorten(match.client.name, _NAME_LIMIT))
    return section(f"*{name}*\n{about}", accessory=opening, block_id=f"found:{match.client.client_id}")


def _pages(shown: FoundPage) -> Block:
    buttons = []
    if shown.page > 0:
        buttons.append(button(_("Previous"), Action.FIND_PREVIOUS, place(shown.page - 1, shown.asked)))
    if shown.page + 1 < shown.pages:
        buttons.append(button(_("Next"), Action.FIND_NEXT, place(shown.page + 1, shown.asked)))
    return actions(*buttons, block_id="found_pages")


def place(page: int, asked: str) -> str:
    """Write which page of which search a button leads to."""
    return f"{page}|{asked}"


def parse_place(value: str) -> tuple[int, str]:
    """Read what `place` wrote."""
    page, _separator, asked = value.partition("|")
    return int(page), asked
