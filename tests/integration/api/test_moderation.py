"""Moderation: LiveKit and the rows agree, and a refusal changes neither."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from livekit import rtc

from server.api.app_keys import LIVEKIT
from server.errors import LiveKitUnavailable
from server.meeting.db import fetch, from_json
from server.meeting.participants import Participant, participant
from server.meeting.rooms import Room, room
from tests.conftest import Meeting
from tests.integration.api.browser import Browser
from tests.integration.api.live import PATIENCE_S, YES, can_hear, has_status, joining, until

ROOM = "/api/rooms/atrium"
REFUSED_S = 2.0
"""LiveKit does not answer who may not publish; a microphone that is allowed is published sooner."""


async def cannot_publish(client: rtc.Room) -> None:
    """Check that LiveKit takes no microphone."""
    with pytest.raises((rtc.participant.PublishTrackError, TimeoutError)):
        await asyncio.wait_for(microphone(client), REFUSED_S)


async def microphone(client: rtc.Room) -> tuple[rtc.LocalAudioTrack, rtc.LocalTrackPublication]:
    """Publish a microphone."""
    track = rtc.LocalAudioTrack.create_audio_track("microphone", rtc.AudioSource(48_000, 1))
    options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
    return track, await client.local_participant.publish_track(track, options)


def _mutedness(host: Browser, identity: str) -> Any:
    async def said() -> bool:
        listed = (await host.get(f"{ROOM}/participants")).json["participants"]
        return next(bool(each["is_muted"]) for each in listed if each["identity"] == identity)

    return said


CHANGES = {
    "mute": ({"muted": True}, "mute"),
    "speak": ({"may_speak": False}, "regrant"),
    "promote": ({"role": "cohost"}, "regrant"),
    "remove": (None, "remove"),
}


@pytest.mark.parametrize("change", CHANGES)
async def test_livekit_refusal_rolls_back(
    app: web.Application, alices: Browser, meeting: Meeting, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    """If LiveKit refuses, the change is not stored and the request fails."""
    body, call = CHANGES[change]

    async def refuse(*_: object, **__: object) -> None:
        raise LiveKitUnavailable

    monkeypatch.setattr(app[LIVEKIT], call, refuse)
    before: Participant = await participant(meeting.room.id, meeting.bob.id)
    path = f"{ROOM}/participants/{meeting.bob.id}"
    answer = await (alices.delete(path) if body is None else alices.patch(path, body))
    assert answer.status == 503
    assert await participant(meeting.room.id, meeting.bob.id) == before


@pytest.mark.parametrize(("refused", "told"), [(("Gus",), "1 of 2"), (("Bob", "Gus"), "0 of 2"), ((), None)])
async def test_muting_everybody_but_some(
    app: web.Application,
    alices: Browser,
    meeting: Meeting,
    monkeypatch: pytest.MonkeyPatch,
    refused: tuple[str, ...],
    told: str | None,
) -> None:
    """Whom LiveKit refuses to mute holds up no others; the host is told how many, and the audit has it."""
    names = {meeting.bob.identity: "Bob", meeting.gus.identity: "Gus"}
    muted: list[str] = []

    async def mute(_: str, identity: str) -> None:
        if names[identity] in refused:
            raise LiveKitUnavailable
        muted.append(names[identity])

    monkeypatch.setattr(app[LIVEKIT], "mute", mute)
    answer = await alices.post(f"{ROOM}/mute", {})
    assert sorted(muted) == sorted({"Bob", "Gus"} - set(refused))
    assert (answer.status, answer.json.get("people")) == ((503, None) if told else (200, 2))
    assert told is None or answer.json["detail"].startswith(f"{told} people")
    (entry,) = await fetch("SELECT details FROM audit_events WHERE action = 'mute_all'")
    assert (from_json(entry["details"])["people"], from_json(entry["details"])["missed"]) == (
        2 - len(refused),
        len(refused),
    )


async def test_two_hosts_change_a_room_at_once(alices: Browser, atrium: Room) -> None:
    """Concurrent changes of different settings are both kept."""
    changes: list[dict[str, object]] = [{"guests": False}, {"language": "de"}, {"access": "invited"}]
    await asyncio.gather(*(alices.patch(ROOM, {"settings": each}) for each in changes))
    found = (await room(atrium.id)).settings
    assert (found.guests, found.language, found.access) == (False, "de", "invited")


@asynccontextmanager
async def bob_speaking(alices: Browser, bobs: Browser, atrium: Room) -> AsyncIterator[tuple[Any, ...]]:
    """Alice and Bob in the atrium, Bob with a microphone."""
    async with joining(alices, atrium.slug) as (others, _), joining(bobs, atrium.slug) as (client, bob):
        track, _publication = await microphone(client)
        identity = bob["participant"]["id"]

        async def is_published() -> bool:
            seen = others.remote_participants.get(identity)
            return seen is not None and bool(seen.track_publications)

        await until(is_published)
        yield others, client, identity, track


async def test_unmuting_oneself(alices: Browser, bobs: Browser, atrium: Room) -> None:
    """A muted person may unmute, and is then listed as unmuted."""
    async with bob_speaking(alices, bobs, atrium) as (_, _client, identity, track):
        said_muted = _mutedness(alices, identity)

        async def said_open() -> bool:
            return not await said_muted()

        await alices.patch(f"{ROOM}/participants/{identity}", {"muted": True})
        await until(said_muted)
        track.unmute()
        await until(said_open)


async def test_without_the_right_to_speak(alices: Browser, bobs: Browser, atrium: Room) -> None:
    """Without the right to speak only the microphone is unpublished, also after reconnecting."""
    async with bob_speaking(alices, bobs, atrium) as (others, client, identity, _):
        silent = asyncio.Event()
        others.on("track_unpublished", lambda *_: silent.set())
        place = f"{ROOM}/participants/{identity}"
        assert not (await alices.patch(place, {"may_speak": False})).json["may_speak"]
        await asyncio.wait_for(silent.wait(), PATIENCE_S)
        assert (await bobs.patch(place, {"may_speak": True})).status == 403
        await cannot_publish(client)
    async with joining(alices, atrium.slug) as (others, _):
        async with joining(bobs, atrium.slug) as (client, bob):
            await cannot_publish(client)
            await alices.patch(f"{ROOM}/participants/{bob['participant']['id']}", {"may_speak": True})
        async with joining(bobs, atrium.slug) as (client, _):
            await microphone(client)


async def test_second_microphone(app: web.Application, alices: Browser, bobs: Browser, atrium: Room) -> None:
    """A second microphone is muted when published; a late event of the first does not mute the first."""
    async with bob_speaking(alices, bobs, atrium) as (_, client, identity, _track):
        [first] = client.local_participant.track_publications
        muted = asyncio.Event()
        client.on("track_muted", lambda *_: muted.set())
        await microphone(client)
        await asyncio.wait_for(muted.wait(), PATIENCE_S)
        await app[LIVEKIT].keep_one_each(atrium.livekit_room_name, identity, first)
        [person] = [
            each for each in await app[LIVEKIT].people(atrium.livekit_room_name) if each.identity == identity
        ]
        assert (person.is_muted, person.surplus) == (False, ())


@pytest.mark.first_lock
async def test_guest_who_never_connects(alices: Browser, nobody: Browser, atrium: Room) -> None:
    """A guest who never connects cannot read or write anything of the meeting."""
    async with joining(alices, atrium.slug):
        await until(has_status(atrium, "live"))
        await alices.post(f"{ROOM}/messages", {"text": "between us"})
        assert (await nobody.post(f"{ROOM}/join", {**YES, "name": "Gus"})).status == 200
        for path in ("messages", "participants", "segments"):
            answer = await nobody.get(f"{ROOM}/{path}")
            assert (path, answer.status) == (path, 403)
        assert (await nobody.post(f"{ROOM}/messages", {"text": "hello"})).status == 403
        async with joining(nobody, atrium.slug) as (_, gus):
            read = (await nobody.get(f"{ROOM}/messages")).json["messages"]
            assert [each["text"] for each in read] == ["between us"]
            listed = (await alices.get(f"{ROOM}/participants")).json["participants"]
            assert {each["identity"] for each in listed if each["status"] == "joined"} >= {
                gus["participant"]["id"]
            }


async def test_guest_with_a_taken_name(alices: Browser, nobody: Browser, atrium: Room) -> None:
    """A guest with a name that is already taken gets a number."""
    async with joining(alices, atrium.slug), joining(nobody, atrium.slug, name="ALICE ") as (client, guest):
        assert guest["participant"]["name"] == "ALICE (2)"
        assert client.local_participant.name == "ALICE (2)"
        await nobody.post(f"{ROOM}/messages", {"text": "I am Alice"})
        said = (await alices.get(f"{ROOM}/messages")).json["messages"]
        assert [each["name"] for each in said] == ["ALICE (2)"]


async def test_rename_is_announced(
    app: web.Application, alices: Browser, nobody: Browser, atrium: Room
) -> None:
    """A rename between two stays is posted to the chat under the old name."""
    async with joining(alices, atrium.slug) as (others, _):
        async with joining(nobody, atrium.slug, name="Gus"):
            await until(has_status(atrium, "live"))
        await can_hear(app[LIVEKIT], others)
        heard: asyncio.Queue[rtc.DataPacket] = asyncio.Queue()
        others.on("data_received", heard.put_nowait)
        await nobody.post(f"{ROOM}/join", {**YES, "name": "Alice"})
        said = (await alices.get(f"{ROOM}/messages")).json["messages"]
        assert [(each["name"], each["text"]) for each in said] == [("Gus", "is now called Alice (2)")]
        packet = await asyncio.wait_for(heard.get(), PATIENCE_S)
        assert packet.topic == "parley.chat"
