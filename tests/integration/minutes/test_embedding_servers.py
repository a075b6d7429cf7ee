"""Embeddings of Ollama and of servers with OpenAI's API, from fakes on a real port."""

import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from aiohttp import ClientSession, web

from agent.minutes.embeddings.configured_embedder import configured_embedder
from agent.minutes.embeddings.embedder import EmbeddingsUnavailable, Role, Vectors
from server.config import Secret, Settings

NAME = "e5-large"
DIGEST = "0123456789abcdef" * 4
Answer = Callable[[Mapping[str, Any]], web.Response]


def settings(**changed: Any) -> Settings:
    """Settings that name the model."""
    given = {
        "DATABASE_URL": "postgresql://x/x",
        "REDIS_URL": "redis://x",
        "LIVEKIT_URL": "ws://x",
        "LIVEKIT_API_KEY": "key",
        "LIVEKIT_API_SECRET": "s" * 32,
    }
    return replace(Settings.from_env(given), embedder=NAME, **changed)


@contextlib.asynccontextmanager
async def serving(answer: Answer) -> AsyncIterator[str]:
    """Run a server that lists one model and answers questions for vectors."""

    async def embed(request: web.Request) -> web.Response:
        return answer(await request.json())

    async def tags(_: web.Request) -> web.Response:
        return web.json_response({"models": [{"name": f"{NAME}:latest", "digest": DIGEST}]})

    app = web.Application()
    for path in ("/api/embed", "/v1/embeddings"):
        app.router.add_post(path, embed)
    app.router.add_get("/api/tags", tags)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


async def embedded(found: Settings, texts: list[str], role: Role = Role.PASSAGE) -> tuple[str, Vectors]:
    """Embed with the model that the settings name."""
    async with ClientSession() as session:
        embedder = await configured_embedder(found, session)
        return embedder.model, await embedder.embed(texts, role)


def of_ollama(asked: Mapping[str, Any]) -> web.Response:
    """Reply like Ollama: a vector whose first number is the length of the text."""
    return web.json_response({"embeddings": [[len(text), 1.0] for text in asked["input"]]})


async def test_ollama() -> None:
    """Each text gets a vector of length 1, under the model's name and digest, in batches."""
    async with serving(of_ollama) as url:
        model, rows = await embedded(settings(ollama_host=url), ["a"] * 20 + ["", "bb"])
    assert model == f"{NAME}@{DIGEST[:12]}"
    assert np.allclose(np.linalg.norm(rows, axis=1), [1] * 20 + [0, 1])


@pytest.mark.parametrize(("role", "prefix"), [(Role.QUERY, "query: "), (Role.PASSAGE, "passage: ")])
async def test_prefixes(role: Role, prefix: str) -> None:
    """Models that were trained with a word before each text get it."""
    asked: list[str] = []

    def answer(body: Mapping[str, Any]) -> web.Response:
        asked.extend(body["input"])
        return of_ollama(body)

    async with serving(answer) as url:
        await embedded(settings(ollama_host=url), ["budget"], role)
    assert asked == [f"{prefix}budget"]


async def test_openai() -> None:
    """Vectors are put into the order of the texts, whatever order the reply has."""

    def answer(body: Mapping[str, Any]) -> web.Response:
        rows = [{"index": at, "embedding": [1.0, float(at)]} for at in range(len(body["input"]))]
        return web.json_response({"data": rows[::-1]})

    async with serving(answer) as url:
        model, rows = await embedded(settings(llm_url=f"{url}/v1", llm_key=Secret("hush")), ["a", "b"])
    assert model == NAME
    assert np.allclose(rows, [[1.0, 0.0], [0.5**0.5, 0.5**0.5]])


BAD: list[Callable[[], web.Response]] = [
    lambda: web.Response(status=500, text="out of memory"),
    lambda: web.Response(text="prose"),
    lambda: web.json_response([]),
    lambda: web.json_response({}),
    lambda: web.json_response({"embeddings": [[1.0]] * 3}),
    lambda: web.Response(status=302, headers={"Location": "http://127.0.0.1:1/"}),
]


@pytest.mark.parametrize("at", range(len(BAD)))
async def test_bad_replies(at: int) -> None:
    """Whatever a server sends instead of vectors is one error."""
    async with serving(lambda _: BAD[at]()) as url:
        with pytest.raises(EmbeddingsUnavailable):
            await embedded(settings(ollama_host=url), ["a"])


async def test_no_server() -> None:
    """A server that is not there is the same error; no other model stands in."""
    with pytest.raises(EmbeddingsUnavailable):
        await embedded(settings(ollama_host="http://127.0.0.1:1"), ["a"])


async def test_off() -> None:
    """Nothing is embedded where that is switched off."""
    with pytest.raises(EmbeddingsUnavailable):
        await embedded(replace(settings(), embedder="off"), ["a"])
