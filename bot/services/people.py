"""Who may use the desk, and as what."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.orm import Session

from bot.errors import InvalidInput, NotFound, Refused, UnknownPerson
from bot.i18n import lazy
from bot.policy.access import GIVEN_ROLES, AccessEntry, Actor, Deed, Part, Role
from bot.policy.values import clean_text
from bot.results.people import Person, Profile
from bot.services import gate
from bot.store import access, people

LONGEST_ID, LONGEST_NAME, LONGEST_TEAM = 32, 300, 64
"""What the database keeps of a Slack id, a name and a team."""


def operator(name: str) -> Actor:
    """Return the actor of the command line on the server, logged under the system user's name."""
    return Actor(person_id=None, slack_id="", name=name, roles=frozenset({Role.OPERATOR}))


def actor_of(person: Person) -> Actor:
    """Return the actor that a person is."""
    return Actor(
        person_id=person.person_id,
        slack_id=person.slack_id,
        name=person.name,
        roles=person.roles,
        team=person.team,
        timezone=_known_zone(person.timezone),
        language=person.language,
    )


def _known_zone(name: str) -> str:
    """Return a time zone that this machine knows: one that it does not must not lock anybody out."""
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "UTC"


def identify(session: Session, slack_id: str, *, via: str, now: datetime) -> Actor:
    """Return who is asking. Raises UnknownPerson for those not named, guests and those who have left."""
    person = people.get_by_slack_id(session, slack_id)
    if person is None or person.left_at is not None:
        raise _unknown(slack_id, None, via, now)
    if person.is_guest:
        raise _unknown(slack_id, person.person_id, via, now)
    return actor_of(person)


def _unknown(slack_id: str, person_id: int | None, via: str, now: datetime) -> UnknownPerson:
    entry = AccessEntry(now, person_id, slack_id, Deed.REFUSED, Part.DIRECTORY, None, via)
    if person_id is not None:
        return UnknownPerson(lazy("Client files are not open to guests of this workspace."), entry=entry)
    return UnknownPerson(lazy("You are not on the list of people who may read client files."), entry=entry)


def add_person(
    session: Session,
    actor: Actor,
    slack_id: str,
    roles: frozenset[Role],
    *,
    name: str = "",
    team: str = "",
    manager: str | None = None,
    now: datetime,
) -> Person:
    """Name a person and what they are; a person already named is replaced. Operators and custodians only.

    Raises InvalidInput for roles that nobody can hold, and for names longer than is kept.
    """
    gate.require_role(actor, Role.CUSTODIAN, part=Part.ACCESS_LOG, via="people", now=now)
    slack_id, name, team = (" ".join(clean_text(each).split()) for each in (slack_id, name, team))
    _check(slack_id, name, team, roles)
    manager_id = _require_person(session, manager.strip()).person_id if manager else None
    known = people.get_by_slack_id(session, slack_id)
    if known is not None and actor.person_id == known.person_id and not roles <= known.roles:
        raise Refused(
            lazy("Nobody widens their own access; another custodian or the operator can."),
            entry=gate.entry(actor, Deed.REFUSED, Part.ACCESS_LOG, None, via="people", now=now),
        )
    if known is None:
        people.add(session, slack_id, name or slack_id, roles, team, manager_id, now)
    else:
        people.replace(session, known.person_id, roles, team, manager_id)
    person = _require_person(session, slack_id)
    _note(session, actor, person, now)
    return person


def _note(session: Session, actor: Actor, person: Person, now: datetime) -> None:
    """Log whose access was changed; the ids say enough."""
    detail = f"person {person.person_id}"
    entry = gate.entry(actor, Deed.WRITE, Part.ACCESS_LOG, None, via="people", now=now, detail=detail)
    access.add_entries(session, [entry])


def _check(slack_id: str, name: str, team: str, roles: frozenset[Role]) -> None:
    if not slack_id or len(slack_id) > LONGEST_ID:
        raise InvalidInput(lazy("A Slack id is needed, such as U0123ABCD."), field="slack_id")
    if not roles or not roles <= set(GIVEN_ROLES):
        raise InvalidInput(lazy("A person needs one or more of the roles there are."), field="roles")
    if len(name) > LONGEST_NAME or len(team) > LONGEST_TEAM:
        raise InvalidInput(
            lazy("A name takes at most {name} characters, a team's {team}."),
            field="name", name=LONGEST_NAME, team=LONGEST_TEAM,
        )  # fmt: skip


def leave_person(session: Session, actor: Actor, slack_id: str, *, now: datetime) -> Person:
    """Mark that a person has left: they may read nothing more, and their files want a new owner."""
    gate.require_role(actor, Role.CUSTODIAN, part=Part.ACCESS_LOG, via="people", now=now)
    person = _require_person(session, slack_id.strip())
    people.leave(session, person.person_id, now)
    _note(session, actor, person, now)
    return person


def list_people(session: Session) -> Sequence[Person]:
    """Return everybody who may use the desk."""
    return people.list_all(session)


def ensure_custodians(session: Session, slack_ids: Iterable[str], *, now: datetime) -> None:
    """Make sure that the named custodians hold that role; other roles of theirs stay."""
    for slack_id in slack_ids:
        # Another process may be starting on the same database.
        people.add_once(session, slack_id, frozenset({Role.CUSTODIAN}), now)
        known = _require_person(session, slack_id)
        if Role.CUSTODIAN not in known.roles or known.left_at is not None:
            people.replace(session, known.person_id, known.roles | {Role.CUSTODIAN}, known.team, known.manager_id)


def note_profile(session: Session, slack_id: str, profile: Profile, *, now: datetime) -> None:
    """Keep what Slack says of a person: name, time zone, language, guest or not."""
    person = people.get_by_slack_id(session, slack_id)
    if person is not None:
        people.note_profile(session, person.person_id, profile, now)


def get_person(session: Session, slack_id: str) -> Person | None:
    """Return the person with this Slack id, if the company has named them."""
    return people.get_by_slack_id(session, slack_id)


def _require_person(session: Session, slack_id: str) -> Person:
    person = people.get_by_slack_id(session, slack_id)
    if person is None:
        raise NotFound(lazy("Nobody with the Slack id {slack_id} is on the list."), slack_id=slack_id)
    return person
