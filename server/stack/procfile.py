"""The Procfile's processes: how to start each, and how to check that it is ready."""

import asyncio
import contextlib
import os
import re
import socket
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout

from server.environment_reader import EnvironmentReader
from server.listening_sockets import INHERITED
from server.stack.addresses import answers, reach
from server.stack.child_process import Child, Program, start
from server.stack.layout import Layout

LINE = re.compile(r"^(?P<name>[A-Za-z0-9_-]+):\s*(?P<command>.+)$")
_NOT_INHERITED = (
    "LIVEKIT_AGENT_NAME",
    "OWNER_DATABASE_URL",
    "BACKUP_DATABASE_URL",
    INHERITED,
    "PARLEY_KEYS",
    "PARLEY_KEYS_FILE",
    "PARLEY_LLM_KEY",
    "PARLEY_SMTP_URL",
    "PARLEY_IMAP_URL",
)
TOLD_TO = {"minutes": ("PARLEY_LLM_KEY",), "jobs": ("PARLEY_SMTP_URL", "PARLEY_IMAP_URL")}
"""What only one process is told: no other asks the language model, sends mail or reads it."""
MAIL_SERVER = "PARLEY_SMTP_URL"
STANDBY = "standby"
"""The second agent worker; the two serve one port, so one page answers for both."""
WEB_STANDBY = "web-standby"
"""A second web process on the same listening sockets. Only a supervisor that opens them can start it."""
START_S = 180.0
STOP_S = 5.0
ANSWER_S = 5.0


def read(procfile: Path) -> dict[str, str]:
    """Return the commands by name, in the file's order."""
    lines = (LINE.match(line) for line in procfile.read_text().splitlines())
    return {line["name"]: line["command"] for line in lines if line}


def readiness(name: str, env: Mapping[str, str]) -> Callable[[], Awaitable[bool]]:
    """Return a process's readiness check."""
    if name == "whisper":
        return lambda: _listens(env["PARLEY_WHISPER"])
    pages = {
        "web": f"http://{reach(env['PARLEY_HOST'])}:{env['PARLEY_PORT']}/readyz",
        "agent": f"http://127.0.0.1:{env['AGENT_PORT']}/",
        "minutes": f"http://127.0.0.1:{env['MINUTES_PORT']}/healthz",
        "jobs": f"http://127.0.0.1:{env['JOBS_PORT']}/healthz",
    }
    page = pages.get({STANDBY: "agent", WEB_STANDBY: "web"}.get(name, name))
    return (lambda: answers(page)) if page else _at_once


async def overdue(port: str) -> list[str]:
    """Return the overdue tasks of the jobs process on `port`; none if it does not answer."""
    try:
        async with (
            ClientSession(timeout=ClientTimeout(total=ANSWER_S)) as session,
            session.get(f"http://127.0.0.1:{port}/overdue") as answer,
        ):
            return [str(task) for task in (await answer.json())["overdue"]]
    except (ClientError, TimeoutError, ValueError, KeyError):
        return []


async def _at_once() -> bool:
    return True


async def _listens(socket: str) -> bool:
    try:
        _, writer = await asyncio.open_unix_connection(socket)
    except OSError:
        return False
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return True


def mail_server(environ: Mapping[str, str]) -> dict[str, str]:
    """Return what the web process is told of the mail server: where it is, for pages to say; no password."""
    server = EnvironmentReader(environ).smtp_server(MAIL_SERVER)
    return {MAIL_SERVER: server.url} if server is not None else {}


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Return the processes' environment: ours, the settings, and this Python first on PATH.

    Left out are the agent's name, since LiveKit dispatches only unnamed agents to every room, the database
    owner's URL, and the keys, which only the processes that use them get.
    """
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    inherited = {name: value for name, value in os.environ.items() if name not in _NOT_INHERITED}
    return {**inherited, **settings, "PATH": path, "PYTHONUNBUFFERED": "1"}


def program(
    name: str,
    command: str,
    layout: Layout,
    settings: Mapping[str, str],
    sockets: Sequence[socket.socket] = (),
) -> Program:
    """Return one process's program; it serves the listening sockets, which stay open when it dies."""
    env = environment(settings)
    if sockets:
        env[INHERITED] = ",".join(str(each.fileno()) for each in sockets)

    async def begin() -> Child:
        argv = ["sh", "-c", f"exec {command}"]
        return await start(
            name,
            argv,
            log=layout.log_of(name),
            env=env,
            cwd=layout.root,
            stop_s=STOP_S,
            inherited=sockets,
        )

    return Program(name, begin, readiness(name, env), START_S)
