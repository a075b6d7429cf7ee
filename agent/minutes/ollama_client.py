"""Ollama client: one prompt, one JSON answer validated against a schema, or a ModelError."""

import asyncio
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

import ollama
import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout
from pydantic import BaseModel, ValidationError

from agent.minutes.degenerate_output import is_degenerate
from agent.minutes.model_errors import (
    ModelError,
    ModelOutputInvalid,
    ModelTimeout,
    ModelUnavailable,
    PromptTruncated,
)

log = structlog.get_logger()

Answer = TypeVar("Answer", bound=BaseModel)

CONNECT_S = 3.0
CHARS_PER_TOKEN = 3.0
"""Characters per token, conservative for English; used for prompt budgets."""
SYLLABIC_TOKENS = 1.2
"""Tokens per Hangul or Han character."""
MIN_TOKENS_PER_CHAR = 1 / 12
"""A prompt counted at fewer tokens per character was truncated by the server."""
SEED = 7
LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""On the own machine Ollama gets half the CPUs: its threads busy-wait for each other, and beside running
meetings one thread was measured to be nine times as fast as two on two CPUs."""
KEEP_ALIVE = "10m"
NUL = re.compile(r"\\u0000|\x00")
"""PostgreSQL's text cannot store NUL."""
TEMPERATURES = (0.0, 0.3)
"""Of the first and second attempt; at 0 the second would fail the same way."""


@dataclass(frozen=True, slots=True)
class OllamaClient:
    """A model at an address, with its context size."""

    host: str
    model: str
    context: int
    """Tokens of prompt and answer together."""
    session: ClientSession

    async def verified(self) -> Self:
        """Check that the model is installed, and limit the context to the length it was trained with.

        Raises ModelUnavailable.
        """
        try:
            shown = ollama.ShowResponse.model_validate(
                await self._post("show", {"model": self.model}, CONNECT_S)
            )
        except (ModelError, ValidationError) as error:
            raise ModelUnavailable("the model is not there") from error
        trained = [
            value
            for key, value in (shown.modelinfo or {}).items()
            if key.endswith(".context_length") and isinstance(value, int)
        ]
        return replace(self, context=min([self.context, *trained]))

    async def ask(
        self,
        system: str,
        prompt: str,
        shape: type[Answer],
        *,
        tokens: int,
        within_s: float,
        schema: Mapping[str, Any],
    ) -> Answer:
        """Ask at most twice; raises ModelError if neither answer is valid.

        `tokens` limits the answer; `schema` is the JSON schema of `shape`, as narrow as the prompt allows.
        """
        body = {
            "model": self.model,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": prompt}],
            "stream": False,
            "think": False,
            "truncate": False,
            "shift": False,
            "format": schema,
            "keep_alive": KEEP_ALIVE,
        }
        deadline = asyncio.get_running_loop().time() + within_s
        fault = "no answer"
        for temperature in TEMPERATURES:
            options = self._options(temperature, tokens)
            left_s = deadline - asyncio.get_running_loop().time()
            if left_s <= 0:
                raise ModelTimeout(fault)
            answer = _read(await self._post("chat", {**body, "options": options}, left_s))
            self._check_not_truncated(answer, len(system) + len(prompt))
            try:
                return _validated(answer, shape, system)
            except ModelOutputInvalid as error:
                fault = str(error)
                log.info("model_output_invalid", fault=fault, temperature=temperature)
        raise ModelOutputInvalid(fault)

    def _options(self, temperature: float, tokens: int) -> dict[str, float]:
        """Request options, with one context size for all prompts, because a change reloads the model."""
        options: dict[str, float] = {
            "num_ctx": self.context,
            "temperature": temperature,
            "num_predict": tokens,
            "seed": SEED,
        }
        if urlsplit(self.host).hostname in LOOPBACK:
            options["num_thread"] = max(1, (os.cpu_count() or 2) // 2)
        return options

    def _check_not_truncated(self, answer: ollama.ChatResponse, chars: int) -> None:
        """Raise PromptTruncated by the token count: older servers ignore `truncate: false`."""
        read = answer.prompt_eval_count
        if read is not None and (read >= self.context or read < chars * MIN_TOKENS_PER_CHAR):
            raise PromptTruncated(f"read {read} tokens of {chars} characters")

    async def _post(self, what: str, body: Mapping[str, Any], within_s: float) -> Any:
        """POST JSON and parse the reply; raises ModelUnavailable, ModelTimeout, ModelOutputInvalid."""
        timeout = ClientTimeout(total=within_s, connect=min(CONNECT_S, within_s))
        url = f"{self.host.rstrip('/')}/api/{what}"
        try:
            async with self.session.post(url, json=body, timeout=timeout) as response:
                if response.status != 200:
                    raise ModelUnavailable(f"HTTP {response.status}")
                return await response.json(content_type=None)
        except TimeoutError as error:
            raise ModelTimeout("no answer in time") from error
        except ClientError as error:
            raise ModelUnavailable(type(error).__name__) from error
        except ValueError as error:
            raise ModelOutputInvalid("the reply is no JSON") from error


def _read(reply: object) -> ollama.ChatResponse:
    try:
        return ollama.ChatResponse.model_validate(reply)
    except ValidationError as error:
        raise ModelOutputInvalid("the reply is not one of Ollama's") from error


def _validated(answer: ollama.ChatResponse, shape: type[Answer], system: str) -> Answer:
    """Validate the answer; raises ModelOutputInvalid."""
    text = NUL.sub(" ", answer.message.content or "")
    if answer.done_reason == "length":
        raise ModelOutputInvalid("the answer was cut")
    if not text.strip():
        raise ModelOutputInvalid("the answer is empty")
    try:
        read = shape.model_validate(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise ModelOutputInvalid("the answer is not of the shape") from error
    if is_degenerate(text, system):
        raise ModelOutputInvalid("the answer repeats itself or its instructions")
    return read


def with_scheme(host: str) -> str:
    """Convert an address as OLLAMA_HOST allows it to a URL."""
    return host if "://" in host else f"http://{host}"


def tokens_of(text: str) -> int:
    """Estimated upper limit of a text's tokens."""
    syllables = sum(character > "\u1100" for character in text)
    return round((len(text) - syllables) / CHARS_PER_TOKEN + syllables * SYLLABIC_TOKENS) + 1
