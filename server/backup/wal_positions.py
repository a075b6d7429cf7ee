"""Log sequence numbers (LSN) and the 16 MB WAL segments that contain them."""

import re

SEGMENT_BYTES = 16 << 20
SEGMENTS_A_FILE_NUMBER = (1 << 32) // SEGMENT_BYTES
SEGMENT = re.compile(r"[0-9A-F]{24}\.")
"""A stored segment: compressed, whole or partial."""


def lsn_bytes(lsn: str) -> int:
    """Convert an LSN to a position in bytes."""
    high, low = (int(part, 16) for part in lsn.split("/"))
    return (high << 32) + low


def segment_containing(lsn: str) -> int:
    """Return the number of the segment that contains an LSN."""
    return lsn_bytes(lsn) // SEGMENT_BYTES


def segment_ending_at(lsn: str) -> int:
    """Return the number of the last segment needed to reach an LSN."""
    return (lsn_bytes(lsn) - 1) // SEGMENT_BYTES


def segment_name(timeline: int, number: int) -> str:
    """Return PostgreSQL's file name of a segment."""
    high, low = divmod(number, SEGMENTS_A_FILE_NUMBER)
    return f"{timeline:08X}{high:08X}{low:08X}"


def segment_number(segment: str) -> int:
    """Parse a segment's number from its file name."""
    return int(segment[8:16], 16) * SEGMENTS_A_FILE_NUMBER + int(segment[16:24], 16)
