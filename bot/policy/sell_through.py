"""What indirect clients report to have sold on: which reports count where several speak of the same days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Spoken:
    """A report by the days it speaks of and when it was stated."""

    report_id: int
    starts: date
    ends: date
    stated_at: datetime


def standing(reports: Iterable[Spoken]) -> Sequence[Spoken]:
    """Return the reports that count, the latest period first: of several about the same days, what was stated last.

    A month and the quarter around it are one sale told twice; adding them up would count it twice.
    """
    kept: list[Spoken] = []
    for each in sorted(reports, key=lambda report: (report.stated_at, report.report_id), reverse=True):
        if all(each.ends < other.starts or other.ends < each.starts for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda report: report.ends, reverse=True)
