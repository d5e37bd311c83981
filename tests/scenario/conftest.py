"""One office a module and a way of delivery: starting processes is slow, and every test keeps to clients of its own."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from playground.client import Person, Workspace
from tests.databases import PostgresServer, sqlite_url
from tests.scenario.office import LUCIA, MEI, Office

NOW = datetime.now(UTC)
LONG_AGO = NOW - timedelta(days=200)

SALES = """line_id,date,client,product,amount,currency,quantity,unit
1,{a},ACME,P1,8000,USD,80,pcs
2,{a},OTHER,P2,1500.50,USD,15,pcs
3,{b},ACME,P1,400,USD,4,pcs
"""
PRODUCTS = "code,name,category,unit\nP1,Pump,Pumps,pcs\nP2,Valve,Valves,pcs\n"
INVOICES = """invoice_id,client,issued,due,amount,currency,open_amount
INV-1,ACME,{a},{due},8000,USD,3000
"""


@pytest.fixture(scope="module", params=["socket", "http", "postgres"])
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A workspace and a bot with three files, a ledger and an open invoice; the last one keeps them in PostgreSQL."""
    folder = tmp_path_factory.mktemp(f"office-{request.param}")
    url = sqlite_url(folder / "clientele.db")
    if request.param == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.url(server.create(request.getfixturevalue("postgres_template")))
    with Office(folder, url, "http" if request.param == "http" else "socket") as opened:
        fill(opened)
        yield opened


def fill(office: Office) -> None:
    """Two clients of Mei's, one of Lucía's, last month's and last year's sales, an overdue invoice."""
    office.open_file("ACME GmbH", owner=MEI, now=LONG_AGO, code="ACME", facts={"competitors": "Globex <!channel>"})
    office.open_file("上海大众有限公司", owner=MEI, now=NOW, code="SVW")
    office.open_file("Other & Sons Ltd", owner=LUCIA, now=NOW, code="OTHER", facts={"competitors": "secret-marker"})
    last_month = (NOW.replace(day=1) - timedelta(days=5)).date()
    days = {"a": last_month, "b": last_month - timedelta(days=380), "due": NOW.date() - timedelta(days=3)}
    office.import_file("products", PRODUCTS)
    office.import_file("sales", SALES.format(**days))
    office.import_file("invoices", INVOICES.format(**days), "--as-of", NOW.date().isoformat())


@pytest.fixture
def workspace(office: Office) -> Workspace:
    return office.workspace


@pytest.fixture
def mei(workspace: Workspace) -> Person:
    """A rep."""
    return workspace.person("Mei")


@pytest.fixture
def ines(workspace: Workspace) -> Person:
    """The custodian."""
    return workspace.person("Inès")


@pytest.fixture
def arjun(workspace: Workspace) -> Person:
    """Finance."""
    return workspace.person("Arjun")
