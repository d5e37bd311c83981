"""The project's source as the architecture tests look at it: parsed, never imported."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MADE = {".venv", ".git", "build", "dist", "demo-data", "screenshots", "__pycache__", "clientele.egg-info"} | {
    f".{tool}" for tool in ("hypothesis", "import_linter_cache", "mypy_cache", "pytest_cache", "ruff_cache")
}


@dataclass(frozen=True)
class Module:
    """A Python file under its dotted name."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The file's syntax tree."""
        return ast.parse(self.text)

    @cached_property
    def imports(self) -> tuple[str, ...]:
        """Every absolute import, wherever it stands: `import a.b` as `a.b`, `from a import b` as `a.b`."""
        found = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found += [f"{node.module}.{alias.name}" for alias in node.names]
        return tuple(found)

    def imports_of(self, *libraries: str) -> list[str]:
        """The imports that belong to one of these libraries."""
        return [name for name in self.imports if name.partition(".")[0] in libraries]

    def within(self, *rooms: str) -> bool:
        """Whether the module is, or lies in, one of these rooms."""
        return any(self.name == room or self.name.startswith(f"{room}.") for room in rooms)


def modules(package: str) -> list[Module]:
    """All modules of a top-level package, by path."""
    return [
        Module(_dotted(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / package).rglob("*.py"))
    ]


def _dotted(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def tracked_files() -> list[Path]:
    """The files git holds, or, in an unpacked copy without git, all but what the project makes for itself."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode == 0 and listing.stdout:
        return [ROOT / name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]
    return sorted(_unmade(ROOT))


def _unmade(folder: Path) -> Iterator[Path]:
    """Walk the files under a folder, entering none that the project makes for itself."""
    for path in folder.iterdir():
        if path.is_dir() and path.name not in MADE:
            yield from _unmade(path)
        elif path.is_file() and path.suffix != ".db":
            yield path
