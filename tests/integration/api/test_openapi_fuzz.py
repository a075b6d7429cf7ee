"""Every response is one that the OpenAPI document lists: status, media type and problem type."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest

from server.api.problems import MEDIA_TYPE
from server.meeting.accounts import Account
from server.meeting.db import fetch
from server.meeting.sessions import sessions_of
from server.meeting.transcripts import finish_segment, open_segment, open_transcript
from tests.conftest import Meeting
from tests.integration.api.browser import Browser
from tests.integration.api.openapi_fuzz import Fuzz, Made

REQUESTS = 300
PROBLEM = {"type", "title", "status"}


@pytest.mark.parametrize("seed", range(4))
async def test_answer_is_in_the_document(
    seed: int, nobody: Browser, alices: Browser, bobs: Browser, meeting: Meeting, alice: Account
) -> None:
    """For the host, an attendee and a stranger, with valid and invalid requests."""
    document = (await nobody.get("/api/openapi.json")).json
    transcript = await open_transcript(meeting.room.id, "en", "none")
    segment = await open_segment(
        transcript.id, participant_id=meeting.bob.id, speaker="Bob", language="en", engine="none", start_ms=0
    )
    await finish_segment(segment.id, "We ship in April.", [], 0.9, 900)
    known = {
        "segment_id": str(segment.id),
        "slug": meeting.room.slug,
        "format": "txt",
        "participant_id": str(meeting.bob.id),
        "item_id": str(await _item_of(meeting)),
        "session_id": str((await sessions_of(alice.id))[0].id),
    }
    fuzz, wrong = Fuzz(document, seed, known), []
    for number in range(REQUESTS):
        made = fuzz.request()
        fault = await _fault(document, (nobody, alices, bobs)[number % 3], made)
        if fault:
            wrong.append((made.method, made.template, fault))
    assert wrong == []


async def _item_of(meeting: Meeting) -> UUID:
    """Make an action item, of a meeting that goes on."""
    rows = await fetch(
        "WITH minutes AS (INSERT INTO meeting_summaries (room_id, transcript_id)"
        " SELECT room_id, id FROM transcripts WHERE room_id = $1 RETURNING id)"
        " INSERT INTO action_items (room_id, summary_id, title, assignee_participant_id)"
        " SELECT $1, id, 'Ship it', $2 FROM minutes RETURNING id",
        meeting.room.id,
        meeting.bob.id,
    )
    return UUID(str(rows[0]["id"]))


async def _fault(document: Mapping[str, Any], browser: Browser, made: Made) -> str | None:
    """Return what the document does not list; the end of a stream is not awaited."""
    async with browser.open(made.method, made.url, data=made.data, headers=made.headers) as response:
        if response.content_type == "text/event-stream":
            body = b""
        else:
            body = await response.read()
        described = document["paths"].get(made.template, {}).get(made.method.lower())
        if described is None:
            answers = document["components"]["responses"]
            named = {"405": answers["MethodNotAllowed"], "404": answers["NotFound"]}
        else:
            named = described["responses"]
        answer = named.get(str(response.status))
        if answer is None:
            return f"{response.status} is not named: {body[:200]!r}"
        content = answer.get("content", {})
        if response.status != 204 and response.content_type not in content:
            return f"{response.status} is {response.content_type}"
        if response.content_type == MEDIA_TYPE and not _is_problem(body, response.status):
            return f"{response.status} has no problem: {body[:200]!r}"
    return None


def _is_problem(body: bytes, status: int) -> bool:
    found: dict[str, object] = json.loads(body)
    return found.keys() >= PROBLEM and found["status"] == status
