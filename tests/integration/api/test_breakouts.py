"""Breakout rooms over REST: who opens, assigns and enters them, and who does not."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from aiohttp import web
from asyncpg import InsufficientPrivilegeError

from server.api.app_keys import LIVEKIT
from server.api.identity import GUEST_COOKIE
from server.app_keys import CHANGE_BUS
from server.errors import ParleyError
from server.live_breakouts import end_due_breakouts
from server.meeting.accounts import Account
from server.meeting.actor import MEDIA, WEB, Actor, acting_as
from server.meeting.admission_queries import removed_places
from server.meeting.db import execute, to_json
from server.meeting.entering import enter as connect
from server.meeting.lifecycle import end_room
from server.meeting.moderation import remove, set_role
from server.meeting.participants import Participant
from server.meeting.presence import record_arrival, record_departure
from server.meeting.rooms import Room, room, room_by_slug
from tests.conftest import TEN, Meeting
from tests.integration.api.browser import Answer, Browser

pytestmark = pytest.mark.usefixtures("reconciler_rests")

PATH = "/api/rooms/atrium/breakouts"
YES = {"consent": True}


async def opened(host: Browser, *people: list[Participant], **fields: object) -> list[dict[str, Any]]:
    """Open a breakout for each list of people; returns them."""
    rooms = [{"people": [str(each.id) for each in group]} for group in people]
    answer = await host.post(PATH, {"rooms": rooms, **fields})
    assert answer.status == 201, answer.json
    return [each for each in answer.json["breakouts"] if each["is_open"]]


async def join(browser: Browser, breakout: dict[str, Any]) -> Answer:
    """Ask for a seat there."""
    return await browser.post(f"/api/rooms/{breakout['slug']}/join", YES)


async def assign(host: Browser, who: Participant, breakout: dict[str, Any] | None) -> Answer:
    """Move somebody there."""
    body = {"breakout_id": breakout["id"] if breakout else None}
    return await host.put(f"/api/rooms/atrium/participants/{who.id}/breakout", body)


async def arrive(joined: Answer, breakout: dict[str, Any]) -> Room:
    """Be in the breakout, as LiveKit tells it."""
    found = await room_by_slug(breakout["slug"])
    assert found is not None
    who = joined.json["participant"]
    with acting_as(Actor(MEDIA)):
        await record_arrival(found.id, who["id"], who["name"], TEN, sid=f"PA_{who['id']}")
    return found


async def may_connect(joined: Answer, breakout: dict[str, Any]) -> bool:
    """Whether the place is admitted when it connects to LiveKit."""
    with acting_as(Actor(MEDIA)):
        try:
            await connect(f"parley-{breakout['id']}", joined.json["participant"]["id"], None)
        except ParleyError:
            return False
    return True


@pytest.fixture
async def guests(nobody: Browser, meeting: Meeting) -> Browser:
    """The browser of the guest."""
    nobody.cookies[GUEST_COOKIE] = meeting.guest_token
    return nobody


async def test_assigned_people_enter(
    alices: Browser, bobs: Browser, guests: Browser, meeting: Meeting
) -> None:
    """Somebody enters the breakout they are assigned to and no other; the host enters all."""
    first, second = await opened(alices, [meeting.bob], [meeting.gus])
    assert [(await join(bobs, each)).status for each in (first, second)] == [200, 404]
    assert [(await join(guests, each)).status for each in (first, second)] == [404, 200]
    assert [(await join(alices, each)).status for each in (first, second)] == [200, 200]


async def test_stranger_finds_nothing(alices: Browser, carols: Browser, meeting: Meeting) -> None:
    """Somebody of no meeting does not learn that a breakout exists, nor lists them."""
    (breakout,) = await opened(alices, [meeting.bob])
    assert (await join(carols, breakout)).status == 404
    assert (await carols.get(PATH)).json["breakouts"] == []


async def test_own_assignment_is_told(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """Each person sees where they are assigned, and who goes where."""
    await opened(alices, [meeting.bob], [meeting.gus])
    told = (await bobs.get(PATH)).json
    assert [each["is_mine"] for each in told["breakouts"]] == [True, False]
    by_name = {each["name"]: each["breakout_id"] for each in told["people"]}
    assert by_name == {"Alice": None, "Bob": told["breakouts"][0]["id"], "Gus": told["breakouts"][1]["id"]}


async def test_moved(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """Who is moved enters the new room, and their seat in the old one admits them no more."""
    first, second = await opened(alices, [meeting.bob], [])
    before = await join(bobs, first)
    await arrive(before, first)
    assert await may_connect(before, first)
    assert (await assign(alices, meeting.bob, second)).status == 200
    assert not await may_connect(before, first)
    assert (await join(bobs, first)).status == 403
    assert (await join(bobs, second)).status == 200


async def test_moved_person_is_disconnected(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """LiveKit is told to disconnect who is inside a breakout they no longer belong in."""
    (breakout,) = await opened(alices, [meeting.bob])
    joined = await join(bobs, breakout)
    await arrive(joined, breakout)
    place = joined.json["participant"]["id"]
    with acting_as(Actor(MEDIA)):
        assert await removed_places([place]) == set()
    await assign(alices, meeting.bob, None)
    with acting_as(Actor(MEDIA)):
        assert {str(each) for each in await removed_places([place])} == {place}


async def test_removed_is_removed_everywhere(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """Who is removed from the main meeting is out of every breakout, and cannot be assigned."""
    (breakout,) = await opened(alices, [meeting.bob])
    joined = await join(bobs, breakout)
    await arrive(joined, breakout)
    await remove(meeting.room.id, meeting.bob.id)
    assert not await may_connect(joined, breakout)
    assert (await join(bobs, breakout)).status in (403, 404)
    assert (await assign(alices, meeting.bob, breakout)).status == 404


async def test_removed_from_a_breakout(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """Who is removed from a breakout is removed from the meeting."""
    (breakout,) = await opened(alices, [meeting.bob])
    joined = await join(bobs, breakout)
    await arrive(joined, breakout)
    path = f"/api/rooms/{breakout['slug']}/participants/{joined.json['participant']['id']}"
    assert (await alices.delete(path)).status == 204
    assert (await bobs.post("/api/rooms/atrium/join", YES)).status == 403


async def test_let_in_again(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """Whom the host lets in again enters the breakout they were assigned to."""
    (breakout,) = await opened(alices, [meeting.bob])
    await remove(meeting.room.id, meeting.bob.id)
    path = f"/api/rooms/atrium/participants/{meeting.bob.id}"
    assert (await alices.patch(path, {"admitted": True})).status == 200
    await enter_again(bobs, meeting)
    assert (await join(bobs, breakout)).status == 200


async def enter_again(browser: Browser, meeting: Meeting) -> None:
    """Take the seat in the main meeting again."""
    joined = (await browser.post("/api/rooms/atrium/join", YES)).json
    with acting_as(Actor(MEDIA)):
        await record_arrival(meeting.room.id, joined["participant"]["id"], "Bob", TEN, sid="PA_again")


async def test_cohost(alices: Browser, bobs: Browser, guests: Browser, meeting: Meeting) -> None:
    """A co-host opens breakouts, assigns, enters all of them, and calls everybody back."""
    await set_role(meeting.room.id, meeting.bob.id, "cohost")
    first, second = await opened(bobs, [meeting.gus], [])
    assert (await assign(bobs, meeting.gus, second)).status == 200
    assert [(await join(bobs, each)).status for each in (first, second)] == [200, 200]
    assert (await join(guests, second)).status == 200
    assert (await bobs.put(f"{PATH}/closing", {"in_s": 0})).status == 200
    assert (await room((await known(second)).id)).status == "cancelled"


async def known(breakout: dict[str, Any]) -> Room:
    """Its row."""
    found = await room_by_slug(breakout["slug"])
    assert found is not None
    return found


async def test_cohost_made_later(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """Somebody made a co-host enters the breakouts there are; who is one no more does not."""
    (breakout,) = await opened(alices, [meeting.gus])
    await set_role(meeting.room.id, meeting.bob.id, "cohost")
    assert (await join(bobs, breakout)).status == 200
    await set_role(meeting.room.id, meeting.bob.id, "participant")
    assert (await join(bobs, breakout)).status == 403


@pytest.mark.parametrize("act", ["open", "close", "assign"])
async def test_participants_lead_nothing(act: str, alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """A participant neither opens breakouts, nor times them, nor assigns anybody."""
    if act == "open":
        assert (await bobs.post(PATH, {"rooms": [{}]})).status in (403, 409)
        assert (await alices.get(PATH)).json["breakouts"] == []
        return
    (breakout,) = await opened(alices, [])
    if act == "close":
        assert (await bobs.put(f"{PATH}/closing", {"in_s": 0})).status in (403, 404)
        assert (await known(breakout)).is_open
    else:
        assert (await assign(bobs, meeting.bob, breakout)).status == 403
        assert (await join(bobs, breakout)).status == 404


async def test_choice(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """Where the host lets people choose, somebody goes to a room, to another one, and back."""
    first, second = await opened(alices, [], [], by="choice")
    assert (await join(bobs, first)).status == 404
    for each in (first, second):
        assert (await bobs.put(f"{PATH}/choice", {"breakout_id": each["id"]})).status == 200
        assert (await join(bobs, each)).status == 200
    assert (await join(bobs, first)).status == 403
    assert (await bobs.put(f"{PATH}/choice", {"breakout_id": None})).status == 200
    assert (await join(bobs, second)).status == 403


async def test_no_choice(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """Where the host assigns, nobody chooses."""
    (breakout,) = await opened(alices, [])
    assert (await bobs.put(f"{PATH}/choice", {"breakout_id": breakout["id"]})).status == 403


async def test_chance(alices: Browser, meeting: Meeting) -> None:
    """Chance deals everybody but the host to the rooms evenly, and leaves who is named where they are."""
    answer = await alices.post(
        PATH, {"rooms": [{"people": [str(meeting.bob.id)]}, {}], "by": "chance", "minutes": 5}
    )
    people = {each["name"]: each["breakout_id"] for each in answer.json["people"]}
    rooms = [each["id"] for each in answer.json["breakouts"]]
    assert people["Bob"] == rooms[0]
    assert people["Gus"] in rooms
    assert people["Alice"] is None
    assert all(each["closes_at"] for each in answer.json["breakouts"])


async def test_called_back(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """Called back, the breakouts end, each with minutes of its own, and nobody enters them."""
    (breakout,) = await opened(alices, [meeting.bob])
    await arrive(await join(bobs, breakout), breakout)
    told = await alices.put(f"{PATH}/closing", {"in_s": 0})
    assert [each["is_open"] for each in told.json["breakouts"]] == [False]
    assert (await known(breakout)).status == "ended"
    assert (await join(bobs, breakout)).status == 409
    assert (await bobs.get(f"/api/rooms/{breakout['slug']}/minutes")).json["state"] == "queued"
    assert (await alices.get("/api/rooms/atrium")).json["status"] == "live"


async def test_time_is_up(app: web.Application, alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """When the time is up nobody enters, and the next round ends the breakout; another time goes before."""
    (breakout,) = await opened(alices, [meeting.bob], minutes=1)
    await arrive(await join(bobs, breakout), breakout)
    await alices.put(f"{PATH}/closing", {"in_s": None})
    await end_due(app)
    assert (await known(breakout)).is_open
    await execute("UPDATE breakouts SET closes_at = now() - interval '1 second'")
    assert (await join(bobs, breakout)).status == 403
    await end_due(app)
    assert (await known(breakout)).status == "ended"


async def end_due(app: web.Application) -> None:
    """Run that part of the reconciler's round."""
    with acting_as(Actor(MEDIA)):
        await end_due_breakouts(app[LIVEKIT], app[CHANGE_BUS])


async def test_ends_with_the_meeting(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """When the host ends the main meeting, its breakouts are over with the answer, with minutes."""
    breakout, empty = await opened(alices, [meeting.bob], [])
    await arrive(await join(bobs, breakout), breakout)
    assert (await alices.post("/api/rooms/atrium/end")).status == 204
    assert [(await known(each)).status for each in (breakout, empty)] == ["ended", "cancelled"]
    assert (await bobs.get(f"/api/rooms/{breakout['slug']}/minutes")).json["state"] == "queued"
    assert (await alices.post(PATH, {"rooms": [{}]})).status == 409
    assert (await assign(alices, meeting.bob, breakout)).status in (404, 409)


async def test_empty_main_room_goes_on(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """While people are in breakouts the empty main room does not end the meeting; without anybody it does."""
    (breakout,) = await opened(alices, [meeting.bob])
    joined = await join(bobs, breakout)
    inside = await arrive(joined, breakout)
    with acting_as(Actor(MEDIA)):
        for who in (meeting.alice, meeting.bob, meeting.gus):
            await record_departure(meeting.room.id, who.identity, TEN + timedelta(hours=1))
        assert not await end_room(meeting.room.id, "webhook")
        assert not await end_room(inside.id, "sweeper")
        await record_departure(inside.id, joined.json["participant"]["id"], TEN + timedelta(hours=1))
        assert not await end_room(inside.id, "sweeper")
        assert await end_room(meeting.room.id, "sweeper")


async def test_two_hosts_at_once(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """Only one of two hosts opens breakouts; the other is told that they are open."""
    await set_role(meeting.room.id, meeting.bob.id, "cohost")
    await opened(alices, [], [])
    refused = await bobs.post(PATH, {"rooms": [{}]})
    assert (refused.status, len((await bobs.get(PATH)).json["breakouts"])) == (409, 2)


async def test_seats_are_kept(alices: Browser, bobs: Browser, carols: Browser, meeting: Meeting) -> None:
    """A full meeting stays full while people are in breakouts, and who comes back has their seat."""
    await alices.patch("/api/rooms/atrium", {"max_participants": 3})
    (breakout,) = await opened(alices, [meeting.bob])
    await arrive(await join(bobs, breakout), breakout)
    with acting_as(Actor(MEDIA)):
        await record_departure(meeting.room.id, meeting.bob.identity, TEN + timedelta(hours=1))
    refused = await carols.post("/api/rooms/atrium/join", YES)
    assert (refused.status, refused.json["type"].rpartition(":")[2]) == (409, "room-full")
    assert (await bobs.post("/api/rooms/atrium/join", YES)).status == 200


async def test_handed_over(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """A new host is the host of the breakouts, too; who was the host enters them as a co-host."""
    (breakout,) = await opened(alices, [])
    assert (await join(alices, breakout)).status == 200
    path = f"/api/rooms/atrium/participants/{meeting.bob.id}"
    assert (await alices.patch(path, {"role": "host"})).status == 200
    assert (await join(bobs, breakout)).json["participant"]["role"] == "host"
    assert (await join(alices, breakout)).json["participant"]["role"] == "cohost"


async def test_no_link(alices: Browser, meeting: Meeting) -> None:
    """The host is not offered to choose the link of a breakout, which has none."""
    (breakout,) = await opened(alices, [])
    assert (await join(alices, breakout)).status == 200
    for slug, offered in (("atrium", True), (breakout["slug"], False)):
        seen = (await alices.get(f"/api/rooms/{slug}")).json["viewer"]
        assert (seen["role"], seen["may_choose_link"]) == ("host", offered)


BAD: dict[str, dict[str, object]] = {
    "no rooms": {"rooms": []},
    "too many rooms": {"rooms": [{}] * 500},
    "negative time": {"rooms": [{}], "minutes": -5},
    "no time": {"rooms": [{}], "minutes": 0},
    "long label": {"rooms": [{"label": "x" * 61}]},
    "empty label": {"rooms": [{"label": " "}]},
    "no way": {"rooms": [{}], "by": "magic"},
}


@pytest.mark.parametrize("case", BAD)
async def test_bad_input(case: str, alices: Browser, meeting: Meeting) -> None:
    """What cannot be opened is refused, and nothing is opened."""
    assert (await alices.post(PATH, BAD[case])).status == 422
    assert (await alices.get(PATH)).json["breakouts"] == []


async def test_assigned_twice(alices: Browser, meeting: Meeting) -> None:
    """Nobody is in two rooms, nor twice in one."""
    who = {"people": [str(meeting.bob.id)]}
    assert (await alices.post(PATH, {"rooms": [who, who]})).status == 422
    assert (await alices.post(PATH, {"rooms": [{"people": who["people"] * 2}]})).status == 422


async def test_unknown_people(alices: Browser, meeting: Meeting, carol: Account) -> None:
    """Who is not in the meeting is not assigned, and no room is opened for them."""
    for stranger in (carol.id, meeting.room.id):
        answer = await alices.post(PATH, {"rooms": [{"people": [str(stranger)]}]})
        assert answer.status == 404
    assert (await alices.get(PATH)).json["breakouts"] == []


async def test_host_is_not_assigned(alices: Browser, meeting: Meeting) -> None:
    """Host and co-hosts go everywhere, so they are assigned nowhere."""
    (breakout,) = await opened(alices, [])
    assert (await assign(alices, meeting.alice, breakout)).status == 409


async def test_breakout_of_another_meeting(alices: Browser, carols: Browser, meeting: Meeting) -> None:
    """A breakout of another meeting is unknown, and so is its list to who is not in that meeting."""
    other = (await carols.post("/api/rooms", {"name": "Harbour"})).json
    found = await room_by_slug(other["slug"])
    assert found is not None
    (breakout,) = await opened(alices, [])
    for stray in (other, {"id": str(meeting.room.id)}):
        assert (await assign(alices, meeting.bob, stray)).status == 404
    assert (await carols.get(f"/api/rooms/{breakout['slug']}/breakouts")).status == 404


async def test_no_breakouts_of_breakouts(alices: Browser, meeting: Meeting) -> None:
    """A breakout has none of its own."""
    (breakout,) = await opened(alices, [])
    answer = await alices.post(f"/api/rooms/{breakout['slug']}/breakouts", {"rooms": [{}]})
    assert answer.status == 409


async def test_not_listed_as_a_meeting(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """The lists of meetings have the main one alone."""
    await opened(alices, [meeting.bob])
    for browser in (alices, bobs):
        assert [each["slug"] for each in (await browser.get("/api/rooms")).json["live"]] == ["atrium"]
        assert (await browser.get("/api/rooms")).json["coming"] == []


async def test_doors_of_the_meeting(alices: Browser, meeting: Meeting) -> None:
    """A breakout has the meeting's privacy and switches, and no door but the assignment."""
    await alices.put("/api/rooms/atrium/switches", {"allow_chat": False, "locked": True, "lobby": "all"})
    (breakout,) = await opened(alices, [])
    settings = (await known(breakout)).settings
    assert (settings.allow_chat, settings.recording) == (False, "host")
    assert (settings.access, settings.locked, settings.lobby) == ("invited", False, "off")


DOORS: dict[str, object] = {
    "access": "link",
    "guests": False,
    "lobby": "all",
    "locked": True,
    "wait_for_host": True,
    "max_minutes": 5,
}


@pytest.mark.parametrize("door", DOORS)
async def test_no_doors_of_a_breakout(door: str, alices: Browser, meeting: Meeting) -> None:
    """Doors are set in the main room: a breakout's are refused by the API, and by the rows to the host."""
    (breakout,) = await opened(alices, [])
    before, path = (await known(breakout)).settings, f"/api/rooms/{breakout['slug']}"
    if door in ("lobby", "locked"):
        assert (await alices.put(f"{path}/switches", {door: DOORS[door]})).status == 409
    refused = await alices.patch(path, {"settings": {door: DOORS[door]}})
    assert (refused.status, "main room" in refused.json["detail"]) == (409, True)
    with (
        acting_as(Actor(WEB, user_id=meeting.alice.user_id)),
        pytest.raises(InsufficientPrivilegeError),
    ):
        await execute(
            "UPDATE rooms SET settings = settings || $2 WHERE id = $1",
            UUID(breakout["id"]),
            to_json({door: DOORS[door]}),
        )
    assert (await known(breakout)).settings == before
