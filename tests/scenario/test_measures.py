"""From a suggestion under an answer about sales to a measure, its list, its owner's daily message, and its end."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.services.measures import quarter_end
from playground.client import Message, Person
from tests.scenario.conftest import LONG_AGO
from tests.scenario.office import MEI, Office

NOW = datetime.now(UTC)
THIS_MONTH = NOW.date().replace(day=1)
LAST, YEAR_BEFORE, LONG_BEFORE = (THIS_MONTH - timedelta(days=days) for days in (3, 400, 800))
FELL = "Fallen & Sons <Ltd>"


@pytest.fixture(scope="module")
def ledger(office: Office) -> Iterator[Office]:
    """Six clients of Mei's who bought 1,200 each in the year before; one of them buys 120 now, the others as much."""
    lines = [f"9000,{LONG_BEFORE},FALL5,P1,10,USD,1,pcs"]
    for number in range(6):
        name = FELL if number == 5 else f"Steady {number} Ltd"
        office.open_file(name, owner=MEI, now=LONG_AGO, code=f"FALL{number}")
        lines.append(f"90{number}1,{YEAR_BEFORE},FALL{number},P1,1200,USD,1,pcs")
        lines.append(f"90{number}2,{LAST},FALL{number},P1,{120 if number == 5 else 1200},USD,1,pcs")
    office.import_file("sales", "line_id,date,client,product,amount,currency,quantity,unit\n" + "\n".join(lines))
    return office


def told(office: Office, person: Person, words: str, *options: str) -> Message:
    """Have what waits sent, and return the direct message that says these words."""
    office.run("run", "nag", *options)
    while words not in (received := person.direct_message(timeout=40)).text_all:
        pass
    return received


def working_day_after(day: date) -> str:
    """Noon in UTC of a Wednesday well after a day."""
    later = day + timedelta(days=9)
    return datetime.combine(later + timedelta(days=(2 - later.weekday()) % 7), time(12), tzinfo=UTC).isoformat()


def test_a_suggestion_becomes_a_measure_that_is_followed_up(ledger: Office, mei: Person, arjun: Person) -> None:
    mei.run("/client mix country")
    answer = mei.reply()
    assert f"*{FELL} buys 90.0 % less* than in the period before." in answer.text_all
    assert "Figures: USD 120.00 after USD 1,200.00." in answer.text_all
    answer.click("Make a measure")
    form = mei.form()
    assert f"*{FELL}*" in form.text_all
    form.fill("Target", "a lot")
    form.fill("Who does it", "Arjun")
    refused = form.submit()
    assert "“a lot” is not an amount" in refused.by_block["measure_target"]
    form.fill("Target", "300")
    assert form.submit().kind == "closed"
    mei.reply().click("Measures")
    listed = mei.reply()
    assert f"Find out why {FELL} buys less, and win it back." in listed.text_all
    assert "USD 0.00 of USD 300.00, 0.0 %" in listed.text_all

    given = told(ledger, arjun, "Mei Tan has given you a measure")
    assert FELL in given.text_all
    due = quarter_end(NOW.date())
    reminder = told(ledger, arjun, "A measure of yours is overdue:", "--at", working_day_after(due))
    # Arjun keeps no files: the measure alone is the whole message.
    assert "Have a minute?" not in reminder.text_all
    reminder.click("Your measures")
    arjun.reply().click("Done")
    assert "No measure is open." in arjun.reply().text_all
    listed.click("Done")
    assert "This measure was closed meanwhile." in mei.reply().text_all


def test_a_measure_is_added_without_a_suggestion_and_dropped_with_a_reason(ledger: Office, mei: Person) -> None:
    del ledger
    mei.run("/client measures add")
    form = mei.form()
    form.fill("What is to be done", "Send *new* samples <!channel>")
    form.fill("For which client", "Steady 1 Ltd")
    assert form.submit().kind == "closed"
    mei.reply().click("Measures")
    listed = mei.reply()
    assert "Send ∗new∗ samples <!channel>" in listed.text_all
    listed.click("Change")
    change = mei.form()
    change.fill("Target", "900 USD")
    assert change.submit().kind == "closed"
    assert "The measure is changed." in mei.reply().text_all
    listed.click("Drop")
    drop = mei.form()
    drop.fill("Why is it dropped?", "They make their own now")
    assert drop.submit().kind == "closed"
    assert "The measure is dropped" in mei.reply().text_all
    mei.run("/client measures")
    assert "No measure is open." in mei.reply().text_all


def test_a_colleague_sees_none_of_it(ledger: Office) -> None:
    lucia = ledger.workspace.person("Lucía")
    lucia.run("/client measures")
    assert "No measure is open." in lucia.reply().text_all
    lucia.run("/client measures all")
    assert "Write `/client measures` for the list" in lucia.reply().text_all
