"""Queries about people."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import RowMapping, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from bot.policy.access import Role
from bot.results.people import Person, Profile
from bot.store.once import insert_once
from bot.store.tables_files import PersonRow

_COLUMNS = (
    PersonRow.id,
    PersonRow.slack_id,
    PersonRow.name,
    PersonRow.roles,
    PersonRow.team,
    PersonRow.manager_id,
    PersonRow.timezone,
    PersonRow.language,
    PersonRow.is_guest,
    PersonRow.profile_read_at,
    PersonRow.left_at,
)


# Whatever a listener asks each time is built once and run on the connection: four times as fast as a statement built
# anew and run through the ORM (docs/benchmarks.md).
_BY_SLACK_ID = select(*_COLUMNS).where(PersonRow.slack_id == bindparam("slack_id"))


def _person(row: RowMapping) -> Person:
    return Person(
        person_id=row["id"],
        slack_id=row["slack_id"],
        name=row["name"],
        roles=frozenset(Role(role) for role in row["roles"].split(",")),
        team=row["team"],
        manager_id=row["manager_id"],
        timezone=row["timezone"],
        language=row["language"],
        is_guest=row["is_guest"],
        profile_read_at=row["profile_read_at"],
        left_at=row["left_at"],
    )


def get_by_slack_id(session: Session, slack_id: str) -> Person | None:
    """Return the person with this Slack id, also one who has left."""
    row = session.connection().execute(_BY_SLACK_ID, {"slack_id": slack_id}).mappings().one_or_none()
    return _person(row) if row else None


def get(session: Session, person_id: int) -> Person | None:
    """Return the person with this id."""
    row = session.execute(select(*_COLUMNS).where(PersonRow.id == person_id)).mappings().one_or_none()
    return _person(row) if row else None


def list_all(session: Session) -> Sequence[Person]:
    """Return everybody still with the company, by name."""
    rows = session.execute(select(*_COLUMNS).where(PersonRow.left_at.is_(None)).order_by(func.lower(PersonRow.name)))
    return [_person(row) for row in rows.mappings()]


def list_holding(session: Session, role: Role) -> Sequence[Person]:
    """Return everybody who holds `role`, by id."""
    return sorted((each for each in list_all(session) if role in each.roles), key=lambda each: each.person_id)


def add(
    session: Session,
    slack_id: str,
    name: str,
    roles: frozenset[Role],
    team: str,
    manager_id: int | None,
    now: datetime,
) -> int:
    """Add a person and return the new id."""
    result = session.execute(
        insert(PersonRow).returning(PersonRow.id),
        [
            {
                "slack_id": slack_id,
                "name": name,
                "roles": roles_text(roles),
                "team": team,
                "manager_id": manager_id,
                "created_at": now,
            }
        ],
    )
    return result.scalar_one()


def add_once(session: Session, slack_id: str, roles: frozenset[Role], now: datetime) -> None:
    """Add a person who may be there already, and then stays as they are; named by the Slack id until it is known."""
    values = {"slack_id": slack_id, "name": slack_id, "roles": roles_text(roles), "team": "", "created_at": now}
    insert_once(session, PersonRow, values, unique=["slack_id"])


def replace(session: Session, person_id: int, roles: frozenset[Role], team: str, manager_id: int | None) -> None:
    """Replace what a person is to the company; somebody who had left is back."""
    session.execute(
        update(PersonRow)
        .where(PersonRow.id == person_id)
        .values(roles=roles_text(roles), team=team, manager_id=manager_id, left_at=None)
    )


def leave(session: Session, person_id: int, now: datetime) -> None:
    """Mark that a person has left the company."""
    session.execute(update(PersonRow).where(PersonRow.id == person_id).values(left_at=now))


def note_profile(session: Session, person_id: int, profile: Profile, now: datetime) -> None:
    """Keep what Slack says of a person and when it was read."""
    session.execute(
        update(PersonRow)
        .where(PersonRow.id == person_id)
        .values(
            name=profile.name,
            timezone=profile.timezone,
            language=profile.language,
            is_guest=profile.is_outsider,
            profile_read_at=now,
        )
    )


def roles_text(roles: frozenset[Role]) -> str:
    """Write roles as they are stored: sorted, with commas."""
    return ",".join(sorted(roles))
