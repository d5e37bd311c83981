"""`/client import`: a file is handed over in Slack, previewed, applied once, and told about."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from playground.client import Form, Message, Person
from tests.databases import PostgresServer, sqlite_url
from tests.scenario.conftest import NOW
from tests.scenario.office import MEI, Office

TODAY = NOW.date().isoformat()
SALES = "line_id,date,client,amount,currency\nS1,2026-01-05,ACME,100.50,USD\nS2,2026-01-06,ACME,20,USD\n"
PATIENT = 60
"""Messages of the outbox go out with the clock's next tick."""


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp(f"imports-{request.param}")
    url = sqlite_url(folder / "clientele.db")
    if request.param == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.url(server.create(request.getfixturevalue("postgres_template")))
    with Office(folder, url, settings={"CLIENTELE_FILES": str(folder / "files")}) as opened:
        opened.open_file("ACME GmbH", owner=MEI, now=NOW, code="ACME")
        yield opened


def hand_over(person: Person, kind: str, name: str, content: str | bytes, **values: object) -> Form:
    """Hand a file over and return the window when it has been read."""
    person.run(f"/client import {kind}")
    form = person.form()
    data = content.encode() if isinstance(content, str) else content
    form.fill("File", [person.upload(name, data)["id"]])
    for label, value in values.items():
        form.fill(label.replace("_", " "), value)
    result = form.submit()
    assert result.kind == "updated", result
    return updated(person)


def updated(person: Person, *, not_saying: str = "hourglass") -> Form:
    """Return the window as it is once nothing is waited for any more."""
    while True:
        view = Form(person, person.await_event({"view_updated"}, "the window to change", timeout=PATIENT)["view"])
        if not_saying not in view.text_all:
            return view


def words(surface: Form | Message) -> str:
    """What stands there, without its bold type."""
    return surface.text_all.replace("*", "")


def press(form: Form, button: str) -> Form:
    assert form.click(button)
    return updated(form.person)


def rows(office: Office, statement: str) -> list[tuple[object, ...]]:
    with office.database.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def test_sales_in_a_csv_file_are_previewed_and_applied(office: Office, arjun: Person) -> None:
    preview = hand_over(arjun, "sales", "January.csv", SALES)
    assert "January.csv: this is what it would do" in words(preview)
    assert "2 new" in words(preview)
    assert rows(office, "SELECT count(*) FROM sales_line WHERE line_id IN ('S1', 'S2')") == [(0,)]
    done = press(preview, "Apply")
    assert "January.csv is imported" in words(done)
    assert rows(office, "SELECT sum(amount) FROM sales_line WHERE line_id IN ('S1', 'S2')") == [(1_205_000,)]
    told = arjun.direct_message(timeout=PATIENT)
    assert "January.csv is imported" in words(told)
    assert list((office.folder / "files").iterdir()) == []
    arjun.run("/client import")
    assert "2 new, 0 changed" in arjun.form().text_all
