"""What holds in all rooms of a meeting: off the record, switches, and consent to be recorded."""

from typing import Any

import pytest

from server.meeting.db import fetch
from server.meeting.moderation import set_role
from server.meeting.off_record import off_record_now
from server.meeting.recording_consents import consents_of
from tests.conftest import Meeting
from tests.integration.api.browser import Browser
from tests.integration.api.test_breakouts import arrive, assign, guests, join, known, opened

pytestmark = pytest.mark.usefixtures("reconciler_rests")

__all__ = ["guests"]


async def go_off(browser: Browser, slug: str, scope: str = "me", *, off: bool = True) -> None:
    """Go off the record in a room, or back on it."""
    answer = await browser.put(f"/api/rooms/{slug}/off-record", {"scope": scope, "off": off})
    assert answer.status == 200, answer.json


async def off_in(slug: str) -> list[str]:
    """Who is off the record there."""
    people = (await off_record_now((await known({"slug": slug})).id)).people
    rows = await fetch("SELECT display_name FROM participants WHERE identity = ANY($1::text[])", list(people))
    return sorted(row["display_name"] for row in rows)


async def test_taken_along(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """Who is off the record when they are sent to a breakout is so there, before they arrive."""
    await go_off(bobs, "atrium")
    first, _ = await opened(alices, [meeting.bob], [meeting.gus])
    assert await off_in(first["slug"]) == ["Bob"]


async def test_everybodys_is_taken_along(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """While everybody is off the record, so is who is sent to a breakout, each time and until they resume."""
    await go_off(alices, "atrium", "everybody")
    first, second = await opened(alices, [meeting.bob], [])
    assert await off_in(first["slug"]) == ["Bob"]
    await arrive(await join(bobs, first), first)
    await go_off(bobs, first["slug"], off=False)
    assert await off_in(first["slug"]) == []
    await assign(alices, meeting.bob, second)
    assert await off_in(second["slug"]) == ["Bob"]


@pytest.mark.parametrize("who", ["bob", "gus"])
async def test_said_in_a_breakout(
    who: str, alices: Browser, bobs: Browser, guests: Browser, meeting: Meeting
) -> None:
    """Off the record said in a breakout holds in the main room, and back on it in both, for guests, too."""
    browser, place = {"bob": (bobs, meeting.bob), "gus": (guests, meeting.gus)}[who]
    (breakout,) = await opened(alices, [place])
    await arrive(await join(browser, breakout), breakout)
    for off, expected in ((True, [place.display_name]), (False, [])):
        await go_off(browser, breakout["slug"], off=off)
        assert [await off_in(slug) for slug in ("atrium", breakout["slug"])] == [expected, expected]


async def test_of_who_goes_everywhere(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """A co-host who says so in the main room is off the record in every breakout they may enter."""
    await set_role(meeting.room.id, meeting.bob.id, "cohost")
    first, second = await opened(alices, [], [])
    await go_off(bobs, "atrium")
    assert [await off_in(each["slug"]) for each in (first, second)] == [["Bob"], ["Bob"]]


async def test_resumed_before_anybody_was_there(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """A breakout that nobody entered keeps no trace of who was off the record meanwhile."""
    (breakout,) = await opened(alices, [meeting.bob])
    await go_off(bobs, "atrium")
    await go_off(bobs, "atrium", off=False)
    gaps = await fetch("SELECT FROM transcript_gaps WHERE room_id = $1::uuid", breakout["id"])
    assert gaps == []


async def test_others_stay_on(alices: Browser, bobs: Browser, guests: Browser, meeting: Meeting) -> None:
    """One person's word concerns nobody else in either room."""
    (breakout,) = await opened(alices, [meeting.bob, meeting.gus])
    await arrive(await join(bobs, breakout), breakout)
    await go_off(bobs, breakout["slug"])
    await arrive(await join(guests, breakout), breakout)
    assert [await off_in(slug) for slug in ("atrium", breakout["slug"])] == [["Bob"], ["Bob"]]


SWITCHES = ("allow_chat", "allow_share", "allow_reactions", "allow_unmute", "allow_guest_microphones")


async def turned_off(breakout: dict[str, Any]) -> list[str]:
    """The switches that are off there."""
    settings = (await known(breakout)).settings
    return [each for each in SWITCHES if not getattr(settings, each)]


@pytest.mark.parametrize("who", ["alice", "bob"])
async def test_switches_reach_breakouts(who: str, alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """Switches that host or co-host turn in the main room are turned in every open breakout, on and off."""
    await set_role(meeting.room.id, meeting.bob.id, "cohost")
    leader = {"alice": alices, "bob": bobs}[who]
    rooms = await opened(alices, [meeting.gus], [])
    for on in (False, True):
        answer = await leader.put("/api/rooms/atrium/switches", dict.fromkeys(SWITCHES, on))
        assert answer.status == 200, answer.json
        assert [await turned_off(each) for each in rooms] == [[] if on else list(SWITCHES)] * 2


async def test_settings_reach_breakouts(alices: Browser, meeting: Meeting) -> None:
    """So do those chosen under the meeting's settings; the doors of a breakout stay as they are."""
    (breakout,) = await opened(alices, [])
    await alices.patch("/api/rooms/atrium", {"settings": {"allow_chat": False, "access": "members"}})
    settings = (await known(breakout)).settings
    assert (settings.allow_chat, settings.access) == (False, "invited")


async def test_chat_is_refused_there(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """Where the chat was turned off from the main room, nobody writes in the breakout."""
    (breakout,) = await opened(alices, [meeting.bob])
    await arrive(await join(bobs, breakout), breakout)
    await alices.put("/api/rooms/atrium/switches", {"allow_chat": False})
    assert (await bobs.post(f"/api/rooms/{breakout['slug']}/messages", {"text": "hello"})).status == 403


async def test_a_breakouts_switch_is_its_own(alices: Browser, meeting: Meeting) -> None:
    """A switch turned in a breakout changes neither the main room nor the other breakouts."""
    first, second = await opened(alices, [], [])
    assert (await alices.put(f"/api/rooms/{first['slug']}/switches", {"allow_chat": False})).status == 200
    assert [await turned_off(each) for each in (first, second, {"slug": "atrium"})] == [
        ["allow_chat"],
        [],
        [],
    ]


async def agree(browser: Browser, slug: str = "atrium", *, agreed: bool) -> None:
    """Say whether one agrees to be recorded."""
    answer = await browser.put(f"/api/rooms/{slug}/recording/consent", {"agreed": agreed})
    assert answer.status == 200, answer.json


async def consents_in(slug: str) -> list[bool]:
    """What people said there."""
    return list((await consents_of((await known({"slug": slug})).id)).values())


@pytest.mark.parametrize("agreed", [True, False])
async def test_consent_is_brought(agreed: bool, alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """What somebody said in the meeting holds in the breakout they are sent to."""
    await agree(bobs, agreed=agreed)
    (breakout,) = await opened(alices, [meeting.bob])
    assert await consents_in(breakout["slug"]) == [agreed]


async def test_refused_later(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """A refusal in the main room overrules what was agreed in a breakout; an agreement no refusal."""
    (breakout,) = await opened(alices, [meeting.bob])
    await agree(bobs, agreed=True)
    assert await consents_in(breakout["slug"]) == [True]
    await agree(bobs, agreed=False)
    assert await consents_in(breakout["slug"]) == [False]
    await agree(bobs, agreed=True)
    assert await consents_in(breakout["slug"]) == [False]


async def test_said_there_stays_there(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """What somebody says in a breakout is of that breakout alone."""
    await agree(bobs, agreed=True)
    (breakout,) = await opened(alices, [meeting.bob])
    await arrive(await join(bobs, breakout), breakout)
    await agree(bobs, breakout["slug"], agreed=False)
    assert await consents_in("atrium") == [True]
