"""The machine that a measurement ran on: without it the figures mean nothing."""

import os
import platform
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil
import psycopg


@dataclass(frozen=True)
class Machine:
    """What the figures depend on. `load` is the load average when the run began: above 0.5 others were at work."""

    cpu: str
    cores: int
    memory: str
    system: str
    python: str
    sqlite: str
    postgres: str
    day: str
    load: float


def describe() -> Machine:
    """Describe this machine and the versions in use, before the run puts a load on it."""
    return Machine(
        cpu=_cpu(),
        cores=os.cpu_count() or 1,
        memory=f"{psutil.virtual_memory().total / 2**30:.0f} GiB",
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        sqlite=sqlite3.sqlite_version,
        postgres="not measured",
        day=datetime.now(UTC).date().isoformat(),
        load=os.getloadavg()[0],
    )


def _cpu() -> str:
    known = Path("/proc/cpuinfo")
    if known.exists():
        for line in known.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def postgres_version(url: str) -> str:
    """Return the version of the server at `url`."""
    with psycopg.connect(url) as connection:
        # Asked of the server: the client's library has a version of its own.
        row = connection.execute("SHOW server_version").fetchone()
    return str(row[0]) if row else "unknown"
