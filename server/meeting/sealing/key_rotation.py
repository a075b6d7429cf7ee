"""Rewrite sealed rows: seal plain ones after a migration, and re-encrypt all when keys are rotated.

`connection` is the owner's, acting as the role whose policies see every row.
"""

# ruff: noqa: S608  tables and columns are those of SEALED_COLUMNS; values go by $1

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import asyncpg

from server.meeting.advisory_locks import AdvisoryLock, locked
from server.meeting.owner_connection import AS_EVERYBODY, Connection
from server.meeting.sealing.key_proofs import INSERT_PROOF, proof_of, prove_over
from server.meeting.sealing.keyring import SealError, folded, is_sealed
from server.meeting.sealing.process_keys import process_keyring
from server.meeting.sealing.sealed_columns import EMAIL, INVITEE, SEALED_COLUMNS, SealedColumn
from server.operator_error import OperatorError

BATCH = 1000
"""Rows in one transaction; a rotation can be interrupted between batches."""
FIRST = UUID(int=0)
AS_OWNER = "SET LOCAL ROLE parley_owner"
SEALED_RULES = ("users_email_sealed", "room_invitations_email_sealed")
PASSES = 2
"""The second pass finds rows that requests started before the first one sealed with the old key."""
Progress = Callable[[int], None]


@dataclass
class Resealed:
    """The result of a rotation: rows by column, rows that cannot be opened, keys no longer needed."""

    rows: Counter[str] = field(default_factory=Counter)
    unreadable: list[str] = field(default_factory=list)
    left: int = 0
    """Texts sealed with another key meanwhile."""
    retired: list[str] = field(default_factory=list)


async def see_that_it_can_be_sealed(connection: Connection) -> None:
    """Check before any change: keys exist, and no two accounts have equivalent addresses."""
    if await connection.fetchval("SELECT to_regclass('public.users') IS NULL"):
        return
    plain = await connection.fetch("SELECT id, email FROM users WHERE email !~ '^v[0-9]+[.]'")
    if not plain:
        return
    process_keyring()
    seen: dict[str, UUID] = {}
    for row in plain:
        other = seen.setdefault(folded(row["email"]), row["id"])
        if other != row["id"]:
            raise _one_address(other, row["id"])


def _one_address(*accounts: UUID) -> OperatorError:
    return OperatorError(
        f"the accounts {' and '.join(map(str, accounts))} have one address in two spellings",
        f"psql: UPDATE users SET email = 'another address' WHERE id = '{accounts[-1]}'",
    )


async def seal_plain_rows(connection: Connection) -> int:
    """Seal and hash plain addresses; returns the count."""
    done = 0
    for column in (EMAIL, INVITEE):
        last = FIRST
        while batch := await _seal_batch(connection, column, last):
            done, last = done + len(batch), batch[-1]
    rules = "SELECT conname, conrelid::regclass::text FROM pg_constraint WHERE conname = ANY($1::text[])"
    async with connection.transaction():
        await connection.execute(AS_OWNER)
        for name, table in await connection.fetch(f"{rules} AND NOT convalidated", list(SEALED_RULES)):
            await connection.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")
    return done


async def _seal_batch(connection: Connection, column: SealedColumn, after: UUID) -> list[UUID]:
    async with connection.transaction():
        await connection.execute(AS_EVERYBODY)
        rows = await connection.fetch(
            f"SELECT id, {column.column} AS text FROM {column.table}"
            f" WHERE {column.lookup} IS NULL AND id > $1 ORDER BY id LIMIT {BATCH} FOR UPDATE",
            after,
        )
        if rows:
            await connection.execute(INSERT_PROOF, *proof_of(process_keyring()))
            await _write(
                connection, column, {row["id"]: _opened(column, row["text"], row["id"]) for row in rows}
            )
        return [row["id"] for row in rows]


def _opened(column: SealedColumn, text: str, row: UUID) -> str:
    """A reverted migration leaves sealed texts without their hash."""
    return column.open(text, row) if is_sealed(text) else text


async def _write(connection: Connection, column: SealedColumn, texts: dict[Any, str]) -> None:
    new = [column.seal_address(text, row) for row, text in texts.items()]
    sets = f"{column.column} = new.sealed" + (f", {column.lookup} = new.hash" if column.lookup else "")
    statement = (
        f"UPDATE {column.table} AS old SET {sets}"
        " FROM unnest($1::uuid[], $2::text[], $3::text[]) AS new(row, sealed, hash)"
        f" WHERE old.{column.key} = new.row"
    )
    try:
        await connection.execute(
            statement, list(texts), [sealed for sealed, _ in new], [key for _, key in new]
        )
    except asyncpg.UniqueViolationError as error:
        raise OperatorError("two accounts have one address in two spellings", None) from error


async def rotate(connection: Connection, progress: Progress = lambda rows: None) -> Resealed:
    """Re-encrypt everything with the newest key; resumable.

    Raises OperatorError while another rotation runs.
    """
    await prove_over(connection)
    running = OperatorError("the keys of this database are being rotated already", "parley keys list")
    async with locked(connection, AdvisoryLock.KEY_ROTATION, running):
        return await _rotate(connection, progress)


async def _rotate(connection: Connection, progress: Progress) -> Resealed:
    result = Resealed()
    for _ in range(PASSES):
        result.unreadable.clear()
        for column in SEALED_COLUMNS:
            await _reseal(connection, column, result, progress)
    newest, texts = process_keyring().ids[0], await sealed_texts(connection)
    result.left = sum(texts.values()) - texts.get(newest, 0) - len(result.unreadable)
    if not result.unreadable and not result.left:
        result.retired = await _retire(connection, newest)
    return result


async def _reseal(connection: Connection, column: SealedColumn, result: Resealed, progress: Progress) -> None:
    last = FIRST
    while batch := await _reseal_batch(connection, column, last, result.unreadable):
        last = batch[-1]
        progress(len(batch))
        result.rows[f"{column.table}.{column.column}"] += len(batch)


async def sealed_texts(connection: Connection) -> dict[str, int]:
    """Count the sealed texts by key id."""
    counts: Counter[str] = Counter()
    async with connection.transaction():
        await connection.execute(AS_EVERYBODY)
        for each in SEALED_COLUMNS:
            rows = await connection.fetch(
                f"SELECT split_part({each.column}, '.', 2) AS key_id, count(*) AS texts FROM {each.table}"
                f" WHERE {each.column} IS NOT NULL GROUP BY 1"
            )
            counts.update({row["key_id"]: row["texts"] for row in rows})
    return dict(counts)


def _others(what: str, column: SealedColumn) -> str:
    return f"SELECT {what} FROM {column.table} WHERE NOT starts_with({column.column}, $1)"


def _newest() -> str:
    return f"v1.{process_keyring().ids[0]}."


async def _reseal_batch(
    connection: Connection, column: SealedColumn, after: UUID, unreadable: list[str]
) -> list[UUID]:
    async with connection.transaction():
        await connection.execute(AS_EVERYBODY)
        key = column.key
        rows = await connection.fetch(
            _others(f"{key} AS key, {column.column} AS text", column)
            + f" AND {key} > $2 ORDER BY {key} LIMIT {BATCH} FOR UPDATE",
            _newest(),
            after,
        )
        texts = {}
        for row in rows:
            try:
                texts[row["key"]] = column.open(row["text"], row["key"])
            except SealError:
                unreadable.append(f"{column.table}.{column.column} of {row['key']}")
        await _write(connection, column, texts)
        return [row["key"] for row in rows]


async def _retire(connection: Connection, newest: str) -> list[str]:
    """Delete the proofs of keys that nothing is sealed with."""
    async with connection.transaction():
        await connection.execute(AS_EVERYBODY)
        rows = await connection.fetch("DELETE FROM sealing_keys WHERE key_id <> $1 RETURNING key_id", newest)
    return sorted(row["key_id"] for row in rows)
