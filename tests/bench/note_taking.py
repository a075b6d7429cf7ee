"""Takes notes with the packed model for as long as something else is measured."""

import asyncio
import contextlib
import itertools
import random
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from aiohttp import ClientSession

from agent.minutes.model_author import ModelAuthor
from agent.minutes.transcript_lines import MeetingSpeech
from server.config import Secret, Settings
from server.progress_board import ProgressBoard
from server.stack.go_engines import OLLAMA, find
from server.stack.layout import Layout
from server.stack.model_wheels import QWEN
from server.stack.ollama import ensure_model, ollama
from tests.bench.made_meeting import speech
from tests.unit.minutes.made_up_speech import said

LINES = 14
"""A block of a minute, as they are while the model keeps up."""


def block(saying: Iterator[tuple[str, str]]) -> MeetingSpeech:
    """A minute of what people say in a meeting."""
    return said(*(f"{who}: {line}" for who, line in itertools.islice(saying, LINES)))


@contextlib.asynccontextmanager
async def taking_notes(logs: Path) -> AsyncIterator[None]:
    """Note one block after another while the block runs, beginning once the model is loaded."""
    binary = find(Layout.of(), OLLAMA)
    if binary is None:
        sys.exit("Ollama is not built: `parley up` builds it")
    async with ollama(binary, Layout.of(), logs / "ollama.log") as (host, _), ClientSession() as session:
        await ensure_model(host, QWEN.name, Layout.of(), ProgressBoard(), has_room=True)
        none = Secret("")
        author = ModelAuthor(Settings(none, none, "", "", none, "", ollama_host=host, llm=QWEN.name), session)
        await author.note(said("Alice: We decided to keep the printer."))
        task = asyncio.create_task(_for_ever(author))
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task


async def _for_ever(author: ModelAuthor) -> None:
    saying = speech(random.Random(7))  # noqa: S311  generated speech, no secrets
    while True:
        await author.note(block(saying))
