"""Embeddings of Ollama, or of any server with OpenAI's API."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
from aiohttp import ClientError, ClientSession, ClientTimeout, StreamReader

from agent.minutes.embeddings.embedder import EmbeddingsUnavailable, Role, Vectors, checked, embeddable
from agent.minutes.llm.errors import ModelError
from agent.minutes.llm.http_errors import error_of
from server.config import Secret

CONNECT_S = 3.0
ANSWER_S = 120.0
"""For one batch, with the time to load the model."""
BATCH = 16
DIGEST = 12
"""Characters of a digest, as Ollama shows it."""
MAX_REPLY_BYTES = 4_000_000
"""Sixteen vectors of 4,096 numbers, written out, have a third of it."""
PREFIXES = {
    "e5": ("query: ", "passage: "),
    "nomic-embed": ("search_query: ", "search_document: "),
    "embeddinggemma": ("task: search result | query: ", "title: none | text: "),
    "mxbai-embed": ("Represent this sentence for searching relevant passages: ", ""),
    "snowflake-arctic-embed": ("query: ", ""),
}
"""What models were trained with before questions and passages, by a part of their names."""


@dataclass(frozen=True, slots=True)
class ServerEmbeddings:
    """A model of a server; the subclasses differ in what they send and where the vectors are in the reply."""

    url: str
    name: str
    session: ClientSession
    digest: str = ""
    key: Secret | None = None

    @property
    def model(self) -> str:
        """Name and what identifies the weights, if the server says it."""
        return f"{self.name}@{self.digest}" if self.digest else self.name

    async def embed(self, texts: Sequence[str], role: Role) -> Vectors:
        """Embed texts, a batch at a time."""
        query, passage = next((of for part, of in PREFIXES.items() if part in self.name.lower()), ("", ""))
        prefix = query if role is Role.QUERY else passage
        cleaned = [embeddable(text) for text in texts]
        spoken = [at for at, text in enumerate(cleaned) if text]
        batches = [spoken[begin : begin + BATCH] for begin in range(0, len(spoken), BATCH)]
        rows = [await self._batch([prefix + cleaned[at] for at in batch]) for batch in batches]
        if not rows:
            return np.zeros((len(texts), 1), np.float32)
        found = np.zeros((len(texts), rows[0].shape[1]), np.float32)
        try:
            found[spoken] = np.concatenate(rows)
        except ValueError as error:
            raise EmbeddingsUnavailable("the vectors have different lengths") from error
        return found

    async def _batch(self, texts: list[str]) -> Vectors:
        """Embed texts as they are."""
        raise NotImplementedError

    async def _json(self, path: str, body: Mapping[str, Any] | None) -> Mapping[str, Any]:
        """Send a request; redirects are not followed: they would take the key and the words elsewhere."""
        headers = {"Authorization": f"Bearer {self.key.reveal()}"} if self.key else {}
        timeout = ClientTimeout(total=ANSWER_S, connect=CONNECT_S)
        method, url = "POST" if body else "GET", f"{self.url.rstrip('/')}/{path}"
        try:
            async with self.session.request(
                method, url, json=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                if response.status != 200:
                    raise await error_of(response)
                read = json.loads(await _bounded(response.content))
        except (ClientError, TimeoutError, ValueError, RecursionError, ModelError) as error:
            raise EmbeddingsUnavailable(type(error).__name__) from error
        if not isinstance(read, dict):
            raise EmbeddingsUnavailable("the reply is no object")
        return read


class OllamaEmbeddings(ServerEmbeddings):
    """A model of Ollama."""

    async def verified(self) -> Self:
        """Take up the digest of the model; raises EmbeddingsUnavailable if it is not there."""
        listed = (await self._json("api/tags", None)).get("models")
        for each in listed if isinstance(listed, list) else []:
            if isinstance(each, dict) and each.get("name") in (self.name, f"{self.name}:latest"):
                return replace(self, digest=str(each.get("digest") or "")[:DIGEST])
        raise EmbeddingsUnavailable("the model is not installed on its server")

    async def _batch(self, texts: list[str]) -> Vectors:
        read = await self._json("api/embed", {"model": self.name, "input": texts, "truncate": True})
        return checked(read.get("embeddings"), len(texts))


class OpenAiEmbeddings(ServerEmbeddings):
    """A model at a base URL such as `https://llm.example.org/v1`."""

    async def _batch(self, texts: list[str]) -> Vectors:
        body = {"model": self.name, "input": texts, "encoding_format": "float"}
        listed = (await self._json("embeddings", body)).get("data")
        rows = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
        try:
            rows.sort(key=lambda row: int(row.get("index", 0)))
        except (TypeError, ValueError) as error:
            raise EmbeddingsUnavailable("the vectors have no order") from error
        return checked([row.get("embedding") for row in rows], len(texts))


async def _bounded(content: StreamReader) -> bytes:
    body = bytearray()
    async for chunk in content.iter_any():
        body += chunk
        if len(body) > MAX_REPLY_BYTES:
            raise EmbeddingsUnavailable("the reply is too long")
    return bytes(body)
