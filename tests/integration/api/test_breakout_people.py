"""What a host does to people in breakout rooms is true of the meeting, and its door is watched from there."""

from typing import Any
from uuid import UUID

import pytest
from aiohttp import web
from asyncpg import InsufficientPrivilegeError

from server.api.app_keys import LIVEKIT
from server.meeting.actor import MEDIA, WEB, Actor, acting_as
from server.meeting.db import execute, fetch_one
from server.meeting.lifecycle import end_room
from server.meeting.moderation import remove, set_role
from server.meeting.participants import participant
from server.meeting.presence import record_departure
from server.meeting.rooms import room, room_by_slug, update_room
from server.meeting.transcripts import finish_segment, open_segment, open_transcript
from tests.conftest import TEN, Meeting
from tests.integration.api.browser import Answer, Browser
from tests.integration.api.live import joining, until
from tests.integration.api.test_breakouts import YES, arrive, assign, guests, join, opened
from tests.integration.api.test_moderation import cannot_publish, microphone
from tests.integration.jobs.conftest import as_owner

__all__ = ["guests"]

pytestmark = pytest.mark.usefixtures("reconciler_rests")
MAIN = "/api/rooms/atrium"


async def inside(browser: Browser, breakout: dict[str, Any]) -> str:
    """Be in the breakout; returns the path of the place there."""
    joined = await join(browser, breakout)
    await arrive(joined, breakout)
    return f"/api/rooms/{breakout['slug']}/participants/{joined.json['participant']['id']}"


def at_the_door(listed: Answer) -> list[tuple[str, str]]:
    """Who waits or was removed, in an answer."""
    people = listed.json["participants"]
    return [(each["name"], each["status"]) for each in people if each["status"] in ("waiting", "removed")]


async def test_a_cohost_in_a_breakout_sees_the_door(
    bobs: Browser, alices: Browser, nobody: Browser, meeting: Meeting
) -> None:
    """Who leads the meeting from a breakout is told who waits at its door, and of nobody inside."""
    await set_role(meeting.room.id, meeting.bob.id, "cohost")
    (breakout,) = await opened(alices, [meeting.gus])
    await inside(bobs, breakout)
    with acting_as(Actor(MEDIA)):
        await record_departure(meeting.room.id, meeting.bob.identity, TEN)
    await update_room(meeting.room.id, settings={"lobby": "all"})
    assert (await nobody.post(f"{MAIN}/join", {**YES, "name": "Gina"})).status == 403
    listed = await bobs.get(f"{MAIN}/participants")
    assert [(each["name"], each["status"]) for each in listed.json["participants"]] == [("Gina", "waiting")]
    path = f"{MAIN}/participants/{listed.json['participants'][0]['id']}"
    assert (await bobs.patch(path, {"admitted": True})).status == 200
    assert (await nobody.post(f"{MAIN}/join", YES)).status == 200


async def test_let_in_again_from_a_breakout(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """Who was removed in a breakout is let into the meeting again by that place, too; its door lists them."""
    (breakout,) = await opened(alices, [meeting.bob])
    place = await inside(bobs, breakout)
    assert (await alices.delete(place)).status == 204
    assert at_the_door(await alices.get(f"{MAIN}/participants")) == [("Bob", "removed")]
    assert (await bobs.post(f"{MAIN}/join", YES)).status == 403
    assert (await alices.patch(place, {"admitted": True})).status == 200
    assert at_the_door(await alices.get(f"{MAIN}/participants")) == []
    assert (await bobs.post(f"{MAIN}/join", YES)).status == 200


async def test_cohost_made_in_a_breakout(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """Who is made a co-host in a breakout is one in the meeting and in every breakout, until it is taken."""
    here, there = await opened(alices, [meeting.bob], [])
    place = await inside(bobs, here)
    assert (await alices.patch(place, {"role": "cohost"})).json["role"] == "cohost"
    assert (await participant(meeting.room.id, meeting.bob.id)).role == "cohost"
    assert (await bobs.put(f"{MAIN}/switches", {"allow_chat": False})).status == 200
    assert (await join(bobs, there)).json["participant"]["role"] == "cohost"
    assert (await alices.patch(place, {"role": "participant"})).json["role"] == "participant"
    assert (await participant(meeting.room.id, meeting.bob.id)).role == "participant"
    assert (await bobs.put(f"{MAIN}/switches", {"allow_chat": True})).status in (403, 409)


async def test_handed_over_in_a_breakout(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """Who is made the host in a breakout has the meeting and all its breakouts."""
    here, there = await opened(alices, [meeting.bob], [])
    place = await inside(bobs, here)
    await inside(alices, here)
    assert (await alices.patch(place, {"role": "host"})).json["role"] == "host"
    hosts = {(await room(each)).host_id for each in (meeting.room.id, here["id"], there["id"])}
    assert hosts == {meeting.bob.user_id}
    assert (await participant(meeting.room.id, meeting.alice.id)).role == "cohost"
    assert (await alices.patch(place, {"role": "participant"})).status == 403


async def test_no_host_of_a_breakout_alone(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """Rows refuse to give roles by a place in a breakout."""
    (breakout,) = await opened(alices, [meeting.bob])
    place = UUID((await inside(bobs, breakout)).rpartition("/")[2])
    await refused(meeting, "UPDATE participants SET role = 'cohost' WHERE id = $1", place)
    with acting_as(Actor(WEB, user_id=meeting.alice.user_id)):
        row = await fetch_one("SELECT hand_over($1) AS done", place)
    assert row is not None
    assert row["done"] is False


@pytest.mark.parametrize("by", ["breakout", "main"])
async def test_removed_wherever_they_are(
    app: web.Application,
    alices: Browser,
    bobs: Browser,
    meeting: Meeting,
    monkeypatch: pytest.MonkeyPatch,
    by: str,
) -> None:
    """LiveKit disconnects who is removed from the main room and from the breakout they are in, at once."""
    (breakout,) = await opened(alices, [meeting.bob])
    place = await inside(bobs, breakout)
    gone: set[tuple[str, str]] = set()

    async def disconnect(room: str, identity: str) -> None:
        gone.add((room, identity))

    monkeypatch.setattr(app[LIVEKIT], "remove", disconnect)
    path = place if by == "breakout" else f"{MAIN}/participants/{meeting.bob.id}"
    assert (await alices.delete(path)).status == 204
    assert gone == {
        (meeting.room.livekit_name, str(meeting.bob.id)),
        (f"parley-{breakout['id']}", place.rpartition("/")[2]),
    }


async def test_rows_remove_nobody_by_a_breakout(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """Rows refuse to remove or block by a place in a breakout, and to let in by it."""
    (breakout,) = await opened(alices, [meeting.bob])
    place = UUID((await inside(bobs, breakout)).rpartition("/")[2])
    await refused(meeting, "UPDATE participants SET status = 'removed' WHERE id = $1", place)
    await refused(meeting, "UPDATE participants SET is_blocked = true WHERE id = $1", place)
    await remove(meeting.room.id, meeting.bob.id)
    await refused(meeting, "UPDATE participants SET status = 'left' WHERE id = $1", place)


async def refused(meeting: Meeting, sql: str, place: UUID) -> None:
    """Check that rows refuse it, even to the host."""
    with (
        acting_as(Actor(WEB, user_id=meeting.alice.user_id)),
        pytest.raises(InsufficientPrivilegeError),
    ):
        await execute(sql, place)


@pytest.mark.parametrize("by", ["breakout", "main"])
async def test_silenced_wherever_they_are(alices: Browser, bobs: Browser, meeting: Meeting, by: str) -> None:
    """LiveKit takes the microphone of who is silenced in the breakout, by the place there or the main one."""
    (breakout,) = await opened(alices, [meeting.bob])
    async with joining(bobs, breakout["slug"]) as (client, joined):
        there = joined["participant"]["id"]
        await until(lambda: is_inside(there))
        slug, place = (breakout["slug"], there) if by == "breakout" else ("atrium", meeting.bob.id)
        path = f"/api/rooms/{slug}/participants/{place}"
        assert (await alices.patch(path, {"may_speak": False})).json["may_speak"] is False
        await cannot_publish(client)
        assert not (await participant(meeting.room.id, meeting.bob.id)).may_speak
        assert (await alices.patch(path, {"may_speak": True})).json["may_speak"] is True
        await microphone(client)


async def test_muted_by_the_main_place(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """Who is muted by their place in the main room is muted in the breakout they are in."""
    (breakout,) = await opened(alices, [meeting.bob])
    async with joining(bobs, breakout["slug"]) as (client, joined):
        there = joined["participant"]["id"]
        await until(lambda: is_inside(there))
        await microphone(client)
        path = f"{MAIN}/participants/{meeting.bob.id}"
        assert (await alices.patch(path, {"muted": True})).status == 200
        await until(lambda: muted(alices, breakout, there))


async def is_inside(place: str) -> bool:
    """Whether the server knows that they are in the room."""
    return await as_owner("SELECT status FROM participants WHERE id = $1", UUID(place)) == "joined"


async def muted(host: Browser, breakout: dict[str, Any], place: str) -> bool:
    """Whether LiveKit says that the microphone is off."""
    listed = (await host.get(f"/api/rooms/{breakout['slug']}/participants")).json["participants"]
    return any(each["id"] == place and each["is_muted"] for each in listed)


async def test_renamed_in_a_breakout(alices: Browser, guests: Browser, meeting: Meeting) -> None:
    """A name that a host gives in a breakout is theirs in the main room and in each breakout, also later."""
    here, there = await opened(alices, [meeting.gus], [])
    place = await inside(guests, here)
    assert (await alices.patch(place, {"name": "August"})).json["name"] == "August"
    assert (await participant(meeting.room.id, meeting.gus.id)).display_name == "August"
    await assign(alices, meeting.gus, there)
    named = {**YES, "name": "Gus"}
    for slug in (there["slug"], "atrium"):
        joined = await guests.post(f"/api/rooms/{slug}/join", named)
        assert joined.json["participant"]["name"] == "August"


async def test_rows_change_nobody_by_a_breakout(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """Rows refuse a name, a silence and an invitation by a place in a breakout; one's own name is theirs."""
    (breakout,) = await opened(alices, [meeting.bob])
    place = UUID((await inside(bobs, breakout)).rpartition("/")[2])
    await refused(meeting, "UPDATE participants SET display_name = 'Robert' WHERE id = $1", place)
    await refused(meeting, "UPDATE participants SET is_renamed = true WHERE id = $1", place)
    await refused(meeting, "UPDATE participants SET may_speak = false WHERE id = $1", place)
    await refused(meeting, "UPDATE participants SET can_share_screen = false WHERE id = $1", place)
    await refused(meeting, "UPDATE participants SET is_invited = false WHERE id = $1", place)
    with acting_as(Actor(WEB, user_id=meeting.bob.user_id)):
        assert await execute("UPDATE participants SET display_name = 'Rob' WHERE id = $1", place)


async def test_guests_hand_in_a_breakout(alices: Browser, guests: Browser, meeting: Meeting) -> None:
    """A guest in a breakout raises and lowers their own hand there."""
    (breakout,) = await opened(alices, [meeting.gus])
    async with joining(guests, breakout["slug"]) as (_, joined):
        there = joined["participant"]["id"]
        await until(lambda: is_inside(there))
        for up in (True, False):
            answer = await guests.patch(f"/api/rooms/{breakout['slug']}/participants/{there}", {"hand": up})
            assert answer.status == 200


async def test_speakers_of_a_breakout_are_named(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """The host names a speaker in a breakout's transcript when the meeting is over, and not before."""
    (breakout,) = await opened(alices, [meeting.bob])
    place = UUID((await inside(bobs, breakout)).rpartition("/")[2])
    where = await room_by_slug(breakout["slug"])
    assert where is not None
    transcript = await open_transcript(where.id, "en", "vosk")
    begun = await open_segment(
        transcript.id, participant_id=place, speaker="Bob", language="en", engine="vosk", start_ms=0
    )
    said = await finish_segment(begun.id, "Hello.", [], 0.9, 2000)
    path = f"/api/rooms/{breakout['slug']}/segments/{said.id}/speaker"
    named = {"revision": said.revision, "name": "Robert"}
    early = await alices.patch(path, named)
    assert (early.status, early.json["detail"]) == (
        403,
        "While the meeting goes on, rename them among its people.",
    )
    await end_room(meeting.room.id, "host")
    await end_room(where.id, "host")
    assert (await alices.patch(path, named)).status == 200
