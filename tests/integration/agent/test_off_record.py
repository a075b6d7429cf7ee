"""Off the record in a real room: what is said then is nowhere, and what is said before and after is there."""

import asyncio
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
from livekit import rtc
from livekit.protocol.models import DataPacket
from livekit.protocol.room import SendDataRequest

from agent.off_record_gate import ATTRIBUTE
from agent.recognizer import SAMPLE_RATE_HZ
from server.meeting import transcripts
from server.meeting.accounts import Account
from server.meeting.actor import WEB, Actor, acting_as
from server.meeting.change_bus import ChangeBus
from server.meeting.controls import TOPIC
from server.meeting.db import fetch
from server.meeting.gaps import gaps_of
from server.meeting.off_record import set_off_record
from server.meeting.participants import Participant, admit
from server.meeting.rooms import NewRoom, Room, create_room
from server.stack.child_process import Child
from tests.integration.agent.conftest import Speak
from tests.integration.agent.livekit_harness import (
    PATIENCE_S,
    LiveKitHarness,
    SpeakingClient,
    SpokenClip,
    job_process,
    publish_microphone,
)
from tests.integration.agent.test_captions import BUDGET, LEASE, said
from tests.integration.agent.test_recording import (  # noqa: F401  fixtures are found by name
    change_bus,
    marked,
    mixed,
    start,
)
from tests.integration.database_text import database_text

pytestmark = pytest.mark.usefixtures("books")

SECRET = "Nobody may know that the factory in Lisbon is for sale."
SECRET_WORDS = ("factor", "lisbon")
"""Of what is said off the record here, and in no other test that shares the database."""
QUIET, LOUD = 40, 2000
"""Of 32767: what a codec makes of zeros at most, and of speech at least."""
LONG = (
    "The lease of the old building ends in the summer, so we have to look for another one before the winter"
    " comes again, and nobody may know that the factory in Lisbon is for sale."
)


async def switch(hall: LiveKitHarness, room: Room, place: Participant, *, off: bool, all: bool) -> None:
    """Go off the record or back on it as the web process does, and tell the transcriber."""
    with acting_as(Actor(WEB, user_id=place.user_id, participant_id=place.id)):
        await set_off_record(room.id, None if all else place.id, is_off=off)
    async with hall.api() as livekit:
        packet = SendDataRequest(room=room.livekit_room_name, kind=DataPacket.Kind.RELIABLE, topic=TOPIC)
        await livekit.room.send_data(packet)


async def until_in_force(there: rtc.Room, value: str, after: str = "") -> rtc.RemoteParticipant:
    """Wait until a transcriber other than `after` says who is off the record."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            for other in there.remote_participants.values():
                attributes = other.attributes
                is_other = other.identity != after and "parley.engine" in attributes
                if is_other and attributes.get(ATTRIBUTE, "") == value:
                    return other
            await asyncio.sleep(0.02)


def files_text(directory: Path) -> bytes:
    """Every file below a directory, one after the other."""
    return b"\n".join(path.read_bytes() for path in directory.rglob("*") if path.is_file()).lower()


async def assert_nowhere(hall: LiveKitHarness, *clients: SpeakingClient) -> None:
    """The words said off the record are in no row, no caption and no file of the agent."""
    stored, files = await database_text(fetch), files_text(hall.directory / "data")
    shown = " ".join(each.text for client in clients for each in client.captions.shown).lower()
    for word in SECRET_WORDS:
        assert word not in shown
        assert word not in stored
        assert word.encode() not in files


async def words_of(room_id: UUID) -> str:
    """What the transcript has."""
    return " ".join(each.raw_text for each in await transcripts.segments_of(room_id)).lower()


def paused(*clips: SpokenClip) -> SpokenClip:
    """The clips, each after a second of silence."""
    pause = np.zeros(SAMPLE_RATE_HZ, np.int16)
    return np.concatenate([part for clip in clips for part in (pause, clip)])


async def test_everybody(hall: LiveKitHarness, host: Account, speak: Speak, worker: Child) -> None:
    """Nothing is heard while everybody is off the record: after a killed job, and of another microphone."""
    room = await create_room(host, NewRoom(name="Off"))
    place, _ = await admit(room, host, "Alice")
    guest, _ = await admit(room, None, "Gus")
    async with (
        hall.person(room.livekit_room_name, place.identity, "Alice") as alice,
        hall.person(room.livekit_room_name, guest.identity, "Gus") as gus,
    ):
        first = await alice.transcriber()
        await asyncio.gather(alice.say(speak(BUDGET, 0)), alice.captions.until(lambda c: said(c, BUDGET)))
        await switch(hall, room, place, off=True, all=True)
        await until_in_force(gus.room, "all")
        await asyncio.gather(alice.say(speak(SECRET, 0)), gus.say(speak(SECRET, 1)))
        job_process(worker, first.identity.removeprefix("agent-")).kill()
        await until_in_force(gus.room, "all", after=first.identity)
        gus.microphone, gus.track, again = await publish_microphone(gus.room)
        await asyncio.wait_for(again.wait_for_subscription(), PATIENCE_S)
        await asyncio.gather(alice.say(paused(speak(SECRET, 0))), gus.say(paused(speak(SECRET, 1))))
        await switch(hall, room, place, off=False, all=True)
        await until_in_force(gus.room, "", after=first.identity)
        await asyncio.gather(
            alice.say(paused(speak(LEASE, 0))), alice.captions.until(lambda c: said(c, LEASE))
        )
        await assert_nowhere(hall, alice, gus)
    assert "planned" in await words_of(room.id)
    stretches = [gap for gap in await gaps_of(room.id) if gap.cause == "off_record"]
    assert [gap.to_ms is not None for gap in stretches] == [True]


async def test_in_a_sentence(hall: LiveKitHarness, host: Account, speak: Speak, worker: Child) -> None:
    """Somebody who goes off the record in a sentence keeps its words before, as a final, and none after."""
    room = await create_room(host, NewRoom(name="Cut"))
    place, _ = await admit(room, host, "Alice")
    guest, _ = await admit(room, None, "Gus")
    async with (
        hall.person(room.livekit_room_name, place.identity, "Alice") as alice,
        hall.person(room.livekit_room_name, guest.identity, "Gus") as gus,
    ):
        await alice.transcriber()
        speaking = asyncio.create_task(alice.say(speak(LONG, 0)))
        await alice.captions.until(lambda c: any("building" in each.text for each in c.shown))
        await switch(hall, room, place, off=True, all=False)
        await until_in_force(gus.room, place.identity)
        await speaking
        await alice.captions.until(lambda c: bool(c.finals()))
        await asyncio.gather(gus.say(speak(BUDGET, 1)), gus.captions.until(lambda c: said(c, BUDGET)))
        await assert_nowhere(hall, alice, gus)
    assert "building" in await words_of(room.id)


async def test_not_recorded(
    hall: LiveKitHarness,
    host: Account,
    speak: Speak,
    worker: Child,
    change_bus: ChangeBus,  # noqa: F811  a fixture
) -> None:
    """The recording has what was said before and after somebody was off the record, and silence between."""
    room = await create_room(host, NewRoom(name="Recorded"))
    place, _ = await admit(room, host, "Alice")
    clips = [speak(text, 0) for text in (BUDGET, SECRET, LEASE)]
    async with hall.person(room.livekit_room_name, place.identity, "Alice") as alice:
        await alice.transcriber()
        await start(room, host, place)
        await marked(alice, "on")
        await asyncio.gather(alice.say(clips[0]), alice.captions.until(lambda c: said(c, BUDGET)))
        await switch(hall, room, place, off=True, all=False)
        await until_in_force(alice.room, place.identity)
        await alice.say(clips[1])
        await switch(hall, room, place, off=False, all=False)
        await until_in_force(alice.room, "")
        await asyncio.gather(alice.say(paused(clips[2])), alice.captions.until(lambda c: said(c, LEASE)))
        await assert_nowhere(hall, alice)
    mix = await mixed(hall, room, change_bus)
    first, *_, last = await transcripts.segments_of(room.id)
    before, between, after = (
        mix[from_ms * 16 : to_ms * 16]
        for from_ms, to_ms in (
            (first.start_ms, first.end_ms),
            (first.end_ms + 500, last.start_ms - 500),
            (last.start_ms, last.end_ms),
        )
    )
    assert len(between) > len(clips[1])
    assert np.abs(between).max() < QUIET
    assert min(np.abs(before).max(), np.abs(after).max()) > LOUD
