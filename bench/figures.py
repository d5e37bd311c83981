"""Northwind's figures: import the shared ledger by the real command, and compare what is reported with its README.

    python -m bench.figures [FOLDER]

The expected figures were worked out independently, in SQL; they are those that the folder's README prints, and each
is compared to the last digit printed there. Runs on SQLite and, where one can be started, on PostgreSQL. Exit 1 on
any difference.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.databases import PostgresMissingError, PostgresServer

ROOT = Path(__file__).resolve().parents[1]
USUAL_FOLDER = ROOT.parent / "shared" / "data" / "northwind"
FILES = (("clients", "customers.csv"), ("products", "products.csv"), ("sales", "sales_lines.csv"))
REQUIRE_ALL = os.environ.get("CLIENTELE_REQUIRE_ALL") == "1"


@dataclass(frozen=True)
class Figure:
    """One figure of the README: what it is, what it says, and what the program reports."""

    what: str
    expected: str
    found: str


class Failed(Exception):
    """A command that should have worked did not; the text is what it wrote."""


def run(url: str, *words: str) -> str:
    """Run the real command against a database and return what it printed."""
    environment = os.environ | {"DATABASE_URL": url, "CLIENTELE_BASE_CURRENCY": "USD", "CLIENTELE_TIMEZONE": "UTC"}
    done = subprocess.run(
        [sys.executable, "-m", "bot", *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Failed(f"clientele {' '.join(words)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def import_all(url: str, folder: Path) -> list[str]:
    """Import the three files and return the line of counts that each ended with."""
    return [run(url, "import", kind, str(folder / name)).strip().splitlines()[-1] for kind, name in FILES]


class Mix:
    """What `clientele report mix KEY --period all --format json` says."""

    def __init__(self, url: str, key: str) -> None:
        self.report = json.loads(run(url, "report", "mix", key, "--period", "all", "--format", "json"))
        self.rows = {row["key"]: row for row in self.report["rows"]}

    def percent(self, key: str, places: int = 4) -> str:
        """Return a row's share, rounded as the README rounds: from the exact amounts, halves away from zero."""
        share = 100 * Decimal(self.rows[key]["amount"]) / Decimal(self.report["total"])
        return f"{share.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)} %"

    def shares_agree(self) -> bool:
        """Tell whether each share that is printed is that of its amount."""
        total = Decimal(self.report["total"])
        return all(
            abs(Decimal(row["share"]) - Decimal(row["amount"]) / total) < Decimal("1e-12") for row in self.rows.values()
        )


def grades(url: str) -> Sequence[dict[str, str]]:
    """Return the clients by grade, best first."""
    rows: Sequence[dict[str, str]] = json.loads(run(url, "report", "grades", "--period", "all", "--format", "json"))[
        "rows"
    ]
    return rows


def figures(url: str) -> Iterator[Figure]:
    """Ask for every figure of the README that a report gives."""
    country, category, grade, product = (Mix(url, key) for key in ("country", "category", "grade", "product"))
    for mix in (country, category, grade, product):
        by = mix.report["by"]
        yield Figure(f"total sales, by {by}", "1265793.0395", mix.report["total"])
        yield Figure(f"shares are those of the amounts, by {by}", "True", str(mix.shares_agree()))
        yield Figure(f"left out, by {by}", "0.0000", mix.report["left_out"]["amount"])
    for key, share in (("US", "19.4016 %"), ("DE", "18.1929 %"), ("AT", "10.1125 %")):
        yield Figure(f"share of {country.rows[key]['label']}", share, country.percent(key))
    yield Figure("countries with the most sales", "US DE AT", " ".join(list(country.rows)[:3]))
    for key, share in (("Beverages", "21.1621 %"), ("Dairy Products", "18.5265 %"), ("Confections", "13.2215 %")):
        yield Figure(f"share of {key}", share, category.percent(key))
    best = product.report["rows"][0]
    yield Figure("top product", "Côte de Blaye 141396.7350", f"{best['label']} {best['amount']}")
    yield Figure("clients of grade A/B/C", "34/27/28", "/".join(str(grade.rows[key]["clients"]) for key in "ABC"))
    ranked = grades(url)
    for place, (code, amount) in enumerate(
        (("QUICK", "110277.3050"), ("ERNSH", "104874.9785"), ("SAVEA", "104361.9500"))
    ):
        yield Figure(f"client {place + 1}", f"{code} {amount}", f"{ranked[place]['code']} {ranked[place]['amount']}")
    month = (Decimal(ranked[0]["amount"]) / 23).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    yield Figure("QUICK a month, over 23 calendar months", "4794.6654", str(month))
    first = sum((Decimal(each["amount"]) for each in ranked[:18]), Decimal(0))
    top = (100 * first / Decimal(country.report["total"])).quantize(Decimal("0.001"), ROUND_HALF_UP)
    yield Figure("share of the top 20 % of customers (18)", "60.057 %", f"{top} %")


def imports(url: str, folder: Path) -> Iterator[Figure]:
    """Import twice and tell what was counted, the first time and the second."""
    first, again = import_all(url, folder), import_all(url, folder)
    for (kind, _), size, line, second in zip(FILES, (91, 77, 2155), first, again, strict=True):
        counts = "{} added, 0 changed, {} same, 0 rejected, 0 waiting"
        yield Figure(f"import of {kind}", counts.format(size, 0), line.partition(": ")[2])
        yield Figure(f"import of {kind} again", counts.format(0, size), second.partition(": ")[2])


def compare(url: str, folder: Path, name: str, console: Console) -> bool:
    """Print the comparison on one database and tell whether everything agrees."""
    found = [*imports(url, folder), *figures(url)]
    table = Table(title=f"Northwind on {name}", title_justify="left")
    for heading in ("figure", "README", "clientele", ""):
        table.add_column(heading)
    for each in found:
        agrees = each.expected == each.found
        table.add_row(each.what, each.expected, each.found, "agrees" if agrees else "[bold red]DIFFERS[/]")
    console.print(table)
    return all(each.expected == each.found for each in found)


def on_sqlite(folder: Path, console: Console) -> bool:
    """Compare on a fresh SQLite file."""
    with tempfile.TemporaryDirectory() as place:
        return compare(f"sqlite:///{place}/clientele.db", folder, "SQLite", console)


def on_postgres(folder: Path, console: Console) -> bool:
    """Compare on a fresh PostgreSQL database; a machine that cannot start one says so."""
    try:
        server = PostgresServer()
    except (PostgresMissingError, OSError, KeyError) as reason:
        console.print(f"PostgreSQL: not compared, because none can be started here: {reason}", markup=False)
        return not REQUIRE_ALL
    try:
        url = server.url(server.create())
        run(url, "db", "upgrade")
        return compare(url, folder, "PostgreSQL", console)
    finally:
        server.stop()


def main(arguments: Sequence[str]) -> int:
    """Compare on both databases; an absent folder is said, and is a failure only where everything is required."""
    console = Console(width=150)
    folder = Path(arguments[0]).resolve() if arguments else USUAL_FOLDER
    if not all((folder / name).is_file() for _, name in FILES):
        console.print("Northwind's files are not there, so nothing was compared.", style="yellow")
        return 1 if REQUIRE_ALL else 0
    try:
        agreed = [each(folder, console) for each in (on_sqlite, on_postgres)]
    except Failed as failure:
        console.print(str(failure), markup=False)
        return 1
    console.print("Every figure agrees." if all(agreed) else "Not every figure agrees.")
    return 0 if all(agreed) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
