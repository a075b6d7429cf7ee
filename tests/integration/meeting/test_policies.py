"""Row-level security, straight in SQL: every table, everybody, every verb."""

# ruff: noqa: S608  the tables are those of the matrix below; values go by $1

import json
from collections.abc import AsyncIterator

import asyncpg
import pytest

from server.meeting.actor import Actor
from tests.integration.meeting.access_matrix import AccessMatrix, build_access_matrix

MATRIX = """
                      alice bob  carol gus  admin agent rival worker nobody reader elevated media
users                 -     SI   -     -    -     -     -     -      -      -      S        -
rooms                 SIU   S    -     S    -     SU    -     S      -      S      S        SU
participants          SIU   SU   -     S    -     SIU   -     S      -      S      S        SIU
chat_messages         S     SI   -     S    -     -     -     S      -      -      S        -
chat_replies          S     S    -     S    -     -     -     -      -      -      S        -
chat_reactions        SD    SD   -     S    -     -     -     -      -      -      S        -
polls                 S     S    -     S    -     -     -     -      -      -      S        -
poll_votes            -     -    -     -    -     -     -     -      -      -      -        -
transcripts           SI    S    -     S    -     SIU   -     SU     -      S      S        SI
transcript_segments   SIU   SIU  -     S    -     SIUD  -     SUD    -      -      S        -
recordings            SIU   S    -     S    -     SIU   -     SU     -      S      S        SU
recording_tracks      S     S    -     S    -     SIU   -     SIUD   -      S      S        -
recording_consents    S     SIU  -     S    -     S     -     S      -      -      S        S
transcript_gaps       S     S    -     S    -     SIU   -     SI     -      S      S        S
segment_edits         SI    S    -     S    -     -     -     SD     -      S      S        -
summary_blocks        S     S    -     S    -     -     -     SIU    -      S      S        -
glossary_terms        SID   -    -     -    -     S     -     -      -      S      S        -
forgotten_words       S     S    -     S    -     S     -     S      -      S      S        S
imports               -     SI   -     -    -     -     -     SU     -      S      -        -
breakouts             -     -    -     -    -     -     -     -      -      -      -        S
room_leases           -     -    -     -    -     SD    -     S      -      S      -        S
room_invitations      SI    -    -     -    -     -     -     -      -      -      S        -
oauth_accounts        -     SIUD -     -    -     -     -     -      -      -      -        -
second_factors        -     SIUD -     -    -     -     -     -      -      -      -        -
sealing_keys          SI    SI   SI    SI   SI    -     -     -      SI     -      SI       -
sessions              -     SIU  -     -    -     -     -     -      -      -      S        -
attendance            SU    S    -     S    -     SIU   -     S      -      S      S        SIU
consents              S     SI   -     -    -     -     -     -      -      -      S        -
calendar_feeds        -     SID  -     -    -     -     -     -      -      -      -        -
participant_reports   -     SD   -     -    -     -     -     SID    -      -      -        -
report_refusals       -     SID  -     -    -     -     -     -      -      -      -        -
meeting_summaries     SIU   S    -     S    -     SI    -     SU     -      S      S        SI
minutes_edits         SI    S    -     S    -     -     -     S      -      S      S        -
minutes_versions      S     S    -     S    -     -     -     SI     -      S      S        -
action_items          SIU   SU   -     S    -     -     -     SIUD   -      S      S        -
action_item_edits     S     SI   -     S    -     -     -     S      -      S      S        -
action_item_comments  SD    SID  -     S    -     -     -     S      -      S      S        -
transcript_passages   S     S    -     S    -     -     -     SID    -      S      -        -
passage_indexes       S     S    -     S    -     -     -     SIU    -      S      -        -
questions             -     SID  -     -    -     -     -     -      -      S      -        -
notifications         -     SUD  -     -    -     -     -     I      -      -      -        -
minutes_templates     -     SIUD -     -    -     -     -     -      -      -      -        -
share_links           SIU   -    -     -    -     -     -     -      -      S      S        -
room_series           SIU   -    -     -    -     -     -     -      -      -      S        -
room_links            -     -    -     -    -     -     -     -      -      -      -        -
reply_mailboxes       -     -    -     -    -     -     -     -      -      -      -        -
invitation_replies    -     -    -     -    -     -     -     -      -      -      -        -
invitation_mails      S     -    -     -    -     -     -     -      -      S      S        -
mail_outbox           -     S    -     -    -     -     -     -      -      S      -        -
pgqueuer              SIU   -    -     -    -     SIU   -     SIUD   -      S      -        SIU
pgqueuer_log          I     I    I     I    I     I     I     SIUD   I      -      I        I
audit_events          -     -    -     -    -     -     -     -      -      -      S        -
maintenance_runs      -     -    -     -    -     -     -     SIU    -      S      S        -
"""
"""The meeting is alice's and over; bob and the guest gus were in it, carol was not, the administrator has not
raised their rights, or has (elevated). The rows are bob's where they are anybody's; the lease is the agent's,
not its rival's; `media` writes down what the media server tells.
Select, Insert one like it, Update, Delete."""
VERBS = "SIUD"
KEYS = {
    "breakouts": "room_id",
    "room_leases": "room_id",
    "passage_indexes": "room_id",
    "room_links": "shape",
    "second_factors": "user_id",
    "sealing_keys": "key_id",
}
"""Where the primary key is not `id`."""
WRITTEN = {"sessions": "revoked_at = now()"}
"""Where an update must leave another row than it found."""
SET_BY_TOOLS = {"migration", "pgqueuer_schedules", "pgqueuer_statistics"}
"""Nobody is meant by a row of these: only the owner, or the worker, comes near them."""
FRESH: dict[str, dict[str, object]] = {
    "participants": {"status": "admitted"},
    "action_items": {"origin": "person", "edited": True},
    "minutes_edits": {"revision": 2},
    "minutes_versions": {"number": 9},
}


def expectations() -> dict[tuple[str, str], str]:
    """Read the matrix: table and actor to the verbs they may."""
    head, *lines = MATRIX.strip("\n").splitlines()
    return {
        (line.split()[0], actor): verbs.replace("-", "")
        for line in lines
        for actor, verbs in zip(head.split(), line.split()[1:], strict=True)
    }


@pytest.fixture(scope="module")
async def world(postgres_url: str, password_hash: str) -> AsyncIterator[AccessMatrix]:
    """One for all: whatever is tried is rolled back."""
    async with build_access_matrix(postgres_url, password_hash) as made:
        yield made


async def writable(world: AccessMatrix, actor: Actor, table: str, verb: str) -> list[str]:
    """The columns the actor's role may write with the verb; all of them where it may write none."""
    rows = await world.connection.fetch(
        "SELECT attname, has_column_privilege($2, attrelid, attnum, $3) AS may FROM pg_attribute"
        " WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
        table,
        f"parley_{actor.role}",
        verb,
    )
    return [row["attname"] for row in rows if row["may"]] or [row["attname"] for row in rows]


async def attempt(world: AccessMatrix, actor: Actor, table: str, verb: str) -> bool:
    """Try the verb on the table's row; whether any row was reached."""
    db, key = world.connection, KEYS.get(table, "id")
    row = await db.fetchval(f"SELECT to_jsonb(t) FROM {table} t WHERE {key} = $1", world.rows[table])
    columns = ", ".join(await writable(world, actor, table, "INSERT"))
    same = (await writable(world, actor, table, "UPDATE"))[0]
    writes = WRITTEN.get(table, f"{same} = {same}")
    fresh = json.dumps({**json.loads(row), **FRESH.get(table, {})})
    statements = {
        "S": (f"SELECT {key} FROM {table} WHERE {key} = $1", world.rows[table]),
        "U": (f"UPDATE {table} SET {writes} WHERE {key} = $1", world.rows[table]),
        "D": (f"DELETE FROM {table} WHERE {key} = $1", world.rows[table]),
        "I": (
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM jsonb_populate_record(null::{table}, $1)",
            fresh,
        ),
    }
    sql, argument = statements[verb]
    transaction = db.transaction()
    await transaction.start()
    try:
        settings = actor.settings()
        await db.execute(
            "SELECT set_config(n, v, true) FROM unnest($1::text[], $2::text[]) AS s(n, v)",
            list(settings), list(settings.values()),
        )  # fmt: skip
        return (await db.execute(sql, argument)).rpartition(" ")[2] != "0"
    except asyncpg.InsufficientPrivilegeError:
        return False
    except asyncpg.IntegrityConstraintViolationError:
        return True  # the policy let it through, and only the row's twin stands in its way
    finally:
        await transaction.rollback()


@pytest.mark.parametrize(("table", "actor"), expectations())
async def test_only_this(table: str, actor: str, world: AccessMatrix) -> None:
    """Each may do with the row what the matrix says, and nothing else."""
    may = [verb for verb in VERBS if await attempt(world, world.actors[actor], table, verb)]
    assert "".join(may) == expectations()[table, actor]


async def test_every_table_is_here(world: AccessMatrix) -> None:
    """No table is without a line, and none is without row-level security that binds its owner as well."""
    tables = await world.connection.fetch(
        "SELECT relname, relrowsecurity AND relforcerowsecurity AS closed FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition"
    )
    lines = {table for table, _ in expectations()}
    assert {row["relname"] for row in tables} == lines | SET_BY_TOOLS
    assert [row["relname"] for row in tables if not row["closed"]] == ["migration"]


async def test_what_sees_all_is_nobodys_to_call(world: AccessMatrix) -> None:
    """No function that runs with more rights than its caller's is everybody's."""
    assert not await world.connection.fetch(
        "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
        " AND has_function_privilege('public', oid, 'EXECUTE')"
    )
