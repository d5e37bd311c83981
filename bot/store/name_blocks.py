"""Which names have changed: clients in runs by id, each run with a generation drawn anew at every change.

Whoever keeps names in memory reads the runs again whose generation is another one: after a change of one name among
a million, that is a few thousand names. A generation is drawn rather than counted, so that what was rolled back
never comes again; and two processes that change the same run wait for each other.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import BindParameter, bindparam, func, literal, select, union_all
from sqlalchemy.orm import Session

from bot.store.families import roots
from bot.store.once import put
from bot.store.tables_files import AliasRow, ClientRow
from bot.store.tables_lookup import NameBlockRow

SIZE = 8192
"""Ids in a run."""

_NO_BLOCK = -1
_GENERATIONS = union_all(
    select(NameBlockRow.block, NameBlockRow.generation),
    select(literal(_NO_BLOCK), func.coalesce(func.max(ClientRow.id), _NO_BLOCK)),
)
_MERGED = roots()
_FIRST: BindParameter[int] = bindparam("first")
_LAST: BindParameter[int] = bindparam("last")
_NAMES = union_all(
    select(func.coalesce(_MERGED.c.root, ClientRow.id).label("id"), ClientRow.name_key.label("key"))
    .outerjoin(_MERGED, _MERGED.c.id == ClientRow.id)
    .where(ClientRow.id.between(_FIRST, _LAST)),
    select(func.coalesce(_MERGED.c.root, AliasRow.client_id), AliasRow.name_key)
    .outerjoin(_MERGED, _MERGED.c.id == AliasRow.client_id)
    .where(AliasRow.client_id.between(_FIRST, _LAST)),
).order_by("id", "key")
_CODES = (
    select(func.coalesce(_MERGED.c.root, ClientRow.id), func.upper(ClientRow.code))
    .outerjoin(_MERGED, _MERGED.c.id == ClientRow.id)
    .where(ClientRow.id.between(_FIRST, _LAST), ClientRow.code != func.upper(ClientRow.code))
)


def note(session: Session, client_ids: Iterable[int]) -> None:
    """Say that names, aliases or codes of these clients, or where they lead, have changed in this transaction."""
    rows = [
        {"block": block, "generation": secrets.randbits(62) + 1}
        for block in sorted({client_id // SIZE for client_id in client_ids})
    ]
    put(session, NameBlockRow, rows, unique=("block",))


def generations(session: Session) -> Mapping[int, int]:
    """Return the generation of every run that holds a client, 0 for one in which nothing has changed yet."""
    kept = {row[0]: row[1] for row in session.connection().execute(_GENERATIONS)}
    last = kept.pop(_NO_BLOCK)
    return {block: kept.get(block, 0) for block in range(last // SIZE + 1)} if last >= 0 else {}


def list_names(session: Session, block: int) -> Sequence[tuple[int, str]]:
    """Return (client id, folded name) of every name and alias in a run, merged ones leading to the surviving client."""
    return [(client_id, key) for client_id, key in session.connection().execute(_NAMES, _span(block))]


def list_codes(session: Session, block: int) -> Sequence[tuple[int, str]]:
    """Return (client id, code in capitals) of every code in a run that is kept in other letters."""
    return [(client_id, code) for client_id, code in session.connection().execute(_CODES, _span(block))]


def _span(block: int) -> dict[str, int]:
    return {"first": block * SIZE, "last": block * SIZE + SIZE - 1}
