"""Ollama: run the server, and provide its model."""

import asyncio
import contextlib
import json
import os
import signal
from collections.abc import AsyncIterator, Collection
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout

from server.config import DEFAULT_LLM, SMALL_LLM
from server.operator_error import OperatorError
from server.progress_board import ProgressBar, ProgressBoard
from server.stack import model_wheels, packed_llm
from server.stack.addresses import answers
from server.stack.child_process import Child, Program, free_port, start
from server.stack.download import NOTICE_S, NoNetworkError
from server.stack.layout import Layout
from server.stack.speech_models import is_offline

START_S = 30.0
STOP_S = 3.0
PULL_STALL_S = 120.0
NICENESS = 15
"""Meetings run beside it: where both want a processor, captions get 29 times as much of it."""


def wanted_model(is_small: bool) -> str:
    """Return the configured model, else one that fits this machine's memory."""
    return os.environ.get("PARLEY_LLM") or (SMALL_LLM if is_small else DEFAULT_LLM)


def program(binary: Path, layout: Layout, log: Path) -> tuple[str, Program]:
    """Return the URL and the program of a server that keeps its port over restarts."""
    port = free_port()
    env = {
        **os.environ,
        "OLLAMA_HOST": f"127.0.0.1:{port}",
        "OLLAMA_MODELS": str(layout.models / "ollama"),
        "OLLAMA_NUM_PARALLEL": "1",  # one client; more slots would multiply the context's memory
        "OLLAMA_MAX_LOADED_MODELS": "1",
        "OLLAMA_KEEP_ALIVE": "10m",
        "OLLAMA_NOPRUNE": "1",  # a second stack shares the store
        "GIN_MODE": "release",
    }

    async def begin() -> Child:
        return await start(
            "Ollama",
            ["nice", "-n", str(NICENESS), str(binary), "serve"],
            log=log,
            env=env,
            stop_s=STOP_S,
            if_orphaned=signal.SIGTERM,  # on SIGTERM it stops its own runners
        )

    url = f"http://127.0.0.1:{port}"
    return url, Program("Ollama", begin, lambda: answers(f"{url}/api/version"), START_S)


@contextlib.asynccontextmanager
async def ollama(binary: Path, layout: Layout, log: Path) -> AsyncIterator[tuple[str, Child]]:
    """Run a server while the block runs; yields its URL."""
    url, how = program(binary, layout, log)
    async with how.running() as child:
        yield url, child


async def ensure_model(
    url: str, wanted: str, layout: Layout, board: ProgressBoard, *, has_room: bool
) -> str | None:
    """Provide the minutes' model: pull the wanted one, else create the packaged one; returns its name.

    None: there is none, since no registry can be reached, or without room for the packaged one.
    """
    there = await _models(url)
    packed = model_wheels.QWEN.name
    if is_among(wanted, there):
        return wanted
    if wanted != packed:
        if not is_offline() and await _pull(url, wanted, board):
            return wanted
        if not has_room:
            board.once(f"no {wanted} here, and {packed} needs 6 GB of free memory: minutes are extracts")
            return None
        board.once(f"{wanted} cannot be downloaded now: using {packed}")
    if is_among(packed, there) or await packed_llm.create(url, layout, board):
        return packed
    return None


def is_among(name: str, there: Collection[str]) -> bool:
    """Whether a model has this name; `latest` is understood."""
    return name in there or f"{name}:latest" in there


async def _models(url: str) -> set[str]:
    async with (
        ClientSession(timeout=ClientTimeout(total=10)) as session,
        session.get(f"{url}/api/tags") as response,
    ):
        return {model["name"] for model in (await response.json())["models"]}


async def _pull(url: str, name: str, board: ProgressBoard) -> bool:
    """Pull a model; False when the registry cannot be reached. Ollama resumes an interrupted pull."""
    timeout = ClientTimeout(total=None, sock_read=PULL_STALL_S)
    try:
        with board.step(name) as bar:
            async with (
                ClientSession(timeout=timeout) as session,
                session.post(f"{url}/api/pull", json={"model": name}) as response,
            ):
                async with asyncio.timeout(NOTICE_S):  # the first line comes before the registry is contacted
                    for _ in range(2):
                        _follow(await response.content.readline(), bar)
                async for line in response.content:
                    _follow(line, bar)
    except (ClientError, TimeoutError, NoNetworkError):
        return False
    return True


def _follow(line: bytes, bar: ProgressBar) -> None:
    """Handle one progress line; raises NoNetworkError on errors other than a full disk."""
    said = json.loads(line) if line.strip() else {}
    if "no space left" in said.get("error", ""):
        raise OperatorError("the disk is full", "df -h")
    if "error" in said:
        raise NoNetworkError(said["error"])
    if said.get("total"):
        bar.of(said["total"])
        bar.at(said.get("completed", 0))
