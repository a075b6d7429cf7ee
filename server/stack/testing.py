"""`parley test`: install what the tests need, check the code, then run the tests."""

import asyncio
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from server.bootstrap import say
from server.operator_error import OperatorError
from server.progress_board import ProgressBoard
from server.stack import web_client
from server.stack.layout import Layout
from server.stack.preparation import prepare
from server.stack.tool_process import run

MAX_WORKERS, MAX_EXCLUSIVE = 4, 2
"""Each worker has its own PostgreSQL, Redis and LiveKit."""
FAIL_ON_SKIP = "--fail-on-skip"
"""An option of tests/conftest.py: in a whole run, skipped tests count as failures."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
OTHER_MACHINES = (("iproute2", "ip"), ("nftables", "nft"), ("nginx-light", "nginx"))
"""Network namespaces stand for other machines, with a firewall and a reverse proxy."""
NOT_FOR_TESTS = (
    "DATABASE_URL", "OWNER_DATABASE_URL", "BACKUP_DATABASE_URL", "REDIS_URL", "LIVEKIT_URL",
    "LIVEKIT_AGENT_NAME", "OLLAMA_HOST", "PARLEY_DATA", "PARLEY_LLM", "PARLEY_LLM_URL", "PARLEY_LLM_KEY",
    "PARLEY_EMBEDDER", "PARLEY_URL", "PARLEY_NODE_IP", "PARLEY_UDP_PORT", "PARLEY_TCP_PORT",
)  # fmt: skip
"""Variables that could lead the tests to real data."""


@dataclass(frozen=True)
class Check:
    """A static check, or the web client's tests."""

    name: str
    argv: Sequence[str]
    cwd: Path


EXCLUSIVE_TESTS = (
    "tests/integration/agent",
    "tests/integration/demo",
    "tests/integration/stack",
    "tests/system",
)
"""Tests of sound, browsers and whole stacks: they mostly wait, so two at a time leave each other enough."""
SHARING_TESTS = (
    "tests/integration/agent/test_bad_speech.py",
    "tests/integration/agent/test_damaged_models.py",
    "tests/integration/agent/test_database_outage.py",
    "tests/integration/agent/test_journal_recovery.py",
    "tests/integration/agent/test_transcribe_file.py",
    "tests/integration/stack/test_database_roles.py",
    "tests/integration/stack/test_download.py",
    "tests/integration/stack/test_package.py",
    "tests/integration/stack/test_postgres.py",
)
"""Those in the same folders that hear nothing in real time and start no whole stack."""
ALONE = ("tests/system/test_parts_die.py", "tests/integration/minutes/test_real_ollama.py")
"""A client finds a part that was killed again only while there are processors to start it; a language model
that shares its processor takes several times as long."""
FIRST_LOCK, SECOND_LOCK = ("-p", "tests.first_lock"), ("tests/integration/api", "-p", "tests.second_lock")
"""The API once more with the database's access checks alone, but for tests in which the application's own
let everybody in: the run before names them in a file."""
UNIT_TESTS = "tests/unit"
"""Tests that need only this Python: no engine, browser or model."""


def test(given: Sequence[str]) -> int:
    """Install, then run all checks and tests; with arguments, run pytest with them. Returns the exit code."""
    layout = Layout.of()
    if not (layout.root / "tests").is_dir():
        raise OperatorError("an installed package has no tests", "python3 -m server test (in a clone)")
    if not is_fast(given):
        need_apt("chromium fonts-dejavu-core", BROWSERS)
        need_apt("g++", ("g++",))
        for packages, program in OTHER_MACHINES:
            need_apt(packages, (program,))
        asyncio.run(prepare(layout, "en", ProgressBoard(), for_tests=True))
    environment = environment_of(layout)
    if given:
        return _pytest(given, layout, environment)
    failed = asyncio.run(_check(layout, environment))
    let_in = layout.home / "log" / "let-in.json"
    codes = [_pytest([FAIL_ON_SKIP, *run], layout, environment) for run in whole(layout.root, let_in)]
    for name in failed:
        say(f"✗ {name} failed, see above")
    return max(codes) or (1 if failed else 0)


def is_fast(given: Sequence[str]) -> bool:
    """Whether all named tests are unit tests."""
    named = [argument for argument in given if argument.startswith("tests")]
    return bool(named) and all(argument.startswith(UNIT_TESTS) for argument in named)


def whole(root: Path, let_in: Path) -> list[list[str]]:
    """Return the arguments of each pytest run: parallel tests, SECOND_LOCK, EXCLUSIVE_TESTS, ALONE."""
    counted = ["--let-in", str(let_in)]
    folders = sorted(
        f"tests/integration/{each.parent.name}" for each in root.glob("tests/integration/*/__init__.py")
    )
    by_file = ["--dist", "loadfile", "--no-loadscope-reorder"]  # by size would leave long files of few tests
    parallel = ["-n", str(min(os.cpu_count() or 1, MAX_WORKERS)), *by_file]
    shared = [folder for folder in folders if folder not in EXCLUSIVE_TESTS]
    others = [*shared, *SHARING_TESTS, UNIT_TESTS]  # the shortest last: no worker waits long for another
    alone = [f"--ignore={file}" for file in ALONE]
    left_out = [*(f"--ignore={file}" for file in SHARING_TESTS), *alone]
    two = ["-n", str(min(os.cpu_count() or 1, MAX_EXCLUSIVE)), *by_file]
    exclusive = [*two, *EXCLUSIVE_TESTS, *left_out]  # in this order whole stacks are started last
    first = [*parallel, *FIRST_LOCK, *counted, *others, *alone]
    return [first, [*parallel, *SECOND_LOCK, *counted], exclusive, [*ALONE]]


def _pytest(arguments: Sequence[str], layout: Layout, environment: dict[str, str]) -> int:
    return subprocess.run(
        [sys.executable, "-m", "pytest", *arguments], cwd=layout.root, env=environment
    ).returncode


def need_apt(packages: str, programs: Sequence[str]) -> None:
    """Install `packages` as root unless one of `programs` is on PATH; otherwise raises OperatorError."""
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])
    if any(shutil.which(program, path=path) for program in programs):
        return
    fix = f"apt-get install --yes --no-install-recommends {packages}"
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"installing {packages}")
        for command in ("apt-get update", fix):
            quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            subprocess.run(command.split(), capture_output=True, env=quiet, stdin=subprocess.DEVNULL)
        if any(shutil.which(program, path=path) for program in programs):
            return
    raise OperatorError(f"the tests need {packages.split()[0]}", f"sudo {fix}")


def environment_of(layout: Layout) -> dict[str, str]:
    """Return the tests' environment: this Python and the engines on PATH, our models, no real data."""
    path = [Path(sys.executable).parent, layout.engines, os.environ.get("PATH", os.defpath)]
    return {name: value for name, value in os.environ.items() if name not in NOT_FOR_TESTS} | {
        "PATH": os.pathsep.join(map(str, path)),
        "PARLEY_HOME": str(layout.home),
        "PARLEY_MODELS": os.pathsep.join(map(str, layout.model_paths())),
        "PARLEY_OFFLINE": "1",
        "NO_COLOR": "1",
    }


def checks(layout: Layout) -> tuple[list[Check], list[Check]]:
    """Return two rows of checks; the rows run concurrently."""
    command, _ = web_client.npm(layout, web_client.need_node(layout))
    python, web = [sys.executable, "-m"], layout.root / "web"
    return (
        [
            Check("ruff", [*python, "ruff", "check", "--output-format=concise", "."], layout.root),
            Check("format", [*python, "ruff", "format", "--check", "."], layout.root),
            Check("deptry", [*python, "deptry", "."], layout.root),
            Check("mypy --strict", [*python, "mypy"], layout.root),
        ],
        [
            Check("tsc", [*command, "run", "--silent", "check"], web),
            Check("vitest", [*command, "run", "--silent", "test"], web),
        ],
    )


async def _check(layout: Layout, environment: dict[str, str]) -> list[str]:
    """Run the checks; returns the names of those that failed."""
    rows = await asyncio.gather(*(_row(row, layout, environment) for row in checks(layout)))
    return [name for row in rows for name in row]


async def _row(row: Sequence[Check], layout: Layout, environment: dict[str, str]) -> list[str]:
    failed = []
    for check in row:
        log = layout.home / "log" / f"check-{check.name.split()[0]}.log"
        began = time.monotonic()
        code = await run(check.argv, cwd=check.cwd, env=environment, log=log)
        said = log.read_text().strip()
        say(f"{'✗' if code else '✓'} {check.name} ({time.monotonic() - began:.0f} s)")
        for line in said.splitlines():
            if code or " passed " in line:
                say(line)
        if code:
            failed.append(check.name)
    return failed


def browser() -> str | None:
    """Find the browser of the system tests on PATH."""
    return next((found for program in BROWSERS if (found := shutil.which(program))), None)
