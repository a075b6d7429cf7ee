"""Every migration goes back and forward over rows, gives up rather than block, and is done whole or not."""

import contextlib
import io
import json
from collections.abc import AsyncIterator, Set
from dataclasses import dataclass
from typing import Any

import asyncpg
import pytest
from piccolo.apps.migrations.commands.backwards import run_backwards
from piccolo.apps.migrations.commands.forwards import run_forwards
from piccolo.apps.migrations.tables import Migration

from server.meeting import schema
from server.meeting.actor import AS_CONNECTED, acting_as
from server.meeting.db import open_database
from server.meeting.schema import migrate, migrations
from server.meeting.sealing.sealed_columns import EMAIL
from server.operator_error import OperatorError
from server.seed.load import load
from server.seed.scale import Scale, Year
from tests.conftest import TEN, cloned
from tests.integration.meeting.access_matrix import fill
from tests.integration.meeting.catalogue import read_catalogue
from tests.integration.meeting.test_seed import NoBoard

MIGRATIONS = migrations()
YEAR = Year(Scale("tiny", people=20, rooms=12, segments=240, well_met=4, live=1), 1, TEN, "no hash at all")
SEALING = "2026-11-24T01:06:00:000000"
IMPATIENT = "200ms"
TABLES = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
  AND NOT relispartition AND relname <> 'migration'
"""
SEALED_ANEW = {"email", "invitee_email", "updated_at"}
"""What changes when addresses whose hash is gone are sealed once more."""
REST = """
SELECT format('%s %s %s', p.oid::regprocedure, p.prosecdef, pg_get_functiondef(p.oid)) FROM pg_proc p
WHERE p.pronamespace = 'public'::regnamespace
UNION ALL SELECT format('%s %s %s %s %s %s', polrelid::regclass, polname, polcmd, polroles::regrole[],
                        pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) FROM pg_policy
UNION ALL SELECT format('%s %s %s', r.oid::regclass, a.grantee::regrole, a.privilege_type)
FROM pg_class r, aclexplode(r.relacl) a WHERE r.relnamespace = 'public'::regnamespace
UNION ALL SELECT format('%s.%s %s %s', c.attrelid::regclass, c.attname, a.grantee::regrole, a.privilege_type)
FROM pg_attribute c, aclexplode(c.attacl) a WHERE c.attrelid::regclass::text !~ '^(pg_|information_schema)'
UNION ALL SELECT format('%s %s %s', p.oid::regprocedure, a.grantee, a.privilege_type)
FROM pg_proc p, aclexplode(p.proacl) a WHERE p.pronamespace = 'public'::regnamespace
UNION ALL SELECT format('%s %s %s %s', oid::regclass, relrowsecurity, relforcerowsecurity, relowner::regrole)
FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
UNION ALL SELECT format('%s %s', p.oid::regprocedure, p.proowner::regrole) FROM pg_proc p
WHERE p.pronamespace = 'public'::regnamespace
ORDER BY 1
"""
"""Functions, policies, grants and owners."""
Rows = dict[str, list[dict[str, Any]]]


@contextlib.asynccontextmanager
async def looking(url: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """Somebody who looks on."""
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


@pytest.fixture(scope="module")
async def inhabited(postgres_url: str, password_hash: str) -> AsyncIterator[str]:
    """A database with a row in every table; what is tested is its clones."""
    async with cloned(postgres_url) as url:
        with acting_as(AS_CONNECTED):
            async with open_database(url, pool_size=4):
                await fill(password_hash)
        yield url


@pytest.fixture(scope="module")
async def seeded(postgres_url: str) -> AsyncIterator[str]:
    """A database with a small year in it, as `parley db seed` writes it."""
    async with cloned(postgres_url) as url:
        await load(url, YEAR, NoBoard())
        yield url


async def state(url: str) -> tuple[dict[str, list[str]], list[str]]:
    """Everything of a schema but its rows."""
    async with looking(url) as connection:
        tables = {name: sorted(lines) for name, lines in (await read_catalogue(connection)).items()}
        return tables, [row[0] for row in await connection.fetch(REST)]


async def rows(url: str) -> Rows:
    """Every row of every table."""
    async with looking(url) as connection:
        return {
            name: [
                json.loads(row[0])
                for row in await connection.fetch(f"SELECT to_jsonb(r) FROM {name} r")  # noqa: S608
            ]
            for (name,) in await connection.fetch(TABLES)
        }


@dataclass(frozen=True)
class Snapshot:
    """All there is in a database, in no order."""

    state: tuple[dict[str, list[str]], list[str]]
    rows: Rows


async def snapshot(url: str) -> Snapshot:
    """Take one."""
    found = await rows(url)
    return Snapshot(await state(url), {table: sorted(found[table], key=str) for table in sorted(found)})


def parts(those: Rows, of: Rows, *, but: Set[str] = frozenset()) -> dict[str, list[str]]:
    """Those tables and columns of rows that `of` has as well, as text."""
    columns = {table: found[0].keys() - but for table, found in of.items() if found}
    return {
        table: sorted(str([(name, row[name]) for name in sorted(names)]) for row in those[table])
        for table, names in columns.items()
    }


async def addresses(url: str) -> list[tuple[str, ...]]:
    """Who is found by which hash, and what opens of the address."""
    async with looking(url) as connection:
        people = await connection.fetch("SELECT id::text, email_key, email FROM users ORDER BY id")
        return [
            (person["id"], person["email_key"], EMAIL.open(person["email"], person["id"]))
            for person in people
        ]


async def go_back(url: str, name: str) -> None:
    """Take back a migration and all after it."""
    with acting_as(AS_CONNECTED), contextlib.redirect_stdout(io.StringIO()):
        async with open_database(url, pool_size=2) as engine:
            Migration._meta.db = engine
            assert (await run_backwards("parley", name, auto_agree=True)).success


async def go_forward(url: str, name: str) -> None:
    """Do one migration, and hand over what it made."""
    with acting_as(AS_CONNECTED), contextlib.redirect_stdout(io.StringIO()):
        async with open_database(url, pool_size=2) as engine:
            Migration._meta.db = engine
            async with engine.transaction():
                assert (await run_forwards("parley", name)).success
    await hand_over(url)


async def hand_over(url: str) -> None:
    """Give everything to the owners that `migrate` gives it to at its end."""
    async with looking(url) as connection:
        await schema._hand_over(connection)


async def back_and_forward(name: str, inhabited: str) -> None:
    """Take a migration back in a clone, and all after it, and do them again, comparing on the way."""
    async with cloned(inhabited) as url:
        top = await snapshot(url)
        await go_back(url, name)
        await forward_to(top, await rows(url), url)


async def forward_to(top: Snapshot, low: Rows, url: str) -> None:
    """Migrate, to the same as before, with the rows there were below."""
    assert parts(top.rows, low) == parts(low, low)
    await migrate(url)
    assert await state(url) == top.state
    assert parts(await rows(url), low, but=SEALED_ANEW) == parts(low, low, but=SEALED_ANEW)


class Descent:
    """A database that goes back, migration by migration."""

    def __init__(self, url: str, top: Snapshot) -> None:
        self.url = url
        self.top = top
        self._height = len(MIGRATIONS)

    async def to(self, height: int) -> Snapshot:
        """Go down to the first so many migrations; it never comes up."""
        assert height <= self._height, "these tests run from the newest migration to the oldest"
        if height < self._height:
            self._height = height
            await go_back(self.url, MIGRATIONS[height])
            await hand_over(self.url)
        return await snapshot(self.url)


@pytest.fixture(scope="module")
async def descent(postgres_url: str, inhabited: str) -> AsyncIterator[Descent]:
    """At the top."""
    async with cloned(inhabited) as url:
        yield Descent(url, await snapshot(url))


@pytest.mark.parametrize("name", MIGRATIONS[::-1])
async def test_back_and_forward(name: str, descent: Descent) -> None:
    """What went back comes forward the same; no row that stays changes on the way.

    Where one migration alone restores everything, the rest of the way is the next one's, tried before.
    """
    before = await descent.to(MIGRATIONS.index(name) + 1)
    async with cloned(descent.url) as url:
        await go_back(url, name)
        low = await rows(url)
        assert parts(descent.top.rows, low) == parts(low, low)
        if name != MIGRATIONS[-1]:
            await go_forward(url, name)
        if name == MIGRATIONS[-1] or await snapshot(url) != before:
            await forward_to(descent.top, low, url)


@pytest.mark.parametrize("name", MIGRATIONS[:: len(MIGRATIONS) // 4])
async def test_all_the_way_back_and_forward(name: str, inhabited: str) -> None:
    """The same in one go, as after a wrong update."""
    await back_and_forward(name, inhabited)


async def test_seeded_year_back_and_forward(seeded: str) -> None:
    """Nor does any of the many rows of a year on the way to the first and back."""
    await back_and_forward(MIGRATIONS[0], seeded)


async def test_sealed_addresses_come_back(inhabited: str) -> None:
    """A database that went back before the sealing finds its people by their addresses again."""
    async with cloned(inhabited) as url:
        before = await addresses(url)
        await go_back(url, SEALING)
        await migrate(url)
        assert await addresses(url) == before


async def test_gives_up_on_a_table_in_use(inhabited: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An open transaction makes it fail in time and in words, with nothing done; then it goes on."""
    async with cloned(inhabited) as url:
        after = await state(url)
        await go_back(url, SEALING)
        before = await state(url)
        async with looking(url) as reader, reader.transaction():
            await reader.execute("SELECT FROM users")
            with monkeypatch.context() as patch:
                patch.setattr(schema, "LOCK_TIMEOUT", IMPATIENT)
                with pytest.raises(OperatorError, match=f"{IMPATIENT} for a table that others are using"):
                    await migrate(url)
        assert await state(url) == before
        await migrate(url)
        assert await state(url) == after


async def test_done_whole_or_not_at_all(inhabited: str) -> None:
    """What breaks while a migration is noted takes the migration with it: the next try finds neither."""
    async with cloned(inhabited) as url:
        after = await state(url)
        await go_back(url, MIGRATIONS[-1])
        before = await state(url)
        async with looking(url) as owner:
            await owner.execute("ALTER TABLE migration ADD CONSTRAINT no_more CHECK (false) NOT VALID")
            with pytest.raises(asyncpg.CheckViolationError):
                await migrate(url)
            await owner.execute("ALTER TABLE migration DROP CONSTRAINT no_more")
        assert await state(url) == before
        await migrate(url)
        assert await state(url) == after
