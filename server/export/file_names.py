"""Names of exported files, which every file system takes, and the header that gives them (RFC 6266)."""

import unicodedata
from urllib.parse import quote

from server.meeting.rooms import Room
from server.meeting.text_layout import visible
from server.time_zones import zone_of

FORBIDDEN = frozenset('/\\:*?"<>|')
MAX_BYTES = 150
"""Of the meeting's name; file systems take 255 with the date and the ending."""
RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)
"""Names that Windows keeps for devices."""
DIRECTIONS = ("RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI", "FSI", "PDI")
"""Bidirectional classes of controls that would show `exe.pdf` as something else."""


def file_name(room: Room, ending: str) -> str:
    """Return the meeting's name and date with the ending: `Atrium 2026-05-08.pdf`."""
    began = room.started_at or room.scheduled_start_time or room.created_at
    return f"{_safe(room.name)} {began.astimezone(zone_of(room.time_zone)):%Y-%m-%d}.{ending}"


def disposition(name: str) -> str:
    """Return the Content-Disposition for a download; old clients take the name in ASCII."""
    ascii_only = visible(unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode())
    plain = "".join(letter for letter in ascii_only if letter not in '\\"%')
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _safe(name: str) -> str:
    kept = "".join(" " if letter in FORBIDDEN else letter for letter in visible(name))
    kept = "".join(each for each in kept if unicodedata.bidirectional(each) not in DIRECTIONS)
    while len(kept.encode(errors="replace")) > MAX_BYTES:
        kept = kept[:-1]
    kept = " ".join(kept.split()).strip(". ")
    return "meeting" if not kept or kept.lower() in RESERVED else kept
