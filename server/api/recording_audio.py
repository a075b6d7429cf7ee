"""The recording of a meeting's sound: the mix, one speaker alone, and the waveform."""

import json
from pathlib import PurePosixPath
from uuid import UUID

from aiohttp import web
from pydantic import Field, ValidationError

from server.api.endpoint import endpoint
from server.api.fields import View
from server.api.sound_files import mix_of, read_small, recorded_file, send_sound
from server.app_keys import VIEWER
from server.errors import Forbidden, RoomNotFound
from server.meeting.access import Right, room_for
from server.meeting.audit import record
from server.meeting.db import transaction
from server.meeting.display_names import display_names
from server.meeting.participants import participants_of
from server.meeting.playback import sound_of, state_of
from server.meeting.recordings import Recording
from server.recording_errors import RangeNotSatisfiable, RecordingLost, RecordingNotFound, RecordingNotReady
from server.recording_files import FoundFile

REFUSALS = (RoomNotFound, Forbidden, RecordingNotFound, RecordingLost, RecordingNotReady)
ALSO = {
    206: "The range that was asked for",
    304: "The client’s copy is current",
    412: "`If-Match` does not match",
}
FROM_THE_START = "bytes=0-"
"""Only such a request is recorded as listening, not each place that is jumped to."""
MAX_BINS = 2000
MAX_PEAKS_BYTES = 8 << 20


class SpeakerPeaks(View):
    """One speaker's loudest sample in each bin, 0 to 255."""

    participant_id: UUID | None
    speaker: str
    """Numbered if somebody who joined earlier has the same name: Alex (2)."""
    peaks: list[int] = Field(max_length=MAX_BINS)


class Peaks(View):
    """The waveform: `bins` equal parts of the recording, which begins with the meeting's clock."""

    duration_ms: int
    bins: int
    speakers: list[SpeakerPeaks]


@endpoint(
    "Listen to the recording",
    tag="recording",
    refusals=(*REFUSALS, RangeNotSatisfiable),
    media_type="audio/ogg",
    also=ALSO,
)
async def audio(request: web.Request, slug: str) -> web.StreamResponse:
    """Send the mix of all microphones, Ogg Opus; a position in it is a time on the meeting's clock.

    One range of bytes can be asked for; several are answered with the whole.
    """
    found = await readable_recording(request, slug, played=True)
    return await send_sound(request, await mix_of(request, found))


@endpoint(
    "Listen to one speaker",
    tag="recording",
    refusals=(*REFUSALS, RangeNotSatisfiable),
    media_type="audio/ogg",
    also=ALSO,
)
async def speaker(request: web.Request, slug: str, participant_id: UUID) -> web.StreamResponse:
    """Send one person's microphone alone, as long as the mix and on the same clock."""
    found = await readable_recording(request, slug, played=False)
    return await send_sound(request, await _beside_the_mix(request, found, f"speaker-{participant_id}.ogg"))


@endpoint("Read the recording's waveform", tag="recording", refusals=REFUSALS)
async def peaks(request: web.Request, slug: str) -> Peaks:
    """Return how loud each speaker is over the whole recording."""
    found = await readable_recording(request, slug, played=False)
    file = await _beside_the_mix(request, found, "peaks.json")
    async with transaction():
        labels = display_names(await participants_of(found.room_id))
    document = await _read_peaks(file)
    named = [
        each.model_copy(update={"speaker": labels.get(each.participant_id, each.speaker)})
        if each.participant_id
        else each
        for each in document.speakers
    ]
    return document.model_copy(update={"speakers": named})


async def readable_recording(request: web.Request, slug: str, *, played: bool) -> Recording:
    """Return what the viewer may hear; raises RecordingNotFound and RecordingNotReady."""
    async with transaction():
        room = (await room_for(request[VIEWER], slug, Right.READ)).room
        found = await sound_of(room.id)
        state = state_of(found)
        if found is None or state in ("none", "failed", "deleted"):
            raise RecordingNotFound
        if state == "preparing" or not room.is_over:
            raise RecordingNotReady
        if played and request.headers.get("Range", FROM_THE_START).startswith(FROM_THE_START):
            await record("room_access", "recording.play", room.id, lasting=False)
    return found


async def _beside_the_mix(request: web.Request, found: Recording, name: str) -> FoundFile:
    """Return a file in the recording's directory; raises RecordingNotFound if it has none of that name."""
    folder = (
        PurePosixPath(found.file_path).parent
        if found.file_path
        else PurePosixPath(str(found.room_id), str(found.id))
    )
    try:
        return await recorded_file(request, str(folder / name))
    except RecordingLost:
        raise RecordingNotFound from None


async def _read_peaks(file: FoundFile) -> Peaks:
    """Read what the mixer wrote; raises RecordingLost where it cannot be read."""
    if file.size > MAX_PEAKS_BYTES:
        raise RecordingLost
    try:
        return Peaks.model_validate(json.loads(await read_small(file)))
    except (ValueError, ValidationError) as error:
        raise RecordingLost from error
