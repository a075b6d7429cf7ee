"""Fake server with the API of OpenAI's chat completions, on a real port, with scripted replies."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

MODEL = "scripted"
KEY = "sk-of-the-test"


@dataclass(frozen=True)
class Said:
    """One reply, or a refusal with a status and a message."""

    text: str | None = None
    status: int = 200
    error: str = "no"
    reasoning: str = ""
    finish_reason: str = "stop"
    hang: bool = False


@dataclass
class FakeOpenAi:
    """Replies in the order of its script; `refuses` says what of a request it does not accept."""

    script: list[Said]
    refuses: Callable[[Mapping[str, Any]], str | None] = lambda _: None
    listed: object = None
    """The reply of /models; None: there is no such page."""
    asked: list[Mapping[str, Any]] = field(default_factory=list)
    accepted: int = 0
    keys: set[str] = field(default_factory=set)
    url: str = ""

    async def models(self, _: web.Request) -> web.Response:
        """GET /v1/models."""
        if self.listed is None:
            return web.json_response({"error": {"message": "Not Found"}}, status=404)
        return web.json_response(self.listed)

    async def complete(self, request: web.Request) -> web.Response:
        """POST /v1/chat/completions."""
        asked = await request.json()
        self.asked.append(asked)
        self.keys.add(request.headers.get("Authorization", ""))
        if (refusal := self.refuses(asked)) is not None:
            return web.json_response({"error": {"message": refusal}}, status=400)
        said = self.script[min(self.accepted, len(self.script) - 1)]
        self.accepted += 1
        if said.hang:
            await asyncio.Event().wait()
        if said.status != 200:
            return web.json_response({"error": {"message": said.error}}, status=said.status)
        message = {"role": "assistant", "content": said.text}
        if said.reasoning:
            message["reasoning_content"] = said.reasoning
        return web.json_response(
            {
                "model": MODEL,
                "choices": [{"index": 0, "message": message, "finish_reason": said.finish_reason}],
                "usage": {"prompt_tokens": 100, "completion_tokens": 50, "total_tokens": 150},
            }
        )


@contextlib.asynccontextmanager
async def openai(*script: Said, **traits: Any) -> AsyncIterator[FakeOpenAi]:
    """Run a fake on a free port."""
    fake = FakeOpenAi(list(script), **traits)
    app = web.Application()
    app.add_routes([web.get("/v1/models", fake.models), web.post("/v1/chat/completions", fake.complete)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        fake.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
        yield fake
    finally:
        await runner.cleanup()
