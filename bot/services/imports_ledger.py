"""Imports of the ledger: products, sales, orders, invoices, payments and exchange rates."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.errors import Conflict
from bot.files.checks import Checked, Sheet
from bot.files.headers import Layout
from bot.files.ledger_checks import LEDGER_CHECKS, LedgerContext, check_ledger, spoken_of
from bot.i18n import lazy
from bot.policy.rates import RateBook
from bot.results.imports import ImportCounts, ImportKind, ImportOptions
from bot.store import import_runs, ledger_writes, rates, references, settings


class LedgerWork:
    """One ledger file on its way from its lines to the ledger."""

    def __init__(self, session: Session, kind: ImportKind, layout: Layout, options: ImportOptions) -> None:
        """Take the rates as they stand now, and make room for the lines."""
        self._kind = kind
        self._options = options
        self._context = LedgerContext(RateBook(options.base_currency, rates.list_rates(session)))
        self._rates_seen = settings.counter(session, import_runs.RATES_GENERATION)
        self._seen: set[Hashable] = set()
        self._currencies: set[str] = set()
        self._staged = ledger_writes.StagedLedger(
            kind, optional=LEDGER_CHECKS[kind].optional, spoken_of=spoken_of(kind, layout)
        )
        self._staged.create(session)

    def check(self, sheet: Sheet) -> Mapping[str, Sequence[object]]:
        """Check a chunk; what is wrong stays with the sheet."""
        return check_ledger(self._kind, sheet, self._context, self._seen)

    def stage(self, session: Session, checked: Checked) -> None:
        """Stage the lines kept of a chunk."""
        if self._kind is ImportKind.RATES:
            self._currencies.update(map(str, checked.columns["currency"]))
        self._staged.add(session, checked.lines, checked.columns)

    def prepare(self, session: Session) -> ImportCounts:
        """Work out what publishing will do."""
        counts = self._staged.prepare(session)
        if self._options.snapshot:
            counts = replace(counts, closed=self._staged.close_absent(session, is_rehearsal=True))
        return counts

    def publish(self, session: Session, counts: ImportCounts, now: datetime) -> ImportCounts:
        """Write it. Raises Conflict when the rates that the amounts were converted at have changed meanwhile."""
        if settings.counter(session, import_runs.RATES_GENERATION) != self._rates_seen:
            raise Conflict(lazy("The exchange rates have changed while the file was read; import it again."))
        if counts.added or counts.changed:
            self._staged.publish(session)
        if self._options.snapshot:
            counts = replace(counts, closed=self._staged.close_absent(session, is_rehearsal=False))
        if not (counts.added or counts.changed):
            return counts
        if self._kind is ImportKind.PRODUCTS:
            references.create_matches(session)
            return replace(counts, matched=ledger_writes.match_waiting(session, "product_id"))
        if self._kind is ImportKind.RATES:
            settings.bump(session, import_runs.RATES_GENERATION, now)
            base = self._options.base_currency
            return replace(counts, recomputed=rates.recompute(session, base, self._currencies))
        return counts
