"""Drop indexes, keys and triggers for a bulk load, and restore exactly what the catalogue held."""

from collections.abc import Callable, Sequence
from typing import Any

FOREIGN_KEYS = """
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS undo,
       format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname,
              pg_get_constraintdef(oid)) AS redo,
       format('the rows %s refer to', conrelid::regclass) AS words
FROM pg_constraint
WHERE contype = 'f' AND conparentid = 0
  AND (conrelid = ANY($1::regclass[]) OR confrelid = ANY($1::regclass[]))
ORDER BY conrelid::regclass::text, conname
"""
KEYS = """
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS undo,
       format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname,
              pg_get_constraintdef(oid)) AS redo,
       format('index %s', conname) AS words
FROM pg_constraint WHERE contype IN ('p', 'u') AND conrelid = ANY($1::regclass[])
ORDER BY contype, conrelid::regclass::text, conname
"""
INDEXES = """
SELECT format('DROP INDEX %s', indexrelid::regclass) AS undo, pg_get_indexdef(indexrelid) AS redo,
       format('index %s', indexrelid::regclass) AS words
FROM pg_index WHERE indrelid = ANY($1::regclass[])
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))
ORDER BY indexrelid::regclass::text
"""
SWITCHES = """
SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname) AS undo,
       format('ALTER TABLE %s ENABLE %s TRIGGER %I', tgrelid::regclass,
              CASE tgenabled WHEN 'R' THEN 'REPLICA' WHEN 'A' THEN 'ALWAYS' ELSE '' END, tgname) AS redo,
       '' AS words
FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D' AND tgrelid = ANY($1::regclass[])
UNION ALL
SELECT format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', oid::regclass),
       format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', oid::regclass), ''
FROM pg_class WHERE relforcerowsecurity AND oid = ANY($1::regclass[])
"""
KEEP = """
CREATE SCHEMA IF NOT EXISTS seeding;
CREATE TABLE IF NOT EXISTS seeding.taken (position int PRIMARY KEY, redo text NOT NULL, words text NOT NULL)
"""
"""What is dropped is recorded in the same transaction, so the next load can repair one that was killed."""


async def strip(connection: Any, tables: Sequence[str]) -> None:
    """Drop and record the tables' indexes, keys, triggers and the owner's policies."""
    async with connection.transaction():
        await connection.execute(KEEP)
        found = []
        for query in (FOREIGN_KEYS, KEYS, INDEXES, SWITCHES):
            found.append(await connection.fetch(query, list(tables)))
        foreign, keys, indexes, switches = found
        for each in (*switches, *foreign, *indexes, *keys):
            await connection.execute(each["undo"])
        await connection.executemany(
            "INSERT INTO seeding.taken VALUES ($1, $2, $3)",
            [(i, e["redo"], e["words"]) for i, e in enumerate((*keys, *indexes, *foreign, *switches))],
        )


async def left_to_give_back(connection: Any) -> list[tuple[int, str, str]]:
    """List what is dropped and not yet restored, in the order to restore it."""
    if await connection.fetchval("SELECT to_regclass('seeding.taken') IS NULL"):
        return []
    rows = await connection.fetch("SELECT position, redo, words FROM seeding.taken ORDER BY position")
    return [(row["position"], row["redo"], row["words"]) for row in rows]


async def give_back(connection: Any, done: Callable[[str], None] = lambda words: None) -> None:
    """Restore everything, one by one."""
    for position, redo, words in await left_to_give_back(connection):
        async with connection.transaction():
            await connection.execute(redo)
            await connection.execute("DELETE FROM seeding.taken WHERE position = $1", position)
        done(words)
