"""The Procfile as other runners read it."""

from pathlib import Path

import pytest

from server.places import ROOT
from server.stack.procfile import MAIL_SERVER, TOLD_TO, environment, mail_server, read


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


@pytest.mark.parametrize("variable", [each for told in TOLD_TO.values() for each in told])
def test_told_to_one_process(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    """The model's key and the mail server's password are in no process's environment unless it is told so."""
    monkeypatch.setenv(variable, "hush")
    assert variable not in environment({})
    assert environment({variable: "hush"})[variable] == "hush"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("smtp://a:hush@mail.example.org", "smtp+starttls://mail.example.org:587"),
        ("smtps://a:hush@mail.example.org", "smtps://mail.example.org:465"),
        ("smtp://[::1]:2525", "smtp://[::1]:2525"),
    ],
)
def test_where_mail_goes(url: str, told: str) -> None:
    """The web process, whose pages say where e-mail goes, is told that and no password."""
    assert mail_server({MAIL_SERVER: url}) == {MAIL_SERVER: told}
    assert mail_server({}) == {}
