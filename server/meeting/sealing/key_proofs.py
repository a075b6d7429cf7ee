"""Check at start that the process's keys belong to this database, so that lost or wrong keys stop it."""

from collections.abc import Iterable
from typing import Any

from asyncpg import UndefinedFunctionError, UndefinedTableError

from server.meeting.db import execute, fetch
from server.meeting.owner_connection import AS_EVERYBODY, Connection, connected
from server.meeting.sealing.keyring import Keyring, KeyringError, SealError
from server.meeting.sealing.process_keys import process_keyring
from server.meeting.sealing.sealed_columns import PROOF
from server.operator_error import OperatorError

FIX = "put back the file of PARLEY_KEYS_FILE, or PARLEY_KEYS, that this database was sealed with"
IN_USE = """
SELECT coalesce(used.key_id, proved.key_id), proved.proof
FROM sealing_keys proved FULL JOIN sealing_keys_in_use() AS used(key_id) ON used.key_id = proved.key_id
"""
INSERT_PROOF = "INSERT INTO sealing_keys (key_id, proof) VALUES ($1, $2) ON CONFLICT DO NOTHING"


async def verify_keys() -> None:
    """Verify the keys against the stored proofs, and store a proof of a new key.

    Raises KeyringError when they do not match, OperatorError when the tables do not exist yet.
    """
    try:
        _check(await fetch(IN_USE))
    except (UndefinedTableError, UndefinedFunctionError) as error:
        raise OperatorError("the database is not up to date", "parley migrate") from error
    await execute(INSERT_PROOF, *proof_of(process_keyring()))


def _check(in_use: Iterable[Any]) -> None:
    """A key that a running process picked up from its file may have no proof yet; its rows show it."""
    for key_id, proof in in_use:
        if key_id not in process_keyring().ids:
            raise KeyringError(f"the key {key_id}, with which this database is sealed, was not given", FIX)
        try:
            if proof is not None:
                PROOF.open(proof, key_id)
        except SealError:
            raise KeyringError(f"the key {key_id} is not the one this database is sealed with", FIX) from None


def proof_of(keys: Keyring) -> tuple[str, str]:
    """Return the newest key's id, sealed with that key."""
    newest = keys.ids[0]
    return newest, keys.seal(newest, PROOF.context(newest))


async def prove_at(owner_url: str) -> None:
    """Verify by URL, before the database is open."""
    async with connected(owner_url) as connection:
        await prove_over(connection)


async def prove_over(connection: Connection) -> None:
    """Verify on the owner's connection."""
    async with connection.transaction():
        await connection.execute(AS_EVERYBODY)
        _check(await connection.fetch(IN_USE))
        await connection.execute(INSERT_PROOF, *proof_of(process_keyring()))


async def is_known(connection: Connection, key_id: str) -> bool:
    """Whether some process has started with this key."""
    async with connection.transaction():
        await connection.execute(AS_EVERYBODY)
        statement = "SELECT EXISTS (SELECT FROM sealing_keys WHERE key_id = $1)"
        return bool(await connection.fetchval(statement, key_id))
