"""Calls, emails, visits and saved messages, each whole in a window that turns to the next one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.i18n import _
from bot.results.talks import Talk
from bot.views.blocks import SECTION_LIMIT, actions, button, context, escape, section, shorten
from bot.views.card import contact_line
from bot.views.forms import modal
from bot.views.ids import Action, Form
from bot.views.message import Block, View

SECTIONS = 4
"""So many sections of a long message stand on a page."""
LINK_LIMIT = 500
_SPARE = 10
"""What marks of direction may add to a section."""


def talk_view(shown: Talk, page: int, *, now: datetime) -> View:
    """Return a page of one contact; its buttons lead on through it and to the contacts before and after."""
    if shown.contact is None:
        blocks = [context(_("No call, email or visit logged yet."))]
        return modal(Form.RESULT, shown.client.name, blocks, submit=None, close=_("Close"))
    pieces = _pieces(shown.text, SECTION_LIMIT - _SPARE)
    page = max(0, min(page, (len(pieces) - 1) // SECTIONS))
    head = contact_line(replace(shown.contact, note=""), now)
    blocks = [section(head), *(section(each) for each in pieces[page * SECTIONS : (page + 1) * SECTIONS])]
    if shown.contact.link:
        blocks.append(context(_("Source: {link}").format(link=escape(shorten(shown.contact.link, LINK_LIMIT)))))
    blocks.append(context(_("{place} of {total}, the latest first").format(place=shown.place + 1, total=shown.total)))
    blocks += _turning(shown, page, has_more=(page + 1) * SECTIONS < len(pieces))
    return modal(Form.RESULT, shown.client.name, blocks, submit=None, close=_("Close"))


def _turning(shown: Talk, page: int, *, has_more: bool) -> list[Block]:
    client_id, place = shown.client.client_id, shown.place
    buttons = []
    if page:
        buttons.append(button(_("Back"), Action.TALK_BACK, talk_value(client_id, place, page - 1)))
    if has_more:
        buttons.append(button(_("Read on"), Action.TALK_ON, talk_value(client_id, place, page + 1)))
    if place:
        buttons.append(button(_("Newer"), Action.TALK_NEWER, talk_value(client_id, place - 1, 0)))
    if place + 1 < shown.total:
        buttons.append(button(_("Older"), Action.TALK_OLDER, talk_value(client_id, place + 1, 0)))
    return [actions(*buttons, block_id="talk_pages")] if buttons else []


def _pieces(text: str, most: int) -> Sequence[str]:
    """Part a text into escaped pieces that a section holds, at the end of a line where there is one."""
    pieces: list[str] = []
    rest = text.strip()
    while rest:
        end = _end(rest, most)
        if piece := rest[:end].strip():
            pieces.append(escape(piece))
        rest = rest[end:]
    return pieces


def _end(text: str, most: int) -> int:
    """Return how much of a text fits into a piece: whole lines, else whole words, else what fits."""
    end = min(len(text), most)
    while len(escape(text[:end])) > most:
        end -= max(1, (len(escape(text[:end])) - most) // len("&amp;"))
    if end == len(text):
        return end
    return next((cut + 1 for sign in "\n " if (cut := text.rfind(sign, end // 2, end)) > 0), end)


def talk_value(client_id: int, place: int, page: int) -> str:
    """Write which page of which contact of whose a button turns to."""
    return f"{client_id}:{place}:{page}"


def parse_talk_value(value: str) -> tuple[int, int, int]:
    """Read what `talk_value` wrote."""
    client_id, place, page = value.split(":")
    return int(client_id), int(place), int(page)
