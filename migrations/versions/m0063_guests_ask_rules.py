"""Guests ask the meeting they have a seat in: whoever may read it may.

A question has an asker, an account or a guest's seat. Of a seat it is always about that seat's meeting.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration
from migrations.versions.m0010_policies import OWN, READABLE

ID = "2026-11-28T05:05:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of guests' questions"

MINE = f"({OWN} OR participant_id = app_participant())"


def queue(mine: str) -> str:
    """The jobs of one's own questions."""
    return f"entrypoint = 'answer' AND convert_from(payload, 'UTF8')::uuid IN (SELECT id FROM questions WHERE {mine})"


def policies(mine: str) -> tuple[str, ...]:
    """The policies that say whose a question is, of m0052."""
    asked = f"{mine} AND (room_id IS NULL OR {READABLE})"
    return (
        f"ALTER POLICY questions_web_select ON questions USING ({mine})",
        f"ALTER POLICY questions_web_insert ON questions WITH CHECK ({asked} AND state = 'asked')",
        f"ALTER POLICY questions_web_delete ON questions USING ({mine})",
        f"ALTER POLICY pgqueuer_web_answer_select ON pgqueuer USING ({queue(mine)})",
        f"ALTER POLICY pgqueuer_web_answer_insert ON pgqueuer WITH CHECK ({queue(mine)})",
    )


FORWARDS = (
    "ALTER TABLE questions ADD CONSTRAINT questions_asker CHECK (num_nonnulls(user_id, participant_id) = 1)",
    "ALTER TABLE questions ADD CONSTRAINT questions_seat_room"
    " CHECK (participant_id IS NULL OR room_id IS NOT NULL)",
    "ALTER TABLE questions ADD CONSTRAINT questions_participant_id_same_room FOREIGN KEY (participant_id, room_id)"
    " REFERENCES participants (id, room_id) ON DELETE CASCADE",
    "CREATE UNIQUE INDEX questions_one_a_seat ON questions (participant_id) WHERE state IN ('asked', 'answering')",
    "GRANT INSERT (participant_id) ON questions TO parley_web",
    *policies(MINE),
)
BACKWARDS = (
    "DELETE FROM questions WHERE user_id IS NULL",
    *policies(OWN),
    "REVOKE INSERT (participant_id) ON questions FROM parley_web",
    "DROP INDEX questions_one_a_seat",
    *(
        f"ALTER TABLE questions DROP CONSTRAINT questions_{name}"
        for name in ("participant_id_same_room", "seat_room", "asker")
    ),
)


async def forwards() -> MigrationManager:
    """Let guests ask."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
