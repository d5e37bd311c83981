"""The made-up company is the same for the same day, and has something of everything that the bot is there for."""

import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.demo.cast import CAST, MEI, workspace_plan
from bot.demo.clients import CLIENTS
from bot.demo.company import make_company
from bot.policy.catalogue import FILE_SECTIONS, Catalogue
from bot.policy.values import Reading, parse_value
from tests.architecture.source import ROOT

CATALOGUE = Catalogue()
DAYS = [date(2026, 11, 23), date(2027, 1, 1), date(2028, 2, 29), date(2026, 11, 29), date(2027, 8, 31)]
"""A Monday, the first day of a year and of a month, a leap day, a Sunday and the last day of a month."""


@pytest.fixture(scope="module", params=DAYS, ids=str)
def company(request):
    return make_company(request.param)


def test_another_process_makes_the_same_company():
    code = "from datetime import date; from bot.demo.company import make_company; print(make_company(date(2026, 5, 4)))"
    made = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    ]
    assert made[0] == made[1]
    assert len(made[0]) > 1_000_000


def test_tomorrow_s_company_is_today_s_and_a_day_more():
    today, tomorrow = (make_company(date(2026, 5, day)) for day in (19, 20))
    before, after = ({line.line_id: line for line in each.sales} for each in (today, tomorrow))
    invoiced = {line_id for line_id in before if line_id.startswith("INV")}
    assert {line_id: after[line_id] for line_id in invoiced} == {line_id: before[line_id] for line_id in invoiced}
    added = [line for line_id, line in after.items() if line_id.startswith("INV") and line_id not in before]
    assert {line.date for line in added} == {date(2026, 5, 19)}


def test_sixty_clients_in_fifteen_countries():
    assert len(CLIENTS) == 60
    assert len({client.country for client in CLIENTS}) == 15
    assert len({client.name for client in CLIENTS}) == 60
    codes = [client.code for client in CLIENTS]
    assert len(set(codes)) == 60
    assert all(code.isascii() and code.isupper() for code in codes)


def scripts(name):
    return {unicodedata.name(letter).split()[0] for letter in name if letter.isalpha()}


def test_names_stand_in_their_own_scripts():
    written = set().union(*(scripts(client.name) for client in CLIENTS))
    assert {"LATIN", "CYRILLIC", "GREEK", "HEBREW", "ARABIC", "CJK", "HIRAGANA", "KATAKANA", "HANGUL"} <= written
    assert {"THAI", "DEVANAGARI", "TAMIL"} <= written
    assert any(not client.name.isascii() for client in CLIENTS if scripts(client.name) == {"LATIN"})


def test_acme_belongs_to_the_first_rep_and_a_few_files_to_nobody():
    first_rep = next(member for member in CAST if "rep" in member.roles)
    assert first_rep.slack_id == MEI
    assert next(client for client in CLIENTS if client.code == "ACME").owner == MEI
    assert 2 <= sum(not client.owner for client in CLIENTS) <= 6
    owners = {client.owner for client in CLIENTS if client.owner}
    assert {member.team for member in CAST if member.slack_id in owners} == {"West", "East"}


def test_guests_and_strangers_are_only_where_partners_are():
    plan = workspace_plan()
    outsiders = {person["id"] for person in plan["people"] if person["is_restricted"] or person["is_stranger"]}
    assert len(outsiders) == 2
    assert [channel["name"] for channel in plan["channels"] if outsiders & set(channel["members"])] == ["partners"]


def test_sales_run_for_two_years_to_yesterday(company):
    months = {(line.date.year, line.date.month) for line in company.sales}
    earliest, latest = min(line.date for line in company.sales), max(line.date for line in company.sales)
    full_months = 12 * (company.today.year - earliest.year) + company.today.month - earliest.month
    assert full_months == 24
    assert latest < company.today
    assert len(months) == (25 if latest >= company.today.replace(day=1) else 24)
    assert len({line.line_id for line in company.sales}) == len(company.sales) > 3000


def test_every_foreign_line_finds_a_rate_of_its_month(company):
    days = defaultdict(set)
    for rate in company.rates:
        days[rate.currency].add(rate.date)
    assert set(days) == {"USD", "CNY", "JPY"}
    lacking = [
        line
        for line in company.sales
        if line.currency != "EUR"
        and not any(line.date - timedelta(days=back) in days[line.currency] for back in range(32))
    ]
    assert lacking == []
    assert max(rate.date for rate in company.rates) <= company.today


def test_invoices_say_what_was_delivered_and_what_is_still_owed(company):
    delivered, paid = Counter(), Counter()
    for line in company.sales:
        delivered[line.document] += line.amount
    for payment in company.payments:
        paid[payment.invoice_id] += payment.amount
        assert payment.date < company.today
    assert {each.invoice_id: each.amount for each in company.invoices} == delivered
    assert all(each.open_amount == each.amount - paid[each.invoice_id] for each in company.invoices)


def test_there_are_invoices_of_every_fate(company):
    invoices = company.invoices
    assert any(each.open_amount == 0 for each in invoices)
    assert any(0 < each.open_amount < each.amount for each in invoices)
    assert any(each.open_amount > 0 and each.due >= company.today for each in invoices)
    assert any(each.open_amount > 0 and each.due < company.today - timedelta(days=90) for each in invoices)
    assert any(each.disputed and each.open_amount > 0 for each in invoices)
    assert any(each.kind == "credit note" and each.amount < 0 for each in invoices)


def owed(company):
    totals = Counter()
    for invoice in company.invoices:
        totals[invoice.client] += invoice.open_amount
    return totals


def test_limits_are_of_every_kind(company):
    limits = {limit.client: limit for limit in company.limits}
    debts = owed(company)
    amounts = {code: limit.amount for code, limit in limits.items() if limit.amount is not None}
    assert len(limits) < 60
    assert sum(limit.amount is None for limit in limits.values()) == 1
    assert sum(amount == 0 for amount in amounts.values()) >= 2
    assert sum(debts[code] > amount > 0 for code, amount in amounts.items()) >= 4
    assert sum(debts[code] < amount for code, amount in amounts.items()) >= 20
    currency = {client.code: client.currency for client in CLIENTS}
    assert all(limit.currency == currency[limit.client] for limit in company.limits)


def test_forty_thousand_more_do_not_fit_for_acme(company):
    limit = next(limit.amount for limit in company.limits if limit.client == "ACME")
    left = limit - owed(company)["ACME"]
    assert 0 < left < Decimal(40_000)


def test_a_few_clients_carry_most_of_the_sales(company):
    euro = {"EUR": Decimal(1)}
    for rate in company.rates:
        euro[rate.currency] = rate.rate
    sums = Counter()
    for line in company.sales:
        sums[line.client] += line.amount * euro[line.currency]
    ranked = [amount for _, amount in sums.most_common()]
    total = sum(ranked)
    shares = [sum(ranked[:count]) / total for count in range(1, len(ranked) + 1)]
    grade_a = sum(share < Decimal("0.8") for share in shares) + 1
    grade_b = sum(share < Decimal("0.95") for share in shares) + 1 - grade_a
    assert 15 <= grade_a <= 25
    assert 8 <= grade_b <= 20
    assert len(ranked) - grade_a - grade_b >= 8


def section_states(company):
    """The worst field's age against its shelf life, section by section."""
    states = Counter()
    for client in company.clients:
        for section in FILE_SECTIONS:
            shares = [
                (company.today - statement.observed_on).days / CATALOGUE.require(key).fresh_days
                for statement in company.statements
                if statement.client == client.code
                for key in statement.values
                if CATALOGUE.require(key).section is section
            ]
            worst = max(shares, default=None)
            states["empty" if worst is None else "stale" if worst > 1 else "due" if worst >= 0.8 else "fresh"] += 1
    return states


def test_sections_are_of_every_age(company):
    states = section_states(company)
    assert sum(states.values()) == 240
    assert states["fresh"] >= 80
    assert min(states["stale"], states["empty"]) >= 30
    assert states["due"] >= 10


def test_statements_can_be_typed_and_lie_in_the_past(company):
    opened = {client.code: company.opened_on(client) for client in company.clients}
    readings = {client.code: Reading("EUR", company.today, client.country) for client in company.clients}
    for statement in company.statements:
        assert opened[statement.client] <= statement.observed_on < company.today
        for key, text in statement.values.items():
            assert parse_value(CATALOGUE.require(key), text, readings[statement.client])
    assert len({statement.source for statement in company.statements}) >= 5


def test_contacts_are_on_working_days_and_by_the_owner(company):
    owner = {client.code: client.owner for client in CLIENTS}
    for talk in company.talks:
        assert talk.on.weekday() < 5
        assert talk.on < company.today
        assert talk.by == owner[talk.client]
        assert talk.next_on is None or talk.next_on >= talk.on
    upcoming = [talk.next_on for talk in company.talks if talk.next_on is not None and talk.next_on >= company.today]
    assert len(upcoming) >= 5
    assert company.today - timedelta(days=60) < min(talk.on for talk in company.talks)


def test_acme_was_not_called_lately_so_that_the_reminder_names_it(company):
    acme = [talk.on for talk in company.talks if talk.client == "ACME"]
    assert max(acme) < company.today - timedelta(days=6)
