"""What is not speech leaves no words: noise, silence, and a muted microphone."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from livekit import rtc

from server.demo.client import client
from server.demo.demo_participant import DemoParticipant, joined, transcriber
from tests.system.running_stack import RunningStack
from tests.system.speaking_participants import Captions, account, line, new_room, noise, say, sound

LINE = "Now everybody can hear me, and this is the only sentence of the meeting."
SOUNDS_S = 6


async def mute(person: DemoParticipant) -> None:
    """Switch the microphone off, as its button does."""
    for publication in person.room.local_participant.track_publications.values():
        if isinstance(publication.track, rtc.LocalAudioTrack):
            publication.track.mute()


@pytest.fixture(scope="module")
async def speakers(stack: RunningStack, store: Path) -> dict[str, set[str]]:
    """Who the transcript says has spoken, among the people of the room."""
    async with AsyncExitStack() as people:
        host = await people.enter_async_context(account(stack.url, "Alice Arden", stack.data))
        slug = await new_room(host)
        alice = await people.enter_async_context(joined(host, slug, None, 0))
        cast = {}
        for place, name in enumerate(("noise", "silence", "muted"), 1):
            guest = await people.enter_async_context(client(stack.url))
            cast[name] = await people.enter_async_context(joined(guest, slug, name, place))
        captions = Captions()
        captions.listen(alice.room)
        await transcriber(alice.room)
        await mute(cast["muted"])
        await asyncio.gather(
            say(cast["noise"], noise(SOUNDS_S)),
            say(cast["silence"], sound(noise(SOUNDS_S).samples * 0)),
            say(cast["muted"], line("Nobody should be able to read any of this.", 3, store)),
        )
        await asyncio.gather(say(alice, line(LINE, 0, store)), captions.until(LINE, alice.participant_id))
        told = await host.call("GET", f"/api/rooms/{slug}/segments")
        await host.call("POST", f"/api/rooms/{slug}/end")
    spoke = {str(segment["identity"]) for segment in told["segments"]}
    return {name: spoke & {person.participant_id} for name, person in {**cast, "alice": alice}.items()}


async def test_the_person_who_spoke_is_written_down(speakers: dict[str, set[str]]) -> None:
    """The same room and the same recognizers do hear speech."""
    assert speakers["alice"]


@pytest.mark.parametrize("sound_of", ["noise", "silence", "muted"])
async def test_no_words_are_invented(speakers: dict[str, set[str]], sound_of: str) -> None:
    """Who says nothing has no line in the transcript."""
    assert not speakers[sound_of]
