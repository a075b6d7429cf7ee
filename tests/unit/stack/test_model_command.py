"""What `parley models` fetches and deletes; engines are tried in tests/integration."""

import io
import zipfile
from argparse import Namespace
from pathlib import Path

import pytest

from server.damaged_models import write_damaged
from server.models import installed_models
from server.operator_error import OperatorError
from server.stack import model_wheels, vosk_models
from server.stack.installed_mark import MARK
from server.stack.layout import Layout
from server.stack.model_command import models
from tests.unit.stack.test_models import vosk, whisper


@pytest.fixture
def layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Layout:
    """A machine without network, whose operator has a model of their own."""
    monkeypatch.setenv("PARLEY_OFFLINE", "1")
    monkeypatch.setenv("PARLEY_MODELS", str(tmp_path / "theirs"))
    vosk(tmp_path / "theirs", "vosk-model-fr-0.22")
    return Layout(tmp_path, tmp_path / "home", tmp_path / "data")


def fetched(layout: Layout, name: str) -> Path:
    """A model as it lies there after it was fetched from Vosk's site."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr(f"{name}/am/final.mdl", b"m" * 2048)
    layout.models.mkdir(parents=True, exist_ok=True)
    zipped = layout.models / "model.zip"
    zipped.write_bytes(raw.getvalue())
    model = vosk_models.unpack(zipped, layout.models, name)
    zipped.unlink()
    return model


def test_listed(layout: Layout, capsys: pytest.CaptureFixture[str]) -> None:
    """Every model is listed with its language, engine and size, and whose it is."""
    fetched(layout, "vosk-model-small-de-0.15")
    whisper(layout.models, model_wheels.WHISPER.name)
    assert models(Namespace(task="list"), layout) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["de", "vosk", "vosk-model-small-de-0.15", "2.0", "kB", "Parley", str(layout.models)] in rows
    assert next(row for row in rows if row[0] == "fr")[-2:] == ["you", str(layout.root / "theirs")]
    assert next(row for row in rows if row[1] == "whisper")[0] == "all"


def test_damaged(layout: Layout, capsys: pytest.CaptureFixture[str]) -> None:
    """A model that its engine could not load is marked."""
    model = fetched(layout, "vosk-model-small-de-0.15")
    write_damaged(layout.data, "vosk", [model])
    models(Namespace(task="list"), layout)
    assert f"{model.name}, damaged" in capsys.readouterr().out
    write_damaged(layout.data, "vosk", [])
    models(Namespace(task="list"), layout)
    assert f"{model.name}, damaged" not in capsys.readouterr().out


@pytest.mark.parametrize("told", ["de", "deu", "vosk-model-small-de-0.15"])
def test_removed(layout: Layout, told: str) -> None:
    """A fetched model is deleted by language or name, and nothing else."""
    gone, kept = fetched(layout, "vosk-model-small-de-0.15"), fetched(layout, "vosk-model-small-es-0.42")
    assert models(Namespace(task="remove", model=told), layout) == 0
    assert not gone.exists()
    assert kept.exists()
    assert sorted(path.name for path in layout.models.iterdir()) == [kept.name]


def test_of_the_operator(layout: Layout) -> None:
    """A model that Parley did not install is left, and the way to delete it is told."""
    with pytest.raises(OperatorError) as refused:
        models(Namespace(task="remove", model="fr"), layout)
    assert refused.value.fix == f"rm -r {layout.root / 'theirs' / 'vosk-model-fr-0.22'}"


def test_put_among_ours(layout: Layout) -> None:
    """A model that somebody unpacked into Parley's directory, or linked there, is not deleted."""
    vosk(layout.models, "vosk-model-small-it-0.22")
    (layout.models / "vosk-model-fr").symlink_to(layout.root / "theirs" / "vosk-model-fr-0.22")
    (layout.root / "theirs" / "vosk-model-fr-0.22" / MARK).touch()
    for name in ("it", "vosk-model-fr"):
        with pytest.raises(OperatorError, match="was not installed by Parley"):
            models(Namespace(task="remove", model=name), layout)
    assert len(installed_models(layout.model_paths())) >= 3


def test_of_two_models(layout: Layout) -> None:
    """Of two models of a language one has to be named."""
    fetched(layout, "vosk-model-small-de-0.15")
    fetched(layout, "vosk-model-de-0.21")
    with pytest.raises(OperatorError, match="several models"):
        models(Namespace(task="remove", model="de"), layout)


@pytest.mark.parametrize("told", ["xx", "..", "../theirs/vosk-model-fr-0.22", "", "nl"])
def test_nothing_of_that_name(layout: Layout, told: str) -> None:
    """What is not in the list is not deleted."""
    with pytest.raises(OperatorError, match="there is no model"):
        models(Namespace(task="remove", model=told), layout)


def test_added_already(layout: Layout, capsys: pytest.CaptureFixture[str]) -> None:
    """A language that has a model is not fetched again."""
    assert models(Namespace(task="add", language="fr_FR"), layout) == 0
    assert "has a model already" in capsys.readouterr().out


def test_added_without_network(layout: Layout) -> None:
    """Without network one line says what to do; nothing is left behind."""
    with pytest.raises(OperatorError) as refused:
        models(Namespace(task="add", language="de"), layout)
    assert "Deutsch" in str(refused.value)
    assert str(layout.models) in str(refused.value.fix)
    assert "\n" not in str(refused.value)
    assert not layout.models.exists()


def test_no_language(layout: Layout) -> None:
    """A code that no engine knows is refused before anything is fetched."""
    with pytest.raises(OperatorError, match="no speech engine knows"):
        models(Namespace(task="add", language="qq"), layout)
