"""How much longer `/client show` takes than the same read and write by the bare driver, in the same run."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from bench.company import Size, code_of, rep_of
from bench.processes import Office
from bench.wire import Caller, Delivery

WARM_UP = 100


@dataclass(frozen=True)
class Round:
    """Medians of one round in milliseconds, and of the time until the card had been posted."""

    bot: float
    bare: float
    empty: float
    posted: float

    @property
    def ratio(self) -> float:
        """Return how many times the bare listener's median the bot's is."""
        return self.bot / self.bare


@dataclass(frozen=True)
class Ratio:
    """Every round on one database, and what is allowed."""

    database: str
    allowed: float
    rounds: Sequence[Round]

    @property
    def ratio(self) -> float:
        """Return the median of the rounds' ratios."""
        return median(each.ratio for each in self.rounds)


def measure(office: Office, size: Size, *, database: str, rounds: int, requests: int) -> Ratio:
    """Measure with the two processes taking turns, so that whatever else the machine does hits both alike."""
    _round(office, size, WARM_UP, first=1)
    found = [_round(office, size, requests, first=1 + number * requests) for number in range(rounds)]
    return Ratio(database, 3.0 if database == "SQLite" else 2.5, found)


def _round(office: Office, size: Size, requests: int, *, first: int) -> Round:
    bot: list[float] = []
    bare: list[float] = []
    empty: list[float] = []
    posted: list[float] = []
    for number in range(first, first + requests):
        client = number * 7919 % size.clients + 1
        user, text = rep_of(client, size), f"show {code_of(client)}"
        turns = [lambda u=user, t=text: bot.append(_shown(office, office.sender.command(u, t), posted))]
        turns.append(lambda u=user, t=text: bare.append(_plain(office.bare, office.sender.command(u, t))))
        # Who goes first finds the client's pages cold: each does so every other time.
        for turn in turns if number % 2 else reversed(turns):
            turn()
        empty.append(_plain(office.bare, office.sender.command(user, "", name="/empty")))
    return Round(*(median(times) * 1000 for times in (bot, bare, empty, posted)))


def _shown(office: Office, delivery: Delivery, posted: list[float]) -> float:
    """Ask the bot, and wait until it has posted the card: what runs after the answer must not disturb the other."""
    from time import perf_counter

    start = perf_counter()
    timed = office.bot.send(delivery)
    text = office.slack.get(f"/await/{delivery.answer}")
    posted.append(perf_counter() - start)
    if timed.status != 200 or "Basic data" not in text:
        raise SystemExit(f"/client show answered {timed.status} and “{text}”")
    return timed.seconds


def _plain(caller: Caller, delivery: Delivery) -> float:
    timed = caller.send(delivery)
    if timed.status != 200:
        raise SystemExit(f"the bare listener answered {timed.status}")
    return timed.seconds
