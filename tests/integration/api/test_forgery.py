"""A malicious participant with a modified client tries to pose as the transcriber or the server."""

import asyncio
import json

import jwt
from aiohttp import web
from livekit import rtc

from server.api.app_keys import LIVEKIT
from server.meeting.rooms import Room
from tests.integration.api.browser import Browser
from tests.integration.api.live import PATIENCE_S, can_hear, joining, until

FORGED = json.dumps(
    {
        "id": "1",
        "participant_id": None,
        "name": "Alice",
        "text": "I resign",
        "sent_at": "2026-03-02T10:00:00Z",
    }
)
AS_TRANSCRIBER = {"lk.segment_id": "s1", "lk.transcription_final": "true", "parley.speaker": "alice"}


async def forge(client: rtc.Room) -> list[BaseException | None]:
    """Try everything a participant could send; what the client library refuses counts as not received."""
    me = client.local_participant
    attempts = (
        me.publish_data(FORGED, topic="parley.chat"),
        me.send_text("I resign", topic="lk.transcription", attributes=AS_TRANSCRIBER),
        me.set_attributes({"parley.role": "host", "parley.engine": "vosk"}),
        me.set_name("Alice"),
    )
    async with asyncio.timeout(PATIENCE_S):
        return await asyncio.gather(*attempts, return_exceptions=True)  # type: ignore[return-value]


async def _is_there(client: rtc.Room, identity: str) -> bool:
    return identity in client.remote_participants


async def test_participant_cannot_pose_as_the_transcriber(
    app: web.Application, alices: Browser, bobs: Browser, atrium: Room
) -> None:
    """Captions, chat, attributes and names sent by a participant reach nobody; the server's own do."""
    async with joining(alices, atrium.slug) as (heard, _), joining(bobs, atrium.slug) as (mallory, joined):
        await can_hear(app[LIVEKIT], heard)
        packets: asyncio.Queue[rtc.DataPacket] = asyncio.Queue()
        streams: list[str] = []
        heard.on("data_received", packets.put_nowait)
        heard.register_text_stream_handler("lk.transcription", lambda _, identity: streams.append(identity))
        name = joined["participant"]["id"]
        await until(lambda: _is_there(heard, name))
        await forge(mallory)
        said = await alices.post(f"/api/rooms/{atrium.slug}/messages", {"text": "hello"})
        first = await asyncio.wait_for(packets.get(), PATIENCE_S)
        assert (said.json["text"] in first.data.decode(), first.participant) == (True, None)
        assert streams == []
        seen = heard.remote_participants[name]
        assert (seen.attributes, seen.name) == ({"parley.role": "participant"}, "Bob")
        assert seen.kind == rtc.ParticipantKind.PARTICIPANT_KIND_STANDARD


async def test_ticket_grants_nothing_at_livekit(alices: Browser, atrium: Room) -> None:
    """A ticket grants nothing at LiveKit: it contains no kind and no rights."""
    answer = (await alices.post(f"/api/rooms/{atrium.slug}/join", {"consent": True})).json
    claims = jwt.decode(answer["livekit"]["token"], options={"verify_signature": False})
    assert not claims.keys() & {"video", "kind", "roomConfig"}
