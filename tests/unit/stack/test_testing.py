"""What a test run is given, and what it must not see."""

from pathlib import Path

import pytest

from server.operator_error import OperatorError
from server.places import ROOT
from server.stack.layout import Layout
from server.stack.testing import (
    ALONE,
    EXCLUSIVE_TESTS,
    FIRST_LOCK,
    SECOND_LOCK,
    SHARING_TESTS,
    environment_of,
    is_fast,
    need_apt,
    whole,
)


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
    with pytest.raises(OperatorError, match=r"the tests need chromium — fix: sudo apt-get install"):
        need_apt("chromium fonts-dejavu-core", ("chromium",))


@pytest.mark.parametrize(
    ("given", "fast"),
    [
        (["tests/unit"], True),
        (["-q", "tests/unit/stack/test_testing.py::test_fast", "tests/unit/agent"], True),
        (["tests/unit", "tests/system"], False),
        (["-k", "word"], False),
        ([], False),
    ],
)
def test_fast(given: list[str], fast: bool) -> None:
    """Unit tests alone need no engine, browser or model; what names no test may be any."""
    assert is_fast(given) == fast


def test_every_test_is_run_once() -> None:
    """The runs together name each file of tests, and none twice."""
    others, second_lock, exclusive, alone = whole(ROOT, Path("let-in.json"))
    assert set(SECOND_LOCK) < set(second_lock)
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("test_*.py")}
    run = [file for arguments in (others, exclusive, alone) for file in named(arguments, files)]
    assert sorted(run) == sorted(files)


def test_second_lock_reads_what_the_first_run_counts() -> None:
    """The tests that need no second run are counted and left out by the same file."""
    counting, reading, *_ = whole(ROOT, Path("let-in.json"))
    assert set(FIRST_LOCK) < set(counting)
    assert [run[run.index("--let-in") + 1] for run in (counting, reading)] == ["let-in.json"] * 2


def named(arguments: list[str], files: set[str]) -> set[str]:
    """Which files pytest would be given."""
    places = tuple(argument for argument in arguments if argument.startswith("tests/"))
    ignored = {
        argument.removeprefix("--ignore=") for argument in arguments if argument.startswith("--ignore=")
    }
    return {file for file in files - ignored if file.startswith(places)}


def test_what_stands_alone_is_there() -> None:
    """A folder that was renamed would share the machine unseen."""
    assert [folder for folder in EXCLUSIVE_TESTS if not (ROOT / folder).is_dir()] == []
    assert [file for file in (*SHARING_TESTS, *ALONE) if not (ROOT / file).is_file()] == []
