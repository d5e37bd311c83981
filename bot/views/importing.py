"""`/client import`: the form, the questions about headers, the preview and what came of it."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Option
from slack_sdk.models.blocks.block_elements import FileInputElement

from bot.i18n import _, ngettext
from bot.policy.bank import is_bank_word
from bot.policy.statements import is_drastic
from bot.results.imports import KIND_LABELS, OPEN_ITEMS, ImportCounts, ImportKind, ImportReport
from bot.results.uploads import HeaderGaps, OurColumn, RecentImport, Upload, UploadState
from bot.views import forms
from bot.views.blocks import actions, button, context, escape, field, header, option, section, shorten
from bot.views.ids import Action, Form, Input, column_block, meaning_block
from bot.views.message import Block, Message, View
from bot.views.waiting import waiting_button
from bot.views.words import count_text, day_text, local_day

FILE_TYPES = ["csv", "xlsx", "xls", "tsv", "txt"]
OPTIONS_MOST = 100
HEADERS_MOST = 50
"""A view holds 250 kB, and each menu has all of its options."""
NAME_MOST = 80
HEADERS_TOLD = 12
"""More ignored columns than this are only counted."""


def import_form(kind: ImportKind, recent: Sequence[RecentImport], timezone: str) -> View:
    """Return the form that a file is handed over in; what a kind does not need is not asked."""
    offered = [option(_kind_name(each), each.value) for each in ImportKind]
    menu = forms.select(Action.IMPORT_KIND, offered, chosen=kind.value).to_dict()
    blocks = [
        section(_("*What the file holds*"), accessory=menu, block_id="import_kind"),
        field(
            _("File"),
            FileInputElement(action_id=Input.FILE, filetypes=FILE_TYPES, max_files=1),
            name=Input.FILE,
            hint=_("CSV or Excel, with one line of headers. Nothing is changed before you have seen a preview."),
        ),
    ]
    if kind in OPEN_ITEMS:
        blocks += _open_items()
    if recent:
        blocks.append(context("\n".join([_("Imported lately:"), *(_recent_line(each, timezone) for each in recent)])))
    return forms.modal(Form.IMPORT, _("Import a file"), blocks, submit=_("Read"))


def _open_items() -> list[Block]:
    """Ask for what a file of open items does not say itself."""
    whole = option(_("The file names all that is open: close the rest"), Input.SNAPSHOT.value)
    return [
        field(
            _("Data date"),
            forms.day(Input.AS_OF),
            name=Input.AS_OF,
            hint=_("The day on which your accounting system made this list, not today."),
        ),
        field(_("Full list"), forms.ticks(Input.SNAPSHOT, [whole]), name=Input.SNAPSHOT, optional=True),
    ]


def _kind_name(kind: ImportKind) -> str:
    label = str(KIND_LABELS[kind])
    return label[:1].upper() + label[1:]


def _recent_line(recent: RecentImport, timezone: str) -> str:
    told = {
        "kind": _kind_name(recent.kind),
        "day": day_text(recent.as_of),
        "added": count_text(recent.added),
        "changed": count_text(recent.changed),
        "when": day_text(local_day(recent.published_at, timezone)),
    }
    if not recent.person:
        return _("{kind}, data of {day}: {added} new, {changed} changed; on {when} by the operator").format(**told)
    return _("{kind}, data of {day}: {added} new, {changed} changed; on {when} by {person}").format(
        **told, person=escape(recent.person)
    )


def _named(upload: Upload) -> str:
    return f"*{escape(shorten(upload.file_name, NAME_MOST))}*"


def _state_view(upload: Upload, blocks: Sequence[Block]) -> View:
    return forms.modal(Form.IMPORT_STATE, _kind_name(upload.kind), blocks, submit=None, close=_("Close"))


def working_text(upload: Upload, *, is_queued: bool) -> str:
    """Return what is said while a file is read or imported."""
    if upload.state is UploadState.APPLYING:
        text = _(":hourglass_flowing_sand: {file} is being imported.").format(file=_named(upload))
    else:
        text = _(":hourglass_flowing_sand: {file} is being read.").format(file=_named(upload))
    wait = _("Another import is under way; yours comes right after it.")
    return f"{text}\n{wait}" if is_queued else text


def working_view(upload: Upload, *, is_queued: bool) -> View:
    """Return the window while a file is read or imported."""
    closing = context(_("You may close this window: what comes of it is sent to you as well."))
    return _state_view(upload, [section(working_text(upload, is_queued=is_queued)), closing])


def columns_form(upload: Upload, gaps: HeaderGaps, carried: str) -> View:
    """Return the questions about headers: which of them holds what is needed, and what those hold that are unknown."""
    headers = [option(each.text, str(each.place)) for each in gaps.headers[:HEADERS_MOST]]
    free = [option(_label(each), each.key) for each in gaps.free[:OPTIONS_MOST]]
    blocks = [section(_("{file}: say once what its columns hold; it is remembered.").format(file=_named(upload)))]
    blocks += [_needed(each, headers) for each in gaps.needed]
    if gaps.unknown and free:
        blocks.append(context(_("These columns are not known. What you leave empty is left out, now and later.")))
        blocks += [
            field(
                shorten(each.text, NAME_MOST),
                forms.select(Input.MEANING, free, placeholder=_("Left out")),
                name=meaning_block(each.place),
                optional=True,
            )
            for each in gaps.unknown
        ]
    return forms.modal(Form.IMPORT_COLUMNS, _("Columns of the file"), blocks, submit=_("Continue"), carried=carried)


def _needed(column: OurColumn, headers: Sequence[Option]) -> Block:
    hint = _("Leave it empty where quantity and unit price are there.") if column.has_instead else ""
    return field(
        _("Which column holds this? {label}").format(label=_label(column)),
        forms.select(Input.COLUMN, headers),
        name=column_block(column.key),
        optional=column.has_instead,
        hint=hint,
    )


def _label(column: OurColumn) -> str:
    return str(column.label)


def asking_message(upload: Upload) -> Message:
    """Return the message that leads to the questions about headers, for whoever has closed the window."""
    text = _("{file} has columns that I do not know. Say what they hold, and I read it.").format(file=_named(upload))
    go_on = button(_("Say what they hold"), Action.IMPORT_COLUMNS, str(upload.upload_id), style="primary")
    return Message(text, (section(text), actions(go_on, _cancel(upload), block_id="import")))


def _cancel(upload: Upload) -> Block:
    return button(_("Cancel"), Action.IMPORT_CANCEL, str(upload.upload_id))


def state_view(upload: Upload, notice: str = "") -> View:
    """Return the window of a file that was previewed, imported or given up; `notice` is mrkdwn that stands above."""
    return _state_view(upload, _state_blocks(upload, notice))


def state_message(upload: Upload, notice: str = "") -> Message:
    """Return the same as a message."""
    blocks = _state_blocks(upload, notice)
    title = header(_kind_name(upload.kind))
    lines = [notice, _headline(upload), *_lines(upload)]
    if upload.state is UploadState.DONE and upload.result and upload.result.counts.waiting:
        blocks.append(actions(waiting_button(), block_id="import_waiting"))
    return Message("\n".join(filter(None, lines)), (title, *blocks))


def _state_blocks(upload: Upload, notice: str) -> list[Block]:
    blocks = [section(f":warning: {notice}")] if notice else []
    text = "\n".join([_headline(upload), *_lines(upload)])
    if text:
        blocks.append(section(text))
    report = upload.result or upload.preview
    if report is not None and upload.state in {UploadState.READY, UploadState.DONE}:
        blocks += _details(report)
    if upload.state is UploadState.READY:
        buttons = [] if upload.is_blocked else [_apply(upload)]
        blocks.append(actions(*buttons, _cancel(upload), block_id="import"))
    return blocks


def _apply(upload: Upload) -> Block:
    return button(_("Apply"), Action.IMPORT_APPLY, str(upload.upload_id), style="primary")


def _headline(upload: Upload) -> str:
    match upload.state:
        case UploadState.READY:
            text = _("{file}: this is what it would do. Nothing is changed yet.")
        case UploadState.DONE:
            text = _(":white_check_mark: {file} is imported.")
        case UploadState.CANCELLED:
            text = _("{file}: cancelled, nothing was changed.")
        case UploadState.EXPIRED:
            text = _("{file} waited for more than a week and was removed; hand it over again.")
        case UploadState.FAILED:
            text = _("{file}: nothing was changed; please hand it over again.")
        case _:
            text = _("{file} is being worked on.")
    return text.format(file=_named(upload))


def _lines(upload: Upload) -> list[str]:
    if upload.state is UploadState.READY and upload.preview:
        return [*_counts(upload.preview), *_blocked(upload)]
    if upload.state is UploadState.DONE and upload.result:
        return [*_counts(upload.result), *_moved(upload)]
    return []


def _blocked(upload: Upload) -> list[str]:
    assert upload.preview is not None
    if not upload.is_blocked:
        return []
    if not upload.preview.kept:
        return [_("None of its lines can be taken.")]
    return [
        _(
            "A full list with lines that cannot be taken does not tell what is closed: mend those lines, "
            "or hand the file over without “Full list”."
        )
    ]


def _moved(upload: Upload) -> list[str]:
    if not upload.has_moved or upload.preview is None:
        return []
    before = upload.preview.counts
    return [
        _(
            "The ledger had moved since the preview, which said {added} new, {changed} changed and {same} the same."
        ).format(added=count_text(before.added), changed=count_text(before.changed), same=count_text(before.same))
    ]


def _counts(report: ImportReport) -> list[str]:
    """Return the counts, a line each; those that are always told come first."""
    counts = report.counts
    return [
        *_data_date(report),
        _("• *{count}* new").format(count=count_text(counts.added)),
        _("• *{count}* changed").format(count=count_text(counts.changed)),
        _("• *{count}* the same").format(count=count_text(counts.same)),
        *_closed(counts),
        *_count(_waiting(counts.waiting), counts.waiting),
        *_count(_unnamed(counts.unnamed), counts.unnamed),
        *_count(_negative(counts.negative), counts.negative),
        *_count(_not_looked_up(counts.not_looked_up), counts.not_looked_up),
        *_count(_("• *{count}* that had waited found theirs"), counts.matched),
        *_count(_converted(counts.recomputed), counts.recomputed),
        *_count(_("• *{count}* rejected"), report.rejected),
    ]


def _waiting(count: int) -> str:
    return ngettext(
        "• *{count}* of them waits for a client or a product that is not known yet: `/client import waiting`",
        "• *{count}* of them wait for a client or a product that is not known yet: `/client import waiting`",
        count,
    )


def _unnamed(count: int) -> str:
    return ngettext("• *{count}* names no client", "• *{count}* name no client", count)


def _negative(count: int) -> str:
    return ngettext(
        "• *{count}* has a negative amount, such as a credit note",
        "• *{count}* have a negative amount, such as credit notes",
        count,
    )


def _not_looked_up(count: int) -> str:
    return ngettext(
        "• *{count}* name was too many to be looked up among the clients",
        "• *{count}* names were too many to be looked up among the clients",
        count,
    )


def _converted(count: int) -> str:
    return ngettext(
        "• *{count}* sales line converted at the new rates",
        "• *{count}* sales lines converted at the new rates",
        count,
    )


def _closed(counts: ImportCounts) -> list[str]:
    if not counts.closed:
        return []
    line = _("• *{count}* of {open} open ones closed, because the file does not name them")
    told = [line.format(count=count_text(counts.closed), open=count_text(counts.were_open))]
    if is_drastic(counts.closed, counts.were_open):
        told.append(_(":warning: That is most of them: look whether the file was cut off."))
    return told


def _data_date(report: ImportReport) -> list[str]:
    day = day_text(report.as_of)
    if report.as_of_given:
        return [_("Data date: {day}").format(day=day)]
    if report.kind in {ImportKind.CLIENTS, ImportKind.PRODUCTS}:
        return []
    return [_("Data date: {day}, the latest in the file").format(day=day)]


def _count(line: str, count: int) -> list[str]:
    return [line.format(count=count_text(count))] if count else []


def _details(report: ImportReport) -> list[Block]:
    """Return the first reasons for rejecting lines, and the columns that were passed over."""
    blocks = []
    if report.reasons:
        told = [
            _("Line {line}: {reason}").format(line=each.line, reason=escape(each.reason)) for each in report.reasons
        ]
        more = report.rejected - len(told)
        if more > 0:
            told.append(
                ngettext("and {count} more line", "and {count} more lines", more).format(count=count_text(more))
            )
        blocks.append(section("\n".join(shorten(f">{line}", 500) for line in told)))
    if report.ignored:
        blocks.append(context(_ignored(report.ignored)))
    if sealed := [name for name in report.ignored if is_bank_word(name)]:
        blocks.append(
            context(
                _("Bank details are never imported ({names}): two people change them, after a call.").format(
                    names=escape(", ".join(sealed))
                )
            )
        )
    return blocks


def _ignored(names: Sequence[str]) -> str:
    shown = escape(", ".join(shorten(name, NAME_MOST) for name in names[:HEADERS_TOLD]))
    hidden = len(names) - HEADERS_TOLD
    if hidden <= 0:
        return _("Columns left out: {names}").format(names=shown)
    return ngettext(
        "Columns left out: {names} and {count} more", "Columns left out: {names} and {count} more", hidden
    ).format(names=shown, count=hidden)


def settled_message(upload: Upload) -> Message:
    """Return what stands where a preview stood once it was applied: what came of it is told in a message of its own."""
    text = _("{file} is imported; what came of it stands in the message after this one.").format(file=_named(upload))
    return Message(text, (section(text),))


def rejected_text(upload: Upload) -> str:
    """Return what is said beside the file of rejected lines."""
    report = upload.result or upload.preview
    assert report is not None
    return ngettext(
        "{count} line of {file} was not taken; the last column says why. Mend it and hand this file over.",
        "{count} lines of {file} were not taken; the last column says why. Mend them and hand this file over.",
        report.rejected,
    ).format(count=count_text(report.rejected), file=_named(upload))


def broken_off_message(upload: Upload) -> Message:
    """Return what is said of a file whose work was broken off with the bot."""
    notice = _("The bot was stopped while it worked on this file, and nothing of it was changed.")
    return state_message(upload, notice)
