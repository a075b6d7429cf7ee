"""Fake Ollama server: its HTTP protocol on a real port, with scripted replies."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

MODEL = "scripted"
DIGEST = "5c1b2d"
PIECE = 7
"""Characters of an answer in one line of the stream."""
NS = 1_000_000_000


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
    thinking: str = ""
    error: str = "server busy"
    """What a status other than 200 comes with, or a stream that breaks."""
    retry_after: str = ""
    breaks: str = ""
    """After half of the answer: `error`, a line that says so; `silence`; `end`, that of the stream."""
    piece: int = PIECE


def answer(**parts: object) -> Reply:
    """A reply with JSON as text."""
    return Reply(json.dumps(parts))


@dataclass
class FakeOllama:
    """Replies in the order of its script; the last reply is repeated."""

    script: list[Reply]
    has_model: bool = True
    trained_context: int = 8192
    capabilities: tuple[str, ...] = ("completion",)
    asked: list[Mapping[str, Any]] = field(default_factory=list)
    prepared: list[Mapping[str, Any]] = field(default_factory=list)
    """Requests for a single token, which fill the cache; they are not in the script."""
    last_prompt: str = ""
    """What the cache holds."""
    thinking: int = 0
    most_thinking: int = 0
    """Concurrent requests: current and maximum."""
    url: str = ""

    async def show(self, request: web.Request) -> web.Response:
        """POST /api/show."""
        asked = await request.json()
        if not self.has_model or asked["model"] != MODEL:
            return web.json_response({"error": "model not found"}, status=404)
        known = {"llama.context_length": self.trained_context}
        return web.json_response({"model_info": known, "capabilities": self.capabilities})

    async def tags(self, _: web.Request) -> web.Response:
        """GET /api/tags."""
        return web.json_response({"models": [{"name": f"{MODEL}:latest", "digest": DIGEST}]})

    async def chat(self, request: web.Request) -> web.StreamResponse:
        """POST /api/chat."""
        asked = await request.json()
        if asked["options"]["num_predict"] == 1:
            self.prepared.append(asked)
            reply = Reply("{")
        else:
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
            headers = {"Retry-After": reply.retry_after} if reply.retry_after else {}
            return web.json_response({"error": reply.error}, status=reply.status, headers=headers)
        response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
        await response.prepare(request)
        with contextlib.suppress(ConnectionError):  # who had enough of the answer hangs up
            await self._stream(response, asked, reply)
        return response

    async def _stream(self, response: web.StreamResponse, asked: Mapping[str, Any], reply: Reply) -> None:
        if reply.thinking:
            await self._line(
                response, message={"role": "assistant", "content": "", "thinking": reply.thinking}
            )
        text = reply.text[: len(reply.text) // 2] if reply.breaks else reply.text
        for at in range(0, len(text), reply.piece):
            piece = {"role": "assistant", "content": text[at : at + reply.piece]}
            await self._line(response, message=piece, done=False)
        if reply.breaks == "error":
            await self._line(response, error=reply.error)
        if reply.breaks == "silence":
            await asyncio.Event().wait()
        if not reply.breaks:
            await self._line(response, **_end(asked, reply, self.last_prompt))
        self.last_prompt = _prompt(asked)

    @staticmethod
    async def _line(response: web.StreamResponse, **parts: object) -> None:
        await response.write(json.dumps({"model": MODEL, **parts}).encode() + b"\n")


def _prompt(asked: Mapping[str, Any]) -> str:
    return "\n".join(message["content"] for message in asked["messages"])


def _end(asked: Mapping[str, Any], reply: Reply, cached: str) -> Mapping[str, object]:
    """Count the whole prompt, but the time for what the cache had not, as Ollama does."""
    prompt = _prompt(asked)
    chars = len(prompt)
    pairs = enumerate(zip(prompt, cached, strict=False))
    shared = next((at for at, (one, other) in pairs if one != other), min(chars, len(cached)))
    return {
        "message": {"role": "assistant", "content": ""},
        "done": True,
        "done_reason": reply.done_reason,
        "prompt_eval_count": chars // 4 if reply.prompt_tokens is None else reply.prompt_tokens,
        "prompt_eval_duration": NS * (chars - shared) // 4000,
        "eval_count": len(reply.text) // 4,
        "eval_duration": NS,
    }


@contextlib.asynccontextmanager
async def ollama(
    *script: Reply, kind: type[FakeOllama] = FakeOllama, **traits: Any
) -> AsyncIterator[FakeOllama]:
    """Run a fake on a free port."""
    fake = kind(list(script), **traits)
    app = web.Application()
    app.add_routes(
        [
            web.post("/api/show", fake.show),
            web.get("/api/tags", fake.tags),
            web.post("/api/chat", fake.chat),
        ]
    )
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        fake.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield fake
    finally:
        await runner.cleanup()
