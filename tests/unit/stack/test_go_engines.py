"""Which engine is used, and which is built."""

from pathlib import Path

import pytest

from server.stack import go_engines
from server.stack.go_engines import LIVEKIT
from server.stack.layout import Layout


@pytest.fixture
def layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Layout:
    """A tree with LiveKit's module files and an empty PATH."""
    module = tmp_path / "engines" / LIVEKIT.module
    module.mkdir(parents=True)
    (module / "go.mod").write_text("module m")
    (module / "go.sum").write_text("")
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    return Layout(tmp_path, tmp_path / "home", tmp_path / "data")


def program(path: Path, says: str = "") -> Path:
    """Make a program that says something."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{says}'\n")
    path.chmod(0o755)
    return path


def built(layout: Layout) -> Path:
    """Leave what a finished build leaves."""
    binary = program(layout.engines / LIVEKIT.name)
    go_engines._stamp(layout, LIVEKIT).write_text(go_engines._recipe(layout, LIVEKIT))
    return binary


def test_none(layout: Layout) -> None:
    """Neither built nor on PATH is None."""
    assert go_engines.find(layout, LIVEKIT) is None


def test_on_path(layout: Layout, tmp_path: Path) -> None:
    """A program on PATH is used and not built."""
    there = program(tmp_path / "path" / LIVEKIT.name)
    assert go_engines.find(layout, LIVEKIT) == there


def test_built(layout: Layout) -> None:
    """What was built is found again."""
    binary = built(layout)
    assert go_engines.find(layout, LIVEKIT) == binary


def test_new_version(layout: Layout) -> None:
    """A build of another go.sum is not taken for today's."""
    built(layout)
    (layout.root / "engines" / LIVEKIT.module / "go.sum").write_text("other")
    assert go_engines.find(layout, LIVEKIT) is None


def test_interrupted_build(layout: Layout) -> None:
    """A program without the stamp that is written last is not used."""
    program(layout.engines / LIVEKIT.name)
    assert go_engines.find(layout, LIVEKIT) is None


@pytest.mark.parametrize(
    ("says", "version"),
    [("go version go1.26.8 linux/amd64", (1, 26)), ("go version devel", (0, 0))],
)
def test_go_version(tmp_path: Path, says: str, version: tuple[int, int]) -> None:
    """A Go's own words tell whether it is new enough."""
    assert go_engines.go_version(str(program(tmp_path / "go", says))) == version


def test_old_go_is_passed_over(layout: Layout, tmp_path: Path) -> None:
    """A Go that is too old is as good as none."""
    program(tmp_path / "path" / "go", "go version go1.19.8 linux/amd64")
    assert go_engines.find_go(layout) is None
