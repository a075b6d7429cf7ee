"""`python -m agent.whisper`: the whisper process of the Procfile."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import structlog

from agent.whisper.model import Whisper
from agent.whisper.refiner import Refiner
from agent.whisper.server import open_server
from agent.whisper.server_metrics import WhisperMetrics
from server.config import Settings, SettingsError
from server.health_page import health_pages, ready_when
from server.metrics_page import MetricsPage, process_registry
from server.models import find_refiner, find_whisper
from server.process_main import HOST, run_process

log = structlog.get_logger()


Model = TypeVar("Model", bound=Whisper)


def loader(find: Callable[[str], Path | None], make: Callable[[Path], Model]) -> Callable[[str], Model]:
    """Return a function that loads models by language; languages of one multilingual model share it."""
    loaded: dict[Path, Model] = {}

    def load(language: str) -> Model:
        directory = find(language)
        if directory is None:
            raise LookupError(language)
        if directory not in loaded:
            loaded[directory] = make(directory)
            log.info("whisper_loaded", model=directory.name, language=language, second_pass=make is Refiner)
        return loaded[directory]

    return load


async def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT; raises SettingsError without a socket or a model."""
    if settings.whisper is None:
        raise SettingsError("PARLEY_WHISPER is not set: it names the socket the whisper process answers at")
    if find_whisper(settings.language, settings.models) is None:
        raise SettingsError(
            f"PARLEY_MODELS holds no Whisper model for {settings.language}: ask `parley doctor`"
        )
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    load = loader(lambda language: find_whisper(language, settings.models), Whisper)
    reload = loader(lambda language: find_refiner(language, settings.models, settings.refiner), Refiner)
    metrics = WhisperMetrics(process_registry())
    async with contextlib.AsyncExitStack() as opened:
        serving = open_server(settings.whisper, load, settings.language, metrics, reload)
        server = await opened.enter_async_context(serving)
        if settings.whisper_port is not None:
            pages = {"/healthz": ready_when(lambda: not server.ended.is_set())}
            page = MetricsPage(metrics.registry)
            await opened.enter_async_context(health_pages(pages, HOST, settings.whisper_port, page))
        log.info("whisper_ready")
        told, ended = asyncio.create_task(stop.wait()), asyncio.create_task(server.ended.wait())
        await asyncio.wait({told, ended}, return_when=asyncio.FIRST_COMPLETED)
        if not stop.is_set():
            raise RuntimeError("requests are read no more")


if __name__ == "__main__":
    sys.exit(run_process(run))
