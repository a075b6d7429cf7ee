"""Who opens breakout rooms, and who may be in which.

A breakout is a room that nobody reaches by its link: `may_be_in_breakout` is asked of the place at the main meeting, at
each entry and every two seconds. Its rows are written by functions alone; moderators of the main meeting moderate it.
The keys are NOT VALID: the next migration reads the rows.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions.m0054_doors import SEATED

ID = "2026-11-28T05:04:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of breakout rooms"

MOST = 50
"""Open at once in one meeting."""
RETURNS = "1 minute"
"""How long who was in a breakout is taken to be on their way back: their seat is kept, the meeting goes on."""
OPEN = "('scheduled', 'waiting', 'live')"
HERE = "('admitted', 'joined', 'left')"
LEADS = "('host', 'cohost')"
DUE = "(k.closes_at IS NOT NULL AND k.closes_at <= clock_timestamp())"
ALIKE = "access,lobby,locked,wait_for_host,max_minutes"
"""Settings that the breakout does not take over: its door is the assignment, its time the main meeting's."""
KEYS = {
    ("rooms", "parent_room_id"): "rooms (id) ON UPDATE CASCADE ON DELETE CASCADE",
    ("participants", "main_participant_id"): "participants (id) ON UPDATE CASCADE ON DELETE SET NULL",
    ("participants", "breakout_room_id"): "rooms (id) ON UPDATE CASCADE ON DELETE SET NULL",
}
MODERATED = f"""
CREATE OR REPLACE FUNCTION moderated_rooms() RETURNS SETOF uuid LANGUAGE sql STABLE ROWS 100 {DEFINER} BEGIN ATOMIC
    SELECT hosted_rooms()
    UNION ALL SELECT p.room_id FROM participants p
    WHERE p.user_id = app_user() AND p.role = 'cohost' AND p.status IN {HERE}{{breakouts}};
END
"""
THEIR_BREAKOUTS = f"""
    UNION ALL SELECT b.id FROM participants p JOIN rooms b ON b.parent_room_id = p.room_id
    WHERE p.user_id = app_user() AND p.role = 'cohost' AND p.status IN {HERE}"""
FUNCTIONS = {
    "may_be_in_breakout(place uuid)": f"""
        RETURNS boolean LANGUAGE sql STABLE {DEFINER}
        RETURN EXISTS (
            SELECT FROM participants p JOIN rooms b ON b.id = p.room_id JOIN breakouts k ON k.room_id = b.id
            JOIN rooms main ON main.id = b.parent_room_id LEFT JOIN participants m ON m.id = p.main_participant_id
            WHERE p.id = place AND p.status <> 'removed' AND main.status IN {OPEN} AND NOT {DUE}
              AND (p.user_id = main.host_id OR (m.status IN {HERE}
                AND (m.role IN {LEADS} OR m.breakout_room_id = b.id))))""",
    "breakout_place(guest uuid)": f"""
        RETURNS uuid LANGUAGE sql STABLE {DEFINER}
        RETURN (SELECT p.id FROM participants p JOIN rooms b ON b.id = p.room_id
            JOIN participants m ON m.id = p.main_participant_id
            WHERE b.slug = app_setting('slug') AND m.id = guest
              AND m.guest_token_hash = app_setting('token_hash'))""",
    "are_in_breakouts(room uuid, leaders boolean)": f"""
        RETURNS boolean LANGUAGE sql STABLE {DEFINER}
        RETURN EXISTS (SELECT FROM rooms b JOIN participants p ON p.room_id = b.id
            WHERE b.parent_room_id = room AND (NOT leaders OR p.role IN {LEADS})
              AND (p.status = 'joined' OR p.left_at > clock_timestamp() - interval '{RETURNS}'))""",
    "outlasts_people(room uuid)": f"""
        RETURNS boolean LANGUAGE sql STABLE {DEFINER}
        RETURN are_in_breakouts(room, false) OR EXISTS (
            SELECT FROM breakouts k JOIN rooms main ON main.id = k.main_room_id
            WHERE k.room_id = room AND main.status IN {OPEN} AND NOT {DUE})""",
    "open_breakout(room uuid, breakout uuid, link text, called text, labelled text, at int, chosen boolean,"
    " closes timestamptz)": f"""
        RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            INSERT INTO rooms (id, parent_room_id, host_id, name, slug, type, status, livekit_room_name,
                               max_participants, settings, tags, time_zone, scheduled_minutes)
            SELECT breakout, r.id, r.host_id, called, link, 'instant', 'waiting', 'parley-' || breakout,
                   r.max_participants, (r.settings - '{{{ALIKE}}}'::text[]) || '{{"access": "invited"}}',
                   r.tags, r.time_zone, r.scheduled_minutes
            FROM rooms r WHERE r.id = room AND r.status = 'live' AND r.parent_room_id IS NULL
              AND r.type <> 'external' AND r.id IN (SELECT moderated_rooms());
            IF NOT FOUND THEN
                RETURN false;
            END IF;
            INSERT INTO breakouts (room_id, main_room_id, number, label, by_choice, closes_at)
            VALUES (breakout, room, at, labelled, chosen, closes);
            PERFORM give_breakout_place(p.id, breakout) FROM participants p
                WHERE p.room_id = room AND p.role = 'cohost' AND p.status IN {HERE};
            RETURN true;
        END $$""",
    "give_breakout_place(main_place uuid, breakout uuid)": f"""
        RETURNS void LANGUAGE sql {DEFINER} BEGIN ATOMIC
            INSERT INTO participants (id, room_id, main_participant_id, user_id, display_name, role, status,
                                      identity, is_invited, may_speak, can_share_screen)
            SELECT given.id, breakout, m.id, m.user_id, m.display_name, m.role, 'invited', given.id::text, true,
                   m.may_speak, m.can_share_screen
            FROM participants m, (SELECT gen_random_uuid() AS id) AS given WHERE m.id = main_place
            ON CONFLICT DO NOTHING;
        END""",
    "assign_breakout(place uuid, breakout uuid, chooses boolean)": f"""
        RETURNS text LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            who participants;
        BEGIN
            SELECT * INTO who FROM participants p WHERE p.id = place FOR NO KEY UPDATE;
            IF NOT FOUND THEN
                RETURN 'absent';
            ELSIF app_role() = 'parley_web' AND (chooses OR who.room_id NOT IN (SELECT moderated_rooms())) THEN
                RETURN 'forbidden';
            ELSIF who.role IN {LEADS} THEN
                RETURN 'leads';
            ELSIF who.status NOT IN {HERE} OR (chooses AND who.status = 'admitted') THEN
                RETURN 'absent';
            ELSIF NOT EXISTS (SELECT FROM rooms r WHERE r.id = who.room_id AND r.status = 'live') THEN
                RETURN 'over';
            ELSIF breakout IS NOT NULL AND NOT EXISTS (
                SELECT FROM breakouts k JOIN rooms b ON b.id = k.room_id WHERE k.room_id = breakout
                AND k.main_room_id = who.room_id AND b.status IN {OPEN} AND NOT {DUE}) THEN
                RETURN 'unknown';
            ELSIF chooses AND NOT EXISTS (
                SELECT FROM breakouts k JOIN rooms b ON b.id = k.room_id
                WHERE k.main_room_id = who.room_id AND b.status IN {OPEN} AND k.by_choice) THEN
                RETURN 'forbidden';
            END IF;
            UPDATE participants p SET breakout_room_id = breakout WHERE p.id = place;
            IF breakout IS NOT NULL THEN
                PERFORM give_breakout_place(place, breakout);
            END IF;
            RETURN 'assigned';
        END $$""",
    "time_breakouts(room uuid, closes timestamptz)": f"""
        RETURNS int LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            timed int;
        BEGIN
            UPDATE breakouts k SET closes_at = closes FROM rooms b WHERE k.main_room_id = room AND b.id = k.room_id
                AND b.status IN {OPEN} AND room IN (SELECT moderated_rooms());
            GET DIAGNOSTICS timed = ROW_COUNT;
            RETURN timed;
        END $$""",
    "ask_for_help(breakout uuid, wanted boolean)": f"""
        RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            UPDATE breakouts k SET help_asked_at = CASE WHEN wanted THEN coalesce(k.help_asked_at, now()) END
                FROM rooms b WHERE k.room_id = breakout AND b.id = k.room_id AND b.status IN {OPEN}
                AND (breakout IN (SELECT moderated_rooms()) OR EXISTS (SELECT FROM participants p
                    WHERE p.room_id = breakout AND p.status = 'joined'
                    AND (p.user_id = app_user() OR p.id = app_participant())));
            RETURN FOUND;
        END $$""",
    "knows_breakouts(room uuid)": f"""
        RETURNS boolean LANGUAGE sql STABLE {DEFINER}
        RETURN room IN (SELECT hosted_rooms()) OR EXISTS (SELECT FROM participants p
            WHERE p.room_id = room AND p.joined_at IS NOT NULL AND p.status IN ('joined', 'left')
              AND (p.user_id = app_user() OR p.id = app_participant()))""",
    "breakouts_of(room uuid)": f"""
        RETURNS TABLE (room_id uuid, number int, label varchar, status varchar, slug varchar, by_choice boolean,
                       closes_at timestamptz, help_asked_at timestamptz, is_mine boolean)
        LANGUAGE sql STABLE {DEFINER} BEGIN ATOMIC
            SELECT k.room_id, k.number, k.label, b.status, b.slug, k.by_choice, k.closes_at, k.help_asked_at,
                   EXISTS (SELECT FROM participants m WHERE m.room_id = room AND m.breakout_room_id = b.id
                           AND (m.user_id = app_user() OR m.id = app_participant()))
            FROM breakouts k JOIN rooms b ON b.id = k.room_id
            WHERE k.main_room_id = room AND knows_breakouts(room) ORDER BY b.created_at, k.number;
        END""",
    "breakout_people(room uuid)": f"""
        RETURNS TABLE (id uuid, display_name varchar, role varchar, joined_at timestamptz, breakout_room_id uuid,
                       in_room_id uuid)
        LANGUAGE sql STABLE {DEFINER} BEGIN ATOMIC
            SELECT m.id, m.display_name, m.role, m.joined_at, m.breakout_room_id,
                   coalesce((SELECT p.room_id FROM participants p JOIN rooms b ON b.id = p.room_id
                             WHERE p.main_participant_id = m.id AND p.status = 'joined' AND b.status = 'live' LIMIT 1),
                            CASE WHEN m.status = 'joined' THEN room END)
            FROM participants m
            WHERE m.room_id = room AND m.joined_at IS NOT NULL AND m.status IN ('joined', 'left')
              AND knows_breakouts(room)
            ORDER BY m.joined_at, m.id;
        END""",
    "guard_breakout()": f"""
        RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            inside rooms;
        BEGIN
            SELECT * INTO inside FROM rooms r WHERE r.id = NEW.room_id;
            IF TG_OP = 'INSERT' THEN
                NEW.main_participant_id := (SELECT m.id FROM participants m WHERE m.room_id = inside.parent_room_id
                    AND (m.user_id = NEW.user_id OR m.id = NEW.main_participant_id) LIMIT 1);
                IF inside.parent_room_id IS NOT NULL AND app_role() = 'parley_web' AND NEW.status <> 'invited'
                    AND NEW.user_id IS DISTINCT FROM inside.host_id THEN
                    RAISE EXCEPTION 'breakouts are assigned' USING ERRCODE = 'insufficient_privilege';
                END IF;
            ELSIF inside.parent_room_id IS NOT NULL AND app_role() = 'parley_web'
                AND NEW.admitted_at IS DISTINCT FROM OLD.admitted_at AND NOT may_be_in_breakout(NEW.id) THEN
                RAISE EXCEPTION 'assigned to another room' USING ERRCODE = 'insufficient_privilege';
            END IF;
            RETURN NEW;
        END $$""",
    "keep_breakout_seats()": f"""
        RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            IF NEW.role <> 'host' AND EXISTS (SELECT FROM rooms b WHERE b.parent_room_id = NEW.room_id)
                AND (SELECT count(*) FROM participants p WHERE p.room_id = NEW.room_id AND p.id <> NEW.id
                     AND ({SEATED} OR EXISTS (SELECT FROM participants b WHERE b.main_participant_id = p.id
                          AND (b.status = 'joined' OR b.left_at > now() - interval '{RETURNS}'))))
                    >= (SELECT r.max_participants FROM rooms r WHERE r.id = NEW.room_id) THEN
                RAISE EXCEPTION 'the meeting is full' USING ERRCODE = 'PY001';
            END IF;
            RETURN NEW;
        END $$""",
    "follow_main_place()": f"""
        RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            IF NEW.main_participant_id IS NOT NULL THEN
                IF NEW.status = 'removed' THEN
                    UPDATE participants m SET status = 'removed'
                        WHERE m.id = NEW.main_participant_id AND m.status <> 'removed';
                ELSIF NEW.status = 'joined' AND NEW.role IN {LEADS} THEN
                    UPDATE breakouts k SET help_asked_at = NULL
                        WHERE k.room_id = NEW.room_id AND k.help_asked_at IS NOT NULL;
                END IF;
                RETURN NULL;
            END IF;
            UPDATE participants p SET role = CASE WHEN NEW.role <> OLD.role THEN NEW.role ELSE p.role END,
                display_name = NEW.display_name,
                may_speak = CASE WHEN NEW.may_speak <> OLD.may_speak THEN NEW.may_speak ELSE p.may_speak END,
                can_share_screen = CASE WHEN NEW.can_share_screen <> OLD.can_share_screen
                    THEN NEW.can_share_screen ELSE p.can_share_screen END,
                status = CASE WHEN NEW.status = 'removed' THEN 'removed' WHEN p.status <> 'removed' THEN p.status
                    WHEN p.joined_at IS NULL THEN 'invited' ELSE 'left' END
                WHERE p.main_participant_id = NEW.id;
            IF NEW.role = 'cohost' AND NEW.status IN {HERE} THEN
                PERFORM give_breakout_place(NEW.id, b.id) FROM rooms b
                    WHERE b.parent_room_id = NEW.room_id AND b.status IN {OPEN};
            END IF;
            RETURN NULL;
        END $$""",
    "follow_host()": f"""
        RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            UPDATE rooms b SET host_id = NEW.host_id WHERE b.parent_room_id = NEW.id;
            RETURN NULL;
        END $$""",
}
CALLED_BY = {
    "may_be_in_breakout(uuid)": "parley_web, parley_media",
    "breakout_place(uuid)": "parley_web",
    "are_in_breakouts(uuid, boolean)": "parley_media",
    "outlasts_people(uuid)": "parley_web, parley_media, parley_agent",
    "give_breakout_place(uuid, uuid)": "",
    "open_breakout(uuid, uuid, text, text, text, int, boolean, timestamptz)": "parley_web",
    "assign_breakout(uuid, uuid, boolean)": "parley_web, parley_media",
    "time_breakouts(uuid, timestamptz)": "parley_web",
    "ask_for_help(uuid, boolean)": "parley_web",
    "knows_breakouts(uuid)": "",
    "breakouts_of(uuid)": "parley_web",
    "breakout_people(uuid)": "parley_web",
    **dict.fromkeys(("guard_breakout()", "keep_breakout_seats()", "follow_main_place()", "follow_host()"), ""),
}
FIRST = ("are_", "give_", "knows_", "may_")
"""Functions that others call, which must be there before."""
FOLLOWED = "status, role, display_name, may_speak, can_share_screen"
TRIGGERS = {
    ("breakouts", "born"): "BEFORE INSERT ON breakouts FOR EACH ROW EXECUTE FUNCTION touch_updated_at()",
    ("breakouts", "touch"): "BEFORE UPDATE ON breakouts FOR EACH ROW EXECUTE FUNCTION touch_updated_at()",
    ("participants", "breakout"): "BEFORE INSERT OR UPDATE OF admitted_at ON participants FOR EACH ROW"
    " EXECUTE FUNCTION guard_breakout()",
    ("participants", "kept_seat"): "BEFORE INSERT OR UPDATE OF status, admitted_at ON participants FOR EACH ROW"
    " WHEN (NEW.status = 'admitted' AND NEW.admitted_at IS NOT NULL) EXECUTE FUNCTION keep_breakout_seats()",
    ("participants", "follow"): f"AFTER UPDATE OF {FOLLOWED} ON participants FOR EACH ROW WHEN ("
    + " OR ".join(f"NEW.{column} <> OLD.{column}" for column in FOLLOWED.split(", "))
    + ") EXECUTE FUNCTION follow_main_place()",
    ("rooms", "follow_host"): "AFTER UPDATE OF host_id ON rooms FOR EACH ROW"
    " WHEN (NEW.host_id IS DISTINCT FROM OLD.host_id) EXECUTE FUNCTION follow_host()",
}
CHECKS = {
    "number": f"number BETWEEN 1 AND {MOST}",
    "label_length": "char_length(label) BETWEEN 1 AND 60",
    "finite": "isfinite(closes_at) AND isfinite(help_asked_at)",
    "another": "room_id <> main_room_id",
}
POLICIES = {
    "definer": "TO parley_definer USING (true)",
    "media_select": "FOR select TO parley_media USING (true)",
}
FORWARDS = (
    "CREATE INDEX rooms_breakouts ON rooms (parent_room_id)",
    "CREATE INDEX participants_in_breakouts ON participants (main_participant_id)",
    "CREATE INDEX participants_assigned ON participants (breakout_room_id)",
    *(
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_fkey FOREIGN KEY ({column}) REFERENCES {key} NOT VALID"
        for (table, column), key in KEYS.items()
    ),
    *(f"ALTER TABLE breakouts ADD CONSTRAINT breakouts_{name} CHECK ({rule})" for name, rule in CHECKS.items()),
    MODERATED.format(breakouts=THEIR_BREAKOUTS),
    *(
        f"CREATE FUNCTION {name} {FUNCTIONS[name]}"
        for name in sorted(FUNCTIONS, key=lambda each: not each.startswith(FIRST))
    ),
    *(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC" for name in CALLED_BY),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO {roles}" for name, roles in CALLED_BY.items() if roles),
    *(f"CREATE TRIGGER {table}_{name} {trigger}" for (table, name), trigger in TRIGGERS.items()),
    "ALTER TABLE breakouts ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE breakouts FORCE ROW LEVEL SECURITY",
    *(f"CREATE POLICY breakouts_{name} ON breakouts {rows}" for name, rows in POLICIES.items()),
    "GRANT SELECT ON breakouts TO parley_media",
    "CREATE POLICY rooms_web_breakouts ON rooms AS RESTRICTIVE FOR INSERT TO parley_web, parley_media"
    " WITH CHECK (parent_room_id IS NULL)",
)
BACKWARDS = (
    "DROP POLICY rooms_web_breakouts ON rooms",
    "REVOKE ALL ON breakouts FROM parley_media",
    *(f"DROP POLICY breakouts_{name} ON breakouts" for name in POLICIES),
    "ALTER TABLE breakouts NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE breakouts DISABLE ROW LEVEL SECURITY",
    *(f"DROP TRIGGER {table}_{name} ON {table}" for table, name in TRIGGERS),
    *(f"DROP FUNCTION {name}" for name in sorted(CALLED_BY, key=lambda each: each.startswith(FIRST))),
    MODERATED.format(breakouts=""),
    *(f"ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_fkey" for table, column in KEYS),
    *(f"ALTER TABLE breakouts DROP CONSTRAINT breakouts_{name}" for name in CHECKS),
    *(f"DROP INDEX {name}" for name in ("participants_assigned", "participants_in_breakouts", "rooms_breakouts")),
)


async def forwards() -> MigrationManager:
    """Open the breakouts."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
