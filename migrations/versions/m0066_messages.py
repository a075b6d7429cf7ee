"""The host writes to all breakouts at once: a message in each chat, kept there, also where the chat is turned off.

A message's id is made of the sender's and the room's, so that sending it again stores nothing twice.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions.m0062_breakouts_rules import DUE, HERE, OPEN

ID = "2026-11-28T09:01:04:000000"
VERSION = "1.38.0"
DESCRIPTION = "messages to breakouts"

SAY = f"""
CREATE FUNCTION say_in_breakouts(room uuid, message uuid, words text)
RETURNS SETOF chat_messages LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    writer participants;
    told uuid[];
BEGIN
    SELECT * INTO writer FROM participants p WHERE p.room_id = room AND p.user_id = app_user() AND p.status IN {HERE};
    IF NOT FOUND OR room NOT IN (SELECT moderated_rooms()) THEN
        RAISE EXCEPTION 'that is not theirs to say' USING ERRCODE = 'insufficient_privilege';
    END IF;
    told := ARRAY(SELECT b.id FROM rooms b JOIN breakouts k ON k.room_id = b.id
        WHERE k.main_room_id = room AND b.status IN {OPEN} AND NOT {DUE} ORDER BY b.id FOR SHARE OF b);
    INSERT INTO chat_messages (id, room_id, participant_id, name, text)
        SELECT md5(message::text || b::text)::uuid, b, (SELECT p.id FROM participants p
            WHERE p.room_id = b AND p.main_participant_id = writer.id), writer.display_name, words
        FROM unnest(told) AS b ON CONFLICT (id) DO NOTHING;
    RETURN QUERY SELECT m.* FROM unnest(told) AS b
        JOIN chat_messages m ON m.room_id = b AND m.id = md5(message::text || b::text)::uuid;
END $$
"""
FORWARDS = (
    SAY,
    "REVOKE EXECUTE ON FUNCTION say_in_breakouts(uuid, uuid, text) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION say_in_breakouts(uuid, uuid, text) TO parley_web",
)
BACKWARDS = ("DROP FUNCTION say_in_breakouts(uuid, uuid, text)",)


async def forwards() -> MigrationManager:
    """Add the function."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
