"""How a notification goes out: as its person chose, written with it, claimed by one sender, many in one mail.

A trigger asks `wants_notice()`, the only place that knows the defaults, and queues the mail in the transaction of the
notification. `claim_mail()` takes one mail: what waits of one meeting for one person, once it has been quiet and the
minutes are final, or the day's tasks. A mail that was claimed keeps its id and what is in it over all attempts.
Tasks that come with minutes are mailed with them, and shown only to who does not want to be shown the minutes.
A person's choices are in `users.notification_preferences`: kind, then channel; `content`; `time_zone`.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions.m0010_policies import OWN

ID = "2026-11-27T21:50:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of mails"

TABLE = "mail_outbox"
QUIET = "interval '2 minutes'"
"""A mail waits for this long after the last thing that happened in its meeting."""
LONGEST_HOLD = "interval '30 minutes'"
"""Then it goes even if more happens, or the minutes are still being written."""
KEPT = "interval '3 days'"
"""What could not be sent for this long is given up: old news."""
DIGEST_HOUR = 8
BY_MAIL = "'minutes_ready', 'task_assigned'"
"""Kinds that are mailed to who has chosen nothing."""
IN_DIGEST = "'task_due', 'task_overdue'"
IS_UUID = "'^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$'"
OF_TASKS = "n.type IN ('task_assigned', 'task_due', 'task_overdue')"
"""Told as the action item is now; not at all once it is done, gone or another's."""
MAINTENANCE = """
            IF app_service() <> 'maintenance' THEN
                RAISE EXCEPTION 'only maintenance sends mail' USING ERRCODE = 'insufficient_privilege';
            END IF;"""
FUNCTIONS = {
    "wants_notice(preferences jsonb, kind text, channel text)": f"""
        RETURNS boolean LANGUAGE sql IMMUTABLE
        RETURN coalesce(preferences -> kind ->> channel = 'true', channel = 'in_app' OR kind IN ({BY_MAIL}))""",
    "route_notification()": f"""
        RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            wants jsonb := coalesce((SELECT u.notification_preferences FROM users u WHERE u.id = NEW.user_id), '{{}}');
        BEGIN
            NEW.in_app := wants_notice(wants, NEW.type, 'in_app')
                AND NOT (NEW.data ? 'with_minutes' AND wants_notice(wants, 'minutes_ready', 'in_app'));
            IF NEW.in_app THEN
                RETURN NEW;
            ELSIF NOT wants_notice(wants, NEW.type, 'email') THEN
                RETURN NULL;
            END IF;
            NEW.is_read := true;
            NEW.read_at := now();
            RETURN NEW;
        END $$""",
    "queue_mail()": f"""
        RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            wants jsonb := coalesce((SELECT u.notification_preferences FROM users u WHERE u.id = NEW.user_id), '{{}}');
            about rooms;
            today timestamp;
            due timestamptz := now() + {QUIET};
        BEGIN
            IF NOT wants_notice(wants, NEW.type, 'email') THEN
                RETURN NULL;
            END IF;
            IF NEW.data ->> 'room_id' ~ {IS_UUID} THEN
                SELECT * INTO about FROM rooms r WHERE r.id = (NEW.data ->> 'room_id')::uuid;
            END IF;
            IF NEW.type IN ({IN_DIGEST}) THEN
                today := now() AT TIME ZONE coalesce(wants ->> 'time_zone', about.time_zone, 'UTC');
                due := (date_trunc('day', today) + make_interval(hours => {DIGEST_HOUR},
                    days => (extract(hour FROM today) >= {DIGEST_HOUR})::int))
                    AT TIME ZONE coalesce(wants ->> 'time_zone', about.time_zone, 'UTC');
            END IF;
            INSERT INTO mail_outbox (notification_id, user_id, room_id, bundle, next_attempt_at)
            VALUES (NEW.id, NEW.user_id, about.id,
                CASE WHEN NEW.type IN ({IN_DIGEST}) THEN 'digest' ELSE 'room:' || coalesce(about.id, NEW.id) END, due)
            ON CONFLICT DO NOTHING;
            RETURN NULL;
        END $$""",
    "may_read_about(person uuid, room uuid)": f"""
        RETURNS boolean LANGUAGE sql STABLE {DEFINER}
        RETURN room IS NULL OR EXISTS (SELECT FROM rooms r WHERE r.id = room AND r.host_id = person)
            OR EXISTS (SELECT FROM participants p WHERE p.room_id = room AND p.user_id = person
                AND p.joined_at IS NOT NULL AND p.status <> 'removed')""",
    "claim_mail(lease_s double precision)": f"""
        RETURNS jsonb LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            head mail_outbox;
            taken uuid[];
            mail uuid;
        BEGIN{MAINTENANCE}
            SELECT o.* INTO head FROM mail_outbox o
            WHERE o.state = 'waiting' AND o.next_attempt_at <= now()
              AND NOT EXISTS (SELECT FROM mail_outbox e WHERE e.user_id = o.user_id AND e.bundle = o.bundle
                AND e.state = 'waiting' AND e.next_attempt_at <= now() AND e.mail_id IS NOT DISTINCT FROM o.mail_id
                AND (e.created_at, e.id) < (o.created_at, o.id))
              AND (o.mail_id IS NOT NULL OR o.bundle = 'digest' OR o.created_at < now() - {LONGEST_HOLD}
                OR NOT EXISTS (SELECT FROM mail_outbox l WHERE l.user_id = o.user_id AND l.bundle = o.bundle
                    AND l.state = 'waiting' AND l.mail_id IS NULL AND l.next_attempt_at > now())
                AND NOT EXISTS (SELECT FROM meeting_summaries s WHERE s.room_id = o.room_id
                    AND s.state IN ('writing', 'drafted')))
            ORDER BY o.next_attempt_at LIMIT 1 FOR NO KEY UPDATE OF o SKIP LOCKED;
            IF NOT FOUND THEN
                RETURN NULL;
            END IF;
            mail := coalesce(head.mail_id, gen_random_uuid());
            WITH together AS (
                SELECT o.id FROM mail_outbox o WHERE o.user_id = head.user_id AND o.bundle = head.bundle
                  AND o.state = 'waiting' AND o.mail_id IS NOT DISTINCT FROM head.mail_id
                  AND (o.next_attempt_at <= now() OR o.bundle <> 'digest')
                ORDER BY o.created_at, o.id FOR NO KEY UPDATE OF o
            ), claimed AS (
                UPDATE mail_outbox o SET mail_id = mail, attempts = o.attempts + 1,
                    next_attempt_at = now() + make_interval(secs => lease_s)
                FROM together t WHERE o.id = t.id RETURNING o.id
            ) SELECT array_agg(id) INTO taken FROM claimed;
            UPDATE mail_outbox o SET state = CASE WHEN head.attempts > 0 AND o.created_at < now() - {KEPT}
                    THEN 'failed' ELSE 'dropped' END,
                error = CASE WHEN NOT u.is_active THEN 'account_closed'
                    WHEN NOT may_read_about(u.id, o.room_id) THEN 'no_access'
                    WHEN NOT wants_notice(u.notification_preferences, n.type, 'email') THEN 'unsubscribed'
                    ELSE coalesce(o.error, 'expired') END
            FROM notifications n, users u
            WHERE o.id = ANY (taken) AND n.id = o.notification_id AND u.id = o.user_id
              AND NOT (u.is_active AND may_read_about(u.id, o.room_id) AND o.created_at >= now() - {KEPT}
                AND wants_notice(u.notification_preferences, n.type, 'email'));
            RETURN (SELECT jsonb_build_object('mail_id', mail, 'bundle', head.bundle, 'user_id', u.id, 'email', u.email,
                'name', u.name, 'preferences', u.notification_preferences, 'attempts', head.attempts + 1,
                'meeting', (SELECT jsonb_build_object('id', r.id, 'name', r.name, 'slug', r.slug,
                    'time_zone', r.time_zone, 'began', coalesce(r.started_at, r.created_at))
                    FROM rooms r WHERE r.id = head.room_id),
                'items', (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', n.type,
                        'title', CASE WHEN {OF_TASKS} THEN a.title ELSE n.title END,
                        'message', n.message, 'url', n.action_url, 'due', a.due_date) ORDER BY n.created_at, n.id), '[]')
                    FROM mail_outbox o JOIN notifications n ON n.id = o.notification_id
                    LEFT JOIN action_items a ON a.id = CASE WHEN n.data ->> 'action_item_id' ~ {IS_UUID}
                        THEN (n.data ->> 'action_item_id')::uuid END
                    WHERE o.id = ANY (taken) AND o.state = 'waiting' AND (NOT {OF_TASKS} OR (a.deleted_at IS NULL
                      AND a.assigned_to = u.id AND a.status IN ('open', 'in_progress')))))
                FROM users u WHERE u.id = head.user_id);
        END $$""",
    "finish_mail(mail uuid, outcome text, why text, again_s double precision)": f"""
        RETURNS bigint LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            done bigint;
        BEGIN{MAINTENANCE}
            UPDATE mail_outbox SET state = outcome, error = why,
                sent_at = CASE WHEN outcome = 'sent' THEN now() END,
                next_attempt_at = CASE WHEN outcome = 'waiting' THEN now() + make_interval(secs => again_s)
                    ELSE next_attempt_at END
            WHERE mail_id = mail AND state = 'waiting';
            GET DIAGNOSTICS done = ROW_COUNT;
            RETURN done;
        END $$""",
    "mail_standing()": f"""
        RETURNS TABLE (state text, notices bigint, oldest_s double precision) LANGUAGE sql STABLE {DEFINER}
        BEGIN ATOMIC
            SELECT o.state, count(*), coalesce(extract(epoch FROM now() - min(o.created_at)
                FILTER (WHERE o.state = 'waiting' AND o.next_attempt_at <= now() + {QUIET})), 0)::double precision
            FROM mail_outbox o WHERE o.state = 'waiting'
                OR (o.state = 'failed' AND o.updated_at > now() - interval '1 day') GROUP BY 1;
        END""",
    "tell_assignees(room uuid)": f"""
        RETURNS void LANGUAGE sql {DEFINER} BEGIN ATOMIC
            INSERT INTO notifications (user_id, type, title, message, data, action_url)
            SELECT a.assigned_to, 'task_assigned', a.title, left(r.name, 200), jsonb_build_object('room_id', r.id,
                   'slug', r.slug, 'action_item_id', a.id, 'with_minutes', true), '/m/' || r.slug || '#task-' || a.id
            FROM action_items a JOIN rooms r ON r.id = a.room_id
            WHERE a.room_id = room AND (app_role() IS DISTINCT FROM 'parley_worker' OR room = app_room())
              AND a.assigned_to IS NOT NULL AND a.deleted_at IS NULL
              AND a.origin = 'minutes' AND a.status IN ('open', 'in_progress') AND may_read_about(a.assigned_to, room)
              AND NOT EXISTS (SELECT FROM notifications n WHERE n.user_id = a.assigned_to AND n.type = 'task_assigned'
                  AND n.data ->> 'action_item_id' = a.id::text)
            ORDER BY a.position;
        END""",
    "choose_notices(choices jsonb)": f"""
        RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            PERFORM now() AT TIME ZONE coalesce(choices ->> 'time_zone', 'UTC');
            UPDATE users SET notification_preferences = choices WHERE id = app_user();
        END $$""",
}
SIGNATURES = {
    "wants_notice(jsonb, text, text)": "parley_definer, parley_web",
    "route_notification()": "",
    "queue_mail()": "",
    "may_read_about(uuid, uuid)": "",
    "claim_mail(double precision)": "parley_worker",
    "finish_mail(uuid, text, text, double precision)": "parley_worker",
    "mail_standing()": "parley_worker",
    "tell_assignees(uuid)": "parley_worker",
    "choose_notices(jsonb)": "parley_web",
}
CHECKS = {
    "channel_state": "channel IN ('email')",
    "state_state": "state IN ('waiting', 'sent', 'failed', 'dropped')",
    "tried": "attempts >= 0",
    "sent": "(state = 'sent') = (sent_at IS NOT NULL)",
    "finite": "isfinite(next_attempt_at) AND isfinite(sent_at)",
}
INDEXES = (
    f"UNIQUE INDEX {TABLE}_once ON {TABLE} (notification_id, channel)",
    f"INDEX {TABLE}_due ON {TABLE} (next_attempt_at) WHERE state = 'waiting'",
    f"INDEX {TABLE}_newest ON {TABLE} (user_id, created_at DESC)",
    f"INDEX {TABLE}_of_mail ON {TABLE} (mail_id) WHERE state = 'waiting'",
)
TRIGGERS = {
    "born": "BEFORE INSERT ON {} FOR EACH ROW EXECUTE FUNCTION touch_updated_at()",
    "touch": "BEFORE UPDATE ON {} FOR EACH ROW EXECUTE FUNCTION touch_updated_at()",
}
SHOWN = "id, user_id, room_id, state, attempts, next_attempt_at, error, sent_at, created_at"
OF_DASHBOARDS = "id, room_id, channel, state, attempts, next_attempt_at, error, sent_at, created_at"
FORWARDS = (
    *(f"ALTER TABLE {TABLE} ADD CONSTRAINT {TABLE}_{name} CHECK ({rule})" for name, rule in CHECKS.items()),
    *(f"CREATE {index}" for index in INDEXES),
    *(f"CREATE TRIGGER {TABLE}_{name} {trigger.format(TABLE)}" for name, trigger in TRIGGERS.items()),
    f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY",
    f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY",
    f"CREATE POLICY {TABLE}_definer ON {TABLE} TO parley_definer USING (true)",
    f"GRANT SELECT ({SHOWN}) ON {TABLE} TO parley_web",
    f"CREATE POLICY {TABLE}_web_select ON {TABLE} FOR SELECT TO parley_web USING ({OWN})",
    f"GRANT SELECT ({OF_DASHBOARDS}) ON {TABLE} TO parley_readonly",
    f"CREATE POLICY {TABLE}_readonly ON {TABLE} FOR SELECT TO parley_readonly USING (true)",
    *(f"CREATE FUNCTION {name} {body}" for name, body in FUNCTIONS.items()),
    *(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC" for name in SIGNATURES),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO {roles}" for name, roles in SIGNATURES.items() if roles),
    "CREATE TRIGGER notifications_route BEFORE INSERT ON notifications"
    " FOR EACH ROW EXECUTE FUNCTION route_notification()",
    "CREATE TRIGGER notifications_mail AFTER INSERT ON notifications"
    " FOR EACH ROW EXECUTE FUNCTION queue_mail()",
)
BACKWARDS = (
    "DROP TRIGGER notifications_mail ON notifications",
    "DROP TRIGGER notifications_route ON notifications",
    *(f"DROP FUNCTION {name}" for name in reversed(SIGNATURES)),
    *(f"DROP POLICY {TABLE}_{name} ON {TABLE}" for name in ("readonly", "web_select", "definer")),
    f"REVOKE ALL ON {TABLE} FROM parley_web, parley_readonly",
    f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY",
    f"ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY",
    *(f"DROP TRIGGER {TABLE}_{name} ON {TABLE}" for name in TRIGGERS),
    *(f"DROP INDEX {index.split(' ON ')[0].split()[-1]}" for index in INDEXES),
    *(f"ALTER TABLE {TABLE} DROP CONSTRAINT {TABLE}_{name}" for name in CHECKS),
)


async def forwards() -> MigrationManager:
    """Queue mails with their notifications, and let maintenance send them."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
