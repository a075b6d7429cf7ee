"""Collect rows by table in COPY's text format and send them at once."""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from random import Random
from typing import Any

import asyncpg

ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
COLUMNS = {
    "users": "id email email_key password_hash name role is_active notification_preferences created_at"
    " updated_at",
    "sessions": "id user_id token_hash device_info ip_address expires_at revoked_at created_at updated_at",
    "rooms": "id host_id name slug type status livekit_room_name max_participants current_participants"
    " settings scheduled_start_time started_at ended_at duration tags created_at updated_at",
    "participants": "id room_id user_id role status joined_at left_at duration can_share_screen is_muted"
    " display_name identity admitted_at created_at updated_at",
    "attendance": "id room_id participant_id livekit_sid joined_at left_at created_at updated_at",
    "consents": "id room_id participant_id kind given_at created_at updated_at",
    "chat_messages": "id room_id participant_id name text sent_at created_at updated_at",
    "room_invitations": "id room_id inviter_id invitee_id invitee_email invitee_email_key token status"
    " expires_at created_at updated_at",
    "recordings": "id room_id started_by status file_path file_size duration started_at completed_at"
    " created_at updated_at",
    "transcripts": "id recording_id room_id text language segments words confidence_score has_speakers"
    " speaker_count status engine next_seq created_at updated_at",
    "transcript_segments": "id transcript_id room_id participant_id seq speaker language engine start_ms"
    " end_ms text raw_text revision words confidence state created_at updated_at",
    "meeting_summaries": "id room_id transcript_id executive_summary key_points decisions topics"
    " total_speaking_time state method model created_at updated_at",
    "action_items": "id room_id summary_id assigned_to title description type priority status due_date"
    " completed_at tags assignee assignee_participant_id evidence position created_at updated_at",
    "participant_reports": "id room_id participant_id summary_id report_content speaking_time"
    " speaking_percentage key_contributions tasks_assigned_count created_at updated_at",
    "notifications": "id user_id type title message data is_read read_at action_url created_at updated_at",
}
"""Columns by table, in an order that foreign keys allow."""


def written(value: object) -> str:
    """Encode one value in COPY's text format."""
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return value.translate(ESCAPED)
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(ESCAPED)
    return str(value)


def array(values: Iterable[str]) -> str:
    """Encode a text[] of plain words."""
    return "{" + ",".join(values) + "}"


def new_id(rng: Random) -> str:
    """Return a random UUIDv4."""
    digits = f"{rng.getrandbits(128):032x}"
    variant = "89ab"[int(digits[16], 16) % 4]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


def new_id_at(rng: Random, ms: int) -> str:
    """Return a UUIDv7 for `ms` since 1970."""
    time, digits = f"{ms:012x}", f"{rng.getrandbits(80):020x}"
    return f"{time[:8]}-{time[8:]}-7{digits[:3]}-{'89ab'[int(digits[3], 16) % 4]}{digits[4:7]}-{digits[7:19]}"


def id_of(seed: int, kind: str, number: int) -> str:
    """Derive an id that every chunk can compute."""
    return new_id(Random(f"{seed}:{kind}:{number}"))  # noqa: S311  ids are no secrets


class Rows:
    def __init__(self) -> None:
        self._lines: defaultdict[str, list[str]] = defaultdict(list)

    def add(self, table: str, *values: object) -> None:
        """Add a row; values in the order of COLUMNS."""
        self._lines[table].append("\t".join(map(written, values)))

    def add_raw(self, table: str, line: str) -> None:
        """Add a row already in COPY's format."""
        self._lines[table].append(line)

    async def send(self, connection: "asyncpg.Connection[Any]") -> None:
        """Write all rows in one transaction."""
        async with connection.transaction():
            for table in COLUMNS:
                if self._lines[table]:
                    source = BytesIO(("\n".join(self._lines[table]) + "\n").encode())
                    await connection.copy_to_table(
                        table, source=source, columns=COLUMNS[table].split(), format="text"
                    )
