"""Doors by choice: members only, a lobby, a lock, waiting for the host; and who leads when the host is gone."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions import m0005_kept as kept
from migrations.versions import m0015_doors as doors

ID = "2026-11-28T01:54:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "doors by choice"

SEATED = kept.SEATED.replace("15 minutes", "1 minute")
"""Who was admitted and has not arrived after a minute gives the seat up, and takes a free one when connecting."""
GUESTS = "coalesce(({row}settings->>'guests')::boolean, true)"
BY_LINK = (
    "(coalesce({row}settings->>'access', 'link') = 'link' AND ({account} OR "
    + GUESTS
    + ") OR {row}settings->>'access' = 'members' AND {account})"
)
"""Whom the link lets to the door: anybody, or members, who have an account here."""
OPEN = "{row}status IN ('scheduled', 'waiting', 'live') AND " + BY_LINK
MINE = OPEN.format(row="r.", account="app_user() IS NOT NULL")
THEIRS = OPEN.format(row="r.", account="OLD.user_id IS NOT NULL")
SEES = (
    "host_id = app_user() OR (slug = app_setting('slug') AND {by_link}) OR app_service() = 'livekit'"
    " OR id IN (SELECT seen_rooms()) OR (SELECT is_elevated())"
)
SWITCHES = "allow_chat,allow_share,allow_reactions,allow_unmute,allow_guest_microphones,lobby,locked"
"""The settings that co-hosts change, too."""
AWAY = "1 minute"
"""How long a meeting does without host and co-hosts before somebody present becomes one."""
NEW = {
    "newcomers_wait(room uuid)": f"""
        RETURNS boolean LANGUAGE sql STABLE {DEFINER}
        RETURN has_removed(room) OR EXISTS (
            SELECT FROM rooms r WHERE r.id = room AND (r.settings->>'lobby' = 'all'
                OR r.settings->>'lobby' = 'guests' AND app_user() IS NULL))""",
    "host_awaited(room uuid)": f"""
        RETURNS boolean LANGUAGE sql STABLE {DEFINER}
        RETURN EXISTS (SELECT FROM rooms r WHERE r.id = room AND (r.settings->>'wait_for_host')::boolean)
            AND NOT EXISTS (SELECT FROM participants p WHERE p.room_id = room
                AND p.role IN ('host', 'cohost') AND p.joined_at IS NOT NULL)""",
    "knock_again(place uuid, note text)": f"""
        RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            UPDATE participants p SET denied_at = NULL, knock_note = note
            WHERE p.id = place AND p.status = 'waiting' AND (p.user_id = app_user() OR p.id = app_participant())
              AND (p.denied_at IS NULL OR p.denied_at < now() - interval '1 minute');
            RETURN FOUND;
        END $$""",
    "turn_away(place uuid, away boolean)": f"""
        RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            UPDATE participants p SET denied_at = CASE WHEN away THEN now() END
            WHERE p.id = place AND p.room_id IN (SELECT moderated_rooms());
            RETURN FOUND;
        END $$""",
    "hand_over(place uuid)": f"""
        RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            heir participants;
        BEGIN
            SELECT * INTO heir FROM participants p WHERE p.id = place AND p.user_id IS NOT NULL
                AND p.role IN ('cohost', 'participant') AND p.status IN ('admitted', 'joined', 'left');
            IF NOT FOUND OR NOT EXISTS (
                SELECT FROM rooms r WHERE r.id = heir.room_id AND r.host_id = app_user()) THEN
                RETURN false;
            END IF;
            UPDATE participants p SET role = 'cohost' WHERE p.room_id = heir.room_id AND p.role = 'host';
            UPDATE participants p SET role = 'host' WHERE p.id = heir.id;
            UPDATE rooms r SET host_id = heir.user_id WHERE r.id = heir.room_id;
            RETURN true;
        END $$""",
    "succeed(room uuid)": f"""
        RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            found uuid;
        BEGIN
            UPDATE participants p SET role = 'cohost' WHERE p.id = (
                SELECT c.id FROM participants c WHERE c.room_id = room AND c.status = 'joined'
                    AND c.user_id IS NOT NULL AND c.role = 'participant' ORDER BY c.joined_at, c.id LIMIT 1)
            AND EXISTS (SELECT FROM participants h WHERE h.room_id = room AND h.role = 'host'
                AND h.joined_at IS NOT NULL)
            AND NOT EXISTS (SELECT FROM participants m WHERE m.room_id = room AND m.role IN ('host', 'cohost')
                AND (m.status = 'joined' OR m.left_at > clock_timestamp() - interval '{AWAY}'))
            RETURNING p.id INTO found;
            RETURN found;
        END $$""",
}
CALLED_BY = {
    "newcomers_wait(uuid)": "parley_web, parley_media",
    "host_awaited(uuid)": "parley_web, parley_media",
    "knock_again(uuid, text)": "parley_web",
    "turn_away(uuid, boolean)": "parley_web",
    "hand_over(uuid)": "parley_web",
    "succeed(uuid)": "parley_media",
}
GUARD_ROOM = doors.GUARD_ROOM.format(kept=", search").replace(
    "    IF to_jsonb(NEW)",
    f"""    IF NEW.settings - '{{{SWITCHES}}}'::text[] = OLD.settings - '{{{SWITCHES}}}'::text[] THEN
        kept := kept || '{{settings}}';
    END IF;
    IF to_jsonb(NEW)""",
).replace("a co-host may end the meeting", "a co-host may end the meeting and turn its switches")
"""Note and refusal of who waits are written by functions alone, `knock_again` and `turn_away`."""
GUARD_DOOR = (
    doors.FUNCTIONS["guard_door()"]
    .replace("IF NOT NEW.may_speak OR (", "IF NOT (NEW.may_speak AND NEW.can_share_screen) OR (")
    .replace(
        """                IF NEW.status = 'admitted' AND has_removed(NEW.room_id) THEN
""",
        """                IF NEW.status = 'admitted' AND EXISTS (SELECT FROM rooms r WHERE r.id = NEW.room_id
                    AND (r.settings->>'locked')::boolean) THEN
                    RAISE EXCEPTION 'the meeting is locked' USING ERRCODE = 'insufficient_privilege';
                END IF;
                IF NEW.status = 'admitted' AND host_awaited(NEW.room_id) THEN
                    RAISE EXCEPTION 'the host is awaited' USING ERRCODE = 'insufficient_privilege';
                END IF;
                IF NEW.status = 'admitted' AND newcomers_wait(NEW.room_id) THEN
""",
    )
    .replace(
        "(NEW.may_speak, NEW.is_invited) IS DISTINCT FROM (OLD.may_speak, OLD.is_invited)",
        "(NEW.may_speak, NEW.can_share_screen, NEW.is_invited) IS DISTINCT FROM"
        " (OLD.may_speak, OLD.can_share_screen, OLD.is_invited)",
    )
)
ASK = doors.FUNCTIONS["ask_to_enter(place uuid, room uuid, called text, token text)"]


def _replaced(name: str, body: str) -> str:
    return f"CREATE OR REPLACE FUNCTION {name} {body}"


def _seats(seated: str) -> list[str]:
    seats = kept.FUNCTIONS["find_seat()"].replace(kept.SEATED, seated)
    if seated is SEATED:
        seats = seats.replace(
            "            SELECT max_participants",
            "            IF NEW.role = 'host' THEN\n                RETURN NEW;\n            END IF;\n"
            "            SELECT max_participants",
        )
    return [
        _replaced("find_seat()", seats),
        *(
            _replaced(name, kept.FUNCTIONS[name].replace(kept.SEATED, seated))
            for name in ("room_seats()", "count_seats()")
        ),
    ]


OPEN_BEFORE = f"{doors.OPEN_BY_LINK}\n                AND (OLD.user_id IS NOT NULL OR {doors.GUESTS})"
ASKED_BEFORE = f"{doors.OPEN_BY_LINK}\n                           AND (app_user() IS NOT NULL OR {doors.GUESTS})"
NAMES = doors.FUNCTIONS["names_there(room uuid, but uuid)"]
NAMED_BEFORE = f"{doors.OPEN_BY_LINK}\n                AND (app_user() IS NOT NULL OR {doors.GUESTS})"
BY_LINK_BEFORE = (
    "status IN ('scheduled', 'waiting', 'live') AND coalesce(settings->>'access', 'link') = 'link'"
    " AND (app_user() IS NOT NULL OR coalesce((settings->>'guests')::boolean, true))"
)
FORWARDS = (
    *_seats(SEATED),
    *(f"CREATE FUNCTION {name} {body}" for name, body in NEW.items()),
    *(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC" for name in CALLED_BY),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO {roles}" for name, roles in CALLED_BY.items()),
    GUARD_ROOM,
    _replaced("guard_door()", GUARD_DOOR.replace(OPEN_BEFORE, THEIRS)),
    _replaced(
        "ask_to_enter(place uuid, room uuid, called text, token text)", ASK.replace(ASKED_BEFORE, MINE)
    ),
    _replaced("names_there(room uuid, but uuid)", NAMES.replace(NAMED_BEFORE, MINE)),
    "ALTER POLICY rooms_web_select ON rooms USING ("
    + SEES.format(by_link=OPEN.format(row="", account="app_user() IS NOT NULL"))
    + ")",
    "GRANT UPDATE (can_share_screen) ON participants TO parley_web",
)
BACKWARDS = (
    "REVOKE UPDATE (can_share_screen) ON participants FROM parley_web",
    f"ALTER POLICY rooms_web_select ON rooms USING ({SEES.format(by_link=BY_LINK_BEFORE)})",
    _replaced("names_there(room uuid, but uuid)", NAMES),
    _replaced("ask_to_enter(place uuid, room uuid, called text, token text)", ASK),
    _replaced("guard_door()", doors.FUNCTIONS["guard_door()"]),
    doors.GUARD_ROOM.format(kept=", search"),
    *(f"DROP FUNCTION {name}" for name in reversed(CALLED_BY)),
    *_seats(kept.SEATED),
)


async def forwards() -> MigrationManager:
    """Give the doors their choices."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
