"""What a recording is mixed from: its parts, or the speakers' files of an earlier mix."""

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

import structlog

from agent.recording.mix import MixJob
from agent.recording.part_names import directory_of, parse_part, speaker_name
from server.meeting.forgotten_words import forgotten_words_of
from server.meeting.ids import uuid7
from server.meeting.participants import participants_of
from server.meeting.recording_faults import Missing
from server.meeting.recording_tracks import RecordingTrack, tracks_of
from server.recording_files import RecordingFiles

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class MixInput:
    """`paths` are the tracks' files on this machine, in their order."""

    tracks: list[RecordingTrack]
    paths: list[Path]
    forgotten: dict[str, int]
    """By speaker's key until when in ms their sound is forgotten."""
    missing: Missing | None
    lacks_finished: bool
    """Whether a file that was finished is not there."""

    @property
    def identity(self) -> list[list[object]]:
        """Equal of two inputs of which the same mix is made."""
        return [
            [each.file_path, each.start_ms, key_of(each), self.forgotten.get(key_of(each), 0)]
            for each in self.tracks
        ]

    def job(self, directory: Path) -> MixJob:
        """Return the job that writes the mix and the speakers' files into a directory."""
        labels = {key_of(each): each.speaker for each in self.tracks}
        return MixJob(
            directory=str(directory),
            sources=[
                (str(path), each.start_ms, key_of(each), self.forgotten.get(key_of(each), 0))
                for each, path in zip(self.tracks, self.paths, strict=True)
            ],
            names={key: speaker_name(UUID(key)) if key else "speaker-unknown.ogg" for key in labels},
            labels=labels,
        )


def key_of(track: RecordingTrack) -> str:
    """Return the speaker's key: their participant's id; empty if their place is gone."""
    return str(track.participant_id) if track.participant_id else ""


async def read_input(room_id: UUID, recording_id: UUID, files: RecordingFiles, scratch: Path) -> MixInput:
    """Find the speakers' files of an earlier mix, else the parts, with those that have no row.

    What is not on this machine is downloaded into `scratch`; raises STORE_ERRORS.
    """
    forgotten = await forgotten_of(room_id)
    tracks = await tracks_of(recording_id, "speaker") or await _parts(room_id, recording_id, files)
    there = [(each, path) for each in tracks if (path := await _fetched(files, each, scratch))]
    found = [each for each, _ in there]
    lacks = any(each.sha256 for each in tracks if each not in found)
    is_broken = len(found) < len(tracks) or any(each.duration_ms is None for each in found)
    missing: Missing | None = "parts" if lacks else "writer" if is_broken else None
    return MixInput(found, [path for _, path in there], forgotten, missing, lacks)


async def forgotten_of(room_id: UUID) -> dict[str, int]:
    """Return by speaker's key until when their sound is forgotten."""
    return {str(each.participant_id): each.until_ms for each in await forgotten_words_of(room_id)}


async def _fetched(files: RecordingFiles, track: RecordingTrack, scratch: Path) -> Path | None:
    """Return a file that stays while it is mixed, whoever moves it away meanwhile."""
    try:
        path = await files.local(track.file_path, scratch)
        if not path.is_relative_to(scratch):
            kept = scratch / f"{track.id}.ogg"
            await asyncio.to_thread(kept.hardlink_to, path)
            return kept
    except FileNotFoundError:
        return None
    except OSError:
        log.info("part_not_linked", part=track.part)  # a file system without links
    return path


async def _parts(room_id: UUID, recording_id: UUID, files: RecordingFiles) -> list[RecordingTrack]:
    parts = await tracks_of(recording_id, "part")
    known = {each.file_path for each in parts}
    names = {each.id: each.display_name for each in await participants_of(room_id)}
    blank = RecordingTrack(recording_id, recording_id, room_id, None, "part", "", 0, "", 0)
    for key in await files.names(directory_of(room_id, recording_id)):
        about = parse_part(key.rpartition("/")[2])
        if key in known or about is None or about[2] not in names:
            continue
        number, start_ms, whose = about
        parts.append(
            replace(
                blank, id=uuid7(), participant_id=whose, speaker=names[whose], part=number, file_path=key,
                start_ms=start_ms,
            )
        )  # fmt: skip
    return parts
