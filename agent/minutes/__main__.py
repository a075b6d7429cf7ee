"""`python -m agent.minutes`: the minutes process of the Procfile."""

import sys
from functools import partial

from aiohttp import ClientSession

from agent.imports.work import ImportWork
from agent.minutes.asking.answering import Answerer
from agent.minutes.embeddings.configured_embedder import configured_embedder
from agent.minutes.llm.configured_model import configured_model, has_model
from agent.minutes.llm.pace import Pace
from agent.minutes.model_author import ModelAuthor
from agent.minutes.passage_indexing import Embeddings
from agent.minutes.worker import MinutesWorker
from agent.minutes.writing import Extractor
from agent.segment_journal import DIRECTORY
from server.config import Settings
from server.health_page import ready_when
from server.meeting.change_bus import ChangeBus
from server.process_main import run_process, run_worker
from server.recording_files import RecordingFiles


async def serve(settings: Settings) -> None:
    """Write minutes until SIGTERM or SIGINT; unfinished jobs return to the queue."""
    async with ChangeBus(settings.redis_url) as change_bus, ClientSession() as session:
        author = ModelAuthor(settings, session) if has_model(settings) else Extractor()
        find_model = partial(configured_model, settings, session)
        pace = author.pace if isinstance(author, ModelAuthor) else Pace()
        journals = settings.data / DIRECTORY
        recordings = RecordingFiles.of(settings)
        imports = ImportWork(settings.data, recordings, settings.models, settings.refiner)
        embeddings = Embeddings(partial(configured_embedder, settings, session))
        worker = MinutesWorker(
            author,
            change_bus,
            settings.database_url,
            journals=journals,
            recordings=recordings,
            imports=imports,
            embeddings=embeddings,
            answerer=Answerer(embeddings, find_model if has_model(settings) else None, pace),
        )
        pages = {"/healthz": ready_when(worker.ready.is_set)}
        await run_worker(worker, pages, settings.minutes_port, worker.metrics.page)


if __name__ == "__main__":
    sys.exit(run_process(serve))
