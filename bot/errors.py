"""The error tree. Each error owns the sentence that its reader sees, with what to do next.

    ClienteleError
    ├── ConfigurationError     the operator must mend the environment (exit 1)
    │   └── DatabaseUnusable
    ├── InvalidInput           a value that cannot be taken; `field` names the input it stands in
    │   ├── InvalidForm        several of them, each for its own input
    │   └── FileRejected       a whole file that cannot be read
    │       └── LinesRejected  some of its lines cannot be taken, and so none is
    ├── NotFound               nothing answers to the name
    │   └── ClientNotFound     carries the nearest clients
    ├── Ambiguous              several clients answer to the name
    ├── Conflict               the state has moved on meanwhile
    └── Refused                the gate says no; carries the access log's entry
        └── UnknownPerson      nobody has named this person, or Slack marks them as a guest

Anything else is a defect: it is logged with a reference and the reader is told that reference.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.i18n import LazyText, lazy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.policy.access import AccessEntry


@dataclass(frozen=True)
class Candidate:
    """A client that may be meant: what anybody may read of it."""

    client_id: int
    name: str
    place: str


class ClienteleError(Exception):
    """Something that a person can understand and act on."""

    def __init__(self, sentence: LazyText | str, *, field: str | None = None, **values: object) -> None:
        """Keep the sentence untranslated, so that it is told in its reader's language."""
        super().__init__(sentence)
        self.sentence = sentence
        self.values = values
        self.field = field
        self.entries: tuple[AccessEntry, ...] = ()
        """What the access log must keep although everything else is rolled back."""

    def __str__(self) -> str:
        """Return the whole sentence in the current reader's language."""
        if isinstance(self.sentence, LazyText):
            return self.sentence.format(**self.values)
        return self.sentence


class ConfigurationError(ClienteleError):
    """The environment or the machine is not as the program needs it."""


class DatabaseUnusable(ConfigurationError):
    """The database cannot be opened, or it is newer than the code."""


class InvalidInput(ClienteleError):
    """A value that cannot be taken; `field` is the key of the input it stands in, when there is one."""


class InvalidForm(InvalidInput):
    """Several values of one form that cannot be taken; `problems` has each with its field, in the form's order."""

    def __init__(self, problems: Sequence[InvalidInput]) -> None:
        """Read as the first of them where there is room for one sentence only."""
        first = problems[0]
        super().__init__(first.sentence, field=first.field, **first.values)
        self.problems = tuple(problems)


@dataclass
class Gathering:
    """Gathers what is wrong with a form, so that its person is told all of it at once."""

    problems: list[InvalidInput] = field(default_factory=list)

    @contextmanager
    def catching(self) -> Iterator[None]:
        """Keep the InvalidInput that the block raises, and go on after the block."""
        try:
            yield
        except InvalidForm as several:
            self.problems.extend(several.problems)
        except InvalidInput as problem:
            self.problems.append(problem)

    def finish(self) -> None:
        """Raise what was gathered: nothing, the one InvalidInput, or an InvalidForm."""
        if len(self.problems) == 1:
            raise self.problems[0]
        if self.problems:
            raise InvalidForm(self.problems)


class FileRejected(InvalidInput):
    """A file that cannot be read as what it was given for."""


class LinesRejected(FileRejected):
    """A file that is taken whole or not at all, with lines that cannot be taken; `reasons` are the first ones'."""

    def __init__(self, sentence: LazyText, *, count: int, reasons: Sequence[str], **values: object) -> None:
        """Keep how many lines those are and what is wrong with them."""
        super().__init__(sentence, field=None, count=count, **values)
        self.count = count
        self.reasons = tuple(reasons)


class NotFound(ClienteleError):
    """Nothing answers to what was asked for."""


class ClientNotFound(NotFound):
    """No client answers to `name`; `nearest` are the likeliest ones, best first."""

    def __init__(
        self, name: str, nearest: tuple[Candidate, ...] = (), *, entries: tuple[AccessEntry, ...] = ()
    ) -> None:
        """Remember what was typed and what came near; `entries` log by what of a file any of those was found."""
        super().__init__(lazy("No client file answers to “{name}”."), name=name)
        self.name = name
        self.nearest = nearest
        self.entries = entries


class Ambiguous(ClienteleError):
    """Several clients answer to `name` equally well."""

    def __init__(self, name: str, candidates: tuple[Candidate, ...]) -> None:
        """Remember what was typed and who answers to it."""
        super().__init__(lazy("More than one client answers to “{name}”. Which one do you mean?"), name=name)
        self.name = name
        self.candidates = candidates


class Conflict(ClienteleError):
    """What the person acted on has changed meanwhile."""


class Refused(ClienteleError):
    """The gate says no. The session scope commits `entry` alone before the error goes on."""

    def __init__(self, sentence: LazyText | str, *, entry: AccessEntry | None = None, **values: object) -> None:
        """Carry the log's entry out of the transaction that is rolled back."""
        super().__init__(sentence, field=None, **values)
        self.entry = entry
        self.entries = (entry,) if entry else ()


class UnknownPerson(Refused):
    """Somebody the company has not named, or whom Slack marks as a guest or a stranger."""
