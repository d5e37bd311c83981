"""What the demo's people have decided about sales: the focus of the quarter, and measures for single clients."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from bot.demo.cast import BASE_CURRENCY, DIEGO, INGRID, MEI
from bot.policy.access import Actor
from bot.policy.catalogue import Catalogue
from bot.results.clients import Client
from bot.results.measures import Seed
from bot.services.measures import MeasureForm, add_measure, quarter_end

DECIDED_DAYS_AGO = 30


@dataclass(frozen=True)
class Decided:
    """A measure that somebody has taken on: for a client, or for the part of a composition that `seed` names.

    `due_in` counts days from today, negative for one that is overdue; None is the end of the quarter.
    """

    by: str
    what: str
    target: str
    client: str = ""
    seed: Seed = field(default_factory=Seed)
    due_in: int | None = None
    is_focus: bool = False


MEASURES = (
    Decided(
        INGRID,
        "Bring Southern Europe back: two visits a month, and the spring list before Christmas.",
        "165,000 EUR",
        seed=Seed(by="region", part="039"),
        is_focus=True,
    ),
    Decided(MEI, "Win back the rental branch with an offer for 120 rotary hammers.", "120,000 EUR", client="ACME"),
    Decided(DIEGO, "Agree on terms for next year before the price list changes.", "", client="MANGU", due_in=-4),
)


def record_measures(
    session: Session, known: Mapping[str, Client], actors: Mapping[str, Actor], today: date, at: datetime
) -> None:
    """Enter the measures as of an instant; whoever decides one takes it on, so that nobody need be told."""
    for each in MEASURES:
        due = quarter_end(today) if each.due_in is None else today + timedelta(days=each.due_in)
        client = str(known[each.client].client_id) if each.client else ""
        add_measure(
            session,
            actors[each.by],
            each.seed,
            MeasureForm(each.what, each.by, due.isoformat(), each.target, client, each.is_focus),
            now=at,
            today=at.date(),
            base_currency=BASE_CURRENCY,
            catalogue=Catalogue(),
        )
