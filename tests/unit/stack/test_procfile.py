"""The Procfile as other runners read it."""

from pathlib import Path

import pytest

from server.places import ROOT
from server.stack.procfile import environment, read


def test_lines(tmp_path: Path) -> None:
    """Each `name: command` line is a process; blank lines and comments are none."""
    procfile = tmp_path / "Procfile"
    procfile.write_text("web: python -m server web\n\n# a comment\nagent:  python -m agent\n")
    assert read(procfile) == {"web": "python -m server web", "agent": "python -m agent"}


def test_ours_names_modules_that_exist() -> None:
    """Every module the Procfile runs is in the tree."""
    modules = [command.split()[2] for command in read(ROOT / "Procfile").values()]
    paths = [ROOT / module.replace(".", "/") for module in modules]
    assert all((path / "__main__.py").exists() or path.with_suffix(".py").exists() for path in paths)


def test_key_of_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """The language model's key is in no process's environment unless it is told so."""
    monkeypatch.setenv("PARLEY_LLM_KEY", "hush")
    assert "PARLEY_LLM_KEY" not in environment({})
    assert environment({"PARLEY_LLM_KEY": "hush"})["PARLEY_LLM_KEY"] == "hush"
