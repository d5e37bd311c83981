"""A report as a plain sheet, whose cells keep their exact values until somebody writes them down."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias


@dataclass(frozen=True)
class Amount:
    """Money or a quantity in counts; `digits` is how many decimals people write it with."""

    counts: int
    digits: int = 2


@dataclass(frozen=True)
class Share:
    """A share from 0 to 1, and the tenths of a percent it is shown as beside the others of its whole."""

    exact: Fraction
    tenths: int


Cell: TypeAlias = str | int | Decimal | date | Amount | Share | None


@dataclass(frozen=True)
class Sheet:
    """A heading, columns and rows; `notes` say whose figures they are, their data date and what they leave out.

    `name` is that of its page in a workbook; one is found where it is empty.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    name: str = ""
