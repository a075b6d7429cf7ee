"""Rooms over HTTP: creating, listing, changing, cancelling and ending."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote
from uuid import uuid4

import pytest
from aiohttp import web

from server.api.app_keys import LIVEKIT
from server.meeting.accounts import Account
from server.meeting.external_rooms import external_room
from server.meeting.gap_sentences import REASONS
from server.meeting.gaps import Gap, add_gap
from server.meeting.lifecycle import end_room
from server.meeting.presence import record_arrival
from server.meeting.rooms import Room
from server.meeting.transcripts import finish_segment, open_segment, open_transcript, refine_segment
from tests.conftest import PASSWORD, TEN, Meeting
from tests.integration.api.browser import Browser
from tests.integration.api.conftest import Opens

AT = "2030-01-02T09:00:00Z"


async def test_instant_room(alices: Browser) -> None:
    """An instant meeting waits for its first participant under an unguessable link."""
    room = (await alices.post("/api/rooms", {"name": "Now"})).json
    assert (room["status"], room["type"], room["host_name"]) == ("waiting", "instant", "Alice")
    assert len(room["slug"]) >= 10


async def test_scheduled_room_is_upcoming(alices: Browser) -> None:
    """A scheduled meeting is listed on its host's home page."""
    created = await alices.post(
        "/api/rooms", {"name": "Later", "type": "scheduled", "scheduled_start_time": AT}
    )
    coming = (await alices.get("/api/rooms")).json["coming"]
    assert [each["id"] for each in coming] == [created.json["id"]]


async def test_scheduled_room_needs_a_time(alices: Browser) -> None:
    """A scheduled meeting without a start time is refused."""
    assert (await alices.post("/api/rooms", {"name": "Later", "type": "scheduled"})).status == 422


def before(now: datetime) -> str:
    """Just beyond the tolerance for times that passed while the form was filled in."""
    return (now - timedelta(minutes=11)).isoformat()


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("2001-09-09T01:46:40Z", "That time has passed. Choose a later one."),
        (before(datetime.now(UTC)), "That time has passed. Choose a later one."),
        ("2999-01-01T00:00:00Z", "Choose a time within the next five years."),
        ("2030-01-02T09:00:00", "Add the time zone, as in 2026-05-08T14:00:00+02:00."),
    ],
    ids=["long ago", "eleven minutes ago", "far ahead", "of no zone"],
)
async def test_start_time_must_be_plausible(alices: Browser, at: str, told: str) -> None:
    """A past or far-off time is refused by field, at creation and when rescheduled."""
    meeting = {"name": "Plan", "type": "scheduled", "scheduled_start_time": at}
    refused = await alices.post("/api/rooms", meeting)
    assert refused.json["problems"] == [{"field": "scheduled_start_time", "message": told}]
    slug = (await alices.post("/api/rooms", meeting | {"scheduled_start_time": AT})).json["slug"]
    moved = await alices.patch(f"/api/rooms/{slug}", {"scheduled_start_time": at})
    assert moved.json["problems"] == [{"field": "scheduled_start_time", "message": told}]


async def test_start_time_a_minute_ago(alices: Browser) -> None:
    """A time a minute ago is accepted."""
    at = (datetime.now(UTC) - timedelta(minutes=5)).isoformat()
    answer = await alices.post("/api/rooms", {"name": "Now", "type": "scheduled", "scheduled_start_time": at})
    assert answer.status == 201


async def test_members_as_mail_programs_write_them(alices: Browser, bobs: Browser, bob: Account) -> None:
    """Names, brackets and lists are parsed."""
    members = [f'"Builder, Bob" <{bob.email.upper()}>; Ann <ann@example.org>']
    assert (await alices.post("/api/rooms", {"name": "Two", "members": members})).status == 201
    assert [each["name"] for each in (await bobs.get("/api/rooms")).json["coming"]] == ["Two"]


async def test_which_member_is_wrong(alices: Browser) -> None:
    """Entry and position are named; what was sent is not repeated."""
    members = ["ann@example.org", "Bob <bob>", "c@example.org, dora@"]
    refused = await alices.post("/api/rooms", {"name": "Two", "members": members})
    assert [(each["field"], each["message"]) for each in refused.json["problems"]] == [
        ("members.1", "This is not an e-mail address. Write it like ann@example.org."),
        ("members.2", "Address 2 of 2 is not an e-mail address. Write it like ann@example.org."),
    ]


async def test_invited_people_see_the_room(alices: Browser, bobs: Browser, bob: Account) -> None:
    """An invited person sees the meeting on the home page."""
    await alices.post(
        "/api/rooms", {"name": "Two", "members": [bob.email], "settings": {"access": "invited"}}
    )
    assert [each["name"] for each in (await bobs.get("/api/rooms")).json["coming"]] == ["Two"]


async def test_listing_requires_an_account(nobody: Browser) -> None:
    """Listing rooms requires an account."""
    assert (await nobody.get("/api/rooms")).status == 401


async def test_viewer_of_a_room(nobody: Browser, atrium: Room) -> None:
    """The response says whether a name is needed to join."""
    seen = (await nobody.get(f"/api/rooms/{atrium.slug}")).json["viewer"]
    assert seen.pop("rights") == {"may": ["enter", "join"], "over": {}}
    assert seen == {
        "role": None,
        "may_join": True,
        "may_choose_link": False,
        "name": "",
        "needs_name": True,
        "signed_in": False,
    }


async def test_host_changes_the_room(alices: Browser, atrium: Room) -> None:
    """Omitted fields keep their value."""
    changed = (await alices.patch(f"/api/rooms/{atrium.slug}", {"name": "Court", "tags": ["q1"]})).json
    assert (changed["name"], changed["tags"], changed["settings"]["access"]) == ("Court", ["q1"], "link")


async def test_setting_left_out_stays(alices: Browser) -> None:
    """Changing one setting does not reset the others."""
    made = await alices.post(
        "/api/rooms", {"name": "Vault", "settings": {"access": "invited", "language": "ko"}}
    )
    changed = await alices.patch(f"/api/rooms/{made.json['slug']}", {"settings": {"guests": False}})
    assert changed.json["settings"] == made.json["settings"] | {"guests": False}


@pytest.mark.first_lock
async def test_only_the_host_changes_it(bobs: Browser, carols: Browser, meeting: Meeting) -> None:
    """The right to enter is not the right to change."""
    for visitor in (bobs, carols):
        assert (await visitor.patch(f"/api/rooms/{meeting.room.slug}", {"name": "Mine"})).status == 403


async def test_cancelled_room(alices: Browser, atrium: Room) -> None:
    """A cancelled meeting cannot be joined."""
    assert (await alices.delete(f"/api/rooms/{atrium.slug}")).status == 204
    answer = await alices.post(f"/api/rooms/{atrium.slug}/join", {"consent": True})
    assert (answer.status, answer.json["type"]) == (409, "urn:parley:problem:room-ended")


async def test_running_meeting_cannot_be_cancelled(alices: Browser, meeting: Meeting) -> None:
    """A running meeting can only be ended."""
    assert (await alices.delete(f"/api/rooms/{meeting.room.slug}")).status == 409


async def test_ending_is_idempotent(alices: Browser, meeting: Meeting) -> None:
    """Ending twice has the effect of ending once; minutes are queued."""
    for _ in range(2):
        assert (await alices.post(f"/api/rooms/{meeting.room.slug}/end")).status == 204
    assert (await alices.get(f"/api/rooms/{meeting.room.slug}/minutes")).json["state"] == "queued"


@pytest.mark.first_lock
async def test_participant_cannot_end_it(bobs: Browser, meeting: Meeting) -> None:
    """Participants cannot end the meeting."""
    assert (await bobs.post(f"/api/rooms/{meeting.room.slug}/end")).status == 403


async def test_minutes_before_the_end(alices: Browser, meeting: Meeting) -> None:
    """A running meeting has no minutes."""
    answer = await alices.get(f"/api/rooms/{meeting.room.slug}/minutes")
    assert answer.json["type"] == "urn:parley:problem:minutes-not-found"


async def test_cohost_cannot_cancel(alices: Browser, bobs: Browser, bob: Account) -> None:
    """A co-host can end a running meeting, but not cancel one that has not started."""
    made = await alices.post("/api/rooms", {"name": "Later", "members": [bob.email]})
    path = f"/api/rooms/{made.json['slug']}"
    await alices.post(f"{path}/join", {"consent": True})
    place = (await bobs.post(f"{path}/join", {"consent": True})).json["participant"]["id"]
    assert (await alices.patch(f"{path}/participants/{place}", {"role": "cohost"})).status == 200
    assert (await bobs.post(f"{path}/end")).status == 403
    assert (await alices.get(path)).json["status"] == "waiting"


@pytest.mark.parametrize("path", ["/api/rooms/{}", "/api/rooms/{}/segments", "/m/{}"])
async def test_external_meeting_requires_elevation(path: str, browser_of: Opens, admin: Account) -> None:
    """Reading another application's meeting requires elevated access, like the audit log."""
    admins, theirs = await browser_of(admin), await external_room("their standup", "RM_1")
    assert (await admins.get(path.format(theirs.slug))).status == 404
    assert (await admins.get("/api/rooms")).json["coming"] == []
    await admins.post("/api/elevation", {"password": PASSWORD, "reason": "A test"})
    assert (await admins.get(path.format(theirs.slug))).status == 200
    assert [each["slug"] for each in (await admins.get("/api/rooms")).json["coming"]] == [theirs.slug]


async def test_ending_an_old_external_meeting_closes_no_new_one(
    app: web.Application, browser_of: Opens, admin: Account
) -> None:
    """Ending an old external meeting does not close a newer room of the same name."""
    old = await external_room("their standup", "RM_1")
    await record_arrival(old.id, "u-7", "Dana", TEN)
    await end_room(old.id, "webhook")
    await app[LIVEKIT].open_room("their standup", {})
    admins = await browser_of(admin)
    await admins.post("/api/elevation", {"password": PASSWORD, "reason": "A test"})
    assert (await admins.post(f"/api/rooms/{old.slug}/end")).status == 204
    assert "their standup" in {each.name for each in await app[LIVEKIT].rooms()}
    await app[LIVEKIT].close_room("their standup")


async def test_transcript_says_what_is_missing(alices: Browser, meeting: Meeting) -> None:
    """Gaps come with every page of the segments, with the speaker's name and the cause in words."""
    await add_gap(Gap(uuid4(), meeting.room.id, meeting.bob.id, "engine", 500, 61_000))
    await add_gap(Gap(uuid4(), meeting.room.id, None, "transcriber", 90_000, None))
    for after in (-1, 40):
        answer = await alices.get(f"/api/rooms/{meeting.room.slug}/segments?after={after}")
        assert answer.json["next"] == after
        assert [
            (each["speaker"], each["cause"], each["reason"], each["from_ms"], each["to_ms"])
            for each in answer.json["gaps"]
        ] == [
            ("Bob", "engine", REASONS["engine"], 500, 61_000),
            (None, "transcriber", REASONS["transcriber"], 90_000, None),
        ]


async def test_words(alices: Browser, meeting: Meeting) -> None:
    """Confidence comes with each segment, words with their times for whom they are not too much."""
    path = f"/api/rooms/{meeting.room.slug}/segments"
    transcript = await open_transcript(meeting.room.id, "en", "vosk")
    said = await open_segment(
        transcript.id, participant_id=meeting.bob.id, speaker="Bob", language="en", engine="vosk", start_ms=0
    )
    words = [{"w": "good", "s": 0, "e": 300, "c": 0.9}, {"w": "morning", "s": 300, "e": 900}]
    await finish_segment(said.id, "good morning", words, 0.7, 900)
    plain, timed = [(await alices.get(path + asked)).json["segments"] for asked in ("", "?words=true")]
    assert [(each["confidence"], each["words"]) for each in (*plain, *timed)] == [
        (0.7, None),
        (
            0.7,
            [
                {"word": "good", "start_ms": 0, "end_ms": 300, "confidence": 0.9},
                {"word": "morning", "start_ms": 300, "end_ms": 900, "confidence": None},
            ],
        ),
    ]


async def test_segments_since(alices: Browser, meeting: Meeting) -> None:
    """A client that was offline gets revision 2 of what it had as revision 1, and nothing unchanged."""
    path = f"/api/rooms/{meeting.room.slug}/segments"
    transcript = await open_transcript(meeting.room.id, "en", "vosk")
    said = await open_segment(
        transcript.id, participant_id=meeting.bob.id, speaker="Bob", language="en", engine="vosk", start_ms=0
    )
    await finish_segment(said.id, "good mourning", [], None, 900)
    before = (await alices.get(path)).json
    await refine_segment(said.id, 1, "Good morning.", [], 0.9)
    after = (await alices.get(f"{path}?since={quote(before['as_of'])}")).json
    assert [(each["id"], each["revision"], each["text"]) for each in after["segments"]] == [
        (str(said.id), 2, "Good morning.")
    ]
    later = datetime.now(UTC) + timedelta(hours=1)
    assert (await alices.get(f"{path}?since={quote(later.isoformat())}")).json["segments"] == []
