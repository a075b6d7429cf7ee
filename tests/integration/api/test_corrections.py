"""Corrections through the API: who may, bad input, and what somebody else changed."""

from uuid import UUID, uuid4

import pytest

from server.api.identity import GUEST_COOKIE
from server.meeting.lifecycle import end_room
from server.meeting.segment_rows import Segment
from server.meeting.transcripts import finish_segment, open_segment, open_transcript, segments_of
from tests.conftest import Meeting
from tests.integration.api.browser import Answer, Browser

REFUSED = (403, 404)
"""To carol, who knows the link of the meeting while it is being held, and of its words nothing."""


@pytest.fixture
async def segment(meeting: Meeting) -> Segment:
    """What the guest gus said; the meeting goes on."""
    transcript = await open_transcript(meeting.room.id, "en", "vosk")
    begun = await open_segment(
        transcript.id, participant_id=meeting.gus.id, speaker="Gus", language="en", engine="vosk", start_ms=0
    )
    return await finish_segment(begun.id, "I will tell the pretender.", [], 0.9, 2000)


@pytest.fixture
async def guses(nobody: Browser, meeting: Meeting) -> Browser:
    """The guest's browser."""
    nobody.cookies[GUEST_COOKIE] = meeting.guest_token
    return nobody


def place(segment: Segment, end: str = "") -> str:
    """The path of a segment."""
    return f"/api/rooms/atrium/segments/{segment.id}{end}"


async def edit(browser: Browser, segment: Segment, text: str, **more: object) -> Answer:
    """Correct the words as of the revision given."""
    return await browser.patch(place(segment), {"revision": segment.revision, "text": text, **more})


async def words(meeting: Meeting) -> list[str]:
    """What is stored."""
    return [each.text for each in await segments_of(meeting.room.id)]


@pytest.mark.parametrize("is_over", [False, True])
async def test_who_may(
    is_over: bool, segment: Segment, meeting: Meeting,
    alices: Browser, bobs: Browser, carols: Browser, guses: Browser,
) -> None:  # fmt: skip
    """The host corrects anybody's words, the guest their own, bob not the guest's, and carol none."""
    if is_over:
        await end_room(meeting.room.id, "host")
    assert (await edit(carols, segment, "x")).status in ((404,) if is_over else REFUSED)
    assert (await edit(bobs, segment, "x")).status == 403
    own = await edit(guses, segment, "I will tell the printer.")
    assert own.status == 200
    (after,) = own.json["segments"]
    by_host = await alices.patch(
        place(segment), {"revision": after["revision"], "text": "I tell the printer."}
    )
    assert by_host.status == 200
    assert await words(meeting) == ["I tell the printer."]


async def test_everything_else(
    segment: Segment, alices: Browser, bobs: Browser, carols: Browser, guses: Browser, meeting: Meeting
) -> None:
    """Every other correction is refused to bob and carol; host and speaker are let through."""
    revision = {"revision": segment.revision}
    requests: list[tuple[str, str, dict[str, object]]] = [
        ("PATCH", place(segment, "/speaker"), {**revision, "name": "Gustav"}),
        ("PATCH", place(segment, "/speaker"), {**revision, "participant_id": str(meeting.bob.id)}),
        ("POST", place(segment, "/split"), {**revision, "at": 2}),
        ("POST", place(segment, "/join"), {**revision, "next": str(uuid4()), "next_revision": 1}),
    ]
    for method, path, body in requests:
        assert (await carols.request(method, path, json=body)).status in REFUSED
        assert (await bobs.request(method, path, json=body)).status == 403
    cut = await guses.post(place(segment, "/split"), {**revision, "at": 2})
    assert cut.status == 200
    undo = f"/api/rooms/atrium/edits/{cut.json['edit_id']}/undo"
    statuses = [(await browser.post(undo, {})).status for browser in (carols, bobs, alices)]
    assert statuses[0] in REFUSED
    assert statuses[1:] == [403, 200]


async def test_speaker_cannot_give_words_away(segment: Segment, guses: Browser, meeting: Meeting) -> None:
    """A guest renames themselves, and cannot say that somebody else spoke their words."""
    body = {"revision": segment.revision, "participant_id": str(meeting.bob.id)}
    assert (await guses.patch(place(segment, "/speaker"), body)).status == 403
    body = {"revision": segment.revision, "name": "Gustav"}
    assert (await guses.patch(place(segment, "/speaker"), body)).status == 200
    assert [each.speaker for each in await segments_of(meeting.room.id)] == ["Gustav"]


async def test_conflict_tells_who(segment: Segment, alices: Browser, guses: Browser) -> None:
    """Who comes second gets what the words are now, and who changed them."""
    await edit(guses, segment, "I will tell the printer.")
    refused = await edit(alices, segment, "I will tell the painter.")
    assert (refused.status, refused.json["type"]) == (409, "urn:parley:problem:segment-changed")
    current = refused.json["current"]
    assert (current["by"], current["text"]) == ("Gus", "I will tell the printer.")
    again = {"revision": current["revision"], "text": "I will tell the painter."}
    assert (await alices.patch(place(segment), again)).status == 200


async def test_sent_again(segment: Segment, alices: Browser) -> None:
    """With an id the same correction may be sent again."""
    answers = [await edit(alices, segment, "Yes.", id=str(UUID(int=7))) for _ in range(2)]
    assert [answer.status for answer in answers] == [200, 200]
    assert answers[0].json == answers[1].json


async def test_history(segment: Segment, alices: Browser, bobs: Browser, carols: Browser) -> None:
    """Who may read the transcript may read what was corrected in it, and the recognizer's words."""
    await edit(alices, segment, "I will tell the printer.")
    found = (await bobs.get(place(segment, "/history"))).json
    assert found["raw_text"] == "I will tell the pretender."
    assert [(each["by"], each["after_text"]) for each in found["edits"]] == [
        ("Alice", "I will tell the printer.")
    ]
    assert (await carols.get(place(segment, "/history"))).status in REFUSED


LONG = "x" * 100_000
WRONG = ["", "   ", "\u200b\u200d", "a\0b", "\u202eabc", LONG, "e" + "\u0301" * 20, None, 7]


@pytest.mark.parametrize("text", WRONG, ids=range(len(WRONG)))
async def test_wrong_text(text: object, segment: Segment, alices: Browser, meeting: Meeting) -> None:
    """What is no text, or too long, is refused by field, and nothing is lost."""
    answer = await alices.patch(place(segment), {"revision": segment.revision, "text": text})
    assert answer.status == 422
    assert answer.json["problems"][0]["field"] == "text"
    assert await words(meeting) == ["I will tell the pretender."]


KEPT = {
    "שלום, מה שלומך?": "שלום, מה שלומך?",
    "مرحبا\u200f (hello)": "مرحبا\u200f (hello)",
    "می\u200cخواهم": "می\u200cخواهم",
    "zero\u200bwidth\ufeff\u2060 \u00adhere": "zerowidth here",
    "two\r\nlines\t\x07": "two lines",
    "e\u0301clair": "éclair",
    "👩\u200d👩\u200d👧 **bold** <b>": "👩\u200d👩\u200d👧 **bold** <b>",
}


@pytest.mark.parametrize("text", KEPT)
async def test_kept_text(text: str, segment: Segment, alices: Browser, meeting: Meeting) -> None:
    """Text from right to left stays; what cannot be seen and changes nothing is removed."""
    assert (await edit(alices, segment, text)).status == 200
    assert await words(meeting) == [KEPT[text]]


@pytest.mark.parametrize(
    "body",
    [{}, {"name": "A", "participant_id": str(UUID(int=1))}, {"name": ""}, {"name": "A", "more": 1}],
)
async def test_wrong_speaker(body: dict[str, object], segment: Segment, alices: Browser) -> None:
    """Either a name or a participant, and nothing else."""
    answer = await alices.patch(place(segment, "/speaker"), {"revision": segment.revision, **body})
    assert answer.status == 422


async def test_unknown(segment: Segment, alices: Browser) -> None:
    """A segment, participant or correction there is not is not found."""
    gone = f"/api/rooms/atrium/segments/{uuid4()}"
    assert (await alices.patch(gone, {"revision": 1, "text": "x"})).status == 404
    assert (await alices.get(f"{gone}/history")).status == 404
    body = {"revision": segment.revision, "participant_id": str(uuid4())}
    assert (await alices.patch(place(segment, "/speaker"), body)).status == 404
    assert (await alices.post(f"/api/rooms/atrium/edits/{uuid4()}/undo", {})).status == 404


async def test_polling_client_gets_it(segment: Segment, alices: Browser, bobs: Browser) -> None:
    """Who asks for what changed since gets the correction, in a running meeting too."""
    as_of = (await bobs.get("/api/rooms/atrium/segments")).json["as_of"]
    await edit(alices, segment, "I will tell the printer.")
    since = as_of.replace("+", "%2B")
    (changed,) = (await bobs.get(f"/api/rooms/atrium/segments?since={since}")).json["segments"]
    assert (changed["text"], changed["state"]) == ("I will tell the printer.", "corrected")
