"""What a test run is given, and what it must not see."""

from pathlib import Path

import pytest

from server.operator_error import OperatorError
from server.stack.layout import Layout
from server.stack.testing import environment_of, need_apt


def test_nobodys_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator's own database and data never reach the tests."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example.org/parley")
    monkeypatch.setenv("PARLEY_DATA", "/srv/parley")
    assert (
        environment_of(Layout(tmp_path, tmp_path, tmp_path))
        .keys()
        .isdisjoint({"DATABASE_URL", "PARLEY_DATA"})
    )


def test_engines_on_path(tmp_path: Path) -> None:
    """The engines that were built are found by name."""
    layout = Layout(tmp_path, tmp_path, tmp_path)
    assert str(layout.engines) in environment_of(layout)["PATH"].split(":")


def test_there_already(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that is there is not installed."""
    (tmp_path / "chromium").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    need_apt("chromium", ("chromium",))


def test_not_ours_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is not root is told Debian's command."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(OperatorError, match=r"the tests need chromium — mend it with: sudo apt-get install"):
        need_apt("chromium fonts-dejavu-core", ("chromium",))
