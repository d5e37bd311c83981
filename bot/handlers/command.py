"""`/client`: the first word chooses what is done; anything else is taken for a client's name."""

from collections.abc import Callable

from slack_bolt import Ack, App

from bot.errors import Ambiguous, ClientNotFound, InvalidInput
from bot.handlers import (
    add,
    choices,
    credit,
    digest,
    duplicates,
    edit,
    files,
    find,
    grades,
    importing,
    log,
    measures,
    mix,
    stale,
    typed,
    waiting,
)
from bot.handlers.answering import Case, Drawing, Reply, on_command, open_case, open_form
from bot.handlers.desk import Desk
from bot.handlers.payloads import Carried, CommandRequest, Payload
from bot.i18n import lazy
from bot.results.clients import Client
from bot.services import lookup
from bot.views import problems
from bot.views.helping import did_you_mean, help_message
from bot.views.ids import Action
from bot.views.message import Message

Command = Callable[[Desk, CommandRequest, str], Reply]


def _add(desk: Desk, request: CommandRequest, rest: str) -> None:
    view = add.form_view(desk, request.user_id, typed.name_of(rest), request.response_url)
    open_form(desk, request, view)


def _log(desk: Desk, request: CommandRequest, rest: str) -> None:
    with open_case(desk, request.user_id, via="log") as case:
        client = _meant(case, rest) if rest else None
        view = log.form_view(desk, case, client, carried=Carried(response_url=request.response_url))
    open_form(desk, request, view)


def _meant(case: Case, name: str) -> Client:
    """Return the client that is certainly meant. Raises ClientNotFound or Ambiguous."""
    return lookup.resolve(case.session, typed.name_of(name), actor=case.actor, now=case.now)


def _show(desk: Desk, request: CommandRequest, rest: str) -> Drawing:
    if not rest:
        raise InvalidInput(lazy("Which client? Write `/client show` and its name."))
    return files.show_named(desk, request.user_id, typed.name_of(rest))


def _import(desk: Desk, request: CommandRequest, rest: str) -> None:
    """Open the form for a file, or list what the files have left waiting."""
    if typed.split(rest).word == "waiting":
        waiting.command(desk, request, typed.split(rest).rest)
    else:
        importing.command(desk, request, rest)


def _help(desk: Desk, request: CommandRequest, rest: str) -> Message:
    del rest
    with open_case(desk, request.user_id, via="help"):
        return help_message()


COMMANDS: dict[str, Command] = {
    "add": _add,
    "log": _log,
    "show": _show,
    "edit": edit.command,
    "find": find.command,
    "stale": stale.command,
    "credit": credit.command,
    "mix": mix.command,
    "measures": measures.command,
    "grades": grades.command,
    "duplicates": duplicates.command,
    "import": _import,
    "digest": digest.command,
    "settings": choices.command,
    "waiting": waiting.command,
    "help": _help,
}


LEADS_TO = {"log": Action.OPEN_LOG, "credit": Action.OPEN_CREDIT}
"""What choosing among doubtful clients goes on with; opening the file where nothing else was asked."""


def dispatch(desk: Desk, request: CommandRequest) -> Reply:
    """Do what was typed: an exact command, else a certain client's card, else suggestions."""
    text = typed.plain(request.text)
    first = typed.split(text)
    if not first.word:
        return _help(desk, request, "")
    if first.word in COMMANDS:
        try:
            return COMMANDS[first.word](desk, request, first.rest)
        except (Ambiguous, ClientNotFound) as doubt:
            return problems.message(doubt, lead_to=LEADS_TO.get(first.word, Action.OPEN_FILE))
    try:
        return files.show_named(desk, request.user_id, typed.name_of(text))
    except ClientNotFound as missing:
        command = typed.nearest(first.word, tuple(COMMANDS))
        meant = f"{command} {first.rest}".strip() if command else None
        return did_you_mean(text, meant, missing.nearest)


def register(app: App, desk: Desk) -> None:
    """Register the slash command."""

    @app.command("/client")
    def _client(ack: Ack, body: Payload) -> None:
        on_command(desk, ack, body, lambda request: dispatch(desk, request))
