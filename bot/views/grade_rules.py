"""The custodian's form for sales grades, and the preview of who would move."""

from collections import Counter

from bot.i18n import _, ngettext
from bot.policy.grade_settings import FEWEST, LONGEST_WINDOW, MOST, typed_bounds
from bot.policy.standing import GradeMethod, GradeSettings, Span
from bot.results.grades import GradePreview, WouldMove
from bot.views import forms
from bot.views.blocks import context, escape, field, option, section, shorten
from bot.views.grade_words import grade_text
from bot.views.grades import rule_text
from bot.views.ids import Form, Input
from bot.views.message import Block, Message, View
from bot.views.words import count_text

MOVES_SHOWN = 15
NAME_LIMIT = 60
BOUNDS_LIMIT = 300


def rules_form(settings: GradeSettings, currency: str, carried: str) -> View:
    """Return the form, filled with what is set."""
    methods = [
        option(_("by cumulative share of sales"), GradeMethod.SHARE.value),
        option(_("by amounts"), GradeMethod.THRESHOLD.value),
    ]
    spans = [option(_("a month"), Span.MONTH.value), option(_("a year"), Span.YEAR.value)]
    hint = _("Shares in percent, rising (80, then 95), or amounts in {currency}, falling (10000, then 2000).")
    blocks = [
        field(
            _("Grades, best first"),
            forms.text_input(Input.GRADE_NAMES, initial=", ".join(settings.grades)),
            name=Input.GRADE_NAMES,
            hint=_("{fewest} to {most}, with commas between them.").format(fewest=FEWEST, most=MOST),
        ),
        field(
            _("How clients are graded"),
            forms.select(Input.GRADE_METHOD, methods, chosen=settings.method.value),
            name=Input.GRADE_METHOD,
        ),
        field(
            _("Bounds, one a line"),
            forms.text_input(
                Input.GRADE_BOUNDS, initial=typed_bounds(settings, settings.method), most=BOUNDS_LIMIT, lines=True
            ),
            name=Input.GRADE_BOUNDS,
            hint=hint.format(currency=currency),
        ),
        field(
            _("Over how many months"),
            forms.text_input(Input.GRADE_WINDOW, initial=str(settings.window), most=20),
            name=Input.GRADE_WINDOW,
            hint=_("1 to {most}, up to the last closed month.").format(most=LONGEST_WINDOW),
        ),
        field(
            _("The average is of"),
            forms.select(Input.GRADE_SPAN, spans, chosen=settings.span.value),
            name=Input.GRADE_SPAN,
        ),
    ]
    if not settings.fits(currency):
        told = _("These bounds are in {old}; reports are in {currency} by now, so nobody is graded anew by them.")
        blocks.insert(0, context(told.format(old=settings.currency, currency=currency)))
    return forms.modal(Form.GRADE_RULES, _("Sales grades"), blocks, submit=_("Preview"), carried=carried)


def waiting_view(external_id: str) -> View:
    """Return what stands where the preview will."""
    blocks = [section(_("Working out who would move …"))]
    view = forms.modal(Form.RESULT, _("Who would move"), blocks, submit=None, close=_("Back"))
    return view | {"external_id": external_id}


def problem_view(sentence: str) -> View:
    """Return why there is no preview."""
    return forms.modal(Form.RESULT, _("Who would move"), [section(escape(sentence))], submit=None, close=_("Back"))


def preview_view(shown: GradePreview, currency: str, carried: str) -> View:
    """Return who would move, the first by name; saving is the next step."""
    blocks: list[Block] = [section(rule_text(shown.settings, currency))]
    if shown.counts:
        blocks.append(context(_counts(shown)))
    blocks.append(section(f"*{_summary(shown)}*"))
    if shown.moves:
        lines = [_move(each) for each in shown.moves[:MOVES_SHOWN]]
        if (hidden := len(shown.moves) - MOVES_SHOWN) > 0:
            lines.append(ngettext("and {count} more", "and {count} more", hidden).format(count=hidden))
        blocks.append(section("\n".join(lines)))
    return forms.modal(
        Form.GRADE_PREVIEW, _("Who would move"), blocks, submit=_("Save"), carried=carried, close=_("Back")
    )


def _counts(shown: GradePreview) -> str:
    return "  ·  ".join(
        _("{grade}: {count}").format(grade=grade_text(grade), count=count_text(count)) for grade, count in shown.counts
    )


def _summary(shown: GradePreview) -> str:
    """Count who would move up and down; a grade in the same place may be called otherwise, and a first one is new."""
    ways = Counter(each.direction if each.before else None for each in shown.moves)
    told = {
        1: ngettext("{count} up", "{count} up", ways[1]),
        -1: ngettext("{count} down", "{count} down", ways[-1]),
        0: ngettext("{count} under another name", "{count} under another name", ways[0]),
        None: ngettext("{count} graded for the first time", "{count} graded for the first time", ways[None]),
    }
    parts = [text.format(count=ways[way]) for way, text in told.items() if ways[way]]
    return ", ".join(parts) if parts else _("Nobody would move.")


def _move(each: WouldMove) -> str:
    name = escape(shorten(each.name, NAME_LIMIT))
    if not each.before:
        return _("{client}: {grade}, the first").format(client=name, grade=grade_text(each.grade))
    return _("{client}: {before} → {grade}").format(
        client=name, before=grade_text(each.before), grade=grade_text(each.grade)
    )


def saved_message() -> Message:
    """Say that the rules are set."""
    text = _("The rules of sales grades are saved. The grades follow within a minute; `/client grades` shows them.")
    return Message(text, (section(text),))
