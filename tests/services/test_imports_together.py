"""Imports beside one another: what is published while a file is read is seen before it is published itself."""

from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, select

from bot.errors import Conflict
from bot.results.imports import ImportKind, ImportOptions, Stage
from bot.services.imports import import_file
from bot.store import rollups
from bot.store.settings import get_json, set_json
from bot.store.staging import TEMPORARY, Staging, add_columns, create
from tests.services.importing import NOW, OPERATOR, ImportDesk, open_import_desk

HEADER = "line_id,date,client,amount,currency\n"


@pytest.fixture
def desk(migrated_url, tmp_path):
    with open_import_desk(migrated_url, tmp_path) as opened:
        yield opened


def take_while(desk: ImportDesk, content: str, *, stage: Stage, kind: str, meanwhile: str) -> tuple[int, ...]:
    """Import sales lines; when they reach `stage`, another file is imported whole."""
    path = desk.folder / "slow.csv"
    path.write_text(content)

    def note(reached: Stage, lines: int, share: float) -> None:
        if reached is stage:
            desk.take(kind, meanwhile)

    options = ImportOptions("USD")
    report = import_file(desk.database, OPERATOR, ImportKind.SALES, Path(path), options, now=NOW, progress=note)
    return desk.counts(report)


def test_lines_published_meanwhile_are_not_counted_twice(desk):
    slow = HEADER + "A,2026-01-05,ACME,1,USD\nB,2026-01-06,ACME,2,USD\nC,2026-01-07,ACME,3,USD\n"
    quick = HEADER + "A,2026-01-05,ACME,1,USD\nB,2026-02-06,ACME,20,USD\n"
    counts = take_while(desk, slow, stage=Stage.PUBLISHING, kind="sales", meanwhile=quick)
    assert counts == (1, 1, 1, 0, 3)
    assert desk.rows("SELECT sum(amount), sum(lines) FROM sales_by_client") == [(60_000, 3)]
    with desk.database.reading() as session:
        assert rollups.differences(session) == []


def test_a_client_that_comes_meanwhile_gets_its_lines(desk):
    slow = HEADER + "A,2026-01-05,ACME,1,USD\n"
    clients = "code,name\nACME,Acme Ltd\n"
    assert take_while(desk, slow, stage=Stage.PUBLISHING, kind="clients", meanwhile=clients) == (1, 0, 0, 0, 0)
    assert desk.rows("SELECT code FROM sales_line l JOIN client c ON c.id = l.client_id") == [("ACME",)]


def test_rates_that_change_meanwhile_stop_the_import(desk):
    desk.take("rates", "currency,date,rate\nEUR,2026-01-01,1.1\n")
    slow = HEADER + "A,2026-01-05,ACME,1,EUR\n"
    with pytest.raises(Conflict, match="exchange rates have changed"):
        take_while(
            desk, slow, stage=Stage.PUBLISHING, kind="rates", meanwhile="currency,date,rate\nEUR,2026-01-01,1.2\n"
        )
    assert desk.rows("SELECT count(*) FROM sales_line") == [(0,)]


def test_forms_are_saved_while_a_file_is_staged(desk):
    notes = Table("staged_note", MetaData(), Column("word", String), prefixes=TEMPORARY)
    with Staging(desk.database) as staging:
        with staging.reading() as session:
            create(session, notes)
            add_columns(session, notes, {"word": ["a\tb", "\\N", "c\nd", None]})
            # SQLite would keep this one waiting, and fail in the end, if staging held its writer.
            with desk.database.session() as form:
                set_json(form, "saved", "meanwhile", NOW)
        with staging.reading() as session:
            assert set(session.scalars(select(notes.c.word))) == {"a\tb", "\\N", "c\nd", None}
    with desk.database.reading() as session:
        assert get_json(session, "saved") == "meanwhile"


def test_values_are_staged_as_they_stand_whether_they_differ_or_not(desk):
    words = ["it's", "%s :x ?", None, 'a\tb\\N\n"c"']
    for word in words:
        notes = Table("staged_note", MetaData(), Column("line", Integer), Column("word", String), prefixes=TEMPORARY)
        with Staging(desk.database) as staging, staging.reading() as session:
            create(session, notes)
            add_columns(session, notes, {"line": [1, 2, 3], "word": [word] * 3})
            add_columns(session, notes, {"line": [4, 4, 4], "word": [word] * 3})
            assert list(session.scalars(select(notes.c.word))) == [word] * 6
            assert sorted(session.scalars(select(notes.c.line))) == [1, 2, 3, 4, 4, 4]
