"""Who gets a link, where it leads, and who it lets in.

The primary key is what a link looks like (`link_shape`), so that of two that are easily confused, and of two hosts who
choose the same, exactly one wins. A link is in use (`held_until` NULL) until its meeting is over or another is chosen;
for HELD after that it opens nothing for strangers, and only its host may use it again. Only functions touch the table.
Since it can be guessed, guests wait at the door whatever the lobby says, where the link would let anybody in.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions import m0054_doors as doors

ID = "2026-11-28T09:03:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of chosen links"

TABLE = "room_links"
OPEN = "('scheduled', 'waiting', 'live')"
HELD = "interval '90 days'"
KEPT = 10
"""So many links that they gave up are held for a host; older ones are free."""
CHECKS = {
    "spelling": "code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND char_length(code) BETWEEN 3 AND 48",
    "not_generated": "code !~ '^[a-z]{3}-[a-z]{4}-[a-z]{3}$'",
    "seen": "shape = link_shape(code)",
    "one_target": "num_nonnulls(room_id, series_id) = 1",
    "finite": "isfinite(held_until)",
}
TO_ANYBODY = (
    "coalesce({row}settings->>'access', 'link') = 'link' AND coalesce(({row}settings->>'guests')::boolean, true)"
)
UNGUARDED = TO_ANYBODY + " AND coalesce({row}settings->>'lobby', 'off') = 'off'"
GUARDED = """'{"lobby": "guests"}'"""
SHAPE = """
        RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        RETURN replace(replace(translate(code, '01-', 'ol'), 'rn', 'm'), 'vv', 'w')"""
FUNCTIONS = {
    "chosen_link(room uuid, series uuid)": f"""
        RETURNS text LANGUAGE sql STABLE {DEFINER}
        RETURN coalesce(
            (SELECT l.code FROM room_links l WHERE l.room_id = room AND l.held_until IS NULL),
            (SELECT l.code FROM room_series s JOIN room_links l ON l.series_id = s.root_id
             WHERE s.id = series AND l.held_until IS NULL))""",
    "link_is_free(link room_links)": f"""
        RETURNS boolean LANGUAGE sql STABLE {DEFINER}
        RETURN (SELECT CASE WHEN t.host_id = app_user() THEN NOT t.is_used
                       ELSE coalesce(link.held_until, CASE WHEN NOT t.is_used THEN t.over_since + {HELD} END) < now() END
            FROM (
                SELECT r.host_id, link.held_until IS NULL AND r.status IN {OPEN} AS is_used,
                       coalesce(r.ended_at, r.updated_at) AS over_since
                FROM rooms r WHERE r.id = link.room_id
                UNION ALL
                SELECT root.host_id, link.held_until IS NULL AND EXISTS (SELECT FROM room_series s
                           JOIN rooms r ON r.series_id = s.id WHERE s.root_id = root.id AND r.status IN {OPEN}),
                       (SELECT max(greatest(s.updated_at, r.ended_at)) FROM room_series s
                        LEFT JOIN rooms r ON r.series_id = s.id WHERE s.root_id = root.id)
                FROM room_series root WHERE root.id = link.series_id
            ) t)""",
    "choose_link(room uuid, wanted text)": f"""
        RETURNS text LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            root uuid;
            own uuid;
        BEGIN
            PERFORM FROM rooms r WHERE r.id = room AND r.host_id = app_user() AND r.status IN {OPEN}
                AND r.parent_room_id IS NULL AND r.type <> 'external' FOR NO KEY UPDATE;
            IF NOT FOUND THEN
                RETURN 'forbidden';
            END IF;
            root := (SELECT s.root_id FROM rooms r JOIN room_series s ON s.id = r.series_id WHERE r.id = room);
            IF root IS NOT NULL AND NOT EXISTS (
                SELECT FROM room_series s WHERE s.id = root AND s.host_id = app_user()) THEN
                RETURN 'forbidden';
            END IF;
            own := CASE WHEN root IS NULL THEN room END;
            PERFORM pg_advisory_xact_lock(hashtext('room_links'), hashtext(app_user()::text));
            DELETE FROM room_links l WHERE l.shape IN (
                SELECT o.shape FROM room_links o WHERE o.held_until < now() FOR UPDATE SKIP LOCKED);
            UPDATE room_links l SET held_until = now() + {HELD} WHERE l.held_until IS NULL
                AND (l.room_id = own OR l.series_id = root) AND l.code IS DISTINCT FROM wanted;
            DELETE FROM room_links l WHERE l.shape IN (
                SELECT o.shape FROM room_links o
                LEFT JOIN rooms r ON r.id = o.room_id LEFT JOIN room_series s ON s.id = o.series_id
                WHERE o.held_until IS NOT NULL AND app_user() IN (r.host_id, s.host_id)
                ORDER BY o.held_until DESC OFFSET {KEPT});
            IF wanted IS NULL THEN
                RETURN 'dropped';
            END IF;
            IF EXISTS (SELECT FROM rooms r WHERE r.slug = wanted)
                OR EXISTS (SELECT FROM room_series s WHERE s.slug = wanted) THEN
                RETURN 'taken';
            END IF;
            INSERT INTO room_links AS l (shape, code, room_id, series_id) VALUES (link_shape(wanted), wanted, own, root)
            ON CONFLICT (shape) DO UPDATE SET code = excluded.code, room_id = excluded.room_id,
                series_id = excluded.series_id, held_until = NULL
            WHERE l.room_id = excluded.room_id OR l.series_id = excluded.series_id OR link_is_free(l);
            IF NOT FOUND THEN
                RETURN 'taken';
            END IF;
            UPDATE rooms r SET settings = r.settings || {GUARDED} WHERE r.status IN {OPEN} AND {UNGUARDED.format(row="r.")}
                AND (r.id = room OR r.series_id IN (SELECT s.id FROM room_series s WHERE s.root_id = root));
            UPDATE room_series s SET settings = s.settings || {GUARDED}
                WHERE s.root_id = root AND {UNGUARDED.format(row="s.")};
            RETURN 'chosen';
        END $$""",
    "led_by_link(link text)": f"""
        RETURNS text LANGUAGE sql STABLE {DEFINER}
        RETURN (SELECT t.slug FROM room_links l
            LEFT JOIN room_series root ON root.id = l.series_id
            JOIN rooms t ON t.id = l.room_id OR t.slug = next_meeting(root.slug)
            WHERE l.shape = link_shape(link) AND l.code = link AND (l.held_until IS NULL
              OR l.held_until > now() AND (t.host_id = app_user() OR EXISTS (SELECT FROM participants p
                WHERE p.room_id = t.id AND p.status <> 'removed'
                  AND (p.user_id = app_user() OR p.id = app_participant())))))""",
}
WAIT = doors.NEW["newcomers_wait(room uuid)"].replace(
    "AND app_user() IS NULL))",
    "AND app_user() IS NULL\n"
    "                OR app_user() IS NULL AND " + TO_ANYBODY.format(row="r.") + "\n"
    "                    AND chosen_link(r.id, r.series_id) IS NOT NULL))",
)
CALLED_BY = {
    "link_shape(text)": "parley_definer",
    "chosen_link(uuid, uuid)": "parley_web, parley_media, parley_agent, parley_worker",
    "link_is_free(room_links)": "",
    "choose_link(uuid, text)": "parley_web",
    "led_by_link(text)": "parley_web",
}
TRIGGERS = {
    "born": "BEFORE INSERT ON {} FOR EACH ROW EXECUTE FUNCTION touch_updated_at()",
    "touch": "BEFORE UPDATE ON {} FOR EACH ROW EXECUTE FUNCTION touch_updated_at()",
}
FORWARDS = (
    f"CREATE FUNCTION link_shape(code text) {SHAPE}",
    *(f"ALTER TABLE {TABLE} ADD CONSTRAINT {TABLE}_{name} CHECK ({rule})" for name, rule in CHECKS.items()),
    f"CREATE UNIQUE INDEX {TABLE}_of_room ON {TABLE} (room_id) WHERE held_until IS NULL",
    f"CREATE UNIQUE INDEX {TABLE}_of_series ON {TABLE} (series_id) WHERE held_until IS NULL",
    f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY",
    f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY",
    f"CREATE POLICY {TABLE}_definer ON {TABLE} TO parley_definer USING (true)",
    *(f"CREATE FUNCTION {name} {body}" for name, body in FUNCTIONS.items()),
    *(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC" for name in CALLED_BY),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO {roles}" for name, roles in CALLED_BY.items() if roles),
    f"CREATE OR REPLACE FUNCTION newcomers_wait(room uuid) {WAIT}",
    *(f"CREATE TRIGGER {TABLE}_{name} {trigger.format(TABLE)}" for name, trigger in TRIGGERS.items()),
)
BACKWARDS = (
    *(f"DROP TRIGGER {TABLE}_{name} ON {TABLE}" for name in TRIGGERS),
    f"CREATE OR REPLACE FUNCTION newcomers_wait(room uuid) {doors.NEW['newcomers_wait(room uuid)']}",
    f"DROP POLICY {TABLE}_definer ON {TABLE}",
    *(f"DROP FUNCTION {name}" for name in reversed(CALLED_BY) if name != "link_shape(text)"),
    f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY",
    f"ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY",
    f"DROP INDEX {TABLE}_of_series",
    f"DROP INDEX {TABLE}_of_room",
    *(f"ALTER TABLE {TABLE} DROP CONSTRAINT {TABLE}_{name}" for name in CHECKS),
    "DROP FUNCTION link_shape(text)",
)


async def forwards() -> MigrationManager:
    """Let hosts choose links."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
