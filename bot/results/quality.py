"""How good the files are and how much they are used, as their keepers see it; no value of any file stands in it."""

from dataclasses import dataclass, field

from bot.policy.access import Part
from bot.policy.fields import Field
from bot.policy.quality import Quality
from bot.results.clients import Client


@dataclass(frozen=True)
class FilesQuality:
    """The quality of several files together, by section too; sections in which nothing counts are absent."""

    files: int
    whole: Quality
    sections: dict[Part, Quality] = field(default_factory=dict)


@dataclass(frozen=True)
class Use:
    """How often files were opened by others than their owners: how many files, by how many people, how many times."""

    files: int
    people: int
    times: int


@dataclass(frozen=True)
class Gain:
    """A file that would gain most from being filled in: what is missing, weightiest first, most of it in `section`."""

    client: Client
    quality: Quality
    section: Part
    missing: tuple[Field, ...]


@dataclass(frozen=True)
class PersonQuality:
    """The quality of one person's files, for their manager alone."""

    name: str
    quality: FilesQuality


@dataclass(frozen=True)
class DeskQuality:
    """What one reader sees: their own files, their team's by person, the company's by section. None: not theirs."""

    mine: FilesQuality | None = None
    use: Use | None = None
    gains: tuple[Gain, ...] = ()
    team: tuple[PersonQuality, ...] = ()
    company: FilesQuality | None = None
    company_use: Use | None = None
