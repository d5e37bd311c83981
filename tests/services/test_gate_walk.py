"""No way around the gate: every service that gives something out, walked by everybody against every file.

Each part of each file holds a marker that stands nowhere else. What a service returns is searched for markers; each
one found must be open to whoever asked, by the printed table, and must have left a row in the access log. A refusal
must leave its row though everything else is rolled back.
"""

import importlib
import inspect
import pkgutil
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select

import bot.services
from bot.errors import ClienteleError, Refused
from bot.policy.access import Actor, Part, Right
from bot.policy.bank import BankState
from bot.policy.catalogue import FILE_SECTIONS, Source
from bot.policy.contacts import ContactKind, Outcome
from bot.policy.credit import Limit, LimitState
from bot.policy.emails.addresses import Address
from bot.policy.emails.reading import EmailFile
from bot.policy.money import Money
from bot.policy.opened import write_opened
from bot.policy.periods import all_time
from bot.policy.searching import Filter
from bot.policy.standing import GradeSettings
from bot.policy.values import Reading
from bot.results.clients import Client
from bot.results.composition import MixKey
from bot.results.measures import Seed
from bot.results.messages import IncomingMessage, Taken
from bot.results.outbox import Company
from bot.services import (
    address_book,
    bank,
    capture,
    clients,
    clues,
    comparing,
    composition,
    contacts,
    credit,
    digest,
    duplicates,
    editing,
    facts,
    filters,
    finding,
    freshness,
    grade_lists,
    graded,
    grading,
    history,
    home,
    lookup,
    measures,
    merging,
    messages,
    mix_lines,
    nagging,
    progress,
    quality,
    refreshing,
    sell_through,
    stages,
    steps,
    suggestions,
    talks,
    undoing,
)
from bot.services.address_book import ContactDetails, SiteDetails
from bot.services.bank import BankDraft
from bot.services.clients import NewClient
from bot.services.contacts import Contact
from bot.services.editing import SectionForm
from bot.services.freshness import Found
from bot.services.measures import MeasureForm
from bot.services.sell_through import SellThroughDraft
from bot.services.standing import AsOf
from bot.services.traces import TypedClient
from bot.store import address_book as address_book_store
from bot.store import bank as bank_store
from bot.store import clients as client_store
from bot.store import interactions, proposals, settings
from bot.store.freshness import Whose
from bot.store.tables import (
    AccessLogRow,
    ImportRunRow,
    InteractionRow,
    InvoiceRow,
    ProposalRow,
    SalesLineRow,
    SellThroughRow,
)
from tests.jobs.company import CATALOGUE, MONDAY, OPERATOR, House, on_both

NOW = MONDAY
COMPANY = Company(CATALOGUE, "USD", "Europe/London", "C0SALES")
WEEK = date(2026, 6, 29)
AS_OF = AsOf(NOW, ZoneInfo("Europe/London"), "USD")
READING = Reading("USD", NOW.date())
GIVEN = {"now": NOW, "catalogue": CATALOGUE}

DRAFT = BankDraft("Holder", "1234567", "phone", "Katrin")
SOLD_ON = SellThroughDraft("2026-05", "100 USD")
PERSON, SITE = ContactDetails("Somebody new"), SiteDetails("plant", "Another")


def bank_of(session, client):
    return bank_store.get_newest(session, client.client_id, BankState.PROPOSED).bank_id


def contact_of(session, client):
    return address_book_store.list_contacts(session, client.client_id)[0].contact_id


def proposal_of(session, client):
    return proposals.get_open(session, client.client_id).proposal_id


def site_of(session, client):
    return address_book_store.list_sites(session, client.client_id)[0].site_id


def typed_over(part):
    """A form of the section that was opened while nothing was known, and changes all that is."""
    fields = CATALOGUE.of(part)
    return SectionForm(part, {each.key: "5" for each in fields}, write_opened(fields, {}), Source.CALL)


def report_of(session, client):
    return session.scalar(select(SellThroughRow.id).where(SellThroughRow.client_id == client.client_id))


def step_of(session, client):
    """The contact in which something was agreed with this client."""
    return session.scalar(select(InteractionRow.id).where(InteractionRow.client_id == client.client_id).limit(1))


def staged(session, actor, client):
    """An email of the client's contact, staged by the actor."""
    email = EmailFile("Hello", Address("Ann", f"a@of{client.client_id}.example"), (), f"From {client.name}")
    incoming = IncomingMessage("C0", "sales", "1.1", "", "Ann", "", "", NOW, (email,))
    return messages.stage_message(session, actor, incoming, now=NOW)


def mix_of(session, actor):
    """What a rep's, a team's or the company's sales are made of."""
    [found] = composition.answer_mix(session, actor, by=MixKey.COUNTRY, period=all_time(), base_currency="USD", **GIVEN)
    return found


TYPED_MEASURE = MeasureForm("Call", owner="U0MATE", due="2026-07-31", target="5")


def added_measure(session, actor, client):
    """A measure for this client that a colleague is to take."""
    given = {"today": NOW.date(), "base_currency": "USD", **GIVEN}
    return measures.add_measure(session, actor, Seed("fallen", client.client_id), TYPED_MEASURE, **given)


# Each walks with (session, actor, client); what it returns is what its caller may show.
WALKED = {
    "address_book.read_book": lambda s, a, c: address_book.read_book(s, a, c, now=NOW),
    "address_book.require_may_write": lambda s, a, c: address_book.require_may_write(s, a, c, Part.CONTACTS, now=NOW),
    "address_book.add_contact": lambda s, a, c: address_book.add_contact(s, a, c, PERSON, now=NOW),
    "address_book.get_contact": lambda s, a, c: address_book.get_contact(s, a, c, contact_of(s, c), now=NOW),
    "address_book.edit_contact": lambda s, a, c: address_book.edit_contact(s, a, c, contact_of(s, c), PERSON, now=NOW),
    "address_book.set_left": lambda s, a, c: address_book.set_left(s, a, c, contact_of(s, c), has_left=True, now=NOW),
    "address_book.add_site": lambda s, a, c: address_book.add_site(s, a, c, SITE, now=NOW),
    "address_book.get_site": lambda s, a, c: address_book.get_site(s, a, c, site_of(s, c), now=NOW),
    "address_book.edit_site": lambda s, a, c: address_book.edit_site(s, a, c, site_of(s, c), SITE, now=NOW),
    "address_book.set_closed": lambda s, a, c: address_book.set_closed(s, a, c, site_of(s, c), is_closed=True, now=NOW),
    "bank.read_bank": lambda s, a, c: bank.read_bank(s, a, c, now=NOW),
    "bank.list_numbers": lambda s, a, c: bank.list_numbers(s, a, c, now=NOW),
    "bank.propose_bank": lambda s, a, c: bank.propose_bank(s, a, c, DRAFT, now=NOW),
    "bank.answer_bank": lambda s, a, c: bank.answer_bank(s, a, bank_of(s, c), accepted=True, word="", now=NOW),
    "bank.withdraw_bank": lambda s, a, c: bank.withdraw_bank(s, a, bank_of(s, c), now=NOW),
    "bank.read_question": lambda s, a, c: bank.read_question(s, a, bank_of(s, c), now=NOW),
    "bank.read_answer": lambda s, a, c: bank.read_answer(s, a, bank_of(s, c), now=NOW),
    "clients.record_client": lambda s, a, c: clients.record_client(
        s, a, NewClient(f"New {c.name}"), is_sure=True, **GIVEN
    ),
    "clients.show_client": lambda s, a, c: clients.show_client(s, a, c, base_currency="USD", **GIVEN),
    "filters.narrow": lambda s, a, c: filters.narrow(s, a, [Filter("type", "agent")], "", reading=READING, **GIVEN),
    "finding.find_clients": lambda s, a, c: [
        replace(finding.find_clients(s, a, asked, reading=READING, **GIVEN), asked="")
        for asked in (c.name, "stale", f"owner:{c.owner_slack_id}", mark("contacts", c.client_id))
    ],
    "clients.share_card": lambda s, a, c: clients.share_card(s, a, c, "C0ALL", now=NOW),
    "composition.answer_mix": lambda s, a, c: [
        composition.answer_mix(s, a, by=by, period=all_time(), base_currency="USD", **GIVEN)
        for by in (MixKey.REP, MixKey.GRADE, MixKey.STAGE)
    ],
    "composition.answer_crossed": lambda s, a, c: composition.answer_crossed(
        s, a, by=MixKey.GRADE, by2=MixKey.REP, period=all_time(), base_currency="USD", **GIVEN
    ),
    "composition.answer_grades": lambda s, a, c: composition.answer_grades(
        s, a, period=all_time(), base_currency="USD", now=NOW
    ),
    "measures.draft_measure": lambda s, a, c: measures.draft_measure(
        s, a, Seed("fallen", c.client_id), today=NOW.date(), base_currency="USD", **GIVEN
    ),
    "measures.add_measure": added_measure,
    "measures.draft_change": lambda s, a, c: measures.draft_change(s, a, added_measure(s, OPERATOR, c), **GIVEN),
    "measures.change_measure": lambda s, a, c: measures.change_measure(
        s, a, added_measure(s, OPERATOR, c), TYPED_MEASURE, now=NOW, today=NOW.date(), base_currency="USD"
    ),
    "measures.close_measure": lambda s, a, c: measures.close_measure(
        s, a, added_measure(s, OPERATOR, c), is_done=True, now=NOW
    ),
    "progress.list_measures": lambda s, a, c: [
        added_measure(s, OPERATOR, c),
        progress.list_measures(s, a, page=0, today=NOW.date(), base_currency="USD", **GIVEN),
    ],
    "progress.list_overdue": lambda s, a, c: [
        added_measure(s, OPERATOR, c),
        progress.list_overdue(s, a, NOW.date() + timedelta(days=99), CATALOGUE),
    ],
    "progress.told_measure": lambda s, a, c: progress.told_measure(
        s, a, added_measure(s, OPERATOR, c), 1, today=NOW.date(), catalogue=CATALOGUE
    ),
    "suggestions.suggest": lambda s, a, c: suggestions.suggest(s, a, mix_of(s, a), today=NOW.date(), **GIVEN),
    "mix_lines.list_lines": lambda s, a, c: mix_lines.list_lines(s, a, keys=[MixKey.REP], period=all_time(), **GIVEN),
    "contacts.list_contacts": lambda s, a, c: contacts.list_contacts(s, a, c, now=NOW),
    "contacts.log_contact": lambda s, a, c: contacts.log_contact(
        s, a, c, Contact(ContactKind.CALL, Outcome.REACHED, "Spoke"), **GIVEN
    ),
    "contacts.list_due_steps": lambda s, a, c: contacts.list_due_steps(s, a, now=NOW, most=100),
    "capture.offer_log": lambda s, a, c: capture.offer_log(s, a, c, **GIVEN),
    "capture.credit_headroom": lambda s, a, c: capture.credit_headroom(s, a, c, base_currency="USD", now=NOW),
    "refreshing.list_overdue": lambda s, a, c: refreshing.list_overdue(s, a, c, **GIVEN),
    "steps.list_open_steps": lambda s, a, c: steps.list_open_steps(s, a, c, now=NOW),
    "steps.finish_step": lambda s, a, c: steps.finish_step(s, a, step_of(s, c), now=NOW),
    "credit.answer_credit": lambda s, a, c: credit.answer_credit(s, a, c, asked=None, base_currency="USD", now=NOW),
    "credit.set_limit": lambda s, a, c: credit.set_limit(s, a, c, Limit(LimitState.UNLIMITED), now=NOW),
    "graded.list_moved": lambda s, a, c: graded.list_moved(s, a, now=NOW),
    "graded.list_history": lambda s, a, c: graded.list_history(s, a, c, now=NOW),
    "grade_lists.list_grades": lambda s, a, c: grade_lists.list_grades(
        s, a, "", as_of=AS_OF, catalogue=CATALOGUE, reading=READING
    ),
    "grading.preview": lambda s, a, c: grading.preview(s, s, a, GradeSettings(), AS_OF),
    "grading.save_settings": lambda s, a, c: grading.save_settings(s, a, GradeSettings(), now=NOW),
    "digest.preview": lambda s, a, c: digest.preview(s, a, COMPANY, now=NOW),
    "digest.compose_digest": lambda s, a, c: digest.compose_digest(s, a, COMPANY, week_start=WEEK, now=NOW),
    "facts.confirm_fields": lambda s, a, c: facts.confirm_fields(s, a, c, ["problems"], source=Source.CALL, **GIVEN),
    "editing.offer_section": lambda s, a, c: editing.offer_section(s, a, c, Part.TRADING, **GIVEN),
    "editing.save_section": lambda s, a, c: [
        editing.save_section(s, a, c, typed_over(each), reading=Reading("USD", NOW.date()), **GIVEN)
        for each in FILE_SECTIONS
    ],
    "freshness.list_stale": lambda s, a, c: freshness.list_stale(s, a, owner_id=None, limit=100, **GIVEN),
    "freshness.rank": lambda s, a, c: freshness.rank(s, a, Whose(everybody=True), **GIVEN),
    "freshness.read_items": lambda s, a, c: freshness.read_items(
        s, a, [Found(c.client_id, Part.TRADING, 9, ("problems",))], via="nag", **GIVEN
    ),
    "freshness.confirm_section": lambda s, a, c: freshness.confirm_section(
        s, a, c.client_id, Part.TRADING, source=Source.CALL, **GIVEN
    ),
    "freshness.snooze": lambda s, a, c: freshness.snooze(
        s, a, c.client_id, Part.TRADING, until=NOW + timedelta(days=7), now=NOW
    ),
    "freshness.disown": lambda s, a, c: freshness.disown(s, a, c.client_id, now=NOW),
    "freshness.disowned_client": lambda s, a, c: freshness.disowned_client(s, a, c.client_id, c.owner_id, now=NOW),
    "freshness.assign_owner": lambda s, a, c: freshness.assign_owner(s, a, c.client_id, "U0MATE", now=NOW),
    "undoing.undo_changes": lambda s, a, c: undoing.undo_changes(s, a, [1, 2], **GIVEN),
    "history.read_history": lambda s, a, c: [
        history.read_history(s, a, c, chosen="", page=page, **GIVEN) for page in range(3)
    ],
    "talks.read_talk": lambda s, a, c: [talks.read_talk(s, a, c, place, now=NOW) for place in range(3)],
    "home.compose_home": lambda s, a, c: home.compose_home(s, a, **GIVEN),
    "quality.measure": lambda s, a, c: quality.measure(s, a, **GIVEN),
    "credit.usual_currency": lambda s, a, c: credit.usual_currency(s, a, c, base_currency="USD", now=NOW),
    "lookup.get_called": lambda s, a, c: lookup.get_called(s, c.code),
    "lookup.list_matches": lambda s, a, c: lookup.list_matches(s, c.name),
    "lookup.resolve": lambda s, a, c: lookup.resolve(s, c.code, actor=a, now=NOW),
    "clues.follow": lambda s, a, c: clues.follow(s, a, mark("contacts", c.client_id), via="find", now=NOW),
    "lookup.list_offered": lambda s, a, c: lookup.list_offered(s, a, mark("contacts", c.client_id), now=NOW, most=30),
    "lookup.guess": lambda s, a, c: lookup.guess(s, a, f"about {c.name}"),
    "comparing.compare": lambda s, a, c: comparing.compare(s, a, c.client_id, another(c), base_currency="USD", **GIVEN),
    "comparing.merge": lambda s, a, c: comparing.merge(s, a, c.client_id, another(c), **GIVEN),
    "comparing.propose": lambda s, a, c: comparing.propose(s, a, c.client_id, another(c), now=NOW),
    "comparing.proposed_pair": lambda s, a, c: comparing.proposed_pair(s, a, c.client_id, another(c), 1, now=NOW),
    "comparing.told_merge": lambda s, a, c: comparing.told_merge(
        s, a, comparing.merge(s, OPERATOR, c.client_id, another(c), **GIVEN).merge_id, 1
    ),
    "comparing.undo": lambda s, a, c: comparing.undo(
        s, a, comparing.merge(s, OPERATOR, c.client_id, another(c), **GIVEN).merge_id, **GIVEN
    ),
    "duplicates.list_pairs": lambda s, a, c: duplicates.list_pairs(s, s, a, now=NOW),
    "duplicates.judge_pair": lambda s, a, c: duplicates.judge_pair(s, c.client_id, another(c)),
    "duplicates.require_pair": lambda s, a, c: duplicates.require_pair(
        s, a, c.client_id, another(c), via="duplicates", now=NOW
    ),
    "duplicates.keep_apart": lambda s, a, c: duplicates.keep_apart(s, a, c.client_id, another(c), now=NOW),
    "duplicates.list_kept_apart": lambda s, a, c: duplicates.list_kept_apart(s, a, now=NOW),
    "duplicates.propose_again": lambda s, a, c: duplicates.propose_again(s, a, c.client_id, another(c), now=NOW),
    "lookup.list_likely_duplicates": lambda s, a, c: lookup.list_likely_duplicates(s, a, TypedClient(c.name), now=NOW),
    "clients.require_client": lambda s, a, c: clients.require_client(s, c.client_id),
    "sell_through.report": lambda s, a, c: sell_through.report(
        s, a, c, SOLD_ON, base_currency="USD", now=NOW, today=NOW.date()
    ),
    "sell_through.read_file": lambda s, a, c: sell_through.read_file(s, a, c, base_currency="USD", now=NOW),
    "sell_through.withdraw": lambda s, a, c: sell_through.withdraw(s, a, report_of(s, c), now=NOW),
    "sell_through.read_beside": lambda s, a, c: sell_through.read_beside(
        s, s, a, all_time(), base_currency="USD", now=NOW
    ),
    "stages.read_proposal": lambda s, a, c: stages.read_proposal(s, a, c, now=NOW),
    "stages.list_proposals": lambda s, a, c: stages.list_proposals(s, a, now=NOW),
    "stages.require_proposal": lambda s, a, c: stages.require_proposal(s, a, proposal_of(s, c), now=NOW),
    "stages.answer_proposal": lambda s, a, c: stages.answer_proposal(
        s, a, proposal_of(s, c), accepted=True, reason="price", **GIVEN
    ),
    "messages.prefill": lambda s, a, c: [
        messages.prefill(s, a, staged(s, a, c), client=client, **GIVEN) for client in (None, c)
    ],
    "messages.show_message": lambda s, a, c: messages.show_message(s, a, staged(s, a, c), now=NOW),
    "messages.list_picks": lambda s, a, c: messages.list_picks(s, a, staged(s, a, c), now=NOW),
    "messages.save_message": lambda s, a, c: messages.save_message(
        s, a, c, staged(s, a, c), Contact(ContactKind.EMAIL, Outcome.REACHED, "Wrote"), frozenset(Taken), **GIVEN
    ),
    "merging.list_merges": lambda s, a, c: merging.list_merges(s, c),
    "merging.merge_clients": lambda s, a, c: merging.merge_clients(s, a, c, clients.require_client(s, 1), **GIVEN),
    "merging.undo_merge": lambda s, a, c: merging.undo_merge(s, a, 1, **GIVEN),
    "nagging.compose_nag": lambda s, a, c: nagging.compose_nag(s, a, **GIVEN),
} | {
    f"clients.read_section {part.value}": lambda s, a, c, part=part: clients.read_section(
        s, a, c, part, Right.READ, **GIVEN
    )
    for part in FILE_SECTIONS
}

# These give nothing of a file out; each says why it needs no walk.
NOT_WALKED = {
    "clues.is_spent": "whether a number is reached, not what of",
    "choices": "lists of choices and counts of files, for the custodian",
    "clients.named_clients": "names, which every member may read",
    "grading.grade_rule": "a setting of the company's",
    "composition.slice_of": "what is read, not what stands there",
    "composition_large.sum_crossed": "sums of a slice that the actor may read, for composition.answer_crossed",
    "mix_lines.note_shared": "writes in the log",
    "deliveries": "totals of files and what is wrong with their lines, for finance and the custodian",
    "graded.count_between": "totals for the digest, whose services are walked",
    "grading.read_settings": "how clients are graded is no secret; their grades are",
    "standing": "the clock grades everybody; nothing of it is shown but through the services that read",
    "digest.decide_digest": "enqueues ids, returns whether it did",
    "duplicates.told_reasons": "which reasons the gate lets through, no values",
    "traces.list_alike": "names, which are open to every member, and whether what led to them is",
    "clues.tell": "passes on what was found, and logs it",
    "drafts": "what its reader typed, for nobody else; a form that goes on is opened through its own service",
    "facts.lock_file": "locks, returns ids",
    "facts.project": "part of writing facts, returns keys",
    "facts.record_facts": "writes for services that have passed the gate, returns keys",
    "gate": "the gate itself",
    "imports": "counts and what was wrong with lines, for the operator",
    "import_headers": "headers of a file, for whoever handed it over",
    "imports_clients": "part of imports",
    "imports_ledger": "part of imports",
    "inbox": "deliveries, not files",
    "integrity": "ids and keys, for the operator",
    "lookup.has_current_keys": "a number of the program's own",
    "lookup.list_certain": "ids of clients, whose names every member may read",
    "lookup.ensure_keys": "works keys out anew, returns nothing",
    "lookup.warm": "a count of names",
    "matching": "ids of clients and products, for imports",
    "messages.stage_message": "keeps a message for its owner, returns its id",
    "progress.list_focus_texts": "what the whole company is to sell, where it names no client",
    "progress.count_own": "how many, not what",
    "progress.part_label": "names of regions, products and people, which every member may read",
    "nagging.list_reminded": "people, not files",
    "nagging.decide_nag": "enqueues ids, returns whether it did",
    "outbox": "ids of messages",
    "ties.line_of": "ids to wait for",
    "ties.complete": "part of editing.save_section",
    "ties.require_no_circle": "part of editing.save_section",
    "ties.follow": "part of facts.record_facts",
    "stages.find_suggestions": "ids and days for the clock, which asks each owner",
    "stages.is_kept": "tells the clock whether there is anything to write",
    "stages.keep_suggestions": "writes what the clock has found",
    "sell_through.glance": "part of show_client, which has passed the gate",
    "stated.read_sales": "part of show_client, which has passed the gate",
    "statements": "days and counts of imports, not files",
    "people": "people, not files",
    "picking": "part of messages, which is walked",
    "senders": "part of messages, which has read the contacts",
    "rebasing": "converts the whole ledger, for the operator; returns counts",
    "refreshing.refresh": "part of contacts.log_contact",
    "steps.finish_steps": "part of contacts.log_contact",
    "waiting": "lines in no file, and names, which every member may read; its own tests try the roles",
    "rescoring.list_outlived": "ids and keys, for the clock",
    "rescoring.reproject_stale": "works out current values, returns a count",
    "uploads": "files that were handed over, for those who did; counts of imports for those who may import",
}

# The printed table once more, for what the markers stand in: own, team and other by role.
READ, DENY = Right.READ, Right.DENY
OPEN = {
    "rep": {"own": "basic characteristics business trading contacts sales credit", "team": "basic", "other": "basic"},
    "manager": {
        "own": "basic characteristics business trading contacts sales credit",
        "team": "basic characteristics business trading contacts sales credit",
        "other": "basic characteristics business",
    },
    "finance": dict.fromkeys(
        ("own", "team", "other"), "basic characteristics business trading contacts sales credit bank"
    ),
    "custodian": dict.fromkeys(
        ("own", "team", "other"), "basic characteristics business trading contacts sales credit bank"
    ),
    "auditor": dict.fromkeys(("own", "team", "other"), ""),
    "operator": dict.fromkeys(
        ("own", "team", "other"), "basic characteristics business trading contacts sales credit bank"
    ),
}
# What these answer does not depend on the file that is walked.
ONCE = {
    "composition.answer_mix", "composition.answer_crossed", "composition.answer_grades", "suggestions.suggest",
    "contacts.list_due_steps", "duplicates.list_kept_apart", "duplicates.list_pairs", "digest.preview",
    "digest.compose_digest", "freshness.list_stale", "freshness.rank", "home.compose_home",
    "nagging.compose_nag",
}  # fmt: skip
# A composition is a total; an auditor reads those, even where one client makes up a row.
TOTALS = {"composition.answer_mix", "composition.answer_crossed", "suggestions.suggest"}

WALKERS = (
    "rep", "manager", "finance", "custodian", "auditor", "rep,finance", "rep,auditor", "manager,custodian",
)  # fmt: skip
MARK = re.compile(r"MARK-(\w+)-of-(\d+)|\b77(\d)(\d{5})77\b")


def another(client):
    """Another file: the one opened just before, or just after the first."""
    return client.client_id - 1 or client.client_id + 1


@dataclass
class Ground:
    """The people, the files by client id, and whose each is."""

    house: House
    people: dict[str, Actor]
    owners: dict[int, Actor]
    files: dict[int, Client]

    def relation(self, actor: Actor, client_id: int) -> str:
        owner = self.owners[client_id]
        if owner is actor:
            return "own"
        return "team" if actor.team and actor.team == owner.team else "other"

    def is_open(self, actor: Actor, client_id: int, part: str) -> bool:
        relation = self.relation(actor, client_id)
        return any(part in OPEN[role.value][relation].split() for role in actor.roles)


def mark(part, client_id):
    return f"MARK-{part}-of-{client_id}"


def counts(kind, client_id):
    """An amount that stands nowhere else: 77, 1 for sales or 2 for credit, the client's number, 77."""
    return int(f"77{kind}{client_id:05d}77")


def plant(house, owner, client_id):
    """Fill every part of a file with markers; half of the values stale, so that they are asked for."""
    stale = NOW - timedelta(days=800)
    values = {"situation": "basic", "culture": "characteristics", "attitude": "business", "problems": "trading"}
    with house.session() as session:
        facts.record_facts(
            session, owner, client_id, {key: mark(part, client_id) for key, part in values.items()},
            source=Source.CALL, observed_at=stale, now=stale, catalogue=CATALOGUE,
        )  # fmt: skip
        interactions.add_contact(
            session,
            client_id,
            name=mark("contacts", client_id),
            title="",
            email=f"a@of{client_id}.example",
            phone="",
            now=stale,
        )
        site = {"name": mark("basic", client_id), "kind": "plant"}
        address_book_store.add_site(session, client_id, site, created_by=None, now=stale)
        session.add(
            ProposalRow(
                client_id=client_id, field="stage", value="present", reason="trade", occasion="2026-05",
                proposed_at=stale,
            )
        )  # fmt: skip
        details = {"holder": mark("bank", client_id), "account": "1", "called_name": "x", "called_number": "1"}
        bank_store.add(session, client_id, details, proposed_by=owner.person_id, now=stale)
        session.add(
            SellThroughRow(
                client_id=client_id, starts=date(2026, 5, 1), ends=date(2026, 5, 31), amount=10_000, currency="USD",
                source="call", note=mark("business", client_id), stated_by=owner.person_id, stated_at=stale,
            )
        )  # fmt: skip
        trading = mark("trading", client_id)
        interactions.add_interaction(
            session, client_id=client_id, person_id=owner.person_id, contact_id=None, kind="call", outcome="reached",
            note=trading, link="", happened_at=stale, recorded_at=stale, next_step=trading, next_on=NOW.date(),
        )  # fmt: skip
        session.execute(
            insert(SalesLineRow).values(
                line_id=f"L{client_id}", date=date(2026, 5, 4), client_id=client_id, amount=counts(1, client_id),
                currency="USD", rate=1, base_amount=counts(1, client_id),
            )
        )  # fmt: skip
        session.execute(
            insert(InvoiceRow).values(
                invoice_id=mark("credit", client_id), client_id=client_id, issued=date(2026, 5, 4),
                due=date(2026, 6, 4), amount=1, currency="USD", open_amount=counts(2, client_id),
            )
        )  # fmt: skip
        credit.set_limit(
            session, OPERATOR, clients.require_client(session, client_id),
            Limit(LimitState.AMOUNT, Money(counts(2, client_id), "USD")), now=stale,
        )  # fmt: skip


@pytest.fixture
def ground(house):
    people = {roles: house.person(f"U0{number}", roles, team="North") for number, roles in enumerate(WALKERS)}
    mate, stranger = house.person("U0MATE", team="North"), house.person("U0ELSE", team="South")
    owners = {}
    for number, owner in enumerate([*people.values(), mate, stranger]):
        client_id = house.client(mate, f"File number {number}")
        with house.session() as session:
            client_store.set_owner(session, client_id, owner.person_id)
        plant(house, owner, client_id)
        owners[client_id] = owner
    with house.session() as session:
        for client_id in owners:
            house_sales(session, client_id)
        session.execute(
            insert(ImportRunRow).values(
                kind="invoices", file_name="f", as_of=date(2026, 7, 1), added=1, changed=0, same=0, rejected=0,
                waiting=0, published_at=NOW,
            )
        )  # fmt: skip
        files = {client_id: clients.require_client(session, client_id) for client_id in owners}
    return Ground(house, people | {"operator": OPERATOR}, owners, files)


def house_sales(session, client_id):
    from bot.store.tables import ClientMonthRow

    session.add(ClientMonthRow(client_id=client_id, month=date(2026, 5, 1), amount=counts(1, client_id), lines=1))


def found_in(result):
    """The parts of which clients' files stand in a result."""
    text = repr(result)
    return {
        (part, int(client_id)) if part else (("sales", "credit")[int(kind) - 1], int(number))
        for part, client_id, kind, number in MARK.findall(text)
    }


class UndoError(Exception):
    """Takes back what a walk has written."""


def walk(ground, name, actor, client):
    """Call one service; return what it gave out, and the rows that the access log has got from it."""
    given: set[tuple[str, int]] = set()
    entries: list[tuple[int | None, str, int | None]] = []
    with suppress(UndoError), ground.house.session() as session:
        before = session.query(AccessLogRow).count()
        settings.set_json(session, "undone", value=True, now=NOW)
        given = found_in(WALKED[name](session, actor, client))
        session.flush()
        new = session.query(AccessLogRow).order_by(AccessLogRow.id).offset(before)
        entries = [(row.person_id, row.part, row.client_id) for row in new]
        raise UndoError
    return given, entries


def wrong_with(ground, name, actor, client):
    """Say what is wrong with what one service does for one person on one file."""
    try:
        given, entries = walk(ground, name, actor, client)
    except Refused as refusal:
        return wrong_with_refusal(ground, name, actor, refusal)
    except ClienteleError:
        return []
    logged = {(part, client_id) for person_id, part, client_id in entries if person_id == actor.person_id}
    who = f"{name} by {','.join(actor.roles)}"
    wrong = [
        f"{who} gives out {part} of an {ground.relation(actor, client_id)} file"
        for part, client_id in given
        if not ground.is_open(actor, client_id, part) and not (name in TOTALS and part == "sales" and is_auditor(actor))
    ]
    return wrong + [
        f"{who} leaves no row for {part}"
        for part, client_id in given
        if (part, client_id) not in logged and (part, None) not in logged
    ]


def is_auditor(actor):
    return any(role.value == "auditor" for role in actor.roles)


def wrong_with_refusal(ground, name, actor, refusal):
    with ground.house.session() as session:
        last = session.query(AccessLogRow).order_by(AccessLogRow.id.desc()).first()
        kept = settings.get_json(session, "undone")
    if refusal.entry is None or last is None or (last.deed, last.person_id) != ("refused", actor.person_id):
        return [f"{name} refuses {','.join(actor.roles)} without a row"]
    return [f"{name} refuses and keeps what it wrote"] if kept else []


@on_both
def test_nobody_is_given_what_is_sealed_and_every_read_is_logged(ground):
    mate, stranger = sorted(ground.files)[-2:]
    wrong = []
    for actor in ground.people.values():
        own = [client_id for client_id, owner in ground.owners.items() if owner is actor]
        for client_id in (*own, mate, stranger):
            for name in WALKED.keys() - (ONCE if client_id != stranger else set()):
                wrong += wrong_with(ground, name, actor, ground.files[client_id])
    assert sorted(set(wrong)) == []


def test_the_markers_are_there_to_be_found(ground):
    """What is open does come out: a walk that finds nothing anywhere would prove nothing."""
    for roles, actor in ground.people.items():
        for client_id in list(ground.files)[-2:]:
            shown, _ = walk(ground, "clients.show_client", actor, ground.files[client_id])
            expected = {
                (part.value, client_id)
                for part in (*FILE_SECTIONS, Part.CONTACTS, Part.SALES)
                if ground.is_open(actor, client_id, part.value)
            }
            assert shown == expected, roles
    client = ground.files[max(ground.files)]
    assert walk(ground, "credit.answer_credit", ground.people["finance"], client)[0] == {("credit", client.client_id)}
    grades, _ = walk(ground, "composition.answer_grades", ground.people["custodian"], client)
    assert grades == {("sales", client_id) for client_id in ground.files}
    own, _ = walk(ground, "composition.answer_mix", ground.people["rep"], client)
    assert own == {("sales", client_id) for client_id, owner in ground.owners.items() if owner is ground.people["rep"]}
    due, entries = walk(ground, "home.compose_home", ground.people["rep"], client)
    assert {part for part, _ in due} == {part.value for part in FILE_SECTIONS}
    assert entries


def test_every_service_is_walked_or_says_why_not():
    public = set()
    for module in pkgutil.iter_modules(bot.services.__path__):
        loaded = importlib.import_module(f"bot.services.{module.name}")
        public |= {
            f"{module.name}.{name}"
            for name, function in vars(loaded).items()
            if inspect.isfunction(function) and function.__module__ == loaded.__name__ and not name.startswith("_")
            if {"session", "database"} & inspect.signature(function).parameters.keys()
        }
    walked = {name.split()[0] for name in WALKED}
    excused = {name for name in public if name in NOT_WALKED or name.split(".")[0] in NOT_WALKED}
    assert (public - walked - excused, walked - public, walked & excused) == (set(), set(), set())
    modules = {name.split(".")[0] for name in public} | {"imports_clients", "imports_ledger"}
    assert {name for name in NOT_WALKED if name not in public and name not in modules} == set()
