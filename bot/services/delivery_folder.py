"""The watched folder: what lies in it, private copies to work on, and where files go once they are dealt with."""

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from glob import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.errors import FileRejected
from bot.files.control_totals import read_control
from bot.policy.deliveries import ENDINGS, ORDER, control_names, is_night_control, read_name
from bot.results.deliveries import Delivery, Total
from bot.results.imports import ImportKind

DONE, REFUSED = "done", "refused"

Shape = tuple[int, int, int]
"""What tells a file from the one that takes its place: its number, its size, and when it was written."""


@dataclass(frozen=True)
class Copied:
    """A private copy of a delivery, which nobody changes while it is worked on; `shape` is the original file's."""

    delivery: Delivery
    digest: str
    shape: Shape


@dataclass(frozen=True)
class Listing:
    """What the folder holds, in the order in which it is to be taken. `nights` are the control files of whole nights.

    `absent` are the files that a night's control announces and that are neither here nor dealt with, each with it.
    """

    deliveries: tuple[Delivery, ...]
    nights: tuple[Path, ...]
    absent: tuple[tuple[str, Path], ...]


def shape_of(path: Path) -> Shape | None:
    """Return the shape of a file, None when it has gone."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def list_folder(folder: Path) -> Listing:
    """Look at what lies in the folder itself; its own folders and files under a passing name do not count."""
    names = sorted(each.name for each in os.scandir(folder) if each.is_file() and not each.name.startswith("."))
    nights = {name: _announced(folder / name) for name in names if is_night_control(name)}
    found = [_delivery(folder, name, names, nights) for name in names]
    deliveries = sorted(
        (each for each in found if each), key=lambda each: (each.day, ORDER.index(each.kind), each.name)
    )
    absent = tuple(
        (name, folder / night)
        for night, announced in nights.items()
        for name in sorted(announced)
        if name not in names and not _was_dealt_with(folder, name)
    )
    return Listing(tuple(deliveries), tuple(folder / name for name in nights), absent)


def _announced(path: Path) -> Mapping[str, Sequence[Total]]:
    try:
        return read_control(path)
    except FileRejected:
        return {}  # It may still be written; whoever waits for it is told after a while.


def _delivery(
    folder: Path, name: str, names: Sequence[str], nights: Mapping[str, Mapping[str, Sequence[Total]]]
) -> Delivery | None:
    named = read_name(name)
    if named is None:
        return None
    own = next((each for each in control_names(name) if each in names), None)
    control = own or next((night for night, announced in nights.items() if name in announced), None)
    kind = ImportKind(named.kind)
    return Delivery(folder / name, kind, named.day, named.is_snapshot, folder / control if control else None)


def _was_dealt_with(folder: Path, name: str) -> bool:
    return any((folder / place / name).exists() for place in (DONE, REFUSED))


def announced_of(delivery: Delivery) -> tuple[Total, ...]:
    """Return the control totals of one file. Raises FileRejected when they cannot be read."""
    if delivery.control is None:
        return ()
    announced = read_control(delivery.control)
    # A control file of one file need not name it.
    return announced.get(delivery.name) or announced.get("", ())


@contextmanager
def private_copy(delivery: Delivery) -> Iterator[Copied | None]:
    """Copy a file and its control totals for the time of the block; None when somebody has taken them away."""
    with TemporaryDirectory(prefix="clientele-") as folder:
        shape = shape_of(delivery.path)
        path = Path(folder) / delivery.name
        control = Path(folder) / delivery.control.name if delivery.control else None
        try:
            shutil.copyfile(delivery.path, path)
            if delivery.control and control:
                shutil.copyfile(delivery.control, control)
        except FileNotFoundError:
            shape = None
        yield None if shape is None else Copied(replace(delivery, path=path, control=control), _digest(path), shape)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def put_away(delivery: Delivery, shape: Shape, place: str, *, reason: str = "", rejected: Path | None = None) -> None:
    """Move a file to one of the folder's own folders, with its own control totals and the reason it was refused for.

    Whatever has taken the file's place since it was copied stays where it is. Two who do it at once do no harm.
    """
    folder = delivery.path.parent / place
    folder.mkdir(exist_ok=True)
    if shape_of(delivery.path) == shape:
        name = _free_name(folder, delivery.name)
        if reason:
            (folder / f"{name}.reason.txt").write_text(f"{reason}\n", encoding="utf-8")
        if rejected is not None and rejected.exists():
            shutil.copyfile(rejected, folder / f"{name}.rejected.csv")
        _move(delivery.path, folder / name)
        if delivery.control is not None and not is_night_control(delivery.control.name):
            _move(delivery.control, folder / _free_name(folder, delivery.control.name))


def put_control_away(night: Path) -> None:
    """Move a night's control file away once every file that it announces has been dealt with."""
    announced = _announced(night)
    if announced and all(
        not (night.parent / name).exists() and _was_dealt_with(night.parent, name) for name in announced
    ):
        folder = night.parent / DONE
        _move(night, folder / _free_name(folder, night.name))


def put_orphans_away(folder: Path, before: datetime) -> None:
    """Move control totals away whose file was dealt with, for whoever was killed between the two.

    Only those written before an instant: what was delivered lately may belong to a file that is still to come.
    """
    names = {each.name for each in os.scandir(folder) if each.is_file()}
    for name in names:
        stem, marked, _ending = name.partition(".totals.")
        shape = shape_of(folder / name) if marked else None
        if shape is None or shape[2] / 1e9 > before.timestamp() or any(f"{stem}{each}" in names for each in ENDINGS):
            continue
        place = next((place for place in (DONE, REFUSED) if any((folder / place).glob(f"{escape(stem)}.*"))), None)
        if place is not None:
            _move(folder / name, folder / place / _free_name(folder / place, name))


def _move(source: Path, target: Path) -> None:
    with suppress(FileNotFoundError):  # another process was faster
        target.parent.mkdir(exist_ok=True)
        source.replace(target)


def _free_name(folder: Path, name: str) -> str:
    """Return the name, with a number in it where an earlier file of that name is kept."""
    stem, dot, ending = name.partition(".")
    names = (name, *(f"{stem}-{number}{dot}{ending}" for number in range(2, 10_000)))
    return next(each for each in names if not (folder / each).exists())
