"""What the demo's files say: facts of every section with their sources and days, some of them long ago."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bot.demo import showcase
from bot.demo.cast import INES
from bot.demo.clients import CLIENTS, DemoClient
from bot.demo.prose import SENTENCES
from bot.demo.trade import LIST_FACTORS, MONTHLY
from bot.policy.access import Part
from bot.policy.catalogue import FILE_SECTIONS, Catalogue, Source
from bot.policy.freshness import Freshness


@dataclass(frozen=True)
class Statement:
    """What one person learnt of one section on one day, as they would type it."""

    client: str
    by: str
    source: Source
    observed_on: date
    values: Mapping[str, str]


AGES = {Freshness.FRESH: (0.05, 0.7), Freshness.DUE: (0.83, 0.97), Freshness.STALE: (1.04, 1.24)}
"""How old a section of a state is, as a share of the shortest shelf life in it."""

STATES = (*[Freshness.FRESH] * 12, *[Freshness.DUE] * 3, *[Freshness.STALE] * 2, *[Freshness.EMPTY] * 3)
"""How often a section is in each state, in twentieths."""

SOURCES: dict[Part, tuple[Source, ...]] = {
    Part.BASIC: (Source.DATA_SHEET, Source.CALL, Source.EMAIL, Source.RESEARCH),
    Part.CHARACTERISTICS: (Source.VISIT, Source.DATA_SHEET, Source.AGENCY),
    Part.BUSINESS: (Source.VISIT, Source.CALL),
    Part.TRADING: (Source.CALL, Source.VISIT, Source.EMAIL),
}

_CODES = tuple(client.code for client in CLIENTS)

ALWAYS_KNOWN = {"industry", "nature", "type", "situation", "staff", "competitors", "relation_quality", "problems"}
"""Fields that every filled section has; others are missing here and there."""


def make_statements(
    rng: Random, clients: Sequence[DemoClient], monday: date, today: date, catalogue: Catalogue
) -> tuple[Statement, ...]:
    """Return the statements in the order in which they were made; `monday` is this week's."""
    made = [
        _statement(rng, client, section, monday, today, catalogue) for client in clients for section in FILE_SECTIONS
    ]
    return tuple(sorted((each for each in made if each is not None), key=lambda each: each.observed_on))


def _statement(
    rng: Random, client: DemoClient, section: Part, monday: date, today: date, catalogue: Catalogue
) -> Statement | None:
    if client.code == showcase.CODE:
        share, source, values = showcase.TOLD[section]
    else:
        state = _state(rng, client, section)
        told = _VALUES[section](rng, client)
        values = {key: text for key, text in told.items() if key in ALWAYS_KNOWN or rng.random() < 0.85}
        source = rng.choice(SOURCES[section])
        if state is Freshness.EMPTY:
            return None
        share = rng.uniform(*AGES[state])
    shelf = min(catalogue.require(key).fresh_days for key in values)
    observed_on = today - timedelta(days=max(1, round(shelf * share)))
    if client.stage == "future":
        observed_on = max(observed_on, monday - timedelta(days=client.opened))
    return Statement(client.code, client.owner or INES, source, observed_on, values)


def _state(rng: Random, client: DemoClient, section: Part) -> Freshness:
    drawn = rng.choice(STATES)
    if client.stage == "past":
        return Freshness.STALE
    if client.stage == "future":
        return Freshness.FRESH if section is Part.BASIC else Freshness.EMPTY
    if section is Part.BASIC and drawn is Freshness.EMPTY:
        return Freshness.FRESH
    return drawn


def _said(client: DemoClient, *keys: str) -> dict[str, str]:
    """Take the sentences in turn, so that neighbours do not say the same."""
    turn = _CODES.index(client.code)
    return {
        key: SENTENCES[key][(turn + len(key)) % len(SENTENCES[key])].format(city=client.city, terms=client.terms)
        for key in keys
    }


def _money(euro: float, client: DemoClient) -> str:
    """Write an amount in the client's currency with two leading digits, as people say it."""
    amount = int(euro * float(LIST_FACTORS[client.currency]))
    step = 10 ** max(len(str(amount)) - 2, 0)
    return f"{amount // step * step} {client.currency}"


def _rating(rng: Random) -> str:
    return rng.choice("2334445")


def _day(rng: Random, first: int, last: int) -> str:
    return f"{rng.randrange(first, last)}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}"


def _yearly(client: DemoClient) -> float:
    return max(client.size, 3) * MONTHLY * 12.0


def _basic(rng: Random, client: DemoClient) -> dict[str, str]:
    industry, nature, kind = client.kind.split()
    since = _day(rng, 2012, 2023)
    values = _said(client, "situation", "owners", "qualifications") | {
        "managers": f"{client.contact} ({client.title})",
        "founded": _day(rng, 1921, 2010),
        "industry": industry,
        "nature": nature,
        "type": kind,
        "assets": _money(_yearly(client) * rng.uniform(1.5, 4), client),
        "phone": client.phone,
        "website": f"www.{client.domain}",
    }
    return values if client.stage == "future" else values | {"trading_since": since}


def _characteristics(rng: Random, client: DemoClient) -> dict[str, str]:
    return _said(client, "service_area", "culture", "strategy", "management_style") | {
        "sales_capability": _rating(rng),
        "development_potential": _rating(rng),
        "staff": str(client.size * rng.randrange(2, 6) + rng.randrange(4, 30)),
        "yearly_sales": _money(_yearly(client) * rng.uniform(6, 15), client),
    }


def _business(rng: Random, client: DemoClient) -> dict[str, str]:
    return _said(client, "competitors", "attitude") | {
        "stated_purchases": _money(_yearly(client) * rng.uniform(0.9, 1.3), client),
        "management_quality": _rating(rng),
        "sales_staff_quality": _rating(rng),
        "relation_quality": _rating(rng),
    }


def _trading(_rng: Random, client: DemoClient) -> dict[str, str]:
    keys = ("sales_activity", "problems", "advantages", "counter_measures", "reputation", "credit_standing")
    return _said(client, *keys, "trading_terms", "credit_problems")


_VALUES = {
    Part.BASIC: _basic,
    Part.CHARACTERISTICS: _characteristics,
    Part.BUSINESS: _business,
    Part.TRADING: _trading,
}
