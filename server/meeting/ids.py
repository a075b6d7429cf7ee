"""Ids that the writer of a row makes, so that a write whose answer was lost can be done again."""

import secrets
import time
from uuid import UUID


def uuid7() -> UUID:
    """Make a UUID of version 7 (RFC 9562): 48 bits of milliseconds since 1970, the rest random."""
    bits = (time.time_ns() // 1_000_000 & (1 << 48) - 1) << 80 | secrets.randbits(80)
    return UUID(int=bits & ~(0xF << 76 | 0x3 << 62) | 0x7 << 76 | 0x2 << 62)
