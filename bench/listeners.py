"""How soon every listener returns, and how much later the answer or the form is there."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles

from bench.cases import Case, Cases
from bench.company import Size
from bench.processes import Office

ALLOWED = 100.0
"""Milliseconds at p99."""

SLACK_AWAY = 0.15
"""Seconds that a call of Slack's Web API takes in the second pass: about what it takes across a network."""

RARELY = 4
"""One turn of so many does what takes long to work out."""

_FAILED = ("went wrong", "reference")


@dataclass
class Times:
    """What was measured of one case, in milliseconds."""

    case: str
    returned: list[float] = field(default_factory=list)
    followed: list[float] = field(default_factory=list)
    away: list[float] = field(default_factory=list)
    """Until the listener returned while each call of Slack's Web API took `SLACK_AWAY`."""

    @property
    def p50(self) -> float:
        """Return the median until the listener returned."""
        return median(self.returned)

    @property
    def p99(self) -> float:
        """Return the 99th percentile until the listener returned."""
        return quantiles(self.returned, n=100, method="inclusive")[98]

    @property
    def slowest(self) -> float:
        """Return what the promise is held against: the 99th percentile, or more where Slack was waited for."""
        return max(self.p99, *self.away, 0.0)


def measure(office: Office, size: Size, *, turns: int, seconds: float, away_turns: int) -> Sequence[Times]:
    """Go through all cases turn by turn, at most so many turns and about so many seconds."""
    cases = Cases(office.sender, size).all()
    found = [Times(case.name) for case in cases]
    empty = Times("(an empty Bolt listener, for comparison)")
    for case in cases:
        _measure(office, case, Times(""), 0)  # what is loaded at first use is loaded now
    end = time.monotonic() + seconds
    for turn in range(1, turns + 1):
        for case, times in zip(cases, found, strict=True):
            if not case.rare or turn % RARELY == 0:
                _measure(office, case, times, turn)
                empty.returned.append(office.bare.send(office.sender.command("U0", "", name="/empty")).seconds * 1000)
        if time.monotonic() > end:
            break
    _measure_away(office, cases, found, range(turns + 1, turns + 1 + away_turns))
    return [*found, empty]


def _measure(office: Office, case: Case, times: Times, turn: int) -> None:
    beside = case.alongside(turn) if case.alongside else None
    if beside:
        office.bot.send(beside)
    delivery = case.make(turn)
    start = time.perf_counter()
    timed = office.bot.send(delivery)
    _check(case, timed.status, timed.body.decode())
    times.returned.append(timed.seconds * 1000)
    if case.follows:
        text = office.slack.get(f"/await/{delivery.answer}")
        times.followed.append((time.perf_counter() - start) * 1000)
        _check(case, timed.status if text else 0, text)
    if beside:
        office.slack.get(f"/await/{beside.answer}")


def _measure_away(office: Office, cases: Sequence[Case], found: Sequence[Times], turns: range) -> None:
    """Measure again with Slack some way off: whoever waits for it before returning is seen."""
    office.slack.post(f"/delay/{SLACK_AWAY}")
    for turn in turns:
        for case, times in zip(cases, found, strict=True):
            if not case.alongside:
                delivery = case.make(turn)
                times.away.append(office.bot.send(delivery).seconds * 1000)
                if case.follows:
                    office.slack.get(f"/await/{delivery.answer}")
    office.slack.post("/delay/0")


def _check(case: Case, status: int, text: str) -> None:
    """End the run at a refusal or an error: they are quick, and no measurement."""
    if status != 200 or any(word in text for word in _FAILED) or '"errors"' in text:
        raise SystemExit(f"{case.name} was answered with {status or 'nothing'}: {text}")
