"""What the doctor finds."""

from pathlib import Path

import pytest
from aiohttp import web

from server.stack import doctor
from server.stack.child_process import free_port
from server.stack.doctor import Finding, parts, running
from server.stack.layout import Layout
from server.stack.procfile import overdue
from tests.integration.stack.conftest import Tower


def finding(findings: list[Finding], part: str) -> Finding:
    """The one about a part."""
    return next(finding for finding in findings if finding.part == part)


async def test_a_running_stack(tower: Tower) -> None:
    """Every part of a running stack is asked and answers."""
    up = await tower.up()
    await up.ready()
    health = {
        finding.part.removeprefix("running: "): finding.health
        for finding in await running(tower.layout)
        if finding.part != "backups"
    }
    assert health.keys() >= {"PostgreSQL", "Redis", "LiveKit", "web", "agent", "minutes", "jobs"}
    assert set(health.values()) == {"ok"}


async def test_nothing_runs(tmp_path: Path) -> None:
    """Without a stack there is one line, and the command that starts one."""
    (found,) = await running(Layout(tmp_path, tmp_path, tmp_path))
    assert (found.health, found.fix) == ("absent", "python3 -m server up")


def test_a_bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing comes with the command that fixes it, and the exit code says so."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PARLEY_HOME", str(tmp_path))
    monkeypatch.setenv("PARLEY_MODELS", "")
    found = list(parts(Layout.of()))
    assert finding(found, "livekit-server") == Finding(
        "livekit-server", "missing", "not built", "python3 -m server up"
    )
    assert finding(found, "C++ compiler").fix == "apt-get install g++"
    assert doctor.doctor() == 1


@pytest.mark.parametrize(("given", "name"), [("de_DE.UTF-8", "Whisper (de-DE)"), ("iw", "Whisper (he)")])
def test_language(given: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """PARLEY_LANGUAGE is read as the processes read it."""
    monkeypatch.setenv("PARLEY_LANGUAGE", given)
    assert finding(list(parts(Layout.of())), name)


def test_unknown_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language no engine knows is named as the fault, instead of a model that is not there."""
    monkeypatch.setenv("PARLEY_LANGUAGE", "zz")
    found = list(parts(Layout.of()))
    assert finding(found, "language") == Finding(
        "language",
        "missing",
        "PARLEY_LANGUAGE: no speech engine knows the language zz",
        "export PARLEY_LANGUAGE=en",
    )
    assert not [each for each in found if each.part.startswith(("Vosk", "Whisper"))]


def test_given_by_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part given by URL is shown with where it is, and without its password."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://parley:secret@db.example.org:5433/parley")
    source = finding(list(parts(Layout.of())), "PostgreSQL").source
    assert source == "DATABASE_URL, postgresql://db.example.org:5433/parley"


async def test_overdue() -> None:
    """What the jobs process calls overdue is found, though it answers 503."""

    async def late(_: web.Request) -> web.Response:
        return web.json_response({"overdue": ["backup_full"]}, status=503)

    app = web.Application()
    app.router.add_get("/overdue", late)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    assert await overdue(str(runner.addresses[0][1])) == ["backup_full"]
    await runner.cleanup()
    assert await overdue(str(free_port())) == []
