"""Every listener of the bot, registered in one place."""

from slack_bolt import App

from bot.handlers import (
    add,
    address_book,
    bank,
    choices,
    command,
    credit,
    drafts,
    duplicates,
    edit,
    files,
    find,
    grade_rules,
    grades,
    history,
    home,
    importing,
    log,
    measures,
    menus,
    merging,
    mix,
    replays,
    sell_through,
    shortcuts,
    stages,
    stale,
    talks,
    undo,
    waiting,
)
from bot.handlers.desk import Desk

MODULES = (
    replays,
    command,
    add,
    log,
    edit,
    files,
    find,
    grade_rules,
    grades,
    history,
    talks,
    undo,
    address_book,
    mix,
    measures,
    credit,
    stale,
    home,
    shortcuts,
    menus,
    choices,
    stages,
    bank,
    drafts,
    duplicates,
    merging,
    importing,
    waiting,
    sell_through,
)


def register_all(app: App, desk: Desk) -> None:
    """Register every listener of the bot."""
    for module in MODULES:
        module.register(app, desk)
