"""A refused report is not written, whoever writes it; and what the host sees of reports hides each single one.

The host gets sums over at least MIN_OTHERS reports of other people: of fewer their own could be taken away from them,
and what is left would be one person's.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions.m0010_policies import FUNCTIONS as BEFORE
from migrations.versions.m0010_policies import MY_PLACE, OWN

ID = "2026-11-27T21:47:04:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of refused reports"

TABLE = "report_refusals"
MIN_OTHERS = 3
MINE = f"({OWN} OR (participant_id IS NOT NULL AND {MY_PLACE}))"
POLICIES = {"select": f"USING {MINE}", "insert": f"WITH CHECK {MINE}", "delete": f"USING {MINE}"}
TRIGGERS = {
    "born": "BEFORE INSERT ON {} FOR EACH ROW EXECUTE FUNCTION touch_updated_at()",
    "touch": "BEFORE UPDATE ON {} FOR EACH ROW EXECUTE FUNCTION touch_updated_at()",
    "audit": "AFTER INSERT OR UPDATE OR DELETE ON {} FOR EACH ROW EXECUTE FUNCTION audit_row()",
}
TOTALS = "report_totals(meeting uuid)"
WANTED = f"""
CREATE FUNCTION keep_wanted_report() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    IF EXISTS (SELECT FROM report_refusals r WHERE r.participant_id = NEW.participant_id)
        OR EXISTS (SELECT FROM report_refusals r JOIN participants p ON p.user_id = r.user_id
                   WHERE p.id = NEW.participant_id) THEN
        RETURN NULL;
    END IF;
    RETURN NEW;
END $$
"""
SUMS = f"""
CREATE FUNCTION {TOTALS}
RETURNS TABLE (reports bigint, speaking_time bigint, tasks_assigned bigint, questions bigint, interruptions bigint)
LANGUAGE sql STABLE {DEFINER} BEGIN ATOMIC
    SELECT count(*), coalesce(sum(r.speaking_time), 0), coalesce(sum(r.tasks_assigned_count), 0),
           coalesce(sum((r.figures->>'questions')::bigint), 0)::bigint,
           coalesce(sum((r.figures->>'interruptions_made')::bigint), 0)::bigint
    FROM participant_reports r JOIN participants p ON p.id = r.participant_id
    WHERE r.room_id = meeting AND meeting IN (SELECT hosted_rooms())
    HAVING count(*) FILTER (WHERE p.user_id IS DISTINCT FROM app_user()) >= {MIN_OTHERS};
END
"""
RIGHTS = (
    f"REVOKE EXECUTE ON FUNCTION {TOTALS} FROM PUBLIC",
    f"GRANT EXECUTE ON FUNCTION {TOTALS} TO parley_web",
)
FORWARDS = (
    f"ALTER TABLE {TABLE} ADD CONSTRAINT {TABLE}_of_one CHECK (num_nonnulls(user_id, participant_id) = 1)",
    *(f"CREATE TRIGGER {TABLE}_{name} {trigger.format(TABLE)}" for name, trigger in TRIGGERS.items()),
    f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY",
    f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY",
    f"CREATE POLICY {TABLE}_definer ON {TABLE} TO parley_definer USING (true)",
    f"GRANT SELECT, INSERT, DELETE ON {TABLE} TO parley_web",
    *(f"CREATE POLICY {TABLE}_web_{verb} ON {TABLE} FOR {verb} TO parley_web {rows}" for verb, rows in POLICIES.items()),
    "GRANT DELETE ON participant_reports TO parley_web",
    f"CREATE POLICY participant_reports_web_delete ON participant_reports FOR DELETE TO parley_web USING ({MY_PLACE})",
    WANTED,
    "REVOKE EXECUTE ON FUNCTION keep_wanted_report() FROM PUBLIC",
    "CREATE TRIGGER participant_reports_wanted BEFORE INSERT ON participant_reports"
    " FOR EACH ROW EXECUTE FUNCTION keep_wanted_report()",
    f"DROP FUNCTION {TOTALS}",
    SUMS,
    *RIGHTS,
)
BACKWARDS = (
    f"DROP FUNCTION {TOTALS}",
    f"CREATE FUNCTION {TOTALS} {BEFORE[TOTALS]}",
    *RIGHTS,
    "DROP TRIGGER participant_reports_wanted ON participant_reports",
    "DROP FUNCTION keep_wanted_report()",
    "DROP POLICY participant_reports_web_delete ON participant_reports",
    "REVOKE DELETE ON participant_reports FROM parley_web",
    *(f"DROP POLICY {TABLE}_web_{verb} ON {TABLE}" for verb in POLICIES),
    f"DROP POLICY {TABLE}_definer ON {TABLE}",
    f"REVOKE ALL ON {TABLE} FROM parley_web",
    f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY",
    f"ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY",
    *(f"DROP TRIGGER {TABLE}_{name} ON {TABLE}" for name in TRIGGERS),
    f"ALTER TABLE {TABLE} DROP CONSTRAINT {TABLE}_of_one",
)


async def forwards() -> MigrationManager:
    """Keep refused reports away, and hide the single ones in sums."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
