"""OAuth tokens and second factors: opened only in their own row, and a code counts once."""

import asyncio
import base64
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import asyncpg
import pytest

from server.meeting.accounts import Account
from server.meeting.actor import Actor, acting_as
from server.meeting.db import execute, fetch
from server.meeting.oauth_accounts import Tokens, forget_tokens, keep_tokens, tokens_of
from server.meeting.sealing.keyring import SealError, is_sealed
from server.meeting.sealing.sealed_columns import EMAIL, INVITEE, PROOF, SEALED_COLUMNS
from server.meeting.second_factors import (
    STEP_S,
    begin_second_factor,
    code_at,
    forget_second_factor,
    has_second_factor,
    take_code,
)

NOW = datetime(2026, 11, 24, 15, 0, 10, tzinfo=UTC)
STEP = int(NOW.timestamp()) // STEP_S
TOKENS = Tokens("an access token", "a refresh token", NOW)
RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()


async def test_tokens(alice: Account) -> None:
    """What was kept last is given back, and in the database it is sealed."""
    await keep_tokens(alice.id, "google", "g-1", Tokens("old"))
    with acting_as(Actor("web", user_id=alice.id)):
        await keep_tokens(alice.id, "google", "g-1", TOKENS)
        assert await tokens_of(alice.id, "google") == TOKENS
        assert await tokens_of(alice.id, "github") is None
    rows = await fetch("SELECT access_token, refresh_token FROM oauth_accounts")
    assert [is_sealed(text) for row in rows for text in row.values()] == [True, True]
    assert "access token" not in repr(TOKENS)


async def test_tokens_of_another(alice: Account, bob: Account) -> None:
    """They are not another's to see, and one account elsewhere is one person's here."""
    await keep_tokens(alice.id, "google", "g-1", TOKENS)
    with acting_as(Actor("web", user_id=bob.id)):
        assert await tokens_of(alice.id, "google") is None
        assert not await forget_tokens(alice.id, "google")
    with pytest.raises(asyncpg.UniqueViolationError):
        await keep_tokens(bob.id, "google", "g-1", TOKENS)


async def test_token_moved_to_another_row(alice: Account, bob: Account) -> None:
    """Who may write the database still cannot make bob's of what is alice's."""
    await keep_tokens(alice.id, "google", "g-1", TOKENS)
    await keep_tokens(bob.id, "google", "g-2", Tokens("bobs"))
    await execute(
        "UPDATE oauth_accounts b SET access_token = a.access_token FROM oauth_accounts a"
        " WHERE a.user_id = $1 AND b.user_id = $2",
        alice.id,
        bob.id,
    )
    with pytest.raises(SealError):
        await tokens_of(bob.id, "google")


async def test_forgotten_tokens(alice: Account) -> None:
    """Gone is gone."""
    await keep_tokens(alice.id, "google", "g-1", TOKENS)
    assert await forget_tokens(alice.id, "google")
    assert await tokens_of(alice.id, "google") is None


@pytest.mark.parametrize(
    ("second", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_of_the_standard(second: int, code: str) -> None:
    """RFC 6238, appendix B, to six digits."""
    assert code_at(RFC_SECRET, second // STEP_S) == code


async def test_code_confirms(alice: Account) -> None:
    """A secret counts when a code of it was shown, and no longer when it is made anew or forgotten."""
    secret = await begin_second_factor(alice.id)
    assert not await has_second_factor(alice.id)
    assert await take_code(alice.id, code_at(secret, STEP), NOW)
    assert await has_second_factor(alice.id)
    await begin_second_factor(alice.id)
    assert not await has_second_factor(alice.id)
    assert await forget_second_factor(alice.id)
    assert not await take_code(alice.id, code_at(secret, STEP), NOW)


@pytest.mark.parametrize(("by", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
async def test_clocks_differ(alice: Account, by: int, taken: bool) -> None:
    """Half a minute early or late is in time."""
    secret = await begin_second_factor(alice.id)
    assert await take_code(alice.id, code_at(secret, STEP + by), NOW) is taken


async def test_code_is_taken_once(alice: Account) -> None:
    """Neither again, nor at once in two requests, nor an older one after it."""
    secret = await begin_second_factor(alice.id)
    code = code_at(secret, STEP)
    assert sorted(await asyncio.gather(*(take_code(alice.id, code, NOW) for _ in range(5)))) == [
        False
    ] * 4 + [True]
    assert not await take_code(alice.id, code_at(secret, STEP - 1), NOW)
    assert await take_code(alice.id, code_at(secret, STEP + 1), NOW + timedelta(seconds=STEP_S))


@pytest.mark.parametrize("code", ["", "0", "１２３４５６", "000000000", "\0" * 6, "abcdef", "\ud800"])
async def test_no_code(alice: Account, code: str) -> None:
    """What is no code is none."""
    await begin_second_factor(alice.id)
    assert not await take_code(alice.id, code, NOW)


async def test_secret_of_another(alice: Account, bob: Account) -> None:
    """A secret copied into bob's row is not bob's."""
    secret = await begin_second_factor(alice.id)
    await begin_second_factor(bob.id)
    await execute(
        "UPDATE second_factors SET secret = (SELECT secret FROM second_factors WHERE user_id = $1)"
        " WHERE user_id = $2",
        alice.id,
        bob.id,
    )
    with pytest.raises(SealError):
        await take_code(bob.id, code_at(secret, STEP), NOW)
    assert not await take_code(uuid4(), code_at(secret, STEP), NOW)


PLAIN = {
    "users": {"name", "avatar_url"},  # shown to everybody in the meeting
    "participants": {"display_name", "knock_note"},  # the same
    "sessions": {"device_info", "ip_address"},  # inet and jsonb the database reads; swept with the session
    "transcript_segments": {"speaker", "text", "raw_text", "words"},  # searched, and read by many
    "segment_edits": {"before_text", "after_text", "before_speaker", "after_speaker", "before"},
    "recording_tracks": {"speaker"},
    "imports": {"name", "speakers", "note"},
    "glossary_terms": {"term"},
    "transcripts": {"text", "segments", "words", "search", "search_also"},
    "chat_messages": {"name", "text"},
    "chat_reactions": {"emoji"},
    "polls": {"name", "question", "options", "results"},
    "meeting_summaries": {
        "executive_summary",
        "key_points",
        "decisions",
        "topics",
        "note",
        "turned_down",
        "open_questions",
        "template",  # one of those the server has
        "writer",
        "own_template",  # read by everybody who reads the minutes
        "special",
    },
    "minutes_templates": {"name", "sections", "tone", "length", "instruction"},  # of meetings, not of people
    "minutes_edits": {"machine", "before", "after"},
    "minutes_versions": {"content", "note", "template"},
    "action_items": {"title", "description", "assignee", "evidence", "tags"},
    "action_item_edits": {"before", "after"},
    "action_item_comments": {"text"},
    "transcript_passages": {"search", "embedding"},
    "breakouts": {"label"},  # shown to everybody in the meeting
    "questions": {"text", "passages", "answer", "note"},  # gone when answered
    "summary_blocks": {"notes", "model_notes"},
    "participant_reports": {"report_content", "key_contributions", "mentions"},
    "notifications": {"title", "message", "data"},
    "rooms": {"name", "tags", "search"},
    "room_links": {"shape", "code"},  # shown to whom the meeting is
    "room_series": {"name", "tags"},  # those of its rooms
    "invitation_replies": {"answer"},  # yes, no or maybe
    "reply_mailboxes": {"mailbox"},  # a hash of where it is
    "oauth_accounts": {"subject"},  # the provider's number of a person, which has to be unique
}
"""What tells of people and is not sealed, because it is searched, ordered or shown to others."""
HASHED = {"password_hash", "token_hash", "guest_token_hash", "email_key", "invitee_email_key"}
OF_MACHINES = [
    "id",
    "status",
    "type",
    "role",
    "slug",
    "livekit_room_name",
    "rule",
    "settings",
    "identity",
    "state",
    "method",
    "model",
    "engine",
    "cause",
    "time_zone",
    "language",
    "kind",
    "section",
    "reason",
    "channel",
    "bundle",
    "scope",
    "category",
    "action",
    "service",
    "request_id",
    "table_name",
    "row_id",
    "details",
    "changed",
    "priority",
    "provider",
    "key_id",
    "task",
    "outcome",
    "stale",
    "provenance",
    "figures",
    "error",
    "counts",
    "avatar_url",
    "action_url",
    "origin",
    "token",
    "oauth_provider",
    "oauth_id",
    "notification_preferences",
    "holder",
    "file_url",
    "file_path",
    "file_sha256",
    "sha256",
    "livekit_recording_id",
    "waits_for",
    "missing",
    "fault",
    "livekit_sid",
    "app_name",
    "payload",
    "entrypoint",
    "exception_type",
    "traceback",
    "headers",
    "dedupe_key",
    "expression",
]


async def test_every_text_is_sealed_or_has_a_reason(database: str) -> None:
    """Each column that can hold a text is sealed, a hash, a machine's, or named above."""
    sealed = {(each.table, each.column) for each in (*SEALED_COLUMNS, PROOF, EMAIL, INVITEE)}
    rows = await fetch(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        " AND udt_name IN ('text', 'varchar', 'jsonb', 'inet', 'tsvector', '_text', 'bytea')"
        " AND table_name NOT LIKE 'audit_events_%' AND table_name NOT LIKE 'pgqueuer%'"
        " AND table_name <> 'migration'"
    )
    unexplained = [
        f"{table}.{column}"
        for table, column in rows
        if (table, column) not in sealed
        and column not in PLAIN.get(table, set())
        and column not in HASHED
        and column not in OF_MACHINES
    ]
    assert unexplained == []
