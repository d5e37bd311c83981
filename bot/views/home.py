"""App Home: what is due, what is stale, my clients."""

from datetime import date, datetime

from bot.i18n import _
from bot.results.clients import Client, DueStep
from bot.results.home import HomeDesk
from bot.results.quality import DeskQuality
from bot.views.blocks import actions, button, context, divider, escape, header, section
from bot.views.drafts import draft_blocks
from bot.views.grade_words import moved_text
from bot.views.ids import Action
from bot.views.measures import count_block
from bot.views.message import Block, View
from bot.views.nag import item_blocks
from bot.views.quality import quality_blocks
from bot.views.stages import proposal_blocks
from bot.views.waiting import waiting_line
from bot.views.words import day_text, place_text, stage_text


def home_view(desk: HomeDesk, quality: DeskQuality, *, now: datetime, today: date) -> View:
    """Return the Home tab."""
    blocks: list[Block] = []
    if desk.keeps_files:
        blocks.append(
            actions(
                button(_("Log a contact"), Action.OPEN_LOG, "-", style="primary"),
                button(_("Add a client"), Action.OPEN_ADD, "-"),
                block_id="home_start",
            )
        )
    blocks += draft_blocks(desk.drafts, now)
    blocks.append(header(_("What is due")))
    blocks += [block for each in desk.due for block in _step(each, today)] or [context(_("Nothing is due this week."))]
    blocks += count_block(desk.measures)
    if desk.moved:
        blocks.append(context(moved_text(desk.moved, desk.moved_more)))
    blocks.append(header(_("What wants a look")))
    blocks += [block for each in desk.proposals for block in proposal_blocks(each)]
    blocks += waiting_line(desk.waiting)
    blocks += [block for item in desk.stale for block in item_blocks(item, now)] or [context(_("Nothing is stale."))]
    blocks += quality_blocks(quality)
    if desk.keeps_files or desk.owned:
        blocks += _clients(desk)
    return {"type": "home", "blocks": blocks}


def _clients(desk: HomeDesk) -> list[Block]:
    """Return the reader's own clients; nothing of this is for those who keep no files."""
    blocks = [divider(), header(_("My clients: {count}").format(count=desk.owned))]
    blocks += [_client(each) for each in desk.clients] or [context(_("No file is yours yet."))]
    hidden = desk.owned - len(desk.clients)
    if hidden > 0:
        blocks.append(context(_("and {count} more; `/client find` opens any").format(count=hidden)))
    return blocks


def outsider_home(text: str) -> View:
    """Return the Home tab of somebody who may not read client files."""
    return {"type": "home", "blocks": [section(text)]}


def _step(step: DueStep, today: date) -> tuple[Block, Block]:
    words = _("*{client}*: {step}, *overdue since {day}*") if step.due < today else _("*{client}*: {step}, {day}")
    line = words.format(client=escape(step.client_name), step=escape(step.step) or "…", day=day_text(step.due))
    buttons = actions(
        button(_("Done"), Action.STEP_DONE, str(step.interaction_id)),
        button(_("Log a contact"), Action.OPEN_LOG, str(step.client_id)),
        block_id=f"step:{step.interaction_id}",
    )
    return section(line), buttons


def _client(client: Client) -> Block:
    about = "  ·  ".join(filter(None, [place_text(client), stage_text(client)]))
    opening = button(_("Open"), Action.OPEN_FILE, str(client.client_id))
    return section(f"*{escape(client.name)}*\n{about}", accessory=opening, block_id=f"mine:{client.client_id}")
