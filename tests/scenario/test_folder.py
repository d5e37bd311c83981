"""The nightly files: dropped into the folder of the running bot, taken or refused, and what finance then reads."""

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from playground.client import Person
from tests.scenario.conftest import NOW
from tests.scenario.office import MEI, Office

INVOICES = "invoice_id,client,issued,due,amount,currency\n"
PATIENCE = 120


def until(what: Callable[[], object]) -> None:
    """Wait for what the bot's clock does."""
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.2)


def deliver(folder: Path, day: str, amount: str, announced: str) -> None:
    (folder / f"invoices-{day}.totals.csv").write_text(f"currency,lines,amount\nUSD,1,{announced}\n")
    (folder / f"invoices-{day}.csv").write_text(f"{INVOICES}I1,ACME,{day},{day},{amount},USD\n")


def said(person: Person) -> list[str]:
    """What the bot has written to somebody alone."""
    return [each.text_all for each in person.channel("app").messages()]


def test_a_night_that_does_not_match_and_one_that_does(tmp_path, migrated_postgres_url):
    folder = tmp_path / "drop"
    folder.mkdir()
    yesterday = NOW.date() - timedelta(days=1)
    deliver(folder, yesterday.isoformat(), "900", "901")
    with Office(tmp_path, migrated_postgres_url, settings={"CLIENTELE_INBOX": str(folder)}) as office:
        office.open_file("ACME GmbH", owner=MEI, now=NOW, code="ACME")
        finance = office.workspace.person("Arjun")
        until((folder / "refused" / f"invoices-{yesterday}.csv").exists)
        # Killed after the refusal and started again: nothing is told twice.
        office.bot.kill()
        office.start_bot()
        until(lambda: any("does not match its control totals" in each for each in said(finance)))
        deliver(folder, NOW.date().isoformat(), "900", "900")
        until((folder / "done" / f"invoices-{NOW.date()}.csv").exists)
        told = [each for each in said(finance) if "does not match its control totals" in each]
        assert len(told) == 1
        assert "USD: announced 1 line of USD 901.00, found 1 line of USD 900.00" in told[0]
        with office.database.engine.connect() as connection:
            assert connection.execute(text("SELECT origin FROM import_run")).scalars().all() == ["folder"]
