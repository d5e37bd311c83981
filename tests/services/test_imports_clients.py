"""Files of clients: codes and names, facts with their source, owners, contacts."""

import pytest

from bot.errors import FileRejected, Refused
from bot.policy.access import Actor, Role
from bot.policy.catalogue import Catalogue, Source
from bot.services.facts import record_facts
from bot.services.integrity import check_ledger
from bot.services.people import add_person
from bot.store import rollups
from bot.store.import_runs import LOOKUP_GENERATION
from bot.store.settings import counter
from tests.services.importing import NOW, OPERATOR, ImportDesk, open_import_desk

FILE = (
    "Customer ID,Company_Name,country,city,phone,industry,owner,contact_name,contact_email,fax\n"
    "00017,Müller & Söhne GmbH,Germany,Köln,+49 221 1,machinery,U1,Eva Müller,eva@mueller.example,123\n"
    "A2,上海电子有限公司,中国,上海,,,,,,\n"
)


@pytest.fixture
def desk(migrated_url, tmp_path):
    with open_import_desk(migrated_url, tmp_path) as opened:
        with opened.database.session() as session:
            add_person(session, OPERATOR, "U1", frozenset({Role.REP}), name="Mei", now=NOW)
        yield opened


def facts(desk: ImportDesk) -> list[tuple[object, ...]]:
    return desk.rows("SELECT field, kind, value, source FROM fact ORDER BY id")


def current(desk: ImportDesk, field: str) -> list[tuple[object, ...]]:
    return desk.rows(f"SELECT value, source FROM current_value WHERE field = '{field}' ORDER BY client_id")


def observe(desk: ImportDesk, field: str, value: str, source: Source) -> None:
    """Let somebody find a value out by other means."""
    with desk.database.session() as session:
        client_id = desk.rows("SELECT id FROM client WHERE code = '00017'")[0][0]
        assert isinstance(client_id, int)
        record_facts(
            session, OPERATOR, client_id, {field: value}, source=source, observed_at=NOW, now=NOW, catalogue=Catalogue()
        )


def test_clients_come_in_with_their_facts(desk):
    report = desk.take("clients", FILE)
    assert (desk.counts(report), report.ignored) == ((2, 0, 0, 0, 0), ("fax",))
    assert desk.rows(
        "SELECT c.code, c.name, country, city, stage, relation, p.slack_id FROM client c "
        "LEFT JOIN person p ON p.id = c.owner_id ORDER BY c.id"
    ) == [
        ("00017", "Müller & Söhne GmbH", "DE", "Köln", "present", "direct", "U1"),
        ("A2", "上海电子有限公司", "CN", "上海", "present", "direct", None),
    ]
    assert sorted(facts(desk)[:7]) == [
        ("city", "observed", "Köln", "import"),
        ("country", "observed", "DE", "import"),
        ("industry", "observed", "machinery", "import"),
        ("name", "observed", "Müller & Söhne GmbH", "import"),
        ("phone", "observed", "+492211", "import"),
        ("relation", "observed", "direct", "import"),
        ("stage", "observed", "present", "import"),
    ]
    assert desk.rows("SELECT name, title, email, phone FROM contact") == [("Eva Müller", "", "eva@mueller.example", "")]
    with desk.database.reading() as session:
        assert check_ledger(session, now=NOW, catalogue=Catalogue()) == []
        assert counter(session, LOOKUP_GENERATION) != 0


def test_the_same_file_again_observes_nothing(desk):
    desk.take("clients", FILE)
    tables = ("fact", "current_value", "client", "contact", "setting")
    before = [desk.rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables]
    assert desk.counts(desk.take("clients", FILE)) == (0, 0, 2, 0, 0)
    assert [desk.rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables] == before


def test_a_changed_value_is_one_new_fact(desk):
    desk.take("clients", FILE)
    known = len(facts(desk))
    changed = FILE.replace("+49 221 1,", "+49 221 2,").replace("Eva Müller,eva@mueller", "eva müller,e.m@mueller")
    assert desk.counts(desk.take("clients", changed.replace("00017", "00017"))) == (0, 1, 1, 0, 0)
    assert facts(desk)[known:] == [("phone", "observed", "+492212", "import")]
    assert current(desk, "phone") == [("+492212", "import")]
    assert desk.rows("SELECT name, email FROM contact") == [("Eva Müller", "e.m@mueller.example")]


def test_what_the_file_said_last_time_does_not_undo_what_a_rep_found_out(desk):
    desk.take("clients", FILE)
    observe(desk, "phone", "+49221999", Source.CALL)
    assert desk.counts(desk.take("clients", FILE)) == (0, 0, 2, 0, 0)
    assert current(desk, "phone") == [("+49221999", "call")]
    assert desk.counts(desk.take("clients", FILE.replace("+49 221 1,", "+49 221 5,"))) == (0, 1, 1, 0, 0)
    assert current(desk, "phone") == [("+492215", "import")]


def test_what_somebody_emptied_stays_empty_until_the_file_says_something_else(desk):
    desk.take("clients", FILE)
    observe(desk, "phone", "", Source.CALL)
    assert current(desk, "phone") == []
    assert desk.counts(desk.take("clients", FILE)) == (0, 0, 2, 0, 0)
    assert current(desk, "phone") == []
    assert desk.counts(desk.take("clients", FILE.replace("+49 221 1,", "+49 221 5,"))) == (0, 1, 1, 0, 0)
    assert current(desk, "phone") == [("+492215", "import")]
    with desk.database.reading() as session:
        assert check_ledger(session, now=NOW, catalogue=Catalogue()) == []


def test_a_source_that_outranks_the_file_holds(desk):
    desk.take("clients", FILE)
    observe(desk, "staff", "250", Source.AGENCY)
    with_staff = FILE.replace(",fax\n", ",staff\n").replace(",123\n", ",40\n")
    assert desk.counts(desk.take("clients", with_staff)) == (0, 1, 1, 0, 0)
    assert current(desk, "staff") == [("250", "agency")]
    assert ("staff", "observed", "40", "import") in facts(desk)
    assert desk.counts(desk.take("clients", with_staff)) == (0, 0, 2, 0, 0)
    with desk.database.reading() as session:
        assert check_ledger(session, now=NOW, catalogue=Catalogue()) == []


def test_a_change_of_country_moves_the_client_s_sales(desk):
    desk.take("clients", FILE)
    desk.take("sales", "line_id,date,client,amount,currency\n1,2026-01-05,00017,5,USD\n2,2026-01-05,A2,7,USD\n")
    desk.take("clients", FILE.replace("Germany", "Austria"))
    assert desk.rows("SELECT country, amount FROM sales_by_product ORDER BY 1") == [("AT", 50_000), ("CN", 70_000)]
    with desk.database.session() as session:
        client_id = desk.rows("SELECT id FROM client WHERE code = '00017'")[0][0]
        assert isinstance(client_id, int)
        session.connection().exec_driver_sql("UPDATE client SET country = 'CH' WHERE code = '00017'")
        rollups.move_country(session, [client_id], "AT", "CH", NOW)
    assert desk.rows("SELECT country, amount FROM sales_by_product ORDER BY 1") == [("CH", 50_000), ("CN", 70_000)]
    with desk.database.reading() as session:
        assert rollups.differences(session) == []


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("B1,,Germany,,,,,,,", "Company_Name: is missing"),
        (",Name,Germany,,,,,,,", "Customer ID: is missing"),
        ("B1,Name,Atlantis,,,,,,,", "country: “Atlantis” is not a country we know"),
        ("B1,Name,,,,alchemy,,,,", "industry: “alchemy” is not one of the choices for Industry"),
        ("B1,Name,,,,,U9,,,", "owner: nobody with the Slack id U9 is on the list of people"),
        ("a2,Name,,,,,,,,", "Customer ID: stands on an earlier line of this file too"),
    ],
)
def test_a_client_that_cannot_be_taken_is_told_why(desk, row, reason):
    report = desk.take("clients", FILE + row + "\n")
    assert desk.counts(report) == (2, 0, 0, 1, 0)
    assert report.reasons[0].reason.startswith(reason)


def test_codes_are_known_again_whatever_their_capitals(desk):
    desk.take("clients", FILE)
    assert desk.counts(desk.take("clients", FILE.replace("A2,", "a2,"))) == (0, 0, 2, 0, 0)
    assert desk.counts(desk.take("sales", "line_id,date,client,amount,currency\n1,2026-01-05,a2,7,USD\n"))[4] == 0


def test_a_file_opened_before_it_had_a_code_gets_it_and_is_no_duplicate(desk):
    desk.take("clients", "code,name\nN00001,Müller und Söhne\nN00002,Twin\nN00003,Twin Ltd\n")
    desk.take("clients", "code,name\nN00004,Mueller & Soehne\n")
    numbered = "code,name,city\nK1,MÜLLER UND SÖHNE GmbH,Köln\nK2,Twin,\n"
    assert desk.counts(desk.take("clients", numbered)) == (1, 1, 0, 0, 0)
    assert desk.rows("SELECT code, name FROM client ORDER BY id") == [
        ("K1", "MÜLLER UND SÖHNE GmbH"),
        ("N00002", "Twin"),
        ("N00003", "Twin Ltd"),
        ("N00004", "Mueller & Soehne"),
        ("K2", "Twin"),
    ]
    assert desk.counts(desk.take("clients", numbered)) == (0, 0, 2, 0, 0)


@pytest.mark.parametrize("role", [Role.REP, Role.AUDITOR])
def test_reps_and_auditors_import_nothing(desk, role):
    person_id = desk.rows("SELECT id FROM person")[0][0]
    assert isinstance(person_id, int)
    with pytest.raises(Refused):
        desk.take("clients", FILE, actor=Actor(person_id, "U1", "Mei", frozenset({role})))
    assert desk.rows("SELECT count(*) FROM client") == [(0,)]
    assert desk.rows("SELECT deed, via FROM access_log WHERE via = 'import'") == [("refused", "import")]


def test_an_import_is_logged(desk):
    desk.take("clients", FILE)
    assert desk.rows("SELECT actor, deed, part, via, detail FROM access_log WHERE via = 'import'") == [
        ("root", "write", "basic", "import", f"clients {desk.rows('SELECT id FROM import_run')[0][0]}")
    ]


def test_a_file_without_lines_or_needed_columns_is_refused(desk):
    with pytest.raises(FileRejected, match=r"clients\.csv has a header but no lines"):
        desk.take("clients", "code,name\n")
    with pytest.raises(FileRejected, match=r"clients\.csv has no column for “name”\. Its headers are: code, fax\."):
        desk.take("clients", "code,fax\n1,2\n")
    assert desk.rows("SELECT count(*) FROM import_run") == [(0,)]


def test_a_number_that_its_countrys_rules_do_not_take_stays_as_the_books_have_it(desk):
    report = desk.take(
        "clients", "Code,Name,Country,Phone,Tax number\nA1,Alfa,MX,(5) 555-4729,\nB1,Beta,DE,0221 12345,DE 12\n"
    )
    assert desk.counts(report) == (2, 0, 0, 0, 0)
    assert current(desk, "phone") == [("(5) 555-4729", "import"), ("+4922112345", "import")]
    assert current(desk, "tax_number") == [("DE 12", "import")]
