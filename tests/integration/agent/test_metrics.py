"""One scrape of the agent's page shows all rooms, whichever jobs come and go."""

import asyncio
from pathlib import Path

import pytest
from aiohttp import ClientSession
from prometheus_client.parser import text_string_to_metric_families

from server.meeting.accounts import Account
from server.meeting.participants import admit
from server.meeting.rooms import NewRoom, RoomSettings, create_room
from server.stack.child_process import Child
from tests.integration.agent.conftest import Speak
from tests.integration.agent.livekit_harness import LiveKitHarness, SpokenClip, eventually, job_process
from tests.integration.agent.test_captions import BUDGET, OFFICE, said

pytestmark = pytest.mark.usefixtures("books", "worker")

KOREAN_S = 6
ENGLISH = {"engine": "whisper", "language": "en"}
KOREAN = {"engine": "vosk", "language": "ko"}
Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


class Page:
    """The metrics page of one process."""

    def __init__(self, hall: LiveKitHarness, port: str) -> None:
        self._url = f"http://127.0.0.1:{hall.env[port]}/metrics"
        self._samples: Samples = {}

    async def scrape(self) -> None:
        """Read the page."""
        async with ClientSession() as session, session.get(self._url) as answer:
            assert answer.status == 200
            families = list(text_string_to_metric_families(await answer.text()))
        self._samples = {
            (sample.name, frozenset(sample.labels.items())): sample.value
            for family in families
            for sample in family.samples
        }

    def value(self, name: str, labels: dict[str, str] | None = None) -> float:
        """One sample of the last scrape; 0 if there was none."""
        return self._samples.get((f"parley_{name}", frozenset((labels or {}).items())), 0.0)

    async def until(self, name: str, labels: dict[str, str] | None = None, *, at_least: float) -> None:
        """Scrape until a sample is at least this."""

        async def reached() -> bool:
            await self.scrape()
            return self.value(name, labels) >= at_least

        await eventually(reached)


@pytest.fixture
def agent(hall: LiveKitHarness) -> Page:
    """The agent's page."""
    return Page(hall, "AGENT_PORT")


async def test_all_rooms(hall: LiveKitHarness, agent: Page, whisper: Child, speak: Speak) -> None:
    """The page has the finals of two rooms with their latencies; whisper's page has its requests."""
    async with hall.person("first", "ann", "Ann") as ann, hall.person("second", "ben", "Ben") as ben:
        await asyncio.gather(ann.transcriber(), ben.transcriber())
        await asyncio.gather(
            ann.say(speak(BUDGET, 0)),
            ben.say(speak(OFFICE, 1)),
            ann.captions.until(lambda c: said(c, BUDGET)),
            ben.captions.until(lambda c: said(c, OFFICE)),
        )
        await agent.until("caption_finals_total", ENGLISH, at_least=2)
        assert agent.value("agent_jobs") >= 2
        assert agent.value("tracks_captioned") >= 2
        await agent.until("agent_engine_load", {"engine": "whisper"}, at_least=0.001)
    assert agent.value("caption_words_total", ENGLISH) >= 18
    for latency in ("first", "stored", "final"):
        count = agent.value(f"caption_{latency}_latency_seconds_count", ENGLISH)
        assert count >= 2
        assert 0 < agent.value(f"caption_{latency}_latency_seconds_sum", ENGLISH) < 30 * count
    assert agent.value("job_memory_bytes") > 50_000_000
    assert agent.value("database_pool_limit", {"pool": "default"}) >= 8
    page = Page(hall, "WHISPER_PORT")
    await page.scrape()
    kinds = ("guess", "final")  # a guess is refused while others wait
    heard = [page.value("whisper_requests_total", {"kind": kind, "outcome": "heard"}) for kind in kinds]
    audio_s = [page.value("whisper_audio_seconds_total", {"kind": kind, "language": "en"}) for kind in kinds]
    assert sum(heard) >= 2
    assert sum(audio_s) > 4
    assert page.value("whisper_queue_length") == 0


async def test_killed_job(hall: LiveKitHarness, agent: Page, worker: Child, speak: Speak) -> None:
    """What a job counted stays on the page after it was killed; what it held does not."""
    async with hall.person("killed", "ann", "Ann") as ann:
        transcriber = await ann.transcriber()
        await agent.scrape()
        before = agent.value("caption_finals_total", ENGLISH)
        await asyncio.gather(ann.say(speak(BUDGET, 0)), ann.captions.until(lambda c: said(c, BUDGET)))
        await agent.until("caption_finals_total", ENGLISH, at_least=before + 1)
        finals = agent.value("caption_finals_total", ENGLISH)
        failed = agent.value("agent_jobs_ended_total", {"outcome": "failed"})
        job_process(worker, transcriber.identity.removeprefix("agent-")).kill()
        await agent.until("agent_jobs_ended_total", {"outcome": "failed"}, at_least=failed + 1)
        assert agent.value("caption_finals_total", ENGLISH) >= finals


async def test_recognizers(
    hall: LiveKitHarness, agent: Page, host: Account, korean: Path, korean_speech: SpokenClip
) -> None:
    """Vosk's words have a latency each, its recognizers a real-time factor, and they are given back."""
    row = await create_room(host, NewRoom(name="Korean", settings=RoomSettings(language="ko")))
    place, _ = await admit(row, host, "Alice")
    async with hall.person(row.livekit_room_name, place.identity, "Alice") as alice:
        await alice.transcriber()
        await asyncio.gather(
            alice.say(korean_speech[: KOREAN_S * 16_000], after_s=2.0),
            alice.captions.until(lambda c: len(c.finals()) > 0),
        )
        await agent.until("caption_word_latency_seconds_count", KOREAN, at_least=1)
        await agent.until("recognizer_real_time_factor_count", KOREAN, at_least=1)
        assert agent.value("recognizers", {"state": "idle"}) >= 1
    words = agent.value("caption_words_total", KOREAN)
    assert agent.value("caption_word_latency_seconds_count", KOREAN) == words
    assert 1 < agent.value("recognizer_audio_seconds_total", KOREAN) < 2 * KOREAN_S
    assert agent.value("recognizer_busy_seconds_total", KOREAN) > 0
