"""Client of Ollama's own API: explicit context, no silent truncation, the answer read as it is written."""

import asyncio
import json
import os
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Any, Self

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout
from aiohttp.http_exceptions import LineTooLong

from agent.minutes.llm.degenerate_output import is_looping
from agent.minutes.llm.errors import (
    ModelDied,
    ModelOutputInvalid,
    ModelSilent,
    ModelTimeout,
    ModelUnavailable,
    PromptTruncated,
)
from agent.minutes.llm.http_errors import RequestRefused, error_of, fault_of
from agent.minutes.llm.language_model import MAX_ANSWER_CHARS, SEED, Limits, Question, Reply, Usage
from server.elsewhere import host_elsewhere

CONNECT_S = 3.0
SHOW_S = 10.0
MIN_TOKENS_PER_CHAR = 1 / 12
"""A prompt counted at fewer tokens per character was truncated by the server."""
KEEP_ALIVE = "10m"
LOOKED_AT = 64
"""After so many pieces of an answer it is looked at for repetition."""
NS_PER_S = 1e9


@dataclass(frozen=True, slots=True)
class OllamaModel:
    """A model at an address, with its context size."""

    url: str
    name: str
    context: int
    session: ClientSession
    digest: str | None = None
    can_think: bool = False
    """Models that can are told not to: a thought costs minutes, and some then ignore the schema."""

    @property
    def host(self) -> str:
        """The server's host name; empty on this machine."""
        return host_elsewhere(self.url)

    async def verified(self) -> Self:
        """Check that the model is there, and limit the context to the length it was trained with.

        Raises ModelError.
        """
        shown = await self._json("POST", "show", {"model": self.name})
        trained = [
            value
            for key, value in _mapping(shown.get("model_info")).items()
            if key.endswith(".context_length") and isinstance(value, int)
        ]
        capabilities = shown.get("capabilities")
        return replace(
            self,
            context=min([self.context, *trained]),
            digest=await self._digest(),
            can_think=isinstance(capabilities, list) and "thinking" in capabilities,
        )

    async def _digest(self) -> str | None:
        """Return the digest of the model's manifest: a name can be given to other weights."""
        listed = (await self._json("GET", "tags")).get("models")
        for each in map(_mapping, listed if isinstance(listed, list) else []):
            if each.get("name") in (self.name, f"{self.name}:latest"):
                return str(each.get("digest") or "") or None
        return None

    async def complete(self, question: Question, limits: Limits) -> Reply:
        """Answer a question; raises ModelError."""
        body: dict[str, Any] = {
            "model": self.name,
            "messages": question.messages,
            "stream": True,
            "truncate": False,
            "shift": False,
            "format": question.schema,
            "keep_alive": KEEP_ALIVE,
            "options": self._options(question),
        }
        try:
            reply = await self._streamed(
                {**body, "think": False} if self.can_think else body, limits, question
            )
        except RequestRefused as refused:
            if not (self.can_think and "think" in refused.said):
                raise ModelUnavailable("HTTP 400") from refused
            reply = await self._streamed(body, limits, question)
        self._check_not_truncated(reply.usage.read, question.chars)
        return reply

    def _options(self, question: Question) -> dict[str, float]:
        """Request options, with one context size for all prompts, because a change reloads the model."""
        options: dict[str, float] = {
            "num_ctx": self.context,
            "temperature": question.temperature,
            "num_predict": question.tokens,
            "seed": SEED,
        }
        if not self.host:
            # Its threads busy-wait for each other: beside running meetings, on two CPUs, one thread was
            # measured to be nine times as fast as two.
            options["num_thread"] = max(1, (os.cpu_count() or 2) // 2)
        return options

    def _check_not_truncated(self, read: int | None, chars: int) -> None:
        """Raise PromptTruncated by the token count: older servers ignore `truncate: false`."""
        if read is not None and (read >= self.context or read < chars * MIN_TOKENS_PER_CHAR):
            raise PromptTruncated(f"read {read} tokens of {chars} characters")

    async def _streamed(self, body: Mapping[str, Any], limits: Limits, question: Question) -> Reply:
        """Read an answer piece by piece, so that one that stops or repeats itself is given up at once."""
        answer = _Answer()
        loop = asyncio.get_running_loop()
        ends = loop.time() + limits.total_s
        try:
            async with asyncio.timeout(limits.first_s) as limit, aclosing(self._lines(body)) as lines:
                async for line in lines:
                    limit.reschedule(min(ends, loop.time() + limits.stall_s))
                    answer.take(line)
                    if answer.is_looping:
                        return answer.before_loop()
                    if question.heard is not None:
                        question.heard("".join(answer.text))
        except TimeoutError as error:
            fault = ModelTimeout if answer.chars else ModelSilent
            raise fault("no answer in time") from error
        return answer.reply()

    async def _lines(self, body: Mapping[str, Any]) -> AsyncGenerator[Mapping[str, Any], None]:
        url = f"{self.url.rstrip('/')}/api/chat"
        timeout = ClientTimeout(total=None, connect=CONNECT_S)
        try:
            async with self.session.post(url, json=body, timeout=timeout, allow_redirects=False) as response:
                if response.status != 200:
                    raise await error_of(response)
                async for line in response.content:
                    yield _mapping(json.loads(line))
        except ClientConnectorError as error:
            raise ModelUnavailable("no connection") from error
        except ClientError as error:
            raise ModelDied(type(error).__name__) from error
        except (ValueError, RecursionError, LineTooLong) as error:
            raise ModelOutputInvalid("the reply is not one of Ollama's") from error

    async def _json(self, method: str, what: str, body: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
        timeout = ClientTimeout(total=SHOW_S, connect=CONNECT_S)
        url = f"{self.url.rstrip('/')}/api/{what}"
        try:
            async with self.session.request(
                method, url, json=body, timeout=timeout, allow_redirects=False
            ) as response:
                if response.status != 200:
                    raise await error_of(response)
                return _mapping(await response.json(content_type=None))
        except (ClientError, TimeoutError, ValueError, RequestRefused) as error:
            raise ModelUnavailable(type(error).__name__) from error


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


@dataclass(slots=True)
class _Answer:
    """An answer while it is written."""

    text: list[str] = field(default_factory=list)
    thinking: list[str] = field(default_factory=list)
    chars: int = 0
    last: Mapping[str, Any] = field(default_factory=dict)
    """The line that ends the answer, with its counts."""

    def take(self, line: Mapping[str, Any]) -> None:
        """Add a piece; raises ModelError for an answer that goes on for ever, or broke off."""
        if "error" in line:
            raise fault_of(str(line["error"]), "while answering")
        said = _mapping(line.get("message"))
        for part, name in ((self.text, "content"), (self.thinking, "thinking")):
            if isinstance(piece := said.get(name), str) and piece:
                part.append(piece)
                self.chars += len(piece)
        if self.chars > MAX_ANSWER_CHARS:
            raise ModelOutputInvalid("the answer is too long")
        if line.get("done") is True:
            self.last = line

    @property
    def is_looping(self) -> bool:
        """Whether it has begun to repeat itself; looked at now and then."""
        return bool(self.text) and len(self.text) % LOOKED_AT == 0 and is_looping("".join(self.text))

    def before_loop(self) -> Reply:
        """Return the items that were completed; raises ModelOutputInvalid if none was."""
        if not any("}" in piece for piece in self.text):
            raise ModelOutputInvalid("the answer repeats itself")
        return Reply("".join(self.text), "".join(self.thinking), True, Usage(written=len(self.text)))

    def reply(self) -> Reply:
        """Return the whole; raises ModelDied if its end is missing."""
        if not self.last:
            raise ModelDied("the answer broke off")
        usage = Usage(
            _count(self.last, "prompt_eval_count"),
            _count(self.last, "eval_count"),
            _seconds(self.last, "prompt_eval_duration"),
            _seconds(self.last, "eval_duration"),
        )
        is_cut = self.last.get("done_reason") == "length"
        return Reply("".join(self.text), "".join(self.thinking), is_cut, usage)


def _count(line: Mapping[str, Any], name: str) -> int | None:
    return value if isinstance(value := line.get(name), int) else None


def _seconds(line: Mapping[str, Any], name: str) -> float | None:
    return None if (value := _count(line, name)) is None else value / NS_PER_S
