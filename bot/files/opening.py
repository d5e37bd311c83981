"""Opening a workbook by what it holds, whatever its name says: a system's “.xls” is often a newer one."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_CONTAINER = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_LOOKED_AT = 1 << 20


def open_workbook(path: Path) -> "CalamineWorkbook":
    """Open a workbook. Raises CalamineError for what is none, PasswordError for one that is locked."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        return CalamineWorkbook.from_path(str(path))
    except PasswordError:
        raise
    except CalamineError:
        if _is_locked(path):
            raise PasswordError(path.name) from None
        with path.open("rb") as file:
            return CalamineWorkbook.from_filelike(file)


def _is_locked(path: Path) -> bool:
    """Tell whether this is the container that Office puts an encrypted workbook into."""
    with path.open("rb") as file:
        head = file.read(_LOOKED_AT)
        file.seek(max(path.stat().st_size - _LOOKED_AT, 0))
        return head.startswith(_CONTAINER) and _LOCKED in head + file.read()
