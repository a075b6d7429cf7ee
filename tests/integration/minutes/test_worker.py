"""The worker: a meeting ends and its minutes are there, whatever happens in between."""

import asyncio
from datetime import date

import pytest
from aiohttp import ClientSession

from agent.minutes.text_normalization import content
from agent.minutes.transcript_lines import MeetingSpeech
from agent.minutes.worker import NOT_PHRASED, MinutesWorker
from agent.minutes.writing import Extractor, draft_minutes, phrase_minutes, wait_for_transcriber
from server.health_page import health_pages, ready_when
from server.meeting.accounts import Account
from server.meeting.actor import Actor, acting_as
from server.meeting.change_bus import ChangeBus, ChangeEvent, Subscribed
from server.meeting.db import fetch
from server.meeting.leases import LeaseState, lease_state, release_lease, take_lease
from server.meeting.lifecycle import end_room
from server.meeting.minutes import Minutes, minutes_of, save_minutes
from server.meeting.notifications import notifications_of
from tests.conftest import Meeting
from tests.integration.minutes.conftest import (
    PATIENCE_S,
    POLL_S,
    Queue,
    end_and_read,
    process,
    reached,
    say,
    working,
    written,
)
from tests.integration.minutes.fake_ollama import MODEL, Reply, ollama

SUMMARY_TOLD = "minutes_ready"


async def test_end_to_minutes(meeting: Meeting, queue: Queue) -> None:
    """A meeting that ends has its minutes without anybody asking."""
    said = await say(meeting)
    async with working(queue, Extractor()):
        found = await end_and_read(meeting)
    assert (found.state, found.method) == ("ready", "extractive")
    assert [claim.text for claim in found.decisions] == [
        "We decided to postpone the launch until the ticket shop works on phones."
    ]
    assert found.decisions[0].evidence == (said[2],)


class Stemming(Extractor):
    """Author that writes down how it stems."""

    async def draft(self, spoken: MeetingSpeech) -> Minutes:
        """The stems of two words."""
        return Minutes(
            state="ready", method="extractive", executive_summary=" ".join(content("Häuser Anna's"))
        )


async def test_language_of_the_meeting(meeting: Meeting, queue: Queue) -> None:
    """Words are compared by the rules of the language that was transcribed."""
    await say(meeting, (("alice", "Wir verkaufen die Häuser."),), language="de-AT")
    async with working(queue, Stemming()):
        assert (await end_and_read(meeting)).executive_summary == "haus anna"


async def test_told_apart(meeting: Meeting, queue: Queue) -> None:
    """The audit has who wrote them, and which request of the host's they were for."""
    await say(meeting)
    async with working(queue, Extractor()):
        with acting_as(Actor(None, request_id="r-end")):
            await end_and_read(meeting)
    found = await fetch(
        "SELECT DISTINCT service, request_id FROM audit_events"
        " WHERE table_name IN ('participant_reports', 'action_items') AND action = 'insert'"
    )
    assert [tuple(row) for row in found] == [("minutes", "r-end")]


async def test_actions(meeting: Meeting, queue: Queue) -> None:
    """Who took something on, and the day it is due, are those of the words."""
    await say(meeting)
    async with working(queue, Extractor()):
        found = await end_and_read(meeting)
    assert [(each.assignee, each.participant_id, each.due_date) for each in found.actions] == [
        ("Bob", meeting.bob.id, date(2026, 3, 6)),
        ("Gus", meeting.gus.id, date(2026, 3, 10)),
    ]


async def test_own_report(meeting: Meeting, queue: Queue) -> None:
    """Each participant has a report of their own share."""
    await say(meeting)
    async with working(queue, Extractor()):
        found = await end_and_read(meeting, meeting.bob.id)
    (report,) = found.reports
    assert (report.participant_id, report.speaking_time_s) == (meeting.bob.id, 8)
    assert report.speaking_percentage == pytest.approx(100 * 2 / 7, abs=0.1)


async def test_nobody_spoke(meeting: Meeting, queue: Queue) -> None:
    """A silent meeting gets minutes that say so."""
    async with working(queue, Extractor()):
        found = await end_and_read(meeting)
    assert found.state == "ready"
    assert found.executive_summary.startswith("No speech was captured")


async def test_told_once(meeting: Meeting, change_bus: ChangeBus, bob: Account, queue: Queue) -> None:
    """Minutes written twice tell nobody twice."""
    await say(meeting)
    async with working(queue, Extractor()):
        await end_and_read(meeting)
    await draft_minutes(meeting.room.id, Extractor(), change_bus)
    await phrase_minutes(meeting.room.id, Extractor(), change_bus)
    assert [note.type for note in await notifications_of(bob.id)] == [SUMMARY_TOLD]


async def test_waits_for_last_words(meeting: Meeting, queue: Queue) -> None:
    """While somebody still transcribes the room its minutes are not begun."""
    await take_lease(meeting.room.id, "job")
    async with working(queue, Extractor()):
        await end_room(meeting.room.id, "host")
        await say(meeting)
        assert await lease_state(meeting.room.id) is LeaseState.HELD
        await release_lease(meeting.room.id, "job")
        found = await written(meeting)
    assert found.decisions


async def test_dead_transcriber(meeting: Meeting) -> None:
    """A lease that nobody renews holds nothing up."""
    await take_lease(meeting.room.id, "dead", seconds=0.2)
    async with asyncio.timeout(5):
        await wait_for_transcriber(meeting.room.id)


async def test_hung_transcriber(meeting: Meeting) -> None:
    """A transcriber that never lets go is not waited for."""
    await take_lease(meeting.room.id, "hung", seconds=60)
    await wait_for_transcriber(meeting.room.id, wait_s=0.3)
    assert await lease_state(meeting.room.id) is LeaseState.HELD


async def test_ended_before_worker(meeting: Meeting, queue: Queue) -> None:
    """A worker that starts late finds the work that was queued."""
    await say(meeting)
    await end_room(meeting.room.id, "host")
    async with working(queue, Extractor()):
        assert (await written(meeting)).state == "ready"


class Stumbling(Extractor):
    """Fails as often as told, then writes."""

    def __init__(self, failures: int) -> None:
        self.failures = failures

    async def draft(self, spoken: MeetingSpeech) -> Minutes:
        """Stumble or write."""
        if self.failures:
            self.failures -= 1
            raise OSError("the disk is full")
        return await super().draft(spoken)


async def test_tries_again(meeting: Meeting, queue: Queue) -> None:
    """An attempt that fails is made again."""
    await say(meeting)
    async with working(queue, Stumbling(failures=1)):
        assert (await end_and_read(meeting)).state == "ready"


async def test_gives_up(meeting: Meeting, queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    """Minutes that cannot be written at all are called failed, so that nobody waits for them."""
    monkeypatch.setattr("agent.minutes.worker.ATTEMPTS", 1)
    async with working(queue, Stumbling(failures=99)):
        found = await end_and_read(meeting)
    assert found.state == "failed"
    assert found.note is not None


async def test_cut_off(meeting: Meeting, environment: dict[str, str]) -> None:
    """A worker whose connections are cut takes work again."""
    await say(meeting)
    async with process(environment):
        await fetch(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = $1",
            f"parley-{MinutesWorker.name}",
        )
        assert (await end_and_read(meeting)).state == "ready"


async def test_killed_at_work(meeting: Meeting, environment: dict[str, str]) -> None:
    """What a killed worker had begun, the next one finishes."""
    await say(meeting)
    await take_lease(meeting.room.id, "job", seconds=60)
    async with process(environment) as first:
        await end_room(meeting.room.id, "host")
        await reached(meeting, ("writing",))
        first.kill()
        await first.wait()
    await release_lease(meeting.room.id, "job")
    async with process(environment):
        assert (await written(meeting)).state == "ready"


async def test_told_to_stop(environment: dict[str, str]) -> None:
    """SIGTERM ends an idle worker at once and cleanly."""
    async with process(environment) as running:
        running.terminate()
        async with asyncio.timeout(5):
            assert await running.wait() == 0


class Hanging(Extractor):
    """Promises better minutes and never gives them."""

    has_model = True

    async def phrase(self, plain: Minutes, spoken: MeetingSpeech) -> Minutes:
        """Nothing, ever."""
        await asyncio.Event().wait()
        return plain


class Garbling(Extractor):
    """Its second pass fails each time."""

    has_model = True

    async def phrase(self, plain: Minutes, spoken: MeetingSpeech) -> Minutes:
        """Fail in a way nobody expects."""
        raise ArithmeticError


async def test_drafted(meeting: Meeting, queue: Queue) -> None:
    """Minutes that a model has yet to phrase are whole, say so by their state, and people are told."""
    await say(meeting)
    async with working(queue, Hanging()) as worker:
        await end_room(meeting.room.id, "host")
        found = await reached(meeting, ("drafted",), meeting.bob.id)
        worker.stop()
        worker.cancel_running()
    assert (found.method, found.note) == ("extractive", None)
    assert found.decisions
    assert found.reports


async def test_nothing_to_phrase(meeting: Meeting, queue: Queue) -> None:
    """Of a meeting without words no model's pass is promised."""
    async with working(queue, Hanging()):
        assert (await end_and_read(meeting)).state == "ready"


async def test_phrasing_fails(
    meeting: Meeting, queue: Queue, bob: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the model's pass fails for good the plain minutes are final, and people are told once."""
    monkeypatch.setattr("agent.minutes.worker.ATTEMPTS", 1)
    await say(meeting)
    async with working(queue, Garbling()):
        found = await end_and_read(meeting)
    assert (found.state, found.method, found.note) == ("ready", "extractive", NOT_PHRASED)
    assert found.decisions
    assert [note.type for note in await notifications_of(bob.id)] == [SUMMARY_TOLD]


async def test_killed_while_phrasing(meeting: Meeting, environment: dict[str, str]) -> None:
    """The model's pass of a killed worker is taken by the next one."""
    await say(meeting)
    async with ollama(Reply(hang=True)) as fake:
        with_model = {**environment, "OLLAMA_HOST": fake.url, "PARLEY_LLM": MODEL}
        async with process(with_model) as first:
            await end_room(meeting.room.id, "host")
            await reached(meeting, ("drafted",))
            async with asyncio.timeout(PATIENCE_S):
                while not fake.asked:  # noqa: ASYNC110  another process asks
                    await asyncio.sleep(POLL_S)
            first.kill()
            await first.wait()
    async with process(environment):
        assert (await written(meeting)).method == "extractive"


async def test_late_draft(meeting: Meeting, queue: Queue) -> None:
    """A draft that comes after the final minutes, from a worker believed dead, changes nothing."""
    await say(meeting)
    async with working(queue, Extractor()):
        final = await end_and_read(meeting)
    assert not await save_minutes(meeting.room.id, Minutes(state="drafted"))
    assert not await save_minutes(meeting.room.id, Minutes(state="failed"))
    assert await minutes_of(meeting.room.id) == final


async def test_stopped_at_work(meeting: Meeting, queue: Queue) -> None:
    """What a worker promised and was stopped over, the next one gives."""
    await say(meeting)
    worker = queue.worker(Hanging())
    running = asyncio.create_task(worker.run())
    await worker.ready.wait()
    await end_room(meeting.room.id, "host")
    await reached(meeting, ("drafted",))
    worker.stop()
    worker.cancel_running()
    async with asyncio.timeout(20):
        await running
    async with working(queue, Extractor()):
        assert (await written(meeting)).method == "extractive"


async def test_rings(meeting: Meeting, change_bus: ChangeBus, queue: Queue) -> None:
    """A page that listens is told."""
    await say(meeting)
    published = change_bus.messages()
    assert await anext(published) == Subscribed()
    async with working(queue, Extractor()):
        await end_and_read(meeting)
        async with asyncio.timeout(10):
            assert await anext(published) == ChangeEvent("minutes", meeting.room.id)
    await published.aclose()


async def test_health(queue: Queue) -> None:
    """The supervisor learns by HTTP whether the worker takes work."""
    worker = queue.worker(Extractor())
    pages = {"/healthz": ready_when(worker.ready.is_set)}
    async with health_pages(pages, "127.0.0.1", 0) as port, ClientSession() as client:
        async with client.get(f"http://127.0.0.1:{port}/healthz") as answer:
            assert answer.status == 503
        running = asyncio.create_task(worker.run())
        await worker.ready.wait()
        async with client.get(f"http://127.0.0.1:{port}/healthz") as answer:
            assert answer.status == 200
        worker.stop()
        await running


async def test_minutes_before_end(meeting: Meeting, change_bus: ChangeBus) -> None:
    """A meeting that goes on has no minutes to write."""
    await draft_minutes(meeting.room.id, Extractor(), change_bus)
    assert await minutes_of(meeting.room.id) is None
