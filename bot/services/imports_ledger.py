"""Imports of the ledger: products, sales, orders, invoices, payments and exchange rates."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import cast

from sqlalchemy.orm import Session

from bot.errors import Conflict
from bot.files.checks import Checked, Sheet
from bot.files.headers import Layout
from bot.files.ledger_checks import LEDGER_CHECKS, LedgerContext, check_ledger, spoken_of
from bot.i18n import lazy
from bot.policy.rates import STANDS_DAYS, RateBook
from bot.reports.line_sums import LineSums, Meanings
from bot.results.imports import ImportCounts, ImportKind, ImportOptions
from bot.services.matching import Matcher
from bot.store import base_currency, conversions, import_runs, ledger_writes, rates, references, rollups, settings


class LedgerWork:
    """One ledger file on its way from its lines to the ledger."""

    def __init__(self, session: Session, kind: ImportKind, layout: Layout, options: ImportOptions) -> None:
        """Take the rates as they stand now, and make room for the lines."""
        self._kind = kind
        self._options = options
        self._context = LedgerContext(RateBook(options.base_currency, rates.list_rates(session)))
        self._rates_seen = settings.counter(session, import_runs.RATES_GENERATION)
        self._seen: set[Hashable] = set()
        self._stated_rates: dict[tuple[str, date], Decimal] = {}
        self._negative = self._unnamed = 0
        self._matcher = Matcher()
        self._staged = ledger_writes.StagedLedger(
            kind,
            optional=LEDGER_CHECKS[kind].optional,
            spoken_of=spoken_of(kind, layout),
            finders=self._matcher.finders,
        )
        self._staged.create(session)
        self._sums = LineSums()
        if kind is ImportKind.RATES:
            conversions.create_tables(session)

    def check(self, sheet: Sheet) -> Mapping[str, Sequence[object]]:
        """Check a chunk; what is wrong stays with the sheet."""
        return check_ledger(self._kind, sheet, self._context, self._seen)

    def stage(self, session: Session, checked: Checked) -> None:
        """Stage the lines kept of a chunk."""
        if self._kind is ImportKind.RATES:
            columns = (checked.columns[name] for name in ("currency", "date", "rate"))
            for currency, day, rate in zip(*(map(str, column) for column in columns), strict=True):
                self._stated_rates[currency, date.fromisoformat(day)] = Decimal(rate)
        # Over millions of lines; a comparison of each in Python's own loop would take longer than reading them.
        self._negative += sum(map((0).__gt__, cast("Sequence[int]", checked.columns.get("amount", ()))))
        self._unnamed += list(checked.columns.get("client_ref", ())).count("")
        self._staged.add(session, checked.lines, checked.columns)
        if self._kind is ImportKind.SALES and checked.lines:
            self._sums.add(checked.lines, checked.columns)

    def prepare(self, session: Session) -> ImportCounts:
        """Work out what publishing will do."""
        counts = replace(
            self._staged.prepare(session),
            negative=self._negative,
            unnamed=self._unnamed,
            not_looked_up=self._matcher.passed_over,
        )
        if self._kind is ImportKind.SALES and counts.added:
            self._add_sums(session)
        if self._options.snapshot:
            closed = self._staged.close_absent(session, is_rehearsal=True)
            counts = replace(counts, closed=closed, were_open=self._staged.count_open(session))
        if self._kind is ImportKind.RATES:
            counts = replace(counts, recomputed=self._convert_again(session))
        return counts

    def _add_sums(self, session: Session) -> None:
        """Note what the new lines add to the rollups."""
        meant = self._staged.meant
        meanings = Meanings(meant["client_id"], meant["product_id"], rollups.list_countries(session))
        sums = self._sums.total(self._staged.list_known(session), meanings)
        rollups.add_sums(session, sums.by_client, sums.by_product)

    def _keep_base(self, session: Session, now: datetime) -> None:
        """Refuse amounts in another base currency than the ledger's; the first import says which that is."""
        kept, ours = base_currency.get_base(session), self._options.base_currency
        if kept is None:
            base_currency.set_base(session, ours, now)
        elif kept != ours:
            raise Conflict(
                lazy("The ledger is kept in {kept}, not in {ours}; start again with one CLIENTELE_BASE_CURRENCY."),
                kept=kept,
                ours=ours,
            )

    def _convert_again(self, session: Session) -> int:
        """Convert the sales lines that another rate will govern, without writing them yet; return how many."""
        standing = {(currency, day): rate for currency, day, rate in rates.list_rates(session)}
        moved = {key: rate for key, rate in self._stated_rates.items() if standing.get(key) != rate}
        if not moved:
            return conversions.stage(session, self._context.rates, ())
        days = [day for _, day in moved]
        span = conversions.Span({key[0] for key in moved}, min(days), max(days) + timedelta(days=STANDS_DAYS))
        book = RateBook(
            self._options.base_currency, [(*key, rate) for key, rate in (standing | self._stated_rates).items()]
        )
        return conversions.stage(session, book, conversions.list_rated_days(session, span))

    def publish(self, session: Session, counts: ImportCounts, now: datetime) -> ImportCounts:
        """Write it. Raises Conflict when the rates that the amounts were converted at have changed meanwhile."""
        if settings.counter(session, import_runs.RATES_GENERATION) != self._rates_seen:
            raise Conflict(lazy("The exchange rates have changed while the file was read; import it again."))
        self._keep_base(session, now)
        if counts.added or counts.changed:
            self._staged.publish(session, counts)
        if self._options.snapshot:
            counts = replace(counts, closed=self._staged.close_absent(session, is_rehearsal=False))
        if not (counts.added or counts.changed):
            return counts
        if self._kind is ImportKind.PRODUCTS:
            references.create_matches(session)
            return replace(counts, matched=ledger_writes.match_waiting(session, "product_id", self._matcher.products))
        if self._kind is ImportKind.RATES:
            settings.bump(session, import_runs.RATES_GENERATION, now)
            if counts.recomputed:
                conversions.publish(session)
        return counts
