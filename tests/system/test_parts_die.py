"""Each part of a running Parley is killed while somebody speaks; the meeting goes on, the minutes come."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from server.demo.client import Client
from server.demo.demo_participant import joined, transcriber
from server.errors import ParleyError
from tests.system.running_stack import RunningStack, running
from tests.system.speaking_participants import Captions, account, line, new_room, say
from tests.system.word_similarity import ENOUGH, heard

PARTS = {
    "whisper": "agent.whisper",
    "minutes": "agent.minutes",
    "jobs": "server.jobs",
    "wal": "server.backup",
    "web": "server web",
    "Redis": "redis-server",
    "PostgreSQL": "bin/postgres",
    "LiveKit": "livekit-server",
    "agent": "-m agent",
}
"""Each part, and what its command line has in it; the agent last: its room waits for another."""
ORDER = (
    "The first van leaves the depot before breakfast.",
    "Our second printer needs a new paper tray.",
    "The third window of the kitchen stays open.",
    "Nobody has seen the fourth invoice since Monday.",
    "A fifth volunteer will paint the garden fence.",
    "The sixth letter went to the wrong address.",
    "Every seventh bottle is tested by the laboratory.",
    "The eighth chapter describes the old harbour.",
    "A ninth musician joined the orchestra yesterday.",
)
AFTER = (
    "Please bring the blue folder to the meeting.",
    "The bakery will deliver twelve loaves of bread.",
    "We should repair the bicycle before the weekend.",
    "My sister teaches history at the village school.",
    "The train to the coast was late again today.",
    "A heavy storm damaged the roof of the station.",
    "The museum opens its doors at ten o'clock.",
    "Someone left an umbrella under the long table.",
    "The children planted tomatoes behind the house.",
)
BACK_S = 90.0
MINUTES_S = 120.0


@dataclass(frozen=True)
class Outcome:
    """What is left of the meeting."""

    text: str
    after: dict[str, str]
    """What was said once the part was back, by part."""
    minutes: dict[str, Any]


def pid_of(stack: RunningStack, mark: str) -> int | None:
    """The process number of the part with `mark` in its command line."""
    for child in psutil.Process(stack.pid).children():
        try:
            line = " ".join(child.cmdline())
        except psutil.Error:
            continue
        if mark in line and (mark != "-m agent" or line.endswith(mark)):
            return child.pid
    return None


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Look until something holds."""
    async with asyncio.timeout(BACK_S):
        while not await holds():  # noqa: ASYNC110  another process tells us nothing
            await asyncio.sleep(0.1)


async def asked(client: Client, path: str) -> dict[str, Any]:
    """Ask until it is answered: the web process may be one that just died."""
    async with asyncio.timeout(BACK_S):
        while True:
            try:
                found: dict[str, Any] = await client.call("GET", path)
                return found
            except ParleyError:
                await asyncio.sleep(0.2)


@pytest.fixture(scope="module")
async def fragile(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningStack]:
    """A Parley that heals."""
    async with running(tmp_path_factory.mktemp("fragile")) as up:
        yield up


@pytest.fixture(scope="module")
async def outcome(fragile: RunningStack, store: Path) -> Outcome:
    """Kill one part after another in the middle of a sentence, and speak on when it is back."""
    after: dict[str, str] = {}
    async with AsyncExitStack() as people:
        host = await people.enter_async_context(account(fragile.url, "Alice Arden", fragile.data))
        slug = await new_room(host)
        alice = await people.enter_async_context(joined(host, slug, None, 0))
        captions = Captions()
        captions.listen(alice.room)
        await transcriber(alice.room)
        for (name, mark), during, then in zip(PARTS.items(), ORDER, AFTER, strict=True):
            before = pid_of(fragile, mark)
            assert before is not None, name
            speaking = asyncio.create_task(say(alice, line(during, 0, store)))
            await asyncio.sleep(1.0)  # in the middle of the sentence
            psutil.Process(before).kill()

            async def is_back(mark: str = mark, before: int = before) -> bool:
                return pid_of(fragile, mark) not in (None, before)

            await speaking
            await until(is_back)
            await asked(host, f"/api/rooms/{slug}")
            await asyncio.wait_for(transcriber(alice.room), BACK_S)
            await say(alice, line(then, 0, store))
            await captions.until(then, alice.participant_id)
            after[name] = then
        await host.call("POST", f"/api/rooms/{slug}/end")
        minutes: dict[str, Any] = {}

        async def are_written() -> bool:
            minutes.update(await asked(host, f"/api/rooms/{slug}/minutes"))
            return minutes.get("state") in ("ready", "failed")

        await until(are_written)
    async with fragile.database() as database:
        rows = await database.fetch(
            "SELECT text FROM transcript_segments s JOIN rooms r ON r.id = s.room_id"
            " WHERE r.slug = $1 ORDER BY s.seq",
            slug,
        )
    return Outcome(" ".join(row["text"] for row in rows), after, minutes)


@pytest.mark.parametrize("part", PARTS)
async def test_what_is_said_afterwards_is_written_down(outcome: Outcome, part: str) -> None:
    """No more is lost than the sentence that was being spoken."""
    assert heard(outcome.after[part], outcome.text) >= ENOUGH


async def test_the_minutes_come(outcome: Outcome) -> None:
    """The meeting was one, and ended as one."""
    assert outcome.minutes["state"] == "ready"
