"""Whom and what the lines of a file mean: by what people have decided, by code, by name, and for clients by the lookup.

Money goes where a line is matched, so only certainty matches. A name that two clients bear is doubtful; so is one that
only begins like a client's, which is enough where a person types it and looks at the answer, and one with another
number in it, because “Store 12” is no slip for “Store 13”. What is doubtful waits and is asked (`services/waiting`).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from bot.results.waiting import ReferenceKind
from bot.services import lookup
from bot.store import ledger_writes, references, settings, waiting
from bot.store.rollups import LEDGER_GENERATION
from bot.store.staging import Staging

LOOKED_UP = 10_000
"""Names of a file that are ranked against every client's at most: among 100,000 clients ten seconds of an import."""


@dataclass
class Matcher:
    """Finds clients and products for one file. What the lookup has said of a name is not asked again.

    An import that finds the ledger moved on prepares anew while others wait for it; a thousand names that nobody
    bears would keep them waiting.
    """

    most: int = LOOKED_UP
    passed_over: int = 0
    """Names that the lookup was not asked about, because there were too many."""
    _meant: dict[str, int | None] = field(default_factory=dict)

    @property
    def finders(self) -> Mapping[str, references.Finder]:
        """Return what finds the id of each column that refers to a client or a product."""
        return {"client_id": self.clients, "product_id": self.products}

    def clients(self, session: Session, named: Collection[str]) -> Mapping[str, int]:
        """Return the client that each of these codes and names certainly stands for."""
        found = known_clients(session, named)
        asked = sorted(set(named) - found.keys() - self._meant.keys())
        allowed = asked[: max(0, self.most - len(self._meant))]
        self.passed_over = len(asked) - len(allowed)
        certain = lookup.list_certain(session, allowed)
        self._meant |= {name: certain.get(name) for name in allowed}
        meant = ((name, self._meant.get(name)) for name in named)
        return {name: client_id for name, client_id in meant if client_id is not None} | found

    def products(self, session: Session, named: Collection[str]) -> Mapping[str, int]:
        """Return the product that each of these codes and names stands for: decided, or exact."""
        return known_products(session, named)


def match_waiting_clients(staging: Staging, now: datetime) -> int:
    """Match lines whose client the lookup is certain of by now; return how many found theirs.

    The lookup is asked before the ledger is held: nobody who writes waits for it. The rest of the import is published.
    """
    with staging.reading() as session:
        found = Matcher().clients(session, waiting.list_references(session, ReferenceKind.CLIENT))
    if not found:
        return 0
    with staging.publishing() as session:
        lines = ledger_writes.match_waiting(session, "client_id", lambda _session, named: _of(found, named))
        settings.bump(session, LEDGER_GENERATION, now)
    return lines


def _of(found: Mapping[str, int], named: Collection[str]) -> dict[str, int]:
    return {name: found[name] for name in named if name in found}


def known_clients(session: Session, named: Collection[str]) -> dict[str, int]:
    """Return the client of each code or name without asking the lookup: decided by a person, or exactly one's own."""
    decided = references.find_decided(session, ReferenceKind.CLIENT, named)
    return references.find_clients(session, set(named) - decided.keys()) | decided


def known_products(session: Session, named: Collection[str]) -> dict[str, int]:
    """Return the product of each code or name: decided by a person, or exactly one's own."""
    decided = references.find_decided(session, ReferenceKind.PRODUCT, named)
    return references.find_products(session, set(named) - decided.keys()) | decided
