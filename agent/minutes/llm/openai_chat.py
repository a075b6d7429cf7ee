"""Client of any server with the API of OpenAI's chat completions; what it does not know of is left out."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from aiohttp import ClientConnectorError, ClientError, ClientResponse, ClientSession, ClientTimeout

from agent.minutes.llm.errors import (
    ModelDied,
    ModelMissing,
    ModelOutputInvalid,
    ModelTimeout,
    ModelUnavailable,
)
from agent.minutes.llm.http_errors import RequestRefused, error_of
from agent.minutes.llm.language_model import MAX_ANSWER_CHARS, SEED, Limits, Question, Reply, Usage
from agent.minutes.llm.ollama_chat import CONNECT_S, SHOW_S
from server.config import Secret
from server.elsewhere import host_elsewhere

FORMATS = ("json_schema", "json_object", "text")
"""How an answer is bound, from the strictest on; a server that refuses one is asked for the next."""
MAX_REPLY_BYTES = 4 * MAX_ANSWER_CHARS
READ_SHARE = 0.25
"""What a token of the prompt costs beside one of the answer, where the server gives one time for both."""


@dataclass(slots=True)
class Accepted:
    """What the server was found to accept; the same for all questions."""

    form: int = 0
    """Index in FORMATS."""
    without: set[str] = field(default_factory=set)
    """Optional parameters that it refuses."""


@dataclass(frozen=True, slots=True)
class OpenAiModel:
    """A model at a base URL, such as `https://llm.example.org/v1`."""

    url: str
    name: str
    context: int
    session: ClientSession
    key: Secret | None = None
    digest: str | None = None
    accepted: Accepted = field(default_factory=Accepted)

    @property
    def host(self) -> str:
        """The server's host name; empty on this machine."""
        return host_elsewhere(self.url)

    async def verified(self) -> Self:
        """Look the model up in the server's list, which says its context, too; raises ModelError.

        Servers without a list, or with one that does not have the model, are asked all the same.
        """
        try:
            listed = (await self._json("GET", "models", None, SHOW_S)).get("data")
        except (ModelMissing, RequestRefused, ModelOutputInvalid):
            return self
        except ModelTimeout as error:
            raise ModelUnavailable("no list in time") from error
        for each in listed if isinstance(listed, list) else []:
            if isinstance(each, dict) and each.get("id") == self.name:
                said = [each.get(name) for name in ("max_model_len", "context_length")]
                return replace(
                    self, context=min([self.context, *(n for n in said if isinstance(n, int) and n)])
                )
        return self

    async def complete(self, question: Question, limits: Limits) -> Reply:
        """Answer a question; raises ModelError."""
        began = time.monotonic()
        while True:
            left_s = limits.total_s - (time.monotonic() - began)
            if left_s <= 0:
                raise ModelTimeout("no answer in time")
            asked = time.monotonic()
            try:
                read = await self._json("POST", "chat/completions", self._body(question), left_s)
            except RequestRefused as refused:
                if not self._comply(refused.said):
                    raise ModelUnavailable("HTTP 400") from refused
            else:
                return _reply(read, time.monotonic() - asked)

    def _body(self, question: Question) -> dict[str, Any]:
        limit = "max_completion_tokens" if "max_tokens" in self.accepted.without else "max_tokens"
        optional = {"temperature": question.temperature, "seed": SEED}
        body = {
            "model": self.name,
            "messages": question.messages,
            limit: question.tokens,
            **{name: value for name, value in optional.items() if name not in self.accepted.without},
        }
        match FORMATS[self.accepted.form]:
            case "json_schema":
                schema = {"name": "answer", "schema": question.schema, "strict": True}
                body["response_format"] = {"type": "json_schema", "json_schema": schema}
            case "json_object":
                body["response_format"] = {"type": "json_object"}
        return body

    def _comply(self, said: str) -> bool:
        """Leave out what the server refused; False if nothing is left to leave out."""
        for name in ("max_tokens", "temperature", "seed"):
            if name in said and name not in self.accepted.without:
                self.accepted.without.add(name)
                return True
        if self.accepted.form + 1 < len(FORMATS):
            self.accepted.form += 1
            return True
        return False

    async def _json(
        self, method: str, what: str, body: Mapping[str, Any] | None, within_s: float
    ) -> Mapping[str, Any]:
        """Send a request; redirects are not followed: they would take the key and the words elsewhere."""
        headers = {"Authorization": f"Bearer {self.key.reveal()}"} if self.key else {}
        timeout = ClientTimeout(total=within_s, connect=min(CONNECT_S, within_s))
        url = f"{self.url.rstrip('/')}/{what}"
        try:
            async with self.session.request(
                method, url, json=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                if response.status != 200:
                    raise await error_of(response)
                read = json.loads(await _bounded(response))
        except TimeoutError as error:
            raise ModelTimeout("no answer in time") from error
        except ClientConnectorError as error:
            raise ModelUnavailable("no connection") from error
        except ClientError as error:
            raise ModelDied(type(error).__name__) from error
        except (ValueError, RecursionError) as error:
            raise ModelOutputInvalid("the reply is no JSON") from error
        if not isinstance(read, dict):
            raise ModelOutputInvalid("the reply is no object")
        return read


async def _bounded(response: ClientResponse) -> bytes:
    """Read a reply; raises ModelOutputInvalid if it does not end."""
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > MAX_REPLY_BYTES:
            raise ModelOutputInvalid("the reply is too long")
    return bytes(body)


def _reply(read: Mapping[str, Any], took_s: float) -> Reply:
    """Return what the first choice says; raises ModelOutputInvalid."""
    try:
        choice = read["choices"][0]
        said = choice["message"]
        text, thinking = (said.get("content"), said.get("reasoning_content") or said.get("reasoning"))
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise ModelOutputInvalid("the reply has no choice") from error
    usage = read.get("usage")
    counts = usage if isinstance(usage, dict) else {}
    return Reply(
        text if isinstance(text, str) else "",
        thinking if isinstance(thinking, str) else "",
        choice.get("finish_reason") == "length",
        _usage(counts.get("prompt_tokens"), counts.get("completion_tokens"), _cached(counts), took_s),
    )


def _cached(counts: Mapping[str, Any]) -> int:
    """Tokens of the prompt that the server says its cache had; most do not say it."""
    details = counts.get("prompt_tokens_details")
    told = details.get("cached_tokens") if isinstance(details, dict) else None
    return told if isinstance(told, int) and told > 0 else 0


def _usage(read: object, written: object, cached: int, took_s: float) -> Usage:
    if not isinstance(read, int) or not isinstance(written, int) or read + written <= 0:
        return Usage()
    reading = READ_SHARE * read / (READ_SHARE * read + written)
    return Usage(read, written, took_s * reading, took_s * (1 - reading), min(cached, read))
