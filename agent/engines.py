"""Chooses a room's engine, Vosk if a model of its language is loaded, else Whisper; and its second pass."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor

import structlog

from agent import model_preload
from agent.job_shedding import JobShedding
from agent.recognizer import Recognizer
from agent.shedding_client import SheddingWhisperClient
from agent.vosk_engine import VoskEngine
from agent.whisper.client import WhisperClient
from agent.whisper.engine import WhisperEngine
from server.config import Settings
from server.languages import vosk_code, whisper_code
from server.logs import failure
from server.models import find_refiner, find_whisper, is_larger

NONE = "none"
"""Value of `parley.engine` in a room without captions."""
SWEEP_S = 5.0

log = structlog.get_logger()


def choose(settings: Settings, language: str, shedding: JobShedding) -> Recognizer | None:
    """Return a room's engine; None, with a warning in the log, if no engine supports the language."""
    model = model_preload.MODELS.get(vosk_code(language))
    if model is not None:
        threads = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="vosk")
        return VoskEngine(model, threads, language=language)
    if settings.whisper is not None and find_whisper(language, settings.models) is not None:
        return WhisperEngine(SheddingWhisperClient(settings.whisper, shedding), whisper_code(language))
    log.warning("no_engine", language=language)
    return None


def choose_rereading(settings: Settings, language: str, engine: str) -> WhisperClient | None:
    """Return the client of a room's second pass; None if no model here is better than the engine's."""
    if settings.whisper is None or engine == NONE:
        return None
    refiner = find_refiner(language, settings.models, settings.refiner)
    first = find_whisper(language, settings.models) if engine == WhisperEngine.name else None
    if refiner is None or (first is not None and not is_larger(refiner, first)):
        return None
    return WhisperClient(settings.whisper)


async def keep_swept(recognizer: Recognizer) -> None:
    """Sweep the engine at intervals, until cancelled; a failed sweep is only logged."""
    while True:
        try:
            recognizer.sweep()
        except Exception as error:  # noqa: BLE001  engines raise anything, and captions go on unswept
            log.error("sweep_failed", **failure(error))
        await asyncio.sleep(SWEEP_S)
