"""What somebody tries who has a connection of one of the processes, and knows the policies."""

# ruff: noqa: S608  the statements are those of the table below

from collections.abc import AsyncIterator

import asyncpg
import pytest

from server.meeting.actor import Actor, Role
from server.meeting.schema import PROCESS_ROLES
from tests.integration.meeting.access_matrix import HOLDER, AccessMatrix, build_access_matrix

VAULT, OPEN = "11111111-0000-4000-8000-000000000000", "22222222-0000-4000-8000-000000000000"
THEIRS = "33333333-0000-4000-8000-000000000000"
PLACE = """
INSERT INTO participants (room_id, user_id, display_name, identity, status, admitted_at, role, joined_at)
SELECT id, app_user(), 'Me', 'me', 'admitted', now(), {} FROM rooms WHERE slug = 'open'
"""
OTHERS = ("owner", "definer", "media", "agent", "worker", "backup")
TRICKS: dict[str, tuple[str, str]] = {
    "a co-host by their own word": ("carol", PLACE.format("'cohost', NULL")),
    "a host by their own word": ("carol", PLACE.format("'host', NULL")),
    "there before they came": ("carol", PLACE.format("'participant', now()")),
    "there when they were not": ("bob", "UPDATE participants SET joined_at = now() - interval '1 day'"),
    "there for longer": ("bob", "UPDATE participants SET left_at = now() + interval '1 day'"),
    "a place put into another's room": ("alice", f"UPDATE participants SET room_id = '{VAULT}'"),
    "a place made another's": ("alice", "UPDATE participants SET user_id = NULL"),
    "a room given away": ("alice", "UPDATE rooms SET host_id = NULL, type = 'external'"),
    "a room under another's name": ("alice", "UPDATE rooms SET livekit_room_name = 'vault'"),
    "an item put into another's minutes": ("bob", f"UPDATE action_items SET room_id = '{VAULT}'"),
    "a task made easier by its owner": ("bob", "UPDATE action_items SET title = 'Nothing'"),
    "a task put off by its owner": ("bob", "UPDATE action_items SET due_date = 'tomorrow'"),
    "a task got rid of by its owner": ("bob", "UPDATE action_items SET deleted_at = now()"),
    "a task given away by its owner": ("bob", "UPDATE action_items SET assignee_participant_id = NULL"),
    "a task as if of the minutes": (
        "alice",
        "INSERT INTO action_items (room_id, summary_id, title, edited) SELECT room_id, id, 'x', true"
        " FROM meeting_summaries",
    ),
    "a comment in another's name": (
        "bob",
        "INSERT INTO action_item_comments (room_id, item_id, user_id, text)"
        " SELECT room_id, id, NULL, 'x' FROM action_items",
    ),
    "a change as if of the minutes": (
        "alice",
        "INSERT INTO action_item_edits (room_id, item_id, kind)"
        " SELECT room_id, id, 'rewrite' FROM action_items",
    ),
    "an edit of minutes in another's name": (
        "alice",
        "INSERT INTO minutes_edits (room_id, summary_id, section, kind, revision)"
        " SELECT room_id, id, 'decisions', 'edit', 1 FROM meeting_summaries",
    ),
    "an edit of another's minutes": (
        "bob",
        "INSERT INTO minutes_edits (room_id, summary_id, section, kind, revision, edited_by)"
        " SELECT room_id, id, 'decisions', 'edit', 1, app_user() FROM meeting_summaries",
    ),
    "a history that was otherwise": ("alice", "UPDATE minutes_edits SET after = '{}'"),
    "a version as if it was written": (
        "alice",
        "INSERT INTO minutes_versions (room_id, summary_id, number, reason, made_by)"
        " SELECT room_id, id, 9, 'model', app_user() FROM meeting_summaries",
    ),
    "minutes said to be a model's": ("alice", "UPDATE meeting_summaries SET method = 'model'"),
    "an invitation to another room": ("alice", f"UPDATE room_invitations SET room_id = '{VAULT}'"),
    "a file of another's": ("alice", "UPDATE recordings SET file_path = '../secret'"),
    "a session that is over": ("bob", "UPDATE sessions SET revoked_at = NULL"),
    "an office": ("bob", "UPDATE users SET role = 'admin'"),
    "another's address": ("bob", "UPDATE users SET email_key = repeat('0', 64)"),
    "notice to who was not there": (
        "worker",
        "INSERT INTO notifications (user_id, type, title, message, data)"
        " SELECT host_id, 'x', 'x', 'x', jsonb_build_object('room_id', app_room()) FROM vault",
    ),
    "a lease that is another's": ("agent", "UPDATE room_leases SET holder = 'AJ_rival'"),
    "a lease of another room": ("agent", f"UPDATE room_leases SET room_id = '{VAULT}'"),
    "a table in our schema": ("bob", "CREATE TABLE public.mine ()"),
    "an emptied table": ("bob", "TRUNCATE chat_messages"),
    "an event put in by hand": ("bob", "INSERT INTO audit_events (category, action) VALUES ('x', 'x')"),
    "an event put into a month": ("bob", "INSERT INTO audit_events_default (action) VALUES ('x')"),
    "a month read past the policy": ("elevated", "SELECT FROM audit_events_default"),
    "a role's password": ("bob", "SELECT FROM pg_authid"),
    "one's own password's hash": ("bob", "SELECT password_hash FROM users WHERE id = app_user()"),
    "everybody's password's hash": ("elevated", "SELECT password_hash FROM users"),
    "a hash by what it begins with": ("elevated", "SELECT FROM users WHERE password_hash LIKE '$2b$%'"),
    "a password without the old one": ("bob", "UPDATE users SET password_hash = 'x'"),
    "who transcribes what": ("nobody", "SELECT FROM room_leases"),
    "another's salt, by one who hashes nothing": ("worker", "SELECT sign_in_salt('{x}')"),
    "a stay nobody had": (
        "alice",
        f"INSERT INTO attendance (room_id, participant_id, joined_at) VALUES ('{OPEN}', '{OPEN}', now())",
    ),
    "another's meeting called one's own application's": (
        "media",
        "INSERT INTO rooms (name, slug, type, livekit_room_name) VALUES ('A', 'a', 'instant', 'a')",
    ),
    "a person, for the media server": ("media", "SELECT FROM users"),
    "what was said, for the media server": ("media", "SELECT FROM transcript_segments"),
    "a file of the server": ("bob", "SELECT pg_read_file('/etc/passwd')"),
    **{f"the rights of {role}": ("bob", f"SET ROLE parley_{role}") for role in OTHERS},
}  # fmt: skip
"""Who tries what; where the statement finds a row of theirs, it is what it does to it that is refused."""


@pytest.fixture(scope="module")
async def world(postgres_url: str, password_hash: str) -> AsyncIterator[AccessMatrix]:
    """One for all; carol has a vault, and alice a room that is open to everybody."""
    async with build_access_matrix(postgres_url, password_hash) as made:
        for key, slug, host in ((VAULT, "vault", "carol"), (OPEN, "open", "alice")):
            await made.connection.execute(
                "INSERT INTO rooms (id, host_id, name, slug, type, status, livekit_room_name, settings)"
                " VALUES ($1, $2, 'A', $3, 'instant', 'waiting', $3, jsonb_build_object('access', $4::text))",
                key,
                made.actors[host].user_id,
                slug,
                "link" if slug == "open" else "invited",
            )
        await made.connection.execute("CREATE VIEW vault AS SELECT host_id FROM rooms WHERE slug = 'vault'")
        await made.connection.execute("GRANT SELECT ON vault TO parley_worker")
        yield made


async def tried(world: AccessMatrix, actor: Actor, sql: str, *, slug: str = "open") -> str:
    """Sign in as the actor's role, not only act as it, do it, and take it back."""
    db = world.connection
    transaction = db.transaction()
    await transaction.start()
    try:
        await db.execute(f"SET LOCAL SESSION AUTHORIZATION parley_{actor.role}")
        for name, value in {**actor.settings(), "role": "none", "app.slug": slug}.items():
            await db.execute("SELECT set_config($1, $2, true)", name, value)
        return str(await db.execute(sql))
    finally:
        await transaction.rollback()


@pytest.mark.parametrize("trick", TRICKS)
async def test_trick(trick: str, world: AccessMatrix) -> None:
    """The database refuses it by itself."""
    who, sql = TRICKS[trick]
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await tried(world, world.actors[who], sql)


async def test_office_without_raised_rights(world: AccessMatrix) -> None:
    """In another application's meeting too an administrator gives roles only with raised rights."""
    await world.connection.execute(
        "INSERT INTO rooms (id, name, slug, type, status, livekit_room_name)"
        " VALUES ($1, 'A', 'theirs', 'external', 'waiting', 'theirs')",
        THEIRS,
    )
    await world.connection.execute(
        "INSERT INTO participants (room_id, user_id, display_name, identity) VALUES ($1, $2, 'Ada', 'ada')",
        THEIRS,
        world.actors["admin"].user_id,
    )
    promote = f"UPDATE participants SET role = 'cohost' WHERE room_id = '{THEIRS}'"
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await tried(world, world.actors["admin"], promote)
    assert await tried(world, world.actors["elevated"], promote) == "UPDATE 1"


async def test_door_is_open(world: AccessMatrix) -> None:
    """The place that is refused as a host's or as one's who was there is given to who only comes."""
    assert await tried(world, world.actors["carol"], PLACE.format("'participant', NULL")) == "INSERT 0 1"


TAKE = "DO $$ BEGIN ASSERT take_lease('{}', '{}', 60) = {}; END $$"


async def test_lease_of_what_is_open(world: AccessMatrix) -> None:
    """A job takes a free lease for itself, and for no other."""
    await tried(world, world.actors["agent"], TAKE.format(OPEN, HOLDER, "true"))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await tried(world, world.actors["rival"], TAKE.format(OPEN, HOLDER, "true"))


@pytest.mark.parametrize("status", ["ended", "cancelled", "archived"])
async def test_lease_of_what_is_over(status: str, world: AccessMatrix) -> None:
    """A meeting that is over is not there to be read by a job that takes a lease of it."""
    await world.connection.execute(
        "UPDATE rooms SET status = $1, started_at = now(), ended_at = now() WHERE id = $2", status, VAULT
    )
    await tried(world, world.actors["agent"], TAKE.format(VAULT, HOLDER, "false"))


async def test_lease_that_ran_out(world: AccessMatrix) -> None:
    """Its job reads nothing any more; what it held is the next one's."""
    read = "DO $$ BEGIN ASSERT (SELECT count(*) {} 0 FROM transcript_segments); END $$"
    await tried(world, world.actors["agent"], read.format(">"))
    await world.connection.execute("UPDATE room_leases SET expires_at = now() - interval '1 s'")
    await tried(world, world.actors["agent"], read.format("="))


async def test_nobody_says_whose_a_row_is(world: AccessMatrix) -> None:
    """No process may write a key, or what says to whom or to what a row belongs; the queue's are its own.

    But for who spoke: a host corrects that within the meeting, and nobody gives away words of their own.
    And for whose a task is: a host gives it to somebody of the meeting, and the account follows from that.
    """
    written = await world.connection.fetch(
        "SELECT DISTINCT c.relname, a.attname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (k.conkey), unnest($1::text[]) AS role"
        " WHERE k.contype IN ('p', 'f') AND c.relnamespace = 'public'::regnamespace"
        " AND c.relname NOT LIKE 'pgqueuer%' AND has_column_privilege(role, c.oid, a.attnum, 'UPDATE')",
        PROCESS_ROLES,
    )
    assert sorted(map(tuple, written)) == [
        ("action_items", "assignee_participant_id"),
        ("transcript_segments", "participant_id"),
    ]


async def test_nobody_gives_their_words_away(world: AccessMatrix) -> None:
    """A speaker may correct their words, and not say that they were somebody else's."""
    give = "UPDATE transcript_segments SET participant_id = NULL"
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await tried(world, world.actors["bob"], give)
    await tried(world, world.actors["alice"], give)


@pytest.mark.parametrize("right", ["TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN"])
async def test_rights_of_owners(right: str, world: AccessMatrix) -> None:
    """No process may do with any table what only its owner needs."""
    assert not await world.connection.fetch(
        "SELECT relname FROM pg_class, unnest($1::text[]) AS role WHERE relnamespace = 'public'::regnamespace"
        " AND relkind IN ('r', 'p') AND has_table_privilege(role, oid, $2)",
        PROCESS_ROLES,
        right,
    )


async def test_roles_are_apart(world: AccessMatrix) -> None:
    """No process's role is a member of another, or stands above policies and databases."""
    assert not await world.connection.fetch(
        "SELECT rolname FROM pg_roles r WHERE rolname = ANY ($1) AND (rolsuper OR rolbypassrls"
        " OR rolcreaterole OR rolcreatedb OR EXISTS (SELECT FROM pg_auth_members WHERE member = r.oid))",
        PROCESS_ROLES,
    )


async def test_who_only_reads_calls_nothing(world: AccessMatrix) -> None:
    """What runs with more rights is for the processes that change something."""
    assert not await world.connection.fetch(
        "SELECT role, proname FROM pg_proc, unnest($1::text[]) AS role WHERE prosecdef"
        " AND pronamespace = 'public'::regnamespace AND has_function_privilege(role, oid, 'EXECUTE')",
        ["parley_readonly", "parley_backup"],
    )


async def test_names_are_ours(world: AccessMatrix) -> None:
    """What sees every row looks for its tables in our schema before it looks among temporary ones."""
    assert not await world.connection.fetch(
        "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
        " AND proconfig IS DISTINCT FROM '{\"search_path=pg_catalog, public, pg_temp\"}'"
    )


FORGED = f"""
DO $$ BEGIN
    CREATE TEMP TABLE users AS SELECT app_user() AS id, 'admin' AS role, true AS is_active;
    CREATE TEMP TABLE sessions AS SELECT '{OPEN}'::uuid AS id, app_user() AS user_id,
        NULL::timestamptz AS revoked_at, timestamptz 'infinity' AS expires_at,
        timestamptz 'infinity' AS elevated_until;
    GRANT ALL ON pg_temp.users, pg_temp.sessions TO PUBLIC;
    PERFORM set_config('app.session_id', '{OPEN}', true);
    ASSERT NOT is_elevated();
END $$
"""


async def test_forged_tables(world: AccessMatrix) -> None:
    """Who can make a temporary `sessions`, as in a clone, raises no rights by it."""
    await tried(world, world.actors["bob"], FORGED)


@pytest.mark.parametrize("role", PROCESS_ROLES)
async def test_nobody_makes_tables(role: str, postgres_url: str) -> None:
    """Neither a temporary one nor one beside ours."""
    db = await asyncpg.connect(postgres_url)
    assert not await db.fetchval("SELECT has_database_privilege($1, current_database(), 'TEMP')", role)
    assert not await db.fetchval("SELECT has_schema_privilege($1, 'public', 'CREATE')", role)
    await db.close()


SERVICES = ["livekit", "transcriber", "minutes", "maintenance", "operator"]


@pytest.mark.parametrize("service", SERVICES)
async def test_nobody_is_a_service_by_saying_so(service: str, world: AccessMatrix) -> None:
    """Who calls itself a service over the web role's connection is none, and reads no row of anybody."""
    claims = f"PERFORM set_config('app.service', '{service}', true); ASSERT app_service() = '';"
    unread = " ".join(
        f"ASSERT NOT EXISTS (SELECT FROM {table}), '{table}';"
        for table in ("rooms", "participants", "attendance", "transcripts", "meeting_summaries", "pgqueuer")
    )
    await tried(world, Actor("web"), f"DO $$ BEGIN {claims} {unread} END $$", slug="")


@pytest.mark.parametrize(
    ("role", "service"),
    [("media", "livekit"), ("agent", "transcriber"), ("worker", "maintenance"), ("worker", "")],
)
async def test_role_tells_the_service(role: Role, service: str, world: AccessMatrix) -> None:
    """The media server's writer and the transcriber are known by their roles, whatever they say."""
    told = service if role == "worker" else "another"
    check = f"DO $$ BEGIN ASSERT app_service() = '{service}'; END $$"
    await tried(world, Actor(role, service=told), check)


async def test_one_question_about_a_password(world: AccessMatrix) -> None:
    """Who knows an address's key is told its salt, and whether a hash is the account's; nothing more."""
    bob = world.actors["bob"].user_id
    row = await world.connection.fetchrow("SELECT email_key, password_hash FROM users WHERE id = $1", bob)
    assert row is not None
    keys, kept = f"'{{{row['email_key']}}}'", row["password_hash"]
    await tried(
        world,
        Actor("web"),
        f"""DO $$ BEGIN
            ASSERT sign_in_salt({keys}) = '{kept[:29]}';
            ASSERT sign_in_with({keys}, ARRAY['x', '{kept}']) = '{kept}';
            ASSERT sign_in_with({keys}, ARRAY['x']) IS NULL;
            ASSERT sign_in_with({keys}, array_fill('x'::text, ARRAY[8]) || '{kept}'::text) IS NULL;
            ASSERT sign_in_salt('{{}}') IS NULL;
        END $$""",
    )


async def test_hash_made_anew_by_its_own(world: AccessMatrix) -> None:
    """Another hash takes the place of one's own, and only for who knows the one before."""
    bob = world.actors["bob"]
    kept = await world.connection.fetchval("SELECT password_hash FROM users WHERE id = $1", bob.user_id)
    renew = "DO $$ BEGIN ASSERT renew_password_hash('{}', 'new') = {}; END $$"
    await tried(world, bob, renew.format(kept, "true"))
    await tried(world, bob, renew.format("guessed", "false"))
    await tried(world, Actor("web"), renew.format(kept, "false"))
