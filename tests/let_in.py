"""The tests in which the first lock let everybody in: one run counts them, another leaves them out."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from server.places import ROOT

SOURCES = ("agent", "migrations", "server", "tests", "web/src")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take `--let-in`, which both runs are given."""
    parser.addoption("--let-in", type=Path, help="file of the tests in which the first lock stood open")


@dataclass(frozen=True)
class LetIn:
    """A file that holds for the tree it was written in, and no other."""

    file: Path | None
    root: Path = ROOT

    @classmethod
    def of(cls, config: pytest.Config) -> "LetIn":
        """The one named on the command line."""
        return cls(config.getoption("--let-in"))

    def forget(self) -> None:
        """Begin anew: a run that is broken off leaves none."""
        if self.file is not None:
            self.file.unlink(missing_ok=True)

    def write(self, tests: Iterable[str]) -> None:
        """Keep the names of the tests."""
        if self.file is not None:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self.file.write_text(json.dumps({"tree": self._tree(), "tests": sorted(tests)}))

    def read(self) -> frozenset[str]:
        """Return the names; none where there is no file, or the tree is another by now."""
        if self.file is None or not self.file.exists():
            return frozenset()
        kept = json.loads(self.file.read_text())
        return frozenset(kept["tests"] if kept["tree"] == self._tree() else ())

    def _tree(self) -> str:
        """Hash the sources, whether they are committed or not."""
        found = hashlib.sha256()
        for path in sorted(path for source in SOURCES for path in (self.root / source).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                found.update(f"{path.relative_to(self.root)}\0{path.stat().st_size}\0".encode())
                found.update(path.read_bytes())
        return found.hexdigest()
