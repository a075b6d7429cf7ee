"""A meeting with a row in every table, and everybody who could want one of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from server.meeting.accounts import Account, register
from server.meeting.actor import AS_CONNECTED, Actor, acting_as
from server.meeting.chat import say
from server.meeting.db import execute, fetch_one, open_database
from server.meeting.gaps import Gap, add_gap
from server.meeting.guests import guest_of
from server.meeting.leases import take_lease
from server.meeting.lifecycle import end_room
from server.meeting.minutes import Action, Claim, Minutes, Report, save_minutes
from server.meeting.rooms import NewRoom, create_room
from server.meeting.sealing.process_keys import process_keyring
from server.meeting.sealing.sealed_columns import ACCESS_TOKEN, PROOF, SECRET
from server.meeting.sessions import open_session
from server.meeting.transcripts import close_transcript, finish_segment, open_segment, open_transcript
from tests.conftest import cloned, enter

HOLDER, RIVAL = "AJ_holder", "AJ_rival"


@dataclass(frozen=True)
class AccessMatrix:
    """`rows`: of each table the primary key of the row that is bob's, or the atrium's."""

    connection: "asyncpg.Connection[asyncpg.Record]"
    actors: dict[str, Actor]
    rows: dict[str, object]


async def _one(sql: str, *args: object) -> Any:
    row = await fetch_one(sql, *args)
    assert row is not None
    return row[0]


async def _hold(room: UUID, place: UUID) -> dict[str, object]:
    """Write down one sentence, end the meeting and save its minutes; whose row is which."""
    transcript = await open_transcript(room, "en", "none")
    segment = await open_segment(
        transcript.id, participant_id=place, speaker="Bob", language="en", engine="none", start_ms=0
    )
    await finish_segment(segment.id, "I will write it.", [], 0.9, 900)
    rows: dict[str, object] = {"transcripts": transcript.id, "transcript_segments": segment.id}
    rows["recordings"] = await _one(
        "INSERT INTO recordings (room_id, started_by) SELECT id, host_id FROM rooms WHERE id = $1"
        " RETURNING id",
        room,
    )
    rows["recording_tracks"] = await _one(
        "INSERT INTO recording_tracks (recording_id, room_id, participant_id, speaker, part, file_path,"
        " start_ms) VALUES ($1, $2, $3, 'Bob', 1, concat($2::uuid, '/', $1::uuid, '/part.ogg'), 0)"
        " RETURNING id",
        rows["recordings"],
        room,
        place,
    )
    rows["recording_consents"] = await _one(
        "INSERT INTO recording_consents (room_id, participant_id, agreed) VALUES ($1, $2, true) RETURNING id",
        room,
        place,
    )
    await add_gap(Gap(uuid4(), room, None, "transcriber", 900, 1200))
    rows["polls"] = await _one(
        "INSERT INTO polls (room_id, name, question, options, kind, results)"
        " VALUES ($1, 'Alice', 'Lunch?', '{yes,no}', 'single', 'live') RETURNING id",
        room,
    )
    rows["poll_votes"] = await _one(
        "INSERT INTO poll_votes (poll_id, room_id, participant_id, choice)"
        " SELECT id, room_id, $1, 0 FROM polls RETURNING id",
        place,
    )
    rows["breakouts"] = await _one(
        "WITH made AS (INSERT INTO rooms (parent_room_id, host_id, name, slug, type, livekit_room_name)"
        " SELECT id, host_id, 'Group', 'group', 'instant', 'parley-group' FROM rooms WHERE id = $1"
        " RETURNING id)"
        " INSERT INTO breakouts (room_id, main_room_id, number, label) SELECT id, $1, 1, 'Group' FROM made"
        " RETURNING room_id",
        room,
    )
    rows["transcript_gaps"] = await _one("SELECT id FROM transcript_gaps")
    forgotten = (
        "INSERT INTO forgotten_words (room_id, participant_id, until_ms) VALUES ($1, $2, 0) RETURNING id"
    )
    rows["forgotten_words"] = await _one(forgotten, room, place)
    rows["segment_edits"] = await _one(
        "INSERT INTO segment_edits (room_id, segment_id, kind, edited_by) SELECT $1, $2, 'text', host_id"
        " FROM rooms WHERE id = $1 RETURNING id",
        room,
        segment.id,
    )
    rows["summary_blocks"] = await _one(
        "INSERT INTO summary_blocks (room_id, transcript_id) VALUES ($1, $2) RETURNING id",
        room,
        transcript.id,
    )
    rows["glossary_terms"] = await _one(
        "INSERT INTO glossary_terms (room_id, term) VALUES ($1, 'Kubernetes') RETURNING id", room
    )
    rows["imports"] = await _one(
        "INSERT INTO imports (id, user_id, name, language, file_size)"
        " SELECT $1, user_id, 'Talk', 'en', 9 FROM participants WHERE id = $2 RETURNING id",
        room,
        place,
    )
    await take_lease(room, HOLDER)
    await close_transcript(room)
    await end_room(room, "host")
    await save_minutes(
        room,
        Minutes(
            state="ready",
            method="extractive",
            key_points=[Claim("It is written.", (segment.id,))],
            actions=[Action("Write it", assignee="Bob", participant_id=place)],
            reports=[Report(place, 1, 100.0, "Bob spoke.")],
        ),
    )
    return rows | await _told_of_items(place)


async def _told_of_items(place: UUID) -> dict[str, object]:
    """What bob did to the action item, and what he says about it."""
    of_bobs = "FROM action_items a JOIN participants p ON p.id = $1 AND p.room_id = a.room_id RETURNING id"
    edit = (
        "INSERT INTO action_item_edits (room_id, item_id, kind, edited_by)"
        " SELECT a.room_id, a.id, 'status', p.user_id"
    )
    feed = (
        "INSERT INTO calendar_feeds (user_id, token_hash) SELECT user_id, repeat('a', 64) FROM participants"
    )
    comment = (
        "INSERT INTO action_item_comments (room_id, item_id, user_id, text)"
        " SELECT a.room_id, a.id, p.user_id, 'x'"
    )
    minutes = (
        "INSERT INTO minutes_edits (room_id, summary_id, section, kind, revision, edited_by)"
        " SELECT m.room_id, m.id, 'decisions', 'create', 1, r.host_id FROM meeting_summaries m"
        " JOIN rooms r ON r.id = m.room_id JOIN participants p ON p.id = $1 AND p.room_id = r.id RETURNING id"
    )
    passage = (
        "INSERT INTO transcript_passages (room_id, transcript_id, segment_ids, start_ms, end_ms)"
        " SELECT s.room_id, s.transcript_id, ARRAY[s.id], 0, 1 FROM transcript_segments s"
        " JOIN participants p ON p.room_id = s.room_id WHERE p.id = $1 LIMIT 1 RETURNING id"
    )
    index = (
        "INSERT INTO passage_indexes (room_id) SELECT room_id FROM participants WHERE id = $1"
        " RETURNING room_id AS id"
    )
    question = (
        "INSERT INTO questions (user_id, text, state) SELECT user_id, 'When?', 'answered' FROM participants"
    )
    return {
        "minutes_edits": await _one(minutes, place),
        "transcript_passages": await _one(passage, place),
        "passage_indexes": await _one(index, place),
        "questions": await _one(f"{question} WHERE id = $1 RETURNING id", place),
        "action_item_edits": await _one(f"{edit} {of_bobs}", place),
        "action_item_comments": await _one(f"{comment} {of_bobs}", place),
        "share_links": await _one(
            "INSERT INTO share_links (room_id, created_by, scope, token_hash, expires_at)"
            " SELECT r.id, r.host_id, 'summary', repeat('b', 64), now() + interval '7 days'"
            " FROM rooms r JOIN participants p ON p.room_id = r.id WHERE p.id = $1 RETURNING id",
            place,
        ),
        "minutes_templates": await _one(
            "INSERT INTO minutes_templates (user_id, name, sections)"
            """ SELECT user_id, 'Weekly', '[{"kind": "summary"}]' FROM participants WHERE id = $1"""
            " RETURNING id",
            place,
        ),
        "calendar_feeds": await _one(f"{feed} WHERE id = $1 RETURNING id", place),
        "room_series": await _one(
            "INSERT INTO room_series (root_id, host_id, slug, name, rule, starts)"
            " SELECT r.id, r.host_id, 'series', 'Plan', 'FREQ=DAILY', now()"
            " FROM rooms r JOIN participants p ON p.room_id = r.id WHERE p.id = $1 RETURNING id",
            place,
        ),
        "room_links": await _one(  # not of the room itself, whose guests would have to wait
            "INSERT INTO room_links (shape, code, series_id) SELECT 'standup', 'standup', s.id"
            " FROM room_series s JOIN participants p ON p.id = $1 RETURNING shape",
            place,
        ),
    }


async def _people(password_hash: str) -> dict[str, Account]:
    names = ("Admin", "Alice", "Bob", "Carol")
    return {
        name.lower(): await register(f"{name.lower()}@example.org", name, password_hash) for name in names
    }


@asynccontextmanager
async def build_access_matrix(postgres_url: str, password_hash: str) -> AsyncIterator[AccessMatrix]:
    """Build it as the owner, then let each act."""
    async with cloned(postgres_url) as url:
        with acting_as(AS_CONNECTED):
            async with open_database(url, pool_size=4):
                actors, rows = await fill(password_hash)
        connection = await asyncpg.connect(url)
        try:
            yield AccessMatrix(connection, actors, rows)
        finally:
            await connection.close()


async def fill(password_hash: str) -> tuple[dict[str, Actor], dict[str, object]]:
    """Make the meeting in the open database; who is who, and whose row is which."""
    people = await _people(password_hash)
    alice, bob = people["alice"], people["bob"]
    atrium = await create_room(alice, NewRoom(name="Atrium", slug="atrium"), ["dora@example.org"])
    await enter(atrium, alice, "Alice")
    place, _ = await enter(atrium, bob, "Bob")
    gus, token = await enter(atrium, None, "Gus")
    assert token is not None
    assert await guest_of(token) is not None
    rows: dict[str, object] = {"rooms": atrium.id, "participants": place.id}
    message = await say(place, "Hello.")
    rows["chat_messages"] = message.id
    rows["chat_replies"] = await _one(
        "INSERT INTO chat_replies (room_id, message_id, reply_to) VALUES ($1, $2, $3) RETURNING id",
        atrium.id,
        (await say(place, "Anybody?")).id,
        message.id,
    )
    rows["chat_reactions"] = await _one(
        "INSERT INTO chat_reactions (room_id, message_id, participant_id, emoji)"
        " VALUES ($1, $2, $3, '👍') RETURNING id",
        atrium.id,
        message.id,
        place.id,
    )
    rows["report_refusals"] = await _refusal(alice, bob)
    rows |= {**await _hold(atrium.id, place.id), **await _replies(atrium.id)}
    await execute("UPDATE room_leases SET expires_at = now() + interval '1 hour'")
    rows["room_leases"] = atrium.id
    _, session = await open_session(bob.id, {}, None)
    rows["sessions"] = session.id
    for table in ("attendance", "consents", "participant_reports"):
        rows[table] = await _one(f"SELECT id FROM {table} WHERE participant_id = $1", place.id)  # noqa: S608
    of_room = (
        "meeting_summaries",
        "minutes_versions",
        "action_items",
        "room_invitations",
        "invitation_mails",
    )
    for table in of_room:
        rows[table] = await _one(f"SELECT id FROM {table} WHERE room_id = $1", atrium.id)  # noqa: S608
    rows["notifications"] = await _one("SELECT id FROM notifications WHERE user_id = $1", bob.id)
    rows["mail_outbox"] = await _one("SELECT id FROM mail_outbox WHERE user_id = $1", bob.id)
    rows["users"] = bob.id
    for table in ("pgqueuer", "pgqueuer_log"):
        rows[table] = await _one(f"SELECT id FROM {table} LIMIT 1")  # noqa: S608
    rows |= await _secrets(bob.id)
    rows["audit_events"] = await _one("SELECT id FROM audit_events WHERE table_name = 'rooms' LIMIT 1")
    rows["maintenance_runs"] = await _one(
        "INSERT INTO maintenance_runs (task, tick) VALUES ('cleanup_expired_sessions', now()) RETURNING id"
    )
    return await _actors(people, gus.id, atrium.id), rows


async def _replies(room: UUID) -> dict[str, object]:
    """An answer that came by mail, and the mailbox it was in."""
    box = await _one("INSERT INTO reply_mailboxes (mailbox, last_uid) VALUES ('m', 1) RETURNING id")
    reply = await _one(
        "INSERT INTO invitation_replies (invitation_id, answer, stated_at)"
        " SELECT id, 'accepted', now() FROM room_invitations WHERE room_id = $1 RETURNING id",
        room,
    )
    return {"reply_mailboxes": box, "invitation_replies": reply}


async def _refusal(alice: Account, bob: Account) -> object:
    """Bob wants no report of another meeting; of the atrium he has one."""
    loft = await create_room(alice, NewRoom(name="Loft", slug="loft"))
    place, _ = await enter(loft, bob, "Bob")
    return await _one("INSERT INTO report_refusals (participant_id) VALUES ($1) RETURNING id", place.id)


async def _secrets(bob: UUID) -> dict[str, object]:
    """What hangs on bob's account, and the proof of the key it is sealed with."""
    account, key_id = uuid4(), process_keyring().ids[0]
    await execute(
        "INSERT INTO oauth_accounts (id, user_id, provider, subject, access_token)"
        " VALUES ($1, $2, 'p', 's', $3)",
        account,
        bob,
        ACCESS_TOKEN.seal("token", account),
    )
    await execute(
        "INSERT INTO second_factors (user_id, secret) VALUES ($1, $2)", bob, SECRET.seal("secret", bob)
    )
    await execute(
        "INSERT INTO sealing_keys (key_id, proof) VALUES ($1, $2)", key_id, PROOF.seal(key_id, key_id)
    )
    return {"oauth_accounts": account, "second_factors": bob, "sealing_keys": key_id}


async def _actors(people: dict[str, Account], gus: UUID, atrium: UUID) -> dict[str, Actor]:
    _, session = await open_session(people["admin"].id, {}, None)
    actors = {name: Actor("web", user_id=person.id) for name, person in people.items()}
    actors |= {
        "gus": Actor("web", participant_id=gus),
        "agent": Actor("agent", holder=HOLDER),
        "rival": Actor("agent", holder=RIVAL),
        "media": Actor("media"),
        "worker": Actor("worker", room_id=atrium),
        "nobody": Actor("web"),
        "reader": Actor("readonly"),
    }
    if await _one("SELECT count(*) FROM pg_proc WHERE proname = 'is_elevated'"):
        until = datetime(9999, 1, 1, tzinfo=UTC)
        await execute("UPDATE sessions SET elevated_until = $2 WHERE id = $1", session.id, until)
        actors["elevated"] = Actor("web", user_id=people["admin"].id, session_id=session.id)
    return actors
