"""Tokens of invitations: made from the invitation's id by a key of ours; only their hashes are stored.

A mail can be sent again with the same link, by any process that has the keys. A renewed invitation has
another token, and the one before opens nothing any more.
"""

from uuid import UUID

from server.meeting.sealing.process_keys import process_keyring
from server.meeting.sessions import token_hash

USE = "invitation"
DIGITS = 48
"""192 bits."""


def invitation_token(invitation_id: UUID, version: int) -> str:
    """Make the token under the newest key."""
    return _shortened(process_keyring().tag(_told(invitation_id, version), USE))


def known_token(invitation_id: UUID, version: int, stored_hash: str) -> str | None:
    """Make the token of a stored hash again; None if the key it was made with is retired."""
    tokens = map(_shortened, process_keyring().tags(_told(invitation_id, version), USE))
    return next((token for token in tokens if token_hash(token) == stored_hash), None)


def _told(invitation_id: UUID, version: int) -> str:
    return f"{invitation_id.hex}.{version}"


def _shortened(tag: str) -> str:
    return tag.rpartition(".")[2][:DIGITS]
