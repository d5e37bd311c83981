"""The file of rejected lines: what was in them, where they stood and why they were not taken."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from bot.errors import FileRejected
from bot.files.headers import fold_header
from bot.i18n import lazy
from bot.results.imports import Rejection

LINE, REASON = "line", "reason"
"""The columns that are added at the end."""


class RejectedFile:
    """Writes `FILE.rejected.csv` beside a file; it appears complete or not at all.

    It is UTF-8 with a mark, so that a spreadsheet opens it right and it can be imported again once mended.
    """

    def __init__(self, source: Path, headers: tuple[str, ...]) -> None:
        """Remember where the file belongs; it is begun with the first rejection."""
        self.path = source.with_name(f"{source.name}.rejected.csv")
        self._part = source.with_name(f"{source.name}.rejected.csv.part")
        self._headers = headers
        # A rejected file that is imported again brings these columns already.
        self._kept = [place for place, header in enumerate(headers) if fold_header(header) not in {LINE, REASON}]
        self._file: TextIO | None = None

    def add(self, rejections: Iterable[Rejection]) -> None:
        """Write some rejected lines."""
        for rejection in rejections:
            cells = list(rejection.cells) + [""] * (len(self._headers) - len(rejection.cells))
            kept = [cells[place] for place in self._kept] + cells[len(self._headers) :]
            self._write([*kept, str(rejection.line), rejection.reason])

    def finish(self) -> Path | None:
        """Put the file in its place and return its path; without rejections, remove one left by an earlier run."""
        try:
            if self._file is None:
                self.path.unlink(missing_ok=True)
                return None
            self._file.close()
            return self._part.replace(self.path)
        except OSError as error:
            raise self._unwritable(error) from error

    def discard(self) -> None:
        """Leave nothing behind of a run that failed."""
        if self._file is not None:
            self._file.close()
            self._part.unlink(missing_ok=True)

    def _write(self, row: list[str]) -> None:
        try:
            if self._file is None:
                self._file = self._part.open("w", encoding="utf-8-sig", newline="")
                self._write([*(self._headers[place] for place in self._kept), LINE, REASON])
            csv.writer(self._file).writerow(row)
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> FileRejected:
        return FileRejected(
            lazy("The rejected lines cannot be written to {path}: {reason}."), path=self.path, reason=error.strerror
        )
