"""The README names only what exists."""

import re

import pytest

from server.cli import parser
from server.places import ROOT

README = (ROOT / "README.md").read_text()
CODE = re.findall(r"`([^`\n]+)`", README)
PLACES = sorted({word for word in CODE if re.fullmatch(r"(?:server|agent|web|tests|\.ci)/[\w./-]+", word)})
MODULES = sorted({word for word in CODE if re.fullmatch(r"(?:server|agent)\.\w+", word)})
COMMANDS = sorted({word.split()[1] for word in CODE if word.startswith("parley ")})
OPTIONS = sorted({word.split()[0] for word in CODE if word.startswith("--")})
SETTINGS = sorted(set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE)))
SOURCES = [path.read_text() for top in ("server", "agent") for path in (ROOT / top).rglob("*.py")]


@pytest.mark.parametrize("place", [place for place in PLACES if "dist" not in place])
def test_place(place: str) -> None:
    """Each file and directory is there."""
    assert (ROOT / place).exists()


@pytest.mark.parametrize("module", MODULES)
def test_module(module: str) -> None:
    """Each module is there."""
    path = ROOT / module.replace(".", "/")
    assert path.is_dir() or path.with_suffix(".py").exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_command(command: str) -> None:
    """Each command is one."""
    assert f"{command} " in parser().format_help()


@pytest.mark.parametrize("option", OPTIONS)
def test_option(option: str) -> None:
    """Each option is one of a command."""
    parsers = [ROOT / "server" / "cli.py", *(ROOT / "server").rglob("*options.py")]
    assert any(f'"{option}"' in path.read_text() for path in parsers)


@pytest.mark.parametrize("setting", SETTINGS)
def test_setting(setting: str) -> None:
    """Each setting is read somewhere."""
    assert any(f'"{setting}"' in source for source in SOURCES)


def test_no_setting_unnamed() -> None:
    """Every variable that server.config reads has its row."""
    read = set(re.findall(r'read\.\w+\("([A-Z_]+)"', (ROOT / "server" / "config.py").read_text()))
    assert read - set(SETTINGS) == set()
