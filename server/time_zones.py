"""Time zones by IANA name, as browsers send it."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_PLACELESS = frozenset({"Factory", "localtime", "posixrules"})


@cache
def _known() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones() - _PLACELESS}


def time_zone(name: str) -> str:
    """Return the name in IANA's spelling; raises ValueError if unknown."""
    try:
        return _known()[name.strip().casefold()]
    except KeyError:
        raise ValueError("must be a time zone such as Europe/Berlin or UTC") from None


def zone_of(name: str) -> ZoneInfo:
    """Return the zone of a stored name; UTC if this machine no longer knows it."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")
