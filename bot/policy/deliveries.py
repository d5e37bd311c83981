"""How files in the watched folder are named, and in which order a night's files are taken."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

ORDER = ("rates", "products", "clients", "sales", "orders", "invoices", "payments")
"""What later files of a night refer to comes first."""

ENDINGS = (".csv", ".txt", ".tsv", ".xlsx", ".xls")
CONTROL_ENDINGS = (".csv", ".json")
PATIENCE = timedelta(hours=2)
"""So long a file may lie in the folder without what belongs to it before finance is told."""

_NAME = re.compile(rf"({'|'.join(ORDER)})(?![a-z]).*?(\d{{4}})-?(\d{{2}})-?(\d{{2}})(?!\d)")


@dataclass(frozen=True)
class Named:
    """What a file's name says: its kind, its data date, and whether it names all that is open."""

    kind: str
    day: date
    is_snapshot: bool


def read_name(name: str) -> Named | None:
    """Read a name such as ``invoices-snapshot-2026-11-24.csv``; None for one that is not meant for the ledger."""
    folded = name.casefold()
    stem = next((folded.removesuffix(ending) for ending in ENDINGS if folded.endswith(ending)), None)
    found = _NAME.match(stem) if stem and not stem.endswith((".totals", ".reason", ".rejected")) else None
    if stem is None or found is None:
        return None
    try:
        day = date(*(int(found[place]) for place in (2, 3, 4)))
    except ValueError:
        return None
    return Named(found[1], day, "snapshot" in stem)


def control_names(name: str) -> tuple[str, ...]:
    """Return the names that the control totals of this file alone may have."""
    stem = name.rpartition(".")[0]
    return tuple(f"{stem}.totals{ending}" for ending in CONTROL_ENDINGS)


def is_night_control(name: str) -> bool:
    """Tell whether this is a night's control file, which holds the totals of several files."""
    return name.casefold().startswith("control") and name.casefold().endswith(CONTROL_ENDINGS)
