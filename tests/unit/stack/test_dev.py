"""What a change of a file restarts."""

from pathlib import Path

import pytest

from server.places import ROOT
from server.stack.dev import READ_BY, readers
from server.stack.procfile import read


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("agent/minutes/worker.py", {"minutes"}),
        ("agent/captioner.py", {"agent"}),
        ("server/pages/home.py", {"web"}),
        ("server/meeting/rooms.py", {"web", "agent", "minutes", "jobs"}),
        ("server/stack/up.py", set()),
        ("server/pages/__pycache__/home.cpython-311.pyc", set()),
        ("web/dist/.vite/manifest.json", {"web"}),
    ],
)
def test_readers(path: str, parts: set[str]) -> None:
    """A file restarts who reads it, and nobody else."""
    assert readers(Path("/tree"), Path("/tree") / path) == parts


def test_they_are_of_the_procfile() -> None:
    """Every process named is one."""
    named = {name for parts in READ_BY.values() for name in parts}
    assert named - read(ROOT / "Procfile").keys() == set()


def test_they_are_there() -> None:
    """A module that was renamed would be followed no more."""
    sources = [start for start in READ_BY if not start.startswith("web/dist")]
    assert [start for start in sources if not (ROOT / start).exists()] == []
