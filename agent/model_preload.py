"""Loads the Vosk models in the forkserver, so that all job processes share them copy-on-write.

Imported by name before any job process is forked: it must start no thread and open no `livekit.rtc` client.
An exception here would kill the forkserver, so a model that does not load is left out, with its language.
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import vosk

from server.languages import vosk_code
from server.models import find_vosk, languages

vosk.SetLogLevel(-1)


def load(paths: tuple[Path, ...], wanted: Iterable[str]) -> dict[str, vosk.Model]:
    """Give the models of the wanted languages that are installed."""
    models: dict[str, vosk.Model] = {}
    for language in wanted:
        directory = find_vosk(language, paths)
        if directory is None:
            continue
        try:
            models[language] = vosk.Model(str(directory))
        except Exception:  # noqa: BLE001  vosk raises nothing narrower, and the forkserver must live
            sys.stderr.write(f"the Vosk model {directory.name} does not load\n")
    return models


def _from_environment() -> dict[str, vosk.Model]:
    listed = os.environ.get("PARLEY_MODELS", "")
    paths = tuple(Path(part) for part in listed.split(os.pathsep) if part)
    own = vosk_code(os.environ.get("PARLEY_LANGUAGE") or "en")
    return load(paths, sorted({own, *languages(paths)}))


MODELS = _from_environment()
"""By language."""
