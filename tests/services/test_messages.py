"""Putting messages and forwarded emails on files: which client, what of the sender, once."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import Conflict, Refused
from bot.policy.contacts import ContactKind, Outcome
from bot.policy.emails.addresses import Address
from bot.policy.emails.reading import EmailFile
from bot.results.capture import LogOffer
from bot.results.clients import Logged
from bot.results.messages import Because, IncomingMessage, Picks, SavedBefore, Taken
from bot.services import address_book, messages
from bot.services.address_book import ContactDetails
from bot.services.clients import require_client
from bot.services.contacts import Contact
from bot.store import clients as client_store
from bot.store.tables import AccessLogRow, ContactRow, CurrentValueRow, DraftRow, InteractionRow
from bot.store.tables_files import ClientRow
from tests.jobs.company import CATALOGUE, DAY, MONDAY, on_both

NOW = MONDAY
ANNA = "anna@acme.example"

FORWARDED = """---------- Forwarded message ---------
From: Anna Schmidt <anna@acme.example>
Date: Thu, Jul 2, 2026 at 10:11 AM
Subject: Order 4711
To: Mei <mei@larkfield.example>

Please send 200 drills.

Best regards
Anna Schmidt
Head of Purchasing
Musterkai 14, 20457 Hamburg
Tel. +49 40 5550100
Mobile +49 151 23456789
"""


@pytest.fixture
def mei(house):
    return house.person("U0MEI")


@pytest.fixture
def acme(house, mei):
    return house.client(mei, "ACME")


def said(text, *, ts="1782980000.000100", thread_ts="", **more):
    values = {
        "channel_id": "C0SALES", "channel_name": "sales", "ts": ts, "thread_ts": thread_ts, "author": "Bo",
        "text": text, "link": f"https://x.example/{ts}", "posted": NOW - DAY,
    } | more  # fmt: skip
    return IncomingMessage(**values)


def emailed(text=FORWARDED, *, subject="Fwd: Order 4711", above="", **more):
    email = EmailFile(subject, Address("Mei", "mei@larkfield.example"), (), text, {"message_id": f"<{id(text)}@x>"})
    return said(above, emails=(email,), **more)


def staged(house, actor, incoming, *, now=NOW):
    with house.session() as session:
        return messages.stage_message(session, actor, incoming, now=now)


def filled(house, actor, incoming, client_id=None, *, now=NOW):
    staged_id = staged(house, actor, incoming)
    with house.session() as session:
        client = require_client(session, client_id) if client_id else None
        return messages.prefill(session, actor, staged_id, client=client, now=now, catalogue=CATALOGUE)


def save(house, actor, incoming, client_id, *taken, note="Noted", now=NOW, **more):
    staged_id = staged(house, actor, incoming, now=now)
    with house.session() as session:
        contact = Contact(ContactKind.EMAIL, Outcome.ORDER, note, **more)
        client = require_client(session, client_id)
        return messages.save_message(
            session, actor, client, staged_id, contact, frozenset(taken), now=now, catalogue=CATALOGUE
        )


def add_person(house, actor, client_id, name="Anna Schmidt", **more):
    with house.session() as session:
        client = require_client(session, client_id)
        return address_book.add_contact(session, actor, client, ContactDetails(name, **more), now=NOW)


def kept(house):
    with house.session() as session:
        return [(row.client_id, row.note) for row in session.query(InteractionRow).order_by("id")]


@on_both
def test_an_email_is_read_into_the_form(house, mei, acme):
    add_person(house, mei, acme, email=ANNA)
    found = filled(house, mei, emailed(above="For the file"))
    assert (found.client.name, found.picks.because) == ("ACME", Because.ADDRESS)
    message = found.message
    assert (message.author, message.email, message.subject) == ("Anna Schmidt", ANNA, "Order 4711")
    assert (message.text, message.comment) == ("Please send 200 drills.", "For the file")
    # Ten past ten in London, where Mei's mail program was, is nine o'clock in UTC.
    assert message.sent == datetime(2026, 7, 2, 9, 11, tzinfo=UTC)
    assert message.whole == f"For the file\n\nFwd: Order 4711\n\n{FORWARDED.strip()}"
    assert found.before is None


@on_both
@pytest.mark.parametrize(
    ("incoming", "because"),
    [
        (said("Anything", thread_ts="1782970000.000100"), Because.THREAD),
        (said("Write to Anna@ACME.example"), Because.ADDRESS),
        (emailed(), Because.ADDRESS),
        (emailed(FORWARDED.replace("anna@acme", "bob@acme")), Because.DOMAIN),
        (emailed(FORWARDED.replace("anna@acme", "bob@mail.acme")), Because.DOMAIN),
        (emailed(FORWARDED.replace("anna@acme", "bob@web-acme")), Because.DOMAIN),
        (said("ACME has phoned"), Because.NAME),
        (said("Somebody has phoned"), None),
        (emailed(FORWARDED.replace("anna@acme.example", "anna@gmail.com")), None),
    ],
)
def test_the_client_is_picked_by_the_surest_lead(house, mei, acme, incoming, because):
    house.client(mei, "Other Works")
    house.know(mei, acme, NOW - DAY, website="https://www.web-acme.example/en")
    add_person(house, mei, acme, email=ANNA)
    save(house, mei, said("The first of its thread", ts="1782970000.000100"), acme)
    found = filled(house, mei, incoming)
    assert found.picks.because == because
    assert (found.client.name if found.client else None) == ("ACME" if because else None)


def test_several_clients_are_asked_about_and_none_is_taken(house, mei, acme):
    other = house.client(mei, "Other Works")
    for client_id in (acme, other):
        add_person(house, mei, client_id, email=ANNA)
    found = filled(house, mei, emailed())
    assert (found.client, found.offer, found.proposal) == (None, LogOffer(), None)
    assert [client.name for client in found.picks.clients] == ["ACME", "Other Works"]


def test_a_free_mail_host_leads_to_nobody(house, mei, acme):
    add_person(house, mei, acme, email="anna@gmail.com")
    assert filled(house, mei, emailed(FORWARDED.replace(ANNA, "bob@gmail.com"))).picks.clients == ()
    assert filled(house, mei, emailed(FORWARDED.replace(ANNA, "anna@gmail.com"))).client.name == "ACME"


@on_both
def test_a_lead_through_what_is_sealed_names_the_client_and_picks_nothing(house, mei, acme):
    bo = house.person("U0BO")
    add_person(house, mei, acme, email=ANNA)
    save(house, mei, said("Thread", ts="1.1"), acme)
    assert filled(house, bo, said("x", thread_ts="1.1")).picks == Picks()
    for incoming in (emailed(), emailed(FORWARDED.replace("anna@", "bob@"))):
        found = filled(house, bo, incoming)
        assert (found.client, found.picks.because, found.picks.clients) == (None, None, ())
        assert [client.name for client in found.picks.closed] == ["ACME"]
    told = [filled(house, bo, emailed(), now=NOW + timedelta(minutes=n)).picks.closed for n in range(1, 12)]
    # Ten times a day, and no more; the two above were at one instant.
    assert [len(each) for each in told] == [1] * 9 + [0, 0]
    # A website stands in the basic data, which every rep may read; logging there is still not his.
    house.know(mei, acme, NOW - DAY, website="acme.example")
    found = filled(house, bo, emailed())
    assert (found.client, [client.name for client in found.picks.closed]) == (None, ["ACME"])
    with pytest.raises(Refused):
        filled(house, bo, emailed(), acme)
    with pytest.raises(Refused):
        save(house, bo, emailed(), acme)


def test_a_website_and_a_colleagues_address_of_two_clients_are_both_asked_about(house, mei, acme):
    other = house.client(mei, "Other Works")
    house.know(mei, other, NOW - DAY, website="https://acme.example")
    add_person(house, mei, acme, name="Bob", email="bob@acme.example")
    assert [client.name for client in filled(house, mei, emailed()).picks.clients] == ["ACME", "Other Works"]


def test_what_led_to_a_client_was_read_and_is_logged(house, mei, acme):
    add_person(house, mei, acme, email=ANNA)
    filled(house, mei, emailed())
    with house.session() as session:
        rows = session.query(AccessLogRow).filter_by(via="save_to_file").all()
        assert [(row.deed, row.part, row.client_id) for row in rows] == [("read", "contacts", acme)]


@on_both
def test_a_sender_is_proposed_and_taken_over_where_somebody_ticks_it(house, mei, acme):
    house.know(mei, acme, NOW - DAY, website="acme.example")
    found = filled(house, mei, emailed()).proposal
    assert (found.name, found.email, found.title, found.known) == ("Anna Schmidt", ANNA, "Head of Purchasing", None)
    assert [phone.number for phone in found.phones] == ["+49405550100", "+4915123456789"]
    assert found.address == "Musterkai 14, 20457 Hamburg"
    assert found.offers == (Taken.CONTACT, Taken.ADDRESS)
    save(house, mei, emailed(), acme, Taken.CONTACT, Taken.ADDRESS)
    with house.session() as session:
        anna = session.query(ContactRow).one()
        assert (anna.name, anna.title, anna.email) == ("Anna Schmidt", "Head of Purchasing", ANNA)
        assert (anna.phone, anna.mobile) == ("+49405550100", "+4915123456789")
        assert session.query(InteractionRow).one().contact_id == anna.id
        address = session.query(CurrentValueRow).filter_by(field="address").one()
        assert (address.value, address.source) == ("Musterkai 14, 20457 Hamburg", "email")
        assert address.observed_at == datetime(2026, 7, 2, 9, 11, tzinfo=UTC)


def test_a_sender_whose_address_leads_nowhere_from_outside_is_a_contact_without_it(house, mei, acme):
    inside = emailed(FORWARDED.replace(ANNA, "anna@acme.local"))
    assert filled(house, mei, inside, acme).proposal.email == ""
    assert isinstance(save(house, mei, inside, acme, Taken.CONTACT), Logged)


def test_what_nobody_ticks_is_not_taken_over(house, mei, acme):
    save(house, mei, emailed(), acme)
    with house.session() as session:
        assert session.query(ContactRow).count() == 0
        assert session.query(CurrentValueRow).filter_by(field="address").count() == 0


@on_both
def test_of_somebody_known_only_a_number_in_an_empty_place_is_added(house, mei, acme):
    anna = add_person(house, mei, acme, email=ANNA, phone="+49 40 111222")
    found = filled(house, mei, emailed()).proposal
    assert (found.known.contact_id, [phone.number for phone in found.phones]) == (anna, ["+4915123456789"])
    assert found.offers == (Taken.PHONES, Taken.ADDRESS)
    save(house, mei, emailed(), acme, Taken.PHONES)
    with house.session() as session:
        row = session.query(ContactRow).one()
        assert (row.phone, row.mobile, row.mobile_at, row.phone_at) == ("+4940111222", "+4915123456789", NOW, None)
        assert session.query(InteractionRow).one().contact_id == anna
    assert filled(house, mei, emailed()).proposal.offers == (Taken.ADDRESS,)


def test_somebody_of_the_same_name_is_known_and_somebody_who_has_left_is_not_proposed(house, mei, acme):
    anna = add_person(house, mei, acme, name="Anna  SCHMIDT", email="old@acme.example")
    assert filled(house, mei, emailed(), acme).proposal.known.contact_id == anna
    with house.session() as session:
        client = require_client(session, acme)
        address_book.set_left(session, mei, client, anna, has_left=True, now=NOW)
    assert filled(house, mei, emailed(), acme).proposal is None


@pytest.mark.parametrize(
    "text",
    [
        FORWARDED.replace("Anna Schmidt <anna@", "ACME Sales <sales@"),
        FORWARDED.replace("Anna Schmidt <anna@acme.example>", "Lucía <lucia@larkfield.example>"),
        "Just words",
    ],
)
def test_who_is_no_person_of_theirs_is_not_proposed(house, mei, acme, text):
    assert filled(house, mei, emailed(text), acme).proposal is None


def written(sender, to, text="We take five.\n\nRegards\nAnna Schmidt\nBuyer"):
    """An email that nobody forwarded."""
    email = EmailFile("Offer", Address(*sender), (Address(*to),), text, {"message_id": f"<{sender}{to}>"})
    return said("", emails=(email,))


@pytest.mark.parametrize(
    ("sender", "to", "proposed", "is_certain"),
    [
        # From the client's domain; from elsewhere, and nobody else's; by one of ours; to somebody of the client's.
        (("Anna Schmidt", ANNA), ("Mei", "mei@larkfield.example"), "Anna Schmidt", True),
        (("Anna Schmidt", "anna@gmail.com"), ("Mei", "mei@larkfield.example"), "Anna Schmidt", False),
        (("U0mei", "mei@larkfield.example"), ("X", "x@y.example"), None, None),
        (("Lucía Ortega", "lucia@larkfield.example"), ("Bob", "bob@acme.example"), None, None),
    ],
)
def test_of_an_email_that_nobody_forwarded_a_colleague_is_not_proposed(
    house, mei, acme, sender, to, proposed, is_certain
):
    house.know(mei, acme, NOW - DAY, website="acme.example")
    found = filled(house, mei, written(sender, to), acme).proposal
    assert (found.name if found else None) == proposed
    assert (found.is_certain if found else None) == is_certain


@on_both
def test_a_message_is_kept_with_its_day_its_link_and_all_its_words(house, mei, acme):
    long = "ACME: " + "price " * 40_000
    save(house, mei, said(f"{long}\x00", posted=NOW - 3 * DAY), acme, note="Wants prices")
    with house.session() as session:
        row = session.query(InteractionRow).one()
        assert (row.note, row.happened_at, row.recorded_at) == ("Wants prices", NOW - 3 * DAY, NOW)
        assert (row.link, row.thread_key) == ("https://x.example/1782980000.000100", "C0SALES:1782980000.000100")
        assert row.original == long.strip()


def test_a_message_is_never_dated_in_the_future(house, mei, acme):
    late = emailed(FORWARDED.replace("Jul 2, 2026", "Jul 2, 2027"))
    assert filled(house, mei, late, acme).message.sent == NOW


@on_both
def test_a_message_is_on_a_client_once(house, mei, acme):
    lucia = house.person("U0LUCIA", "custodian")
    assert isinstance(save(house, mei, emailed(), acme), Logged)
    again = save(house, lucia, emailed(subject="FW: Order 4711", above="Look", ts="2.2"), acme, now=NOW + 2 * DAY)
    assert again == SavedBefore(again.client, "U0Mei", NOW)
    assert len(kept(house)) == 1
    assert filled(house, lucia, emailed(ts="3.3"), acme, now=NOW + DAY).before == again
    # On another client it is news.
    other = house.client(mei, "Other Works")
    assert isinstance(save(house, mei, emailed(), other), Logged)
    # All that were merged, one into the next, count as one.
    between, last = house.client(mei, "Between Works"), house.client(mei, "Last Works")
    with house.session() as session:
        session.get(ClientRow, other).merged_into = between
        session.get(ClientRow, between).merged_into = last
    assert isinstance(save(house, mei, emailed(), last), SavedBefore)
    assert len(kept(house)) == 2


@on_both
def test_two_who_save_the_same_email_at_once_save_it_once(house, mei, acme):
    answers, start = [], threading.Barrier(4)

    def one():
        start.wait()
        answers.append(save(house, mei, emailed(), acme))

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(answer).__name__ for answer in answers) == [
        "Logged",
        "SavedBefore",
        "SavedBefore",
        "SavedBefore",
    ]
    assert len(kept(house)) == 1


def test_what_is_staged_is_its_owners_alone_and_forgotten_after_a_week(house, mei, acme):
    bo = house.person("U0BO")
    staged_id = staged(house, mei, said("Secret"))
    with house.session() as session, pytest.raises(Conflict, match="seven days"):
        messages.prefill(session, bo, staged_id, now=NOW, catalogue=CATALOGUE)
    with house.session() as session, pytest.raises(Conflict, match="seven days"):
        messages.prefill(session, mei, staged_id, now=NOW + timedelta(days=7), catalogue=CATALOGUE)
    staged(house, mei, said("Another"), now=NOW + timedelta(days=8))
    with house.session() as session:
        [row] = session.query(DraftRow)
        assert "Another" in row.content


def test_bank_details_are_told_covered_and_taken_nowhere(house, mei, acme):
    text = FORWARDED.replace("200 drills.", "200 drills. New account: IBAN DE89 3704 0044 0532 0130 00")
    message = filled(house, mei, emailed(text), acme).message
    assert message.has_account
    assert "0532" not in message.text
    assert message.text.endswith("IBAN ••••0 00")
    assert not filled(house, mei, emailed(), acme).message.has_account


def test_an_answer_in_an_emails_thread_leads_to_its_client(house, mei, acme):
    first = EmailFile("Pumps", Address("Jo", "jo@x.example"), (), "Hi", {"message_id": "<q1@x.example>"})
    save(house, mei, said("", emails=(first,)), acme)
    headers = {"message_id": "<q2@x.example>", "in_reply_to": "<q1@x.example>"}
    second = replace(first, headers=headers, text="Again")
    assert filled(house, mei, said("", ts="9.9", emails=(second,))).picks.because is Because.THREAD


@pytest.mark.parametrize(
    "incoming",
    [
        said(""),
        said("x" * 250_000),
        said("\u202e\ud800\x00 مرحبا"),
        emailed(""),
        emailed("x" * 250_000),
        said("", emails=(EmailFile(),)),
        said("", emails=(EmailFile(headers=None, subject="\x00" * 400),)),
    ],
    ids=range(7),
)
def test_odd_messages_are_kept(house, mei, acme, incoming):
    assert filled(house, mei, incoming).message.staged_id
    assert isinstance(save(house, mei, incoming, acme), Logged)


def test_a_file_given_away_meanwhile_takes_no_message(house, mei, acme):
    bo = house.person("U0BO")
    staged_id = staged(house, mei, said("ACME"))
    with house.session() as session:
        client_store.set_owner(session, acme, bo.person_id)
    contact = Contact(ContactKind.MESSAGE, Outcome.REACHED, "x")
    with house.session() as session:
        client = require_client(session, acme)
        with pytest.raises(Refused):
            messages.save_message(session, mei, client, staged_id, contact, frozenset(), now=NOW, catalogue=CATALOGUE)
