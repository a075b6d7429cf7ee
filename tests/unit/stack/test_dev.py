"""What a change of a file restarts."""

from pathlib import Path

import pytest

from server.places import ROOT
from server.stack.dev import ENTRY_MODULES, readers
from server.stack.import_graph import sources_of
from server.stack.procfile import read


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("agent/minutes/worker.py", {"minutes"}),
        ("agent/captioner.py", {"agent", "standby"}),
        ("agent/whisper/messages.py", {"agent", "standby", "whisper"}),
        ("server/api/event_hub.py", {"web"}),
        ("server/tickets.py", {"web"}),
        ("server/pages/templates/home.html", {"web"}),
        ("server/object_store/store.py", {"web", "agent", "standby", "minutes", "jobs", "wal"}),
        ("server/meeting/db.py", {"web", "agent", "standby", "whisper", "minutes", "jobs"}),
        ("server/config.py", set(ENTRY_MODULES)),
        ("server/stack/up.py", set()),
        ("server/pages/__pycache__/home.cpython-311.pyc", set()),
        ("web/dist/.vite/manifest.json", {"web"}),
    ],
)
def test_readers(path: str, parts: set[str]) -> None:
    """A file restarts who reads it, and nobody else."""
    assert readers(ROOT, ROOT / path) == parts


def test_new_module(tmp_path: Path) -> None:
    """A module is followed as soon as something imports it, also through others and inside a function."""
    server = tmp_path / "server"
    server.mkdir()
    (server / "__init__.py").touch()
    (server / "new.py").write_text("x = 1")
    (server / "app.py").write_text("import os")
    assert readers(tmp_path, server / "new.py") == set()
    (server / "between.py").write_text("def late():\n    from server import new")
    (server / "app.py").write_text("from server.between import late")
    assert readers(tmp_path, server / "new.py") == {"web"}


def test_half_written(tmp_path: Path) -> None:
    """A file that cannot be parsed imports nothing."""
    (tmp_path / "broken.py").write_text("import (")
    assert sources_of(tmp_path, "broken") == {tmp_path / "broken.py"}


def test_every_process_has_an_entry() -> None:
    """Each process of the Procfile is followed from a module that is there."""
    assert ENTRY_MODULES.keys() == read(ROOT / "Procfile").keys()
    assert [entry for entry in ENTRY_MODULES.values() if not sources_of(ROOT, entry)] == []
