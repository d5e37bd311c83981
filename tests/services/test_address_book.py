"""The people at a client's and its sites: entered once, changed, gone and back."""

from datetime import timedelta
from threading import Thread

import pytest

from bot.errors import InvalidForm, InvalidInput, NotFound, Refused
from bot.policy.access import Part
from bot.services import address_book, contacts
from bot.services.address_book import ContactDetails, SamePerson, SiteDetails
from bot.services.clients import require_client, show_client
from bot.store.tables import AccessLogRow, ClientRow, ContactRow
from tests.jobs.company import CATALOGUE, MONDAY, on_both

NOW = MONDAY


@pytest.fixture
def mei(house):
    return house.person("U0MEI")


@pytest.fixture
def acme(house, mei):
    acme = house.client(mei, "ACME")
    house.know(mei, acme, NOW, country="DE")
    return acme


def add(house, actor, client_id, name, *, is_sure=False, at=NOW, **more):
    with house.session() as session:
        client = require_client(session, client_id)
        details = ContactDetails(name, **more)
        return address_book.add_contact(session, actor, client, details, now=at, is_sure=is_sure)


def edit(house, actor, client_id, contact_id, name, *, at=NOW, **more):
    with house.session() as session:
        client = require_client(session, client_id)
        address_book.edit_contact(session, actor, client, contact_id, ContactDetails(name, **more), now=at)


def leave(house, actor, client_id, contact_id, *, has_left=True):
    with house.session() as session:
        client = require_client(session, client_id)
        address_book.set_left(session, actor, client, contact_id, has_left=has_left, now=NOW)


def book(house, actor, client_id):
    with house.session() as session:
        return address_book.read_book(session, actor, require_client(session, client_id), now=NOW)


def offered(house, actor, client_id):
    """Who is offered when a call is logged."""
    with house.session() as session:
        client = require_client(session, client_id)
        return [each.name for each in contacts.list_contacts(session, actor, client, now=NOW)]


@on_both
def test_a_person_is_entered_with_everything_and_read_back(house, mei, acme):
    add(
        house, mei, acme, " Katrin  Weber ", role="owner", share="60,5 %", title="Head", phone="040 5550100",
        mobile="+49 170 5550101", email="Katrin@ACME.example", language="de",
    )  # fmt: skip
    [katrin] = book(house, mei, acme).contacts
    assert (katrin.name, katrin.role, str(katrin.share), katrin.title) == ("Katrin Weber", "owner", "60.5", "Head")
    # Hamburg's number is read as people in the client's country dial it.
    assert (katrin.phone, katrin.mobile) == ("+49405550100", "+491705550101")
    assert (katrin.email, katrin.language, katrin.left_at) == ("Katrin@acme.example", "de", None)


@pytest.mark.parametrize(
    ("more", "field", "sentence"),
    [
        ({"name": " \x00 "}, "contact_name", "needs a name"),
        ({"name": "x" * 301}, "contact_name", "at most 300"),
        ({"title": "x" * 250_000}, "contact_title", "at most 300"),
        ({"role": "king"}, "contact_role", "not one of the roles"),
        ({"share": "60"}, "contact_share", "Only an owner"),
        ({"role": "owner", "share": "101"}, "contact_share", "at most 100"),
        ({"phone": "call me"}, "contact_phone", "call me"),
        ({"mobile": "12"}, "contact_mobile", "12"),
        ({"email": "katrin at acme"}, "contact_email", "katrin at acme"),
        ({"language": "klingon"}, "contact_language", "no language"),
    ],
)
def test_what_cannot_be_taken_gets_a_sentence_at_its_input(house, mei, acme, more, field, sentence):
    with pytest.raises(InvalidInput, match=sentence) as caught:
        add(house, mei, acme, **{"name": "Katrin"} | more)
    assert caught.value.field == field
    assert book(house, mei, acme).contacts == ()


def test_all_that_is_wrong_is_said_at_once(house, mei, acme):
    with pytest.raises(InvalidForm) as caught:
        add(house, mei, acme, "", phone="call me", email="katrin at acme")
    assert [each.field for each in caught.value.problems] == ["contact_name", "contact_phone", "contact_email"]


@on_both
def test_the_owners_hold_no_more_than_the_company(house, mei, acme):
    jonas = add(house, mei, acme, "Jonas", role="owner", share="60")
    add(house, mei, acme, "Katrin", role="owner", share="40")
    with pytest.raises(InvalidInput, match="hold 100 percent already"):
        add(house, mei, acme, "Uwe", role="owner", share="0.1")
    # An owner's own old share does not stand in the way of the new one.
    edit(house, mei, acme, jonas, "Jonas", role="owner", share="59.9")
    add(house, mei, acme, "Uwe", role="owner", share="0.1")
    # Whoever has left holds nothing; their share is free, and they come back only where it still is.
    leave(house, mei, acme, jonas)
    add(house, mei, acme, "Eva", role="owner", share="59.9")
    with pytest.raises(InvalidInput, match=r"hold 100\.0 percent|hold 100 percent"):
        leave(house, mei, acme, jonas, has_left=False)


@on_both
def test_two_owners_entered_at_once_do_not_hold_more_than_the_company(house, mei, acme):
    problems = []

    def enter(name):
        try:
            add(house, mei, acme, name, role="owner", share="60")
        except InvalidInput as problem:
            problems.append(problem.field)

    both = [Thread(target=enter, args=(name,)) for name in ("Jonas", "Katrin")]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert problems == ["contact_share"]
    assert len(book(house, mei, acme).contacts) == 1


@on_both
def test_the_same_person_is_asked_about_and_not_doubled(house, mei, acme):
    katrin = add(house, mei, acme, "Katrin Weber", email="kw@acme.example")
    for name, email in (("katrin wéber", ""), ("K. Weber", "KW@ACME.example")):
        with pytest.raises(SamePerson) as caught:
            add(house, mei, acme, name, email=email)
        assert caught.value.known.contact_id == katrin
    assert len(book(house, mei, acme).contacts) == 1
    add(house, mei, acme, "Katrin Weber", is_sure=True)
    assert len(book(house, mei, acme).contacts) == 2


def test_one_of_the_same_name_at_another_client_is_nobody_elses_business(house, mei, acme):
    add(house, mei, acme, "Katrin Weber")
    add(house, mei, house.client(mei, "Other"), "Katrin Weber")


def test_changing_a_person_asks_only_when_they_become_somebody_who_is_there(house, mei, acme):
    katrin = add(house, mei, acme, "Katrin Weber")
    namesake = add(house, mei, acme, "Katrin Weber", is_sure=True)
    edit(house, mei, acme, namesake, "Katrin Weber", title="Trainee")
    jonas = add(house, mei, acme, "Jonas")
    with pytest.raises(SamePerson):
        edit(house, mei, acme, jonas, "Katrin Weber")
    edit(house, mei, acme, katrin, "Katrin Weber-Lund")
    names = {each.name: each.title for each in book(house, mei, acme).contacts}
    assert names == {"Katrin Weber-Lund": "", "Katrin Weber": "Trainee", "Jonas": ""}


@on_both
def test_whoever_has_left_stays_on_the_file_and_is_offered_no_more(house, mei, acme):
    katrin = add(house, mei, acme, "Katrin")
    add(house, mei, acme, "Zoe")
    leave(house, mei, acme, katrin)
    assert [(each.name, each.left_at) for each in book(house, mei, acme).contacts] == [("Zoe", None), ("Katrin", NOW)]
    assert offered(house, mei, acme) == ["Zoe"]
    leave(house, mei, acme, katrin, has_left=False)
    assert offered(house, mei, acme) == ["Katrin", "Zoe"]


@on_both
def test_a_number_counts_as_known_from_the_day_it_was_written(house, mei, acme):
    katrin = add(house, mei, acme, "Katrin", phone="+49 40 5550100")
    later = NOW + timedelta(days=30)
    edit(house, mei, acme, katrin, "Katrin", phone="+49 40 5550100", title="Head", at=later)
    with house.session() as session:
        assert session.get(ContactRow, katrin).phone_at is None
    edit(house, mei, acme, katrin, "Katrin", phone="+49 40 5550199", at=later)
    with house.session() as session:
        row = session.get(ContactRow, katrin)
        assert (row.phone_at, row.mobile_at, row.created_by) == (later, None, mei.person_id)


@on_both
def test_the_people_of_a_file_that_was_merged_away_are_there(house, mei, acme):
    twin = house.client(mei, "ACME Ltd")
    add(house, mei, twin, "Zoe")
    with house.session() as session:
        session.get(ClientRow, twin).merged_into = acme
    assert [each.name for each in book(house, mei, acme).contacts] == ["Zoe"]


def test_somebody_elses_contact_is_not_found(house, mei, acme):
    eve = add(house, mei, house.client(mei, "Other"), "Eve")
    with pytest.raises(NotFound):
        edit(house, mei, acme, eve, "Eve")
    with pytest.raises(NotFound):
        leave(house, mei, acme, eve)


def test_only_who_may_write_changes_anything_and_refusals_are_logged(house, mei, acme):
    katrin = add(house, mei, acme, "Katrin")
    for role in ("rep", "finance", "auditor"):
        other = house.person(f"U0{role.upper()}", role)
        for refused in (
            lambda other=other: add(house, other, acme, "Eve"),
            lambda other=other: edit(house, other, acme, katrin, "Eve"),
            lambda other=other: leave(house, other, acme, katrin),
        ):
            with pytest.raises(Refused):
                refused()
    with house.session() as session:
        refusals = [row.part for row in session.query(AccessLogRow).filter_by(deed="refused")]
        written = session.query(AccessLogRow).filter_by(deed="write", via="contact", part=Part.CONTACTS).count()
    assert (refusals, written) == (["contacts"] * 9, 1)
    assert [each.name for each in book(house, mei, acme).contacts] == ["Katrin"]


def test_a_colleague_sees_the_sites_and_not_the_people(house, mei, acme):
    add(house, mei, acme, "Katrin")
    shown = book(house, house.person("U0BO"), acme)
    assert (shown.contacts, shown.sites, shown.may_write_sites) == (None, (), False)
    with pytest.raises(Refused):
        book(house, house.person("U0AUDIT", "auditor"), acme)


@on_both
def test_a_site_is_entered_changed_closed_and_opened_again(house, mei, acme):
    def of_client(work, *given, **more):
        with house.session() as session:
            return work(session, mei, require_client(session, acme), *given, now=NOW, **more)

    plant = of_client(address_book.add_site, SiteDetails("plant", city=" Bremen ", country="germany"))
    of_client(address_book.add_site, SiteDetails("warehouse", "Hall 7", "Kai 1", "20000", "Hamburg", "DE"))
    assert [(s.kind, s.name, s.city, s.country) for s in book(house, mei, acme).sites] == [
        ("plant", "", "Bremen", "DE"), ("warehouse", "Hall 7", "Hamburg", "DE"),
    ]  # fmt: skip
    of_client(address_book.edit_site, plant, SiteDetails("branch", "Bremen West", city="Bremen"))
    of_client(address_book.set_closed, plant, is_closed=True)
    with house.session() as session:
        given = {"now": NOW, "catalogue": CATALOGUE, "base_currency": "USD"}
        card = show_client(session, mei, require_client(session, acme), **given)
    assert [(s.name, s.closed_at) for s in card.sites] == [("Hall 7", None), ("Bremen West", NOW)]
    of_client(address_book.set_closed, plant, is_closed=False)
    assert [s.name for s in book(house, mei, acme).sites] == ["Bremen West", "Hall 7"]


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (SiteDetails("moon", "Base"), "site_kind"),
        (SiteDetails("plant"), "site_name"),
        (SiteDetails("plant", "x" * 301), "site_name"),
        (SiteDetails("plant", "A", "x" * 301), "site_address"),
        (SiteDetails("plant", "A", postal_code="x" * 65), "site_postal_code"),
        (SiteDetails("plant", "A", country="Atlantis"), "country"),
    ],
)
def test_a_site_that_cannot_be_taken_gets_a_sentence_at_its_input(house, mei, acme, details, field):
    with house.session() as session, pytest.raises(InvalidInput) as caught:
        address_book.add_site(session, mei, require_client(session, acme), details, now=NOW)
    assert caught.value.field == field
