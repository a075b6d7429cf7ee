"""The minutes worker: processes the queue's jobs until stopped."""

from datetime import timedelta
from functools import partial
from pathlib import Path

from pgqueuer.models import Job
from pgqueuer.qm import QueueManager
from pgqueuer.queries import Queries

from agent.imports.work import ImportWork
from agent.minutes.asking.answer_worker import serve_answers
from agent.minutes.asking.answering import Answerer
from agent.minutes.block_closing import closing_blocks
from agent.minutes.block_worker import serve_blocks
from agent.minutes.minutes_metrics import MinutesMetrics
from agent.minutes.passage_indexing import Embeddings
from agent.minutes.passage_worker import serving_passages
from agent.minutes.writing import (
    UNFINISHED,
    Author,
    complete_minutes,
    draft_minutes,
    phrase_minutes,
    rewrite_minutes,
)
from agent.queue_executor import QueueExecutor
from agent.queue_jobs import room_of
from agent.recording.forgotten_videos import forget_videos
from agent.recording.mix_job import forget_sound
from agent.recording.mix_worker import serve_mixing
from agent.segment_journal import wait_for_journals
from server.config import Secret
from server.meeting.actor import WORKER
from server.meeting.change_bus import ChangeBus, ChangeEvent
from server.meeting.db import open_database
from server.meeting.minutes import Minutes, State, finish_draft, minutes_of, save_minutes
from server.meeting.owner_connection import Connection
from server.meeting.queue import (
    COMPLETE_MINUTES,
    FORGET_WORDS,
    IMPORT,
    MINUTES,
    MODEL_MINUTES,
    REWRITE_MINUTES,
)
from server.meeting.queue_worker import Database, QueueWorker
from server.recording_files import RecordingFiles

MAX_CONCURRENT_DRAFTS = 32
"""Most drafts only wait for a transcriber to release its lease."""
MAX_CONCURRENT_MODEL_JOBS = 1
"""One model serves one machine: two meetings at once would each take twice as long."""
ATTEMPTS = 8
"""With backoff doubling from 1 s this covers about four minutes of an unavailable database."""
IMPORT_ATTEMPTS = 3
"""An import takes long, and is begun anew."""
POLL_S = 5.0
"""Poll interval, in case a notification is lost."""
HEARTBEAT_S = 15.0
"""A job whose worker sent no heartbeat for this long is taken over by another."""
FAILED = "The minutes could not be saved. The transcript is complete."
NOT_COMPLETED = "What was transcribed last could not be added to these minutes. The transcript is complete."
NOT_PHRASED = "The language model did not finish: what it has not noted is in people's own words."
NOT_REWRITTEN = "The minutes could not be written again: these are from before the corrections."
NOT_ANEW = "The minutes could not be written again: these are the ones from before."
"""Where nothing was corrected: another template, or another writer, was chosen."""
NOT_WITHOUT_FORGOTTEN = "Words were forgotten; the summary and the reports could not be written without them."
WITHOUT_NEXT_VERSION = {
    COMPLETE_MINUTES: NOT_COMPLETED,
    MODEL_MINUTES: NOT_PHRASED,
    REWRITE_MINUTES: NOT_REWRITTEN,
    FORGET_WORDS: NOT_WITHOUT_FORGOTTEN,
}
"""The notes of minutes whose next version could not be saved, by the queue's entry point."""
OF_READY = (REWRITE_MINUTES, FORGET_WORDS)


class MinutesWorker(QueueWorker):
    """Writes the minutes of the rooms in the queue."""

    name = "minutes"

    def __init__(
        self,
        author: Author,
        change_bus: ChangeBus,
        url: Secret,
        database: Database | None = None,
        journals: Path | None = None,
        recordings: RecordingFiles | None = None,
        imports: ImportWork | None = None,
        embeddings: Embeddings | None = None,
        answerer: Answerer | None = None,
    ) -> None:
        """Without `recordings` none is mixed; without `embeddings` there are no passages."""
        super().__init__(url, database or (lambda: open_database(url, role=WORKER)))
        self._author = author
        self._change_bus = change_bus
        self._journals = journals
        self._recordings = recordings
        self._imports = imports
        self._embeddings = embeddings
        self._answerer = answerer
        self.metrics = MinutesMetrics(author.tokens)

    async def _serve(self, queries: Queries, _: Connection) -> None:
        queue = QueueManager(queries)

        async def draft(job: Job) -> None:
            if self._journals is not None:
                await wait_for_journals(self._journals, room_of(job))
            await draft_minutes(room_of(job), self._author, self._change_bus)

        async def complete(job: Job) -> None:
            await complete_minutes(room_of(job), self._author, self._change_bus)

        async def phrase(job: Job) -> None:
            await phrase_minutes(room_of(job), self._author, self._change_bus)

        async def rewrite(job: Job) -> None:
            await rewrite_minutes(room_of(job), self._author, self._change_bus)

        async def forget(job: Job) -> None:
            await forget_sound(room_of(job), self._recordings)
            await forget_videos(room_of(job), self._recordings, self._change_bus)
            await rewrite(job)

        async def give_up(job: Job) -> None:
            await _store_failure(job, self._change_bus)

        executor = partial(
            QueueExecutor,
            name="minutes",
            attempts=ATTEMPTS,
            cancellable=self.cancellable,
            figures=self.metrics,
            give_up=give_up,
        )
        self._take_imports(queue)
        for name, work, limit in (
            (MINUTES, draft, MAX_CONCURRENT_DRAFTS),
            (COMPLETE_MINUTES, complete, MAX_CONCURRENT_DRAFTS),
            (MODEL_MINUTES, phrase, MAX_CONCURRENT_MODEL_JOBS),
            (REWRITE_MINUTES, rewrite, MAX_CONCURRENT_MODEL_JOBS),
            (FORGET_WORDS, forget, MAX_CONCURRENT_MODEL_JOBS),
        ):
            queue.entrypoint(name, concurrency_limit=limit, executor_factory=executor)(work)
        serve_blocks(queue, self._author, self._change_bus, self.cancellable, self.metrics)
        serve_answers(queue, self._answerer, self.cancellable, self.metrics)
        if self._recordings is not None:
            serve_mixing(queue, self._recordings, self._change_bus, self.cancellable, self.metrics)
        await queue.verify_structure()
        run = partial(
            queue.run,
            dequeue_timeout=timedelta(seconds=POLL_S),
            heartbeat_timeout=timedelta(seconds=HEARTBEAT_S),
            batch_size=1,
            shutdown_on_listener_failure=True,
        )
        async with (
            closing_blocks(self._author),
            serving_passages(queue, self._embeddings, self.cancellable, self.metrics),
        ):
            await self._run_manager(queue, run)

    def _take_imports(self, queue: QueueManager) -> None:
        imports = self._imports
        if imports is None:
            return

        async def bring_in(job: Job) -> None:
            await imports.run(room_of(job))

        async def give_up(job: Job) -> None:
            await imports.give_up(room_of(job))

        executor = partial(
            QueueExecutor,
            name="import",
            attempts=IMPORT_ATTEMPTS,
            cancellable=self.cancellable,
            figures=self.metrics,
            give_up=give_up,
            about="import_id",
        )
        queue.entrypoint(IMPORT, concurrency_limit=1, executor_factory=executor)(bring_in)


async def _store_failure(job: Job, change_bus: ChangeBus) -> None:
    """Store that minutes failed; those there are stay with their note if only their next version did."""
    room_id = room_of(job)
    if (note := WITHOUT_NEXT_VERSION.get(job.entrypoint)) is not None:
        there = await minutes_of(room_id)
        told = (there.note if there else None) or ""
        if note == NOT_REWRITTEN and there is not None and not there.stale:
            note = NOT_ANEW
        of_rewriting = (NOT_REWRITTEN, NOT_ANEW) if job.entrypoint == REWRITE_MINUTES else ()
        for outdated in (UNFINISHED, *of_rewriting, note):
            told = told.replace(outdated, "").strip()
        of: State = "ready" if job.entrypoint in OF_READY else "drafted"
        await finish_draft(room_id, f"{told} {note}".strip(), of=of)
    else:
        await save_minutes(room_id, Minutes(state="failed", note=FAILED))
    await change_bus.publish(ChangeEvent("minutes", room_id))
