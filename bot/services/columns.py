"""Reading what a form brought into columns, so that all that is wrong with it is said at once."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.errors import Gathering


def read_all(readers: Mapping[str, Callable[[], object]]) -> dict[str, Any]:
    """Return what each reader reads, by column. Raises the InvalidInput of one, or an InvalidForm with those of all."""
    values: dict[str, Any] = {}
    gathering = Gathering()
    for column, read in readers.items():
        with gathering.catching():
            values[column] = read()
    gathering.finish()
    return values
