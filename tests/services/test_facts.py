"""What is known, since when and by whom; and what holds when sources disagree."""

from datetime import timedelta

import pytest

from bot.errors import InvalidInput, Refused
from bot.jobs.rescore import run_rescore
from bot.policy.catalogue import Source
from bot.services import facts
from bot.services.clients import require_client
from bot.services.integrity import check_ledger
from bot.store import facts as store
from bot.store.tables import CurrentValueRow, FactRow
from tests.jobs.company import CATALOGUE, DAY, MONDAY, on_both

NOW = MONDAY


@pytest.fixture
def mei(house):
    return house.person("U0MEI")


@pytest.fixture
def acme(house, mei):
    return house.client(mei, "ACME")


def record(house, actor, client_id, values, *, source=Source.CALL, observed=NOW, now=NOW, **more):
    with house.session() as session:
        return facts.record_facts(
            session, actor, client_id, values, source=source, observed_at=observed, now=now, catalogue=CATALOGUE, **more
        )


def current(house, client_id, field):
    with house.session() as session:
        value = store.current_values(session, client_id)[field]
        return value.value, value.source, value.observed_at


def history(house, client_id, field):
    with house.session() as session:
        rows = session.query(FactRow).filter_by(client_id=client_id, field=field).order_by(FactRow.id)
        return [(row.kind, row.value, row.source) for row in rows]


def check(house, now=NOW):
    with house.session() as session:
        return list(check_ledger(session, now=now, catalogue=CATALOGUE))


@on_both
def test_the_newest_observation_holds_whenever_it_was_written_down(house, mei, acme):
    assert record(house, mei, acme, {"culture": "open"}, observed=NOW - 2 * DAY) == ("culture",)
    # Written later, but seen earlier: it goes into the history and changes nothing.
    assert record(house, mei, acme, {"culture": "closed"}, observed=NOW - 9 * DAY) == ()
    assert current(house, acme, "culture") == ("open", "call", NOW - 2 * DAY)
    # Two at the same instant: the one written down last.
    assert record(house, mei, acme, {"culture": "lively"}, observed=NOW - 2 * DAY) == ("culture",)
    assert current(house, acme, "culture") == ("lively", "call", NOW - 2 * DAY)
    assert [value for _, value, _ in history(house, acme, "culture")] == ["open", "closed", "lively"]
    assert check(house) == []


@on_both
def test_a_person_who_says_the_same_confirms_and_a_file_says_nothing(house, mei, acme):
    record(house, mei, acme, {"staff": "250"}, observed=NOW - 9 * DAY)
    assert record(house, mei, acme, {"staff": "250"}, source=Source.IMPORT) == ()
    assert current(house, acme, "staff")[2] == NOW - 9 * DAY
    assert record(house, mei, acme, {"staff": "250"}, source=Source.EMAIL) == ()
    assert current(house, acme, "staff") == ("250", "email", NOW)
    assert history(house, acme, "staff") == [("observed", "250", "call"), ("confirmed", "250", "email")]


def test_the_future_cannot_be_observed(house, mei, acme):
    with pytest.raises(InvalidInput, match="cannot lie in the future"):
        record(house, mei, acme, {"staff": "250"}, observed=NOW + timedelta(microseconds=1))
    assert history(house, acme, "staff") == []


@on_both
def test_a_report_holds_against_a_call_until_it_is_stale(house, mei, acme):
    # The number of staff stays fresh for 365 days.
    record(house, mei, acme, {"staff": "250"}, source=Source.AGENCY, observed=NOW - 200 * DAY)
    assert record(house, mei, acme, {"staff": "300"}) == ()
    assert current(house, acme, "staff") == ("250", "agency", NOW - 200 * DAY)
    later = NOW + 166 * DAY
    assert record(house, mei, acme, {"staff": "310"}, observed=later, now=later) == ("staff",)
    assert current(house, acme, "staff") == ("310", "call", later)
    assert check(house, later) == []


@on_both
def test_still_true_makes_a_reports_value_young_again(house, mei, acme):
    record(house, mei, acme, {"staff": "250"}, source=Source.AGENCY, observed=NOW - 300 * DAY)
    with house.session() as session:
        client = require_client(session, acme)
        assert facts.confirm_fields(
            session, mei, client, ["staff", "culture"], source=Source.CALL, now=NOW, catalogue=CATALOGUE
        ) == ("staff",)
    assert current(house, acme, "staff") == ("250", "call", NOW)
    # The report still holds against another value.
    record(house, mei, acme, {"staff": "300"}, observed=NOW + DAY, now=NOW + DAY)
    assert current(house, acme, "staff")[0] == "250"
    assert check(house, NOW + DAY) == []


@on_both
def test_a_value_gives_way_on_the_day_its_source_goes_stale(house, mei, acme):
    # What a report says of the number of staff stays fresh for 365 days.
    record(house, mei, acme, {"staff": "250"}, source=Source.AGENCY, observed=NOW - 300 * DAY)
    record(house, mei, acme, {"staff": "300", "culture": "open"})
    last = NOW + 65 * DAY
    assert (rescore(house, last), current(house, acme, "staff")[0]) == (0, "250")
    assert check(house, last) == []
    late = last + DAY
    assert check(house, late) == [
        f"Client {acme}: another value of staff holds by now; `clientele run rescore` follows it."
    ]
    assert (rescore(house, late), rescore(house, late)) == (1, 0)
    assert current(house, acme, "staff") == ("300", "call", NOW)
    assert check(house, late) == []


@on_both
def test_the_same_holds_all_day(house, mei, acme):
    record(house, mei, acme, {"staff": "250"}, source=Source.AGENCY, observed=NOW - 300 * DAY)
    record(house, mei, acme, {"staff": "300"})
    # The report turns stale at eight in the morning of this day: with the day's end, for the rule.
    turning = (NOW + 65 * DAY).replace(hour=0)
    hours = [turning + timedelta(hours=hour) for hour in (0, 7, 9, 23)]
    assert [rescore(house, hour) for hour in hours] == [0, 0, 0, 0]
    assert [check(house, hour) for hour in hours] == [[], [], [], []]
    assert rescore(house, turning + DAY) == 1


def rescore(house, now):
    return run_rescore(house.desk, now)


def test_the_directory_follows_its_facts(house, mei, acme):
    record(house, mei, acme, {"country": "FR", "city": "Lyon"}, observed=NOW - DAY)
    record(house, mei, acme, {"country": "BE"}, observed=NOW - 3 * DAY)
    with house.session() as session:
        client = require_client(session, acme)
        assert (client.country, client.city) == ("FR", "Lyon")


def test_who_may_not_write_changes_nothing(house, mei, acme):
    finance = house.person("U0FIN", "finance")
    record(house, mei, acme, {"problems": "Late"})
    with house.session() as session:
        client = require_client(session, acme)
    given = {"source": Source.CALL, "now": NOW, "catalogue": CATALOGUE}
    with pytest.raises(Refused), house.session() as session:
        facts.confirm_fields(session, finance, client, ["problems"], **given)
    assert len(history(house, acme, "problems")) == 1


@on_both
def test_the_check_sees_a_value_that_does_not_follow(house, mei, acme):
    record(house, mei, acme, {"culture": "open"}, observed=NOW - DAY)
    record(house, mei, acme, {"culture": "closed"})
    with house.session() as session:
        old = session.query(FactRow).filter_by(value="open").one().id
        session.query(CurrentValueRow).filter_by(field="culture").update({"fact_id": old})
    assert check(house) == [f"Client {acme}: the current value of culture does not follow from its facts."]
    with house.session() as session:
        session.query(FactRow).filter_by(field="culture").update({"retracted_at": NOW})
    assert check(house) == [f"Client {acme}: the current value of culture has no fact."]


@on_both
def test_text_in_any_script_comes_back_as_it_was_typed(house, mei, acme):
    text = "客户 <!channel> & “quotes” 🙂 \u202eعربي\u202c\n" + "长" * 2900
    record(house, mei, acme, {"situation": text}, link="https://example.org/a")
    assert current(house, acme, "situation")[0] == text
