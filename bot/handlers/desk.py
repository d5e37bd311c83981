"""What every listener is handed: the session scope, the clock, the settings, and a place for what is slow."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.config import Settings
from bot.policy.catalogue import Catalogue
from bot.results.outbox import Company
from bot.services.choices import CatalogueInForce
from bot.services.uploads import Importer

log = logging.getLogger(__name__)

THREADS = 8


class Deferred:
    """Runs what may take long after the acknowledgement, in the reader's language and the company's own words."""

    def __init__(self, threads: int = THREADS) -> None:
        """Start with idle threads; with one, what comes later waits until what came before is done."""
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="later")
        self._under_way: set[Future[None]] = set()

    @property
    def is_busy(self) -> bool:
        """Tell whether something is under way or waits."""
        return bool(self._under_way)

    def __call__(self, work: Callable[[], object]) -> None:
        """Run `work` soon; an error in it is logged, because nobody waits for it."""
        context = copy_context()

        def run() -> None:
            try:
                work()
            except Exception:
                log.exception("work after an acknowledgement failed")

        future = self._executor.submit(context.run, run)
        self._under_way.add(future)
        future.add_done_callback(self._under_way.discard)

    def close(self) -> None:
        """Finish what was begun and take nothing more."""
        self._executor.shutdown(wait=True)


class SessionScope(Protocol):
    """The transactions that a listener may open; `bot.store.database.Database` is one."""

    def session(self) -> AbstractContextManager[Session]:
        """Run one use case in one transaction."""
        ...

    def reading(self) -> AbstractContextManager[Session]:
        """Read what leaves no row in the access log."""
        ...


@dataclass(frozen=True)
class Desk:
    """Everything a listener needs beside its payload."""

    database: SessionScope
    clock: Clock
    settings: Settings
    declared: Catalogue
    """The catalogue as the company's file has it; what is in force is `catalogue`."""
    slack: WebClient
    company: Company
    later: Deferred
    importer: Importer
    imports: Deferred = field(default_factory=lambda: Deferred(1))
    """Imports, one at a time: each takes much of a processor."""
    profiles_read: dict[str, datetime] = field(default_factory=dict)
    """When each person's profile was last known to be read; saves a query a listener."""

    choices: CatalogueInForce = field(init=False)

    def __post_init__(self) -> None:
        """Begin with the catalogue as it is declared."""
        object.__setattr__(self, "choices", CatalogueInForce(self.declared))

    @property
    def catalogue(self) -> Catalogue:
        """Return the catalogue in force, with the choices that the custodian keeps."""
        return self.choices.catalogue

    def now(self) -> datetime:
        """Return the present instant."""
        return self.clock.now()

    @property
    def base_currency(self) -> str:
        """Return the reporting currency."""
        return self.settings.base_currency
