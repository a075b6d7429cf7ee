"""`python -m agent.whisper`: the whisper process of the Procfile."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TypeVar

import structlog

from agent.recognizer import BYTES_PER_MS
from agent.whisper.model import Whisper
from agent.whisper.refiner import Refiner
from agent.whisper.server import THREADS, open_server
from agent.whisper.server_metrics import WhisperMetrics
from server.config import Settings, SettingsError
from server.damaged_models import write_damaged
from server.health_page import health_pages, ready_when
from server.metrics_page import MetricsPage, process_registry
from server.models import find_refiner, find_whisper
from server.process_main import HOST, run_process

log = structlog.get_logger()


TRIAL_MS = 100
Model = TypeVar("Model", bound=Whisper)
Find = Callable[[str, Collection[Path]], Path | None]
"""Finds the model of a language, without some."""


def loader(
    find: Find, make: Callable[[Path], Model], on_damaged: Callable[[Path], None] = lambda _: None
) -> Callable[[str], Model]:
    """Return a function that loads models by language; languages of one multilingual model share it.

    A model that does not load is passed over from then on. Raises LookupError if there is none else.
    """
    loaded: dict[Path, Model] = {}
    damaged: set[Path] = set()

    def load(language: str) -> Model:
        while (directory := find(language, damaged)) is not None:
            if directory in loaded:
                return loaded[directory]
            try:
                loaded[directory] = tried(make(directory), language)
            except Exception as error:  # noqa: BLE001  CTranslate2 and tokenizers raise nothing narrower
                log.error("whisper_model_damaged", model=directory.name, error=type(error).__name__)
                damaged.add(directory)
                on_damaged(directory)
            else:
                log.info(
                    "whisper_loaded", model=directory.name, language=language, second_pass=make is Refiner
                )
        raise LookupError(language)

    return load


def tried(model: Model, language: str) -> Model:
    """Return the model once it has read a moment of silence: half a vocabulary loads all the same."""
    model.read([bytes(TRIAL_MS * BYTES_PER_MS)], language, "interim")
    return model


class DamagedModels:
    """The models that did not load, on disk for the operator."""

    def __init__(self, data: Path) -> None:
        self._found: set[Path] = set()
        self._data = data
        write_damaged(data, "whisper", ())

    def add(self, directory: Path) -> None:
        """Add one."""
        self._found.add(directory)
        write_damaged(self._data, "whisper", self._found)


def first_pass(directory: Path) -> Whisper:
    """Load a model for as many threads as the server has."""
    return Whisper(directory, at_once=THREADS)


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
    damaged = DamagedModels(settings.data)
    load = loader(lambda language, bad: find_whisper(language, settings.models, bad), first_pass, damaged.add)
    size = settings.refiner
    reload = loader(
        lambda language, bad: find_refiner(language, settings.models, size, bad), Refiner, damaged.add
    )
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
