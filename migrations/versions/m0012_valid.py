"""The rows there were keep the rules of m0011 too: read in a transaction of its own, while everybody goes on."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration

ID = "2026-11-24T01:12:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules that hold for all rows"

RULES = {
    "rooms": "finite slug_spelling",
    "participants": "finite",
    "recordings": "finite",
    "transcripts": "recording_id_same_room",
    "meeting_summaries": "transcript_id_same_room",
    "action_items": "finite summary_id_same_room assignee_participant_id_same_room",
    "participant_reports": "summary_id_same_room participant_id_same_room",
    "sessions": "finite",
    "room_invitations": "finite",
    "notifications": "finite",
    "transcript_segments": "transcript_id_same_room participant_id_same_room",
    "attendance": "finite participant_id_same_room",
    "chat_messages": "finite participant_id_same_room",
    "consents": "finite participant_id_same_room",
    "room_leases": "finite",
}
FORWARDS = tuple(
    f"ALTER TABLE {table} VALIDATE CONSTRAINT {table}_{rule}" for table, rules in RULES.items() for rule in rules.split()
)


async def forwards() -> MigrationManager:
    """Read the rows; there is no way back from knowing."""
    return migration(ID, DESCRIPTION, FORWARDS)
