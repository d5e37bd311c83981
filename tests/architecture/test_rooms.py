"""The rooms stay apart: who may import whom, and which room alone may touch a library or the clock."""

import ast
import subprocess
import sys
import tomllib

import grimp
import pytest

from tests.architecture.contract import Room
from tests.architecture.source import ROOT, Module, modules

BOT = modules("bot")
PLAYGROUND = modules("playground")

# Outside the store, SQLAlchemy is a word in a signature; a query is the store's business.
SESSION_TYPES = {
    "sqlalchemy.orm.Session",
    "sqlalchemy.orm.sessionmaker",
    "sqlalchemy.Connection",
    "sqlalchemy.Engine",
    "sqlalchemy.engine.Connection",
    "sqlalchemy.engine.Engine",
}
SLACK_ROOMS = ("bot.handlers", "bot.views", "bot.app", "bot.serving", "bot.diagnosis", "bot.jobs.outbox")
SESSION_ROOMS = (
    "bot.services",
    "bot.jobs",
    "bot.handlers",
    "bot.app",
    "bot.serving",
    "bot.cli",
    "bot.commands",
    "bot.demo",
)
REAL_TIME = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.date.today",
    "date.today",
    "time.time",
    "time.time_ns",
}


def slack_strays(module: Module) -> list[str]:
    """Slack's libraries belong to the rooms that speak to it."""
    if module.within(*SLACK_ROOMS):
        return []
    return module.imports_of("slack_bolt", "slack_sdk")


def sql_strays(module: Module) -> list[str]:
    """Queries are built in the store; the rooms that carry a session may name its type."""
    if module.within("bot.store"):
        return []
    allowed = SESSION_TYPES if module.within(*SESSION_ROOMS) else set()
    return [name for name in module.imports_of("sqlalchemy", "alembic", "psycopg") if name not in allowed]


def pandas_strays(module: Module) -> list[str]:
    """Pandas is heavy and works on tables: reports and files have them."""
    return [] if module.within("bot.reports", "bot.files") else module.imports_of("pandas", "numpy")


def clock_strays(module: Module) -> list[str]:
    """Only the clock asks what time it is; everybody else is told."""
    if module.within("bot.clock"):
        return []
    read = [ast.unparse(node) for node in ast.walk(module.tree) if isinstance(node, ast.Attribute)]
    return [name for name in read if name in REAL_TIME] + [name for name in module.imports if name == "time.time"]


RULES = [slack_strays, sql_strays, pandas_strays, clock_strays]


@pytest.mark.parametrize("rule", RULES)
def test_a_library_stays_in_its_room(rule):
    assert {module.name: strays for module in BOT if (strays := rule(module))} == {}


@pytest.mark.parametrize(
    ("rule", "name", "text", "strays"),
    [
        (slack_strays, "bot.services.log", "from slack_sdk import WebClient", ["slack_sdk.WebClient"]),
        (slack_strays, "bot.views.card", "from slack_sdk.models import blocks", []),
        (slack_strays, "bot.jobs.nag", "import slack_sdk", ["slack_sdk"]),
        (sql_strays, "bot.services.log", "from sqlalchemy.orm import Session", []),
        (sql_strays, "bot.services.log", "from sqlalchemy import Connection, select", ["sqlalchemy.select"]),
        (sql_strays, "bot.policy.credit", "from sqlalchemy.orm import Session", ["sqlalchemy.orm.Session"]),
        (sql_strays, "bot.store.clients", "from sqlalchemy import select", []),
        (pandas_strays, "bot.services.mix", "def f():\n    import pandas as pd", ["pandas"]),
        (pandas_strays, "bot.reports.mix", "import pandas as pd", []),
        (clock_strays, "bot.jobs.nag", "now = datetime.now(UTC)", ["datetime.now"]),
        (clock_strays, "bot.jobs.nag", "from time import time", ["time.time"]),
        (clock_strays, "bot.jobs.nag", "started = time.perf_counter()", []),
        (clock_strays, "bot.clock", "now = datetime.now(UTC)", []),
    ],
)
def test_a_rule_tells_a_stray_from_a_resident(rule, name, text, strays):
    assert rule(Module(name, text)) == strays


def test_one_module_of_jobs_knows_the_scheduler():
    users = [module for module in BOT if module.imports_of("apscheduler")]
    assert len(users) <= 1
    assert all(module.within("bot.jobs") for module in users)


def test_the_playground_and_the_bot_do_not_know_each_other():
    assert [module.name for module in PLAYGROUND if module.imports_of("bot")] == []
    assert [module.name for module in BOT if module.imports_of("playground")] == []


def test_every_module_says_what_it_is_for():
    silent = [module.name for module in [*BOT, *PLAYGROUND] if not ast.get_docstring(module.tree)]
    assert silent == []


def test_every_room_has_a_contract():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = {contract["room"] for contract in settings["tool"]["importlinter"]["contracts"]}
    rooms = {".".join(module.name.split(".")[:2]) for module in BOT} - {"bot"}
    assert rooms - declared == set()


def test_every_package_can_be_seen_by_the_linter():
    # A folder without __init__.py is no package, and import-linter would pass over it without a word.
    folders = {path.parent for path in (ROOT / "bot").rglob("*.py") if "migrations" not in path.parts}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_the_contracts_are_kept():
    lint = "from importlinter.cli import lint_imports_command as lint; lint(['--no-cache', '--no-logo'])"
    done = subprocess.run([sys.executable, "-c", lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("importer", "imported", "kept"),
    [
        ("bot.views.card", "bot.results.card", True),
        ("bot.views.card", "bot.views.words", True),
        ("bot.views.card", "bot.errors", True),
        ("bot.views.card", "bot", True),
        ("bot.views.card", "bot.store.clients", False),
        ("bot.views.card", "bot.results_of_old", False),
        ("bot.views.card", "playground.wire", False),
        ("bot.viewsaloft", "bot.store.clients", True),
    ],
)
def test_a_contract_tells_a_stray_from_a_guest(importer, imported, kept):
    graph = grimp.ImportGraph()
    graph.add_import(importer=importer, imported=imported, line_number=3, line_contents=f"import {imported}")
    options = {"room": "bot.views", "may_import": ["bot.policy", "bot.results"]}
    contract = Room("Views", {"root_packages": ["bot", "playground"]}, options)
    check = contract.check(graph, verbose=False)
    assert check.kept is kept
