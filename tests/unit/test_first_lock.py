"""Which tests the second lock need not repeat, counted and left out by pytest itself."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from server.places import ROOT
from tests.let_in import LetIn

TRIED = """
import asyncio
from types import SimpleNamespace
from uuid import uuid4

import pytest

from server.api import audit, elevation
from server.errors import ParleyError
from server.meeting import home
from server.meeting.segment_edits import Editor


def corrects(moderates):
    return Editor(None, None, moderates).may_correct(None)


def test_asks_nothing():
    pass


def test_let_in():
    assert corrects(True)


def test_refused():
    assert not corrects(False)


def test_refused_at_first():
    assert not corrects(False)
    assert corrects(True)


def test_refused_by_an_error():
    with pytest.raises(KeyError):  # in a request of nobody's
        elevation.require_administrator({})


def test_refused_later():
    with pytest.raises(KeyError):
        asyncio.run(audit._require_elevation({}))


def test_lists():
    with pytest.raises(ParleyError):  # there is no database
        asyncio.run(home.home(SimpleNamespace(id=uuid4(), role="user")))


def test_fails():
    assert not corrects(True)


def test_skips():
    pytest.skip("for a reason")
"""
LET_IN = {"test_asks_nothing", "test_let_in"}


def pytest_of(directory: Path, *argv: str) -> str:
    """Run it on the tests in a directory, with plugins of this tree."""
    command = [sys.executable, "-m", "pytest", f"--rootdir={directory}", *argv, str(directory)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout  # noqa: S603  our own


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a run by two workers wrote, beside its tests."""
    directory = tmp_path_factory.mktemp("tried")
    (directory / "test_tried.py").write_text(TRIED)
    file = directory / "log" / "let-in.json"
    pytest_of(directory, "-n", "2", "-p", "tests.first_lock", "--let-in", str(file))
    return file


def names(tests: object) -> set[str]:
    """Of tests, without their file's."""
    assert isinstance(tests, list)
    return {test.partition("::")[2] for test in tests}


def test_counted(counted: Path) -> None:
    """A test is let in that passed, was refused nothing and read no list of somebody's own."""
    assert names(json.loads(counted.read_text())["tests"]) == LET_IN


def test_not_repeated(counted: Path) -> None:
    """The second lock's run leaves out those, and no other."""
    directory = counted.parent.parent
    said = pytest_of(directory, "-p", "tests.second_lock", "--let-in", str(counted), "--collect-only", "-q")
    kept = names([line for line in said.splitlines() if "::" in line])
    assert kept == {line[4:-3] for line in TRIED.splitlines() if line.startswith("def test_")} - LET_IN


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Sources of two lines."""
    (tmp_path / "server").mkdir()
    (tmp_path / "server" / "access.py").write_text("may = True\n")
    return tmp_path


@pytest.fixture
def let_in(tree: Path) -> LetIn:
    """One test was let in."""
    found = LetIn(tree / "let-in.json", tree)
    found.write(["test_rooms.py::test_words"])
    return found


def test_of_this_tree(let_in: LetIn) -> None:
    """What was counted holds while nothing changes."""
    assert let_in.read() == {"test_rooms.py::test_words"}


def test_of_another_tree(let_in: LetIn, tree: Path) -> None:
    """After a change to any source all tests are run."""
    (tree / "server" / "access.py").write_text("may = None\n")
    assert let_in.read() == frozenset()


def test_of_a_tree_with_another_file(let_in: LetIn, tree: Path) -> None:
    """A new file is a change, too."""
    (tree / "server" / "words.py").touch()
    assert let_in.read() == frozenset()


def test_never_counted(tree: Path) -> None:
    """Without a count all tests are run."""
    assert LetIn(tree / "let-in.json", tree).read() == frozenset()
    assert LetIn(None, tree).read() == frozenset()


def test_broken_off(let_in: LetIn) -> None:
    """A run that begins forgets what the one before counted."""
    let_in.forget()
    assert let_in.read() == frozenset()
