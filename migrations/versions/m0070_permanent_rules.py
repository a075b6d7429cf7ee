"""Permanent rooms: series without a rule, whose next meeting stands ready as soon as one is over.

`ready_meeting` makes it under the lock of the series' row, and an index (m0070_permanent_index) lets no second
one be open. It takes over name, doors and settings (but whether it was locked). Invitations move along, so that their
tokens open the room ahead and the host withdraws them there; with them go the places of the accounts that were invited by
address, and nobody else's: who was let in, had a link, or was co-host for one meeting is a newcomer at the next. Accounts
that were removed stay out, and the others do not wait for that. Recordings, breakouts and consents stay with their
meeting. Whoever hands the running meeting over hands over the room. The new rules of two columns are NOT VALID: the next
migration reads the rows.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions import m0015_doors as first_doors
from migrations.versions import m0054_doors as doors
from migrations.versions import m0055_invitations_rules as invitations
from migrations.versions import m0059_series_rules as series
from migrations.versions import m0068_links_rules as links

ID = "2026-11-28T10:31:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of permanent rooms"

OPEN = "('scheduled', 'waiting', 'live')"
OVER = "('ended', 'archived')"
RULE = series.CHECKS["rule_spelling"]
TYPES = "type IN ('instant', 'scheduled', 'recurring', 'external'{})"
CHANGED_CHECKS = {
    ("rooms", "type_state"): (TYPES.format(", 'permanent'"), TYPES.format("")),
    ("room_series", "rule_spelling"): (f"rule = '' OR {RULE}", RULE),
}
"""With what they were before."""
TAKEN = "i.kind = 'address' AND i.invitee_id IS NOT NULL"
KNOWN = "p.user_id <> kept.host_id AND (p.status = 'removed' OR i.id IS NOT NULL)"
TAKEN_ALONG = """(p.joined_at IS NULL AND p.admitted_at IS NULL AND EXISTS (SELECT FROM rooms r
            WHERE r.id = p.room_id AND r.type = 'permanent' AND r.created_at = p.created_at))"""
"""Who was removed at a meeting before, and has their place since the room was made."""
STAYS = "interval '366 days'"
"""So long after each meeting the invitation of an account still holds, until it is withdrawn."""
NEW = {
    "permanent_slug(series uuid)": f"""
        RETURNS text LANGUAGE sql STABLE {DEFINER}
        RETURN (SELECT s.slug FROM room_series s WHERE s.id = series AND s.rule = '')""",
    "has_ended(series uuid)": f"""
        RETURNS boolean LANGUAGE sql STABLE {DEFINER}
        RETURN EXISTS (SELECT FROM room_series s WHERE s.id = series AND s.cancelled_at IS NOT NULL)""",
    "take_along(before uuid, room uuid)": f"""
        RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            kept rooms;
            known record;
            place uuid;
        BEGIN
            SELECT r.* INTO kept FROM rooms r WHERE r.id = room;
            WITH moved AS (
                UPDATE room_invitations i SET room_id = room, uses = CASE WHEN i.kind = 'link' THEN i.uses ELSE 0 END,
                    expires_at = CASE WHEN {TAKEN} THEN greatest(i.expires_at, now() + {STAYS}) ELSE i.expires_at END
                WHERE i.room_id = before AND ({invitations.HOLDS} AND (i.kind = 'address' OR i.uses < i.max_uses)
                    OR {TAKEN} AND i.status IN ('pending', 'accepted', 'tentative', 'declined'))
                RETURNING i.id)
            UPDATE invitation_mails m SET room_id = room FROM moved WHERE m.invitation_id = moved.id AND m.state = 'waiting';
            FOR known IN SELECT p.user_id, p.status = 'removed' AS is_out, i.role = 'cohost' AND p.role IN ('host', 'cohost')
                        AND NOT p.stands_in AS leads
                    FROM participants p LEFT JOIN room_invitations i ON i.room_id = room AND i.kind = 'address'
                        AND i.invitee_id = p.user_id
                    WHERE p.room_id = before AND {KNOWN} ORDER BY p.created_at, p.id, i.role LOOP
                place := gen_random_uuid();
                INSERT INTO participants (id, room_id, user_id, role, status, is_invited, display_name, identity)
                VALUES (place, room, known.user_id, CASE WHEN known.leads THEN 'cohost' ELSE 'participant' END,
                    CASE WHEN known.is_out THEN 'removed' ELSE 'invited' END, NOT known.is_out,
                    CASE WHEN known.is_out THEN person_name(known.user_id) ELSE place::text END, place::text)
                ON CONFLICT DO NOTHING;
            END LOOP;
        END $$""",
    "ready_meeting(series uuid, room uuid, link text)": f"""
        RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            kept room_series;
            before rooms;
            ready uuid;
        BEGIN
            SELECT s.* INTO kept FROM room_series s
            WHERE s.id = series AND s.rule = '' AND s.cancelled_at IS NULL FOR NO KEY UPDATE;
            IF NOT FOUND THEN
                RETURN NULL;
            END IF;
            SELECT r.id INTO ready FROM rooms r WHERE r.series_id = series AND r.status IN {OPEN};
            IF FOUND THEN
                RETURN ready;
            END IF;
            SELECT r.* INTO before FROM rooms r WHERE r.series_id = series AND r.status IN {OVER}
            ORDER BY r.created_at DESC LIMIT 1;
            IF FOUND THEN
                UPDATE room_series s SET name = before.name, max_participants = before.max_participants,
                    settings = before.settings
                        || jsonb_build_object('locked', coalesce((s.settings->>'locked')::boolean, false)),
                    tags = before.tags, time_zone = before.time_zone, minutes = before.scheduled_minutes
                WHERE s.id = series RETURNING s.* INTO kept;
            END IF;
            INSERT INTO rooms (id, host_id, name, slug, type, status, livekit_room_name, max_participants, settings, tags,
                time_zone, scheduled_minutes, series_id)
            VALUES (room, kept.host_id, kept.name, link, 'permanent', 'waiting', 'parley-' || room, kept.max_participants,
                kept.settings, kept.tags, kept.time_zone, kept.minutes, series);
            PERFORM take_along(before.id, room);
            RETURN room;
        END $$""",
    "named_or_stands_in()": """
        RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            NEW.stands_in := NEW.stands_in AND NOT OLD.stands_in;
            RETURN NEW;
        END $$""",
}
CALLED_BY = {
    "permanent_slug(uuid)": "parley_web, parley_media, parley_agent, parley_worker",
    "has_ended(uuid)": "parley_web",
    "take_along(uuid, uuid)": "",
    "ready_meeting(uuid, uuid, text)": "parley_web, parley_media, parley_agent",
    "named_or_stands_in()": "",
}
STANDS_IN = (
    "TRIGGER participants_named BEFORE UPDATE OF role ON participants FOR EACH ROW"
    " WHEN (NEW.role <> OLD.role) EXECUTE FUNCTION named_or_stands_in()"
)
NEXT, LED, DUE, PLAN = "next_meeting(link text)", "led_by_link(link text)", "due_series()", "series_plan(series uuid)"
HAND_OVER, SUCCEED, REMOVED = "hand_over(place uuid)", "succeed(room uuid)", "has_removed(room uuid)"
BEFORE = {
    NEXT: series.FUNCTIONS[NEXT],
    LED: links.FUNCTIONS[LED],
    DUE: series.FUNCTIONS[DUE],
    PLAN: series.FUNCTIONS[PLAN],
    HAND_OVER: doors.NEW[HAND_OVER],
    SUCCEED: doors.NEW[SUCCEED],
    REMOVED: first_doors.FUNCTIONS[REMOVED],
}
LED_BEFORE = BEFORE[LED].partition("RETURN (")[2].rpartition(")")[0]
CHANGED = {
    NEXT: BEFORE[NEXT].replace(
        "r.scheduled_start_time DESC LIMIT 1", "coalesce(r.scheduled_start_time, r.created_at) DESC LIMIT 1"
    ),
    LED: BEFORE[LED].partition("RETURN (")[0]
    + f"RETURN coalesce(({LED_BEFORE}),\n"
    + "            (SELECT next_meeting(s.slug) FROM room_series s WHERE s.slug = link AND s.rule = ''))",
    DUE: BEFORE[DUE].replace("s.cancelled_at IS NULL", "s.cancelled_at IS NULL AND s.rule <> ''"),
    PLAN: BEFORE[PLAN].replace("s.cancelled_at IS NULL", "s.cancelled_at IS NULL AND s.rule <> ''"),
    HAND_OVER: BEFORE[HAND_OVER].replace(
        "            RETURN true;",
        "            UPDATE room_series s SET host_id = heir.user_id FROM rooms r\n"
        "            WHERE r.id = heir.room_id AND s.id = r.series_id AND s.rule = ''\n"
        f"              AND s.host_id = app_user() AND r.status IN {OPEN};\n"
        "            RETURN true;",
    ),
    SUCCEED: BEFORE[SUCCEED].replace("SET role = 'cohost'", "SET role = 'cohost', stands_in = true"),
    REMOVED: BEFORE[REMOVED].replace("p.status = 'removed'", f"p.status = 'removed' AND NOT {TAKEN_ALONG}"),
}
WITHDRAW = invitations.WITHDRAW.replace(
    "DELETE FROM participants WHERE id = invitation AND room_id = room;",
    "DELETE FROM participants p USING room_invitations i WHERE i.id = invitation AND p.room_id = room\n"
    "          AND (p.id = i.id OR p.user_id = i.invitee_id AND p.joined_at IS NULL AND p.admitted_at IS NULL);",
)
"""Who was taken along has another place than the invitation's first."""


def _checks(which: int) -> list[str]:
    found = []
    for (table, name), rules in CHANGED_CHECKS.items():
        found.append(f"ALTER TABLE {table} DROP CONSTRAINT {table}_{name}")
        found.append(f"ALTER TABLE {table} ADD CONSTRAINT {table}_{name} CHECK ({rules[which]}) NOT VALID")
    return found


FORWARDS = (
    *_checks(0),
    *(f"CREATE FUNCTION {name} {body}" for name, body in NEW.items()),
    *(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC" for name in CALLED_BY),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO {roles}" for name, roles in CALLED_BY.items() if roles),
    *(f"CREATE OR REPLACE FUNCTION {name} {body}" for name, body in CHANGED.items()),
    WITHDRAW,
    f"CREATE {STANDS_IN}",
)
BACKWARDS = (
    "DROP TRIGGER participants_named ON participants",
    invitations.WITHDRAW,
    *(f"CREATE OR REPLACE FUNCTION {name} {body}" for name, body in BEFORE.items()),
    *(f"DROP FUNCTION {name}" for name in reversed(CALLED_BY)),
    "UPDATE rooms SET type = 'recurring' WHERE type = 'permanent'",
    "UPDATE room_series SET rule = 'FREQ=DAILY', cancelled_at = coalesce(cancelled_at, now()) WHERE rule = ''",
    *_checks(1),
)


async def forwards() -> MigrationManager:
    """Let rooms last."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
