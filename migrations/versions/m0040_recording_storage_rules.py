"""What recordings may wait for and lack, who writes that down, and how many there are.

A recording that waits is tried again every twenty minutes, one that failed every hour for a week. An archived one in
which somebody was heard whose words were forgotten is mixed again without them; only if that was not even begun
within a day it is deleted.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions.m0032_recording_sweep import TO_MIX as TO_MIX_BEFORE
from migrations.versions.m0038_retention import FUNCTIONS
from migrations.versions.m0039_forgotten_archive import FORGOTTEN, NAME, TIME_HAS_COME

ID = "2026-11-27T18:00:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of recordings that wait"

RULES = {
    "waits_for_state": "CHECK (waits_for IN ('storage', 'parts', 'disk'))",
    "missing_state": "CHECK (missing IN ('disk', 'writer', 'parts'))",
}
STANDING = f"""
CREATE FUNCTION recordings_standing() RETURNS TABLE (state text, number bigint)
    LANGUAGE sql STABLE {DEFINER} BEGIN ATOMIC
    SELECT coalesce(r.waits_for, r.status), count(*) FROM recordings r JOIN rooms m ON m.id = r.room_id
    WHERE r.waits_for IS NOT NULL AND r.status IN ('starting', 'recording', 'processing')
       OR r.status = 'failed' AND r.created_at > now() - interval '7 days'
       OR r.status IN ('starting', 'recording', 'processing') AND m.status IN ('ended', 'archived')
          AND r.updated_at < now() - interval '1 hour'
    GROUP BY 1;
END"""
"""Those that failed within a week, wait for something, or were not mixed within an hour of their meeting."""
FAILED = "(r.status = 'failed' AND r.created_at > now() - interval '7 days'"
TO_MIX = TO_MIX_BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION").replace(
    FAILED, f"{FAILED} AND r.updated_at < now() - interval '1 hour'"
)
STALE = FORGOTTEN.replace(
    "f.updated_at >",
    "(c.livekit_recording_id IS NOT NULL OR f.updated_at < now() - interval '1 day') AND f.updated_at >",
)
"""Nobody can be taken out of a video."""


def _to_delete(forgotten: str) -> str:
    body = FUNCTIONS[NAME].replace(TIME_HAS_COME, f"({TIME_HAS_COME} OR {forgotten})")
    return f"CREATE OR REPLACE FUNCTION {NAME} {body}"


FORWARDS = (
    *(f"ALTER TABLE recordings ADD CONSTRAINT recordings_{name} {rule} NOT VALID" for name, rule in RULES.items()),
    *(f"ALTER TABLE recordings VALIDATE CONSTRAINT recordings_{name}" for name in RULES),
    "GRANT UPDATE (waits_for, missing) ON recordings TO parley_agent, parley_worker",
    "GRANT SELECT (waits_for, missing) ON recordings TO parley_readonly",
    STANDING,
    "REVOKE EXECUTE ON FUNCTION recordings_standing() FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION recordings_standing() TO parley_worker",
    TO_MIX,
    _to_delete(STALE),
)
BACKWARDS = (
    _to_delete(FORGOTTEN),
    TO_MIX_BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
    "DROP FUNCTION recordings_standing()",
    "REVOKE SELECT (waits_for, missing) ON recordings FROM parley_readonly",
    "REVOKE UPDATE (waits_for, missing) ON recordings FROM parley_agent, parley_worker",
    *(f"ALTER TABLE recordings DROP CONSTRAINT recordings_{name}" for name in RULES),
)


async def forwards() -> MigrationManager:
    """Add the rules and the function, and change when recordings are tried again and deleted."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
