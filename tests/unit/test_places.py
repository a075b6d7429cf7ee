"""Directories: one answer for every command, in a clone and in an installed package."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from server import places

ASK = """
import json, os
from server import bootstrap, places
from server.config import Settings
from server.demo import command
from server.stack.layout import Layout
layout = Layout.of()
(layout.data).mkdir(parents=True, exist_ok=True)
layout.state.write_text(json.dumps({"url": "http://localhost:1", "env": {}}))
read = Settings.from_env(json.loads(os.environ["TOLD"]) | dict(os.environ))
demo = command._server(None)
print(json.dumps([*map(str, (bootstrap.home(), layout.home, read.home, layout.data, read.data, demo[1],
    read.web_dist, layout.root, read.recordings))]))
"""
TOLD = {
    "DATABASE_URL": "postgresql://db/parley", "REDIS_URL": "redis://r", "LIVEKIT_URL": "ws://l",
    "LIVEKIT_API_KEY": "k", "LIVEKIT_API_SECRET": "s" * 32,
}  # fmt: skip


def asked(site: Path, home: Path, **more: str) -> list[str]:
    """Ask every part of a Parley whose packages lie in `site`."""
    path = {"PYTHONPATH": str(site), "HOME": str(home), "TOLD": json.dumps(TOLD), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(  # noqa: S603  fixed words
        [sys.executable, "-P", "-c", ASK], cwd=home, env={**path, **more}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    answer: list[str] = json.loads(done.stdout)
    return answer


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Parley as pip lays it out: packages, what it builds from, and no clone around them."""
    site = tmp_path / "site-packages"
    site.mkdir()
    for name in ("agent", "migrations"):
        (site / name).symlink_to(places.ROOT / name)
    (site / "server").mkdir()
    for child in (places.ROOT / "server").iterdir():
        if child.name == "places.py":
            (site / "server" / child.name).write_text(child.read_text())
        else:
            (site / "server" / child.name).symlink_to(child)
    (site / "server" / "shipped" / "web").mkdir(parents=True)
    (site / "server" / "shipped" / "Procfile").touch()
    return site


def test_installed_by_pip(site: Path, tmp_path: Path) -> None:
    """Bootstrap, stack, settings and demo look in the person's own directory, never in site-packages."""
    home = str(tmp_path / ".parley")
    assert asked(site, tmp_path) == [
        *[home] * 3, *[f"{home}/data"] * 3, f"{home}/source/web/dist", f"{home}/source",
        f"{home}/data/recordings",
    ]  # fmt: skip


def test_told_another_home(site: Path, tmp_path: Path) -> None:
    """PARLEY_HOME moves all of it, PARLEY_DATA the data alone."""
    home, data = str(tmp_path / "h"), str(tmp_path / "d")
    found = asked(site, tmp_path, PARLEY_HOME=home, PARLEY_DATA=data)
    assert found == [
        *[home] * 3, *[data] * 3, f"{home}/source/web/dist", f"{home}/source", f"{data}/recordings",
    ]  # fmt: skip


def test_in_a_clone(tmp_path: Path) -> None:
    """A clone keeps everything beside itself."""
    assert places.is_clone()
    assert places.home({}) == places.ROOT / ".parley"
    assert places.data({}) == places.ROOT / ".parley" / "data"
    assert places.sources({}) == places.ROOT


def test_relative_directories_are_those_of_the_one_who_said_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The processes work elsewhere: what is told is made absolute where it is read."""
    monkeypatch.chdir(tmp_path)
    assert places.data({"PARLEY_HOME": "h"}) == tmp_path / "h" / "data"
