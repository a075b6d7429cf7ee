"""Choosing from the list of Vosk's site."""

import zipfile
from pathlib import Path

import pytest

from server.operator_error import OperatorError
from server.stack.download import ExpectedFile
from server.stack.vosk_models import choose, unpack


def entry(name: str, **more: str | int) -> dict[str, str | int]:
    """One model as the site lists it."""
    listed: dict[str, str | int] = {
        "lang": "en-us", "lang_text": "US English", "md5": "09ab50ccd62b674cbaa231b825f9c1cb", "name": name,
        "obsolete": "false", "size": 41205931, "size_text": "39.3MiB", "type": "small",
        "url": f"http://models.test/{name}.zip", "version": "0.15",
    }  # fmt: skip
    return listed | more


def test_small_and_current() -> None:
    """The small model that is not obsolete is chosen, with its size and checksum."""
    listed = [
        entry("vosk-model-en-us-0.22", type="big"),
        entry("vosk-model-small-en-us-0.3", obsolete="true", version="0.3"),
        entry("vosk-model-small-en-us-0.15"),
        entry("vosk-model-small-de-0.15", lang="de"),
    ]
    offer = choose(listed, "en")
    assert offer is not None
    assert offer.name == "vosk-model-small-en-us-0.15"
    assert offer.promise == ExpectedFile(41205931, "md5", "09ab50ccd62b674cbaa231b825f9c1cb")


def test_no_such_language() -> None:
    """A language that is not listed is None."""
    assert choose([entry("vosk-model-small-en-us-0.15")], "fr") is None


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en-GB", "vosk-model-small-en-us-0.15"),
        ("en-IN", "vosk-model-small-en-in-0.4"),
        ("zh-TW", "vosk-model-small-cn-0.22"),
        ("uk", "vosk-model-small-uk-v3"),
        ("pt-BR", "vosk-model-small-pt-0.3"),
        ("deu", "vosk-model-small-de-0.15"),
    ],
)
def test_codes_of_the_list(language: str, name: str) -> None:
    """The list has its own codes for some languages, and regions only for a few."""
    listed = [
        entry("vosk-model-small-en-us-0.15"),
        entry("vosk-model-small-en-in-0.4", lang="en-in"),
        entry("vosk-model-small-cn-0.22", lang="cn"),
        entry("vosk-model-small-uk-v3", lang="ua"),
        entry("vosk-model-small-pt-0.3", lang="pt"),
        entry("vosk-model-small-de-0.15", lang="de"),
    ]
    offer = choose(listed, language)
    assert offer is not None
    assert offer.name == name


@pytest.mark.parametrize("name", ["../../etc/cron.d/x", "vosk-model-x/../../y", ""])
def test_name_is_no_path(name: str) -> None:
    """A name that would leave the models' directory is not taken."""
    assert choose([entry(name)], "en") is None


@pytest.mark.parametrize("listed", [None, {}, "no list", []])
def test_nonsense(listed: object) -> None:
    """A document that is no list holds no model."""
    assert choose(listed, "en") is None


def test_unpack(tmp_path: Path) -> None:
    """The archive's one directory lies in the models' directory afterwards, and nothing else."""
    with zipfile.ZipFile(tmp_path / "m.zip", "w") as archive:
        archive.writestr("vosk-model-small-xx/am/final.mdl", b"m")
    model = unpack(tmp_path / "m.zip", tmp_path / "models", "vosk-model-small-xx")
    assert (model / "am" / "final.mdl").read_bytes() == b"m"
    assert [path.name for path in (tmp_path / "models").iterdir()] == ["vosk-model-small-xx"]


def test_unpack_something_else(tmp_path: Path) -> None:
    """An archive without the promised directory leaves nothing behind."""
    with zipfile.ZipFile(tmp_path / "m.zip", "w") as archive:
        archive.writestr("other/file", b"")
    with pytest.raises(OperatorError, match="does not hold vosk-model-small-xx"):
        unpack(tmp_path / "m.zip", tmp_path / "models", "vosk-model-small-xx")
    assert list((tmp_path / "models").iterdir()) == []
