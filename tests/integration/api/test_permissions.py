"""The permission table in LiveKit and in running rooms: what a role may not do is refused."""

import asyncio
from contextlib import suppress

import pytest
from aiohttp import web
from livekit import rtc

from server.api.app_keys import LIVEKIT
from server.errors import LiveKitUnavailable
from server.meeting.accounts import Account
from server.meeting.moderation import set_role
from server.meeting.participants import participant
from server.meeting.permissions import Right, Role, When, when
from server.meeting.rooms import Room, room
from tests.conftest import Meeting
from tests.integration.api.browser import Browser
from tests.integration.api.live import joining, until
from tests.integration.api.test_moderation import cannot_publish, microphone

ROOM = "/api/rooms/atrium"


@pytest.mark.first_lock
async def test_chat_turned_off(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """A switch binds participants, and not who turned it."""
    assert (await alices.put(f"{ROOM}/switches", {"allow_chat": False})).json["allow_chat"] is False
    refused = await bobs.post(f"{ROOM}/messages", {"text": "hello"})
    assert (refused.status, refused.json["detail"]) == (403, "The host has turned this off.")
    assert (await alices.post(f"{ROOM}/messages", {"text": "hello"})).status == 201


async def test_cohost_turns_switches_alone(bobs: Browser, meeting: Meeting) -> None:
    """A co-host turns the switches, and changes neither name nor access."""
    await set_role(meeting.room.id, meeting.bob.id, "cohost")
    assert (await bobs.put(f"{ROOM}/switches", {"allow_share": False, "locked": True})).status == 200
    assert (await bobs.patch(ROOM, {"name": "Mine"})).status == 403
    found = (await room(meeting.room.id)).settings
    assert (found.allow_share, found.locked, found.access) == (False, True, "link")


async def test_rights_shown(bobs: Browser, meeting: Meeting) -> None:
    """The room tells what one may do now, and on whom."""
    before = (await bobs.get(ROOM)).json["viewer"]["rights"]
    await set_role(meeting.room.id, meeting.bob.id, "cohost")
    after = (await bobs.get(ROOM)).json["viewer"]["rights"]
    assert ("mute_others" in before["may"], "mute_others" in after["may"]) == (False, True)
    assert after["over"]["mute_others"] == ["cohost", "participant", "guest"]


async def test_publishing(alices: Browser, bobs: Browser, atrium: Room) -> None:
    """LiveKit takes what the role may publish, at once after a switch, and again when it is turned back."""
    async with joining(alices, atrium.slug), joining(bobs, atrium.slug) as (client, _):
        await until(lambda: _is_inside(bobs))
        assert (await alices.put(f"{ROOM}/switches", {"allow_unmute": False})).status == 200
        await cannot_publish(client)
        assert (await alices.put(f"{ROOM}/switches", {"allow_unmute": True})).status == 200
        await microphone(client)


async def _knows(client: rtc.Room, identity: str) -> bool:
    return identity in client.remote_participants


async def _is_inside(browser: Browser) -> bool:
    return (await browser.get(f"{ROOM}/participants")).status == 200


@pytest.mark.parametrize("role", ["host", "participant"])
async def test_data_and_metadata(role: Role, alices: Browser, bobs: Browser, atrium: Room) -> None:
    """Nobody sends data past the server, nor says in their own attributes who they are."""
    assert when(role, Right.SEND_DATA) is When.NO
    sender, other = (alices, bobs) if role == "host" else (bobs, alices)
    async with joining(other, atrium.slug) as (seen, _), joining(sender, atrium.slug) as (client, me):
        heard: list[object] = []
        seen.on("data_received", heard.append)
        await client.local_participant.publish_data(b"{}", topic="parley.chat")
        with suppress(Exception):  # what LiveKit answers is not the law; what others see is
            await asyncio.wait_for(client.local_participant.set_attributes({"parley.role": "host!"}), 5)
        await until(lambda: _knows(seen, me["participant"]["id"]))
        known = seen.remote_participants[me["participant"]["id"]]
        assert (known.attributes["parley.role"], heard) == (role, [])


async def test_promotion_in_the_running_room(alices: Browser, bobs: Browser, atrium: Room) -> None:
    """A new co-host has the grants at once, though the switches bind participants."""
    async with joining(alices, atrium.slug), joining(bobs, atrium.slug) as (client, bob):
        await until(lambda: _is_inside(bobs))
        await alices.put(f"{ROOM}/switches", {"allow_unmute": False})
        await cannot_publish(client)
        path = f"{ROOM}/participants/{bob['participant']['id']}"
        assert (await alices.patch(path, {"role": "cohost"})).json["role"] == "cohost"
        await microphone(client)


async def test_handing_over(alices: Browser, bobs: Browser, meeting: Meeting, bob: Account) -> None:
    """The room has a new host, and who handed it over is a co-host."""
    answer = await alices.patch(f"{ROOM}/participants/{meeting.bob.id}", {"role": "host"})
    assert (answer.status, answer.json["role"]) == (200, "host")
    assert (await room(meeting.room.id)).host_id == bob.id
    assert (await participant(meeting.room.id, meeting.alice.id)).role == "cohost"
    assert (await bobs.patch(ROOM, {"name": "Bob's"})).status == 200
    assert (await alices.patch(ROOM, {"name": "Alice's"})).status == 403


async def test_handing_over_to_a_guest(alices: Browser, meeting: Meeting) -> None:
    """A guest cannot be the host."""
    answer = await alices.patch(f"{ROOM}/participants/{meeting.gus.id}", {"role": "host"})
    assert answer.status == 403
    assert (await participant(meeting.room.id, meeting.alice.id)).role == "host"


@pytest.mark.parametrize("change", [{"allow_unmute": False}, {"allow_share": False}])
async def test_switch_that_livekit_refuses(
    app: web.Application,
    alices: Browser,
    meeting: Meeting,
    monkeypatch: pytest.MonkeyPatch,
    change: dict[str, bool],
) -> None:
    """A switch that LiveKit does not follow for everybody is not turned, and nobody has lost a right."""
    granted: list[tuple[str, tuple[str, ...]]] = []

    async def refuse_the_second(seat: object) -> None:
        granted.append((seat.identity, seat.sources))  # type: ignore[attr-defined]  # a Seat
        if len(granted) == 2:
            raise LiveKitUnavailable

    monkeypatch.setattr(app[LIVEKIT], "regrant", refuse_the_second)
    assert (await alices.put(f"{ROOM}/switches", change)).status == 503
    assert (await room(meeting.room.id)).settings.allow_unmute is True
    last = dict(granted)
    assert {len(sources) for sources in last.values()} == {4}
