"""When the environment is good enough, and when it is made anew."""

import json
from pathlib import Path

import pytest

from server import bootstrap
from server.__main__ import main
from server.operator_error import OperatorError


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tree with two locks and a finished environment for the smaller one."""
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    for name in ("requirements.lock", "requirements-test.lock"):
        (tmp_path / name).write_text(f"# {name}")
    (tmp_path / "venv").mkdir()
    return tmp_path


def stamp(clone: Path, **locks: str) -> None:
    """Leave the stamp that the last step of an installation leaves."""
    (clone / "venv" / "parley-locks.json").write_text(json.dumps({"root": str(clone), "locks": locks}))


def test_unfinished(clone: Path) -> None:
    """Without the stamp of the last step an environment is not current."""
    assert not bootstrap.is_current(clone / "venv", clone / "requirements.lock")


def test_current(clone: Path) -> None:
    """An environment with the digest of today's lock is used as it is."""
    lock = clone / "requirements.lock"
    stamp(clone, **{lock.name: bootstrap._digest(lock)})
    assert bootstrap.is_current(clone / "venv", lock)


def test_changed_lock(clone: Path) -> None:
    """A lock that changed is installed again."""
    lock = clone / "requirements.lock"
    stamp(clone, **{lock.name: bootstrap._digest(lock)})
    lock.write_text("# another")
    assert not bootstrap.is_current(clone / "venv", lock)


def test_tests_need_more(clone: Path) -> None:
    """The lock of `up` is not enough for `test`."""
    lock = clone / "requirements.lock"
    stamp(clone, **{lock.name: bootstrap._digest(lock)})
    assert not bootstrap.is_current(clone / "venv", bootstrap.lock_for("test"))


@pytest.mark.parametrize(
    ("output", "cause"),
    [
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("Failed to establish a new connection", "the Python package index cannot be reached"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "pip failed: hashes differ"),
    ],
)  # fmt: skip
def test_pip_faults(tmp_path: Path, output: str, cause: str) -> None:
    """What pip says becomes one line with the cause."""
    with pytest.raises(OperatorError) as fault:
        bootstrap._raise_pip_error("hashes differ", output, tmp_path / "pip.log")
    assert fault.value.cause == cause


def test_old_python(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A Python too old is one line and exit code 1."""
    monkeypatch.setattr(bootstrap, "OLDEST_PYTHON", (9, 0))
    assert main(["up"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("parley: Parley needs Python 9.0")
    assert said.count("\n") == 1


def test_a_file_for_a_home(tmp_path: Path) -> None:
    """A home that cannot be written is one line, not a traceback."""
    (tmp_path / "file").touch()
    with (
        pytest.raises(OperatorError, match="cannot write"),
        bootstrap.exclusive_setup(tmp_path / "file" / "home"),
    ):
        pass


def test_no_ensurepip(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python without ensurepip, where we may install nothing, is one line with Debian's command."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(OperatorError) as fault:
        bootstrap._require_ensurepip()
    assert fault.value.fix == "sudo apt-get install --yes python3-venv"
