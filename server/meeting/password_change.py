"""Changing a password, which ends the person's other sessions; a sign-in cannot slip in between."""

from server.errors import BadCredentials
from server.meeting.accounts import Account, check_credentials
from server.meeting.actor import actor
from server.meeting.advisory_locks import AdvisoryLock
from server.meeting.db import execute, fetch_one, transaction
from server.meeting.passwords import hash_password
from server.meeting.sealing.process_keys import process_keyring


async def change_password(person: Account, current: str, new: str, cost: int) -> int | None:
    """Replace the actor's own password and end their other sessions at once; returns how many ended.

    None if `current` is wrong, or was changed by another request meanwhile.
    """
    _, before = await check_credentials(person.email, current, cost)
    if before is None:
        return None
    after = await hash_password(new, cost)
    async with transaction():
        await execute("SELECT pg_advisory_xact_lock($1, hashtext($2))", AdvisoryLock.PASSWORD, str(person.id))
        row = await fetch_one("SELECT renew_password_hash($1, $2) AS renewed", before, after)
        if row is None or not row["renewed"]:
            return None
        return await execute(
            "UPDATE sessions SET revoked_at = now()"
            " WHERE user_id = $1 AND id IS DISTINCT FROM $2 AND revoked_at IS NULL AND expires_at > now()",
            person.id,
            actor().session_id,
        )


async def hold_password(person: Account, password_hash: str) -> None:
    """Let the password change only after the present transaction; raises BadCredentials if it has already.

    Without this a sign-in that began with the old password could open a session after the others ended.
    """
    await execute(
        "SELECT pg_advisory_xact_lock_shared($1, hashtext($2))", AdvisoryLock.PASSWORD, str(person.id)
    )
    keys = process_keyring().lookup_keys(person.email)
    row = await fetch_one("SELECT sign_in_with($1, $2) AS hash", keys, [password_hash])
    if row is None or row["hash"] is None:
        raise BadCredentials
