"""What came between a form and its saving: fields that somebody else changed while it was open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.policy.access import Part
from bot.policy.fields import Field, Source
from bot.results.clients import Client


@dataclass(frozen=True)
class OvertakenField:
    """One field that two people changed. Values are in stored form, empty where there is none.

    `before` is None where nobody can tell any more what the form was opened with.
    """

    field: Field
    before: str | None
    theirs: str
    mine: str
    person: str = ""
    """Who made it so, empty for somebody unknown."""
    source: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Overtaken:
    """A form that was not saved, because its person must choose first: theirs or mine, field by field."""

    client: Client
    part: Part
    fields: tuple[OvertakenField, ...]
    others: tuple[tuple[Field, str], ...]
    """What else the person changed, in stored form; nobody has touched it meanwhile."""
    opened: str
    """What the section holds now, as `write_opened` writes it."""
    source: Source
    names: Mapping[str, str]
    """What the clients are called whose ids stand among the values."""
