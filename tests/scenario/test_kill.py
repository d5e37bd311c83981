"""Killing the bot in the middle of a submission loses nothing that was acknowledged, and doubles nothing."""

import random
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from playground.client import Person
from tests.databases import sqlite_url
from tests.scenario.conftest import NOW
from tests.scenario.office import MEI, Office


def submit(mei: Person, note: str) -> str:
    """Log one contact and return how the submission ended: closed, timeout, ..."""
    mei.run("/client log ACME")
    form = mei.form()
    form.fill("Outcome", "Good talk")
    form.fill("Note", note)
    return form.submit().kind


def notes_kept(office: Office) -> list[str]:
    with office.database.engine.connect() as connection:
        return list(connection.execute(text("SELECT note FROM interaction")).scalars())


def kill_while_saving(office: Office, note: str, delay: float | None) -> str:
    """Kill the bot `delay` seconds after a form was sent, or (None) at the very acknowledgement; start it again.

    Returns how the submission ended.
    """
    mei = office.workspace.person("Mei")
    mei.run("/client log ACME")
    form = mei.form()
    form.fill("Outcome", "Good talk")
    form.fill("Note", note)
    ended: list[str] = []
    sending = threading.Thread(target=lambda: ended.append(form.submit().kind))
    sending.start()
    # The moment of the kill is what varies; nothing is waited for but the acknowledgement.
    sending.join(delay)
    office.bot.kill()
    office.start_bot()
    sending.join()
    return ended[0]


def check_nothing_is_lost(office: Office, rounds: int, seed: int) -> None:
    chance = random.Random(seed)
    outcomes: dict[str, str] = {}
    for number in range(rounds):
        note = f"round {number}"
        at = None if number % 2 else chance.uniform(0, 0.03)
        outcomes[note] = kill_while_saving(office, note, at)
    assert submit(office.workspace.person("Mei"), "afterwards") == "closed"
    kept = notes_kept(office)
    acknowledged = [note for note, ended in outcomes.items() if ended == "closed"]
    assert [note for note in acknowledged if kept.count(note) != 1] == []
    assert [note for note in outcomes if kept.count(note) > 1] == []


def test_a_kill_in_the_middle_of_a_submission_loses_nothing_acknowledged(tmp_path: Path) -> None:
    with Office(tmp_path, sqlite_url(tmp_path / "clientele.db")) as office:
        office.open_file("ACME GmbH", owner=MEI, now=NOW, code="ACME")
        check_nothing_is_lost(office, rounds=4, seed=7)


def test_the_same_on_postgresql(tmp_path: Path, migrated_postgres_url: str) -> None:
    with Office(tmp_path, migrated_postgres_url) as office:
        office.open_file("ACME GmbH", owner=MEI, now=NOW, code="ACME")
        check_nothing_is_lost(office, rounds=2, seed=8)


@pytest.mark.soak
def test_many_kills(tmp_path: Path) -> None:
    with Office(tmp_path, sqlite_url(tmp_path / "clientele.db")) as office:
        office.open_file("ACME GmbH", owner=MEI, now=NOW, code="ACME")
        check_nothing_is_lost(office, rounds=60, seed=9)


def test_the_same_delivery_twice_is_saved_once(tmp_path: Path) -> None:
    with Office(tmp_path, sqlite_url(tmp_path / "clientele.db")) as office:
        office.open_file("ACME GmbH", owner=MEI, now=NOW, code="ACME")
        office.workspace.faults(duplicate=20)
        assert submit(office.workspace.person("Mei"), "only once") == "closed"
        assert notes_kept(office) == ["only once"]
