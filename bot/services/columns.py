"""Reading what a form brought into columns, so that all that is wrong with it is said at once."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.errors import Gathering, InvalidInput
from bot.i18n import LazyText, lazy
from bot.policy.values import LONGEST_LINE, clean_text


def read_all(readers: Mapping[str, Callable[[], object]]) -> dict[str, Any]:
    """Return what each reader reads, by column. Raises the InvalidInput of one, or an InvalidForm with those of all."""
    values: dict[str, Any] = {}
    gathering = Gathering()
    for column, read in readers.items():
        with gathering.catching():
            values[column] = read()
    gathering.finish()
    return values


def read_line(typed: str, *, field: str, most: int = LONGEST_LINE, missing: LazyText | None = None) -> str:
    """Return what was typed as one line. Raises InvalidInput, with `missing` for a line that must not be empty."""
    text = " ".join(clean_text(typed).split())
    if missing is not None and not text:
        raise InvalidInput(missing, field=field)
    if len(text) > most:
        raise InvalidInput(
            lazy("This takes at most {most} characters; it has {count}."), field=field, most=most, count=len(text)
        )
    return text
