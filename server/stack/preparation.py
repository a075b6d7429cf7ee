"""Everything that must be there before anything starts: tools, engines, web client, models."""

import os
from pathlib import Path

from server.stack import client, golang, speech
from server.stack.board import Board
from server.stack.command import together
from server.stack.golang import LIVEKIT, OLLAMA, Engine
from server.stack.layout import Layout


def lacks_ollama(layout: Layout) -> bool:
    """Whether Ollama is neither there nor can be built here."""
    return golang.find(layout, OLLAMA) is None and not golang.has_cxx()


def engines_to_build(layout: Layout) -> list[Engine]:
    """What is not given by URL, not on PATH and not built yet."""
    wanted = [] if "LIVEKIT_URL" in os.environ else [LIVEKIT]
    if "OLLAMA_HOST" not in os.environ and not lacks_ollama(layout):
        wanted.append(OLLAMA)
    return [engine for engine in wanted if golang.find(layout, engine) is None]


async def prepare(layout: Layout, language: str, board: Board, *, for_tests: bool = False) -> None:
    """Fetch and build what is missing, side by side."""
    missing = engines_to_build(layout)
    go = golang.need_go(layout) if missing else None
    if "OLLAMA_HOST" not in os.environ and lacks_ollama(layout):
        board.once(
            "no C++ compiler, so no Ollama: minutes will be extracts, not written (apt-get install g++)"
        )
    node = client.need_node(layout) if for_tests or not client.is_built(layout) else None
    with board.shown():
        await together(
            _build_all(layout, missing, go, board),
            _web(layout, node, board, for_tests),
            speech.for_tests(layout, board) if for_tests else speech.prepare(layout, language, board),
        )


async def _build_all(layout: Layout, engines: list[Engine], go: Path | None, board: Board) -> None:
    for engine in engines:
        if go is not None:
            await golang.build(layout, engine, go, board)


async def _web(layout: Layout, node: Path | None, board: Board, for_tests: bool) -> None:
    if node is None:
        return
    if for_tests:
        await client.install(layout, node, board)
    await client.build(layout, node, board)
