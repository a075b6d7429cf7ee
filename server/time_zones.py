"""Time zones by their IANA name, as browsers give it."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_PLACELESS = frozenset({"Factory", "localtime", "posixrules"})


@cache
def _known() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones() - _PLACELESS}


def time_zone(name: str) -> str:
    """Give the name as IANA spells it; raises ValueError for one that is none."""
    try:
        return _known()[name.strip().casefold()]
    except KeyError:
        raise ValueError("must be a time zone such as Europe/Berlin or UTC") from None


def zone_of(name: str) -> ZoneInfo:
    """Give the zone of a name that was checked; UTC where this machine does not know it any more."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")
