"""A tab driven over DevTools alone: it is hidden while another is in front, as no page of Playwright's is."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse

from server.stack.testing import browser
from tests.integration.api.live import until
from tests.integration.chromium import MEDIA

PORT = "DevToolsActivePort"
"""The file in which a browser says where it listens."""


@dataclass
class PlainTab:
    """One tab, asked in turn by one task."""

    socket: ClientWebSocketResponse
    session: str
    numbers: "count[int]"

    async def send(self, method: str, **values: object) -> dict[str, Any]:
        """Ask the browser of this tab, and return its answer."""
        return await _send(self.socket, next(self.numbers), method, values, self.session)

    async def ask(self, expression: str) -> Any:
        """Return what a script says, run as if by a click."""
        asked = {"expression": expression, "returnByValue": True, "awaitPromise": True, "userGesture": True}
        answer = await self.send("Runtime.evaluate", **asked)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    async def until(self, expression: str) -> None:
        """Wait until a script says true."""

        async def is_so() -> bool:
            return bool(await self.ask(expression))

        await until(is_so)

    async def press(self, key: str) -> None:
        """Press a letter, as one does who is nowhere on the page."""
        await self.ask("document.activeElement.blur()")
        for kind in ("keyDown", "keyUp"):
            await self.send(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                code=f"Key{key.upper()}",
                text=key * (kind == "keyDown"),
            )

    async def hide(self) -> None:
        """Put another tab in front."""
        await self.send("Target.createTarget", url="about:blank")
        await self.until("document.visibilityState === 'hidden'")


@asynccontextmanager
async def plain_tab(folder: Path) -> AsyncIterator[PlainTab]:
    """Run a browser of its own, with a microphone and a camera; where there is none the test is skipped."""
    program = browser()
    if program is None:
        pytest.skip("chromium is not there: python3 -m server test brings it")
    flags = ("--headless=new", f"--user-data-dir={folder}", "--remote-debugging-port=0", *MEDIA)
    silent = asyncio.subprocess.DEVNULL
    running = await asyncio.create_subprocess_exec(
        program, *flags, "about:blank", stdout=silent, stderr=silent
    )
    try:
        async with ClientSession() as client, client.ws_connect(await _address(folder / PORT)) as socket:
            numbers = count(1)
            made = await _send(socket, next(numbers), "Target.createTarget", {"url": "about:blank"})
            attached = {"targetId": made["targetId"], "flatten": True}
            session = await _send(socket, next(numbers), "Target.attachToTarget", attached)
            tab = PlainTab(socket, session["sessionId"], numbers)
            await tab.send("Page.enable")
            yield tab
    finally:
        running.terminate()
        await running.wait()


async def _address(told: Path) -> str:
    async def is_told() -> bool:
        return told.is_file() and "\n" in told.read_text()

    await until(is_told)
    port, path = told.read_text().split("\n")
    return f"ws://127.0.0.1:{port}{path}"


async def _send(
    socket: ClientWebSocketResponse,
    number: int,
    method: str,
    values: dict[str, Any],
    session: str | None = None,
) -> dict[str, Any]:
    asked = {"id": number, "method": method, "params": values}
    await socket.send_str(json.dumps(asked if session is None else {**asked, "sessionId": session}))
    async for message in socket:
        answer = message.json()
        if answer.get("id") == number:
            assert "error" not in answer, answer
            return dict(answer["result"])
    raise AssertionError("the browser has gone")
