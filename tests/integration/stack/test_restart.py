"""A part of a running stack that dies is started again, and the rest goes on."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Awaitable, Callable

import asyncpg
import psutil
import pytest
from aiohttp import ClientSession, ClientTimeout
from redis.asyncio import Redis
from redis.exceptions import RedisError

from server.meeting.database_errors import DATABASE_ERRORS
from server.parts import outages
from server.stack.addresses import answers
from server.stack.doctor import running
from tests.integration.stack.conftest import Tower, Up, tower_in

BACK_S = 30.0
LOOK_S = 0.05
PROCESSES = ("web", "agent", "minutes", "jobs")


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Look until something holds."""
    async with asyncio.timeout(BACK_S):
        while not await holds():  # noqa: ASYNC110  another process tells us nothing
            await asyncio.sleep(LOOK_S)


def parts(up: Up) -> dict[str, int]:
    """The process number of every part that runs now, by its command line."""
    found = {}
    for child in psutil.Process(up.process.pid).children():
        with contextlib.suppress(psutil.Error):  # a zombie has no command line
            found[" ".join(child.cmdline())] = child.pid
    return found


def web_page(up: Up) -> str:
    """Any page of the web process."""
    return f"http://127.0.0.1:{up.settings['PARLEY_PORT']}/"


async def dies_and_is_back(up: Up, program: str) -> None:
    """Kill one part and wait until it runs again; every other one is who it was."""
    before = parts(up)
    (line,) = [line for line in before if program in line]
    psutil.Process(before[line]).kill()

    async def is_back() -> bool:
        return parts(up).get(line, before[line]) != before[line]

    await until(is_back)
    assert parts(up) | {line: 0} == before | {line: 0}


@pytest.fixture(scope="module")
async def up(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Up]:
    """One stack that loses its parts one after another."""
    async for tower in tower_in(tmp_path_factory.mktemp("restart")):
        up = await tower.up()
        await up.ready()
        yield up
        assert up.process.returncode is None


@pytest.mark.parametrize("name", PROCESSES)
async def test_a_process_comes_back_alone(up: Up, name: str) -> None:
    """One of the Procfile's processes dies and is there again; every other one is who it was."""
    await dies_and_is_back(up, f"stand_in_process.py {name}")


async def test_connection_waits_for_the_web_process(up: Up) -> None:
    """A request made while there is no web process is answered by the next one, not refused."""
    (before,) = [pid for line, pid in parts(up).items() if "stand_in_process.py web" in line]
    web = psutil.Process(before)
    web.kill()
    await asyncio.to_thread(psutil.wait_procs, [web], timeout=BACK_S)
    timeout = ClientTimeout(total=BACK_S)
    async with ClientSession(timeout=timeout) as session, session.get(web_page(up)) as answer:
        assert await answer.text() == "ok"


async def test_postgres_comes_back_with_its_rows(up: Up) -> None:
    """At the same URL, with what was committed."""
    url = up.settings["OWNER_DATABASE_URL"]
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    connection.terminate()
    await dies_and_is_back(up, "bin/postgres")

    async def kept() -> bool:
        with contextlib.suppress(*DATABASE_ERRORS):
            again = await asyncpg.connect(url)
            found = await again.fetchval("SELECT n FROM kept")
            await again.close()
            return bool(found == 7)
        return False

    await until(kept)


async def test_redis_comes_back_with_its_rooms(up: Up) -> None:
    """At the same URL, with what LiveKit wrote: a room nobody knows is a room nobody can join."""
    redis: Redis = Redis.from_url(up.settings["REDIS_URL"])
    await redis.set("room", "open")
    await dies_and_is_back(up, "redis-server")

    async def kept() -> bool:
        with contextlib.suppress(RedisError, OSError):
            return bool(await redis.get("room") == b"open")
        return False

    await until(kept)
    await redis.aclose()


async def test_livekit_comes_back(up: Up) -> None:
    """At the same port."""
    await dies_and_is_back(up, "livekit-server")
    await until(lambda: answers(up.settings["LIVEKIT_URL"].replace("ws", "http") + "/"))


async def test_what_does_not_come_back_is_said(tower: Tower) -> None:
    """By the doctor while it lasts, and in one line of the terminal; Ctrl-C ends all of it also then."""
    up = await tower.up()
    await up.ready()
    (tower.layout.data / "agent.broken").touch()
    psutil.Process(tower.pid("agent")).kill()

    async def is_stuck() -> bool:
        down = outages(tower.layout.data)
        return bool(down and down["agent"].is_stuck)

    await until(is_stuck)
    (found,) = [each for each in await running(tower.layout) if each.part == "running: agent"]
    assert found.fix == f"tail {tower.layout.log / 'agent.log'}"
    assert "does not come back: agent stopped with code 3: no agent today" in found.source
    family = up.family()
    up.process.send_signal(signal.SIGINT)
    assert await up.over() == 0
    assert psutil.wait_procs(family, timeout=BACK_S)[1] == []
    said = [line for line in (await up.said()).splitlines() if "does not come back" in line]
    assert len(said) == 1
    assert "agent stopped with code 3: no agent today" in said[0]
    assert not (tower.layout.data / "parts.json").exists()


async def test_what_was_mended_comes_back(tower: Tower) -> None:
    """It is tried on, and then nothing is told of it any more; meanwhile the rest answers."""
    up = await tower.up()
    await up.ready()
    (tower.layout.data / "agent.broken").touch()
    psutil.Process(tower.pid("agent")).kill()

    async def is_down() -> bool:
        return bool(outages(tower.layout.data))

    await until(is_down)
    assert await answers(web_page(up))
    (tower.layout.data / "agent.broken").unlink()
    await until(lambda: answers(f"http://127.0.0.1:{up.settings['AGENT_PORT']}/"))

    async def is_told_of_nothing() -> bool:
        return outages(tower.layout.data) == {}

    await until(is_told_of_nothing)
