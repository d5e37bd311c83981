"""What the answers say, word for word where it matters."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import ClientNotFound, UnknownPerson
from bot.policy.access import Part, Relation, Right, Role
from bot.policy.catalogue import FILE_SECTIONS
from bot.policy.credit import Limit, LimitState, Verdict
from bot.policy.freshness import Freshness
from bot.policy.money import Money
from bot.policy.periods import parse_period
from bot.reports.mix_sheets import mix_sheet
from bot.results.clients import SectionView, Value
from bot.results.composition import FilterNote, Measure, MixKey
from bot.results.credit import LimitInForce
from bot.results.finding import FoundPage
from bot.results.quality import DeskQuality
from bot.views import (
    card,
    client_forms,
    credit,
    crossed,
    edit_form,
    found,
    helping,
    home,
    mix,
    mix_answers,
    nag,
    overtaken,
    problems,
    words,
)
from bot.views.blocks import escape, section, shorten, size
from bot.views.message import Message
from tests.views import mixes, samples
from tests.views.samples import NOW, TODAY


def texts(blocks):
    """Every text of some blocks, in order."""
    found_texts = []

    def walk(value):
        if isinstance(value, dict):
            if value.get("type") in {"mrkdwn", "plain_text"}:
                found_texts.append(value["text"])
            for each in value.values():
                walk(each)
        elif isinstance(value, list | tuple):
            for each in value:
                walk(each)

    walk(list(blocks))
    return found_texts


def buttons(blocks):
    return [each["action_id"] for block in blocks for each in block.get("elements", ()) if "action_id" in each]


def plain_card(**more):
    values = {
        "sections": (), "contacts": (), "interactions": (), "sales": None, "asked_for": (),
    } | more  # fmt: skip
    return samples.file_card(samples.client(name="ACME", code="C1", city="Köln", relation="direct"), **values)


def draw(shown):
    return card.card(shown, now=NOW, timezone="UTC")


def test_a_contact_without_a_note_leaves_no_gap_before_its_next_step():
    logged = samples.interaction("", person="Mei", outcome="agreed", next_step="Send the list")
    line = card.contact_line(logged, NOW)
    assert line.startswith("Visit, 3 days ago, Mei: Agreed a next step. _Next: Send the list, ")


def test_user_text_is_disarmed_and_cut_whole():
    assert escape("<!channel> & <@U1>") == "&lt;!channel&gt; &amp; &lt;@U1&gt;"
    assert shorten("abcdef", 4) == "abc…"
    assert shorten("abcd", 4) == "abcd"
    for cut in range(6):
        text = section("x" * (2999 - cut) + "&amp;" * 9)["text"]["text"]
        assert len(text) <= 3000
        assert text.rstrip("…").removesuffix("&amp;").rstrip("x") == ""


def test_a_short_card_says_everything():
    value = Value(samples.CATALOGUE.require("industry"), "retail", "call", "Mei", NOW, Freshness.FRESH)
    basic = SectionView(Part.BASIC, Right.WRITE, Freshness.FRESH, (value,), samples.CATALOGUE.of(Part.BASIC)[:1], 0)
    shown = plain_card(
        sections=(basic,),
        interactions=(samples.interaction("Wants\npine", person="Mei", next_step="Send <samples>"),),
        contacts=samples.CONTACTS[:1],
    )
    said = "\n".join(texts(draw(shown).blocks))
    for part in (
        "ACME", "`C1`", "Köln, Germany", "owner: <@U0MEI>", "*Basic data*  ● fresh", "Industry: retail",
        "_Not known: Situation_", "Visit, 3 days ago, Mei: Agreed a next step. Wants pine",
            "_Next: Send &lt;samples&gt;, Jul 20, 2026_",
    ):  # fmt: skip
        assert part in said
    assert draw(shown).text == "ACME, Köln, Germany, present client. Basic data: ● fresh"


def test_a_card_that_would_not_fit_shows_less_of_each_text_but_every_field():
    full = draw(samples.file_card(samples.CLIENTS[7]))
    said = "\n".join(texts(full.blocks))
    assert size(full.blocks) <= 13_000
    missing = [
        str(field.label)
        for field in samples.CATALOGUE
        if field.section in FILE_SECTIONS and str(field.label) not in said
    ]
    assert missing == []
    # One long note alone is cut at its usual length.
    one = "\n".join(texts(draw(plain_card(interactions=(samples.interaction("n" * 500),))).blocks))
    assert "n" * 159 + "…" in one


def test_five_contacts_are_shown_and_the_rest_counted():
    said = "\n".join(texts(draw(plain_card(contacts=samples.CONTACTS)).blocks))
    assert said.count("CEO") == 5
    assert "and 95 more" in said


@pytest.mark.parametrize(
    ("role", "relation", "pressed"),
    [
        (Role.REP, Relation.OWN, ["open_log", "open_credit", "share_card", "card_menu"]),
        (Role.REP, Relation.OTHER, ["share_card", "card_menu"]),
        (Role.FINANCE, Relation.OTHER, ["open_credit", "share_card", "card_menu"]),
        (Role.AUDITOR, Relation.OTHER, ["share_card", "card_menu"]),
    ],
)
def test_a_card_offers_what_its_reader_may_do(role, relation, pressed):
    rights = samples.rights_of(role, relation)
    sealed = tuple(part for part, held in rights.items() if held is Right.ASK)
    drawn = draw(plain_card(rights=rights, asked_for=sealed, contacts=None, interactions=None))
    assert buttons(drawn.blocks) == pressed
    assert any("Not open to you" in text for text in texts(drawn.blocks)) == bool(sealed)


def test_times_are_told_as_people_do():
    assert words.ago_text(NOW, NOW) == words.ago_text(NOW - timedelta(seconds=59), NOW) == "just now"
    assert words.ago_text(NOW - timedelta(days=3), NOW) == "3 days ago"
    assert words.ago_text(NOW - timedelta(seconds=62), NOW) == "1 minute ago"
    founded = samples.CATALOGUE.require("founded")
    assert words.value_text(founded, "1938-08-10", 80) == "Aug 10, 1938"
    # What was kept before dates had a form of their own.
    assert words.value_text(founded, "before the war", 80) == "before the war"
    assert words.money_text(Money(400_000_000, "USD")) == "USD 40,000.00"
    assert words.money_text(Money(400_000_000, "JPY")) == "JPY 40,000"
    assert words.percent_text(384) == "38.4 %"


def inputs(view):
    return {block["element"]["action_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}


def test_a_long_value_is_not_cut_by_being_shown_in_a_form():
    owners = samples.CATALOGUE.require("owners")
    for stored in ("x" * 2999, "one\ntwo"):
        value = Value(owners, stored, "import", "", NOW, Freshness.FRESH)
        shown = SectionView(Part.BASIC, Right.WRITE, Freshness.FRESH, (value,), (), 0)
        element = inputs(edit_form.edit_form(samples.CATALOGUE, samples.BARE, shown, ""))["owners"]
        assert (element["initial_value"], element["multiline"]) == (stored, True)


def _filled(element):
    option = element.get("initial_option", {}).get("value")
    return element.get("initial_value") or element.get("initial_user") or option


def test_a_form_holds_what_is_stored_so_that_saving_it_changes_nothing():
    from bot.policy.values import Reading, parse_value

    reading = Reading("USD", samples.TODAY, "DE")
    for part in FILE_SECTIONS:
        shown = samples.full_section(part)
        drawn = inputs(edit_form.edit_form(samples.CATALOGUE, samples.BARE, shown, "", edit_form.Asked(is_whole=True)))
        for value in shown.values:
            element = drawn[value.field.key]
            typed = _filled(element)
            assert parse_value(value.field, typed, reading) == parse_value(value.field, value.value, reading)


def test_the_form_that_opens_a_file_asks_six_things_and_one_of_them_for_certain():
    drawn = client_forms.add_form(samples.CATALOGUE, {"name": "ACME"}, "")
    asked = [block for block in drawn["blocks"] if block["type"] == "input"]
    assert len(asked) == 6
    assert [block["block_id"] for block in asked if not block.get("optional")] == ["name"]
    assert inputs(drawn)["name"]["initial_value"] == "ACME"


@pytest.mark.parametrize(
    ("limit", "shown"),
    [
        (LimitInForce(Limit(LimitState.NOT_SET)), "not set"),
        (LimitInForce(Limit(LimitState.AMOUNT, Money(0, "USD"))), "USD 0.00"),
        (LimitInForce(Limit(LimitState.UNLIMITED), "<Fin>", TODAY), "unlimited, set by &lt;Fin&gt; on Jul 20, 2026"),
    ],
)
def test_the_three_states_of_a_limit_read_differently(limit, shown):
    assert credit.limit_text(limit) == shown


def test_a_credit_answer_shows_its_figures_their_currency_and_date():
    [answer] = [each for each in samples.answers() if each.verdict is Verdict.YES and each.as_of]
    drawn = credit.credit_message(
        replace(answer, exposure=Money(10_000, "EUR"), available=Money(20_000, "EUR")), may_set=False
    )
    for part in (
        "Yes",
        "USD 5,000.00 fits",
        "EUR 1.00",
        "EUR 2.00",
        "EUR 40,000.00",
        "Jul 20, 2026",
        "0.0000001",
        "open invoices only",
    ):
        assert part in drawn.text
    assert "open_limit" not in buttons(drawn.blocks)
    assert "open_limit" in buttons(credit.credit_message(answer, may_set=True).blocks)


def table(message):
    [block] = [block for block in message.blocks if block["type"] == "data_table"]
    return [[cell["text"] for cell in row] for row in block["rows"]]


def test_a_composition_is_told_in_a_sentence_a_chart_and_a_table():
    found_mix = mixes.composition(3, label="Pine")
    # 3, 2 and 1 parts of 123,456,789 counts: a half, a third and a sixth of USD 74,074.07; twice what was before.
    drawn = mix.mix_message(found_mix, query="q", may_share=True)
    assert drawn.text.startswith(
        "Sales by product, 2026-Q2: Pine makes up 50.0 % of USD 74,074.07. "
        "That is +100.0 % on the period before and -50.0 % on the year before. Pine: USD 37,037.04, 50.0 %"
    )
    # What the first row had before is not known: it stands in no comparison.
    assert table(drawn) == [
        ["Product", "USD", "Share", "Cumulative", "Period before", "Year before", "Clients", "Average a client"],
        ["Pine", "37,037.04", "50.0 %", "50.0 %", "-", "-", "3", "12,345.68"],
        ["Pine", "24,691.36", "33.3 %", "83.3 %", "+100.0 % from 12,345.68", "-50.0 % from 49,382.72", "3", "8,230.45"],
        ["Pine", "12,345.68", "16.7 %", "100.0 %", "+100.0 % from 6,172.84", "-50.0 % from 24,691.36", "3", "4,115.23"],
    ]
    assert [block["type"] for block in drawn.blocks].count("data_visualization") == 1
    assert "Left out: USD 0.50 in 3 lines whose client is not known." in " ".join(texts(drawn.blocks))
    assert buttons(drawn.blocks) == ["mix_book", "share_mix"]
    assert buttons(mix.mix_message(found_mix, query="q", may_share=False).blocks) == ["mix_book"]
    assert buttons(mix.mix_message(found_mix, query="", may_share=False).blocks) == []


def test_the_shares_of_a_table_and_what_they_add_up_to_agree():
    # A third each: 33.4, 33.3 and 33.3, so the first row's cumulative share is 33.4 and not a rounded third.
    uneven = mixes.composition(3, label="Pine")
    thirds = replace(uneven, rows=tuple(replace(each, amount=10_000) for each in uneven.rows), total=30_000)
    rows = table(mix.mix_message(thirds, query="q", may_share=True))
    assert [row[2:4] for row in rows[1:]] == [["33.4 %", "33.4 %"], ["33.3 %", "66.7 %"], ["33.3 %", "100.0 %"]]


def test_without_a_period_before_there_are_no_columns_for_it():
    drawn = mix.mix_message(mixes.composition(1, previous=False, label="Pine"), query="q", may_share=True)
    assert table(drawn)[0] == ["Product", "USD", "Share", "Cumulative", "Clients", "Average a client"]
    assert drawn.text.startswith("Sales by product, 2026-Q2: Pine makes up 100.0 % of USD 12,345.68. Pine:")


def test_where_the_period_before_is_the_year_before_it_is_said_once():
    year = parse_period("2025", TODAY)
    same = {"period": year, "previous_period": year.previous(), "year_before_period": year.year_before()}
    drawn = mix.mix_message(mixes.composition(1, label="Pine", **same), query="q", may_share=True)
    assert table(drawn)[0][4:6] == ["Year before", "Clients"]
    assert "That is -50.0 % on the year before." in drawn.text


def test_filters_and_an_open_period_are_told():
    filtered = mixes.composition(
        2, is_open=True, filters=(FilterNote("Country", "Germany"), FilterNote("City", "<Köln>"))
    )
    said = " ".join(texts(mix.mix_message(filtered, query="q", may_share=True).blocks))
    assert "_This period is still open, and it is compared with whole ones._" in said
    assert "Your team's clients. Only Country: Germany; City: &lt;Köln&gt;. Ledger to Jul 20, 2026." in said
    alone = mixes.composition(2, is_open=True, previous=False)
    assert "still open" not in " ".join(texts(mix.mix_message(alone, query="q", may_share=True).blocks))


def test_a_total_of_less_than_nothing_is_not_divided():
    drawn = mix.mix_message(mixes.composition(2, sign=-1, label="Pine"), query="q", may_share=True)
    assert "The total is -USD 37,037.04, so there are no shares to speak of." in drawn.text
    assert "data_visualization" not in [block["type"] for block in drawn.blocks]
    assert [row[2:4] for row in table(drawn)[1:]] == [["-", "-"], ["-", "-"]]


def test_a_crossed_composition_is_a_grid_with_totals():
    drawn = crossed.crossed_message(mixes.crossed(2, 2, label=""), query="q", may_share=True)
    # Cells of 4, 3, 2 and 1 times 1,234,567 counts: the first two are the first row, every other one the first column.
    assert [row[1:] for row in table(drawn)] == [
        ["USD", "Share", *(shorten(each, 32) for each in samples.NASTY[:2])],
        ["864.20", "70.0 %", "493.83", "370.37"],
        ["370.37", "30.0 %", "246.91", "123.46"],
        ["1,234.57", "100.0 %", "740.74", "493.83"],
    ]
    assert table(drawn)[-1][0] == "Total"
    assert "40.0 % of USD 1,234.57. That is +100.0 % on the period before." in drawn.text
    [chart] = [block["chart"] for block in drawn.blocks if block["type"] == "data_visualization"]
    assert [[point["value"] for point in series["data"]] for series in chart["series"]] == [
        [493.83, 246.91],
        [370.37, 123.46],
    ]


def test_columns_and_colours_follow_the_grades_from_the_best_down():
    one = mixes.crossed(1, 3, label="x", grade_order=("Gold", "Silver", "Bronze"))
    rows = tuple(
        replace(row, key2=grade, label2=grade)
        for row, grade in zip(one.rows, ("Bronze", "Silver", "Gold"), strict=True)
    )
    drawn = crossed.crossed_message(replace(one, by2=MixKey.GRADE, rows=rows), query="q", may_share=True)
    assert table(drawn)[0][3:] == ["Gold", "Silver", "Bronze"]
    [chart] = [block["chart"] for block in drawn.blocks if block["type"] == "data_visualization"]
    assert [series["name"] for series in chart["series"]] == ["Gold", "Silver", "Bronze"]


@pytest.mark.parametrize(("clients", "is_said"), [(None, True), (3, False)])
def test_clients_that_are_not_counted_are_said_not_to_be(clients, is_said):
    note = "Clients are not counted by product in a ledger of this size."
    found = mixes.composition(3, clients=clients)
    assert any(note in text for text in texts(mix.mix_message(found, query="q", may_share=True).blocks)) == is_said
    assert (note in mix_sheet(found).notes) == is_said


def test_second_keys_that_have_no_column_stand_together():
    drawn = crossed.crossed_message(mixes.crossed(3, 9, label=""), query="q", may_share=True)
    heading, *rows = table(drawn)
    assert heading[-1] == "Other"
    assert len(heading) == 3 + crossed.COLUMNS
    assert len(rows) == 4
    [chart] = [block["chart"] for block in drawn.blocks if block["type"] == "data_visualization"]
    assert len(chart["series"]) == 5


def test_units_beyond_two_are_named_with_the_way_to_ask_for_them():
    units = [mixes.composition(2, measure=Measure.QUANTITY, unit=unit) for unit in ("", "kg", "m", "pcs")]
    nothing = mixes.composition(0, measure=Measure.QUANTITY, unit="")
    drawn = mix_answers.mix_answer([nothing, *units[1:]], asked="product quantity", may_share=True)
    assert "2 more units: pcs, -. Ask for one by adding `unit:pcs`." in texts(drawn.blocks)
    heads = [block["rows"][0][1]["text"] for block in drawn.blocks if block["type"] == "data_table"]
    assert heads == ["kg", "m"]
    assert buttons(drawn.blocks) == ["mix_book", "share_mix"]


def test_suggestions_stand_between_the_table_and_the_notes_and_take_the_room_of_rows():
    suggested = [section("&amp;" * 500) for _number in range(2)]
    drawn = mix.mix_message(mixes.composition(200), query="q", may_share=True, suggestions=suggested)
    kinds = [block["type"] for block in drawn.blocks]
    place = drawn.blocks.index(suggested[0])
    assert drawn.blocks[place : place + 2] == tuple(suggested)
    assert kinds.index("data_table") < place < kinds.index("actions")
    assert size(drawn.blocks) <= 13_200
    assert 1 <= len(table(drawn)) - 1 < len(table(mix.mix_message(mixes.composition(200), query="q", may_share=True)))
    assert suggested[0] in drawn.fallback


def test_two_units_fit_into_one_message():
    kilos = mixes.composition(200, measure=Measure.QUANTITY)
    drawn = mix.mix_message(kilos, query="q", may_share=False)
    last = mix.mix_message(replace(kilos, unit="boxes"), query="q", may_share=True)
    assert size([*drawn.blocks, *last.blocks]) <= 13_200


def test_without_sales_there_is_nothing_to_share():
    drawn = mix.mix_message(mixes.composition(0), query="q", may_share=True)
    assert "No sales in this period." in drawn.text
    assert buttons(drawn.blocks) == []


def test_who_is_not_known_learns_whom_to_ask():
    drawn = problems.message(UnknownPerson("You are not on the list."), custodians=("U0CUS",))
    assert drawn.text == "You are not on the list.\nAsk <@U0CUS>, the custodian of the files."
    in_a_form = problems.sentence(UnknownPerson("You are not on the list."))
    assert in_a_form == "You are not on the list.\nAsk the custodian of the files."


def test_a_client_that_is_not_there_can_be_added():
    drawn = problems.message(ClientNotFound("Pine & <Co>"))
    assert drawn.text == "No client file answers to “Pine &amp; &lt;Co&gt;”."
    assert drawn.blocks[-1]["elements"][0]["value"] == "Pine & <Co>"


def test_a_suggestion_repeats_what_was_typed_disarmed():
    drawn = helping.did_you_mean("shwo <!channel>", "show <!channel>", ())
    assert drawn.text == ("There is no `/client shwo &lt;!channel&gt;`. Did you mean `/client show &lt;!channel&gt;`?")


def test_finding_says_how_many():
    assert found.found(FoundPage("acme", 0, 2, samples.MATCHES[:2])).text == "2 clients found for “acme”"
    assert found.found(FoundPage("acme", 0, 1, samples.MATCHES[:1])).text == "1 client found for “acme”"
    assert buttons(found.found(FoundPage("acme", 0, 0, ())).blocks) == ["open_add"]
    # A client is added by its name; filters alone are none.
    assert found.found(FoundPage("acme country:DE", 0, 0, ())).blocks[1]["elements"][0]["value"] == "acme"
    assert buttons(found.found(FoundPage("country:DE stale", 0, 0, ())).blocks) == []
    asked = found.found(FoundPage("owner:@U0MEI <!here>", 0, 1, samples.MATCHES[:1])).text
    assert asked == "1 client found for “owner:<@U0MEI> &lt;!here&gt;”"


@pytest.mark.parametrize(
    ("page", "turns"), [(0, ["find_next"]), (1, ["find_previous", "find_next"]), (2, ["find_previous"])]
)
def test_what_was_found_is_turned_page_by_page(page, turns):
    drawn = found.found(FoundPage("country:DE stale", page, 25, samples.MATCHES[:1]))
    assert drawn.text == f"25 clients found for “country:DE stale”, page {page + 1} of 3"
    assert buttons(drawn.blocks[-1:]) == turns
    values = [each["value"] for each in drawn.blocks[-1]["elements"]]
    assert [found.parse_place(value) for value in values] == [
        (page + (1 if turn == "find_next" else -1), "country:DE stale") for turn in turns
    ]


def test_a_sealed_match_is_told_by_name_and_owner_only():
    sealed = replace(samples.MATCHES[0], because="phone", is_sealed=True)
    client = replace(sealed.client, city="Secretville", owner_slack_id="U0MEI")
    drawn = found.found(FoundPage("+49 30 1234567", 0, 0, (), (replace(sealed, client=client),)))
    said = json.dumps(drawn.blocks, ensure_ascii=False)
    assert "<@U0MEI>" in said
    assert "Secretville" not in said
    assert "phone" not in said


def test_the_home_tab_counts_what_it_does_not_show():
    *_, desk = samples.desks()
    drawn = home.home_view(desk, DeskQuality(), now=NOW, today=TODAY)
    said = texts(drawn["blocks"])
    assert "My clients: 12345" in said
    assert "and 12325 more; `/client find` opens any" in said
    assert sum("overdue since" in text for text in said) == 2
    without_files = home.home_view(replace(desk, keeps_files=False), DeskQuality(), now=NOW, today=TODAY)
    assert without_files["blocks"][0]["type"] == "header"


def test_the_home_tab_says_how_good_and_how_used_the_files_are():
    *_, desk = samples.desks()
    *_, quality = samples.desk_qualities()
    said = texts(home.home_view(desk, quality, now=NOW, today=TODAY)["blocks"])
    assert "99 % complete, 50 % fresh\nOpened 10000000 times in 30 days: 1000000 files, by 10000 colleagues" in said
    assert any("33 % complete. Most would be gained in Basic data: &lt;!channel&gt;" in text for text in said)
    (team,) = [text for text in said if "and 30 more" in text]
    assert "x: 12345 files, 8 % complete, 50 % fresh" in team
    assert any(text.startswith("*100 % complete, 50 % fresh*") and "Trading: 100 % complete" in text for text in said)
    # Nobody who is no manager sees a name beside a figure.
    alone = texts(home.home_view(desk, replace(quality, team=()), now=NOW, today=TODAY)["blocks"])
    assert not any("12345 files" in text for text in alone)


def test_a_card_says_how_good_its_file_is_to_those_who_read_all_of_it():
    shown = card.card(samples.file_card(samples.BARE), now=NOW, timezone="UTC")
    assert "File 68 % complete, 12 of 20 known fields fresh" in texts(shown.blocks)
    cut = card.card(samples.file_card(samples.BARE, quality=None), now=NOW, timezone="UTC")
    assert not any("complete" in text for text in texts(cut.blocks))


def test_what_is_stale_and_does_not_fit_is_counted():
    drawn = nag.stale_message([samples.stale_item(7, part) for part in (*FILE_SECTIONS, *FILE_SECTIONS)], NOW)
    shown = sum(block["type"] == "actions" for block in drawn.blocks)
    assert 3 <= shown < 8
    assert f"and {8 - shown} more" in texts(drawn.blocks)


def test_a_message_may_have_words_only():
    assert Message("Words.").blocks == ()


def test_a_window_holds_so_much_to_choose_and_no_more():
    [whole] = [each for each in samples.overtaken() if each.part is Part.BASIC][:1]
    field = whole.fields[0]
    # Three blocks a field, and three for the words above, the heading of the others and the source.
    assert overtaken.fits(replace(whole, fields=(field,) * 32, others=whole.others[:1]))
    assert not overtaken.fits(replace(whole, fields=(field,) * 32, others=((field.field, "x"),) * 2))


def test_a_number_that_looks_like_a_clients_id_stays_a_number():
    asked = next(each for each in samples.overtaken() if each.part is Part.CHARACTERISTICS)
    staff = replace(next(each for each in asked.fields if each.field.key == "staff"), mine="12", at=None)
    drawn = overtaken.overtaken_form(replace(asked, fields=(staff,), names={"12": "ACME"}), "", now=samples.NOW)
    assert "You: 12" in drawn["blocks"][1]["text"]["text"]
