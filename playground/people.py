"""Who is in the workspace: the team, its people and its channels, from a JSON file or the built-in company."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from playground.errors import StartError
from playground.jsontypes import JsonObject

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
        return _plan(content)
    except (KeyError, TypeError, AttributeError) as error:
        raise StartError(f"The workspace file {path} lacks something or has a key nobody knows: {error}.") from error
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise StartError(f"The workspace file {path} names a time zone nobody knows: {error}.") from error


def _plan(content: JsonObject) -> WorkspacePlan:
    people = tuple(_person(one) for one in content["people"])
    channels = tuple(
        ChannelPlan(**{**one, "members": tuple(one.get("members", ()))}) for one in content.get("channels", ())
    )
    team = content.get("team", {})
    return WorkspacePlan(
        team=Team(
            str(team.get("id", "T0PLAYGROUND")),
            str(team.get("name", "Playground")),
            str(team.get("domain", "playground")),
        ),
        people=people,
        channels=channels,
    )


def _person(one: JsonObject) -> Person:
    ZoneInfo(one.get("tz", "UTC"))
    return Person(**{"real_name": one["name"], **one})
