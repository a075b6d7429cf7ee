"""The one door to Ollama: one question, one JSON answer of a given shape, or a fault that says why not."""

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
CHARS_A_TOKEN = 3.0
"""Conservative for English; the budget of a prompt is counted with it."""
SYLLABIC_TOKENS = 1.2
"""Tokens a Hangul or Han character may cost."""
FEWEST_TOKENS_A_CHAR = 1 / 12
"""A prompt counted below this was cut before the model saw it."""
SEED = 7
LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""There Ollama gets half the CPUs: its threads spin while they wait for each other, and beside running
meetings one thread was measured nine times as fast as two on two CPUs."""
KEEP_ALIVE = "10m"
NUL = re.compile(r"\\u0000|\x00")
"""PostgreSQL's text cannot hold it."""
TEMPERATURES = (0.0, 0.3)
"""The second try is made a little warmer: at 0 it would go wrong the same way."""


@dataclass(frozen=True, slots=True)
class OllamaClient:
    """A model at an address, and how much it can read at once."""

    host: str
    model: str
    context: int
    """Tokens, prompt and answer together."""
    session: ClientSession

    async def looked_at(self) -> Self:
        """Check that the model is there, and ask for no longer context than it was trained to.

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
        """Ask twice at most; raises ModelError when neither answer is of use.

        `tokens` is the longest answer; `schema` the shape as JSON schema, as narrow as the question allows.
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
            self._check_whole(answer, len(system) + len(prompt))
            try:
                return _understood(answer, shape, system)
            except ModelOutputInvalid as error:
                fault = str(error)
                log.info("model_nonsense", fault=fault, temperature=temperature)
        raise ModelOutputInvalid(fault)

    def _options(self, temperature: float, tokens: int) -> dict[str, float]:
        """One context size for every question: another would load the model again."""
        options: dict[str, float] = {
            "num_ctx": self.context,
            "temperature": temperature,
            "num_predict": tokens,
            "seed": SEED,
        }
        if urlsplit(self.host).hostname in LOOPBACK:
            options["num_thread"] = max(1, (os.cpu_count() or 2) // 2)
        return options

    def _check_whole(self, answer: ollama.ChatResponse, chars: int) -> None:
        """Older servers ignore `truncate: false`; what they say they read tells. Raises PromptTruncated."""
        read = answer.prompt_eval_count
        if read is not None and (read >= self.context or read < chars * FEWEST_TOKENS_A_CHAR):
            raise PromptTruncated(f"read {read} tokens of {chars} characters")

    async def _post(self, what: str, body: Mapping[str, Any], within_s: float) -> Any:
        """Post and read JSON; raises ModelUnavailable, ModelTimeout, ModelOutputInvalid."""
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


def _understood(answer: ollama.ChatResponse, shape: type[Answer], system: str) -> Answer:
    """The answer in its shape; raises ModelOutputInvalid."""
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
    """An address as Ollama's own variable allows it, as a URL."""
    return host if "://" in host else f"http://{host}"


def tokens_of(text: str) -> int:
    """How many tokens a text costs at most, nearly."""
    syllables = sum(character > "\u1100" for character in text)
    return round((len(text) - syllables) / CHARS_A_TOKEN + syllables * SYLLABIC_TOKENS) + 1
