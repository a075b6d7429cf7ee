"""Forgetting words through the API: who may, and what is left to read, export and find."""

import pytest

from server.api.identity import GUEST_COOKIE
from server.meeting.lifecycle import end_room
from server.meeting.transcripts import close_transcript, finish_segment, open_segment, open_transcript
from tests.conftest import Meeting
from tests.integration.api.browser import Browser

ROOM = "/api/rooms/atrium"


@pytest.fixture
async def over(meeting: Meeting) -> Meeting:
    """The meeting after its end; Bob said a secret, Gus something else."""
    transcript = await open_transcript(meeting.room.id, "en", "vosk")
    for at, (place, text) in enumerate(
        ((meeting.bob, "The merger is secret."), (meeting.gus, "Good morning."))
    ):
        begun = await open_segment(
            transcript.id, participant_id=place.id, speaker=place.display_name, language="en",
            engine="vosk", start_ms=at * 5000,
        )  # fmt: skip
        await finish_segment(begun.id, text, [], 0.9, at * 5000 + 2000)
    await close_transcript(meeting.room.id)
    await end_room(meeting.room.id, "host")
    return meeting


def words_of(place: object) -> str:
    """The path of a participant's words."""
    return f"{ROOM}/participants/{place}/words"


async def test_oneself(bobs: Browser, alices: Browser, over: Meeting) -> None:
    """What somebody had forgotten is in no answer any more: transcript, exports, captions, search."""
    assert "merger" in str((await alices.get(f"{ROOM}/export/txt")).body)
    answer = await bobs.delete(words_of(over.bob.id))
    assert (answer.status, answer.json) == (200, {"segments": 1, "messages": 0})
    for path in ("segments", "export/txt", "export/json", "export/md", "captions.vtt", "minutes"):
        body = (await alices.get(f"{ROOM}/{path}")).body.decode().lower()
        assert "merger" not in body
    assert "Good morning." in (await alices.get(f"{ROOM}/export/txt")).body.decode()
    assert (await alices.get("/api/search?q=merger")).json["results"] == []


async def test_refused(bobs: Browser, carols: Browser, nobody: Browser, over: Meeting) -> None:
    """Nobody but the host has another's words forgotten; who was not there learns nothing."""
    nobody.cookies[GUEST_COOKIE] = over.guest_token
    assert (await bobs.delete(words_of(over.gus.id))).status == 403
    assert (await nobody.delete(words_of(over.bob.id))).status == 403
    assert (await carols.delete(words_of(over.bob.id))).status == 404
    assert (await nobody.delete(words_of(over.gus.id))).status == 200


async def test_host(alices: Browser, over: Meeting) -> None:
    """The host has anybody's words forgotten, of people who were there."""
    assert (await alices.delete(words_of(over.bob.id))).json["segments"] == 1
    assert (await alices.delete(words_of(over.room.id))).status == 404
    assert (await alices.delete(f"{words_of(over.bob.id)}?chat=maybe")).status == 422
