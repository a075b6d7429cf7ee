"""The second pass's queue in the whisper process: behind the first pass, bounded, and by age."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import pytest
from prometheus_client import CollectorRegistry

from agent.whisper import refinement_queue
from agent.whisper.client import WhisperClient
from agent.whisper.messages import TOO_OLD, Failed, Listen, Message, Refine, Refined
from agent.whisper.refinement_queue import MAX_QUEUED, NO_MODEL, RefinementQueue
from agent.whisper.server import open_server
from agent.whisper.server_metrics import RefinementMetrics
from tests.unit.agent.test_whisper import Model


@dataclass
class FakeRefiner:
    """Model that returns the names it was given, once released."""

    let: Event = field(default_factory=Event)
    began: Event = field(default_factory=Event)
    count: int = 0

    def reread(self, pcm: bytes, language: str, names: str) -> Refined:
        """Return the names as text."""
        self.began.set()
        self.let.wait(10)
        self.count += 1
        if language == "xx":
            raise RuntimeError
        return Refined(0, names, -0.1, 0.0)


def refine(number: int, language: str = "en", names: str = "") -> Refine:
    """A request without samples."""
    return Refine(number, language, names, b"")


@asynccontextmanager
async def working(
    model: FakeRefiner, is_idle: asyncio.Event, registry: CollectorRegistry | None = None
) -> AsyncIterator[RefinementQueue]:
    """Run a queue; the language `zz` has no model."""

    def load(language: str) -> FakeRefiner:
        if language == "zz":
            raise LookupError
        return model

    queue = RefinementQueue(load, is_idle, RefinementMetrics(registry or CollectorRegistry()))
    work = asyncio.create_task(queue.work())
    yield queue
    work.cancel()


def idle(is_idle: bool = True) -> asyncio.Event:
    """Whether the first pass has nothing to do."""
    event = asyncio.Event()
    if is_idle:
        event.set()
    return event


async def test_first_pass_goes_first() -> None:
    """While the first pass works nothing is begun; afterwards all that waits is read."""
    model, is_idle = FakeRefiner(), idle(False)
    model.let.set()
    async with working(model, is_idle) as queue:
        asked = [asyncio.create_task(queue.ask(refine(number))) for number in range(2)]
        done, _ = await asyncio.wait(asked, timeout=0.05)
        assert (done, model.count) == (set(), 0)
        is_idle.set()
        assert await asyncio.gather(*asked) == [Refined(0, "", -0.1, 0.0), Refined(1, "", -0.1, 0.0)]


async def test_full() -> None:
    """Beyond its limit the queue refuses at once."""
    async with working(FakeRefiner(), idle(False)) as queue:
        asked = [asyncio.create_task(queue.ask(refine(number))) for number in range(MAX_QUEUED + 1)]
        await asyncio.sleep(0)
        assert await queue.ask(refine(99)) == Failed(99, "queue full")
        for each in asked:
            each.cancel()


async def test_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waited for too long is not read."""
    monkeypatch.setattr(refinement_queue, "MAX_AGE_S", -1)
    model = FakeRefiner()
    async with working(model, idle()) as queue:
        assert await queue.ask(refine(1)) == Failed(1, TOO_OLD)
    assert model.count == 0


@pytest.mark.parametrize(("language", "why"), [("zz", NO_MODEL), ("xx", "the model failed")])
async def test_failure(language: str, why: str) -> None:
    """A model that fails or is missing fails only that request."""
    model = FakeRefiner()
    model.let.set()
    async with working(model, idle()) as queue:
        assert await queue.ask(refine(1, language)) == Failed(1, why)
        assert isinstance(await queue.ask(refine(2)), Refined)


@pytest.mark.parametrize("language", ["zz", "damaged"])
async def test_without_a_model(tmp_path: Path, language: str) -> None:
    """A model that is missing or damaged does not keep the first pass from starting."""

    def load(language: str) -> FakeRefiner:
        raise LookupError if language == "zz" else RuntimeError

    async with open_server(tmp_path / "s", lambda _: Model(), language, load_rereader=load) as server:
        assert isinstance(await server.refinements.ask(refine(1, language)), Failed)


async def test_cancelled_while_queued() -> None:
    """A request that its room dropped leaves the queue."""
    is_idle = idle(False)
    async with working(FakeRefiner(), is_idle) as queue:
        asked = asyncio.create_task(queue.ask(refine(1)))
        await asyncio.sleep(0)
        asked.cancel()
        await asyncio.wait([asked])
        assert not queue._waiting


async def test_metrics() -> None:
    """What waits and what became of each window is counted."""
    model, is_idle, registry = FakeRefiner(), idle(False), CollectorRegistry()
    model.let.set()

    def count(name: str, **labels: str) -> float | None:
        return registry.get_sample_value(f"parley_whisper_refine_{name}", labels)

    async with working(model, is_idle, registry) as queue:
        kept, dropped = (asyncio.create_task(queue.ask(refine(number))) for number in range(2))
        await asyncio.sleep(0)
        assert count("queue_length") == 2
        dropped.cancel()
        is_idle.set()
        await asyncio.wait([kept, dropped])
        await queue.ask(refine(3, "zz"))
    outcomes = {name: count("requests_total", outcome=name) for name in ("refined", "dropped", "failed")}
    assert outcomes == {"refined": 1, "dropped": 1, "failed": 1}
    assert count("queue_wait_seconds_count") == count("read_seconds_count") == 2


async def test_over_the_socket(tmp_path: Path) -> None:
    """A client's request is read by the second model while the first pass goes on beside it."""
    model = FakeRefiner()
    async with open_server(tmp_path / "s", lambda _: Model(), "en", load_rereader=lambda _: model) as server:
        client = WhisperClient(tmp_path / "s")
        asked = asyncio.create_task(client.refine(bytes(3200), "en", "Alice"))
        await asyncio.to_thread(model.began.wait, 10)
        first: Message = await server.ask(Listen(1, "en", "interim", bytes(3200)))
        model.let.set()
        assert await asked == Refined(1, "Alice", -0.1, 0.0)
        await client.aclose()
    assert first.id == 1


async def test_process_gone(tmp_path: Path) -> None:
    """Without the process the answer is a failure, at once."""
    assert await WhisperClient(tmp_path / "none").refine(b"", "en", "") == Failed(0, "unavailable")
