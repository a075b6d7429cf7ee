"""The API and LiveKit together: real participants in a real room, webhooks over the wire."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

import pytest
from aiohttp import web
from livekit import api, rtc

from server.api.app_keys import LIVEKIT
from server.livekit_client import Seat
from server.meeting.controls import TOPIC
from server.meeting.rooms import Room, room, room_by_livekit
from server.meeting.transcripts import finish_segment, open_segment, open_transcript
from tests.integration.api.browser import Browser
from tests.integration.api.conftest import Media
from tests.integration.api.live import PATIENCE_S, YES, can_hear, has_status, inside, joining, until
from tests.integration.media_server import KEY, SECRET


@pytest.fixture
def departure_s() -> int:
    """Rooms close soon after the last one left."""
    return 2


async def test_meeting_from_join_to_end(alices: Browser, atrium: Room) -> None:
    """The first arrival starts the meeting; ending it disconnects everyone."""
    async with joining(alices, atrium.slug) as (client, _):
        await until(has_status(atrium, "live"))
        gone = asyncio.Event()
        client.on("disconnected", lambda _: gone.set())
        assert (await alices.post(f"/api/rooms/{atrium.slug}/end")).status == 204
        async with asyncio.timeout(PATIENCE_S):
            await gone.wait()
    assert (await room(atrium.id)).status == "ended"


async def test_meeting_ends_when_all_have_left(alices: Browser, atrium: Room) -> None:
    """The meeting ends by itself after everybody has left."""
    async with joining(alices, atrium.slug):
        await until(has_status(atrium, "live"))
    await until(has_status(atrium, "ended"))


async def test_very_short_stay(alices: Browser, atrium: Room) -> None:
    """A stay shorter than a second still counts as a meeting."""
    async with joining(alices, atrium.slug):
        pass
    await until(has_status(atrium, "ended"))


async def test_room_metadata(alices: Browser, atrium: Room) -> None:
    """The room's metadata names the meeting and its language."""
    async with joining(alices, atrium.slug) as (client, _):
        assert json.loads(client.metadata) == {"slug": "atrium", "language": "en"}


async def test_chat_is_delivered(app: web.Application, alices: Browser, bobs: Browser, atrium: Room) -> None:
    """A message is stored and delivered to everybody, as typed."""
    typed = "<b>hello</b> & 안녕\nsecond line"
    async with joining(alices, atrium.slug), joining(bobs, atrium.slug) as (client, _):
        await can_hear(app[LIVEKIT], client)
        heard: asyncio.Queue[rtc.DataPacket] = asyncio.Queue()
        client.on("data_received", heard.put_nowait)
        said = await alices.post(f"/api/rooms/{atrium.slug}/messages", {"text": typed})
        packet = await asyncio.wait_for(heard.get(), PATIENCE_S)
        assert (packet.topic, json.loads(packet.data)) == ("parley.chat", said.json)
        kept = (await bobs.get(f"/api/rooms/{atrium.slug}/messages")).json["messages"]
        assert [(each["name"], each["text"]) for each in kept] == [("Alice", typed)]
        later = await bobs.get(f"/api/rooms/{atrium.slug}/messages?after={kept[0]['id']}")
        assert later.json["messages"] == []


async def test_correction_reaches_the_room(
    app: web.Application, alices: Browser, bobs: Browser, atrium: Room
) -> None:
    """Everybody in the room is told that something was corrected, and by the server, not by a participant."""
    async with joining(alices, atrium.slug) as (_, host), joining(bobs, atrium.slug) as (client, _):
        await until(has_status(atrium, "live"))
        transcript = await open_transcript(atrium.id, "en", "none")
        segment = await open_segment(
            transcript.id, participant_id=UUID(host["participant"]["id"]), speaker="Alice", language="en",
            engine="none", start_ms=0,
        )  # fmt: skip
        await finish_segment(segment.id, "good mourning", [], 0.9, 900)
        await can_hear(app[LIVEKIT], client)
        heard: asyncio.Queue[rtc.DataPacket] = asyncio.Queue()
        client.on("data_received", heard.put_nowait)
        body = {"revision": 1, "text": "Good morning."}
        assert (await alices.patch(f"/api/rooms/atrium/segments/{segment.id}", body)).status == 200
        packet = await asyncio.wait_for(heard.get(), PATIENCE_S)
        assert (packet.topic, packet.data, packet.participant) == ("parley.transcript", b"", None)


async def test_raised_hand(alices: Browser, bobs: Browser, atrium: Room) -> None:
    """People raise their own hand; the host can lower it."""
    async with joining(alices, atrium.slug) as (client, _), joining(bobs, atrium.slug) as (_, bob):
        path, identity = (
            f"/api/rooms/{atrium.slug}/participants/{bob['participant']['id']}",
            bob["participant"]["id"],
        )

        async def hand_is_up() -> bool:
            seen = client.remote_participants.get(identity)
            return seen is not None and bool(seen.attributes.get("parley.hand"))

        async def hand_is_down() -> bool:
            return not await hand_is_up()

        assert (await alices.patch(path, {"hand": True})).status == 403
        await bobs.patch(path, {"hand": True})
        await until(hand_is_up)
        await alices.patch(path, {"hand": False})
        await until(hand_is_down)


async def test_host_mutes(alices: Browser, bobs: Browser, atrium: Room) -> None:
    """Muting by the host silences the microphone itself; a member cannot."""
    async with (
        joining(alices, atrium.slug) as (others, alice),
        joining(bobs, atrium.slug) as (client, bob),
    ):
        source = rtc.AudioSource(48_000, 1)
        track = rtc.LocalAudioTrack.create_audio_track("microphone", source)
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
        await client.local_participant.publish_track(track, options)

        async def bob_is_heard() -> bool:
            seen = others.remote_participants.get(bob["participant"]["id"])
            return seen is not None and bool(seen.track_publications)

        await until(bob_is_heard)
        muted = asyncio.Event()
        client.on("track_muted", lambda *_: muted.set())
        people = f"/api/rooms/{atrium.slug}/participants"
        assert (await bobs.patch(f"{people}/{alice['participant']['id']}", {"muted": True})).status == 403
        changed = await alices.patch(f"{people}/{bob['participant']['id']}", {"muted": True})
        assert changed.json["is_muted"]
        await asyncio.wait_for(muted.wait(), PATIENCE_S)


@pytest.mark.first_lock
async def test_cohost_may_moderate(alices: Browser, bobs: Browser, carols: Browser, atrium: Room) -> None:
    """A co-host can remove people, but cannot appoint co-hosts or remove the host."""
    async with joining(alices, atrium.slug) as (_, alice), joining(bobs, atrium.slug) as (_, bob):
        people = f"/api/rooms/{atrium.slug}/participants"
        carol = (await carols.post(f"/api/rooms/{atrium.slug}/join", YES)).json["participant"]["id"]
        assert (await bobs.delete(f"{people}/{carol}")).status == 403
        made = await alices.patch(f"{people}/{bob['participant']['id']}", {"role": "cohost"})
        assert made.json["role"] == "cohost"
        assert (await bobs.patch(f"{people}/{carol}", {"role": "cohost"})).status == 403
        assert (await bobs.delete(f"{people}/{carol}")).status == 204
        assert (await bobs.patch(f"{people}/{alice['participant']['id']}", {"muted": True})).status == 403


async def test_cohost_ends_it(alices: Browser, bobs: Browser, atrium: Room) -> None:
    """A co-host can end a running meeting for everybody."""
    async with joining(alices, atrium.slug), joining(bobs, atrium.slug) as (_, bob):
        await until(has_status(atrium, "live"))
        place = f"/api/rooms/{atrium.slug}/participants/{bob['participant']['id']}"
        await alices.patch(place, {"role": "cohost"})
        assert (await bobs.post(f"/api/rooms/{atrium.slug}/end")).status == 204
        assert (await alices.get(f"/api/rooms/{atrium.slug}")).json["status"] == "ended"


async def test_room_opened_after_the_end_is_closed(
    app: web.Application, alices: Browser, atrium: Room
) -> None:
    """A room opened by a token of an ended meeting is closed at once."""
    async with joining(alices, atrium.slug) as (_, alice):
        await until(has_status(atrium, "live"))
        await alices.post(f"/api/rooms/{atrium.slug}/end")
    with suppress(rtc.ConnectError):  # closed before the connection stood: that is soon enough
        async with inside(alice["livekit"]["url"], alice["livekit"]["token"]) as late:
            out = asyncio.Event()
            late.on("disconnected", lambda _: out.set())
            await asyncio.wait_for(out.wait(), PATIENCE_S)

    async def is_closed() -> bool:
        return atrium.livekit_room_name not in {each.name for each in await app[LIVEKIT].rooms()}

    await until(is_closed)


async def test_token_for_another_room(alices: Browser, atrium: Room, media: Media) -> None:
    """Our tokens cannot open, list or administer other rooms."""
    async with joining(alices, atrium.slug) as (client, joined):
        claims_room = client.name
        assert claims_room == f"parley-{atrium.id}"
        headers = {
            "Authorization": f"Bearer {joined['livekit']['token']}",
            "Content-Type": "application/json",
        }
        admin = f"{media.url.replace('ws', 'http')}/twirp/livekit.RoomService/DeleteRoom"
        body = json.dumps({"room": claims_room}).encode()
        async with alices.session.post(admin, data=body, headers=headers) as answer:
            assert answer.status in (401, 403)


async def test_room_of_another_application(app: web.Application, alices: Browser, media: Media) -> None:
    """A room that was not created through our API is recorded once somebody is in it."""
    token = app[LIVEKIT].token(Seat("their standup", "u-7", "Dana", "participant"))
    async with inside(media.url, token) as client:
        sid = await client.sid

        async def noticed() -> bool:
            found = await room_by_livekit("their standup", sid)
            return found is not None and found.status == "live"

        await until(noticed)


async def test_packet_to_the_transcriber(
    app: web.Application, alices: Browser, atrium: Room, media: Media
) -> None:
    """The controls' packet reaches the room's agents, as one of nobody's, and no person."""
    grants = api.VideoGrants(room_join=True, room=atrium.livekit_room_name, agent=True)
    token = api.AccessToken(KEY, SECRET).with_identity("agent-7").with_kind("agent").with_grants(grants)
    got: list[tuple[str, str | None, rtc.RemoteParticipant | None]] = []
    came = asyncio.Event()

    def noting(who: str) -> Callable[[rtc.DataPacket], None]:
        def note(packet: rtc.DataPacket) -> None:
            got.append((who, packet.topic, packet.participant))
            came.set()

        return note

    async with joining(alices, atrium.slug) as (person, _), inside(media.url, token.to_jwt()) as agent:
        for client in (person, agent):
            await can_hear(app[LIVEKIT], client)
        person.on("data_received", noting("alice"))
        agent.on("data_received", noting("agent"))
        await app[LIVEKIT].send_to_machines(atrium.livekit_room_name, TOPIC)
        await asyncio.wait_for(came.wait(), PATIENCE_S)
        await app[LIVEKIT].send(atrium.livekit_room_name, "parley.chat", "a later one for everyone")
        await until(lambda: _has(got, "alice"))
    assert [each for each in got if each[1] == TOPIC] == [("agent", TOPIC, None)]


async def _has(got: list[tuple[str, str | None, rtc.RemoteParticipant | None]], who: str) -> bool:
    return any(each[0] == who for each in got)
