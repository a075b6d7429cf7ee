"""The database is what expected_schema.py says, and nothing else."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from migrations.invitation_tables import INVITATION_TABLES
from migrations.minutes_tables import MINUTES_TABLES
from migrations.more_tables import MORE_TABLES
from migrations.passage_tables import PASSAGE_TABLES
from migrations.room_tables import ROOM_TABLES
from migrations.tables import TABLES as FIRST_TABLES
from tests.conftest import cloned
from tests.integration.meeting.catalogue import read_catalogue
from tests.integration.meeting.expected_schema import columns, expected

TABLES = (*FIRST_TABLES, *MORE_TABLES, *INVITATION_TABLES, *MINUTES_TABLES, *PASSAGE_TABLES, *ROOM_TABLES)
OURS = sorted(table._meta.tablename for table in TABLES)
BARE_FOREIGN_KEYS = """
SELECT c.conrelid::regclass::text AS table, a.attname AS column
FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.contype = 'f' AND NOT EXISTS (
    SELECT FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1] AND i.indpred IS NULL)
"""
NEEDLESS = """
SELECT a.indexrelid::regclass::text AS needless, b.indexrelid::regclass::text AS because_of
FROM pg_index a JOIN pg_index b ON b.indrelid = a.indrelid AND b.indexrelid <> a.indexrelid
JOIN pg_class k ON k.oid = a.indexrelid JOIN pg_class o ON o.oid = b.indexrelid AND o.relam = k.relam
WHERE NOT a.indisunique AND starts_with(b.indkey::text || ' ', a.indkey::text || ' ')
  AND starts_with(b.indclass::text || ' ', a.indclass::text || ' ')
  AND starts_with(b.indoption::text || ' ', a.indoption::text || ' ') AND a.indexprs IS NULL
  AND b.indpred IS NULL AND a.indpred IS NULL AND a.indrelid::regclass::text = ANY($1::text[])
"""


@pytest.fixture(scope="module")
async def live(postgres_url: str) -> dict[str, list[str]]:
    """What the catalogue says."""
    connection = await asyncpg.connect(postgres_url)
    try:
        return await read_catalogue(connection)
    finally:
        await connection.close()


UNTOLD = (
    "CREATE TABLE extra (id int)",
    "CREATE VIEW extra AS SELECT id FROM rooms",
    "ALTER TABLE rooms ADD COLUMN extra int",
    "ALTER TABLE rooms DROP COLUMN tags CASCADE",
    "ALTER TABLE rooms RENAME COLUMN tags TO labels",
    "ALTER TABLE rooms ALTER COLUMN tags DROP NOT NULL",
    "ALTER TABLE rooms ALTER COLUMN tags DROP DEFAULT",
    "ALTER TABLE recordings ALTER COLUMN file_size TYPE int",
    "ALTER TABLE rooms DROP CONSTRAINT rooms_slug_key",
    "ALTER TABLE rooms DROP CONSTRAINT rooms_seats",
    "ALTER TABLE rooms DISABLE TRIGGER rooms_seats",
    "ALTER TABLE meeting_summaries DROP CONSTRAINT meeting_summaries_room_id_key",
    "ALTER TABLE meeting_summaries DROP CONSTRAINT meeting_summaries_room_id_fkey",
    "ALTER TABLE meeting_summaries DROP CONSTRAINT meeting_summaries_room_id_fkey,"
    " ADD CONSTRAINT meeting_summaries_room_id_fkey FOREIGN KEY (room_id) REFERENCES rooms"
    " ON UPDATE CASCADE ON DELETE SET NULL",
    "ALTER TABLE meeting_summaries DROP CONSTRAINT meeting_summaries_room_id_fkey,"
    " ADD CONSTRAINT meeting_summaries_room_id_fkey FOREIGN KEY (room_id) REFERENCES rooms ON DELETE CASCADE",
    "ALTER TABLE consents DROP CONSTRAINT consents_participant_id_same_room",
    "CREATE INDEX extra ON rooms (name)",
    "DROP INDEX rooms_tags",
    "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'rooms_tags'::regclass",
    "DROP TRIGGER participants_seat ON participants;"
    " CREATE TRIGGER participants_seat BEFORE INSERT OR UPDATE OF status, admitted_at ON participants"
    " FOR EACH ROW EXECUTE FUNCTION find_seat()",
)


@pytest.fixture(scope="module")
async def clone(postgres_url: str) -> AsyncIterator[str]:
    """One to try changes in, and never keep them."""
    async with cloned(postgres_url) as url:
        yield url


@pytest.mark.parametrize("change", UNTOLD)
async def test_change_is_noticed(change: str, clone: str, live: dict[str, list[str]]) -> None:
    """The catalogue reads differently after whatever is done to it."""
    connection = await asyncpg.connect(clone)
    await connection.execute("BEGIN")
    await connection.execute(change)
    assert await read_catalogue(connection) != live
    await connection.close()


def test_tables(live: dict[str, list[str]]) -> None:
    """Every table is told of, and every table told of is there."""
    assert sorted(live) == sorted(expected())


@pytest.mark.parametrize("table", expected())
def test_as_expected(table: str, live: dict[str, list[str]]) -> None:
    """A table has what the page says of it, and nothing else."""
    real, told = set(live[table]), set(expected()[table])
    assert (sorted(told - real), sorted(real - told)) == ([], [])


@pytest.mark.parametrize("table", OURS)
def test_as_piccolo_has_it(table: str) -> None:
    """Piccolo knows exactly the columns that are not computed, but for the types that it does not know."""
    known = next(each for each in TABLES if each._meta.tablename == table)
    written = {
        name
        for name, words in columns(table).items()
        if "GENERATED" not in words and words[0] not in ("tsvector", "vectors.halfvec")
    }
    assert {column._meta.db_column_name for column in known._meta.columns} == written


@pytest.mark.parametrize("table", OURS)
def test_times_are_kept(table: str) -> None:
    """Every table of ours says when a row was made and changed, by the database."""
    assert {"created_at", "updated_at"} <= set(columns(table))
    assert {"trigger born", "trigger touch"} <= set(expected()[table])


@pytest.mark.parametrize("table", OURS)
def test_lists_and_objects_begin_empty(table: str) -> None:
    """A column of JSON or a list is never null, and is empty where nothing is said."""
    for name, words in columns(table).items():
        if words[0] in ("jsonb", "text[]"):
            assert words[1:] in (["=", "'{}'"], ["=", "'[]'"]), name


async def test_foreign_keys_have_indexes(postgres_url: str) -> None:
    """Every foreign key is the beginning of a whole index: deleting a row scans no table."""
    connection = await asyncpg.connect(postgres_url)
    assert [tuple(row) for row in await connection.fetch(BARE_FOREIGN_KEYS)] == []
    await connection.close()


async def test_no_index_is_needless(postgres_url: str) -> None:
    """No index is the beginning of another one of its table."""
    connection = await asyncpg.connect(postgres_url)
    assert [tuple(row) for row in await connection.fetch(NEEDLESS, OURS)] == []
    await connection.close()
