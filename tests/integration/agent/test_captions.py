"""Speech into a microphone gives captions at every client and segments in the database."""

import asyncio
import json

import numpy as np
import pytest
from livekit import api, rtc

from agent.recognizer import SAMPLE_RATE_HZ
from server.meeting import rooms, transcripts
from server.meeting.accounts import Account as Account
from server.meeting.gaps import gaps_of
from server.meeting.participants import admit, participants_of
from server.meeting.rooms import NewRoom, create_room
from server.stack.child_process import Child
from tests.integration.agent.conftest import Speak
from tests.integration.agent.livekit_harness import (
    PATIENCE_S,
    Captions,
    LiveKitHarness,
    SpeakingClient,
    eventually,
    publish_microphone,
)

pytestmark = pytest.mark.usefixtures("books", "worker")

BUDGET = "We have spent a little less than we planned."
OFFICE = "The new office will be ready at the end of March."
LEASE = "The lease of the old building ends in the summer."


def plain(text: str) -> str:
    """The words without case and punctuation."""
    return " ".join("".join(c for c in text.lower() if c.isalnum() or c == " ").split())


def said(captions: Captions, text: str) -> bool:
    """Whether the finals so far contain these words."""
    return plain(text) in plain(" ".join(each.text for each in captions.finals()))


async def external(hall: LiveKitHarness, room: str) -> rooms.Room:
    """The row of an open room."""
    async with hall.api() as livekit:
        listed = await livekit.room.list_rooms(api.ListRoomsRequest(names=[room]))
    row = await rooms.room_by_livekit(room, listed.rooms[0].sid)
    assert row is not None
    return row


async def test_another_applications_room(hall: LiveKitHarness, speak: Speak) -> None:
    """A room of another application is transcribed, with LiveKit names as speakers, by the agent itself."""
    async with hall.person("elsewhere", "zoe-1", "Zoe Zed") as zoe:
        agent = await zoe.transcriber()
        assert (agent.name, agent.attributes["parley.engine"]) == ("Transcriber", "whisper")
        await asyncio.gather(zoe.say(speak(BUDGET, 0)), zoe.captions.until(lambda c: said(c, BUDGET)))
        row = await external(hall, "elsewhere")
    final = zoe.captions.finals()[0]
    assert row.type == "external"
    assert (final.sender, final.speaker) == (agent.identity, "zoe-1")
    assert final.attributes["parley.name"] == "Zoe Zed"
    segment = (await transcripts.segments_of(row.id))[0]
    assert str(segment.id) == final.attributes["lk.segment_id"]
    assert (segment.raw_text, segment.speaker) == (final.text, "Zoe Zed")
    assert segment.delay_ms is not None
    assert {shown.attributes["lk.segment_id"] for shown in zoe.captions.shown} == {str(segment.id)}


async def test_own_room(hall: LiveKitHarness, host: Account, speak: Speak) -> None:
    """In one of Parley's own rooms segments belong to the admitted participant."""
    row = await create_room(host, NewRoom(name="Atrium"))
    place, _ = await admit(row, host, "Alice")
    async with hall.person(row.livekit_room_name, place.identity, "Alice") as alice:
        await alice.transcriber()
        await asyncio.gather(alice.say(speak(OFFICE, 1)), alice.captions.until(lambda c: said(c, OFFICE)))
    assert {each.participant_id for each in await transcripts.segments_of(row.id)} == {place.id}


async def test_two_at_once(hall: LiveKitHarness, speak: Speak) -> None:
    """Simultaneous speakers get their own words under their own names at both clients."""
    async with hall.person("both", "ann", "Ann") as ann, hall.person("both", "ben", "Ben") as ben:
        await ann.transcriber()
        await asyncio.gather(
            ann.say(speak(BUDGET, 0)),
            ben.say(speak(OFFICE, 1)),
            *(each.captions.until(lambda c: said(c, BUDGET) and said(c, OFFICE)) for each in (ann, ben)),
        )
    for each in (ann, ben):
        by_name = {shown.speaker: plain(shown.text) for shown in each.captions.finals()}
        assert by_name == {"ann": plain(BUDGET), "ben": plain(OFFICE)}


async def test_muted_in_speech(hall: LiveKitHarness, speak: Speak) -> None:
    """Muting after the last word gives the final without waiting for silence."""
    async with hall.person("muted", "ann", "Ann") as ann:
        await ann.transcriber()
        await ann.say(speak(BUDGET, 0), after_s=0.1)
        ann.track.mute()
        await ann.captions.until(lambda c: said(c, BUDGET))


async def test_published_again(hall: LiveKitHarness, speak: Speak) -> None:
    """A microphone that is unpublished and republished is transcribed again, once."""
    async with hall.person("again", "ann", "Ann") as ann:
        await ann.transcriber()
        await asyncio.gather(ann.say(speak(BUDGET, 0)), ann.captions.until(lambda c: said(c, BUDGET)))
        await ann.room.local_participant.unpublish_track(ann.track.sid)
        ann.track = rtc.LocalAudioTrack.create_audio_track("microphone", ann.microphone)
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
        published = await ann.room.local_participant.publish_track(ann.track, options)
        await asyncio.wait_for(published.wait_for_subscription(), PATIENCE_S)
        pause = np.zeros(SAMPLE_RATE_HZ, np.int16)  # in which the transcriber begins to listen to it
        office = np.concatenate((pause, speak(OFFICE, 0)))
        await asyncio.gather(ann.say(office), ann.captions.until(lambda c: said(c, OFFICE)))
    assert [plain(each.text) for each in ann.captions.finals()] == [plain(BUDGET), plain(OFFICE)]


async def test_second_microphone(hall: LiveKitHarness, speak: Speak) -> None:
    """Of two microphones of one person only the first is transcribed, until it is unpublished."""
    async with hall.person("double", "ann", "Ann") as ann:
        await ann.transcriber()
        microphone, track, published = await publish_microphone(ann.room)
        second = SpeakingClient(ann.room, ann.captions, microphone, track)
        await asyncio.gather(
            ann.say(speak(BUDGET, 0), after_s=3.0),
            second.say(speak(OFFICE, 1), after_s=2.0),
            ann.captions.until(lambda c: said(c, BUDGET)),
        )
        await ann.room.local_participant.unpublish_track(ann.track.sid)
        await asyncio.wait_for(published.wait_for_subscription(), PATIENCE_S)
        pause = np.zeros(SAMPLE_RATE_HZ, np.int16)  # in which the transcriber begins to listen to it
        lease = np.concatenate((pause, speak(LEASE, 1)))
        await asyncio.gather(second.say(lease, after_s=2.0), ann.captions.until(lambda c: said(c, LEASE)))
        await microphone.aclose()
    assert [plain(each.text) for each in ann.captions.finals()] == [plain(BUDGET), plain(LEASE)]


async def test_second_microphone_while_the_first_is_muted(hall: LiveKitHarness, speak: Speak) -> None:
    """Whoever mutes the first microphone and speaks into a second is transcribed from that one."""
    async with hall.person("other", "ann", "Ann") as ann:
        await ann.transcriber()
        microphone, track, published = await publish_microphone(ann.room)
        ann.track.mute()
        await asyncio.wait_for(published.wait_for_subscription(), PATIENCE_S)
        second = SpeakingClient(ann.room, ann.captions, microphone, track)
        await asyncio.gather(
            second.say(speak(OFFICE, 1), after_s=2.0), ann.captions.until(lambda c: said(c, OFFICE))
        )
        await microphone.aclose()


async def test_silence_and_noise(hall: LiveKitHarness) -> None:
    """Silence and noise give no words."""
    noise = np.random.default_rng(0).normal(0, 600, 4 * 16_000).astype(np.int16)
    async with hall.person("noise", "ann", "Ann") as ann:
        await ann.transcriber()
        await ann.say(np.zeros(16_000, np.int16))
        await ann.say(noise, after_s=3)
        row = await external(hall, "noise")
    assert await transcripts.segments_of(row.id) == []


async def test_join_and_leave_at_once(hall: LiveKitHarness, speak: Speak) -> None:
    """Joining and leaving at once does not disturb others' captions."""
    async with hall.person("brief", "ann", "Ann") as ann:
        await ann.transcriber()
        async with hall.person("brief", "ben", "Ben"):
            pass
        await asyncio.gather(ann.say(speak(BUDGET, 0)), ann.captions.until(lambda c: said(c, BUDGET)))


async def test_end(hall: LiveKitHarness, speak: Speak) -> None:
    """If the room is deleted during speech, what was said is stored and the meeting has ended."""
    async with hall.person("closing", "ann", "Ann") as ann:
        await ann.transcriber()
        row = await external(hall, "closing")
        await ann.say(speak(BUDGET, 0), after_s=0)
        await hall.delete("closing")

        async def over() -> bool:
            found = await transcripts.transcript_of(row.id)
            return (await rooms.room(row.id)).is_over and found is not None and found.status == "closed"

        await eventually(over)
    segments = await transcripts.segments_of(row.id)
    assert plain(BUDGET).startswith(plain(" ".join(each.text for each in segments))[:20])
    assert segments


async def test_no_speech_in_logs(worker: Child) -> None:
    """The logs of these tests hold no spoken word, no name and no error."""
    lines = worker.log.read_text()
    assert not [word for word in ("Ann", "Ben", "Zoe", "planned", "office") if word in lines]
    assert [line for line in lines.splitlines() if json.loads(line)["level"] in ("error", "critical")] == []


async def test_encrypted_microphone(hall: LiveKitHarness, speak: Speak) -> None:
    """End-to-end encrypted sound reaches no engine: the room is told, and it is a gap while it is sent."""
    async with hall.person("secret", "ann", "Ann") as ann:
        agent = await ann.transcriber()
        async with hall.person("secret", "eve", "Eve", key=b"nobody else has it") as eve:
            await eve.say(speak(BUDGET, 0))
            await asyncio.gather(ann.say(speak(OFFICE, 0)), ann.captions.until(lambda c: said(c, OFFICE)))
            row = await external(hall, "secret")
            (lasting,) = await gaps_of(row.id)
            assert (lasting.cause, lasting.to_ms) == ("encrypted", None)
            assert agent.attributes["parley.fault"] == "encrypted"

        async def is_over() -> bool:
            return not agent.attributes.get("parley.fault")

        await eventually(is_over)
        await asyncio.gather(ann.say(speak(LEASE, 0)), ann.captions.until(lambda c: said(c, LEASE)))
        (ended,) = await gaps_of(row.id)
        eves = {each.id for each in await participants_of(row.id) if each.identity == "eve"}
    assert {ended.participant_id} == eves
    assert ended.to_ms is not None
    assert ended.to_ms - ended.from_ms > 1_000
    assert {each.speaker for each in ann.captions.shown} == {"ann"}
