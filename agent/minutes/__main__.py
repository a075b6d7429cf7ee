"""`python -m agent.minutes`: the minutes process of the Procfile."""

import sys
from collections.abc import Awaitable, Callable
from functools import partial

from aiohttp import ClientSession

from agent.imports.work import ImportWork
from agent.minutes.asking.answering import Answerer
from agent.minutes.author import Author
from agent.minutes.embeddings.configured_embedder import configured_embedder
from agent.minutes.llm.configured_model import configured_model, has_model
from agent.minutes.llm.language_model import LanguageModel
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


def _answerer(
    author: Author, embeddings: Embeddings, find_model: Callable[[], Awaitable[LanguageModel]]
) -> Answerer:
    """Share the author's model: its pace is known, and its notes wait for answers."""
    if not isinstance(author, ModelAuthor):
        return Answerer(embeddings)
    return Answerer(embeddings, find_model, author.pace, author.questions_first)


async def serve(settings: Settings) -> None:
    """Write minutes until SIGTERM or SIGINT; unfinished jobs return to the queue."""
    async with ChangeBus(settings.redis_url) as change_bus, ClientSession() as session:
        author = ModelAuthor(settings, session) if has_model(settings) else Extractor()
        find_model = partial(configured_model, settings, session)
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
            answerer=_answerer(author, embeddings, find_model),
        )
        pages = {"/healthz": ready_when(worker.ready.is_set)}
        await run_worker(worker, pages, settings.minutes_port, worker.metrics.page)


if __name__ == "__main__":
    sys.exit(run_process(serve))
