"""Provide everything before the start: tools, engines, web client, models."""

import os
from pathlib import Path

from server.progress_board import ProgressBoard
from server.stack import go_engines, packed_llm, speech_models, web_client
from server.stack.go_engines import LIVEKIT, OLLAMA, Engine
from server.stack.layout import Layout
from server.stack.tool_process import together


def wants_ollama() -> bool:
    """Whether no other server of a language model, and that there be none, is named."""
    return "OLLAMA_HOST" not in os.environ and not os.environ.get("PARLEY_LLM_URL")


def lacks_ollama(layout: Layout) -> bool:
    """Whether Ollama is missing and cannot be built."""
    return go_engines.find(layout, OLLAMA) is None and not go_engines.has_cxx()


def engines_to_build(layout: Layout) -> list[Engine]:
    """Return the engines that are not given by URL, not on PATH and not built yet."""
    wanted = [] if "LIVEKIT_URL" in os.environ else [LIVEKIT]
    if wants_ollama() and not lacks_ollama(layout):
        wanted.append(OLLAMA)
    return [engine for engine in wanted if go_engines.find(layout, engine) is None]


async def prepare(layout: Layout, language: str, board: ProgressBoard, *, for_tests: bool = False) -> None:
    """Fetch and build what is missing, concurrently."""
    missing = engines_to_build(layout)
    go = go_engines.need_go(layout) if missing else None
    if wants_ollama() and lacks_ollama(layout):
        board.once(
            "no C++ compiler, so no Ollama: minutes will be extracts, not written (apt-get install g++)"
        )
    node = web_client.need_node(layout) if for_tests or not web_client.is_built(layout) else None
    with board.shown():
        await together(
            _build_all(layout, missing, go, board),
            _web(layout, node, board, for_tests),
            _models_for_tests(layout, board) if for_tests else speech_models.prepare(layout, language, board),
        )


async def _models_for_tests(layout: Layout, board: ProgressBoard) -> None:
    await speech_models.for_tests(layout, board)
    await packed_llm.fetch(layout, board)


async def _build_all(layout: Layout, engines: list[Engine], go: Path | None, board: ProgressBoard) -> None:
    for engine in engines:
        if go is not None:
            await go_engines.build(layout, engine, go, board)


async def _web(layout: Layout, node: Path | None, board: ProgressBoard, for_tests: bool) -> None:
    if node is None:
        return
    if for_tests:
        await web_client.install(layout, node, board)
    await web_client.build(layout, node, board)
