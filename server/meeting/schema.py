"""Migrate the schema and grant the roles their rights."""

import contextlib
import io
import os
from collections.abc import Iterator, Mapping
from urllib.parse import quote, urlsplit

import asyncpg
from piccolo.apps.migrations.commands.base import BaseMigrationManager
from piccolo.apps.migrations.commands.forwards import run_forwards
from piccolo.apps.migrations.tables import Migration

from server.config import Secret
from server.meeting.actor import AS_CONNECTED, acting_as
from server.meeting.advisory_locks import AdvisoryLock
from server.meeting.db import SafeEngine, open_database
from server.meeting.owner_connection import Connection, connected
from server.meeting.sealing.key_rotation import seal_plain_rows, see_that_it_can_be_sealed
from server.operator_error import OperatorError

BACKUP = "parley_backup"
PROCESS_ROLES = ("parley_web", "parley_media", "parley_agent", "parley_worker", "parley_readonly", BACKUP)
"""The processes' roles; none can sign in before it has a password."""
ROLES = ("parley_owner", "parley_definer", *PROCESS_ROLES)
"""Also the tables' owner, and the role of functions that see every row."""
MIGRATION_TIMEOUT_S = 300.0
AUDIT_MONTHS_AHEAD, AUDIT_MONTHS_KEPT = 24, 24
"""Maintained at each start; later events go into the default partition."""
LOCK_TIMEOUT = "5s"
"""A migration that waits longer for a table aborts, because all queries would queue behind it."""

MAKE_ROLE = """
DO $$ BEGIN
    CREATE ROLE {role} NOLOGIN NOINHERIT;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL;  -- another database of this server has made it
END $$
"""
JOIN_ROLE = """
DO $$ BEGIN
    IF NOT pg_has_role(current_user, '{role}', 'SET') THEN
        GRANT {role} TO CURRENT_USER WITH INHERIT {inherit}, SET TRUE;
    END IF;
END $$
"""
OPEN_SCHEMA = """
GRANT USAGE ON SCHEMA public
    TO parley_owner, parley_definer, parley_web, parley_media, parley_agent, parley_worker, parley_readonly,
    parley_backup
"""
CLOSE_SCHEMA = """
DO $$ BEGIN
    REVOKE CREATE ON SCHEMA public FROM PUBLIC;
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END $$
"""
"""Nobody may create an object that could shadow a name in our statements."""
LET_RECEIVE = "GRANT CREATE ON SCHEMA public TO parley_owner, parley_definer"
LET_NO_MORE = "REVOKE CREATE ON SCHEMA public FROM parley_owner, parley_definer"
HAND_OVER = """
DO $$
DECLARE
    thing record;
BEGIN
    FOR thing IN SELECT c.oid::regclass AS name FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
          AND c.relowner <> 'parley_owner'::regrole
    LOOP
        EXECUTE format('ALTER TABLE %s OWNER TO parley_owner', thing.name);
    END LOOP;
    FOR thing IN SELECT t.oid::regtype AS name FROM pg_type t
        WHERE t.typnamespace = 'public'::regnamespace AND t.typtype = 'e'
          AND t.typowner <> 'parley_owner'::regrole
    LOOP
        EXECUTE format('ALTER TYPE %s OWNER TO parley_owner', thing.name);
    END LOOP;
    FOR thing IN
        SELECT p.oid::regprocedure AS name,
               CASE WHEN p.prosecdef THEN 'parley_definer' ELSE 'parley_owner' END AS heir
        FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
          AND p.proowner <> (CASE WHEN p.prosecdef THEN 'parley_definer' ELSE 'parley_owner' END)::regrole
    LOOP
        EXECUTE format('ALTER ROUTINE %s OWNER TO %s', thing.name, thing.heir);
    END LOOP;
    GRANT ALL ON ALL TABLES IN SCHEMA public TO parley_definer;
    GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO parley_definer;
END $$
"""


async def migrate(url: Secret | str) -> None:
    """Apply pending migrations; processes that start together take turns.

    Each migration is atomic. Raises OperatorError when a table stays locked for too long.
    """
    plain = url.reveal() if isinstance(url, Secret) else url
    async with connected(plain) as lock:
        await lock.execute("SELECT pg_advisory_lock($1)", AdvisoryLock.MIGRATION, timeout=MIGRATION_TIMEOUT_S)
        await see_that_it_can_be_sealed(lock)
        await _make_roles(lock)
        await _run_forwards(plain)
        await lock.execute("SELECT add_passage_vectors()")
        await _keep_audit_months(lock)
        await lock.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
        with _not_waiting_long("handing over"):
            await _hand_over(lock)
            await seal_plain_rows(lock)


async def _keep_audit_months(connection: Connection) -> None:
    """Create the coming months' partitions, and detach old ones, which stay as the owner's tables."""
    with _not_waiting_long("keeping the audit's months"):
        async with connection.transaction():
            await connection.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
            await connection.execute("SELECT audit_prepare($1)", AUDIT_MONTHS_AHEAD)
            before = f"(now() - interval '{AUDIT_MONTHS_KEPT} months')::date"
            await connection.execute(f"SELECT audit_detach({before})")


async def _make_roles(connection: Connection) -> None:
    """Create the roles outside of the migrations, because they belong to the server, not the database."""
    known = {row["rolname"] for row in await connection.fetch("SELECT rolname FROM pg_roles")}
    for role in ROLES:
        if role not in known:
            await connection.execute(MAKE_ROLE.format(role=role))
    for role in ROLES:
        inherit = "FALSE" if role in PROCESS_ROLES else "TRUE"
        await connection.execute(JOIN_ROLE.format(role=role, inherit=inherit))


async def _run_forwards(url: str) -> None:
    options = {"command_timeout": None, "server_settings": {"lock_timeout": LOCK_TIMEOUT}}
    with acting_as(AS_CONNECTED):
        async with open_database(url, pool_size=2, options=options) as engine:
            Migration._meta.db = engine  # Piccolo would reuse the first database it migrated
            for name in migrations():
                with _not_waiting_long(f"migration {name}"):
                    await _run_forward(engine, name)


def migrations() -> list[str]:
    """List the migrations' names in order."""
    os.environ["PICCOLO_CONF"] = "migrations.piccolo_conf"
    manager = BaseMigrationManager()
    folder = manager.get_app_config("parley").resolved_migrations_folder_path
    return sorted(manager.get_migration_ids(manager.get_migration_modules(folder)))


async def _run_forward(engine: SafeEngine, name: str) -> None:
    """Apply and record one pending migration in one transaction."""
    with contextlib.redirect_stdout(io.StringIO()):  # Piccolo prints to the terminal
        async with engine.transaction():
            done = await run_forwards("parley", name)
    if not done.success:
        raise RuntimeError(f"the schema was not migrated: {done.message}")


@contextlib.contextmanager
def _not_waiting_long(what: str) -> Iterator[None]:
    try:
        yield
    except asyncpg.LockNotAvailableError as error:
        cause = f"{what} waited {LOCK_TIMEOUT} for a table that others are using, and was not begun"
        raise OperatorError(cause, "parley up (again, when it is quieter)") from error


async def _hand_over(connection: Connection) -> None:
    async with connection.transaction():
        for statement in (OPEN_SCHEMA, CLOSE_SCHEMA, LET_RECEIVE, HAND_OVER, LET_NO_MORE):
            await connection.execute(statement)


async def let_sign_in(url: Secret | str, passwords: Mapping[str, str]) -> None:
    """Set the roles' passwords; keys are role names such as `parley_web`."""
    async with connected(url.reveal() if isinstance(url, Secret) else url) as connection:
        for role, password in passwords.items():
            statement = await connection.fetchval(
                "SELECT format('ALTER ROLE %I LOGIN PASSWORD %L', $1::text, $2::text)", role, password
            )
            await connection.execute(statement)


async def let_copy(url: Secret | str) -> bool:
    """Grant REPLICATION to `parley_backup`; False when this user may not."""
    may = "SELECT rolreplication FROM pg_roles WHERE rolname = $1"
    async with connected(url.reveal() if isinstance(url, Secret) else url) as connection:
        with contextlib.suppress(asyncpg.InsufficientPrivilegeError):
            await connection.execute(f"ALTER ROLE {BACKUP} REPLICATION")
        return bool(await connection.fetchval(may, BACKUP))


def url_of(url: str, role: str, password: str) -> str:
    """Return the URL with another user and password."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{role}:{quote(password, safe='')}@{place}").geturl()
