"""Each part of a running Parley is killed while somebody speaks; the meeting goes on, the minutes come."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import psutil
import pytest

from server.demo.client import Client
from server.demo.demo_participant import DemoParticipant, joined, transcriber
from server.demo.voice_mix import VoiceTrack
from server.errors import ParleyError
from tests.system.running_stack import RunningStack, running
from tests.system.speaking_participants import Captions, account, line, new_room, say
from tests.system.word_similarity import ENOUGH, heard

PARTS = {
    "whisper": "agent.whisper",
    "minutes": "agent.minutes",
    "jobs": "server.jobs",
    "wal": "server.backup",
    "job": "",
    "web": "",
    "Redis": "redis-server",
    "PostgreSQL": "bin/postgres",
    "LiveKit": "livekit-server",
    "agent": "",
}
"""Each part, and what its command line has in it; the room's job and the active of two processes are found
otherwise."""
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
    "Your tenth parcel was left with the neighbour.",
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
    "This river has flooded the valley only once.",
)
RECONNECTS_AFTER = ("web", "LiveKit")
"""Parts that carry the client's connection: it is back when it has reconnected."""
REPLACED = ("job", "agent")
"""Parts after which another transcriber is in the room."""
CARRY_NO_SPEECH = ("minutes", "jobs", "wal", "web", "Redis", "PostgreSQL")
"""Parts without which captions go on: not even the sentence that was being spoken is lost."""
BACK_S = 90.0
MINUTES_S = 120.0
LOOK_S = 0.1
SEGMENTS = """
SELECT s.seq, s.start_ms, s.state, s.text FROM transcript_segments s JOIN rooms r ON r.id = s.room_id
WHERE r.slug = $1 ORDER BY s.seq
"""


pytestmark = pytest.mark.timeout(900)


@dataclass(frozen=True)
class Outcome:
    """What is left of the meeting."""

    rows: list[asyncpg.Record]
    minutes: dict[str, Any]

    @property
    def text(self) -> str:
        """All that was said."""
        return " ".join(row["text"] for row in self.rows)


@dataclass
class Tape:
    """A meeting of one speaker who goes on whatever dies."""

    stack: RunningStack
    host: Client
    slug: str
    alice: DemoParticipant
    captions: Captions
    tracks: dict[str, VoiceTrack]

    async def kill_while_speaking(self, name: str, during: str, then: str) -> None:
        """Kill a part in the middle of one sentence; speak the next when it is there again."""
        before, agent = pid_of(self.stack, name), await transcriber(self.alice.room)
        assert before is not None
        reconnected = asyncio.Event()
        self.alice.room.once("reconnected", reconnected.set)
        speaking = asyncio.create_task(say(self.alice, self.tracks[during]))
        await asyncio.sleep(1.0)  # in the middle of the sentence
        psutil.Process(before).kill()
        await speaking
        await until(lambda: pid_of(self.stack, name) not in (None, before))
        if name in REPLACED:
            await until(lambda: agent.identity not in self.alice.room.remote_participants)
        if name in RECONNECTS_AFTER:
            await asyncio.wait_for(reconnected.wait(), BACK_S)
        await asked(self.host, f"/api/rooms/{self.slug}")
        await asyncio.wait_for(transcriber(self.alice.room), BACK_S)
        await say(self.alice, self.tracks[then])
        await self.captions.until(then, self.alice.participant_id)

    async def minutes(self) -> dict[str, Any]:
        """End the meeting and wait for its minutes."""
        await self.host.call("POST", f"/api/rooms/{self.slug}/end")
        async with asyncio.timeout(MINUTES_S):
            while True:
                found = await asked(self.host, f"/api/rooms/{self.slug}/minutes")
                if found.get("state") in ("ready", "failed"):
                    return found
                await asyncio.sleep(LOOK_S)


def pid_of(stack: RunningStack, part: str) -> int | None:
    """The process number of a part; of two agent workers or web processes that of the active one."""
    if part == "job":
        with suppress(ValueError):  # there is none now
            return stack.transcribing().pid
        return None
    if part in ("agent", "web"):
        (lock,) = stack.data.glob(f"{part}-*.lock")
        return int(lock.read_text() or 0) or None  # empty while the next one takes it
    for child in psutil.Process(stack.pid).children():
        with suppress(psutil.Error):  # a zombie has no command line
            if PARTS[part] in " ".join(child.cmdline()):
                return child.pid
    return None


async def until(holds: Callable[[], bool]) -> None:
    """Look until something holds."""
    async with asyncio.timeout(BACK_S):
        while not holds():  # noqa: ASYNC110  another process tells us nothing
            await asyncio.sleep(LOOK_S)


async def asked(client: Client, path: str) -> dict[str, Any]:
    """Ask until it is answered: the web process may be one that just died."""
    async with asyncio.timeout(BACK_S):
        while True:
            with suppress(ParleyError):
                found: dict[str, Any] = await client.call("GET", path)
                return found
            await asyncio.sleep(LOOK_S)


@pytest.fixture(scope="module")
async def fragile(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningStack]:
    """A Parley that heals."""
    async with running(tmp_path_factory.mktemp("fragile")) as up:
        yield up


@pytest.fixture(scope="module")
async def outcome(fragile: RunningStack, store: Path) -> Outcome:
    """Kill one part after another in the middle of a sentence, and speak on when it is back."""
    tracks = {text: line(text, 0, store) for text in ORDER + AFTER}
    async with AsyncExitStack() as people:
        host = await people.enter_async_context(account(fragile.url, "Alice Arden", fragile.data))
        slug = await new_room(host)
        alice = await people.enter_async_context(joined(host, slug, None, 0))
        captions = Captions()
        captions.listen(alice.room)
        tape = Tape(fragile, host, slug, alice, captions, tracks)
        for name, during, then in zip(PARTS, ORDER, AFTER, strict=True):
            await tape.kill_while_speaking(name, during, then)
        minutes = await tape.minutes()
    async with fragile.database() as database:
        rows = await database.fetch(SEGMENTS, slug)
    return Outcome(rows, minutes)


@pytest.mark.parametrize("part", PARTS)
async def test_what_is_said_afterwards_is_written_down(outcome: Outcome, part: str) -> None:
    """No more is lost than the sentence that was being spoken."""
    assert heard(dict(zip(PARTS, AFTER, strict=True))[part], outcome.text) >= ENOUGH


@pytest.mark.parametrize("part", CARRY_NO_SPEECH)
async def test_what_is_said_meanwhile_is_written_down(outcome: Outcome, part: str) -> None:
    """A part that carries neither sound nor words takes none with it."""
    assert heard(dict(zip(PARTS, ORDER, strict=True))[part], outcome.text) >= ENOUGH


async def test_no_sentence_stands_twice(outcome: Outcome) -> None:
    """A write whose answer was lost, and a second transcriber, leave no second row."""
    texts = [row["text"] for row in outcome.rows]
    assert [said for said in ORDER + AFTER if sum(heard(said, text) >= ENOUGH for text in texts) > 1] == []


async def test_segments_are_numbered_in_the_order_of_speech(outcome: Outcome) -> None:
    """No number stands twice, whoever wrote the segment and however late."""
    numbers = [row["seq"] for row in outcome.rows]
    assert numbers == sorted(set(numbers))
    starts = [row["start_ms"] for row in outcome.rows]
    assert starts == sorted(starts)


async def test_no_segment_is_left_open(outcome: Outcome) -> None:
    """What a part that died had begun is ended by another."""
    assert [row["text"] for row in outcome.rows if row["state"] == "open"] == []


async def test_the_minutes_come(outcome: Outcome) -> None:
    """The meeting was one, and ended as one."""
    assert outcome.minutes["state"] == "ready"
