"""A desk at which files are imported, for tests: texts in, reports out, tables to look into."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text

from bot.policy.access import Actor
from bot.results.imports import Confirm, ImportKind, ImportOptions, ImportReport
from bot.services.imports import Settle, import_file
from bot.services.people import operator
from bot.store.database import Database, open_engine

NOW = datetime(2026, 7, 20, 12, tzinfo=UTC)
OPERATOR = operator("root")


@dataclass
class ImportDesk:
    """An opened database and a folder for files."""

    database: Database
    folder: Path

    def take(
        self,
        kind: str,
        content: str,
        *,
        actor: Actor = OPERATOR,
        now: datetime = NOW,
        settle: Settle | None = None,
        **options: object,
    ) -> ImportReport:
        """Import a file that holds `content`; `options` are those of ImportOptions."""
        path = self.folder / f"{kind}.csv"
        path.write_text(content, encoding="utf-8")
        taken = ImportOptions(**({"base_currency": "USD"} | options))
        return import_file(self.database, actor, ImportKind(kind), path, taken, now=now, settle=settle)

    def take_asking(self, confirm: Confirm, kind: str, content: str, **options: object) -> ImportReport:
        """Import a file, asking `confirm` before a snapshot closes anything."""
        path = self.folder / f"{kind}.csv"
        path.write_text(content, encoding="utf-8")
        taken = ImportOptions(**({"base_currency": "USD"} | options))
        return import_file(self.database, OPERATOR, ImportKind(kind), path, taken, now=NOW, confirm=confirm)

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        """Ask the database in plain SQL."""
        with self.database.reading() as session:
            return [tuple(row) for row in session.execute(text(statement))]

    def counts(self, report: ImportReport) -> tuple[int, int, int, int, int]:
        """Return what a report's last line says: added, changed, same, rejected, waiting."""
        counts = report.counts
        return counts.added, counts.changed, counts.same, report.rejected, counts.waiting


@contextmanager
def open_import_desk(url: str, folder: Path) -> Iterator[ImportDesk]:
    """Open a desk on a migrated database and close it afterwards."""
    database = Database(open_engine(url))
    try:
        yield ImportDesk(database, folder)
    finally:
        database.close()
