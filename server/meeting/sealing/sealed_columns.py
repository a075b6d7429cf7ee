"""The sealed columns, and how to seal and open their texts.

Sealed are texts that nobody searches and that are valuable to whoever steals the database: the
e-mail addresses of people and of who is invited, OAuth tokens and TOTP secrets. An address is found by its
keyed hash beside it, in `email_key` and `invitee_email_key`; that the hash is unique makes it one account's.

Not sealed is what the database itself has to read or order. Names are shown to everybody in the meeting, and
stand in every transcript and its search. A session's network address is of type inet, and its row is swept
when it is over. Passwords, session and guest tokens are hashed, which nobody can open; a key would be one
more thing to lose. An OAuth subject is the provider's own number of a person and has to be unique.
"""

from dataclasses import dataclass

from server.meeting.sealing.process_keys import process_keyring


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """One sealed column."""

    table: str
    column: str
    key: str = "id"
    """The table's primary key."""
    lookup: str = ""
    """The column of the keyed hash, when rows are looked up by it."""

    def context(self, row: object) -> str:
        """The authenticated context: a text copied to another row does not open."""
        return f"{self.table}.{self.column}:{row}"

    def seal(self, plain: str, row: object) -> str:
        """Seal a text for this column of the row with this primary key."""
        return process_keyring().seal(plain, self.context(row))

    def seal_address(self, address: str, row: object) -> tuple[str, str]:
        """Seal and hash an address with one key, because the ring may change between two calls."""
        held = process_keyring()
        return held.seal(address, self.context(row)), held.lookup_key(address)

    def open(self, sealed: str, row: object) -> str:
        """Decrypt; raises SealError for a text sealed for another place."""
        return process_keyring().open(sealed, self.context(row))


EMAIL = SealedColumn("users", "email", lookup="email_key")
INVITEE = SealedColumn("room_invitations", "invitee_email", lookup="invitee_email_key")
ACCESS_TOKEN = SealedColumn("oauth_accounts", "access_token")
REFRESH_TOKEN = SealedColumn("oauth_accounts", "refresh_token")
SECRET = SealedColumn("second_factors", "secret", key="user_id")
PROOF = SealedColumn("sealing_keys", "proof", key="key_id")
"""Proves which key was used: sealed with the key it stands for."""
SEALED_COLUMNS = (EMAIL, INVITEE, ACCESS_TOKEN, REFRESH_TOKEN, SECRET)
