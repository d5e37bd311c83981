"""Credit answers by hand: the limit's states, open documents, currencies, what is late, and who may ask or set."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from bot.errors import InvalidInput, Refused
from bot.policy.access import Role
from bot.policy.credit import Limit, LimitState, Verdict
from bot.policy.money import Money
from bot.results.credit import CreditAnswer, Unknown
from bot.results.imports import ImportKind
from bot.services import statements
from bot.services.clients import require_client
from bot.services.credit import answer_credit, set_limit
from bot.store.database import open_engine
from bot.store.tables import AccessLogRow, ImportRunRow, InvoiceRow, RateRow
from bot.views.credit import credit_message
from tests.services.ledger import NOW, OPERATOR, UNIT, actor, add_client, add_people

AS_OF = date(2026, 7, 15)
FINANCE = actor(2, Role.FINANCE)
USD_40K = Money(40_000 * UNIT, "USD")


@pytest.fixture
def session(migrated_url: str) -> Iterator[Session]:
    """One client of rep 1, one merged into it, and a statement of open invoices as of 15 July 2026."""
    engine = open_engine(migrated_url)
    with Session(engine) as session, session.begin():
        add_people(
            session, (1, "rep", ""), (2, "finance", ""), (3, "rep", ""), (4, "auditor", ""), (9, "custodian", "")
        )
        add_client(session, 1, owner_id=1)
        add_client(session, 2, merged_into=1)
        add_client(session, 3, owner_id=3)
        add_statement(session, AS_OF)
        session.execute(
            insert(RateRow),
            [
                {"currency": "EUR", "date": date(2026, 7, 10), "rate": Decimal("1.10")},
                {"currency": "EUR", "date": date(2026, 7, 14), "rate": Decimal("1.25")},
                {"currency": "EUR", "date": date(2026, 7, 16), "rate": Decimal(9)},  # after the statement
                {"currency": "JPY", "date": date(2026, 7, 1), "rate": Decimal("0.00625")},
            ],
        )
        yield session
        session.rollback()
    engine.dispose()


def add_statement(session: Session, as_of: date) -> None:
    counts = dict.fromkeys(("added", "changed", "same", "rejected", "waiting"), 0)
    run = {"kind": "invoices", "file_name": "open.csv", "as_of": as_of, "published_at": NOW} | counts
    session.execute(insert(ImportRunRow), [run])


def add_invoice(session: Session, number: str, units: int, due: date, **columns: object) -> None:
    row = {
        "invoice_id": number, "client_id": 1, "issued": due - timedelta(days=30), "due": due, "currency": "USD",
        "amount": 10**6 * UNIT, "open_amount": units * UNIT,
    }  # fmt: skip
    session.execute(insert(InvoiceRow), [row | columns])


def ask(session: Session, asked: Money | None = None, who=OPERATOR) -> CreditAnswer:
    client = require_client(session, 1)
    return answer_credit(session, who, client, asked=asked, base_currency="USD", now=NOW)


def limit(session: Session, state: LimitState, units: int = 0, currency: str = "USD") -> None:
    amount = Money(units * UNIT, currency) if state is LimitState.AMOUNT else None
    set_limit(session, FINANCE, require_client(session, 1), Limit(state, amount), now=NOW)


def test_exposure_is_what_is_open_with_credit_notes_and_merged_clients_counted(session):
    limit(session, LimitState.AMOUNT, 50_000)
    add_invoice(session, "I-1", 20_000, date(2026, 8, 1))
    add_invoice(session, "I-2", 5_000, date(2026, 7, 1), client_id=2)
    add_invoice(session, "I-3", 0, date(2026, 5, 1))  # paid
    add_invoice(session, "I-4", 99_000, date(2026, 5, 1), client_id=3)  # somebody else's
    add_invoice(session, "N-1", 1_500, date(2026, 6, 1), kind="credit note")
    add_invoice(session, "N-2", -500, date(2026, 6, 2), kind="credit_note")
    found = ask(session, USD_40K)
    assert found.exposure == Money(23_000 * UNIT, "USD")
    assert found.available == Money(27_000 * UNIT, "USD")
    assert found.verdict is Verdict.NO
    assert (found.overdue, found.oldest_overdue.invoice_id) == (Money(5_000 * UNIT, "USD"), "I-2")
    assert found.oldest_overdue.days_overdue == 14
    assert [each.invoice_id for each in found.documents] == ["N-1", "N-2", "I-2", "I-1"]
    assert (found.as_of, found.unknown, found.rates) == (AS_OF, None, ())
    assert ask(session, Money(27_000 * UNIT, "USD")).verdict is Verdict.YES


def test_the_documents_listed_are_the_first_five_to_fall_due(session):
    for day in range(7, 0, -1):
        add_invoice(session, f"I-{day}", 1, date(2026, 8, day))
    found = ask(session)
    assert [each.invoice_id for each in found.documents] == ["I-1", "I-2", "I-3", "I-4", "I-5"]
    assert (found.open_count, found.exposure) == (7, Money(7 * UNIT, "USD"))


def test_each_document_is_converted_at_the_latest_rate_of_the_statement(session):
    limit(session, LimitState.AMOUNT, 10_000, "EUR")
    add_invoice(session, "I-1", 1_000, date(2026, 8, 1), currency="EUR")
    add_invoice(session, "I-2", 1_250, date(2026, 8, 1), currency="USD")  # 1,250 / 1.25 = 1,000 EUR
    add_invoice(session, "I-3", 400_000, date(2026, 8, 1), currency="JPY")  # x 0.00625 / 1.25 = 2,000 EUR
    found = ask(session, Money(7_500 * UNIT, "USD"))  # 6,000 EUR
    assert found.exposure == Money(4_000 * UNIT, "EUR")
    assert (found.asked_converted, found.verdict) == (Money(6_000 * UNIT, "EUR"), Verdict.YES)
    assert ask(session, Money(7_501 * UNIT, "USD")).verdict is Verdict.NO
    assert [(each.currency, each.rate, each.day) for each in found.rates] == [
        ("EUR", Decimal("1.25"), date(2026, 7, 14)),
        ("JPY", Decimal("0.00625"), date(2026, 7, 1)),
    ]


def test_a_missing_rate_makes_the_answer_unknown_and_names_the_currency(session):
    limit(session, LimitState.AMOUNT, 10_000)
    add_invoice(session, "I-1", 1_000, date(2026, 8, 1), currency="CHF")
    found = ask(session, USD_40K)
    assert (found.exposure, found.available, found.verdict) == (None, None, Verdict.UNKNOWN)
    assert (found.unknown, found.missing_rate) == (Unknown.NO_RATE, "CHF")
    session.execute(delete(InvoiceRow))
    asked = ask(session, Money(UNIT, "CHF"))
    assert (asked.exposure, asked.verdict, asked.missing_rate) == (Money(0, "USD"), Verdict.UNKNOWN, "CHF")


def test_the_three_states_of_a_limit_never_mix(session):
    add_invoice(session, "I-1", 1_000, date(2026, 8, 1))
    unset = ask(session, USD_40K)
    assert (unset.limit.limit.state, unset.available, unset.verdict) == (LimitState.NOT_SET, None, Verdict.UNKNOWN)
    assert (unset.exposure, unset.unknown) == (Money(1_000 * UNIT, "USD"), Unknown.NOT_SET)
    limit(session, LimitState.AMOUNT, 0)
    zero = ask(session, Money(1, "USD"))
    assert (zero.available, zero.verdict) == (Money(-1_000 * UNIT, "USD"), Verdict.NO)
    limit(session, LimitState.UNLIMITED)
    free = ask(session, USD_40K)
    assert (free.available, free.verdict, free.unknown) == (None, Verdict.YES, None)
    limit(session, LimitState.NOT_SET)
    assert ask(session, USD_40K).verdict is Verdict.UNKNOWN


def test_without_a_statement_nothing_is_known(session):
    session.execute(delete(ImportRunRow))
    limit(session, LimitState.AMOUNT, 10**6)
    add_invoice(session, "I-1", 1_000, date(2026, 8, 1))
    found = ask(session, USD_40K)
    assert (found.exposure, found.overdue, found.as_of, found.documents) == (None, None, None, ())
    assert (found.verdict, found.unknown) == (Verdict.UNKNOWN, Unknown.NO_DATA)


def test_a_limit_says_who_set_it_and_when_and_is_logged(session):
    limit(session, LimitState.AMOUNT, 10, "EUR")
    limit(session, LimitState.AMOUNT, 20, "EUR")
    held = ask(session).limit
    assert (held.limit.amount, held.set_by, held.set_on) == (Money(20 * UNIT, "EUR"), "Person 2", date(2026, 7, 20))
    rows = session.execute(select(AccessLogRow.deed, AccessLogRow.part, AccessLogRow.client_id, AccessLogRow.actor))
    assert sorted(tuple(row) for row in rows) == [
        ("read", "credit", 1, "root"),
        ("write", "credit", 1, "U2"),
        ("write", "credit", 1, "U2"),
    ]


@pytest.mark.parametrize(
    ("who", "may_ask"),
    [
        (actor(1, Role.REP), True),
        (actor(3, Role.REP), False),
        (actor(4, Role.AUDITOR), False),
        (actor(9, Role.CUSTODIAN), True),
        (FINANCE, True),
    ],
)
def test_who_may_ask_and_that_finance_alone_sets(session, who, may_ask):
    if may_ask:
        assert ask(session, who=who).exposure == Money(0, "USD")
    else:
        with pytest.raises(Refused):
            ask(session, who=who)
    if who is not FINANCE:
        with pytest.raises(Refused) as refusal:
            set_limit(session, who, require_client(session, 1), Limit(LimitState.UNLIMITED), now=NOW)
        assert refusal.value.entry.client_id == 1


@pytest.mark.parametrize(
    "wrong",
    [
        Limit(LimitState.AMOUNT, Money(-1, "USD")),
        Limit(LimitState.AMOUNT),
        Limit(LimitState.UNLIMITED, USD_40K),
    ],
)
def test_a_limit_that_makes_no_sense_is_not_taken(session, wrong):
    with pytest.raises(InvalidInput):
        set_limit(session, FINANCE, require_client(session, 1), wrong, now=NOW)
    assert ask(session).limit.limit.state is LimitState.NOT_SET


@pytest.mark.parametrize("units", [0, -5])
def test_only_more_than_nothing_can_be_asked_for(session, units):
    with pytest.raises(InvalidInput, match="more than zero"):
        ask(session, Money(units * UNIT, "USD"))


DOCUMENTS = st.lists(
    st.tuples(st.integers(0, 10**6), st.sampled_from(["USD", "EUR", "JPY"]), st.booleans()), min_size=1, max_size=8
)
TO_EUR = {"USD": Decimal(1) / Decimal("1.25"), "EUR": Decimal(1), "JPY": Decimal("0.00625") / Decimal("1.25")}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(documents=DOCUMENTS)
def test_more_debt_never_raises_what_is_available(session, documents):
    session.execute(delete(InvoiceRow))
    limit(session, LimitState.AMOUNT, 10**6, "EUR")
    expected, left = 0, 10**6 * UNIT
    for number, (counts, currency, is_credit) in enumerate(documents):
        kind = "credit note" if is_credit else "invoice"
        add_invoice(session, f"D-{number}", 0, AS_OF, currency=currency, kind=kind, open_amount=counts)
        expected += (-1 if is_credit else 1) * int((counts * TO_EUR[currency]).to_integral_value())
        found = ask(session)
        assert found.exposure.counts == expected
        assert found.available.counts >= left if is_credit else found.available.counts <= left
        left = found.available.counts


@pytest.mark.parametrize("kind", [ImportKind.INVOICES, ImportKind.ORDERS, ImportKind.PAYMENTS])
def test_nothing_is_known_while_a_statement_does_not_match_its_control_totals(session, kind):
    limit(session, LimitState.AMOUNT, 50_000)
    add_invoice(session, "I-1", 20_000, date(2026, 7, 1))
    statements.note_mismatch(session, kind, date(2026, 7, 16), now=NOW)
    found = ask(session, Money(1, "USD"))
    assert (found.verdict, found.unknown, found.mismatched) == (Verdict.UNKNOWN, Unknown.MISMATCH, date(2026, 7, 16))
    assert (found.exposure, found.available, found.overdue) == (None, None, None)
    # What was last known is still there to look at, with its date.
    assert ([each.invoice_id for each in found.documents], found.as_of) == (["I-1"], AS_OF)
    shown = credit_message(found, may_set=False).text
    assert "the nightly statement of Jul 16, 2026 did not match its control totals" in shown


def test_rates_that_do_not_match_matter_only_where_they_are_used(session):
    limit(session, LimitState.AMOUNT, 50_000)
    add_invoice(session, "I-1", 20_000, date(2026, 8, 1))
    statements.note_mismatch(session, ImportKind.RATES, date(2026, 7, 16), now=NOW)
    statements.note_mismatch(session, ImportKind.SALES, date(2026, 7, 16), now=NOW)
    assert ask(session, USD_40K).unknown is None
    assert ask(session, Money(1, "EUR")).unknown is Unknown.MISMATCH
