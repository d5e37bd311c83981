"""Queries about clients and the names they answer to."""

import threading
from datetime import UTC, datetime

from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError

from bot.store import clients, name_blocks
from bot.store.tables import ClientRow

NOW = datetime(2026, 7, 20, 12, tzinfo=UTC)


def add(session, name, code=None):
    return clients.add(session, code=code, name=name, owner_id=None, created_by=None, now=NOW)


def called(session, typed):
    return sorted(client.name for client in clients.list_called(session, typed))


def merge(session, loser, winner):
    session.execute(update(ClientRow).where(ClientRow.id == loser).values(merged_into=winner))


def test_a_client_answers_to_its_code_its_name_and_its_aliases(database):
    with database.session() as session:
        acme = add(session, "Acme Trading GmbH", "C-001")
        small = add(session, "Smålands Glas", "sg9")
        clients.add_alias(session, acme, "Acme International")
        clients.add_alias(session, acme, "ACME INTERNATIONAL Ltd.")
        assert called(session, "c-001") == called(session, "C-001 ") == ["Acme Trading GmbH"]
        assert called(session, "sg9") == ["Smålands Glas"]
        assert called(session, "acme TRADING") == called(session, "Acme International") == ["Acme Trading GmbH"]
        assert called(session, "Smalands glas") == ["Smålands Glas"]
        assert called(session, "Acme") == []
        # The same alias in other words is kept once.
        assert [key for id_, key in name_blocks.list_names(session, 0) if id_ == acme] == [
            "acme international",
            "acme trading",
        ]
        assert {client.client_id for client in clients.list_by_ids(session, [acme, small, 99])} == {acme, small}


def test_signs_are_not_each_others_names(database):
    with database.session() as session:
        add(session, "★★★")
        assert called(session, "★★★") == ["★★★"]
        assert called(session, "!!!") == called(session, "") == called(session, "  ") == []


def test_several_may_answer_to_one_name(database):
    with database.session() as session:
        add(session, "Nord AS", "A1")
        add(session, "Nord A/S", "A2")
        add(session, "A1", "A3")
        assert called(session, "nord") == ["Nord A/S", "Nord AS"]
        # A code that is another's name answers for both.
        assert called(session, "A1") == ["A1", "Nord AS"]


def test_a_merged_client_answers_as_the_one_it_went_into(database):
    with database.session() as session:
        old, new = add(session, "Old Name", "O1"), add(session, "New Name", "N1")
        clients.add_alias(session, old, "Older Name")
        merge(session, old, new)
        for typed in ("Old Name", "O1", "o1", "Older Name", "New Name"):
            assert called(session, typed) == ["New Name"]
        found = clients.get(session, old)
        assert found is not None
        assert (found.client_id, found.code) == (new, "N1")
        assert name_blocks.list_names(session, 0) == [(new, "new name"), (new, "old name"), (new, "older name")]
        assert clients.count(session) == 1


def test_nobody_is_there(database):
    with database.session() as session:
        assert clients.get(session, 1) is None
        assert clients.get_by_code(session, "A1") is None
        assert clients.list_by_ids(session, []) == []
        assert clients.count(session) == 0


def test_own_codes_follow_from_the_id_and_give_way(database):
    with database.session() as session:
        first = add(session, "First")
        add(session, "Imported", f"N{first + 2:05d}")
        third = add(session, "Third")
        codes = {client.name: client.code for client in clients.list_by_ids(session, [first, third])}
        assert codes == {"First": f"N{first:05d}", "Third": f"N{third:05d}-2"}


def test_two_who_add_at_once_get_codes_of_their_own(database):
    errors = []

    def open_file(number):
        try:
            with database.session() as session:
                add(session, f"Client {number}")
        except SQLAlchemyError as error:
            errors.append(error)

    threads = [threading.Thread(target=open_file, args=(number,)) for number in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert errors == []
    with database.session() as session:
        assert clients.count(session) == 6


def test_the_longest_names_have_their_keys(database):
    # Folding makes two letters of one and eighteen of another; the key is kept whole all the same.
    with database.session() as session:
        long = add(session, "ß" * 300)
        longer = add(session, "ﷺ" * 200)
        clients.set_columns(session, long, {"name": "æ" * 300, "city": "北" * 300, "country": "CN"})
        assert [client.client_id for client in clients.list_called(session, "AE" * 300)] == [long]
        assert [client.client_id for client in clients.list_called(session, "ﷺ" * 200)] == [longer]


def test_ownership_and_order(database):
    from bot.policy.access import Role
    from bot.store import people

    with database.session() as session:
        mei = people.add(session, "U1", "Mei", frozenset({Role.REP}), "North", None, NOW)
        for name in ("beta", "Alpha", "gamma"):
            clients.set_owner(session, add(session, name), mei)
        merged = add(session, "delta")
        clients.set_owner(session, merged, mei)
        merge(session, merged, 1)
        owned = clients.list_owned(session, mei)
        assert [client.name for client in owned] == ["Alpha", "beta", "gamma"]
        assert {(client.owner_name, client.owner_slack_id, client.owner_team) for client in owned} == {
            ("Mei", "U1", "North")
        }
