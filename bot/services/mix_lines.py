"""What goes with a composition when it leaves the answer: the lines behind it, and the channel it is shown in."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import islice

from sqlalchemy.orm import Session

from bot.policy.access import Actor, Deed, Part, Relation, Right, Role, figures_scope, right
from bot.policy.catalogue import Catalogue
from bot.policy.periods import Period
from bot.results.composition import PRODUCT_KEYS, Key, Missing
from bot.results.sales_lines import LinesBehind
from bot.services import gate
from bot.services.composition import slice_of
from bot.services.filters import Filters
from bot.store import access
from bot.store.sales_lines import stream_lines

MOST_LINES = 20_000
"""Lines that a workbook lists: more than anybody reads, written in a few seconds, and a file that opens on a phone."""


def list_lines(
    session: Session,
    actor: Actor,
    *,
    keys: Sequence[Key],
    period: Period,
    now: datetime,
    catalogue: Catalogue,
    until: date | None = None,
    filters: Filters | None = None,
    unit: str | None = None,
    reader: Session | None = None,
    most: int = MOST_LINES,
) -> LinesBehind | None:
    """Return the lines behind such a composition, of clients whose sales the actor may read; the reading is logged.

    None for an auditor, who reads totals only; whoever is one beside another role gets the lines that this one opens.
    Lines that the keys cannot place stand in no figure, and not here; of quantities, those of one `unit` alone may be
    asked for. Raises as `answer_mix` does.
    """
    lining = replace(actor, roles=actor.roles - {Role.AUDITOR})
    if right(lining.roles, Relation.OWN, Part.SALES) < Right.READ:
        return None
    read = reader or session
    asked = slice_of(read, lining, keys, filters, period=period, until=until, now=now, catalogue=catalogue)
    lines = list(stream_lines(read, asked, _needed(keys), unit=unit, most=most + 1))
    detail = f"{' '.join(key.value for key in keys)} {period.name}"
    gate.note_figures(session, actor, Part.SALES, via="mix_lines", now=now, detail=detail)
    return LinesBehind(figures_scope(lining.roles), tuple(islice(lines, most)), is_cut=len(lines) > most)


def _needed(keys: Sequence[Key]) -> frozenset[Missing]:
    """Return what a line must be matched to, to stand in a row by these keys."""
    of_products = [key in PRODUCT_KEYS for key in keys]
    client = {Missing.CLIENT} if not all(of_products) else set()
    return frozenset(client | ({Missing.PRODUCT} if any(of_products) else set()))


def note_shared(
    session: Session, actor: Actor, channel: str, *, keys: Sequence[Key], period: Period, now: datetime
) -> None:
    """Log that a composition is shown in a channel, and in which."""
    detail = f"{channel} {' '.join(key.value for key in keys)} {period.name}"
    access.add_entries(session, [gate.entry(actor, Deed.SHARED, Part.SALES, None, via="share", now=now, detail=detail)])
