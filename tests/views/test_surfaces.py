"""Every view with data as bad as people can make it: Slack takes it, it says something, and it pings nobody."""

import importlib
import inspect
import pkgutil
import re
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

import bot.views
from bot.i18n import use_language
from bot.policy.access import Part
from bot.policy.bank import BankState
from bot.policy.catalogue import FILE_SECTIONS
from bot.results.bank import BankFile
from bot.results.capture import LogOffer
from bot.results.finding import FoundPage
from bot.results.freshness import Nag
from bot.results.imports import ImportKind
from bot.results.waiting import ReferenceKind
from bot.views import (
    address_book,
    bank,
    blocks,
    card,
    choices,
    client_forms,
    credit,
    crossed,
    deliveries,
    digest,
    drafts,
    duplicates,
    edit_form,
    edited,
    forms,
    found,
    grade_rules,
    grades,
    helping,
    history,
    home,
    importing,
    log_form,
    logged,
    measures,
    merging,
    message_form,
    mix,
    mix_answers,
    nag,
    overtaken,
    problems,
    refilling,
    sell_through,
    stages,
    talks,
    undone,
    waiting,
)
from bot.views.ids import Form
from bot.views.message import Message
from bot.views.refilling import Typed
from bot.views.suggestions import suggestion_blocks
from playground.validator import check_message_blocks, check_view, message_size
from tests.views import graded, mixes, pairs, samples, sold_on, suggested, undelivered, waiting_lines

MESSAGE_SIZE = 13_200
"""Slack refuses a message whose blocks are larger."""

CARRIED = "x" * 3000
SHOUTED = blocks.escape(samples.LONG)
FIELDS = samples.CATALOGUE.fields


@dataclass(frozen=True)
class Shown:
    """One thing that a view has drawn."""

    text: str | None
    blocks: tuple
    view: dict | None


def message(drawn):
    shown = [Shown(drawn.text, drawn.blocks, None)]
    return shown if drawn.fallback is None else [*shown, Shown(drawn.text, drawn.fallback, None)]


def view(drawn):
    return [Shown(None, tuple(drawn["blocks"]), drawn)]


def drawn_cards():
    drawn = [card.card(each, now=samples.NOW, timezone="Asia/Tokyo") for each in samples.cards()]
    sold = [samples.file_card(samples.CLIENTS[0], sell_through=each) for each in sold_on.sums()]
    return drawn + [card.card(each, now=samples.NOW, timezone="Asia/Tokyo") for each in sold]


def own_catalogue():
    return type(samples.CATALOGUE)((*FIELDS, samples.OWN))


def inputs_of(form):
    return [block for block in form["blocks"] if block["type"] == "input"]


def typed_badly(element):
    """What somebody may have left in an input, as long as Slack lets it become; choices that are gone meanwhile."""
    kinds = {
        "datepicker": Typed("2026-07-20"),
        "users_select": Typed("U0MEI"),
        "number_input": Typed("12.5"),
        "external_select": Typed("12", samples.LONG),
        "static_select": Typed("gone"),
        "checkboxes": Typed("gone\n1\nproblems"),
    }
    return kinds.get(element["type"], Typed(samples.LONG))


# One entry a function that returns a message or a view; each draws all of its shapes.
MIX_QUERY = "product by grade last 12 months " + "city:<&> " * 60

DRAWN = {
    "address_book.book_view": lambda: [address_book.book_view(each, "Asia/Tokyo") for each in samples.books()],
    "address_book.contact_form": lambda: [
        address_book.contact_form(samples.BARE, {}, ""),
        *(
            address_book.contact_form(
                client, address_book.contact_values(contact), CARRIED, known=contact if number % 3 else None
            )
            for number, (client, contact) in enumerate(zip(samples.CLIENTS * 3, samples.NASTY_CONTACTS, strict=False))
        ),
    ],
    "address_book.site_form": lambda: [
        address_book.site_form(samples.BARE, {}, ""),
        *(
            address_book.site_form(client, address_book.site_values(site), CARRIED)
            for client, site in zip(samples.CLIENTS, samples.NASTY_SITES, strict=False)
        ),
    ],
    "bank.bank_view": lambda: [
        bank.bank_view(each, "Asia/Tokyo")
        for each in (
            *samples.bank_files(),
            BankFile(samples.BARE, None, None, may_propose=True, may_answer=False, may_withdraw=False),
            BankFile(samples.BARE, None, None, may_propose=False, may_answer=False, may_withdraw=False),
        )
    ],
    "bank.bank_form": lambda: [
        bank.bank_form(client, numbers, CARRIED) for client in samples.CLIENTS for numbers in ((), samples.NUMBERS)
    ],
    "bank.answer_form": lambda: [bank.answer_form(each, CARRIED, "Asia/Tokyo") for each in samples.bank_files()],
    "bank.bank_question_message": lambda: [bank.bank_question_message(each) for each in samples.bank_files()],
    "bank.bank_answered_message": lambda: [
        bank.bank_answered_message(client, samples.bank_detail(state, text))
        for client in samples.CLIENTS
        for state in BankState
        for text in (*samples.NASTY, "")
    ],
    "bank.bank_saved_view": lambda: [bank.bank_saved_view("They are in force.")],
    "card.card": drawn_cards,
    "card.directory_card": lambda: [card.directory_card(each) for each in (*samples.CLIENTS, samples.BARE)],
    "card.card_view": lambda: [card.card_view(samples.CLIENTS[n % 9], each) for n, each in enumerate(drawn_cards())],
    "grade_rules.rules_form": lambda: [grade_rules.rules_form(each, "USD", CARRIED) for each in graded.SETTINGS],
    "grade_rules.waiting_view": lambda: [grade_rules.waiting_view("grades-1")],
    "grade_rules.problem_view": lambda: [grade_rules.problem_view(text) for text in samples.NASTY],
    "grade_rules.preview_view": lambda: [grade_rules.preview_view(each, "USD", CARRIED) for each in graded.previews()],
    "grade_rules.saved_message": lambda: [grade_rules.saved_message()],
    "grades.grades_message": lambda: [grades.grades_message(each) for each in graded.pages()],
    "choices.settings_form": lambda: [choices.settings_form()],
    "choices.choices_view": lambda: [
        choices.choices_view(
            list({each.key: each for each in (shown.field, *samples.CATALOGUE)}.values()),
            shown,
            page=page,
            notice=notice,
        )
        for shown in samples.choice_lists()
        for page in (-1, 0, 3, 1_000)
        for notice in ("", "Not so: <!channel> & “x”.")
    ],
    "choices.choice_form": lambda: [
        choices.choice_form(shown.field, label, CARRIED)
        for shown in samples.choice_lists()
        for label in ("", "&" * 75, *samples.NASTY)
    ],
    "client_forms.add_form": lambda: [
        client_forms.add_form(samples.CATALOGUE, {}, ""),
        client_forms.add_form(samples.CATALOGUE, {"name": "&" * 300}, CARRIED, likely=samples.MATCHES),
        *(
            client_forms.add_form(
                samples.CATALOGUE,
                {
                    "name": name,
                    "country": "DE",
                    "city": name,
                    "type": "agent",
                    "contact_name": name,
                    "contact_email": name,
                },
                CARRIED,
            )
            for name in (*samples.NASTY, samples.LONG)
        ),
    ],
    "client_forms.duplicates_form": lambda: [
        client_forms.duplicates_form(name, samples.MATCHES[:3], CARRIED) for name in samples.NASTY
    ],
    "importing.import_form": lambda: [
        importing.import_form(kind, recent, "Asia/Tokyo")
        for kind in ImportKind
        for recent in ((), samples.recent_imports())
    ],
    "importing.columns_form": lambda: [
        importing.columns_form(samples.uploads()[0], each, CARRIED) for each in samples.header_gaps()
    ],
    "importing.working_view": lambda: [
        importing.working_view(each, is_queued=bool(number % 2)) for number, each in enumerate(samples.uploads())
    ],
    "importing.state_view": lambda: [
        importing.state_view(each, notice) for each in samples.uploads() for notice in ("", SHOUTED)
    ],
    "importing.state_message": lambda: [
        importing.state_message(each, notice) for each in samples.uploads() for notice in ("", SHOUTED)
    ],
    "importing.asking_message": lambda: [importing.asking_message(each) for each in samples.uploads()],
    "importing.settled_message": lambda: [importing.settled_message(each) for each in samples.uploads()],
    "importing.broken_off_message": lambda: [importing.broken_off_message(each) for each in samples.uploads()],
    "log_form.log_form": lambda: [
        log_form.log_form(None, LogOffer(), "", problem="Not <!channel> open & sealed."),
        log_form.log_form(samples.BARE, LogOffer(), CARRIED),
        *(
            log_form.log_form(known, offer, "", picked=picked)
            for known, picked in (*((each, None) for each in samples.CLIENTS), (None, samples.CLIENTS[3]))
            for offer in samples.log_offers()
        ),
    ],
    "message_form.message_form": lambda: [
        message_form.message_form(each, CARRIED, timezone="Asia/Tokyo", problem=problem)
        for each in samples.prefilled()
        for problem in ("", "Not <!channel> open & sealed.")
    ],
    "message_form.saved_before": lambda: [
        message_form.saved_before(each.before, "Asia/Tokyo") for each in samples.prefilled() if each.before
    ],
    "message_form.saved_before_view": lambda: [
        message_form.saved_before_view(each.before, "Asia/Tokyo") for each in samples.prefilled() if each.before
    ],
    "edit_form.edit_form": lambda: [
        edit_form.edit_form(catalogue, each, section(part), CARRIED, asked)
        for part in (*FILE_SECTIONS, Part.DIRECTORY)
        for each in (*samples.CLIENTS[:2], samples.BARE)
        for section in (samples.empty_section, samples.full_section)
        for catalogue in (samples.CATALOGUE, own_catalogue(), samples.crowded_catalogue())
        for asked in samples.ways_to_ask(part)
    ],
    "client_forms.saved_view": lambda: [
        client_forms.saved_view(text, samples.BARE) for text in ("Saved.", "x" * 4000, "&amp;" * 900)
    ],
    "credit.credit_message": lambda: [
        credit.credit_message(each, may_set=may_set) for each in samples.answers() for may_set in (False, True)
    ],
    "credit.limit_form": lambda: [
        credit.limit_form(each, held, CARRIED, currency="USD", today=samples.TODAY)
        for each in samples.CLIENTS
        for held in samples.LIMITS
    ],
    "deliveries.delivery_refused_message": lambda: [
        deliveries.delivery_refused_message(each) for each in undelivered.refusals()
    ],
    "deliveries.delivery_waiting_message": lambda: [
        deliveries.delivery_waiting_message(each, samples.NOW - timedelta(hours=3), samples.NOW, is_absent=is_absent)
        for each in (*samples.NASTY, samples.LONG)
        for is_absent in (False, True)
    ],
    "digest.digest_message": lambda: [digest.digest_message(each) for each in samples.digests()],
    "drafts.reporting": lambda: [
        drafts.reporting(forms.modal(Form.EDIT, "x", [forms.input_of(each, "")], submit="x"), at_enter=("name",))
        for each in (*FIELDS, samples.OWN)
    ],
    "duplicates.duplicates_message": lambda: [
        duplicates.duplicates_message(each, line) for each in pairs.pages() for line in ("", "Noted: *A* &amp; *B*.")
    ],
    "duplicates.kept_apart_message": lambda: [
        duplicates.kept_apart_message(kept, 1, has_more=has_more, timezone="Asia/Tokyo")
        for kept in ((), pairs.kept())
        for has_more in (False, True)
    ],
    "edited.edited": lambda: [
        edited.edited(each, part, changed, changed, changed, fact_ids=range(len(changed)), is_moved=is_moved)
        for each in samples.CLIENTS
        for part in FILE_SECTIONS
        for changed in ((), FIELDS[:1], (*FIELDS, *([samples.OWN] * 60)))
        for is_moved in (False, True)
    ],
    "overtaken.overtaken_form": lambda: [
        overtaken.overtaken_form(each, CARRIED, now=samples.NOW) for each in samples.overtaken()
    ],
    "undone.undone": lambda: [
        undone.undone(each, fields)
        for each in samples.CLIENTS
        for fields in (FIELDS[:1], (*FIELDS, *([samples.OWN] * 60)))
    ],
    "forms.modal": lambda: [forms.modal(Form.RESULT, name, [], submit=name, close=name) for name in samples.NASTY],
    "found.found": lambda: [
        found.found(FoundPage(words[:500], page, total, matches, sealed))
        for words in (*samples.NASTY, samples.LONG)
        for page, total, matches in ((0, 0, ()), (0, 1, samples.MATCHES[:1]), (1, 35, samples.a_page_of_matches()))
        for sealed in ((), samples.SEALED)
    ],
    "helping.help_message": lambda: [helping.help_message()],
    "helping.did_you_mean": lambda: [
        helping.did_you_mean(typed, command, nearest)
        for typed in (*samples.NASTY, samples.LONG)
        for command in (None, "show", f"show {typed}")
        for nearest in ((), samples.CANDIDATES)
    ],
    "history.history_view": lambda: [
        history.history_view(each, now=samples.NOW, timezone="Asia/Tokyo", notice=notice)
        for each in samples.histories()
        for notice in ("", *samples.NASTY)
    ],
    "talks.talk_view": lambda: [
        talks.talk_view(each, page, now=samples.NOW) for each in samples.talks() for page in (0, 1, 999)
    ],
    "home.home_view": lambda: [
        home.home_view(each, quality, now=samples.NOW, today=samples.TODAY)
        for each in samples.desks()
        for quality in samples.desk_qualities()
    ],
    "home.outsider_home": lambda: [home.outsider_home("You are not on the list. Ask <@U0CUS>.")],
    "logged.logged": lambda: [
        logged.logged(each, credit_answer, now=samples.NOW)
        for each in samples.logged()
        for credit_answer in (None, *samples.answers())
    ],
    "measures.measures_message": lambda: [measures.measures_message(each) for each in suggested.measure_pages()],
    "measures.measure_form": lambda: [measures.measure_form(each, CARRIED) for each in suggested.measure_drafts()],
    "measures.drop_form": lambda: [measures.drop_form(each, CARRIED) for each in samples.NASTY],
    "measures.measure_saved": lambda: [measures.measure_saved("Kept.")],
    "measures.measure_given_message": lambda: [
        measures.measure_given_message(each, giver)
        for each in (suggested.measure_item(1), suggested.GROUP_ITEM, suggested.TASK)
        for giver in (*samples.NASTY, "")
    ],
    "merging.compare_form": lambda: [
        merging.compare_form(each, CARRIED, now=samples.NOW, timezone="Asia/Tokyo") for each in pairs.compared()
    ],
    "merging.merged_message": lambda: [merging.merged_message(each) for each in pairs.MERGED],
    "merging.parted_message": lambda: [merging.parted_message(each, pairs.LONGEST) for each in samples.CLIENTS],
    "merging.proposal_sent": lambda: [merging.proposal_sent(each, pairs.LONGEST) for each in samples.CLIENTS],
    "merging.merge_proposed_message": lambda: [merging.merge_proposed_message(each) for each in pairs.PROPOSED],
    "merging.files_merged_message": lambda: [merging.files_merged_message(each) for each in pairs.TOLD],
    "mix.mix_message": lambda: (
        [
            mix.mix_message(each, query=MIX_QUERY, may_share=may_share)
            for each in mixes.compositions()
            for may_share in (False, True)
        ]
        + [
            mix.mix_message(mixes.composition(40), query="q", may_share=True, suggestions=suggestion_blocks(each))
            for each in suggested.suggestions()
        ]
    ),
    "crossed.crossed_message": lambda: [
        crossed.crossed_message(each, query=MIX_QUERY, may_share=may_share)
        for each in mixes.crossed_mixes()
        for may_share in (False, True)
    ],
    "mix_answers.mix_answer": lambda: [
        mix_answers.mix_answer(each, asked=MIX_QUERY, may_share=True) for each in mixes.mix_answers()
    ],
    **{
        f"mix_answers.{ending.__name__}": lambda ending=ending: [
            ending(mix_answers.mix_answer(each, asked=MIX_QUERY, may_share=True)) for each in mixes.mix_answers()
        ]
        for ending in (mix_answers.with_picture_sent, mix_answers.with_picture_beside)
    },
    "mix_answers.with_word": lambda: [
        mix_answers.with_word(mix_answers.mix_answer(each, asked=MIX_QUERY, may_share=True), samples.LONG)
        for each in mixes.mix_answers()
    ],
    "mix_answers.book_sent": lambda: [mix_answers.book_sent(each) for each in (*samples.NASTY, samples.LONG)],
    "nag.nag_message": lambda: [
        nag.nag_message(replace(each, measures=overdue), samples.NOW)
        for each in (*samples.nags(), Nag((), more=0))
        for overdue in ((suggested.measure_item(1),), tuple(map(suggested.measure_item, range(1, 100))), ())
        if each.items or overdue
    ],
    "nag.stale_message": lambda: [
        nag.stale_message((), samples.NOW),
        nag.stale_message([samples.stale_item(number, known=number % 2 == 0) for number in range(10)], samples.NOW),
    ],
    "nag.owner_question_message": lambda: [
        nag.owner_question_message(each) for each in (*samples.CLIENTS, samples.BARE)
    ],
    "nag.owner_assigned_message": lambda: [
        nag.owner_assigned_message(each) for each in (*samples.CLIENTS, samples.BARE)
    ],
    "refilling.refilled": lambda: [
        refilling.refilled(form, {block["block_id"]: typed(block["element"]) for block in inputs_of(form)})
        for name in ("client_forms.add_form", "log_form.log_form", "message_form.message_form", "edit_form.edit_form")
        for form in DRAWN[name]()
        for typed in (typed_badly, lambda _: Typed(""))
    ],
    "stages.past_form": lambda: [
        stages.past_form(each, samples.CATALOGUE.require("leaving_reason"), CARRIED)
        for each in (*samples.CLIENTS, samples.BARE)
    ],
    "sell_through.sell_through_view": lambda: [
        sell_through.sell_through_view(each, "Asia/Tokyo") for each in sold_on.files()
    ],
    "sell_through.sell_through_form": lambda: [
        sell_through.sell_through_form(each, CARRIED, "USD") for each in (*samples.CLIENTS, samples.BARE)
    ],
    "waiting.waiting_message": lambda: [
        waiting.waiting_message(each, line, undo)
        for each in waiting_lines.pages()
        for line, undo in (
            ("", None),
            *((waiting.matched_text(each), each) for each in waiting_lines.decisions()),
            *((waiting.taken_back_text(each), None) for each in waiting_lines.decisions()),
        )
    ],
    "waiting.matching_form": lambda: [waiting.matching_form(each, CARRIED) for each in waiting_lines.groups()],
    "waiting.decisions_message": lambda: [
        waiting.decisions_message(each, ReferenceKind.PRODUCT, "Asia/Tokyo") for each in waiting_lines.decision_pages()
    ],
    "problems.message": lambda: [problems.message(each, custodians=("U0CUS", "U0TWO")) for each in samples.ERRORS],
}


PARTS = {
    "mix_blocks.chart_block",
    "mix_blocks.compared_cell",
    "mix_blocks.notes",
    "mix_blocks.number_cell",
    "mix_blocks.opening",
    "mix_blocks.table_block",
    "mix_blocks.text_cell",
    "card.directory_line",
    "card.group_block",
    "edit_form.source_input",
    "forms.input_of",
    "forms.line_input",
    "log_form.input_about",
    "sales.sales_block",
    "undone.undo_button",
    "waiting.waiting_button",
}
"""Single blocks, drawn as parts of the others; to Python they look like views."""


def shown_by(name):
    return [each for drawn in DRAWN[name]() for each in (message(drawn) if isinstance(drawn, Message) else view(drawn))]


def refused(shown):
    if shown.view is not None:
        return check_view(shown.view, "")
    return check_message_blocks(list(shown.blocks), "") if shown.blocks else []


@pytest.mark.parametrize("name", DRAWN)
def test_slack_takes_it(name):
    assert [problem for shown in shown_by(name) for problem in refused(shown)] == []


@pytest.mark.parametrize("name", DRAWN)
def test_a_message_is_not_too_large(name):
    sizes = [message_size(list(shown.blocks)) for shown in shown_by(name) if shown.view is None]
    assert max(sizes, default=0) <= MESSAGE_SIZE


@pytest.mark.parametrize("name", DRAWN)
def test_a_message_always_says_something_in_words(name):
    texts = [shown.text for shown in shown_by(name) if shown.view is None]
    assert all(text and text.strip() and len(text) <= 40_000 for text in texts)


def mrkdwn_in(value):
    """Every text that Slack reads as mrkdwn."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield str(value["text"])
        for each in value.values():
            yield from mrkdwn_in(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from mrkdwn_in(each)


OURS = re.compile(r"<@U0[A-Z]{3}>")
"""Mentions that the views make themselves: of an owner and of the custodians, none of whom is called otherwise."""


@pytest.mark.parametrize("name", DRAWN)
def test_nothing_that_people_typed_is_a_mention_or_a_link(name):
    for shown in shown_by(name):
        for text in (*mrkdwn_in(shown.blocks), shown.text or ""):
            bare = OURS.sub("", text)
            assert "<" not in bare
            # Every & begins one of the three entities, whole even where a text was cut.
            assert re.findall(r"&(?!amp;|lt;|gt;)", bare) == []


@pytest.mark.parametrize("language", ["de", "zh-CN", "ar", "xx"])
def test_every_language_can_read_it(language):
    with use_language(language):
        assert [
            problem
            for name in ("card.card", "credit.credit_message", "mix.mix_message", "home.home_view")
            for shown in shown_by(name)
            for problem in refused(shown)
        ] == []


def test_every_view_is_drawn_here():
    drawing = set()
    for module in pkgutil.iter_modules(bot.views.__path__):
        loaded = importlib.import_module(f"bot.views.{module.name}")
        drawing |= {
            f"{module.name}.{name}"
            for name, function in vars(loaded).items()
            if inspect.isfunction(function) and function.__module__ == loaded.__name__ and not name.startswith("_")
            if inspect.signature(function).return_annotation in {Message, bot.views.message.View}
        }
    assert {name for name in drawing if not name.startswith("blocks.")} == DRAWN.keys() | PARTS
