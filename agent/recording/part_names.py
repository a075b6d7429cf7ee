"""Names of a recording's files: a part's says whose it is and when, so that one without a row is not lost."""

import re
from pathlib import Path
from uuid import UUID

MIX = "mix.ogg"
PEAKS = "peaks.json"
PART = re.compile(r"part-(\d{4,6})-(\d{9})-([0-9a-f-]{36})\.ogg")


def directory_of(room_id: UUID, recording_id: UUID) -> str:
    """Return a recording's directory, relative to that of all recordings."""
    return f"{room_id}/{recording_id}"


def part_name(part: int, start_ms: int, participant_id: UUID) -> str:
    """Return the name of a part."""
    return f"part-{part:04d}-{start_ms:09d}-{participant_id}.ogg"


def speaker_name(participant_id: UUID) -> str:
    """Return the name of the file with all of one speaker."""
    return f"speaker-{participant_id}.ogg"


def parse_part(name: str) -> tuple[int, int, UUID] | None:
    """Return part, start in ms and participant; None for another file's name."""
    found = PART.fullmatch(name)
    return (int(found[1]), int(found[2]), UUID(found[3])) if found else None


def last_part(directory: Path) -> int:
    """Return the highest number of a part in a directory; 0 if there is none."""
    numbers = [found[0] for each in directory.glob("part-*.ogg") if (found := parse_part(each.name))]
    return max(numbers, default=0)
