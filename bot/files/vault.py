"""The folder of files that were handed over: kept under random names, readable by nobody else, and not for long."""

import re
import secrets
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from bot.errors import ConfigurationError
from bot.i18n import lazy

_OURS = re.compile(r"([0-9a-f]{32})(?:\..*)?")
"""Nothing else in the folder is ever touched."""


def new_file(folder: Path) -> Path:
    """Make an empty file under a name of its own, for this account alone. Raises ConfigurationError."""
    path = folder / secrets.token_hex(16)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=False)
    except OSError as error:
        raise ConfigurationError(
            lazy("CLIENTELE_FILES {folder} cannot be written to: {reason}"), folder=folder, reason=error.strerror
        ) from error
    return path


def remove(folder: Path, stored_as: str) -> None:
    """Remove a file and whatever was written beside it; one that is gone already is removed."""
    if stored_as:
        for path in folder.glob(f"{stored_as}*"):
            path.unlink(missing_ok=True)


def remove_others(folder: Path, kept: Collection[str], before: datetime) -> None:
    """Remove what has lain here since `before` and belongs to none of the files that are `kept`."""
    for path in folder.glob("*"):
        ours = _OURS.fullmatch(path.name)
        if ours and ours[1] not in kept and path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)
