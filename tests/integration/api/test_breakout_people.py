"""What a host does to people in breakout rooms is true of the meeting, and its door is watched from there."""

from typing import Any

import pytest

from server.meeting.actor import MEDIA, Actor, acting_as
from server.meeting.moderation import set_role
from server.meeting.presence import record_departure
from server.meeting.rooms import update_room
from tests.conftest import TEN, Meeting
from tests.integration.api.browser import Answer, Browser
from tests.integration.api.test_breakouts import YES, arrive, join, opened

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
