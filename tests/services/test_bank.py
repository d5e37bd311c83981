"""Bank details: two people, a number that was known before, and nobody faster than the other."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from bot.errors import Conflict, InvalidInput, Refused
from bot.policy.bank import BankState
from bot.policy.catalogue import Source
from bot.services import bank
from bot.services.bank import BankDraft
from bot.services.clients import require_client, show_client
from bot.services.facts import record_facts
from bot.services.people import leave_person
from bot.store import interactions
from bot.store.tables import AccessLogRow, BankDetailRow, ClientRow, ContactRow, OutboxRow
from tests.jobs.company import CATALOGUE, DAY, MONDAY, OPERATOR, on_both

NOW = MONDAY
IBAN, OTHER_IBAN = "DE89370400440532013000", "GB82WEST12345698765432"


@pytest.fixture
def mei(house):
    return house.person("U0MEI")


@pytest.fixture
def arjun(house):
    return house.person("U0ARJUN", "finance")


@pytest.fixture
def bea(house):
    return house.person("U0BEA", "finance")


@pytest.fixture
def acme(house, mei):
    """A client whose phone has been known for a month, and a contact of last year with a number of yesterday."""
    acme = house.client(mei, "ACME")
    house.know(mei, acme, NOW - 30 * DAY, phone="+4940123456")
    with house.session() as session:
        given = {"title": "", "email": "", "now": NOW - 365 * DAY}
        katrin = interactions.add_contact(session, acme, name="Katrin", phone="+4940555666", **given)
        row = session.get(ContactRow, katrin)
        row.mobile, row.mobile_at = "+491705550101", NOW - DAY
    return acme


def draft(**more):
    return BankDraft(**{"holder": "ACME GmbH", "account": IBAN, "called": "phone", "called_name": "Katrin"} | more)


def propose(house, actor, client_id, *, at=NOW, **more):
    with house.session() as session:
        return bank.propose_bank(session, actor, require_client(session, client_id), draft(**more), now=at)


def answer(house, actor, bank_id, *, accepted=True, word=""):
    with house.session() as session:
        return bank.answer_bank(session, actor, bank_id, accepted=accepted, word=word, now=NOW)


def read(house, actor, client_id):
    with house.session() as session:
        return bank.read_bank(session, actor, require_client(session, client_id), now=NOW)


def states(house):
    with house.session() as session:
        return [(row.account, row.state) for row in session.query(BankDetailRow).order_by("id")]


def told(house, kind):
    with house.session() as session:
        return sorted(row.recipient for row in session.query(OutboxRow).filter_by(kind=kind))


@on_both
def test_two_of_finance_put_details_in_force(house, acme, arjun, bea):
    house.person("U0INES", "custodian")
    first = propose(house, arjun, acme, account="DE89 3704 0044 0532 0130 00", currency="eur", bic="cobadeff")
    # Nothing is in force yet; the other one of finance is asked, and nobody else.
    shown = read(house, arjun, acme)
    assert (shown.in_force, shown.may_answer, shown.may_withdraw, shown.may_propose) == (None, False, True, False)
    assert told(house, "bank_question") == ["U0BEA"]
    answer(house, bea, first)
    held = read(house, bea, acme).in_force
    assert (held.account, held.country, held.currency, held.bic) == (IBAN, "DE", "EUR", "COBADEFF")
    assert (held.proposer, held.answerer, held.called_name, held.called_number) == (
        "U0Arjun", "U0Bea", "Katrin", "+4940123456",
    )  # fmt: skip
    assert told(house, "bank_answered") == ["U0ARJUN"]
    # The next ones replace them, once they are confirmed and not before.
    second = propose(house, bea, acme, account=OTHER_IBAN)
    assert read(house, bea, acme).in_force.account == IBAN
    answer(house, arjun, second)
    assert states(house) == [(IBAN, "replaced"), (OTHER_IBAN, "in_force")]


@on_both
def test_nobody_confirms_their_own(house, acme, arjun):
    both = house.person("U0BOTH", "finance,custodian")
    for proposer in (arjun, both):
        bank_id = propose(house, proposer, acme)
        with pytest.raises(Refused, match="Two persons"):
            answer(house, proposer, bank_id)
        with pytest.raises(Refused):
            answer(house, proposer, bank_id, accepted=False, word="mine")
        with house.session() as session:
            bank.withdraw_bank(session, proposer, bank_id, now=NOW)
    assert states(house) == [(IBAN, "withdrawn")] * 2
    with house.session() as session:
        refused = session.query(AccessLogRow).filter_by(deed="refused", part="bank", client_id=acme).count()
    assert refused == 4


@on_both
def test_the_custodian_is_second_only_where_finance_is_one(house, acme, arjun, bea):
    ines = house.person("U0INES", "custodian")
    with pytest.raises(Refused):
        answer(house, ines, propose(house, arjun, acme))
    with house.session() as session:
        leave_person(session, OPERATOR, "U0BEA", now=NOW)
    assert read(house, ines, acme).may_answer
    answered = answer(house, ines, 1)
    assert (answered.state, answered.answerer) == (BankState.IN_FORCE, "U0Ines")


def test_the_custodian_is_asked_where_finance_is_one(house, acme, arjun):
    house.person("U0INES", "custodian")
    propose(house, arjun, acme)
    assert told(house, "bank_question") == ["U0INES"]


@pytest.mark.parametrize(
    ("more", "field", "sentence"),
    [
        ({"holder": " "}, "bank_holder", "Fill this in"),
        ({"account": "DE89370400440532013001"}, "bank_account", "not a whole IBAN"),
        ({"bic": "nope"}, "bank_bic", "BIC"),
        ({"currency": "Euros"}, "bank_currency", "not a currency code"),
        ({"called_name": ""}, "bank_called_name", "Fill this in"),
        # Written yesterday, unknown, and no key at all.
        ({"called": "1:mobile"}, "bank_called", "7 days or longer"),
        ({"called": "99:phone"}, "bank_called", "7 days or longer"),
        ({"called": ""}, "bank_called", "7 days or longer"),
    ],
)
def test_what_cannot_be_taken_gets_a_sentence_at_its_input(house, acme, arjun, more, field, sentence):
    with pytest.raises(InvalidInput, match=sentence) as caught:
        propose(house, arjun, acme, **more)
    assert caught.value.field == field
    assert states(house) == []


@on_both
def test_only_numbers_that_were_known_before_may_be_called(house, mei, acme, arjun):
    def numbers(at=NOW):
        with house.session() as session:
            found = bank.list_numbers(session, arjun, require_client(session, acme), now=at)
            return [each.number for each in found]

    assert numbers() == ["+4940123456", "+4940555666"]
    # A new number of the company's waits a week as well, however long ago it is said to have been seen.
    with house.session() as session:
        record_facts(
            session, mei, acme, {"phone": "+4940999999"}, source=Source.CALL, observed_at=NOW - DAY, now=NOW,
            catalogue=CATALOGUE,
        )  # fmt: skip
    assert numbers() == ["+4940555666"]
    assert numbers(NOW + timedelta(days=7)) == ["+4940999999", "+4940555666", "+491705550101"]
    # Whoever has left is called no more.
    with house.session() as session:
        session.query(ContactRow).one().left_at = NOW
    assert numbers(NOW + timedelta(days=7)) == ["+4940999999"]


@on_both
def test_one_proposal_at_a_time(house, acme, arjun, bea):
    start, results = Barrier(2), []

    def press(actor):
        start.wait()
        try:
            propose(house, actor, acme)
            results.append("proposed")
        except Conflict:
            results.append("waits")

    both = [Thread(target=press, args=(actor,)) for actor in (arjun, bea)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(results) == ["proposed", "waits"]
    assert states(house) == [(IBAN, "proposed")]


@on_both
def test_two_confirmations_at_once_are_one(house, acme, arjun, bea):
    carl = house.person("U0CARL", "finance")
    bank_id = propose(house, arjun, acme)
    start, results = Barrier(2), []

    def press(actor, *, accepted):
        start.wait()
        try:
            results.append(answer(house, actor, bank_id, accepted=accepted, word="why").state.value)
        except Conflict:
            results.append("too late")

    both = [Thread(target=press, args=(who,), kwargs={"accepted": yes}) for who, yes in ((bea, True), (carl, False))]
    for each in both:
        each.start()
    for each in both:
        each.join()
    [won] = set(results) - {"too late"}
    assert len(results) == 2
    assert states(house) == [(IBAN, won)]
    assert told(house, "bank_answered") == ["U0ARJUN"]


@on_both
def test_a_refusal_says_why_and_leaves_what_was_in_force(house, acme, arjun, bea):
    answer(house, bea, propose(house, arjun, acme))
    second = propose(house, arjun, acme, account=OTHER_IBAN)
    with pytest.raises(InvalidInput) as caught:
        answer(house, bea, second, accepted=False, word=" ")
    assert caught.value.field == "bank_word"
    answer(house, bea, second, accepted=False, word="Katrin knows nothing of it")
    assert states(house) == [(IBAN, "in_force"), (OTHER_IBAN, "declined")]
    with house.session() as session:
        client, declined = bank.read_answer(session, arjun, second, now=NOW)
        assert (client.name, declined.reason) == ("ACME", "Katrin knows nothing of it")
        assert bank.read_answer(session, bea, second, now=NOW) is None


@on_both
def test_details_of_a_file_that_was_merged_in_are_there_and_are_replaced(house, mei, acme, arjun, bea):
    twin = house.client(mei, "ACME Ltd")
    house.know(mei, twin, NOW - 30 * DAY, phone="+4940123456")
    answer(house, bea, propose(house, arjun, twin))
    between = house.client(mei, "Between Ltd")
    with house.session() as session:
        session.get(ClientRow, twin).merged_into = between
        session.get(ClientRow, between).merged_into = acme
    assert read(house, arjun, acme).in_force.account == IBAN
    answer(house, bea, propose(house, arjun, acme, account=OTHER_IBAN))
    assert states(house) == [(IBAN, "replaced"), (OTHER_IBAN, "in_force")]


def test_reps_and_auditors_read_nothing_and_the_custodian_does_not_propose(house, mei, acme, arjun, bea):
    answer(house, bea, propose(house, arjun, acme))
    ines, ruth = house.person("U0INES", "custodian"), house.person("U0RUTH", "auditor")
    for actor in (mei, ruth):
        with pytest.raises(Refused):
            read(house, actor, acme)
    for actor in (mei, ruth, ines):
        with pytest.raises(Refused):
            propose(house, actor, acme)
    assert read(house, ines, acme).in_force.account == IBAN
    with house.session() as session:
        shown = show_client(
            session, mei, require_client(session, acme), now=NOW, catalogue=CATALOGUE, base_currency="USD"
        )
    assert IBAN not in repr(shown)


def test_every_step_leaves_a_row_in_the_log(house, acme, arjun, bea):
    answer(house, bea, propose(house, arjun, acme))
    read(house, arjun, acme)
    with house.session() as session:
        rows = session.query(AccessLogRow).filter_by(part="bank").order_by("id")
        assert [(row.actor, row.deed, row.client_id) for row in rows] == [
            ("U0ARJUN", "write", acme), ("U0BEA", "write", acme), ("U0ARJUN", "read", acme),
        ]  # fmt: skip
