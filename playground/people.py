"""Who is in the workspace: the team, its people and its channels, from a JSON file or the built-in company."""

import json
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from playground.errors import StartError
from playground.shapes import Misshapen, Part

SLACKBOT = "USLACKBOT"
APP_ID = "A0PLAYGROUND"
BOT_ID = "B0PLAYGROUND"
BOT_USER = "U0PLAYGROUND"


@dataclass(frozen=True)
class Team:
    """The workspace itself."""

    id: str
    name: str
    domain: str


@dataclass(frozen=True)
class Person:
    """A member, a guest, a stranger from another organisation, or a bot."""

    id: str
    name: str
    real_name: str
    title: str = ""
    tz: str = "UTC"
    locale: str = "en-US"
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    is_bot: bool = False
    deleted: bool = False

    @property
    def tz_offset(self) -> int:
        """Seconds east of UTC at this moment."""
        offset = datetime.now(UTC).astimezone(ZoneInfo(self.tz)).utcoffset()
        return int(offset.total_seconds()) if offset else 0

    @property
    def tz_label(self) -> str:
        """The zone as its own abbreviation, such as CET."""
        return datetime.now(UTC).astimezone(ZoneInfo(self.tz)).tzname() or self.tz


@dataclass(frozen=True)
class ChannelPlan:
    """A channel as the workspace file describes it."""

    id: str
    name: str
    is_private: bool = False
    members: tuple[str, ...] = ()
    has_app: bool = True


@dataclass(frozen=True)
class WorkspacePlan:
    """All that stands in a workspace file."""

    team: Team
    people: tuple[Person, ...]
    channels: tuple[ChannelPlan, ...] = field(default=())


def default_plan() -> WorkspacePlan:
    """Return a handful of people of an exporting company, with a guest and a stranger in one channel."""
    people = (
        Person("U0MEI", "mei", "Mei Tan", "Sales, Asia", "Asia/Shanghai", "zh-CN"),
        Person("U0LUCIA", "lucia", "Lucía Ortega", "Sales, Iberia and Latin America", "Europe/Madrid", "es-ES"),
        Person("U0TOMAS", "tomas", "Tomás Novák", "Sales manager", "Europe/Prague", "en-GB"),
        Person("U0INES", "ines", "Inès Fournier", "Custodian of the client files", "Europe/Paris", "fr-FR"),
        Person("U0ARJUN", "arjun", "Arjun Mehta", "Finance", "Asia/Kolkata", "en-GB"),
        Person("U0GUEST", "gwen", "Gwen Hale", "Contractor", "America/New_York", "en-US", is_restricted=True),
        Person("U0STRANGER", "sam", "Sam Okoro", "Partner's buyer", "Africa/Lagos", "en-GB", is_stranger=True),
    )
    staff = tuple(person.id for person in people[:5])
    return WorkspacePlan(
        team=Team("T0PLAYGROUND", "Playground", "playground"),
        people=people,
        channels=(
            ChannelPlan("C0SALES", "sales", members=staff),
            ChannelPlan("C0GENERAL", "general", members=(*staff, "U0GUEST")),
            ChannelPlan("C0SHARED", "shared-with-partner", members=(*staff, "U0GUEST", "U0STRANGER")),
        ),
    )


def load_plan(path: Path) -> WorkspacePlan:
    """Read a workspace file; raises StartError with a sentence when it cannot be used."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise StartError(f"The workspace file {path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise StartError(f"The workspace file {path} is not JSON: {error}.") from error
    try:
        return _plan(Part("", content))
    except Misshapen as error:
        raise StartError(f"The workspace file {path} cannot be used: {error}.") from error


def _plan(whole: Part) -> WorkspacePlan:
    whole.only(("team", "people", "channels"))
    people = tuple(_person(one) for one in whole.parts("people"))
    if not people:
        raise Misshapen("people is empty, so nobody could look at the workspace")
    known = {BOT_USER, *(one.id for one in people)}
    channels = tuple(_channel(one, known) for one in whole.parts("channels"))
    for one in (people, channels):
        _refuse_twins([each.id for each in one])
    usual, team = default_plan().team, whole.part("team")
    team.only(("id", "name", "domain"))
    return WorkspacePlan(
        team=Team(team.text("id", usual.id), team.text("name", usual.name), team.text("domain", usual.domain)),
        people=people,
        channels=channels,
    )


def _person(one: Part) -> Person:
    one.only(each.name for each in fields(Person))
    id_, name, zone = one.text("id", required=True), one.text("name", required=True), one.text("tz", "UTC")
    if id_ in {SLACKBOT, BOT_USER}:
        raise Misshapen(f"{one.where('id')} is {id_}, which the workspace itself uses")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Misshapen(f"{one.where('tz')} is {zone!r}, a time zone nobody knows") from error
    return Person(
        id=id_,
        name=name,
        real_name=one.text("real_name").strip() or name,
        title=one.text("title"),
        tz=zone,
        locale=one.text("locale", Person.locale),
        is_restricted=one.flag("is_restricted"),
        is_ultra_restricted=one.flag("is_ultra_restricted"),
        is_stranger=one.flag("is_stranger"),
        is_bot=one.flag("is_bot"),
        deleted=one.flag("deleted"),
    )


def _channel(one: Part, people: set[str]) -> ChannelPlan:
    one.only(each.name for each in fields(ChannelPlan))
    members = one.texts("members")
    if strangers := [each for each in members if each not in people]:
        raise Misshapen(f"{one.where('members')} names {strangers[0]}, who is not among the people")
    return ChannelPlan(
        id=one.text("id", required=True),
        name=one.text("name", required=True),
        is_private=one.flag("is_private"),
        members=tuple(members),
        has_app=one.flag("has_app", default=True),
    )


def _refuse_twins(ids: list[str]) -> None:
    twins = [one for one in ids if ids.count(one) > 1]
    if twins:
        raise Misshapen(f"the id {twins[0]} is there twice")
