"""Finding a client by a name with two typing errors, beside the bare library over the same list."""

import random
import time
from dataclasses import dataclass
from statistics import median, quantiles

import psutil
from rapidfuzz import fuzz, process

from bench.company import SEED, Size, names
from bench.processes import Office
from bot.policy.names import fold
from bot.services.lookup import list_matches
from bot.services.name_index import LIKELY
from bot.store.database import Database, open_engine

SHOWN = 5


@dataclass(frozen=True)
class Naming:
    """Times in milliseconds; `recall` is the share of names whose client stands among the first five."""

    searches: int
    found: float
    found_p99: float
    bare: float
    recall: float
    reload: float
    """What the first search after a change of a name takes more: the copy in memory is made anew."""

    @property
    def ratio(self) -> float:
        """Return how many times the bare library's median ours is."""
        return self.found / self.bare


def measure(url: str, size: Size, *, searches: int) -> Naming:
    """Search by the desk and by the library in turns."""
    choose = random.Random(SEED)
    known = names(size)
    keys = [fold(name) for name in known]
    database = Database(open_engine(url))
    ours: list[float] = []
    bare: list[float] = []
    right = 0
    try:
        with database.reading() as session:
            start = time.perf_counter()
            list_matches(session, known[0])
            first = time.perf_counter() - start
            for client in choose.sample(range(len(known)), min(searches, len(known))):
                typed = two_errors(known[client], choose)
                start = time.perf_counter()
                matches = list_matches(session, typed, most=SHOWN)
                ours.append(time.perf_counter() - start)
                start = time.perf_counter()
                process.extract(fold(typed), keys, scorer=fuzz.ratio, score_cutoff=LIKELY, limit=SHOWN)
                bare.append(time.perf_counter() - start)
                right += any(match.client.client_id == client + 1 for match in matches)
    finally:
        database.close()
    times = [each * 1000 for each in ours]
    p99 = quantiles(times, n=100, method="inclusive")[98]
    return Naming(len(times), median(times), p99, median(bare) * 1000, right / len(times), first * 1000 - median(times))


def two_errors(name: str, choose: random.Random) -> str:
    """Return the name with two letters wrong, missing or doubled, none of them the first."""
    letters = list(name)
    for _ in range(2):
        place = choose.randrange(1, min(len(letters), 12))
        letters[place] = choose.choice(["", letters[place] * 2, choose.choice("aeiourstln")])
    return "".join(letters)


def memory(office: Office) -> float:
    """Return what the bot's process holds in memory by now, in MB."""
    return float(psutil.Process(office.bot_process).memory_info().rss) / 1_000_000
