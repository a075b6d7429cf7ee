"""`parley backup` where something is not as it should be: one line, and what fixes it."""

from pathlib import Path

import pytest

from server.cli import run
from server.operator_error import OperatorError

AWAY = "postgresql://parley_backup:secret@127.0.0.1:1/parley"


@pytest.fixture(autouse=True)
def nothing_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Data of no stack, and nothing told."""
    for name in ("PARLEY_BACKUPS", "BACKUP_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PARLEY_DATA", str(tmp_path / "data"))


@pytest.mark.parametrize(
    ("task", "told", "said"),
    [
        ("now", {}, "no stack with backups runs on .* fix: parley up"),
        ("now", {"BACKUP_DATABASE_URL": AWAY}, "the database cannot be reached"),
        ("list", {}, "there is no backup"),
        ("verify", {}, "there is no such backup"),
        ("restore", {}, "there is no backup"),
        ("list", {"PARLEY_BACKUPS": "ftp://somewhere/else"}, "PARLEY_BACKUPS is 'ftp://somewhere/else'"),
        ("list", {"PARLEY_DATA": "/proc/nothing"}, "cannot write /proc/nothing"),
    ],
)
def test_refusal(task: str, told: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what is missing and what to do."""
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(OperatorError, match=said):
        run(["backup", task])


def test_looking_makes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A place that is mistyped is not made by who looks there."""
    monkeypatch.setenv("PARLEY_BACKUPS", str(tmp_path / "mistyped"))
    with pytest.raises(OperatorError):
        run(["backup", "list"])
    assert not (tmp_path / "mistyped").exists()
