"""`clientele import`, as it is run: exit codes, sentences, the file of rejected lines."""

import os
import pty
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
SALES = "line_id,date,client,amount,currency,fax\nL1,2026-01-05,ACME,25.00,USD,1\nL2,2026-01-31,BETA,1.5,USD,2\n"


class Shell:
    """Runs the real command in a folder with a database of its own."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self._environment = os.environ | {"DATABASE_URL": url, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
        self._environment.pop("CLIENTELE_BASE_CURRENCY", None)

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "bot", "import", *words]
        return subprocess.run(
            command, cwd=self.folder, env=self._environment, capture_output=True, text=True, check=False
        )


@pytest.fixture
def shell(migrated_url, tmp_path):
    return Shell(tmp_path, migrated_url)


@pytest.fixture
def sqlite_shell(migrated_sqlite_url, tmp_path):
    return Shell(tmp_path, migrated_sqlite_url)


def test_all_in_is_0_and_the_counts_come_last(shell):
    shell.write("sales.csv", SALES)
    done = shell.run("sales", "sales.csv")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "Ignored columns: fax",
        "What waits: `clientele report waiting`, or `/client import waiting` in Slack",
        "sales lines: 2 added, 0 changed, 0 same, 0 rejected, 2 waiting",
    ]
    again = shell.run("sales", "sales.csv")
    assert again.stdout.splitlines()[-1] == "sales lines: 0 added, 0 changed, 2 same, 0 rejected, 2 waiting"


def test_some_rejected_is_3_and_their_file_goes_once_it_is_mended(sqlite_shell):
    sqlite_shell.write("sales.csv", SALES + 'L3,2026-01-31,"Béta, Ltd",x,USD,3\n')
    done = sqlite_shell.run("sales", "sales.csv")
    assert done.returncode == 3
    assert "Line 4: amount: “x” is not a number." in done.stdout
    rejected = sqlite_shell.folder / "sales.csv.rejected.csv"
    assert rejected.read_text(encoding="utf-8-sig").splitlines() == [
        "line_id,date,client,amount,currency,fax,line,reason",
        'L3,2026-01-31,"Béta, Ltd",x,USD,3,4,amount: “x” is not a number.',
    ]
    rejected.write_text(rejected.read_text(encoding="utf-8-sig").replace(",x,", ",7,"), encoding="utf-8-sig")
    mended = sqlite_shell.run("sales", "sales.csv.rejected.csv")
    assert (mended.returncode, mended.stdout.splitlines()[-1]) == (
        0,
        "sales lines: 1 added, 0 changed, 0 same, 0 rejected, 1 waiting",
    )
    sqlite_shell.write("sales.csv", SALES)
    assert sqlite_shell.run("sales", "sales.csv").returncode == 0
    assert not rejected.exists()


@pytest.mark.parametrize(
    ("words", "content", "sentence"),
    [
        (("sails", "f.csv"), SALES, "“sails” is nothing that can be imported; choose one of clients, products,"),
        (("sales", "f.csv"), "", "f.csv is empty."),
        (("sales", "f.csv"), "line_id,date,client,amount,currency\n", "f.csv has a header but no lines."),
        (("sales", "f.csv"), b"\x00\x01\x02\xff" * 99, "f.csv is neither a CSV nor an XLSX file."),
        (
            ("sales", "f.csv"),
            "line_id,client\n1,2\n",
            "f.csv has no column for “date”. Its headers are: line_id, client.",
        ),
        (("sales", "gone.csv"), SALES, "There is no file gone.csv."),
        (("sales", "."), SALES, ". is a folder, not a file."),
        (("sales", "f.csv", "--as-of", "soon"), SALES, "“soon” is not a date; write it as 2026-07-31."),
        (("sales", "f.csv", "--as-of", "2999-01-01"), SALES, "The data date 2999-01-01 lies in the future"),
        (("sales", "f.csv", "--map", "date"), SALES, "“date” is no mapping; write --map OURS=THEIRS"),
        (("sales", "f.csv", "--map", "date=KDAT"), SALES, "f.csv has no header “KDAT” to take for “date”."),
        (("rates", "f.csv", "--snapshot"), SALES, "A snapshot closes the open items that a file does not name;"),
    ],
)
def test_what_fails_is_1_with_one_sentence(sqlite_shell, words, content, sentence):
    sqlite_shell.write("f.csv", content)
    done = sqlite_shell.run(*words)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"clientele: {sentence}")
    assert done.stderr.count("\n") == 1
    assert sorted(path.name for path in sqlite_shell.folder.iterdir() if "clientele.db" not in path.name) == ["f.csv"]


def test_a_wrong_flag_fails_without_a_traceback(sqlite_shell):
    sqlite_shell.write("f.csv", SALES)
    done = sqlite_shell.run("sales", "f.csv", "--snapshoot")
    assert done.returncode != 0
    assert "--snapshoot" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_dry_run_says_so(sqlite_shell):
    sqlite_shell.write("sales.csv", SALES)
    done = sqlite_shell.run("sales", "sales.csv", "--dry-run")
    line = "sales lines: 2 added, 0 changed, 0 same, 0 rejected, 2 waiting (dry run: nothing was written)"
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, line)
    assert sqlite_shell.run("sales", "sales.csv").stdout.splitlines()[-1].startswith("sales lines: 2 added")


def test_open_items_say_their_data_date(migrated_postgres_url, tmp_path):
    shell = Shell(tmp_path, migrated_postgres_url)
    shell.write("i.csv", "invoice_id,client,issued,due,amount,currency\nI1,ACME,2026-01-05,2026-02-05,9,EUR\n")
    assert "Data date: 2026-01-05, the latest in the file" in shell.run("invoices", "i.csv").stdout
    assert "Data date: 2026-01-31\n" in shell.run("invoices", "i.csv", "--as-of", "2026-01-31").stdout
    with psycopg.connect(migrated_postgres_url) as connection:
        assert connection.execute("SELECT max(as_of)::text FROM import_run").fetchone() == ("2026-01-31",)


INVOICES = "invoice_id,client,issued,due,amount,currency\n"


def invoices(*numbers: int) -> str:
    return INVOICES + "".join(f"I{number},ACME,2026-01-05,2026-02-05,100,USD\n" for number in numbers)


def answered(shell: Shell, answer: str, *words: str) -> tuple[int, str]:
    """Run the command at a terminal and type an answer; return the exit status and what the screen shows."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "bot", "import", *words]
    child = subprocess.Popen(
        command, cwd=shell.folder, env=shell._environment, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    os.write(ours, f"{answer}\n".encode())
    shown = b""
    with suppress(OSError):  # a terminal whose other side has gone
        while piece := os.read(ours, 4096):
            shown += piece
    os.close(ours)
    return child.wait(), shown.decode()


def test_a_snapshot_says_what_it_closes_and_asks_at_a_terminal(sqlite_shell):
    sqlite_shell.write("invoices.csv", invoices(1, 2, 3))
    assert sqlite_shell.run("invoices", "invoices.csv", "--as-of", "2026-02-01").returncode == 0
    sqlite_shell.write("fewer.csv", invoices(1, 3))
    words = ("invoices", "fewer.csv", "--snapshot", "--as-of", "2026-02-02")
    status, shown = answered(sqlite_shell, "n", *words)
    assert status == 1
    assert "This closes 1 of 3 open items (invoices)." in shown
    assert "Nothing was written." in shown
    # Nobody to ask: the counts come first, and it goes on.
    done = sqlite_shell.run(*words)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "This closes 1 of 3 open items (invoices).",
        "Data date: 2026-02-02",
        "What waits: `clientele report waiting`, or `/client import waiting` in Slack",
        "invoices: 0 added, 0 changed, 2 same, 0 rejected, 2 waiting, 1 closed",
    ]
    status, shown = answered(sqlite_shell, "y", "invoices", "invoices.csv", "--snapshot", "--as-of", "2026-02-03")
    assert status == 0
    assert "This closes" not in shown


def test_a_snapshot_that_is_cut_off_wants_a_yes(sqlite_shell):
    sqlite_shell.write("invoices.csv", invoices(*range(120)))
    assert sqlite_shell.run("invoices", "invoices.csv", "--as-of", "2026-02-01").returncode == 0
    sqlite_shell.write("cut.csv", invoices(7))
    words = ("invoices", "cut.csv", "--snapshot", "--as-of", "2026-02-02")
    refused = sqlite_shell.run(*words)
    assert (refused.returncode, refused.stdout) == (1, "This closes 119 of 120 open items (invoices).\n")
    assert refused.stderr == (
        "clientele: That is more than half of them, so nothing was written; if the file is whole, add --yes.\n"
    )
    assert sqlite_shell.run(*words, "--yes").returncode == 0


def test_another_base_currency_converts_the_ledger_and_says_so(shell):
    shell.write("rates.csv", "currency,date,rate\nEUR,2026-01-01,1.25\n")
    shell.write("sales.csv", SALES.replace(",USD,2", ",EUR,2"))
    for kind in ("rates", "sales"):
        assert shell.run(kind, f"{kind}.csv").returncode == 0
    shell._environment["CLIENTELE_BASE_CURRENCY"] = "EUR"
    done = shell.run("sales", "sales.csv")
    assert (done.returncode, done.stderr) == (
        0,
        "The ledger was kept in USD and is kept in EUR from now on; 2 sales lines were converted again.\n",
    )
    assert done.stdout.splitlines()[-1] == "sales lines: 0 added, 0 changed, 2 same, 0 rejected, 2 waiting"
    shell._environment["CLIENTELE_BASE_CURRENCY"] = "CHF"
    refused = shell.run("sales", "sales.csv")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "there is no exchange rate of CHF for 2026-01-01 or the 31 days before it" in refused.stderr
