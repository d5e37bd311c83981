"""How good the files are: completeness is the weighted share of fields that are known, freshness that of known ones.

A field counts with its weight in the catalogue; weight 0 leaves it out, and so do the rules of `ONLY_FOR`. A value is
fresh for as long as its shelf life has not run out, whether or not it is due for a look already.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from bot.policy.fields import Field

ONLY_FOR: Mapping[str, tuple[str, str]] = {"leaving_reason": ("stage", "past"), "via": ("relation", "indirect")}
"""Fields that only some clients can have, by what those have in the directory."""


@dataclass(frozen=True)
class Standing:
    """What of a client's directory decides which fields count."""

    stage: str
    relation: str


@dataclass(frozen=True)
class Quality:
    """Weights of the fields that count, of those known and of those fresh; and how many known and fresh ones are.

    Of several files it is the sum over them.
    """

    weight: int = 0
    known_weight: int = 0
    fresh_weight: int = 0
    known: int = 0
    fresh: int = 0

    def __add__(self, other: "Quality") -> "Quality":
        """Return both together."""
        return Quality(
            self.weight + other.weight,
            self.known_weight + other.known_weight,
            self.fresh_weight + other.fresh_weight,
            self.known + other.known,
            self.fresh + other.fresh,
        )

    @property
    def completeness(self) -> Fraction | None:
        """Return the share of what counts that is known; None where nothing counts."""
        return Fraction(self.known_weight, self.weight) if self.weight else None

    @property
    def freshness(self) -> Fraction | None:
        """Return the share of what is known that is fresh; None where nothing is known."""
        return Fraction(self.fresh_weight, self.known_weight) if self.known_weight else None


def counts(field: Field, standing: Standing) -> bool:
    """Tell whether a field counts for a client who stands so."""
    if not field.weight:
        return False
    if field.key not in ONLY_FOR:
        return True
    of, needed = ONLY_FOR[field.key]
    return (standing.stage if of == "stage" else standing.relation) == needed


def of_field(field: Field, files: int, known: int, fresh: int) -> Quality:
    """Return what one field adds over so many files for which it counts."""
    return Quality(files * field.weight, known * field.weight, fresh * field.weight, known, fresh)


def of_file(fields: Iterable[Field], observed: Mapping[str, datetime], standing: Standing, now: datetime) -> Quality:
    """Return the quality of one file; `observed` says since when each known field is known."""
    total = Quality()
    for field in fields:
        if counts(field, standing):
            since = observed.get(field.key)
            fresh = since is not None and now - since <= field.shelf_life
            total += of_field(field, 1, int(since is not None), int(fresh))
    return total


def missing(fields: Iterable[Field], observed: Mapping[str, datetime], standing: Standing) -> tuple[Field, ...]:
    """Return the fields that count and are not known, the weightiest first."""
    found = [field for field in fields if counts(field, standing) and field.key not in observed]
    return tuple(sorted(found, key=lambda field: -field.weight))


def whole_percent(share: Fraction) -> int:
    """Return a share in percent, rounded down: what is not whole is not called 100 %."""
    return share.numerator * 100 // share.denominator
