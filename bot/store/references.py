"""Finding the client or product that a ledger line names: what a person decided, a code, a name that one alone has."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeAlias

from sqlalchemy import Column, Integer, MetaData, String, Table, delete, func, select
from sqlalchemy.orm import Session

from bot.policy.names import fold
from bot.results.waiting import ReferenceKind
from bot.store.families import roots
from bot.store.staging import TEMPORARY, add_columns, create
from bot.store.tables_analysis import ReferenceMatchRow
from bot.store.tables_files import AliasRow, ClientRow
from bot.store.tables_ledger import ProductRow

MATCHES = Table(
    "staged_match",
    MetaData(),
    Column("reference", String, primary_key=True),
    Column("id", Integer),
    prefixes=TEMPORARY,
)
"""What was found for waiting lines."""


Finder: TypeAlias = Callable[[Session, Collection[str]], Mapping[str, int]]
"""Returns the id of each code or name that certainly stands for one; what is doubtful is absent."""


def find_decided(session: Session, kind: ReferenceKind, named: Collection[str]) -> dict[str, int]:
    """Return what people have decided that these codes and names stand for."""
    rows = session.execute(
        select(ReferenceMatchRow.reference, ReferenceMatchRow.target_id).where(ReferenceMatchRow.kind == kind.value)
    )
    return {row.reference: row.target_id for row in rows if row.reference in named}


def find_clients(session: Session, named: Collection[str]) -> dict[str, int]:
    """Return the client of each code or name in `named` that has exactly one.

    A code belongs to the client it was given to, merged or not; a name to the client that has the file now.
    """
    if not named:
        return {}
    codes = {row.code: row.id for row in session.execute(select(ClientRow.code, ClientRow.id))}
    names = [
        session.execute(
            select(key, func.coalesce(merged.c.root, client_id)).outerjoin(merged, merged.c.id == client_id)
        ).all()
        for key, client_id, merged in (
            (ClientRow.name_key, ClientRow.id, roots()),
            (AliasRow.name_key, AliasRow.client_id, roots()),
        )
    ]
    return _find(named, codes, lambda: [(row[0], row[1]) for rows in names for row in rows])


def find_products(session: Session, named: Collection[str]) -> dict[str, int]:
    """Return the product of each code or name in `named` that has exactly one."""
    if not named:
        return {}
    rows = session.execute(select(ProductRow.code, ProductRow.name, ProductRow.id)).all()
    codes = {row.code: row.id for row in rows}
    return _find(named, codes, lambda: [(fold(row.name), row.id) for row in rows])


def _find(
    named: Iterable[str], codes: Mapping[str, int], names: Callable[[], Iterable[tuple[str, int]]]
) -> dict[str, int]:
    found = {each: codes[each] for each in named if each in codes}
    left = [each for each in named if each not in found]
    if not left:
        return found
    by_capitals, by_name = _sets((code.upper(), id_) for code, id_ in codes.items()), _sets(names())
    for each in left:
        answers = by_capitals.get(each.upper()) or by_name.get(fold(each)) or set()
        if len(answers) == 1:
            found[each] = next(iter(answers))
    return found


def _sets(pairs: Iterable[tuple[str, int]]) -> Mapping[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for key, id_ in pairs:
        if key:
            found[key].add(id_)
    return found


def create_matches(session: Session) -> None:
    """Make room for what `hold` puts down."""
    create(session, MATCHES)


def hold(session: Session, found: Mapping[str, int]) -> Table:
    """Put what was found where statements can join it; it replaces what was held before."""
    session.execute(delete(MATCHES))
    add_columns(session, MATCHES, {"reference": list(found), "id": list(found.values())})
    return MATCHES
