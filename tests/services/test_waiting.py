"""Lines that wait: who is found with certainty, what is asked, what a person decides, and that it can be taken back."""

import threading
from datetime import date

import pytest
from sqlalchemy import text

from bot.errors import Conflict, Refused
from bot.policy.access import Actor, Role
from bot.policy.money import Money
from bot.results.imports import ImportKind
from bot.results.waiting import ReferenceKind
from bot.services import lookup, matching, waiting
from bot.services.clients import NewClient, record_client
from bot.services.matching import Matcher
from bot.store import rollups
from tests.jobs.company import CATALOGUE
from tests.services.importing import NOW, OPERATOR, ImportDesk, open_import_desk

CLIENTS = (
    "code,name,country\n"
    "ALFKI,Alfreds Futterkiste,DE\nBERGS,Berglunds snabbköp,SE\nS13,Corner Store 13 London,GB\n"
    "T1,Twin Traders Ltd,\nT2,TWIN TRADERS limited,\nLONG,Meridian Shipping International,GB\n"
)
HEADER = "line_id,date,client,product,amount,currency\n"
CLIENT, PRODUCT = ReferenceKind.CLIENT, ReferenceKind.PRODUCT


@pytest.fixture
def desk(migrated_url, tmp_path):
    with open_import_desk(migrated_url, tmp_path) as opened:
        yield opened


@pytest.fixture
def one(migrated_sqlite_url, tmp_path):
    with open_import_desk(migrated_sqlite_url, tmp_path) as opened:
        yield opened


def person(desk: ImportDesk, number: int, role: Role) -> Actor:
    with desk.database.session() as session:
        session.execute(
            text(
                "INSERT INTO person (id, slack_id, name, roles, team, timezone, language, created_at, is_guest) "
                "VALUES (:id, :slack, :name, :role, '', 'UTC', 'en', :now, :no)"
            ),
            {"id": number, "slack": f"U{number}", "name": f"Person {number}", "role": role, "now": NOW, "no": False},
        )
    return Actor(number, f"U{number}", f"Person {number}", frozenset({role}))


def groups(desk: ImportDesk, kind: ReferenceKind = CLIENT, actor: Actor = OPERATOR):
    with desk.database.session() as session:
        return waiting.list_groups(session, session, actor, kind, now=NOW)


def listed(desk: ImportDesk, kind: ReferenceKind = CLIENT, *, page: int = 0, actor: Actor = OPERATOR):
    with desk.database.session() as session:
        return waiting.list_waiting(session, session, actor, kind, page=page, now=NOW)


def match(desk: ImportDesk, reference: str, target: str, kind: ReferenceKind = CLIENT, actor: Actor = OPERATOR):
    [group] = [each for each in groups(desk, kind) if each.reference == reference]
    [(target_id,)] = desk.rows(f"SELECT id FROM {kind} WHERE code = '{target}'")
    with desk.database.session() as session:
        return waiting.match_group(session, actor, kind, group.mark, target_id, now=NOW)


def whose(desk: ImportDesk) -> dict[str, str | None]:
    return dict(desk.rows("SELECT line_id, code FROM sales_line l LEFT JOIN client c ON c.id = l.client_id"))


def differences(desk: ImportDesk) -> list[str]:
    with desk.database.reading() as session:
        return [str(each) for each in rollups.differences(session)]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("ALFKI", "ALFKI"),
        ("alfki", "ALFKI"),
        ("Alfreds Futterkiste GmbH", "ALFKI"),
        ("Alfreds Futerkiste", "ALFKI"),
        ("Berglunds snabbkopp", "BERGS"),
        # A person who types the beginning of a name looks at the answer; nobody looks at a line.
        ("Meridian Shipping", None),
        ("Corner Store 12 London", None),
        ("Twin Traders", None),
        ("Twin Tradrs", None),
        ("4711", None),
    ],
)
def test_a_client_is_found_with_certainty_or_asked(one, written, found):
    one.take("clients", CLIENTS)
    report = one.take("sales", HEADER + f"L1,2026-01-05,{written},,10,USD\n")
    assert whose(one) == {"L1": found}
    assert (report.counts.waiting, report.rejected) == (0 if found else 1, 0)


def test_what_people_have_decided_goes_before_what_the_lookup_thinks(desk):
    desk.take("clients", "code,name\nA,Alder Works\n")
    desk.take("sales", HEADER + "L1,2026-01-05,Alder Holdings East,,10,USD\n")
    match(desk, "Alder Holdings East", "A")
    desk.take("clients", "code,name\nB,Alder Holdings East\n")
    desk.take("sales", HEADER + "L2,2026-01-06,Alder Holdings East,,5,USD\n")
    assert whose(desk) == {"L1": "A", "L2": "A"}


def test_a_client_that_comes_later_is_matched_by_certainty_too(desk):
    desk.take("sales", HEADER + "L1,2026-01-05,Alfreds Futerkiste,,10,USD\nL2,2026-01-05,Twin Traders,,1,USD\n")
    assert desk.take("clients", CLIENTS).counts.matched == 1
    assert whose(desk) == {"L1": "ALFKI", "L2": None}
    assert differences(desk) == []


def test_names_beyond_the_bound_wait_and_are_counted(one):
    one.take("clients", CLIENTS)
    matcher = Matcher(most=2)
    named = {"Alfreds Futerkiste", "Berglunds snabbkopp", "Corner Stoore 13 London", "ALFKI"}
    with one.database.reading() as session:
        assert len(matcher.clients(session, named)) == 3  # the code, and the first two names
        assert matcher.passed_over == 1
        # Prepared again, nothing is looked up anew.
        assert len(matcher.clients(session, named)) == 3


def test_the_batch_agrees_with_the_lookup_itself(one):
    """By spelling alone: where `resolve` takes a name with an error in it, so does the batch."""
    one.take("clients", CLIENTS)
    slips = ["Alfreds Futterkitse", "Alfeds Futterkiste", "Berglund snabbkop", "Meridian Shiping International"]
    with one.database.reading() as session:
        assert lookup.list_certain(session, slips) == {each: lookup.resolve(session, each).client_id for each in slips}


def test_groups_say_what_waits_and_miss_nothing(desk):
    desk.take("rates", "currency,date,rate\nEUR,2026-01-01,1.1\n")
    desk.take(
        "sales",
        HEADER
        + "L1,2026-01-05,Nobody Ltd,P9,10,USD\nL2,2026-01-20,Nobody Ltd,P9,-2.5,EUR\nL3,2026-01-07,Other,,1,USD\n"
        + "L4,2026-01-08,,,3,USD\nL5,2026-01-09,,P9,4,USD\nL6,2026-01-09,,,5,USD\nL7,2026-01-09,,,6,USD\n",
    )
    desk.take("invoices", "invoice_id,client,issued,due,amount,currency\nI1,Nobody Ltd,2026-02-01,2026-03-01,7,USD\n")
    first, second, nameless = groups(desk)
    assert (first.reference, first.ledgers, first.sums, first.first, first.latest) == (
        "Nobody Ltd",
        ((ImportKind.SALES, 2), (ImportKind.INVOICES, 1)),
        (Money(-25_000, "EUR"), Money(170_000, "USD")),
        date(2026, 1, 5),
        date(2026, 2, 1),
    )
    assert (second.reference, second.lines) == ("Other", 1)
    assert (nameless.reference, nameless.lines, nameless.sums) == ("", 4, (Money(180_000, "USD"),))
    [product] = groups(desk, PRODUCT)
    assert (product.reference, product.lines) == ("P9", 3)
    with desk.database.session() as session:
        assert waiting.count_waiting(session, OPERATOR) == 8 + 3


def test_a_match_moves_every_ledger_and_the_rollups_and_is_followed(desk):
    desk.take("clients", CLIENTS)
    lines = HEADER + "L1,2026-01-05,A. Futterkiste,,10,USD\nL2,2026-02-06,A. Futterkiste,,-4,USD\n"
    desk.take("sales", lines)
    desk.take(
        "invoices", "invoice_id,client,issued,due,amount,currency\nI1,A. Futterkiste,2026-02-01,2026-03-01,7,USD\n"
    )
    decided = match(desk, "A. Futterkiste", "ALFKI")
    assert (decided.target, decided.lines) == ("Alfreds Futterkiste", 3)
    assert (whose(desk), differences(desk)) == ({"L1": "ALFKI", "L2": "ALFKI"}, [])
    assert desk.rows("SELECT DISTINCT country FROM sales_by_product") == [("DE",)]
    assert desk.rows("SELECT code FROM invoice i JOIN client c ON c.id = i.client_id") == [("ALFKI",)]
    assert groups(desk) == []
    # The next file follows it, and the same file again changes nothing.
    assert desk.counts(desk.take("sales", lines + "L3,2026-03-01,A. Futterkiste,,1,USD\n")) == (1, 0, 2, 0, 0)
    assert whose(desk)["L3"] == "ALFKI"


def test_a_match_that_is_taken_back_lets_its_lines_wait_again(desk):
    desk.take("clients", CLIENTS)
    lines = HEADER + "L1,2026-01-05,A. Futterkiste,,10,USD\nL2,2026-01-06,ALFKI,,5,USD\n"
    desk.take("sales", lines)
    decided = match(desk, "A. Futterkiste", "ALFKI")
    with desk.database.session() as session:
        back = waiting.take_back(session, OPERATOR, CLIENT, decided.mark, now=NOW)
        assert (back.target, back.lines) == ("Alfreds Futterkiste", 1)
    assert (whose(desk), differences(desk)) == ({"L1": None, "L2": "ALFKI"}, [])
    assert desk.counts(desk.take("sales", lines)) == (0, 0, 2, 0, 1)
    with desk.database.session() as session, pytest.raises(Conflict, match="taken back already"):
        waiting.take_back(session, OPERATOR, CLIENT, decided.mark, now=NOW)


def test_lines_that_name_no_client_go_to_one_by_hand_only_and_are_not_remembered(desk):
    desk.take("clients", CLIENTS)
    nameless = HEADER + "L1,2026-01-05,,,10,USD\n"
    desk.take("sales", nameless)
    decided = match(desk, "", "ALFKI")
    assert desk.counts(desk.take("sales", nameless + "L2,2026-01-06,,,5,USD\n")) == (1, 0, 1, 0, 1)
    assert whose(desk) == {"L1": "ALFKI", "L2": None}
    with pytest.raises(Conflict, match="Alfreds Futterkiste"):
        match(desk, "", "BERGS")
    assert match(desk, "", "ALFKI").lines == 1
    with desk.database.session() as session:
        assert waiting.take_back(session, OPERATOR, CLIENT, decided.mark, now=NOW).lines == 2
    assert differences(desk) == []


def test_products_are_matched_the_same_way(desk):
    desk.take("products", "code,name\nP1,Hex bolt M8\nP2,Hex nut M8\n")
    desk.take("sales", HEADER + "L1,2026-01-05,,Hexbolt M8,10,USD\nL2,2026-01-05,,P2,1,USD\n")
    [offered] = listed(desk, PRODUCT).offered
    assert [(each.name, each.about) for each in offered.guesses] == [("Hex bolt M8", "P1"), ("Hex nut M8", "P2")]
    match(desk, "Hexbolt M8", "P1", PRODUCT)
    assert desk.rows("SELECT line_id, code FROM sales_line l JOIN product p ON p.id = l.product_id ORDER BY 1") == [
        ("L1", "P1"),
        ("L2", "P2"),
    ]
    assert (groups(desk, PRODUCT), differences(desk)) == ([], [])


def test_the_second_of_two_custodians_is_told(desk):
    first, second = person(desk, 1, Role.CUSTODIAN), person(desk, 2, Role.CUSTODIAN)
    desk.take("clients", CLIENTS)
    desk.take("sales", HEADER + "L1,2026-01-05,A. Futterkiste,,10,USD\n")
    [group] = groups(desk)
    ids = dict(desk.rows("SELECT code, id FROM client"))
    told: list[str] = []

    def press(actor: Actor, code: str) -> None:
        try:
            with desk.database.session() as session:
                waiting.match_group(session, actor, CLIENT, group.mark, ids[code], now=NOW)
        except Conflict as conflict:
            told.append(str(conflict))

    pressing = [threading.Thread(target=press, args=args) for args in ((first, "ALFKI"), (second, "BERGS"))]
    for each in pressing:
        each.start()
    for each in pressing:
        each.join()
    [sentence] = told
    winner = whose(desk)["L1"]
    assert sentence == (
        "Person 1 has matched “A. Futterkiste” to Alfreds Futterkiste already."
        if winner == "ALFKI"
        else "Person 2 has matched “A. Futterkiste” to Berglunds snabbköp already."
    )
    assert differences(desk) == []


@pytest.mark.parametrize(
    ("role", "reads", "matches"),
    [
        (Role.CUSTODIAN, True, True),
        (Role.FINANCE, True, False),
        (Role.MANAGER, False, False),
        (Role.REP, False, False),
        (Role.AUDITOR, False, False),
    ],
)
def test_the_custodian_matches_finance_reads_others_are_refused(one, role, reads, matches):
    one.take("clients", CLIENTS)
    one.take("sales", HEADER + "L1,2026-01-05,Alfreds,,10,USD\n")
    actor = person(one, 1, role)
    if reads:
        page = listed(one, actor=actor)
        assert (page.lines, page.may_match, bool(page.offered[0].guesses)) == (1, matches, matches)
    else:
        with pytest.raises(Refused):
            listed(one, actor=actor)
    if matches:
        match(one, "Alfreds", "ALFKI", actor=actor)
    else:
        with pytest.raises(Refused):
            match(one, "Alfreds", "ALFKI", actor=actor)
        assert whose(one) == {"L1": None}


def test_pages_begin_with_the_largest_group_and_offer_three(one):
    one.take("clients", CLIENTS)
    rows = [f"L{n}-{k},2026-01-05,Group {n},,1,USD" for n in range(1, 13) for k in range(n)]
    one.take("sales", HEADER + "\n".join(rows) + "\nX,2026-01-05,Twin Trader,,1,USD\n")
    first = listed(one)
    assert [each.group.reference for each in first.offered] == [f"Group {n}" for n in (12, 11, 10, 9, 8)]
    assert (first.page, first.pages, first.groups, first.lines) == (0, 3, 13, 79)
    last = listed(one, page=9)
    assert (last.page, [each.group.reference for each in last.offered]) == (2, ["Group 2", "Group 1", "Twin Trader"])
    assert [each.about for each in last.offered[-1].guesses[:2]] == ["T1", "T2"]


@pytest.mark.parametrize(
    ("written", "offered"),
    [
        ("Harbour Hotels, The Old", ["Old Harbour Hotels"]),  # turned round, as a list is sorted
        ("Harbour Hotels Rotterdam", ["Old Harbour Hotels"]),
        ("Quayside 3rd floor annex", ["Quayside Provisions Ltd"]),  # only the word that its name begins with
        ("Zealots of the far north", []),
    ],
)
def test_a_name_turned_round_or_with_a_branch_offers_its_client(one, written, offered):
    one.take("clients", "code,name\nO1,Old Harbour Hotels\nQ1,Quayside Provisions Ltd\nZ1,Zeal Trading\n")
    one.take("sales", HEADER + f'L1,2026-01-05,"{written}",,1,USD\n')
    [waits] = listed(one).offered
    assert [each.name for each in waits.guesses] == offered


def test_a_new_client_takes_the_lines_under_its_name(desk):
    desk.take("sales", HEADER + "L1,2026-01-05,Nobody Ltd,,10,USD\nL2,2026-01-05,Nobody else,,1,USD\n")
    with desk.database.session() as session:
        client = record_client(
            session, OPERATOR, NewClient("Nobody"), now=NOW, catalogue=CATALOGUE, is_sure=True, code="N1"
        )
    with desk.database.session() as session, desk.database.reading() as reader:
        assert waiting.match_new_client(session, reader, OPERATOR, client, now=NOW) == 1
    assert (whose(desk), differences(desk)) == ({"L1": "N1", "L2": None}, [])


def test_every_decision_is_in_the_log_by_ids_alone(one):
    one.take("clients", CLIENTS)
    one.take("sales", HEADER + "L1,2026-01-05,A. Futterkiste,,10,USD\n")
    match(one, "A. Futterkiste", "ALFKI")
    logged = one.rows("SELECT deed, part, client_id, detail FROM access_log WHERE via = 'waiting' ORDER BY id DESC")
    [(alfki,)] = one.rows("SELECT id FROM client WHERE code = 'ALFKI'")
    assert logged[0] == ("write", "sales", alfki, "client match 1")
    assert matching.LOOKED_UP >= 10_000
