"""A section's form writes what its person changed, and asks where somebody else was faster."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import Conflict, InvalidForm, InvalidInput, Refused
from bot.policy.access import Part
from bot.policy.catalogue import Source
from bot.policy.freshness import Freshness
from bot.policy.opened import write_opened
from bot.policy.values import Reading
from bot.results.clients import Edited
from bot.results.editing import Overtaken
from bot.services.clients import require_client
from bot.services.editing import SectionForm, offer_section, save_section
from bot.services.integrity import check_ledger
from bot.store import facts as store
from bot.store.tables import AccessLogRow, ClientRow, FactRow
from tests.jobs.company import CATALOGUE, DAY, MONDAY, on_both

NOW = MONDAY
MINUTE = timedelta(minutes=1)


@pytest.fixture
def mei(house):
    return house.person("U0MEI")


@pytest.fixture
def ines(house):
    return house.person("U0INES", "custodian")


@pytest.fixture
def acme(house, mei):
    return house.client(mei, "ACME")


def opened(house, actor, client_id, part=Part.TRADING):
    """The form as it stands open, nothing changed in it yet."""
    with house.session() as session:
        offer = offer_section(session, actor, require_client(session, client_id), part, now=NOW, catalogue=CATALOGUE)
    return SectionForm(part, {}, offer.opened, Source.CALL)


def save(house, actor, client_id, form, *, now=NOW, **typed):
    with house.session() as session:
        return save_section(
            session, actor, require_client(session, client_id), replace(form, typed=typed),
            reading=Reading("USD", now.date(), "DE"), now=now, catalogue=CATALOGUE,
        )  # fmt: skip


def current(house, client_id):
    """What holds beside what every new file has."""
    with house.session() as session:
        values = store.current_values(session, client_id)
        assert list(check_ledger(session, now=NOW + DAY, catalogue=CATALOGUE)) == []
    return {key: known.value for key, known in values.items() if key not in {"name", "stage", "relation"}}


def written(house, field):
    with house.session() as session:
        rows = session.query(FactRow).filter_by(field=field).order_by(FactRow.id)
        return [(row.kind, row.value, row.source) for row in rows]


@on_both
def test_a_form_writes_only_what_is_different(house, mei, acme):
    house.know(mei, acme, NOW - DAY, problems="Late", advantages="Price")
    form = opened(house, mei, acme)
    saved = save(house, mei, acme, form, problems="Late", advantages="Quality", reputation="", trading_terms=" 30 d ")
    assert saved == Edited(("advantages", "trading_terms"))
    assert written(house, "problems") == [("observed", "Late", "call")]
    assert current(house, acme) == {"problems": "Late", "advantages": "Quality", "trading_terms": "30 d"}


def test_a_value_that_is_written_otherwise_is_the_same_value(house, mei, acme):
    house.know(mei, acme, NOW - DAY, phone="+4922112345", assets="1250000.0000 EUR", founded="1998-05-06")
    form = opened(house, mei, acme, Part.BASIC)
    assert save(house, mei, acme, form, phone="0221/12345", assets="EUR 1,250,000", founded="6.5.1998") == Edited(())
    assert len(written(house, "phone")) == 1


def test_what_was_kept_before_it_had_a_form_of_its_own_is_left_alone(house, mei, acme):
    house.know(mei, acme, NOW - DAY, phone="ask for Eva", website="their site")
    form = opened(house, mei, acme, Part.BASIC)
    saved = save(house, mei, acme, form, phone="ask for Eva", website="their site", city="", address="Kai 1")
    assert saved == Edited(("address",))


def test_what_a_higher_source_outranks_is_noted_and_said_to_be(house, mei, acme):
    form = replace(opened(house, mei, acme), source=Source.AGENCY)
    save(house, mei, acme, form, now=NOW - DAY, credit_standing="AA")
    saved = save(house, mei, acme, opened(house, mei, acme), credit_standing="shaky")
    assert saved == Edited((), noted=("credit_standing",))
    assert current(house, acme) == {"credit_standing": "AA"}
    assert written(house, "credit_standing")[-1] == ("observed", "shaky", "call")


@on_both
def test_an_emptied_field_loses_its_value_and_the_history_keeps_it(house, mei, acme):
    house.know(mei, acme, NOW - DAY, problems="Late", reputation="Fair")
    saved = save(house, mei, acme, opened(house, mei, acme), problems=" ", reputation="Fair", advantages="Price")
    assert saved == Edited(("advantages",), emptied=("problems",))
    assert current(house, acme) == {"reputation": "Fair", "advantages": "Price"}
    assert written(house, "problems") == [("observed", "Late", "call"), ("observed", "", "call")]
    later = opened(house, mei, acme)
    assert save(house, mei, acme, later, now=NOW + MINUTE, problems="None") == Edited(("problems",))
    assert current(house, acme)["problems"] == "None"


def test_what_an_agency_says_is_not_emptied_by_a_call(house, mei, acme):
    form = replace(opened(house, mei, acme), source=Source.AGENCY)
    save(house, mei, acme, form, now=NOW - DAY, credit_standing="AA")
    saved = save(house, mei, acme, opened(house, mei, acme), credit_standing="")
    assert saved == Edited((), noted=("credit_standing",))
    assert current(house, acme) == {"credit_standing": "AA"}


@on_both
def test_a_place_can_be_emptied_and_a_name_cannot(house, mei, acme):
    house.know(mei, acme, NOW - DAY, country="DE", city="Köln")
    form = opened(house, mei, acme, Part.DIRECTORY)
    assert save(house, mei, acme, form, country="", city="") == Edited((), emptied=("country", "city"))
    with house.session() as session:
        assert (require_client(session, acme).country, require_client(session, acme).city) == (None, None)
    form = opened(house, mei, acme, Part.DIRECTORY)
    with pytest.raises(InvalidForm) as caught:
        save(house, mei, acme, form, name=" ", stage="", relation="")
    assert [str(problem) for problem in caught.value.problems] == [
        f"{label} cannot be left empty." for label in ("Name", "Stage", "Relation")
    ]


def test_one_who_empties_what_another_changes_is_asked_too(house, mei, ines, acme):
    house.know(mei, acme, NOW - DAY, problems="Late")
    first, second = opened(house, ines, acme), opened(house, mei, acme)
    save(house, ines, acme, first, problems="")
    [asked] = save(house, mei, acme, second, now=NOW + MINUTE, problems="Late twice").fields
    assert (asked.before, asked.theirs, asked.mine, asked.person) == ("Late", "", "Late twice", "U0Ines")


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_saved(house, mei, acme):
    form = opened(house, mei, acme, Part.BASIC)
    with pytest.raises(InvalidForm) as caught:
        save(house, mei, acme, form, founded="03/04/1998", phone="12", email="eva", situation="Good")
    assert [problem.field for problem in caught.value.problems] == ["founded", "phone", "email"]
    assert str(caught.value) == str(caught.value.problems[0])
    with pytest.raises(InvalidInput) as one:
        save(house, mei, acme, form, phone="12")
    assert (type(one.value), one.value.field) == (InvalidInput, "phone")
    assert current(house, acme) == {}


@on_both
def test_two_people_who_change_the_same_field_are_asked(house, mei, ines, acme):
    house.know(mei, acme, NOW - DAY, problems="Late", reputation="Fair")
    first, second = opened(house, ines, acme), opened(house, mei, acme)
    save(house, ines, acme, first, now=NOW + MINUTE, problems="Late twice", reputation="Fair")
    asked = save(house, mei, acme, second, now=NOW + 2 * MINUTE, problems="None", reputation="Fair", advantages="Price")
    assert isinstance(asked, Overtaken)
    [field] = asked.fields
    assert (field.field.key, field.before, field.theirs, field.mine) == ("problems", "Late", "Late twice", "None")
    assert (field.person, field.source, field.at) == ("U0Ines", "call", NOW + MINUTE)
    assert [(each.key, value) for each, value in asked.others] == [("advantages", "Price")]
    # Nothing is written until the person has chosen.
    assert current(house, acme) == {"problems": "Late twice", "reputation": "Fair"}

    answer = replace(second, opened=asked.opened, is_answer=True)
    saved = save(house, mei, acme, answer, now=NOW + 3 * MINUTE, problems="None", advantages="Price")
    assert saved == Edited(("problems", "advantages"))
    assert current(house, acme) == {"problems": "None", "reputation": "Fair", "advantages": "Price"}
    assert [value for _, value, _ in written(house, "problems")] == ["Late", "Late twice", "None"]


def test_theirs_is_left_as_it_is(house, mei, ines, acme):
    first, second = opened(house, ines, acme), opened(house, mei, acme)
    save(house, ines, acme, first, problems="Theirs")
    asked = save(house, mei, acme, second, now=NOW + MINUTE, problems="Mine", advantages="Price")
    saved = save(house, mei, acme, replace(second, opened=asked.opened, is_answer=True), advantages="Price")
    assert saved == Edited(("advantages",))
    assert current(house, acme) == {"problems": "Theirs", "advantages": "Price"}


def test_a_third_who_is_faster_again_is_asked_about_again(house, mei, ines, acme):
    first, second = opened(house, ines, acme), opened(house, mei, acme)
    save(house, ines, acme, first, problems="One")
    asked = save(house, mei, acme, second, now=NOW + MINUTE, problems="Mine")
    save(house, ines, acme, opened(house, ines, acme), now=NOW + 2 * MINUTE, problems="Two", reputation="Bad")
    answer = replace(second, opened=asked.opened, is_answer=True)
    again = save(house, mei, acme, answer, now=NOW + 3 * MINUTE, problems="Mine")
    assert [(each.before, each.theirs, each.mine) for each in again.fields] == [("One", "Two", "Mine")]
    answer = replace(answer, opened=again.opened)
    assert save(house, mei, acme, answer, now=NOW + 4 * MINUTE, problems="Mine") == Edited(("problems",))


def test_two_people_who_change_different_fields_do_not_meet(house, mei, ines, acme):
    first, second = opened(house, ines, acme), opened(house, mei, acme)
    save(house, ines, acme, first, problems="Theirs", advantages="", reputation="")
    saved = save(house, mei, acme, second, problems="", advantages="Mine")
    assert saved == Edited(("advantages",))
    assert current(house, acme) == {"problems": "Theirs", "advantages": "Mine"}


def test_two_people_who_say_the_same_agree(house, mei, ines, acme):
    first, second = opened(house, ines, acme), opened(house, mei, acme)
    save(house, ines, acme, first, problems="Late")
    assert save(house, mei, acme, second, problems="Late") == Edited(())


def test_a_file_merged_away_meanwhile_is_saved_where_it_went(house, mei, acme):
    other = house.client(mei, "ACME Ltd")
    form = opened(house, mei, other)
    with house.session() as session:
        session.query(ClientRow).filter_by(id=other).update({"merged_into": acme})
    assert save(house, mei, other, form, problems="Late") == Edited(("problems",))
    assert current(house, acme) == {"problems": "Late"}


def test_a_file_merged_into_one_that_knows_better_asks(house, mei, acme):
    other = house.client(mei, "ACME Ltd")
    house.know(mei, acme, NOW - DAY, problems="Late")
    form = opened(house, mei, other)
    with house.session() as session:
        session.query(ClientRow).filter_by(id=other).update({"merged_into": acme})
    [asked] = save(house, mei, other, form, problems="None").fields
    assert (asked.before, asked.theirs, asked.mine) == ("", "Late", "None")


def test_who_may_not_write_learns_nothing_and_changes_nothing(house, mei, acme):
    lucia = house.person("U0LUCIA")
    house.know(mei, acme, NOW - DAY, problems="Late")
    form = SectionForm(Part.TRADING, {}, write_opened(CATALOGUE.of(Part.TRADING), {}), Source.CALL)
    with pytest.raises(Refused):
        save(house, lucia, acme, form, problems="None")
    with pytest.raises(Refused), house.session() as session:
        offer_section(session, lucia, require_client(session, acme), Part.TRADING, now=NOW, catalogue=CATALOGUE)
    assert current(house, acme) == {"problems": "Late"}


def test_a_choice_between_two_is_logged_as_read_and_the_saving_as_written(house, mei, ines, acme):
    first, second = opened(house, ines, acme), opened(house, mei, acme)
    save(house, ines, acme, first, problems="Theirs")
    asked = save(house, mei, acme, second, now=NOW + MINUTE, problems="Mine")
    save(house, mei, acme, replace(second, opened=asked.opened, is_answer=True), now=NOW + MINUTE, problems="Mine")
    with house.session() as session:
        rows = session.query(AccessLogRow).filter_by(person_id=mei.person_id, part="trading").order_by(AccessLogRow.id)
        assert [(row.deed, row.via) for row in rows] == [("read", "edit"), ("read", "edit"), ("write", "edit")]


def test_a_catalogue_that_has_changed_meanwhile_says_so(house, mei, acme):
    form = replace(opened(house, mei, acme), opened=opened(house, mei, acme, Part.BASIC).opened)
    with pytest.raises(Conflict, match="fields of this section have changed"):
        save(house, mei, acme, form, problems="Late")


def test_the_form_leads_to_the_other_sections_with_their_states(house, mei, acme):
    house.know(mei, acme, NOW - 100 * DAY, problems="Late", industry="retail")
    with house.session() as session:
        client = require_client(session, acme)
        offer = offer_section(session, mei, client, Part.BASIC, now=NOW, catalogue=CATALOGUE)
    assert offer.others == {
        Part.CHARACTERISTICS: Freshness.EMPTY, Part.BUSINESS: Freshness.EMPTY, Part.TRADING: Freshness.STALE,
        Part.DIRECTORY: Freshness.STALE,
    }  # fmt: skip
    assert {value.field.key for value in offer.shown.values} == {"industry"}
