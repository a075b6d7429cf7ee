"""Who makes share links: a meeting's host, for at most a year. A link is found by its token's hash alone, while it holds.

What is read by it is read with the rights of who made it, and only while they have them; `use_share_link()` says whose,
and counts. Nobody but the hosts sees the links themselves.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions.m0010_policies import ELEVATED, HOSTED

ID = "2026-11-27T21:51:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of share links"

TABLE = "share_links"
CHECKS = {
    "scope_state": "scope IN ('summary', 'transcript')",
    "hash": "token_hash ~ '^[0-9a-f]{64}$'",
    "counted": "uses >= 0 AND (uses > 0) = (last_used_at IS NOT NULL)",
    "year": "expires_at > created_at AND expires_at <= created_at + interval '366 days'",
    "finite": "isfinite(revoked_at) AND isfinite(last_used_at)",
}
TRIGGERS = {
    "born": "BEFORE INSERT ON {} FOR EACH ROW EXECUTE FUNCTION touch_updated_at()",
    "touch": "BEFORE UPDATE ON {} FOR EACH ROW EXECUTE FUNCTION touch_updated_at()",
    "audit": "AFTER INSERT OR DELETE OR UPDATE OF revoked_at ON {} FOR EACH ROW EXECUTE FUNCTION audit_row()",
}
POLICIES = {
    "select": f"USING ({HOSTED} OR {ELEVATED})",
    "insert": f"WITH CHECK ({HOSTED} AND created_by = app_user())",
    "update": f"USING ({HOSTED})",
}
USE = f"""
CREATE FUNCTION use_share_link(hash text) RETURNS TABLE (slug text, scope text, created_by uuid, expires_at timestamptz)
LANGUAGE sql {DEFINER} BEGIN ATOMIC
    UPDATE share_links s SET uses = s.uses + 1, last_used_at = now()
    FROM rooms r, users u
    WHERE s.token_hash = hash AND s.revoked_at IS NULL AND s.expires_at > now()
      AND r.id = s.room_id AND r.host_id = s.created_by AND u.id = s.created_by AND u.is_active
    RETURNING r.slug, s.scope, s.created_by, s.expires_at;
END
"""
OF_DASHBOARDS = "id, room_id, scope, expires_at, revoked_at, last_used_at, uses, created_at"
FORWARDS = (
    *(f"ALTER TABLE {TABLE} ADD CONSTRAINT {TABLE}_{name} CHECK ({rule})" for name, rule in CHECKS.items()),
    *(f"CREATE TRIGGER {TABLE}_{name} {trigger.format(TABLE)}" for name, trigger in TRIGGERS.items()),
    f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY",
    f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY",
    f"CREATE POLICY {TABLE}_definer ON {TABLE} TO parley_definer USING (true)",
    f"GRANT SELECT ON {TABLE} TO parley_web",
    f"GRANT INSERT (id, room_id, created_by, scope, token_hash, expires_at) ON {TABLE} TO parley_web",
    f"GRANT UPDATE (revoked_at) ON {TABLE} TO parley_web",
    *(f"CREATE POLICY {TABLE}_web_{verb} ON {TABLE} FOR {verb} TO parley_web {rows}" for verb, rows in POLICIES.items()),
    f"GRANT SELECT ({OF_DASHBOARDS}) ON {TABLE} TO parley_readonly",
    f"CREATE POLICY {TABLE}_readonly ON {TABLE} FOR SELECT TO parley_readonly USING (true)",
    USE,
    "REVOKE EXECUTE ON FUNCTION use_share_link(text) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION use_share_link(text) TO parley_web",
)
BACKWARDS = (
    "DROP FUNCTION use_share_link(text)",
    f"DROP POLICY {TABLE}_readonly ON {TABLE}",
    *(f"DROP POLICY {TABLE}_web_{verb} ON {TABLE}" for verb in POLICIES),
    f"DROP POLICY {TABLE}_definer ON {TABLE}",
    f"REVOKE ALL ON {TABLE} FROM parley_web, parley_readonly",
    f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY",
    f"ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY",
    *(f"DROP TRIGGER {TABLE}_{name} ON {TABLE}" for name in TRIGGERS),
    *(f"ALTER TABLE {TABLE} DROP CONSTRAINT {TABLE}_{name}" for name in CHECKS),
)


async def forwards() -> MigrationManager:
    """Open the links to their hosts."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
