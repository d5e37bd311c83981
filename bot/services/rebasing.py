"""The base currency changed: the whole ledger is restated and converted again, or nothing is.

The currency that the ledger is kept in stands in the database. When the environment names another one, rates are
restated in it and each line is converted by the rule of lines, in one publication that every other one waits for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from bot.errors import ConfigurationError
from bot.i18n import lazy
from bot.policy.access import Actor, Deed, Part
from bot.policy.rates import STANDS_DAYS, RateBook, restated
from bot.results.rebasing import Rebased
from bot.services import gate
from bot.services.grading import read_settings
from bot.store import access, base_currency, conversions, import_runs, rates, rollups, settings
from bot.store.database import Database
from bot.store.staging import Staging


@dataclass(frozen=True)
class _Plan:
    """The rates as they will be, and how many lines they convert."""

    rates: dict[tuple[str, date], Decimal]
    lines: int
    left_out: int


def keep_base(
    database: Database, actor: Actor, base: str, *, now: datetime, progress: Callable[[int], None] | None = None
) -> Rebased | None:
    """Take the ledger to the base currency `base` where it is kept in another one; None when there is nothing to do.

    Of two processes at once one does it and the other finds it done. `progress` is told how many lines have been
    converted. Raises ConfigurationError, with nothing changed, when a rate is missing.
    """
    with database.reading() as session:
        kept = base_currency.get_base(session)
        is_new = kept is None and not base_currency.has_converted(session)
    if kept == base or is_new:
        return None
    if kept is None:
        _adopt(database, base, now)
        return None
    return _rebase(database, actor, base, now, progress)


def _adopt(database: Database, base: str, now: datetime) -> None:
    """Note what an older ledger is kept in, unless its lines contradict that."""
    with database.session() as session:
        if base_currency.is_contradicted(session, base):
            raise ConfigurationError(
                lazy(
                    "CLIENTELE_BASE_CURRENCY is {base}, but the ledger converts {base} itself, so it is kept in "
                    "another currency; start once with that one."
                ),
                base=base,
            )
        if base_currency.get_base(session) is None:
            base_currency.set_base(session, base, now)


def _rebase(
    database: Database, actor: Actor, base: str, now: datetime, progress: Callable[[int], None] | None
) -> Rebased | None:
    with Staging(database) as staging:
        with staging.reading() as session:
            conversions.create_tables(session)
            rollups.create_deltas(session)
            seen = _seen(session)
            try:
                plan = _plan(session, base, progress)
            except ConfigurationError:
                if base_currency.get_base(session) == base:  # another process has done it while this one was reading
                    return None
                raise
        with staging.publishing() as session:
            kept = base_currency.get_base(session)
            if kept is None or kept == base:
                return None
            if _seen(session) != seen:
                plan = _plan(session, base, progress)
            _publish(session, actor, base, plan, now)
            has_bounds = not read_settings(session).fits(base)
    return Rebased(kept, base, plan.lines, len(plan.rates), plan.left_out, has_bounds)


def _seen(session: Session) -> tuple[object, ...]:
    rates_generation = settings.counter(session, import_runs.RATES_GENERATION)
    return base_currency.get_base(session), rates_generation, *import_runs.moves(session)


def _plan(session: Session, base: str, progress: Callable[[int], None] | None) -> _Plan:
    """Work out what the ledger will be, without writing it."""
    kept = base_currency.get_base(session)
    stated = rates.list_rates(session)
    old = RateBook(kept or base, stated)
    found = dict(restated(old, base, stated)) if kept != base else {}
    new = RateBook(base, [(*key, rate) for key, rate in found.items()])
    days = conversions.list_rated_days(session)
    for each in days:
        if new.rate_on(each.currency, each.day) is None:
            raise _missing(old, base, each.currency, each.day)
    left_out = sum(currency != base and (currency, day) not in found for currency, day, _ in stated)
    return _Plan(found, conversions.stage(session, new, days, progress=progress), left_out)


def _missing(old: RateBook, base: str, currency: str, day: date) -> ConfigurationError:
    """Name the rate for want of which lines of a day cannot be converted."""
    stated_on = old.day_of(currency, day)
    wanted = (currency, day) if stated_on is None else (base, stated_on)
    return ConfigurationError(
        lazy(
            "The ledger is kept in {kept} and cannot be taken to {base}: there is no exchange rate of {currency} for "
            "{day} or the {days} days before it; import it with CLIENTELE_BASE_CURRENCY={kept} first."
        ),
        kept=old.base,
        base=base,
        currency=wanted[0],
        day=wanted[1].isoformat(),
        days=STANDS_DAYS,
    )


def _publish(session: Session, actor: Actor, base: str, plan: _Plan, now: datetime) -> None:
    if plan.lines:
        conversions.publish(session)
    rates.replace_rates(session, plan.rates)
    base_currency.set_base(session, base, now)
    for generation in (rollups.LEDGER_GENERATION, import_runs.RATES_GENERATION):
        settings.bump(session, generation, now)
    entry = gate.entry(actor, Deed.WRITE, Part.SALES, None, via="rebase", now=now, detail=base)
    access.add_entries(session, [entry])
