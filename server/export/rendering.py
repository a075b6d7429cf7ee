"""Writes Word and PDF files in child processes, few at a time and within limits of time and memory."""

import asyncio
import contextlib
import os
import sys
from pathlib import Path
from typing import Literal

import structlog

from server.errors import Busy
from server.export.__main__ import CONTENT, MISSING_LIBRARY
from server.export.blocks import Content
from server.export.errors import ExportFailed, PdfUnavailable

Rendered = Literal["docx", "pdf"]
RENDER_S = 240.0
WAIT_S = 45.0
"""Longer nobody waits for their turn; then they are told that the server is busy."""
MAX_AT_ONCE = 2

log = structlog.get_logger()
_turns = asyncio.Semaphore(MAX_AT_ONCE)


async def render_file(content: Content, wanted: Rendered, path: Path) -> None:
    """Write the file; raises Busy, PdfUnavailable and ExportFailed. Cancelled, it ends the child."""
    try:
        async with asyncio.timeout(WAIT_S):
            await _turns.acquire()
    except TimeoutError:
        raise Busy("Many exports are being made. Try again in a minute.") from None
    try:
        await _run(content, wanted, path)
    finally:
        _turns.release()


async def _run(content: Content, wanted: Rendered, path: Path) -> None:
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "server.export", wanted, str(path),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        env=_environment(), start_new_session=True,
    )  # fmt: skip
    try:
        async with asyncio.timeout(RENDER_S):
            await child.communicate(CONTENT.dump_json(content))
    except TimeoutError:
        raise ExportFailed from None
    finally:
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await child.wait()
    if child.returncode == MISSING_LIBRARY:
        raise PdfUnavailable
    if child.returncode:
        log.warning("export_failed", format=wanted, code=child.returncode)
        raise ExportFailed


def _environment() -> dict[str, str]:
    """Return the environment without secrets: what Python needs to find itself, and fonts to be found."""
    kept = ("PATH", "PYTHONPATH", "HOME", "LANG", "XDG_CACHE_HOME", "FONTCONFIG_PATH", "FONTCONFIG_FILE")
    return {name: os.environ[name] for name in kept if name in os.environ}
