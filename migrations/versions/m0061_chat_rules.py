"""Replies and reactions are of the message's own meeting, made by who is there, and go with the message.

A reaction is taken back by whoever made it, or by the host who has somebody's words forgotten.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration
from migrations.versions.m0010_policies import ELEVATED, HOSTED, MY_PLACE, OPEN_TO_ME, READABLE

ID = "2026-11-28T05:03:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of replies and reactions"

TABLES = ("chat_replies", "chat_reactions")
CHECKS = {
    "chat_replies": {"another": "reply_to <> message_id"},
    "chat_reactions": {"emoji_state": "emoji IN ('👍', '👏', '❤️', '😂', '😮', '🎉')"},
}
KEYS = {
    ("chat_replies", "message_id"): "chat_messages",
    ("chat_replies", "reply_to"): "chat_messages",
    ("chat_reactions", "message_id"): "chat_messages",
    ("chat_reactions", "participant_id"): "participants",
}
MINE = """EXISTS (SELECT FROM chat_messages m JOIN participants p ON p.id = m.participant_id
    WHERE m.id = message_id AND (p.user_id = app_user() OR p.id = app_participant()))"""
SEEN = f"{READABLE} OR {ELEVATED}"
POLICIES = {
    ("chat_replies", "select"): f"USING ({SEEN})",
    ("chat_replies", "insert"): f"WITH CHECK ({MINE} AND {READABLE} AND {OPEN_TO_ME})",
    ("chat_reactions", "select"): f"USING ({SEEN})",
    ("chat_reactions", "insert"): f"WITH CHECK ({MY_PLACE} AND {READABLE} AND {OPEN_TO_ME})",
    ("chat_reactions", "delete"): f"USING (({MY_PLACE} AND {READABLE}) OR {HOSTED})",
}
FORWARDS = (
    "CREATE UNIQUE INDEX chat_messages_of_room ON chat_messages (id, room_id)",
    *(
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_same_room FOREIGN KEY ({column}, room_id)"
        f" REFERENCES {other} (id, room_id) ON DELETE CASCADE"
        for (table, column), other in KEYS.items()
    ),
    *(
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_{name} CHECK ({rule})"
        for table, rules in CHECKS.items()
        for name, rule in rules.items()
    ),
    "CREATE UNIQUE INDEX chat_replies_once ON chat_replies (message_id)",
    "CREATE UNIQUE INDEX chat_reactions_once ON chat_reactions (message_id, participant_id, emoji)",
    *(
        statement
        for table in TABLES
        for statement in (
            *(
                f"CREATE TRIGGER {table}_{name} BEFORE {verb} ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION touch_updated_at()"
                for name, verb in (("born", "INSERT"), ("touch", "UPDATE"))
            ),
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY {table}_definer ON {table} TO parley_definer USING (true)",
        )
    ),
    "GRANT SELECT, INSERT ON chat_replies TO parley_web",
    "GRANT SELECT, INSERT, DELETE ON chat_reactions TO parley_web",
    *(
        f"CREATE POLICY {table}_web_{verb} ON {table} FOR {verb} TO parley_web {rows}"
        for (table, verb), rows in POLICIES.items()
    ),
)
BACKWARDS = (
    *(f"DROP POLICY {table}_web_{verb} ON {table}" for table, verb in POLICIES),
    *(
        statement
        for table in TABLES
        for statement in (
            f"REVOKE ALL ON {table} FROM parley_web",
            f"DROP POLICY {table}_definer ON {table}",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
            *(f"DROP TRIGGER {table}_{name} ON {table}" for name in ("born", "touch")),
        )
    ),
    "DROP INDEX chat_reactions_once",
    "DROP INDEX chat_replies_once",
    *(f"ALTER TABLE {table} DROP CONSTRAINT {table}_{name}" for table, rules in CHECKS.items() for name in rules),
    *(f"ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_same_room" for table, column in KEYS),
    "DROP INDEX chat_messages_of_room",
)


async def forwards() -> MigrationManager:
    """Open the tables."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
