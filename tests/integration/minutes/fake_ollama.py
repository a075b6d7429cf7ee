"""Fake Ollama server: its HTTP protocol on a real port, with scripted replies."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

MODEL = "scripted"


@dataclass(frozen=True)
class Reply:
    """One reply to /api/chat with the model's answer as text."""

    text: str = "{}"
    status: int = 200
    done_reason: str = "stop"
    prompt_tokens: int | None = None
    """None: the actual number."""
    hang: bool = False
    after_s: float = 0.0
    """Delay of the reply in seconds."""


def answer(**parts: object) -> Reply:
    """A reply with JSON as text."""
    return Reply(json.dumps(parts))


@dataclass
class FakeOllama:
    """Replies in the order of its script; the last reply is repeated."""

    script: list[Reply]
    has_model: bool = True
    trained_context: int = 8192
    asked: list[Mapping[str, Any]] = field(default_factory=list)
    thinking: int = 0
    most_thinking: int = 0
    """Concurrent requests: current and maximum."""
    url: str = ""

    async def show(self, request: web.Request) -> web.Response:
        """POST /api/show."""
        asked = await request.json()
        if not self.has_model or asked["model"] != MODEL:
            return web.json_response({"error": "model not found"}, status=404)
        return web.json_response({"model_info": {"llama.context_length": self.trained_context}})

    async def chat(self, request: web.Request) -> web.Response:
        """POST /api/chat."""
        asked = await request.json()
        reply = self.script[min(len(self.asked), len(self.script) - 1)]
        self.asked.append(asked)
        if reply.hang:
            await asyncio.Event().wait()
        self.thinking += 1
        self.most_thinking = max(self.most_thinking, self.thinking)
        try:
            await asyncio.sleep(reply.after_s)
        finally:
            self.thinking -= 1
        if reply.status != 200:
            return web.json_response({"error": "server busy"}, status=reply.status)
        chars = sum(len(message["content"]) for message in asked["messages"])
        return web.json_response(
            {
                "model": MODEL,
                "message": {"role": "assistant", "content": reply.text},
                "done": True,
                "done_reason": reply.done_reason,
                "prompt_eval_count": chars // 4 if reply.prompt_tokens is None else reply.prompt_tokens,
                "eval_count": len(reply.text) // 4,
            }
        )


@contextlib.asynccontextmanager
async def ollama(*script: Reply, **traits: Any) -> AsyncIterator[FakeOllama]:
    """Run a fake on a free port."""
    fake = FakeOllama(list(script), **traits)
    app = web.Application()
    app.add_routes([web.post("/api/show", fake.show), web.post("/api/chat", fake.chat)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        fake.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield fake
    finally:
        await runner.cleanup()
