"""Which rows make up one client's file.

A merge moves no row: it sets `merged_into`, and whatever is read of the file that took another in is read of the rows
of both. Most clients have never been merged, so each of these is one look into an index for them.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import CTE, ColumnElement, Integer, Select, Subquery, literal, select, update
from sqlalchemy.orm import Session, aliased

from bot.store.tables_files import ClientRow

_AT_ONCE = 5000


def rows_of(client_id: ColumnElement[int]) -> Select[int]:
    """Return the query for the ids whose rows make up a file: its own and those of all it has taken in."""
    rows = select(client_id.label("id")).cte(recursive=True)
    return select(rows.union(select(ClientRow.id).join(rows, ClientRow.merged_into == rows.c.id)).c.id)


def ids_of(client_id: int) -> Select[int]:
    """Return `rows_of` for a file whose id is known."""
    return rows_of(literal(client_id, Integer))


def survivors(client_ids: Select[int]) -> Select[int]:
    """Return the query for the ids under which these clients' files are kept now."""
    line = select(ClientRow.id, ClientRow.merged_into).where(ClientRow.id.in_(client_ids)).cte(recursive=True)
    above = aliased(ClientRow)
    line = line.union(select(above.id, above.merged_into).join(line, above.id == line.c.merged_into))
    return select(line.c.id).where(line.c.merged_into.is_(None))


def above() -> CTE:
    """Return (id, above) of every client that was merged away: each file that it is a part of now."""
    line = (
        select(ClientRow.id, ClientRow.merged_into.label("above")).where(ClientRow.merged_into.is_not(None))
    ).cte(recursive=True)  # fmt: skip
    into = aliased(ClientRow)
    further = select(line.c.id, into.merged_into).join(into, into.id == line.c.above)
    return line.union(further.where(into.merged_into.is_not(None)))


def roots() -> Subquery:
    """Return (id, root) of every client that was merged away: the one that has its file now.

    Joined from outside; who is not in it has a file of its own.
    """
    line, top = above(), aliased(ClientRow)
    found = select(line.c.id, line.c.above.label("root")).join(top, top.id == line.c.above)
    return found.where(top.merged_into.is_(None)).subquery()


def list_rows(session: Session, client_id: int) -> Sequence[int]:
    """Return the ids whose rows make up a file, its own among them."""
    return sorted(session.scalars(ids_of(client_id)))


def lock(session: Session, client_id: int) -> Sequence[int]:
    """Keep other writers off what follows from a file's facts until the transaction ends.

    Return the client and the files it went into, one into the next. On SQLite there is one writer anyway; on
    PostgreSQL the lock lets others refer to the client, as each row of the access log does.
    """
    line: list[int] = []
    here: int | None = client_id
    while here is not None:
        line.append(here)
        here = session.scalar(select(ClientRow.merged_into).where(ClientRow.id == here).with_for_update(key_share=True))
    return line


def lock_both(session: Session, client_ids: Iterable[int]) -> None:
    """Keep other writers off several files; always in the same order, so that two who do it never wait in a ring."""
    for client_id in sorted(set(client_ids)):
        lock(session, client_id)


def lock_many(session: Session, client_ids: Iterable[int]) -> None:
    """Keep other writers off what follows from the facts of many clients, without looking where they went."""
    ids = sorted(client_ids)
    for start in range(0, len(ids), _AT_ONCE):
        batch = select(ClientRow.id).where(ClientRow.id.in_(ids[start : start + _AT_ONCE])).order_by(ClientRow.id)
        session.execute(batch.with_for_update(key_share=True))


def list_related(session: Session) -> frozenset[int]:
    """Return every client that was merged into another, and every one that another was merged into."""
    merged = session.execute(select(ClientRow.id, ClientRow.merged_into).where(ClientRow.merged_into.is_not(None)))
    return frozenset(client_id for pair in merged for client_id in pair)


def set_merged_into(session: Session, client_id: int, into: int | None) -> None:
    """Let a client's file be a part of another's, or stand alone again."""
    session.execute(update(ClientRow).where(ClientRow.id == client_id).values(merged_into=into))
