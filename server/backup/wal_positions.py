"""Positions in PostgreSQL's log, and the segments of 16 MB they are in."""

import re

SEGMENT_BYTES = 16 << 20
SEGMENTS_A_FILE_NUMBER = (1 << 32) // SEGMENT_BYTES
SEGMENT = re.compile(r"[0-9A-F]{24}\.")
"""A segment as it is kept: packed, whole or partial."""


def at(lsn: str) -> int:
    """Give the position in bytes."""
    high, low = (int(part, 16) for part in lsn.split("/"))
    return (high << 32) + low


def holding(lsn: str) -> int:
    """Give the number of the segment a position is in, among those of its timeline."""
    return at(lsn) // SEGMENT_BYTES


def leading_up_to(lsn: str) -> int:
    """Give the number of the last segment that is needed to come to a position."""
    return (at(lsn) - 1) // SEGMENT_BYTES


def name_of(timeline: int, number: int) -> str:
    """Name a segment as PostgreSQL does."""
    high, low = divmod(number, SEGMENTS_A_FILE_NUMBER)
    return f"{timeline:08X}{high:08X}{low:08X}"


def number_of(segment: str) -> int:
    """Give the number of the segment with this name."""
    return int(segment[8:16], 16) * SEGMENTS_A_FILE_NUMBER + int(segment[16:24], 16)
