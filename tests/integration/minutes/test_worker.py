"""The minutes worker: every meeting that ends gets its minutes, whatever fails in between."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest
from aiohttp import ClientSession

from agent.minutes.block_closing import close_live_blocks
from agent.minutes.model_reading import ModelReading
from agent.minutes.text_normalization import content
from agent.minutes.told_so_far import ToldSoFar
from agent.minutes.transcript_lines import MeetingSpeech
from agent.minutes.worker import NOT_COMPLETED, NOT_PHRASED, MinutesWorker
from agent.minutes.writing import (
    UNFINISHED,
    Extractor,
    complete_minutes,
    draft_minutes,
    phrase_minutes,
)
from agent.transcriber_wait import wait_for_transcriber
from server.health_page import health_pages, ready_when
from server.meeting.accounts import Account
from server.meeting.actor import Actor, acting_as
from server.meeting.change_bus import ChangeBus, ChangeEvent, Subscribed
from server.meeting.db import execute, fetch
from server.meeting.leases import LeaseState, lease_state, release_lease, take_lease
from server.meeting.lifecycle import end_room
from server.meeting.minutes import Minutes, minutes_of, save_minutes
from server.meeting.notifications import notifications_of
from server.meeting.queue import COMPLETE_MINUTES, MODEL_MINUTES
from tests.conftest import Meeting
from tests.integration.minutes.conftest import (
    PATIENCE_S,
    POLL_S,
    SAID,
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
WITHOUT_END = "Some of the meeting was not transcribed: from 0:40 to the end (no transcriber was running)."
"""After the last segment of what `say` says."""


async def test_end_to_minutes(meeting: Meeting, queue: Queue) -> None:
    """The end of a meeting enqueues its minutes, which the worker writes."""
    said = await say(meeting)
    async with working(queue, Extractor()):
        found = await end_and_read(meeting)
    assert (found.state, found.method) == ("ready", "extractive")
    assert [claim.text for claim in found.decisions] == [
        "We decided to postpone the launch until the ticket shop works on phones."
    ]
    assert found.decisions[0].evidence == (said[2],)


class Stemming(Extractor):
    """Author whose summary is the stems of two words."""

    async def draft(self, spoken: MeetingSpeech) -> Minutes:
        """Return the stems."""
        return Minutes(
            state="ready", method="extractive", executive_summary=" ".join(content("Häuser Anna's"))
        )


async def test_language_of_the_meeting(meeting: Meeting, queue: Queue) -> None:
    """Words are compared by the rules of the language that was transcribed."""
    await say(meeting, (("alice", "Wir verkaufen die Häuser."),), language="de-AT")
    async with working(queue, Stemming()):
        assert (await end_and_read(meeting)).executive_summary == "haus anna"


async def test_audited_with_request(meeting: Meeting, queue: Queue) -> None:
    """The audit log names the service that wrote the minutes and the request that ended the meeting."""
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
    """Owner and due date of an action item are those that were spoken."""
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


async def test_figures_of_a_report(meeting: Meeting, queue: Queue) -> None:
    """A report has the person's stay on the meeting's clock, and what was counted of their words."""
    await say(meeting)
    await execute(
        "INSERT INTO attendance (room_id, participant_id, livekit_sid, joined_at, left_at)"
        " SELECT id, $2, 'later', started_at + interval '20 s', started_at + interval '30 s' FROM rooms"
        " WHERE id = $1",
        meeting.room.id,
        meeting.bob.id,
    )
    async with working(queue, Extractor()):
        (report,) = (await end_and_read(meeting, meeting.bob.id)).reports
    assert report.figures is not None
    assert report.figures.attendance
    assert (report.figures.turns, report.content) == (2, "")


async def test_nobody_spoke(meeting: Meeting, queue: Queue) -> None:
    """A silent meeting gets minutes that say so."""
    async with working(queue, Extractor()):
        found = await end_and_read(meeting)
    assert found.state == "ready"
    assert found.executive_summary.startswith("No speech was captured")


async def test_notified_once(meeting: Meeting, change_bus: ChangeBus, bob: Account, queue: Queue) -> None:
    """Minutes that are written twice notify nobody twice."""
    await say(meeting)
    async with working(queue, Extractor()):
        await end_and_read(meeting)
    await draft_minutes(meeting.room.id, Extractor(), change_bus)
    await phrase_minutes(meeting.room.id, Extractor(), change_bus)
    assert [note.type for note in await notifications_of(bob.id)] == [SUMMARY_TOLD]


async def test_waits_for_last_words(meeting: Meeting, queue: Queue) -> None:
    """The minutes are not written while a transcriber holds the room's lease."""
    await take_lease(meeting.room.id, "job")
    async with working(queue, Extractor()):
        await end_room(meeting.room.id, "host")
        await say(meeting)
        assert await lease_state(meeting.room.id) is LeaseState.HELD
        await release_lease(meeting.room.id, "job")
        found = await written(meeting)
    assert found.decisions


async def test_dead_transcriber(meeting: Meeting) -> None:
    """A lease that is not renewed delays the minutes until it expires, no longer."""
    await take_lease(meeting.room.id, "dead", seconds=0.2)
    assert await wait_for_transcriber(meeting.room.id, wait_s=5)


async def test_hung_transcriber(meeting: Meeting, change_bus: ChangeBus, bob: Account) -> None:
    """Minutes are drafted without the last words of a hung transcriber, say so, and are notified once."""
    await say(meeting)
    await take_lease(meeting.room.id, "hung", seconds=60)
    await end_room(meeting.room.id, "host")
    await draft_minutes(meeting.room.id, Extractor(), change_bus, wait_s=0)
    draft = await minutes_of(meeting.room.id)
    assert draft is not None
    assert draft.state == "drafted"
    assert draft.decisions
    assert draft.note == f"{UNFINISHED} {WITHOUT_END}"
    await complete_minutes(meeting.room.id, Extractor(), change_bus, wait_s=0)
    final = await minutes_of(meeting.room.id)
    assert final is not None
    assert (final.state, final.note) == ("ready", WITHOUT_END)
    assert [note.type for note in await notifications_of(bob.id)] == [SUMMARY_TOLD]


async def test_late_words(meeting: Meeting, change_bus: ChangeBus) -> None:
    """What a slow transcriber stores after the first draft is in the next one, and no gap is told."""
    await take_lease(meeting.room.id, "slow", seconds=60)
    await end_room(meeting.room.id, "host")
    await draft_minutes(meeting.room.id, Extractor(), change_bus, wait_s=0)
    draft = await minutes_of(meeting.room.id)
    assert draft is not None
    assert "could not be transcribed" in draft.executive_summary
    await say(meeting)
    await release_lease(meeting.room.id, "slow")
    await complete_minutes(meeting.room.id, Extractor(), change_bus)
    final = await minutes_of(meeting.room.id)
    assert final is not None
    assert (final.state, final.note) == ("ready", None)
    assert final.decisions


async def test_completed_by_worker(meeting: Meeting, change_bus: ChangeBus, queue: Queue) -> None:
    """The worker completes partial minutes, and then has the model phrase them."""
    await say(meeting)
    await take_lease(meeting.room.id, "slow", seconds=60)
    await end_room(meeting.room.id, "host")
    await draft_minutes(meeting.room.id, Phrasing(), change_bus, wait_s=0)
    await release_lease(meeting.room.id, "slow")
    async with working(queue, Phrasing()):
        found = await written(meeting)
    assert (found.method, found.note) == ("model", None)


async def test_transcriber_died_at_the_end(meeting: Meeting, queue: Queue) -> None:
    """The time between a dead transcriber's last renewal and the end of the meeting is told as a gap."""
    await say(meeting)
    await take_lease(meeting.room.id, "dead", seconds=0)
    async with working(queue, Extractor()):
        found = await end_and_read(meeting)
    assert found.note is not None
    assert found.note.endswith("to the end (no transcriber was running).")


async def test_ended_before_worker(meeting: Meeting, queue: Queue) -> None:
    """A worker that starts after the end of the meeting takes the queued job."""
    await say(meeting)
    await end_room(meeting.room.id, "host")
    async with working(queue, Extractor()):
        assert (await written(meeting)).state == "ready"


class FailingAtFirst(Extractor):
    """Author that fails a number of times, then succeeds."""

    def __init__(self, failures: int) -> None:
        self.failures = failures

    async def draft(self, spoken: MeetingSpeech) -> Minutes:
        """Fail or extract."""
        if self.failures:
            self.failures -= 1
            raise OSError("the disk is full")
        return await super().draft(spoken)


async def test_retried(meeting: Meeting, queue: Queue) -> None:
    """A failed attempt is retried."""
    await say(meeting)
    async with working(queue, FailingAtFirst(failures=1)):
        assert (await end_and_read(meeting)).state == "ready"


async def test_failed(meeting: Meeting, queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the last attempt the minutes have the state `failed`, so that nobody waits for them."""
    monkeypatch.setattr("agent.minutes.worker.ATTEMPTS", 1)
    async with working(queue, FailingAtFirst(failures=99)):
        found = await end_and_read(meeting)
    assert found.state == "failed"
    assert found.note is not None


async def test_connections_lost(meeting: Meeting, environment: dict[str, str]) -> None:
    """A worker that lost its database connections takes jobs again."""
    await say(meeting)
    async with process(environment):
        await fetch(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = $1",
            f"parley-{MinutesWorker.name}",
        )
        assert (await end_and_read(meeting)).state == "ready"


async def test_killed_in_a_job(meeting: Meeting, environment: dict[str, str]) -> None:
    """The job of a killed worker is taken by the next one."""
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


async def test_sigterm(environment: dict[str, str]) -> None:
    """SIGTERM ends an idle worker at once and cleanly."""
    async with process(environment) as running:
        running.terminate()
        async with asyncio.timeout(5):
            assert await running.wait() == 0


class Hanging(Extractor):
    """Author whose model never answers."""

    has_model = True

    def __init__(self) -> None:
        self.asked = asyncio.Event()

    async def phrase(
        self,
        plain: Minutes,
        spoken: MeetingSpeech,
        reading: ModelReading | None = None,
        told: ToldSoFar | None = None,
    ) -> Minutes:
        """Never return."""
        self.asked.set()
        await asyncio.Event().wait()
        return plain


class Phrasing(Extractor):
    """Author with a model that changes nothing."""

    has_model = True

    async def phrase(
        self,
        plain: Minutes,
        spoken: MeetingSpeech,
        reading: ModelReading | None = None,
        told: ToldSoFar | None = None,
    ) -> Minutes:
        """Return the draft as the model's."""
        return replace(plain, method="model")


class FailingModel(Extractor):
    """Author whose model fails each time."""

    has_model = True

    async def phrase(
        self,
        plain: Minutes,
        spoken: MeetingSpeech,
        reading: ModelReading | None = None,
        told: ToldSoFar | None = None,
    ) -> Minutes:
        """Raise an unexpected error."""
        raise ArithmeticError


async def test_drafted(meeting: Meeting, queue: Queue) -> None:
    """Minutes that a model will reword are complete, have the state `drafted`, and people are notified."""
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
    """The minutes of a meeting without speech are final at once."""
    async with working(queue, Hanging()):
        assert (await end_and_read(meeting)).state == "ready"


async def test_phrasing_fails(
    meeting: Meeting, queue: Queue, bob: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the model fails for good the extractive minutes become final, and people are notified once."""
    monkeypatch.setattr("agent.minutes.worker.ATTEMPTS", 1)
    await say(meeting)
    async with working(queue, FailingModel()):
        found = await end_and_read(meeting)
    assert (found.state, found.method, found.note) == ("ready", "extractive", NOT_PHRASED)
    assert found.decisions
    assert [note.type for note in await notifications_of(bob.id)] == [SUMMARY_TOLD]


@pytest.mark.parametrize(
    ("job", "note", "before"),
    [
        (MODEL_MINUTES, NOT_PHRASED, WITHOUT_END),
        (COMPLETE_MINUTES, NOT_COMPLETED, f"{UNFINISHED} {WITHOUT_END}"),
        (MODEL_MINUTES, NOT_PHRASED, f"{WITHOUT_END} {NOT_PHRASED}"),
    ],
    ids=["model", "transcriber", "twice"],
)
async def test_what_is_missing_stays_told(
    job: str, note: str, before: str, meeting: Meeting, queue: Queue
) -> None:
    """Minutes without their next version say so after what was not transcribed, and promise none."""
    await end_room(meeting.room.id, "host")
    await execute("UPDATE meeting_summaries SET state = 'drafted', note = $1", before)
    await execute("UPDATE pgqueuer SET entrypoint = $1, attempts = 100", job)
    async with working(queue, FailingAtFirst(failures=99)):
        found = await written(meeting)
    assert (found.state, found.note) == ("ready", f"{WITHOUT_END} {note}")


async def test_killed_while_phrasing(meeting: Meeting, environment: dict[str, str]) -> None:
    """The model job of a killed worker is taken by the next one."""
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
    """A draft saved after the final minutes, by a worker believed dead, changes nothing."""
    await say(meeting)
    async with working(queue, Extractor()):
        final = await end_and_read(meeting)
    assert not await save_minutes(meeting.room.id, Minutes(state="drafted"))
    assert not await save_minutes(meeting.room.id, Minutes(state="failed"))
    assert await minutes_of(meeting.room.id) == final


async def test_stopped_in_a_job(meeting: Meeting, queue: Queue) -> None:
    """The model job of a worker that is stopped returns to the queue."""
    await say(meeting)
    hanging = Hanging()
    worker = queue.worker(hanging)
    running = asyncio.create_task(worker.run())
    await worker.ready.wait()
    await end_room(meeting.room.id, "host")
    await asyncio.wait_for(hanging.asked.wait(), PATIENCE_S)
    worker.stop()
    worker.cancel_running()
    async with asyncio.timeout(20):
        await running
    async with working(queue, Extractor()):
        assert (await written(meeting)).method == "extractive"


async def test_change_event(meeting: Meeting, change_bus: ChangeBus, queue: Queue) -> None:
    """Writing the minutes publishes change events."""
    await say(meeting)
    published = change_bus.messages()
    assert await anext(published) == Subscribed()
    async with working(queue, Extractor()):
        await end_and_read(meeting)
        async with asyncio.timeout(10):
            assert await anext(published) == ChangeEvent("minutes", meeting.room.id)
    await published.aclose()


async def test_health(queue: Queue) -> None:
    """The health page tells whether the worker takes jobs."""
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


async def test_metrics(meeting: Meeting, queue: Queue) -> None:
    """What waits is counted from the queue, what was done by the worker."""
    await say(meeting)
    await end_room(meeting.room.id, "host")
    worker = queue.worker(Extractor())
    page = worker.metrics.page
    async with health_pages({}, "127.0.0.1", 0, page) as port, ClientSession() as client:

        async def scraped() -> str:
            async with client.get(f"http://127.0.0.1:{port}/metrics") as answer:
                return await answer.text()

        assert 'parley_minutes_queue_jobs{phase="draft",state="queued"} 1.0' in await scraped()
        running = asyncio.create_task(worker.run())
        await written(meeting)
        worker.stop()
        await running
        text = await scraped()
    assert 'parley_minutes_attempts_total{outcome="done",phase="draft"} 1.0' in text
    assert 'parley_minutes_phase_seconds_count{phase="draft"} 1.0' in text
    assert 'parley_minutes_queue_jobs{phase="draft",state="queued"} 0.0' in text
    assert "parley_database_up 1.0" in text


DONE = 'parley_minutes_attempts_total{outcome="done",phase="note_block"}'


async def test_metrics_of_blocks(meeting: Meeting, change_bus: ChangeBus, queue: Queue) -> None:
    """Blocks of running meetings are counted as any other job is, and so is what of their jobs waits."""
    await say(meeting, SAID * 3)
    await close_live_blocks()
    worker = queue.worker(Extractor())
    async with health_pages({}, "127.0.0.1", 0, worker.metrics.page) as port, ClientSession() as client:

        async def scraped() -> str:
            async with client.get(f"http://127.0.0.1:{port}/metrics") as answer:
                return await answer.text()

        assert 'parley_minutes_queue_jobs{phase="note_block",state="queued"} 1.0' in await scraped()
        running = asyncio.create_task(worker.run())
        async with asyncio.timeout(PATIENCE_S):
            while f"{DONE} 1.0" not in await scraped():  # noqa: ASYNC110  another task
                await asyncio.sleep(POLL_S)
        worker.stop()
        await running
        text = await scraped()
    assert 'parley_minutes_phase_seconds_count{phase="note_block"} 1.0' in text
    assert 'parley_minutes_model_tokens_total{kind="cached"} 0.0' in text


async def test_metrics_without_a_database(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scrape while no database is open says so, and has no figures of the queue."""
    monkeypatch.setattr("server.meeting.db._engine", None)
    async with (
        health_pages({}, "127.0.0.1", 0, queue.worker(Extractor()).metrics.page) as port,
        ClientSession() as client,
        client.get(f"http://127.0.0.1:{port}/metrics") as answer,
    ):
        text = await answer.text()
    assert "parley_database_up 0.0" in text
    assert "parley_minutes_queue_jobs{" not in text


async def test_minutes_before_end(meeting: Meeting, change_bus: ChangeBus) -> None:
    """A meeting that is still open has no minutes to write."""
    await draft_minutes(meeting.room.id, Extractor(), change_bus)
    assert await minutes_of(meeting.room.id) is None
