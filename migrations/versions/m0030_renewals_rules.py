"""Leases outlive jumps of the database's clock.

An expiry long past, or further ahead than any lease lasts, may be a jump of the clock: its holder gets the time of
two renewals before another job takes the room. A lease that was ended for its holder is free whatever the clock says.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration
from migrations.versions.m0013_gaps_rules import LONGEST_S, RENEW, TAKE, UNTIL
from migrations.versions.m0022_ended_leases import ENDED, TAKEN_OVER
from migrations.versions.m0023_late_leases import LATE
from migrations.versions.m0023_late_leases import TAKEN as TAKEN_LATE

ID = "2026-11-27T07:10:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "leases and jumps of the clock"

BELIEVED = "interval '30 s'"
"""A lease that expired within this time is believed to have."""
DOUBTED = "interval '10 s'"
"""Time for the holder to renew, twice what it takes between two renewals."""
RENEWED = "coalesce(l.renewed_at, least(l.updated_at, l.expires_at))"
FREE = (
    "({0}.expires_at <= {0}.renewed_at"
    f" OR {{0}}.expires_at BETWEEN clock_timestamp() - {BELIEVED} AND clock_timestamp())"
)
DOUBT = f"""
            IF NOT FOUND THEN
                UPDATE room_leases l SET expires_at = clock_timestamp() + {DOUBTED},
                    renewed_at = least({RENEWED}, clock_timestamp())
                WHERE l.room_id = room AND l.holder <> job
                  AND l.expires_at NOT BETWEEN clock_timestamp() - {BELIEVED}
                      AND clock_timestamp() + make_interval(secs => {LONGEST_S});
                RETURN false;
            END IF;"""


def _replaced(text: str, changes: dict[str, str]) -> str:
    for old, new in changes.items():
        if old not in text:
            raise ValueError(old)
        text = text.replace(old, new)
    return text


TAKING = {
    "(room_id, holder, expires_at)": "(room_id, holder, expires_at, renewed_at)",
    f"(room, job, {UNTIL})": f"(room, job, {UNTIL}, clock_timestamp())",
    "expires_at = EXCLUDED.expires_at": "expires_at = EXCLUDED.expires_at, renewed_at = EXCLUDED.renewed_at",
    "held.expires_at <= clock_timestamp()": FREE.format("held"),
}
TAKEN = _replaced(
    TAKEN_OVER,
    TAKING
    | {
        "SELECT least(l.updated_at, l.expires_at) INTO": f"SELECT least({RENEWED}, clock_timestamp()) INTO",
        "l.expires_at <= clock_timestamp();": f"{FREE.format('l')};",
        """
            IF NOT FOUND THEN
                RETURN false;
            END IF;""": DOUBT,
    },
)
LATE_TAKEN = _replaced(TAKEN_LATE, TAKING | {"            RETURN FOUND;": f"{DOUBT[1:]}\n            RETURN true;"})
RENEWED_NOW = _replaced(
    ENDED,
    {
        "least(l.expires_at, l.updated_at)": f"least(l.expires_at, {RENEWED})",
        " END FROM rooms r": " END,"
        f" renewed_at = CASE WHEN seconds <= 0 THEN {RENEWED} ELSE clock_timestamp() END FROM rooms r",
    },
)
FORWARDS = (
    f"CREATE OR REPLACE FUNCTION {TAKE} {TAKEN}",
    f"CREATE OR REPLACE FUNCTION {LATE} {LATE_TAKEN}",
    f"CREATE OR REPLACE FUNCTION {RENEW} {RENEWED_NOW}",
)
BACKWARDS = (
    f"CREATE OR REPLACE FUNCTION {TAKE} {TAKEN_OVER}",
    f"CREATE OR REPLACE FUNCTION {LATE} {TAKEN_LATE}",
    f"CREATE OR REPLACE FUNCTION {RENEW} {ENDED}",
)


async def forwards() -> MigrationManager:
    """Doubt an expiry that no lease can have."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
