"""What the views are handed in the tests: results of the services, as bad as people can make them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from bot.errors import Ambiguous, Candidate, ClientNotFound, Conflict, InvalidInput, Refused, UnknownPerson
from bot.policy.access import Part, Relation, Right, Role, right
from bot.policy.bank import BankState
from bot.policy.catalogue import FILE_SECTIONS, Catalogue, Choice, Field, FieldType, Source
from bot.policy.contacts import ContactRole
from bot.policy.credit import Limit, LimitState, Verdict
from bot.policy.emails.signatures import Phone
from bot.policy.freshness import Freshness
from bot.policy.money import Money
from bot.policy.quality import Quality
from bot.policy.stages import NEVER, Suggestion, Suggests
from bot.policy.stated import Gap
from bot.results.bank import BankDetail, BankFile, KnownNumber
from bot.results.capture import LogOffer
from bot.results.choices import ChoiceList
from bot.results.clients import (
    AddressBook,
    Client,
    ContactView,
    DueStep,
    FileCard,
    InteractionView,
    Logged,
    Match,
    SalesGlance,
    SectionView,
    SiteView,
    StageProposal,
    StatedPurchases,
    Value,
)
from bot.results.credit import CREDIT_NOTE, CreditAnswer, LimitInForce, OpenInvoice, RateUsed, Unknown
from bot.results.digest import Digest, MonthSales, TeamFiles, Week
from bot.results.drafts import Draft, DraftList
from bot.results.editing import Overtaken, OvertakenField
from bot.results.freshness import Nag, StaleItem
from bot.results.history import FactEvent, HistoryPage
from bot.results.home import HomeDesk
from bot.results.imports import COLUMN_LABELS, ImportCounts, ImportKind, ImportReport, Rejection
from bot.results.measures import MeasureCount
from bot.results.messages import Because, MessageText, Picks, Prefilled, Proposal, SavedBefore
from bot.results.quality import DeskQuality, FilesQuality, Gain, PersonQuality, Use
from bot.results.talks import Talk
from bot.results.uploads import Header, HeaderGaps, OurColumn, RecentImport, Upload, UploadPlan, UploadState
from bot.views.drafts import DraftContent
from bot.views.edit_form import Asked
from bot.views.refilling import Typed
from tests.views import graded

NOW = datetime(2026, 7, 20, 12, tzinfo=UTC)
TODAY = NOW.date()
CATALOGUE = Catalogue()

NASTY = (
    "<!channel> & <@U999> & Söhne",
    "🙂" * 75,
    "\u202eשלום עולם\u202c شركة الأمل",
    "北京第一机床厂" * 20,
    "A" * 300,
    "*bold* _it_ `code` ~gone~ > quote",
    "<https://evil.example|click here> {name} %s",
    "&" * 300,
    "x",
)
LONG = ("长 <!here> & 🙂 *note* " * 200)[:3000]


def client(client_id=1, name="ACME Trading", **more):
    values = {
        "code": "C<1>&",
        "country": "DE",
        "city": "Köln <&>",
        "stage": "present",
        "relation": "indirect",
        "via_id": None,
        "owner_id": 1,
        "owner_name": name,
        "owner_slack_id": "U0MEI",
        "owner_team": "North",
    } | more
    return Client(client_id=client_id, name=name, **values)


BARE = client(2, "x", country=None, city=None, owner_id=None, owner_name=None, owner_slack_id=None, relation="direct")
CLIENTS = tuple(client(number, name) for number, name in enumerate(NASTY, 10))

OWN = Field("own_mark", Part.TRADING, "Mark <&> " * 8, FieldType.TEXT)


def stored(field):
    """A value of the field's type, as long and as nasty as it may be."""
    kinds = {
        FieldType.MONEY: "99999999999.9999 USD",
        FieldType.NUMBER: "250.5",
        FieldType.DATE: "1998-05-06",
        FieldType.RATING: "5",
        FieldType.COUNTRY: "DE",
        FieldType.PHONE: "+493012345678;ext=1234567",
        FieldType.EMAIL: f"{'e' * 64}@{'d' * 60}.example",
        FieldType.WEBSITE: f"www.{'w' * 60}.example/{'p' * 200}",
        FieldType.TAX_NUMBER: "DE136695976",
        FieldType.REGISTRATION: "Aachen HRA 11223",
        FieldType.PERSON: "U0MEI",
        FieldType.CLIENT: "12",
    }
    if field.type is FieldType.CHOICE:
        return field.choices[-1].key
    return kinds.get(field.type, LONG[:300] if field.column else LONG)


def value(field, freshness=Freshness.STALE, source="agency"):
    return Value(field, stored(field), source, NASTY[0], NOW - timedelta(days=400 + len(field.key)), freshness)


def full_section(part, held=Right.WRITE):
    values = tuple(value(field, list(Freshness)[number % 3]) for number, field in enumerate(CATALOGUE.of(part)))
    return SectionView(part, held, Freshness.STALE, values, (), len(values))


def empty_section(part, held=Right.WRITE):
    return SectionView(part, held, Freshness.EMPTY, (), CATALOGUE.of(part), 0)


def few_section(part):
    fields = CATALOGUE.of(part)
    return SectionView(part, Right.WRITE, Freshness.DUE, (value(fields[0], Freshness.DUE),), fields[1:], 0)


def crowded_catalogue():
    """A section of more fields than a form holds, each of a long label."""
    many = (Field(f"own_{number}", Part.BASIC, f"{number} " + "Mark <&> " * 8) for number in range(120))
    return Catalogue((*CATALOGUE, *many))


def ways_to_ask(part):
    """How a section's form may be asked for."""
    others = dict.fromkeys(Part, Freshness.STALE)
    yield Asked()
    yield Asked("Asia/Tokyo", is_whole=True, others=others)
    yield Asked(first=CATALOGUE.of(part)[0].key, is_whole=True)
    yield Asked(first=CATALOGUE.of(part)[-1].key, others=others)


def overtaken():
    """Forms that were overtaken: in one field, in every field of the longest section, by people known and unknown."""
    for part in (*FILE_SECTIONS, Part.DIRECTORY):
        fields = CATALOGUE.of(part)
        both = tuple(
            OvertakenField(
                field, None if number % 3 else stored(field), "" if number % 4 == 1 else stored(field),
                "" if number % 4 == 2 else stored(field), NASTY[number % len(NASTY)] if number % 2 else "", "import",
                None if number % 5 == 1 else NOW - timedelta(minutes=number),
            )
            for number, field in enumerate(fields)
        )  # fmt: skip
        others = tuple((field, stored(field)) for field in fields)
        given = {"opened": "", "source": Source.AGENCY, "names": {"12": NASTY[0]}}
        for each in CLIENTS[:2]:
            yield Overtaken(each, part, both, (), **given)
            yield Overtaken(each, part, both[:1], others[1:], **given)


CONTACTS = tuple(
    ContactView(number, NASTY[number % len(NASTY)], "CEO & <@U1>", "a&b@c.example", "+49 <1>")
    for number in range(1, 101)
)
LONG_CONTACTS = tuple(ContactView(number, "&" * 300, "&" * 300, "&" * 300, "&" * 300) for number in range(1, 101))

NASTY_CONTACTS = tuple(
    ContactView(
        number, NASTY[number % len(NASTY)], "&" * 300, "&" * 300, "+4940123456", "&" * 300,
        role=list(ContactRole)[number % 10].value if number % 11 else "pigeon", share=Decimal("33.333333"),
        language="zh_Hant", left_at=NOW if number % 2 else None,
    )
    for number in range(1, 121)
)  # fmt: skip
NASTY_SITES = tuple(
    SiteView(
        number, NASTY[number % len(NASTY)] if number % 3 else "", "plant" if number % 2 else "moon base", "&" * 300,
        "&" * 64, "&" * 300, "DE", NOW if number % 4 == 0 else None,
    )
    for number in range(1, 101)
)  # fmt: skip


def books():
    """Windows of contacts and sites: empty, sealed in part, and as full as they can be."""
    for may_write in (False, True):
        yield AddressBook(BARE, (), (), may_write, may_write)
        yield AddressBook(CLIENTS[4], NASTY_CONTACTS, NASTY_SITES, may_write, may_write)
    yield AddressBook(CLIENTS[1], None, NASTY_SITES[:1], may_write_contacts=False, may_write_sites=True)
    yield AddressBook(CLIENTS[2], NASTY_CONTACTS[:3], None, may_write_contacts=True, may_write_sites=False)


NUMBERS = (
    KnownNumber("phone", "", "+4940123456", NOW),
    *(KnownNumber(f"{number}:phone", name, "<no number> & " * 20, NOW) for number, name in enumerate(NASTY)),
    *(KnownNumber(f"{number}:mobile", "&" * 300, "+4940123456", NOW) for number in range(150)),
)


def bank_detail(state=BankState.PROPOSED, text="&" * 300, **more):
    values = {
        "holder": text, "bank": text, "account": "A" * 34, "bic": "COBADEFFXXX", "country": "DE", "currency": "EUR",
        "called_name": text, "called_number": text, "proposed_by": 1, "proposer": text, "proposed_at": NOW,
        "answerer": text, "answered_at": NOW, "reason": text,
    } | more  # fmt: skip
    return BankDetail(bank_id=7, client_id=1, state=state, **values)


def bank_files():
    """Every state of bank details, for clients of every name, with every right."""
    rights = {"may_propose": False, "may_answer": False, "may_withdraw": False}
    for shown in CLIENTS:
        for each in NASTY:
            detail = bank_detail(text=each)
            yield BankFile(shown, detail, detail, **rights | {"may_answer": True})
    plain = bank_detail(bic="", bank="", country=None, currency=None, account="DE89370400440532013000")
    yield BankFile(BARE, None, plain, **rights | {"may_withdraw": True})
    yield BankFile(BARE, plain, bank_detail(), **rights)


def interaction(note=LONG, **more):
    values = {
        "kind": "visit",
        "outcome": "agreed",
        "person": NASTY[0],
        "happened_at": NOW - timedelta(days=3),
        "next_step": "&" * 300,
        "next_on": TODAY,
    } | more
    return InteractionView(note=note, **values)


INTERACTIONS = (interaction(), interaction("&" * 3000, kind="pigeon", outcome="odd"), interaction("", next_step=""))

MOST = Money(10**15, "USD")
STATED = (
    StatedPurchases(MOST, MOST, TODAY, MOST, Gap(0, 0)),
    StatedPurchases(Money(0, "USD"), MOST, TODAY, Money(0, "USD"), Gap(10**15, None)),
    StatedPurchases(MOST, Money(-5, "USD"), TODAY, MOST, Gap(-(10**15) - 5, -(10**18))),
    StatedPurchases(Money(10**15, "JPY"), MOST, TODAY, Money(5, "USD"), Gap(7, 1), Decimal("0.00640001"), TODAY),
    StatedPurchases(Money(10**15, "JPY"), MOST, TODAY, None, None),
)


def proposals():
    """Every reason for another stage, for clients of every name."""
    suggestions = (
        Suggestion("past", Suggests.SILENT, "2025-03-02"),
        Suggestion("past", Suggests.NEVER_SOLD, NEVER),
        Suggestion("present", Suggests.TRADE, "2026-06"),
    )
    return tuple(StageProposal(number, each, suggestions[number % 3]) for number, each in enumerate(CLIENTS))


def rights_of(role, relation):
    return {part: right(frozenset({role}), relation, part) for part in Part}


def file_card(shown, role=Role.CUSTODIAN, relation=Relation.OTHER, **more):
    rights = rights_of(role, relation)
    values = {
        "sections": tuple(full_section(part) for part in FILE_SECTIONS),
        "contacts": CONTACTS,
        "interactions": INTERACTIONS,
        "sales": SalesGlance(Money(10**15, "USD"), Money(-5, "USD"), TODAY),
        "rights": rights,
        "asked_for": tuple(part for part, held in rights.items() if held is Right.ASK),
        "quality": Quality(99, 68, 34, 20, 12),
    } | more
    return FileCard(client=shown, relation=relation, **values)


def cards():
    """Every shape of a card, from nothing known to everything as long as it can be."""
    yield from (file_card(each) for each in CLIENTS)
    nothing = {"sections": tuple(map(empty_section, FILE_SECTIONS)), "contacts": (), "interactions": ()}
    yield file_card(BARE, **nothing, sales=SalesGlance(Money(0, "USD"), Money(0, "USD"), None))
    yield file_card(BARE, sections=tuple(map(few_section, FILE_SECTIONS)), contacts=LONG_CONTACTS)
    yield file_card(CLIENTS[0], contacts=NASTY_CONTACTS, sites=NASTY_SITES)
    yield file_card(CLIENTS[0], via_name="&" * 300, group=CLIENTS[:5])
    for each in proposals():
        yield file_card(each.client, proposal=each)
    for each in STATED:
        for stands in (graded.standing(), graded.first()):
            yield file_card(CLIENTS[0], sales=SalesGlance(MOST, MOST, TODAY, each, stands))
        yield file_card(CLIENTS[0], sales=SalesGlance(Money(0, "USD"), Money(0, "USD"), TODAY, each))
    for role in Role:
        for relation in Relation:
            rights = rights_of(role, relation)
            sections = tuple(
                full_section(part, rights[part]) if rights[part] >= Right.READ
                else SectionView(part, rights[part], Freshness.EMPTY, (), (), 0)
                for part in FILE_SECTIONS if rights[part] is not Right.DENY
            )  # fmt: skip
            yield file_card(CLIENTS[0], role, relation, sections=sections, contacts=None, interactions=None, sales=None)


MATCHES = tuple(Match(each, 90.0, "similar") for each in CLIENTS)
SEALED = tuple(replace(each, because="phone", is_sealed=True) for each in MATCHES[-1:])


def a_page_of_matches() -> tuple[Match, ...]:
    """As many clients as a page takes, each the worst there is."""
    worst = max(MATCHES, key=lambda each: len(each.client.name))
    return tuple(
        replace(worst, client=replace(worst.client, client_id=900 + number), because="person") for number in range(10)
    )


CANDIDATES = tuple(Candidate(each.client_id, each.name, "Köln & <!here>") for each in CLIENTS)

ERRORS = (
    InvalidInput("Plain <!channel> & words."),
    Conflict("It has moved on <@U1>."),
    Refused("Not open to you."),
    UnknownPerson("You are not on the list."),
    ClientNotFound(NASTY[0]),
    ClientNotFound("", ()),
    ClientNotFound("&" * 3000, CANDIDATES),
    ClientNotFound(LONG),
    Ambiguous(LONG, CANDIDATES),
)


def logged():
    yield Logged(BARE, "call", None, (), ())
    yield Logged(CLIENTS[7], "call", INTERACTIONS[1], (INTERACTIONS[0],) * 3, FILE_SECTIONS)
    fields = (*CATALOGUE.of(Part.TRADING)[:2], OWN)
    yield Logged(
        CLIENTS[0], "call", INTERACTIONS[1], (interaction(next_on=TODAY - timedelta(days=9)),) * 3, FILE_SECTIONS,
        ("&" * 300, LONG, ""), LONG, (INTERACTIONS[1],) * 9, fields, fields,
    )  # fmt: skip


def steps():
    return tuple(
        DueStep(number, NASTY[number % len(NASTY)], "&" * 300, TODAY + timedelta(days=number - 3), number)
        for number in range(1, 6)
    )


def log_offers():
    """What the form for a contact may be filled with, from nothing to as much as there can be."""
    yield LogOffer()
    yield LogOffer(CONTACTS, 7, steps(), tuple(value(each) for each in CATALOGUE.of(Part.TRADING)[:3]))
    yield LogOffer(LONG_CONTACTS * 2, None, steps()[:1], (value(OWN, Freshness.DUE, "import"),))
    fields = [each for part in FILE_SECTIONS for each in CATALOGUE.of(part) if each.type is not FieldType.CLIENT]
    for first in range(0, len(fields), 3):
        yield LogOffer(overdue=tuple(value(each) for each in fields[first : first + 3]))


def message_text(words=LONG, **more):
    values = {
        "staged_id": 1,
        "author": NASTY[0],
        "email": "a&b@c.example",
        "subject": "&" * 300,
        "channel": "sales <!here>",
        "sent": NOW - timedelta(days=3),
        "text": words,
        "comment": LONG,
        "whole": words * 9,
        "is_email": True,
        "has_account": True,
    } | more
    return MessageText(**values)


def prefilled():
    """What the form for a message may be filled with: nothing known, one client, several, one that is closed."""
    silent = {"author": "", "email": "", "subject": "", "channel": "", "comment": "", "has_account": False}
    yield Prefilled(message_text("", **silent), Picks())
    yield Prefilled(message_text(is_email=False), Picks(None, (), (CLIENTS[0],)))
    yield Prefilled(message_text(is_email=False, **silent | {"author": NASTY[1]}), Picks(Because.NAME, CLIENTS))
    numbers = (Phone("+49405550100"), Phone("+4915123456789", is_mobile=True))
    known = Proposal("&" * 300, "a@b.example", phones=numbers, address="&" * 300, known=CONTACTS[0])
    new = Proposal(NASTY[0], "a@b.example", "CEO & <@U1>", numbers, "Quay 1 <!here>")
    proposals = (known, new, replace(known, phones=(), address=""), None)
    for because, about, proposal in zip(Because, CLIENTS, proposals, strict=False):
        for offer in (LogOffer(), LogOffer(LONG_CONTACTS, 1, steps(), (value(OWN, Freshness.DUE),))):
            picks = Picks(because, (about,))
            before = SavedBefore(about, NASTY[2], NOW - timedelta(days=9))
            yield Prefilled(message_text("&" * 3000), picks, about, offer, proposal, before)


def stale_item(number, part=Part.TRADING, *, known=True):
    values = full_section(part).values if known else ()
    state = Freshness.STALE if known else Freshness.EMPTY
    return StaleItem(client(number, NASTY[number % len(NASTY)]), part, state, 12, values)


def draft(number, form, typed):
    content = DraftContent({block_id: Typed(text) for block_id, text in typed.items()}, '{"section": "trading"}')
    return Draft(number, form, number, NASTY[number % len(NASTY)], content.dump(), NOW - timedelta(days=number))


DRAFTS = DraftList(
    (
        draft(1, "client_add", {"name": "<!channel> & " * 30}),
        draft(2, "client_log", {"note": LONG}),
        draft(3, "client_log", {"outcome": "agreed"}),
        draft(4, "client_edit", {"problems": "secret"}),
        Draft(5, "client_add", None, "", DraftContent().dump(), NOW),
    ),
    more=1,
)


def desks():
    yield HomeDesk("Mei", (), (), (), 0, keeps_files=True)
    yield HomeDesk("Mei", (), (), (), 0, keeps_files=False)
    yield HomeDesk("Mei", (), (), (), 0, keeps_files=True, moved=graded.moved(), moved_more=12_345)
    stale = tuple(stale_item(number, known=number != 2) for number in range(5))
    many = tuple(client(100 + number, NASTY[number % len(NASTY)]) for number in range(20))
    waiting = {"proposals": proposals()[:5], "drafts": DRAFTS, "measures": MeasureCount(12_345, 999)}
    yield HomeDesk(NASTY[0], steps(), stale, many, 12_345, keeps_files=True, waiting=135_080, **waiting)


def nags():
    yield Nag((stale_item(1),), more=0)
    yield Nag(tuple(stale_item(number, known=number != 1) for number in range(3)), more=1)
    yield Nag(tuple(stale_item(7, part) for part in FILE_SECTIONS[:3]), more=99)


def invoice(number, **more):
    values = {
        "kind": "invoice",
        "issued": date(2026, 5, 4),
        "due": date(2026, 6, 4),
        "open": Money(10**14, "EUR"),
        "disputed": True,
        "days_overdue": 46,
    } | more
    return OpenInvoice(invoice_id=f"<{number}>&" + "&" * 55, **values)


def answers():
    """Every state of a credit answer."""
    held = LimitInForce(Limit(LimitState.AMOUNT, Money(400_000_000, "EUR")), "Fin & <!here>", TODAY)
    unset, unlimited = LimitInForce(Limit(LimitState.NOT_SET)), LimitInForce(Limit(LimitState.UNLIMITED), "Fin", TODAY)
    asked = Money(50_000_000, "USD")
    rates = (RateUsed("JPY", Decimal("0.0000001"), TODAY), RateUsed("USD", Decimal("0.92"), TODAY))
    documents = (
        *(invoice(number) for number in range(4)),
        invoice(9, kind=CREDIT_NOTE, days_overdue=0, disputed=False),
    )
    known = {
        "currency": "EUR", "exposure": Money(10**15, "EUR"), "available": Money(-5, "EUR"), "overdue": Money(7, "EUR"),
        "oldest_overdue": documents[0], "documents": documents, "open_count": 99, "as_of": TODAY, "rates": rates,
        "asked": asked, "asked_converted": Money(1, "EUR"), "unknown": None, "missing_rate": None,
    }  # fmt: skip
    nothing = known | {
        "exposure": None, "available": None, "overdue": None, "oldest_overdue": None, "documents": (), "open_count": 0,
        "as_of": None, "rates": (), "asked_converted": None, "unknown": Unknown.NO_DATA,
    }  # fmt: skip
    for shown in CLIENTS:
        yield CreditAnswer(client=shown, limit=held, verdict=Verdict.NO, **known)
    yield CreditAnswer(client=BARE, limit=held, verdict=Verdict.YES, **known)
    yield CreditAnswer(client=BARE, limit=unlimited, verdict=Verdict.YES, **nothing)
    yield CreditAnswer(client=BARE, limit=held, verdict=Verdict.UNKNOWN, **nothing)
    yield CreditAnswer(client=BARE, limit=unset, verdict=None, **nothing | {"asked": None, "unknown": Unknown.NOT_SET})
    missing = {"exposure": None, "available": None, "overdue": None, "unknown": Unknown.NO_RATE, "missing_rate": "JPY"}
    yield CreditAnswer(client=BARE, limit=held, verdict=Verdict.UNKNOWN, **known | missing)
    missing |= {"unknown": Unknown.MISMATCH, "mismatched": TODAY}
    yield CreditAnswer(client=BARE, limit=held, verdict=Verdict.UNKNOWN, **known | missing)


LIMITS = tuple({answer.limit for answer in answers()})


def digests():
    week = Week(date(2026, 7, 13), date(2026, 7, 19))
    yield Digest(week, 0, 0, 0, 0, 0, 0, (), None, 0)
    teams = (TeamFiles("", 3, 1), *(TeamFiles(f"<!channel> & {number} {'T' * 40}", 9, number) for number in range(200)))
    sales = MonthSales(date(2026, 6, 1), Money(10**15, "USD"), Money(10**14, "USD"))
    yield Digest(week, 1, 1, 1, 1, 1, 1, teams[:1], MonthSales(date(2026, 6, 1), Money(1, "USD"), Money(0, "USD")), 1)
    yield Digest(week, 99, 999, 88, 77, 5_000, 4_000, teams, sales, 66, focus=(LONG, *NASTY), grades=graded.MOVES)


def fact_event(number, field, **more):
    values = {
        "kind": ("observed", "confirmed")[number % 2],
        "source": ("agency", "rumour")[number % 2],
        "person": NASTY[number % len(NASTY)],
        "observed_at": NOW - timedelta(days=900),
        "recorded_at": NOW - timedelta(days=number),
        "link": ("", "https://example.org/?a=1&b=<2>", "&" * 3000)[number % 3],
        "retracted_at": (None, NOW)[number % 2],
        "retracted_by": ("", NASTY[0])[number % 2],
        "code": "C<1>&" if number % 3 else "OLD & <!here>",
        "may_undo": number % 2 == 0,
    } | more
    return FactEvent(number, field, value="" if number % 4 == 3 else stored(field), **values)


def histories():
    """Nothing at all, one page of many, the last page, and a company with more fields than a menu holds."""
    fields = CATALOGUE.fields
    own = tuple(Field(f"own_{number}", Part.TRADING, NASTY[number % 9], FieldType.TEXT) for number in range(120))
    yield HistoryPage(BARE, (), "", 0, (), has_more=False)
    for number, each in enumerate(CLIENTS):
        events = tuple(fact_event(n, fields[(n + number) % len(fields)]) for n in range(8))
        yield HistoryPage(each, fields, "trading", number, events, has_more=number % 2 == 0)
    yield HistoryPage(CLIENTS[0], (), "", 0, (), has_more=False, grades=graded.changes())
    yield HistoryPage(CLIENTS[0], (*fields, *own), own[-1].key, 0, (fact_event(1, OWN),), has_more=True)


def talks():
    """None yet, one of each size and kind, and a message longer than any page."""
    yield Talk(BARE, None, "", 0, 0)
    for place, each in enumerate((*NASTY, LONG, "&" * 3000, "<b> & " * 40_000, "word " * 50_000, "")):
        yield Talk(CLIENTS[place % len(CLIENTS)], interaction(link="&" * 3000), each, place, 50)


def choice_lists():
    """A list as small as it can be, the built-in ones, and one of a company that never threw anything away."""
    names = ["&" * 75, "<!channel> <@U1>", "*b* _i_ `c` ~g~", *NASTY]
    many = tuple(
        Choice(f"{'k' * 61}{number:03}", f"{names[number % len(names)][:70]} {number}"[-75:], retired=number % 3 == 0)
        for number in range(250)
    )
    own = Field("o" * 64, Part.CHARACTERISTICS, "L" * 75, FieldType.CHOICE, many)
    yield ChoiceList(own, {choice.key: 10**6 for choice in many}, fixed=False)
    yield ChoiceList(replace(own, choices=many[1:2]), {}, fixed=False)
    yield from (ChoiceList(CATALOGUE.require(key), {"past": 1}, fixed=key == "stage") for key in ("stage", "industry"))


def files_quality(part=1):
    """Thousands of files, `part` in a hundred of each section known and half of that fresh."""
    each = Quality(100_000, 1_000 * part, 500 * part, 900 * part, 400 * part)
    parts = (Part.DIRECTORY, *FILE_SECTIONS)
    return FilesQuality(12_345, sum([each] * 5, Quality()), dict.fromkeys(parts, each))


def desk_qualities():
    """What nobody sees anything of, and a custodian who owns files and manages a large team."""
    yield DeskQuality()
    yield DeskQuality(mine=FilesQuality(1, Quality(9), {}), use=Use(0, 0, 0))
    long = tuple(Field(f"f{number}", Part.BASIC, NASTY[number], weight=3) for number in range(8))
    gains = tuple(Gain(each, Quality(9, 3, 3, 1, 1), Part.BASIC, long) for each in CLIENTS[:3])
    team = tuple(PersonQuality(NASTY[number % len(NASTY)], files_quality(number)) for number in range(60))
    use = Use(10**6, 10**4, 10**7)
    yield DeskQuality(files_quality(99), use, gains, team, files_quality(100), use)


HEADERS = tuple(Header(place, text) for place, text in enumerate((*NASTY, LONG, "日期", "x" * 300)))
GAPS = (OurColumn("amount", COLUMN_LABELS["amount"], has_instead=True), OurColumn("currency", "<b> & " + "y" * 200))


def header_gaps():
    """Nothing but what is needed; unknown headers alone; as much as there can be of both."""
    many = tuple(OurColumn(f"key{number}", f"Column {number}") for number in range(130))
    headers = tuple(Header(place, f"{NASTY[0]} {place}") for place in range(150))
    return (
        HeaderGaps(GAPS, (), (), HEADERS),
        HeaderGaps((), GAPS, HEADERS, HEADERS),
        HeaderGaps((*GAPS, *many[:4]), many, headers[:10], headers),
    )


def import_reports():
    """Nothing, everything, and only rejections."""
    reasons = tuple(Rejection(number, f"{NASTY[0]}: {LONG}", ()) for number in range(2, 7))
    counts = ImportCounts(1_234_567, 89_012, 3, 4_000, 60, 100, 8, 9_999_999)
    plain = ImportReport(ImportKind.CLIENTS, "f.csv", ImportCounts(), 0, (), (), TODAY, False, None, True)
    ignored = (*NASTY, LONG, "IBAN", *(f"column {number}" for number in range(90)))
    return (
        plain,
        replace(plain, kind=ImportKind.SALES, counts=counts, rejected=7_000, reasons=reasons, ignored=ignored),
        replace(plain, kind=ImportKind.INVOICES, rejected=1, reasons=reasons[:1], as_of_given=True, ignored=("IBAN",)),
    )


def uploads():
    """A file in every state, with every report, some of them moved on since the preview."""
    found = []
    for report in import_reports():
        for state in UploadState:
            plan = UploadPlan(as_of=TODAY, snapshot=report.kind is ImportKind.INVOICES)
            moved = replace(report, counts=replace(report.counts, added=report.counts.added + 1), run_id=3)
            result = moved if state is UploadState.DONE else None
            found.append(Upload(12, report.kind, NASTY[0] + LONG, "", state, 1, plan, report, result))
    return found


def recent_imports():
    return tuple(
        RecentImport(kind, TODAY, NOW, 1_000_000, number, NASTY[0] if number % 2 else "")
        for number, kind in enumerate(ImportKind)
    )
