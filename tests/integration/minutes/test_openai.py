"""Any endpoint with OpenAI's API, through the same door as Ollama."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import ClientSession

from agent.minutes.llm import model_calls, pace
from agent.minutes.model_author import GAVE_UP, IN_OWN_WORDS, ModelAuthor
from server.config import Secret
from server.meeting.minutes import Minutes
from tests.integration.minutes import test_model as with_ollama
from tests.integration.minutes.fake_openai import KEY, MODEL, FakeOpenAi, Said, openai
from tests.integration.minutes.test_model import SPOKEN

NOTES, SUMMARY = Said(with_ollama.NOTES.text), Said(with_ollama.SUMMARY.text)


async def written(fake: FakeOpenAi, **more: Any) -> Minutes:
    """The final minutes."""
    settings = replace(with_ollama.settings(None), llm_url=fake.url, llm_key=Secret(KEY), llm=MODEL, **more)
    async with asyncio.timeout(30), ClientSession() as session:
        author = ModelAuthor(settings, session)
        return await author.phrase(await author.draft(SPOKEN), SPOKEN)


def forms(fake: FakeOpenAi) -> list[str]:
    """How each question bound its answer."""
    return [each.get("response_format", {}).get("type", "text") for each in fake.asked]


async def test_minutes() -> None:
    """An endpoint is asked with the key and a schema, and its wording is used."""
    async with openai(NOTES, SUMMARY) as fake:
        minutes = await written(fake)
    assert (minutes.method, minutes.model) == ("model", MODEL)
    assert fake.keys == {f"Bearer {KEY}"}
    assert forms(fake) == ["json_schema", "json_schema"]


def without_schema(asked: Mapping[str, Any]) -> str | None:
    """Accept JSON objects of any shape."""
    form = asked.get("response_format", {}).get("type")
    return "response_format json_schema is not supported" if form == "json_schema" else None


def without_format(asked: Mapping[str, Any]) -> str | None:
    """Accept plain text alone."""
    return "unknown field response_format" if "response_format" in asked else None


@pytest.mark.parametrize(
    ("refuses", "expected"),
    [
        (without_schema, ["json_schema", "json_object", "json_object"]),
        (without_format, ["json_schema", "json_object", "text", "text"]),
    ],
)
async def test_weaker_forms(refuses: Any, expected: list[str]) -> None:
    """An endpoint that refuses a schema is asked for an object, then for text, and that is remembered."""
    async with openai(NOTES, SUMMARY, refuses=refuses) as fake:
        minutes = await written(fake)
    assert minutes.method == "model"
    assert forms(fake) == expected


async def test_refused_parameters() -> None:
    """Parameters that newer models refuse are left out, or called by their newer name."""

    def refuses(asked: Mapping[str, Any]) -> str | None:
        for name in ("max_tokens", "temperature", "seed"):
            if name in asked:
                return f"Unsupported parameter: '{name}'"
        return None

    async with openai(NOTES, SUMMARY, refuses=refuses) as fake:
        minutes = await written(fake)
    assert minutes.method == "model"
    assert "max_completion_tokens" in fake.asked[-1]


async def test_reasoning() -> None:
    """A model that answers in its reasoning is read there."""
    replies = [Said(None, reasoning=f"I think: {each.text}") for each in (NOTES, SUMMARY)]
    async with openai(*replies) as fake:
        assert (await written(fake)).method == "model"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (Said(status=401), "was not available"),
        (Said(status=404, error="The model does not exist"), "is not installed on its server"),
        (Said(status=429), "was busy with other work"),
        (Said(status=500, error="CUDA out of memory"), "did not fit into the memory of its server"),
        (Said(status=502), "stopped while it answered"),
        (Said(status=400, error="maximum context length is 512 tokens"), "did not read all it was given"),
    ],
)
async def test_fault(said: Said, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each fault leads to minutes in people's own words that say what the model did."""
    monkeypatch.setattr(model_calls, "BUSY_S", 0.01)
    async with openai(said) as fake:
        assert (await written(fake)).note == IN_OWN_WORDS.format(reason)


async def test_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """An endpoint that says nothing is given up when the meeting's time is over."""
    monkeypatch.setattr("agent.minutes.model_author.MIN_S", 0.5)
    monkeypatch.setattr(pace, "SLOW_READ", 1e6)
    monkeypatch.setattr(pace, "SLOW_WRITE", 1e6)
    async with openai(Said(hang=True)) as fake:
        assert (await written(fake)).note == IN_OWN_WORDS.format("did not answer in time")


@pytest.mark.parametrize("text", ["", "no", "{}" * 100, "x" * 1_000_000])
async def test_no_answer(text: str) -> None:
    """Nothing, prose and far too much are no answers."""
    async with openai(Said(text)) as fake:
        assert (await written(fake)).note == GAVE_UP


async def test_listed_context() -> None:
    """The context that the list of models gives limits the questions."""
    listed = {"data": [{"id": "other"}, {"id": MODEL, "max_model_len": 2048}]}
    async with openai(NOTES, SUMMARY, listed=listed) as fake:
        await written(fake)
    assert {each["max_tokens"] for each in fake.asked} <= set(range(513))


async def test_unreachable() -> None:
    """An endpoint that is not there is said to be not available."""
    async with openai(NOTES) as fake:
        pass
    assert (await written(fake)).note == IN_OWN_WORDS.format("was not available")
