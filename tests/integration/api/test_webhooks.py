"""LiveKit's webhooks: verified, applied once, in any order."""

import base64
import hashlib
import json
import time
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import jwt
import pytest
from aiohttp import web
from prometheus_client import generate_latest

from server.api.request_metrics import METRICS
from server.meeting.accounts import Account
from server.meeting.external_rooms import external_room
from server.meeting.lifecycle import end_room
from server.meeting.moderation import remove
from server.meeting.participants import Participant, admit, participant, participants_of
from server.meeting.rooms import NewRoom, Room, create_room, room, room_by_livekit
from tests.conftest import Meeting
from tests.integration.api.browser import Answer, Browser, spoken
from tests.integration.media_server import KEY, SECRET

PATH = "/api/webhooks/livekit"
NOW = int(datetime(2026, 3, 2, 10, 0, tzinfo=UTC).timestamp())


def event(
    kind: str, where: Room, who: Participant | None = None, *, sid: str = "PA_1", at: int = NOW
) -> dict[str, Any]:
    """The body of a webhook."""
    said: dict[str, Any] = {
        "event": kind,
        "id": f"EV_{uuid4().hex[:12]}",
        "createdAt": str(at),
        "room": {"sid": "RM_1", "name": where.livekit_room_name},
    }
    if who is not None:
        said["participant"] = {
            "sid": sid,
            "identity": who.identity,
            "name": who.display_name,
            "joinedAt": str(NOW),
            "joinedAtMs": str(NOW * 1000),
        }
    return said


async def tell(
    browser: Browser,
    said: dict[str, Any],
    *,
    secret: str = SECRET,
    signed: bytes | None = None,
    age_s: int = 0,
) -> Answer:
    """Send it like LiveKit; `signed` is the body to sign, if different."""
    body = json.dumps(said).encode()
    digest = base64.b64encode(hashlib.sha256(signed or body).digest()).decode()
    now = int(time.time()) - age_s
    token = jwt.encode(
        {"iss": KEY, "nbf": now, "exp": now + 300, "sha256": digest}, secret, algorithm="HS256"
    )
    headers = {
        "Authorization": token,
        "Content-Type": "application/webhook+json",
        "Origin": "",
        "X-CSRF-Token": "",
    }
    return await browser.request("POST", PATH, data=body, headers=headers)


@pytest.fixture
async def bobs_place(atrium: Room, bob: Account) -> Participant:
    """Bob's seat: admitted, not yet joined."""
    place, _ = await admit(atrium, bob, "Bob")
    return place


async def test_arrival_begins_the_meeting(nobody: Browser, atrium: Room, bobs_place: Participant) -> None:
    """The first arrival makes the room live, from that moment."""
    assert (await tell(nobody, event("participant_joined", atrium, bobs_place))).status == 200
    begun = await room(atrium.id)
    assert (begun.status, begun.started_at) == ("live", datetime.fromtimestamp(NOW, UTC))


@pytest.mark.parametrize(
    ("forgery", "why"),
    [
        ({"secret": "another secret of thirty-two characters"}, "another key"),
        ({"signed": b"another body"}, "another body"),
        ({"age_s": 3600}, "an old signature"),
    ],
    ids=["key", "body", "age"],
)
async def test_forged_webhook(
    nobody: Browser, atrium: Room, bobs_place: Participant, forgery: dict[str, Any], why: str
) -> None:
    """A wrong key, another body's signature or an old one is refused."""
    assert (await tell(nobody, event("participant_joined", atrium, bobs_place), **forgery)).status == 401, why
    assert (await room(atrium.id)).status == "waiting"


@pytest.mark.parametrize("token", ["", "x", "Bearer x.y.z", "é"])
async def test_webhook_without_a_signature(nobody: Browser, token: str) -> None:
    """An unsigned webhook is refused."""
    answer = await nobody.request("POST", PATH, data=b"{}", headers={"Authorization": token})
    assert answer.status == 401


async def test_webhook_signature_with_invalid_bytes(nobody: Browser) -> None:
    """A signature with invalid bytes is refused."""
    said = b"POST %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n" % PATH.encode()
    assert await spoken(nobody, said + b"Authorization: a\xe9.b.c\r\n\r\n{}") == 401


async def test_replayed_webhook(nobody: Browser, meeting: Meeting) -> None:
    """A replayed event has no effect."""
    left = event("participant_left", meeting.room, meeting.bob, sid=f"PA_{meeting.bob.id}", at=NOW + 5)
    await tell(nobody, left)
    await tell(nobody, event("participant_joined", meeting.room, meeting.bob, sid="PA_2", at=NOW + 9))
    assert (await tell(nobody, left)).status == 200
    assert await _status(meeting, meeting.bob) == "joined"


async def test_departure_before_arrival(nobody: Browser, atrium: Room, bobs_place: Participant) -> None:
    """Events in the wrong order lead to the same rows."""
    await tell(nobody, event("participant_left", atrium, bobs_place, at=NOW + 1))
    await tell(nobody, event("participant_joined", atrium, bobs_place))
    found = [each for each in await participants_of(atrium.id) if each.id == bobs_place.id]
    assert found[0].status == "left"


async def test_second_tab_takes_over(nobody: Browser, meeting: Meeting) -> None:
    """When a second tab took over, closing the first is not a departure."""
    await tell(nobody, event("participant_joined", meeting.room, meeting.bob, sid="PA_2", at=NOW + 2))
    first = event("participant_left", meeting.room, meeting.bob, sid=f"PA_{meeting.bob.id}", at=NOW + 2)
    await tell(nobody, first)
    assert await _status(meeting, meeting.bob) == "joined"


async def test_closed_room_ends_the_meeting(nobody: Browser, meeting: Meeting) -> None:
    """`room_finished` ends the meeting."""
    await tell(nobody, event("room_finished", meeting.room, at=NOW + 60))
    assert ((await room(meeting.room.id)).status, (await room(meeting.room.id)).duration) == ("ended", 60)


async def test_media_server_going_down_ends_nothing(nobody: Browser, meeting: Meeting) -> None:
    """A restart of LiveKit does not end the meeting."""
    said = {**event("room_finished", meeting.room), "roomEndReason": "ROOM_END_SERVER_SHUTDOWN"}
    await tell(nobody, said)
    assert (await room(meeting.room.id)).status == "live"


async def test_transcriber_is_not_a_participant(
    nobody: Browser, atrium: Room, bobs_place: Participant
) -> None:
    """The transcriber's arrival does not start the meeting."""
    said = event("participant_joined", atrium, bobs_place)
    said["participant"] |= {"kind": "AGENT", "identity": "agent-1"}
    await tell(nobody, said)
    assert (await room(atrium.id)).status == "waiting"


async def test_removed_person_arrives(nobody: Browser, meeting: Meeting) -> None:
    """A removed person who arrives with an old token gets no seat."""
    await remove(meeting.room.id, meeting.bob.id)
    await tell(nobody, event("participant_joined", meeting.room, meeting.bob, sid="PA_9"))
    assert await _status(meeting, meeting.bob) == "removed"


async def test_room_of_another_application(nobody: Browser, atrium: Room, bobs_place: Participant) -> None:
    """A room not created by us becomes an external meeting, with LiveKit's names."""
    said = event("participant_joined", atrium, bobs_place)
    said["room"] = {"sid": "RM_9", "name": "their standup"}
    said["participant"] |= {"identity": "u-7", "name": "Dana"}
    assert (await tell(nobody, said)).status == 200
    found = await room_by_livekit("their standup", "RM_9")
    assert found is not None
    assert (found.type, found.status) == ("external", "live")
    assert [each.display_name for each in await participants_of(found.id)] == ["Dana"]


async def test_unknown_events_are_accepted(nobody: Browser, atrium: Room) -> None:
    """Unknown events are accepted, so that LiveKit does not resend them."""
    assert (await tell(nobody, {**event("room_danced", atrium), "mood": "good"})).status == 200


async def _status(meeting: Meeting, who: Participant) -> str:
    return next(each.status for each in await participants_of(meeting.room.id) if each.id == who.id)


async def test_room_nobody_came_to_is_no_meeting(nobody: Browser, atrium: Room) -> None:
    """An external room that nobody joined leaves no meeting."""
    for kind in ("room_started", "room_finished"):
        said = event(kind, atrium)
        said["room"] = {"sid": "RM_9", "name": "their test"}
        assert (await tell(nobody, said)).status == 200
    assert await room_by_livekit("their test", "RM_9") is None


async def test_transcriber_alone_made_no_meeting(nobody: Browser, database: str) -> None:
    """If only the transcriber joined, the external meeting is cancelled when the room closes."""
    theirs = await external_room("their test", "RM_9")
    said = event("room_finished", theirs)
    said["room"] = {"sid": "RM_9", "name": "their test"}
    await tell(nobody, said)
    assert (await room(theirs.id)).status == "cancelled"


async def test_arrival_after_the_end(nobody: Browser, meeting: Meeting, carol: Account) -> None:
    """An arrival after the end does not give access to the minutes."""
    place, _ = await admit(meeting.room, carol, "Carol")
    await end_room(meeting.room.id, "webhook", datetime.fromtimestamp(NOW + 60, UTC))
    left = event("participant_left", meeting.room, place, at=NOW + 91)
    left["participant"] |= {"joinedAt": str(NOW + 90), "joinedAtMs": str((NOW + 90) * 1000)}
    assert (await tell(nobody, left)).status == 200
    assert (await participant(meeting.room.id, place.id)).joined_at is None


async def test_short_stay_reported_late(nobody: Browser, meeting: Meeting, carol: Account) -> None:
    """A short stay is recorded even if the end is reported first."""
    place, _ = await admit(meeting.room, carol, "Carol")
    await end_room(meeting.room.id, "webhook", datetime.fromtimestamp(NOW + 60, UTC))
    await tell(nobody, event("participant_left", meeting.room, place, at=NOW + 61))
    assert (await participant(meeting.room.id, place.id)).joined_at is not None


async def test_room_closed_before_the_meeting_began(nobody: Browser, meeting: Meeting) -> None:
    """`room_finished` of an earlier, empty opening does not end the meeting."""
    await tell(nobody, event("room_finished", meeting.room, at=NOW - 30))
    assert (await room(meeting.room.id)).status == "live"


async def test_end_of_another_opening(nobody: Browser, atrium: Room, bobs_place: Participant) -> None:
    """`room_finished` with another room's sid does not end the meeting."""
    await tell(nobody, event("participant_joined", atrium, bobs_place))
    said = event("room_finished", atrium, at=NOW + 60)
    said["room"]["sid"] = "RM_2"
    assert (await tell(nobody, said)).status == 200
    assert (await room(atrium.id)).status == "live"
    await tell(nobody, event("room_finished", atrium, at=NOW + 60))
    assert (await room(atrium.id)).status == "ended"


@pytest.mark.parametrize("kind", ["participant_left", "participant_connection_aborted", "participant_joined"])
async def test_people_of_another_opening(
    nobody: Browser, atrium: Room, bobs_place: Participant, kind: str
) -> None:
    """Arrivals and departures with another sid are ignored."""
    await tell(nobody, event("participant_joined", atrium, bobs_place))
    before = await participants_of(atrium.id)
    said = event(kind, atrium, bobs_place, sid="PA_7" if kind == "participant_joined" else "PA_1", at=NOW + 9)
    said["room"]["sid"] = "RM_2"
    assert (await tell(nobody, said)).status == 200
    assert await participants_of(atrium.id) == before


async def test_person_of_another_meeting(
    nobody: Browser, atrium: Room, alice: Account, bobs_place: Participant
) -> None:
    """A participant of another meeting is not recorded in this one."""
    other = await create_room(alice, NewRoom(name="Other"))
    assert (await tell(nobody, event("participant_joined", other, bobs_place))).status == 200
    assert await participants_of(other.id) == []


@pytest.mark.parametrize("at", [-1, -(2**63), 0, 1, 2**62, 253402300800, 10**17])
@pytest.mark.parametrize("kind", ["participant_joined", "participant_left", "room_finished", "room_started"])
async def test_invalid_event_time(
    nobody: Browser, atrium: Room, bobs_place: Participant, kind: str, at: int
) -> None:
    """An invalid time is refused with a clear error; a future one becomes now."""
    answer = await tell(nobody, event(kind, atrium, bobs_place, at=at))
    assert answer.status == (200 if at > NOW else 400)
    begun = (await room(atrium.id)).started_at
    assert begun is None or begun <= datetime.now(UTC)


@pytest.mark.parametrize("at", [-1, 1, -(2**63), 2**62, 10**17])
async def test_invalid_join_time(nobody: Browser, atrium: Room, bobs_place: Participant, at: int) -> None:
    """The same holds for join times."""
    said = event("participant_joined", atrium, bobs_place)
    said["participant"] |= {"joinedAt": str(at), "joinedAtMs": str(at)}
    assert (await tell(nobody, said)).status == (200 if at > NOW else 400)
    begun = (await room(atrium.id)).started_at
    assert begun is None or begun <= datetime.now(UTC)


@pytest.mark.parametrize("sid", ["\0", "RM_" + "x" * 100, "a/b", "RM 1"])
async def test_invalid_sid(nobody: Browser, atrium: Room, bobs_place: Participant, sid: str) -> None:
    """An invalid sid is refused."""
    said = event("participant_joined", atrium, bobs_place)
    said["room"]["sid"] = sid
    assert (await tell(nobody, said)).status == 400
    assert (await room(atrium.id)).status == "waiting"


async def test_events_without_an_id(nobody: Browser, atrium: Room, bobs_place: Participant) -> None:
    """Events without an id are not deduplicated."""
    for kind in ("participant_joined", "participant_left"):
        await tell(nobody, {**event(kind, atrium, bobs_place, at=NOW + 1), "id": ""})
    assert [each.status for each in await participants_of(atrium.id) if each.id == bobs_place.id] == ["left"]


async def test_metric_labels_are_fixed(app: web.Application, nobody: Browser, atrium: Room) -> None:
    """An unknown kind does not create a new metric label."""
    await tell(nobody, event("room_danced", atrium))
    shown = generate_latest(app[METRICS].registry).decode()
    assert 'kind="other"' in shown
    assert "room_danced" not in shown


async def test_room_called_like_anothers_row(nobody: Browser, database: str, bobs_place: Participant) -> None:
    """A room with the stored name of an external room is a different room."""
    theirs = await external_room("their test", "RM_9")
    said = event("participant_joined", theirs, bobs_place)
    said["room"] = {"sid": "RM_10", "name": "their test/RM_9"}
    said["participant"]["identity"] = "u-7"
    assert (await tell(nobody, said)).status == 200
    assert await participants_of(theirs.id) == []
