"""Control groups of work that may wait."""

import subprocess
from pathlib import Path

import pytest

from server.stack import idle_group as module
from server.stack.idle_group import idle_group, inside


def test_removed_afterwards() -> None:
    """A group is idle while it lasts, and then gone; without the right to make one there is none."""
    with idle_group() as group:
        assert group is None or (group / "cpu.idle").read_text() == "1\n"
    assert group is None or not group.exists()


@pytest.mark.parametrize("membership", ["", "3:cpu,cpuacct:/\n", "0::/user.slice\n", "2:memory:/x\n"])
def test_without_support(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, membership: str) -> None:
    """Without a directory, or without the kernel's file in it, there is no group and nothing is left."""
    (tmp_path / "cpu,cpuacct").mkdir()
    (tmp_path / "self").write_text(membership)
    monkeypatch.setattr(module, "CGROUPS", tmp_path)
    monkeypatch.setattr(module, "MEMBERSHIP", tmp_path / "self")
    with idle_group() as group:
        assert group is None
    assert list((tmp_path / "cpu,cpuacct").iterdir()) == []


def test_enters_the_group(tmp_path: Path) -> None:
    """The command runs after its process is listed in the group."""
    found = subprocess.run(  # noqa: S603  our own command
        inside(
            tmp_path, ["sh", "-c", 'test "$(cat "$1")" = $$ && echo in', "x", str(tmp_path / "cgroup.procs")]
        ),
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout == "in\n"
