"""Loads the Vosk models in the forkserver, so that all job processes share them copy-on-write.

Imported by name before any job process is forked: it must not start a thread or open a `livekit.rtc` client.
An exception or a crash here would kill the forkserver, so a model that fails to load is skipped, with its
language; and so is one that no recognizer can be made of, which would kill every job of its language.
"""

import contextlib
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import vosk

from agent.vosk_recognizer import new_warm_recognizer
from server.damaged_models import write_damaged
from server.languages import vosk_code
from server.models import find_vosk, languages

vosk.SetLogLevel(-1)


def load(paths: tuple[Path, ...], wanted: Iterable[str]) -> tuple[dict[str, vosk.Model], set[Path]]:
    """Load the installed models of the configured languages, a whole one of each; return also the damaged."""
    models: dict[str, vosk.Model] = {}
    damaged: set[Path] = set()
    for language in wanted:
        while language not in models and (directory := find_vosk(language, paths, damaged)) is not None:
            model = load_whole(directory)
            if model is not None:
                models[language] = model
            else:
                sys.stderr.write(f"the Vosk model {directory.name} is damaged\n")
                damaged.add(directory)
    return models, damaged


def load_whole(directory: Path) -> vosk.Model | None:
    """Load a model; None if it is damaged."""
    try:
        model = vosk.Model(str(directory))
    except Exception:  # noqa: BLE001  vosk raises nothing narrower, and the forkserver must survive
        return None
    return model if recognizes(model) else None


def recognizes(model: vosk.Model) -> bool:
    """Whether a recognizer works; tried in a fork, because Kaldi crashes on half a model."""
    child = os.fork()
    if not child:
        with contextlib.suppress(Exception):
            new_warm_recognizer(model)
            os._exit(0)
        os._exit(1)
    return os.waitpid(child, 0)[1] == 0


def _from_environment() -> dict[str, vosk.Model]:
    listed = os.environ.get("PARLEY_MODELS", "")
    paths = tuple(Path(part) for part in listed.split(os.pathsep) if part)
    own = vosk_code(os.environ.get("PARLEY_LANGUAGE") or "en")
    models, damaged = load(paths, sorted({own, *languages(paths)}))
    if data := os.environ.get("PARLEY_DATA"):
        write_damaged(Path(data), "vosk", damaged)
    return models


MODELS = _from_environment()
"""By language."""
