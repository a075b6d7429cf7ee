"""Loads the Vosk models in the forkserver, so that all job processes share them copy-on-write.

Imported by name before any job process is forked: it must not start a thread or open a `livekit.rtc` client.
An exception or a crash here would kill the forkserver, and one of a recognizer every job of its language: a
model that fails in its trial is skipped, and if there is none else, its language.
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import vosk

from agent.model_trial import Works, trials, works_in_child
from server.damaged_models import write_damaged
from server.languages import vosk_code
from server.models import find_vosk, languages

vosk.SetLogLevel(-1)


def load(
    paths: tuple[Path, ...], wanted: Iterable[str], works: Works
) -> tuple[dict[str, vosk.Model], set[Path]]:
    """Load the installed models of the configured languages, a whole one of each; return also the damaged."""
    models: dict[str, vosk.Model] = {}
    damaged: set[Path] = set()
    for language in wanted:
        while language not in models and (directory := find_vosk(language, paths, damaged)) is not None:
            model = load_model(directory) if works(directory) else None
            if model is not None:
                models[language] = model
            else:
                sys.stderr.write(f"the Vosk model {directory.name} is damaged\n")
                damaged.add(directory)
    return models, damaged


def load_model(directory: Path) -> vosk.Model | None:
    """Load a model; None if that fails all the same, as without memory."""
    try:
        return vosk.Model(str(directory))
    except Exception:  # noqa: BLE001  vosk raises nothing narrower, and the forkserver must survive
        return None


def _from_environment() -> dict[str, vosk.Model]:
    listed = os.environ.get("PARLEY_MODELS", "")
    paths = tuple(Path(part) for part in listed.split(os.pathsep) if part)
    own = vosk_code(os.environ.get("PARLEY_LANGUAGE") or "en")
    wanted = sorted({own, *languages(paths)})
    if not (data := os.environ.get("PARLEY_DATA")):
        return load(paths, wanted, works_in_child)[0]
    with trials(Path(data), works_in_child) as works:
        models, damaged = load(paths, wanted, works)
    write_damaged(Path(data), "vosk", damaged)
    return models


MODELS = _from_environment()
"""By language."""
