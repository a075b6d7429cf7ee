"""Loads the Vosk models in the forkserver, so that all job processes share them copy-on-write.

Imported by name before any job process is forked: it must not start a thread or open a `livekit.rtc` client.
An exception here would kill the forkserver, so a model that fails to load is skipped, with its language.
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
    """Load the installed models of the configured languages."""
    models: dict[str, vosk.Model] = {}
    for language in wanted:
        directory = find_vosk(language, paths)
        if directory is None:
            continue
        try:
            models[language] = vosk.Model(str(directory))
        except Exception:  # noqa: BLE001  vosk raises nothing narrower, and the forkserver must survive
            sys.stderr.write(f"the Vosk model {directory.name} does not load\n")
    return models


def _from_environment() -> dict[str, vosk.Model]:
    listed = os.environ.get("PARLEY_MODELS", "")
    paths = tuple(Path(part) for part in listed.split(os.pathsep) if part)
    own = vosk_code(os.environ.get("PARLEY_LANGUAGE") or "en")
    return load(paths, sorted({own, *languages(paths)}))


MODELS = _from_environment()
"""By language."""
