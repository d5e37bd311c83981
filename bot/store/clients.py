"""Queries about clients and the names they answer to."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy import (
    BindParameter,
    Integer,
    RowMapping,
    Select,
    bindparam,
    case,
    cast,
    delete,
    func,
    insert,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import Session

from bot.policy.names import fold
from bot.results.clients import Client
from bot.store import name_blocks
from bot.store.families import survivors
from bot.store.once import insert_once
from bot.store.tables_files import AliasRow, ClientRow, CurrentValueRow, PersonRow

_COLUMNS = (
    ClientRow.id,
    ClientRow.code,
    ClientRow.name,
    ClientRow.country,
    ClientRow.city,
    ClientRow.stage,
    ClientRow.relation,
    ClientRow.via_id,
    ClientRow.owner_id,
    PersonRow.name.label("owner_name"),
    PersonRow.slack_id.label("owner_slack_id"),
    PersonRow.team.label("owner_team"),
)


def _clients() -> Select[*tuple[object, ...]]:
    return select(*_COLUMNS).outerjoin(PersonRow, ClientRow.owner_id == PersonRow.id)


def _client(row: RowMapping) -> Client:
    return Client(
        client_id=row["id"],
        code=row["code"],
        name=row["name"],
        country=row["country"],
        city=row["city"],
        stage=row["stage"],
        relation=row["relation"],
        via_id=row["via_id"],
        owner_id=row["owner_id"],
        owner_name=row["owner_name"],
        owner_slack_id=row["owner_slack_id"],
        owner_team=row["owner_team"],
    )


def _called() -> Select[*tuple[object, ...]]:
    """Return the query for a code as typed or in capitals, and for a folded name or alias: indexes serve all three."""
    key: BindParameter[str] = bindparam("key")
    ids = union_all(
        select(ClientRow.id).where(ClientRow.code.in_([bindparam("typed"), bindparam("capitals")])),
        select(ClientRow.id).where(ClientRow.name_key == key),
        select(AliasRow.client_id).where(AliasRow.name_key == key),
    ).subquery()
    return _clients().where(ClientRow.id.in_(survivors(select(ids.c.id))))


_BY_ID = _clients().where(
    ClientRow.id.in_(survivors(select(ClientRow.id).where(ClientRow.id == bindparam("client_id", type_=Integer))))
)
_BY_IDS = _clients().where(ClientRow.id.in_(bindparam("client_ids", expanding=True)))
_CALLED = _called()


def get(session: Session, client_id: int) -> Client | None:
    """Return a client; one that was merged away answers as the client it went into."""
    row = session.connection().execute(_BY_ID, {"client_id": client_id}).mappings().one_or_none()
    return _client(row) if row else None


def list_by_ids(session: Session, client_ids: Iterable[int]) -> Sequence[Client]:
    """Return these clients, in no particular order."""
    rows = session.connection().execute(_BY_IDS, {"client_ids": list(client_ids)}).mappings()
    return [_client(row) for row in rows]


def list_called(session: Session, typed: str) -> Sequence[Client]:
    """Return the clients whose code, name or alias is exactly what was typed, legal forms and accents aside.

    A code that is kept in small letters is found as it is kept; in any other case it is `bot.services.lookup` that
    knows it, because here only a walk through the table would.
    """
    code = typed.strip()
    if not code:
        return []
    asked = {"typed": code, "capitals": code.upper(), "key": fold(typed)}
    return [_client(row) for row in session.connection().execute(_CALLED, asked).mappings()]


def get_by_code(session: Session, code: str) -> Client | None:
    """Return the client with exactly this code."""
    row = session.execute(_clients().where(ClientRow.code == code)).mappings().one_or_none()
    return _client(row) if row else None


def list_owned(session: Session, owner_id: int) -> Sequence[Client]:
    """Return the clients of one owner, by name."""
    rows = session.execute(
        _clients()
        .where(ClientRow.owner_id == owner_id, ClientRow.merged_into.is_(None))
        .order_by(func.lower(ClientRow.name))
    ).mappings()
    return [_client(row) for row in rows]


def countries_by_code(session: Session) -> dict[str, str]:
    """Return the country of every client that has one, by its code in capitals."""
    rows = session.execute(select(ClientRow.code, ClientRow.country))
    return {code.upper(): country for code, country in rows if country is not None}


def count(session: Session) -> int:
    """Return how many clients there are, merged ones aside."""
    return session.scalar(select(func.count()).where(ClientRow.merged_into.is_(None)).select_from(ClientRow)) or 0


def add(
    session: Session, *, code: str | None, name: str, owner_id: int | None, created_by: int | None, now: datetime
) -> int:
    """Add a client with what every client has and return its id; without a code it gets one of our own making."""
    result = session.execute(
        insert(ClientRow).returning(ClientRow.id),
        [
            {
                "code": code or uuid4().hex,
                "name": name,
                "name_key": fold(name),
                "owner_id": owner_id,
                "created_at": now,
                "created_by": created_by,
            }
        ],
    )
    client_id = result.scalar_one()
    name_blocks.note(session, [client_id])
    if code is None:
        session.execute(update(ClientRow).where(ClientRow.id == client_id).values(code=_own_code(session, client_id)))
    return client_id


def _own_code(session: Session, client_id: int) -> str:
    """Return a code that follows from the id, so that two who add at once never get the same one."""
    wanted = code = f"N{client_id:05d}"
    number = 2
    while get_by_code(session, code) is not None:
        code = f"{wanted}-{number}"
        number += 1
    return code


_WITHOUT = {"stage": "future", "relation": "direct"}
"""What a directory column says of which nothing is known, where it cannot be empty."""


def set_columns(session: Session, client_id: int, columns: Mapping[str, str | None]) -> None:
    """Set directory columns to the values that now hold, None where none does; a new name gets its folded key."""
    values = {key: _WITHOUT.get(key) if value is None else value for key, value in columns.items()}
    if name := columns.get("name"):
        values["name_key"] = fold(name)
    session.execute(update(ClientRow).where(ClientRow.id == client_id).values(**values))
    if "name" in columns:
        name_blocks.note(session, [client_id])


def set_owner(session: Session, client_id: int, owner_id: int | None) -> None:
    """Give the file to another owner."""
    session.execute(update(ClientRow).where(ClientRow.id == client_id).values(owner_id=owner_id))


def add_alias(session: Session, client_id: int, name: str, *, merge_id: int | None = None) -> None:
    """Let the client answer to another name; the same one twice is kept once, by whoever gave it first."""
    values = {"client_id": client_id, "name": name, "name_key": fold(name), "merge_id": merge_id}
    is_new = insert_once(session, AliasRow, values, unique=("client_id", "name_key"))
    if is_new:
        name_blocks.note(session, [client_id])
    elif merge_id is None:
        # Somebody has given it, too: it no longer goes with the merge.
        here = AliasRow.client_id == client_id, AliasRow.name_key == values["name_key"]
        session.execute(update(AliasRow).where(*here).values(merge_id=None))


def drop_alias(session: Session, merge_id: int) -> None:
    """Let the client no longer answer to the name that a merge gave it."""
    session.execute(delete(AliasRow).where(AliasRow.merge_id == merge_id))


def fold_anew(session: Session, client_ids: Collection[int]) -> None:
    """Work the keys of these clients' names and aliases out again; of two aliases that are now one, the older stays."""
    names = session.execute(
        select(ClientRow.id, ClientRow.name, ClientRow.name_key).where(ClientRow.id.in_(client_ids))
    )
    for client_id, name, key in names.all():
        if fold(name) != key:
            session.execute(update(ClientRow).where(ClientRow.id == client_id).values(name_key=fold(name)))
    aliases = session.execute(
        select(AliasRow.__table__).where(AliasRow.client_id.in_(client_ids)).order_by(AliasRow.id)
    )
    kept: dict[tuple[int, str], RowMapping] = {}
    for alias in aliases.mappings().all():
        if kept.setdefault((alias["client_id"], fold(alias["name"])), alias) is not alias:
            session.execute(delete(AliasRow).where(AliasRow.id == alias["id"]))
    for (_, key), alias in kept.items():
        if alias["name_key"] != key:
            session.execute(update(AliasRow).where(AliasRow.id == alias["id"]).values(name_key=key))
    name_blocks.note(session, client_ids)


def follow_via(session: Session, client_ids: Sequence[int]) -> None:
    """Let each of these clients lead to the one it buys through, as its facts say; a direct one leads to nobody."""
    said = CurrentValueRow.client_id == ClientRow.id, CurrentValueRow.field == "via"
    via = select(cast(func.nullif(CurrentValueRow.value, ""), Integer)).where(*said).scalar_subquery()
    session.execute(
        update(ClientRow)
        .where(ClientRow.id.in_(list(client_ids)))
        .values(via_id=case((ClientRow.relation == "indirect", via), else_=None))
        .execution_options(synchronize_session=False)
    )


def set_group(session: Session, client_id: int, key: str | None) -> None:
    """Put the client into the corporate group of this folded name, or into none."""
    session.execute(update(ClientRow).where(ClientRow.id == client_id).values(group_key=key))


def _in_group() -> Select[*tuple[object, ...]]:
    group = select(ClientRow.group_key).where(ClientRow.id == bindparam("client_id")).scalar_subquery()
    return (
        _clients()
        .where(ClientRow.group_key == group, ClientRow.id != bindparam("client_id"), ClientRow.merged_into.is_(None))
        .order_by(func.lower(ClientRow.name), ClientRow.id)
        .limit(bindparam("most"))
    )


_IN_GROUP = _in_group()


def list_in_group(session: Session, client_id: int, most: int) -> Sequence[Client]:
    """Return the other clients of the same corporate group, by name."""
    rows = session.connection().execute(_IN_GROUP, {"client_id": client_id, "most": most}).mappings()
    return [_client(row) for row in rows]
