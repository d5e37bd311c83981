"""Reading forwarded emails: the writer in the block, the words, the signature; and what is no forwarded email."""

import pytest

from bot.policy.emails.accounts import cover_accounts, names_account
from bot.policy.emails.addresses import Address, company_domain, parse_address, parse_addresses
from bot.policy.emails.dates import parse_sent
from bot.policy.emails.markup import words_of
from bot.policy.emails.reading import EmailFile, read_email
from bot.policy.emails.signatures import part_signature, read_signature
from bot.policy.emails.words import without_prefixes
from tests.policy.letters import FORWARDED, GMAIL_ENGLISH, MEI


def read(subject, text, *, sender=MEI, to="", **headers):
    return read_email(EmailFile(subject, parse_address(sender), parse_addresses(to), text, headers))


@pytest.mark.parametrize("letter", FORWARDED, ids=lambda letter: letter.name)
def test_a_forwarded_email_is_read(letter):
    email = read(letter.subject, letter.text)
    assert (email.sender.name, email.sender.email) == letter.sender
    assert email.subject == letter.about
    assert email.text == letter.says
    assert email.comment == letter.comment
    assert (email.sent.isoformat() if email.sent else "") == letter.sent
    assert not email.is_ours


@pytest.mark.parametrize("letter", FORWARDED, ids=lambda letter: letter.name)
def test_a_signature_is_read(letter):
    email = read(letter.subject, letter.text)
    found = read_signature(email.signature, email.sender, region=letter.region)
    assert (found.title, found.address, found.website) == (letter.title, letter.address, letter.website)
    assert tuple(phone.number + "M" * phone.is_mobile for phone in found.phones) == letter.phones


def test_an_email_that_nobody_forwarded_is_the_outer_senders():
    email = read(
        "RE: Pumps",
        "We take five.\n\nOn Mon, Nov 2, 2026 at 10:11 AM Mei Tan <mei@larkfield.example>\nwrote:\n\n> How?\n",
        sender="Anna <anna@acme.example>",
        to=MEI,
        date="Tue, 3 Nov 2026 09:00:00 +0100",
        in_reply_to="<q7@larkfield.example>",
        **{"Message-ID": "<x1@acme.example>"},
    )
    assert (email.sender, email.subject, email.text) == (Address("Anna", "anna@acme.example"), "Pumps", "We take five.")
    assert [each.email for each in email.parties] == ["anna@acme.example", "mei.tan@larkfield.example"]
    assert (email.key, email.answers) == ("id:x1@acme.example", "id:q7@larkfield.example")
    assert email.sent is not None
    assert email.sent.isoformat() == "2026-11-03T09:00:00+01:00"


def test_an_answer_is_not_taken_for_a_forwarded_email():
    history = (
        "-----Original Message-----\nFrom: Anna <anna@acme.example>\nSent: 2 Nov 2026 10:11\nSubject: Pumps\n\nMany?"
    )
    answer = read("RE: Pumps", f"Five.\n\n{history}", to="Anna <anna@acme.example>")
    assert (answer.sender.email, answer.text) == ("mei.tan@larkfield.example", "Five.")
    # Nothing is written over it, or the subject says it is passed on: then it was.
    for subject, above in (("RE: Pumps", ""), ("FW: RE: Pumps", "See below\n\n"), ("Pumps", "For the file\n\n")):
        assert read(subject, f"{above}{history}").sender.email == "anna@acme.example"


def test_of_one_forwarded_in_another_the_writer_is_the_first_who_is_none_of_ours():
    twice = """---------- Forwarded message ---------
From: Lucía Ortega <lucia@larkfield.example>
Date: Tue, Nov 3, 2026 at 9:00 AM
Subject: Fwd: Pumps
To: Mei

Yours, I think.

---------- Forwarded message ---------
From: Anna <anna@acme.example>
Date: Mon, Nov 2, 2026 at 10:11 AM
Subject: Pumps
To: Lucía Ortega <lucia@larkfield.example>

We take five.
"""
    email = read("Fwd: Pumps", twice)
    assert (email.sender.email, email.text) == ("anna@acme.example", "We take five.")
    assert [each.email for each in email.parties] == ["anna@acme.example"]


PASSED_ON = """---------- Forwarded message ---------
From: Anna <anna@acme.example>
Date: Tue, Nov 3, 2026 at 9:00 AM
Subject: Fwd: Pumps
To: Mei

{comment}

---------- Forwarded message ---------
From: Carl <carl@plant.example>
Date: Mon, Nov 2, 2026 at 10:11 AM
Subject: Pumps
To: Anna

We need five.
"""


@pytest.mark.parametrize(
    ("comment", "writer"),
    [("FYI", "carl@plant.example"), ("Can you quote for the plant?", "anna@acme.example")],
)
def test_who_merely_passes_a_letter_on_is_not_its_writer(comment, writer):
    email = read("Fwd: Pumps", PASSED_ON.format(comment=comment))
    assert email.sender.email == writer
    assert "anna@acme.example" in {each.email for each in email.parties}


def test_what_one_of_ours_has_sent_is_theirs_and_its_readers_are_the_clients():
    text = GMAIL_ENGLISH.text.replace("Anna Schmidt <anna.schmidt@acme.example>", "Lucía <lucia@larkfield.example>")
    email = read("Fwd: Offer", text.replace("To: Mei Tan <mei.tan@larkfield.example>", "To: Anna <anna@acme.example>"))
    assert (email.is_ours, email.signature) == (True, ())
    assert [each.email for each in email.parties] == ["anna@acme.example"]


def test_at_a_free_mail_host_only_the_colleague_is_ours():
    text = GMAIL_ENGLISH.text.replace("anna.schmidt@acme.example", "anna.schmidt@gmail.com")
    assert read("Fwd: x", text, sender="Mei <mei@gmail.com>").sender.email == "anna.schmidt@gmail.com"


@pytest.mark.parametrize(
    "text",
    [
        "Route:\nFrom: Hamburg\nTo: Shanghai\nDate: 3 May 2026\n\nPlease book.",
        "From: the plant\nSubject: nothing",
        "To: all\nSubject: holidays",
        "On the price we agreed with Anna:\n2 % less.",
    ],
)
def test_words_that_look_like_a_head_are_left_alone(text):
    assert read("Shipment", text).text == text


def test_one_email_forwarded_twice_has_one_key_and_another_one_another():
    letter = GMAIL_ENGLISH
    first = read(letter.subject, letter.text, message_id="<1@larkfield.example>")
    again = read("FW: Order 4711", f"Once more!\n\n{letter.text}", sender="Bo <bo@larkfield.example>")
    assert first.key == again.key
    assert first.key.startswith("hash:")
    for other in (letter.text.replace("200", "20"), letter.text.replace("10:11", "10:12"), "Nothing"):
        assert read(letter.subject, other).key != first.key
    named = letter.text.replace("Subject: Order", "Message-ID: <o1@acme.example>\nSubject: Order")
    assert read(letter.subject, named).key == "id:o1@acme.example"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00\x00",
        "x" * 250_000,
        "From:\n" * 40_000,
        "> " * 100_000,
        "On 2 Nov 2026 " * 15_000,
        "\u202eشركة النيل\u202c: السعر\n" * 5000,
        "From: a@b.example\nTo: " + "x@y.example; " * 15_000,
        "-- \n" * 60_000,
        "+49 40 5550100 " * 16_000,
    ],
    ids=range(10),
)
def test_huge_and_odd_texts_are_read(text):
    email = read("Fwd: odd", text)
    read_signature(email.signature, email.sender, region="DE")
    names_account(text)
    assert len(email.text) <= len(text)


@pytest.mark.parametrize(
    ("text", "day_first", "sent"),
    [
        ("Mon, 2 Nov 2026 10:11:12 +0100", False, "2026-11-02T10:11:12+01:00"),
        ("Mon, 2 Nov 2026 10:11:12 GMT", False, "2026-11-02T10:11:12+00:00"),
        ("Monday, November 2, 2026 10:11 PM", False, "2026-11-02T22:11:00"),
        ("Monday, November 2, 2026 12:05 AM", False, "2026-11-02T00:05:00"),
        ("2. November 2026 um 10:11:12 MEZ", True, "2026-11-02T10:11:12+01:00"),
        ("02.11.2026 10:11", False, "2026-11-02T10:11:00"),
        ("02/11/2026 10:11", True, "2026-11-02T10:11:00"),
        ("02/11/2026 10:11", False, None),
        ("11/13/2026 10:11", False, "2026-11-13T10:11:00"),
        ("2 de noviembre de 2026 10:11", True, "2026-11-02T10:11:00"),
        ("lun. 2 nov. 2026 à 10:11", True, "2026-11-02T10:11:00"),
        ("1er mars 2026 08:00", True, "2026-03-01T08:00:00"),
        ("2026年11月2日 下午 3:20", False, "2026-11-02T15:20:00"),
        ("2026년 11월 2일 월요일 오후 3:20", True, "2026-11-02T15:20:00"),
        ("2026/11/02 15:20", False, "2026-11-02T15:20:00"),
        ("2 ноября 2026 г. 10:11", True, "2026-11-02T10:11:00"),
        ("2026-02-30 10:11", False, None),
        ("yesterday", False, None),
        ("", False, None),
    ],
)
def test_a_date_is_read_where_it_can_be_read_in_one_way(text, day_first, sent):
    found = parse_sent(text, day_first=day_first)
    assert (found.isoformat() if found else None) == sent


@pytest.mark.parametrize(
    ("text", "name", "email"),
    [
        ("Anna Schmidt <Anna@Acme.example>", "Anna Schmidt", "anna@acme.example"),
        ('"Schmidt, Anna" [mailto:anna@acme.example]', "Anna Schmidt", "anna@acme.example"),
        ("anna@acme.example (Anna Schmidt)", "Anna Schmidt", "anna@acme.example"),
        ("<anna@acme.example>", "", "anna@acme.example"),
        ('"anna@acme.example" <anna@acme.example>', "", "anna@acme.example"),
        ("Anna Schmidt", "Anna Schmidt", ""),
        ("Acme, Inc., Sales, Hamburg <a@acme.example>", "Acme, Inc., Sales, Hamburg", "a@acme.example"),
        ("", "", ""),
    ],
)
def test_a_name_and_an_address_are_read(text, name, email):
    assert parse_address(text) == Address(name, email)


def test_a_list_of_recipients_is_read_however_it_is_parted():
    found = parse_addresses('"Tan, Mei" <mei@x.example>; Bo <bo@x.example>, ann@y.example; Nobody; BO@x.example')
    assert [(each.name, each.email) for each in found] == [
        ("Mei Tan", "mei@x.example"), ("Bo", "bo@x.example"), ("", "ann@y.example"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("subject", "bare"),
    [
        ("FW: WG: Re: AW: Order", "Order"),
        ("转发：回复: 询价", "询价"),
        ("RE[2]: Tr : Commande", "Commande"),
        ("I: R: Ordine", "Ordine"),
        ("Reorder: pumps", "Reorder: pumps"),
        ("Invoice", "Invoice"),
    ],
)
def test_a_subject_loses_what_programs_put_before_it(subject, bare):
    assert without_prefixes(subject) == bare


def test_a_domain_says_something_of_a_company_unless_everybody_may_have_a_mailbox_there():
    assert company_domain("anna@ACME.example") == "acme.example"
    assert [company_domain(each) for each in ("a@gmail.com", "b@qq.com", "c@web.de", "nobody", "d@local")] == [""] * 5


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("Pay to DE89 3704 0044 0532 0130 00 please", "Pay to ••••0 00 please"),
        ("IBAN: GB82WEST12345698765432.", "IBAN: ••••5432."),
        ("Account no. 12345678", "Account no. ••••5678"),
        ("账号：6222 0200 1234 5678", "账号：••••5678"),
        ("Order 4711, phone +49 40 5550100, DE12 pieces", None),
        ("DE89 3704 0044 0532 0130 01 has a wrong check digit", None),
    ],
)
def test_accounts_are_told_and_covered(text, covered):
    assert names_account(text) is (covered is not None)
    assert cover_accounts(text) == (covered or text)


def test_thanks_in_the_middle_end_nothing():
    words = "Please send five.\n\nThanks\n\nBy the way, the catalogue that you promised in May has not come yet.\nAnna"
    assert part_signature(words, Address("", "anna@acme.example")) == (words, ())


def test_what_is_uncertain_is_not_proposed():
    text = "Hello\n-- \nAcme Purchasing Dept\nRoom 12, building 4\nOrder 0405550100\nPB 7"
    _, lines = part_signature(text, Address("", "purchasing@acme.example"))
    found = read_signature(lines, Address("", "purchasing@acme.example"), region="DE")
    assert (found.name, found.title, found.phones, found.address, found.website) == ("", "", (), "", "")


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>Dear&nbsp;Mei,</p><p>five <b>pumps</b>\nplease</p>", "Dear Mei,\nfive pumps please"),
        ("<style>p {}</style>Hi<br>there &amp; back<script>x</script>", "Hi\nthere & back"),
        ("<div>a<div>b</div></div>", "a\nb"),
        ("no markup: 3 < 5", "no markup: 3 < 5"),
        ("<<<>>> <p", "<<<>>> <p"),
        ("", ""),
    ],
)
def test_an_email_of_markup_alone_is_read(html, words):
    assert words_of(html) == words
