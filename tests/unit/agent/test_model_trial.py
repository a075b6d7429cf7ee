"""Which Vosk models are tried, and how often."""

import fcntl
import os
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from agent.model_trial import FILE, MARK, trials


@dataclass
class Trials:
    """Two models, and those that were tried."""

    at: Path
    tried: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Make the models."""
        for name in ("whole", "damaged"):
            (self.at / name / "conf").mkdir(parents=True)
            (self.at / name / "conf" / "model.conf").write_text("--beam=10")

    def works(self, directory: Path) -> bool:
        """Try one."""
        self.tried.append(directory.name)
        return directory.name == "whole"

    def start(self, data: Path | None = None) -> list[str]:
        """Load both models as a process does; returns those that were tried."""
        self.tried.clear()
        with trials(data or self.at / "data", self.works) as works:
            assert [works(self.at / name) for name in ("whole", "damaged")] == [True, False]
        return self.tried


@pytest.fixture
def models(tmp_path: Path) -> Trials:
    """Two models that were never tried."""
    return Trials(tmp_path)


def test_once(models: Trials) -> None:
    """A model that works is tried once, a damaged one at each start."""
    assert models.start() == ["whole", "damaged"]
    assert models.start() == ["damaged"]


def test_changed(models: Trials) -> None:
    """A model with a changed file is another one, also if the file is as long as before."""
    models.start()
    file = models.at / "whole" / "conf" / "model.conf"
    file.write_text("--beam=99")
    os.utime(file, ns=(1, 1))
    assert models.start() == ["whole", "damaged"]
    assert models.start() == ["damaged"]


def test_after_a_crash(models: Trials) -> None:
    """Where a process died loading its models, all are tried again."""
    models.start()
    with pytest.raises(RuntimeError), trials(models.at / "data", models.works):
        raise RuntimeError("as a crash, this leaves the mark")
    assert models.start() == ["whole", "damaged"]
    assert models.start() == ["damaged"]


def test_two_at_once(models: Trials) -> None:
    """A process that loads at the same time has not died, until it has."""
    models.start()
    with (models.at / "data" / f"{MARK}1").open("wb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert models.start() == ["damaged"]
    assert models.start() == ["whole", "damaged"]


@pytest.mark.parametrize("content", ["", "[]", '{"'])
def test_damaged_record(models: Trials, content: str) -> None:
    """A record that cannot be read is made anew."""
    (models.at / "data").mkdir()
    (models.at / "data" / FILE).write_text(content)
    assert models.start() == ["whole", "damaged"]
    assert models.start() == ["damaged"]


def test_nothing_written(models: Trials) -> None:
    """Where nothing can be written, each model is tried."""
    (models.at / "file").write_text("")
    for _ in range(2):
        assert models.start(models.at / "file") == ["whole", "damaged"]
