"""Asking one's meetings: the answer is streamed, rests on what was said, and only its asker gets it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import ClientResponse, web

from agent.minutes.asking.answering import Answerer
from agent.minutes.embeddings.embedder import Embedder, EmbeddingsUnavailable
from agent.minutes.passage_indexing import Embeddings, index_passages
from agent.minutes.worker import MinutesWorker
from agent.minutes.writing import Extractor
from server.api import questions
from server.api.identity import GUEST_COOKIE
from server.app_keys import CHANGE_BUS
from server.config import Settings
from server.meeting.actor import WORKER, Actor, acting_as
from server.meeting.db import execute, fetch
from server.meeting.lifecycle import end_room
from server.meeting.transcripts import close_transcript, finish_segment, open_segment, open_transcript
from tests.conftest import Meeting
from tests.integration.api.browser import Browser
from tests.integration.api.live import PATIENCE_S, until

SAID = "We ship the ticket shop in April, after the audit."


async def no_embedder() -> Embedder:
    """Where nothing embeds, words must do."""
    raise EmbeddingsUnavailable("none")


@pytest.fixture
async def told(meeting: Meeting) -> Meeting:
    """A meeting that is over, in which bob said one thing, with its passages."""
    transcript = await open_transcript(meeting.room.id, "en", "none")
    segment = await open_segment(
        transcript.id, participant_id=meeting.bob.id, speaker="Bob", language="en", engine="none", start_ms=0
    )
    await finish_segment(segment.id, SAID, [], 0.9, 900)
    await end_room(meeting.room.id, "host")
    await close_transcript(meeting.room.id)
    with acting_as(Actor(WORKER, service="minutes", room_id=meeting.room.id)):
        await index_passages(meeting.room.id, Embeddings(no_embedder))
    return meeting


@asynccontextmanager
async def answering(app: web.Application, settings: Settings) -> AsyncIterator[None]:
    """Run a worker that answers questions."""
    embeddings = Embeddings(no_embedder)
    worker = MinutesWorker(
        Extractor(),
        app[CHANGE_BUS],
        settings.database_url,
        embeddings=embeddings,
        answerer=Answerer(embeddings),
    )
    running = asyncio.create_task(worker.run())
    try:
        async with asyncio.timeout(PATIENCE_S):
            await worker.ready.wait()
        yield
    finally:
        worker.stop()
        await running


async def events(response: ClientResponse) -> list[tuple[str, Any]]:
    """Read a stream to its end."""
    found = []
    async with asyncio.timeout(PATIENCE_S):
        while line := await response.content.readline():
            if line.startswith(b"event: "):
                data = await response.content.readline()
                found.append((line[7:].decode().strip(), json.loads(data.removeprefix(b"data: "))))
    return found


async def asked(browser: Browser, text: str, slug: str | None = None) -> list[tuple[str, Any]]:
    """Ask, and read the answer."""
    async with browser.open("POST", "/api/questions", json={"text": text, "slug": slug}) as response:
        assert response.status == 200, await response.text()
        return await events(response)


async def count() -> int:
    """Count the questions that are stored."""
    (row,) = await fetch("SELECT count(*) AS n FROM questions")
    return int(row["n"])


async def test_quotes_answer_where_no_model_is(
    bobs: Browser, told: Meeting, app: web.Application, settings: Settings
) -> None:
    """What was said is quoted with who said it, where and when, and then nothing of the question is kept."""
    async with answering(app, settings):
        (first, quotes), (last, end) = await asked(bobs, "When do we ship the ticket shop?")
    assert (first, last, end) == ("quotes", "end", {"method": "quotes", "note": None})
    (quote,) = quotes["quotes"]
    assert (quote["speaker"], quote["text"], quote["slug"]) == ("Bob", SAID, told.room.slug)
    assert await count() == 0


async def test_what_was_not_said_is_not_answered(
    bobs: Browser, told: Meeting, app: web.Application, settings: Settings
) -> None:
    """A question about something else gets no quotation."""
    async with answering(app, settings):
        found = await asked(bobs, "Who painted the ceiling?", told.room.slug)
    assert found == [("end", {"method": "nothing", "note": None})]


async def test_others_meetings_are_not_asked(
    carols: Browser, told: Meeting, app: web.Application, settings: Settings
) -> None:
    """Who was not there is told what they would be told if there were no such meeting."""
    async with answering(app, settings):
        found = await asked(carols, "When do we ship the ticket shop?")
        refused = await carols.post("/api/questions", {"text": "When?", "slug": told.room.slug})
        absent = await carols.post("/api/questions", {"text": "When?", "slug": "no-such-room"})
    assert found == [("end", {"method": "nothing", "note": None})]
    assert (refused.status, refused.json) == (absent.status, absent.json)


async def test_nobody_answers(
    bobs: Browser, told: Meeting, app: web.Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no worker runs, that is told, and the question withdrawn."""
    monkeypatch.setattr(questions, "PICKED_UP_S", 0.0)
    assert await asked(bobs, "When?") == [("error", {"detail": questions.NOT_ANSWERED})]
    assert await count() == 0


async def test_who_leaves_withdraws(bobs: Browser, told: Meeting, app: web.Application) -> None:
    """Closing the connection deletes the question, so that no worker answers it."""
    async with bobs.open("POST", "/api/questions", json={"text": "When?"}):
        assert await count() == 1

    async def is_gone() -> bool:
        return await count() == 0

    await until(is_gone)


async def test_another_question_takes_its_place(bobs: Browser, told: Meeting, app: web.Application) -> None:
    """One person has one question at a time."""
    async with (
        bobs.open("POST", "/api/questions", json={"text": "When?"}) as first,
        bobs.open("POST", "/api/questions", json={"text": "Who?"}),
    ):
        assert await events(first) == [("error", {"detail": questions.REPLACED})]
        assert await count() == 1


async def test_words_forgotten_meanwhile_are_not_sent(
    bobs: Browser, told: Meeting, app: web.Application
) -> None:
    """Quotations are read when they are sent: an emptied segment is none."""
    (segment,) = await fetch("SELECT id FROM transcript_segments")
    async with bobs.open("POST", "/api/questions", json={"text": "When?"}) as response:
        await execute("UPDATE transcript_segments SET text = '', words = '[]', state = 'forgotten'")
        await execute(
            "UPDATE questions SET state = 'answered', method = 'quotes',"
            " passages = jsonb_build_array($1::text)",
            str(segment["id"]),
        )
        assert await events(response) == [
            ("quotes", {"quotes": []}),
            ("end", {"method": "quotes", "note": None}),
        ]


@pytest.mark.parametrize("body", [{}, {"text": ""}, {"text": "x" * 501}, {"text": "a\x00b"}, {"text": 1}])
async def test_bad_questions(bobs: Browser, app: web.Application, body: dict[str, object]) -> None:
    """A question is a line of at most 500 characters."""
    assert (await bobs.post("/api/questions", body)).status == 422


async def test_guests_ask_the_meeting_they_were_in(
    nobody: Browser, told: Meeting, app: web.Application, settings: Settings
) -> None:
    """Who has a seat and no account asks that meeting alone, and nothing of it is kept."""
    nobody.cookies[GUEST_COOKIE] = told.guest_token
    async with answering(app, settings):
        (first, quotes), (last, end) = await asked(nobody, "When do we ship the shop?", told.room.slug)
    assert (first, last, end["method"]) == ("quotes", "end", "quotes")
    assert [each["text"] for each in quotes["quotes"]] == [SAID]
    assert await count() == 0
    everywhere = await nobody.post("/api/questions", {"text": "When?"})
    elsewhere = await nobody.post("/api/questions", {"text": "When?", "slug": "no-such-room"})
    assert (everywhere.status, elsewhere.status) == (401, 404)


async def test_strangers_do_not_ask(nobody: Browser, told: Meeting) -> None:
    """Who has no account cannot ask."""
    assert (await nobody.post("/api/questions", {"text": "When?"})).status == 401
