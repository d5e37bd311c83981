"""`/client import`: a file is handed over, read, previewed and applied; what takes long runs beside the listeners.

What is found is shown where its person waits for it: in the window, or in a direct message once that is closed.
"""

from dataclasses import dataclass

from slack_bolt import Ack, App
from slack_sdk.errors import SlackApiError

from bot.errors import InvalidForm, InvalidInput
from bot.handlers.answering import (
    Case,
    Outcome,
    listen,
    on_submission,
    open_case,
    open_form,
    post_direct,
    put_view,
    redraw,
    respond,
    told,
)
from bot.handlers.desk import Desk
from bot.handlers.payloads import ActionRequest, Carried, CommandRequest, Payload, Submission, day_of
from bot.handlers.uploading import Handout, hand_over
from bot.results.imports import ImportKind, ImportOptions, Progress, Stage
from bot.results.uploads import Upload, UploadPlan, UploadState
from bot.services import uploads
from bot.services.imports import parse_kind
from bot.views import importing as views
from bot.views.ids import Action, Form, Input, column_block, meaning_block
from bot.views.message import Message, View

REJECTED_NAME = "rejected.csv"


@dataclass(frozen=True)
class Place:
    """Where somebody waits: a window, or the message that they pressed in; else their direct messages."""

    user_id: str
    view_id: str = ""
    response_url: str = ""

    @staticmethod
    def of(request: ActionRequest) -> "Place":
        """Return where a button was pressed."""
        return Place(request.user_id, request.view_id, request.response_url)


def command(desk: Desk, request: CommandRequest, rest: str) -> None:
    """Open the form. Raises Refused for those who may not import, InvalidInput for a kind that does not exist."""
    kind = parse_kind(rest) if rest else ImportKind.SALES
    open_form(desk, request, _form(desk, request.user_id, kind))


def _form(desk: Desk, user_id: str, kind: ImportKind) -> View:
    with open_case(desk, user_id, via="import") as case:
        recent = uploads.list_recent(case.session, case.actor, now=case.now)
        return views.import_form(kind, recent, case.actor.timezone)


def _choose_kind(desk: Desk, request: ActionRequest) -> None:
    """Ask what the chosen kind needs; Slack keeps what inputs of the same ids hold."""
    redraw(desk, request, _form(desk, request.user_id, ImportKind(request.value)))


def _options(desk: Desk) -> ImportOptions:
    return ImportOptions(desk.base_currency, desk.settings.timezone, desk.catalogue)


def _receive(desk: Desk, case: Case, form: Submission) -> Outcome:
    """Take note of the file, and read it after the acknowledgement."""
    file = form.files[Input.FILE]
    plan = UploadPlan(
        as_of=day_of(form.values.get(Input.AS_OF, "")),
        snapshot=bool(form.values.get(Input.SNAPSHOT)),
        slack_file=file.file_id,
    )
    kind = ImportKind(form.values[Action.IMPORT_KIND])
    upload = uploads.receive(case.session, case.actor, kind, file.name, plan, options=_options(desk), now=case.now)
    return _reading(desk, form, upload)


def _reading(desk: Desk, form: Submission, upload: Upload) -> Outcome:
    view = views.working_view(upload, is_queued=desk.imports.is_busy)
    place = Place(form.user_id, form.view_id)
    return Outcome(
        response={"response_action": "update", "view": view},
        after=lambda: desk.imports(lambda: _read(desk, place, upload)),
    )


def _answer(desk: Desk, case: Case, form: Submission) -> Outcome:
    """Take what was said of the headers, and read the file on."""
    chosen = {block_id.partition(":"): value for block_id, value in form.by_block.items() if value}
    needed = {key: int(value) for (name, _colon, key), value in chosen.items() if name == Input.COLUMN}
    meanings = {int(place): value for (name, _colon, place), value in chosen.items() if name == Input.MEANING}
    try:
        upload = uploads.answer_gaps(
            case.session,
            case.actor,
            form.carried.item or 0,
            desk.catalogue,
            needed=needed,
            meanings=meanings,
            now=case.now,
        )
    except InvalidForm as several:
        raise InvalidForm([_at_its_block(each) for each in several.problems]) from several
    except InvalidInput as problem:
        raise _at_its_block(problem) from problem
    return _reading(desk, form, upload)


def _at_its_block(problem: InvalidInput) -> InvalidInput:
    named = problem.field or ""
    block = meaning_block(int(named)) if named.isdecimal() else column_block(named)
    return InvalidInput(problem.sentence, field=block, **problem.values)


def _alive(desk: Desk, upload: Upload) -> Progress:
    """Return what says, as an import goes on, that it does."""

    def note(stage: Stage, lines: int, share: float) -> None:
        del stage, lines, share
        with desk.database.session() as session:
            uploads.keep_alive(session, upload.upload_id, now=desk.now())

    return note


def _read(desk: Desk, place: Place, upload: Upload) -> None:
    """Fetch and read a file, and show what it would do, what has to be asked, or what is wrong with it."""

    def work() -> None:
        with open_case(desk, place.user_id, via="import") as case:
            actor = case.actor
        read = desk.importer.examine(actor, upload, _options(desk), now=desk.now(), progress=_alive(desk, upload))
        _show_state(desk, place, read)
        if read.is_blocked:
            _send_rejected(desk, place.user_id, read)

    if trouble := told(desk, work):
        _show_trouble(desk, place, upload, trouble)


def _show_state(desk: Desk, place: Place, upload: Upload, notice: str = "") -> None:
    if upload.state is UploadState.ASKING:
        _show(desk, place, _columns(desk, place.user_id, upload.upload_id), views.asking_message(upload))
    else:
        _show(desk, place, views.state_view(upload, notice), views.state_message(upload, notice))


def _columns(desk: Desk, user_id: str, upload_id: int) -> View:
    with open_case(desk, user_id, via="import") as case:
        upload = uploads.read_upload(case.session, case.actor, upload_id, now=case.now)
        gaps = uploads.read_gaps(case.session, case.actor, upload_id, desk.catalogue, now=case.now)
    return views.columns_form(upload, gaps, Carried(item=upload_id).dump())


def _show_trouble(desk: Desk, place: Place, upload: Upload, trouble: Message) -> None:
    """Say what went wrong; a file that can still be applied keeps its buttons."""
    with open_case(desk, place.user_id, via="import") as case:
        latest = uploads.read_upload(case.session, case.actor, upload.upload_id, now=case.now)
    _show_state(desk, place, latest, trouble.text)


def _show(desk: Desk, place: Place, view: View, message: Message) -> None:
    if place.view_id and _is_open(desk, place.view_id, view):
        return
    if place.response_url:
        respond(desk, place.response_url, message, replace=True)
    else:
        post_direct(desk, place.user_id, message)


def _is_open(desk: Desk, view_id: str, view: View) -> bool:
    """Put a view in the place of another; False where its person has closed that meanwhile."""
    try:
        put_view(desk, view_id, view)
    except SlackApiError as error:
        if error.response.get("error") not in {"not_found", "view_not_found"}:
            raise
        return False
    return True


def _open_columns(desk: Desk, request: ActionRequest) -> None:
    """Ask about headers in a window, from the direct message. Raises Conflict once that was answered."""
    with open_case(desk, request.user_id, via="import") as case:
        uploads.require_asking(case.session, case.actor, int(request.value), now=case.now)
    open_form(desk, request, _columns(desk, request.user_id, int(request.value)))


def _apply(desk: Desk, request: ActionRequest) -> None:
    """Claim the file at once, so that nobody applies it twice, and import it when it is its turn."""
    with open_case(desk, request.user_id, via="import") as case:
        upload = uploads.claim(case.session, case.actor, int(request.value), now=case.now)
    place = Place.of(request)

    def begin() -> None:
        is_queued = desk.imports.is_busy
        text = views.working_text(upload, is_queued=is_queued)
        _show(desk, place, views.working_view(upload, is_queued=is_queued), Message(text))
        desk.imports(lambda: _import(desk, place, upload))

    desk.later(begin)


def _import(desk: Desk, place: Place, upload: Upload) -> None:
    """Import a claimed file and show what came of it; the same comes as a message, of the import's transaction."""

    def work() -> None:
        with open_case(desk, place.user_id, via="import") as case:
            actor = case.actor
        done = desk.importer.apply(actor, upload, _options(desk), now=desk.now(), progress=_alive(desk, upload))
        if place.view_id:
            _is_open(desk, place.view_id, views.state_view(done))
        elif place.response_url:
            respond(desk, place.response_url, views.settled_message(done), replace=True)
        _send_rejected(desk, place.user_id, done)
        desk.importer.discard(done)

    if trouble := told(desk, work):
        _show_trouble(desk, place, upload, trouble)


def _send_rejected(desk: Desk, user_id: str, upload: Upload) -> None:
    """Send the lines that were not taken, each with its reason, as a file that can be mended and handed over."""
    report = upload.result or upload.preview
    if report is not None and report.rejected_file is not None:
        content = report.rejected_file.read_bytes()
        hand_over(desk, user_id, Handout(REJECTED_NAME, content, REJECTED_NAME, views.rejected_text(upload)))


def _cancel(desk: Desk, request: ActionRequest) -> None:
    with open_case(desk, request.user_id, via="import") as case:
        upload = uploads.cancel(case.session, case.actor, int(request.value), desk.settings.files_folder, now=case.now)
    desk.later(lambda: _show_state(desk, Place.of(request), upload))


def register(app: App, desk: Desk) -> None:
    """Register the two forms and the buttons."""
    listen(
        app,
        desk,
        {
            Action.IMPORT_KIND: _choose_kind,
            Action.IMPORT_COLUMNS: _open_columns,
            Action.IMPORT_APPLY: _apply,
            Action.IMPORT_CANCEL: _cancel,
        },
    )

    @app.view(Form.IMPORT.value)
    def _handed_over(ack: Ack, body: Payload) -> None:
        on_submission(desk, ack, body, lambda case, form: _receive(desk, case, form))

    @app.view(Form.IMPORT_COLUMNS.value)
    def _answered(ack: Ack, body: Payload) -> None:
        on_submission(desk, ack, body, lambda case, form: _answer(desk, case, form))
