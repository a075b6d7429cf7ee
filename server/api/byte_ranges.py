"""Which bytes a request asks for: `Range` and `If-Range` (RFC 9110, 13.1.5 and 14.2)."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from server.recording_errors import RangeNotSatisfiable

SINGLE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII | re.IGNORECASE)
"""One range; a server may ignore several, and must ignore units it does not know."""


def wanted_range(header: str | None, size: int) -> range | None:
    """Return the bytes of a single range; None: the whole, also where the header cannot be read.

    Raises RangeNotSatisfiable where none of them exists.
    """
    found = SINGLE.fullmatch((header or "").strip())
    if found is None or found[1] == found[2] == "":
        return None
    if found[1] == "":
        begin, end = max(0, size - int(found[2])), size
    else:
        begin, end = int(found[1]), min(size, int(found[2]) + 1) if found[2] else size
        if found[2] and int(found[2]) < begin:
            return None
    if begin >= size:
        raise RangeNotSatisfiable
    return range(begin, end)


def is_unchanged(if_range: str | None, etag: str, modified: float | None) -> bool:
    """Whether the client's part is of this version; without the header it is.

    `etag` with its quotes; `modified` in seconds since 1970, None: unknown.
    """
    if if_range is None or if_range.strip() == etag:
        return True
    try:
        at = parsedate_to_datetime(if_range)
    except ValueError:
        return False
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return modified is not None and at == datetime.fromtimestamp(int(modified), UTC)
