"""The folder in which a demo lives, kept between runs: its database, its files, and how far its clock was moved."""

import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.errors import ConfigurationError
from bot.i18n import lazy

_MADE = ("clientele.db", "clientele.db-wal", "clientele.db-shm", "clientele.secret", "demo.json")


@dataclass(frozen=True)
class DemoFolder:
    """Where things stand. `demo.json` is written last: without it the folder holds a demo that was never finished."""

    path: Path

    @property
    def database_url(self) -> str:
        """Return the address of the demo's database."""
        return f"sqlite:///{self.path / 'clientele.db'}"

    @property
    def ledger(self) -> Path:
        """Return where the imported files are kept, for whoever wants to import them again."""
        return self.path / "ledger"

    @property
    def workspace_file(self) -> Path:
        """Return where the playground reads who is in the workspace."""
        return self.path / "workspace.json"

    @property
    def is_finished(self) -> bool:
        """Tell whether a demo was made here, to its end."""
        return self._state.exists() and (self.path / "clientele.db").exists()

    @property
    def _state(self) -> Path:
        return self.path / "demo.json"

    def prepare(self) -> None:
        """Make the folder. Raises ConfigurationError when that cannot be done."""
        try:
            self.ledger.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigurationError(
                lazy("The demo cannot make its folder {folder}: {reason}"),
                folder=str(self.path),
                reason=error.strerror or error,
            ) from error

    def clear(self) -> None:
        """Remove what an earlier demo has made here, and nothing else."""
        self._state.unlink(missing_ok=True)
        for name in _MADE:
            (self.path / name).unlink(missing_ok=True)
        for file in self.ledger.glob("*.csv"):
            file.unlink()

    def clock_ahead(self) -> timedelta:
        """Return how far the demo's clock was moved in earlier runs."""
        try:
            return timedelta(seconds=float(json.loads(self._state.read_text(encoding="utf-8"))["clock_ahead"]))
        except (OSError, ValueError, KeyError, TypeError):
            return timedelta(0)

    def keep_clock(self, ahead: timedelta) -> None:
        """Remember how far the clock was moved: files must not become younger when the demo starts again."""
        fresh = self._state.with_suffix(".new")
        fresh.write_text(json.dumps({"clock_ahead": ahead.total_seconds()}), encoding="utf-8")
        fresh.replace(self._state)
