"""What the database sees to of sealed columns: that nothing else is written into them, and one of a kind.

After the columns: Piccolo would run these statements before it adds them. The rules on addresses are NOT VALID,
so they hold for what is written from now on; the application seals the rows there are and validates them.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration

ID = "2026-11-24T01:06:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of sealed columns"

SEALED = "~ '^v[0-9]+[.][a-z0-9][a-z0-9_-]*[.][0-9a-f]{56,}$'"
"""Nonce and tag alone are 28 bytes."""
HASH = "~ '^[0-9a-f]{64}$'"
COLUMNS = {
    "users": {"email": "email_key IS NOT NULL"},
    "room_invitations": {"invitee_email": "invitee_email_key IS NOT NULL"},
    "oauth_accounts": {"access_token": "true", "refresh_token": "refresh_token IS NOT NULL"},
    "second_factors": {"secret": "true"},
}
"""What is sealed, and since when a text of it surely is."""
IN_USE = "sealing_keys_in_use()"
FUNCTION = f"""
    CREATE FUNCTION {IN_USE} RETURNS SETOF text LANGUAGE sql STABLE
    {DEFINER} BEGIN ATOMIC
        {" UNION ".join(
            f"SELECT split_part({column}, '.', 2) FROM {table} WHERE {sealed}"
            for table, columns in COLUMNS.items() for column, sealed in columns.items()
        )};
    END"""
"""Read from the rows themselves by each process that begins with the keys: none of them may be missing."""
NEW = ("oauth_accounts", "second_factors", "sealing_keys")
FORWARDS = (
    f"ALTER TABLE users ADD CONSTRAINT users_email_sealed"
    f" CHECK (email {SEALED} AND email_key IS NOT NULL AND email_key {HASH}) NOT VALID",
    f"ALTER TABLE room_invitations ADD CONSTRAINT room_invitations_email_sealed"
    f" CHECK (invitee_email {SEALED} AND invitee_email_key IS NOT NULL AND invitee_email_key {HASH}) NOT VALID",
    f"ALTER TABLE oauth_accounts ADD CONSTRAINT oauth_accounts_sealed"
    f" CHECK (access_token {SEALED} AND refresh_token {SEALED})",
    "ALTER TABLE oauth_accounts ADD CONSTRAINT oauth_accounts_subject CHECK (provider <> '' AND subject <> '')",
    f"ALTER TABLE second_factors ADD CONSTRAINT second_factors_sealed CHECK (secret {SEALED})",
    f"ALTER TABLE sealing_keys ADD CONSTRAINT sealing_keys_sealed CHECK (proof {SEALED})",
    FUNCTION,
    f"REVOKE EXECUTE ON FUNCTION {IN_USE} FROM PUBLIC",
    f"GRANT EXECUTE ON FUNCTION {IN_USE} TO parley_web, parley_owner",
    "CREATE UNIQUE INDEX oauth_accounts_once ON oauth_accounts (provider, subject)",
    "DROP INDEX room_invitations_once",
    "CREATE UNIQUE INDEX room_invitations_once ON room_invitations (room_id, invitee_email_key)"
    " WHERE status = 'pending'",
    *(
        f"CREATE TRIGGER {table}_{name} BEFORE {verb} ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION touch_updated_at()"
        for table in NEW
        for name, verb in {"born": "INSERT", "touch": "UPDATE"}.items()
    ),
)
BACKWARDS = (
    f"DROP FUNCTION {IN_USE}",
    *(f"DROP TRIGGER {table}_{name} ON {table}" for table in NEW for name in ("born", "touch")),
    "DROP INDEX room_invitations_once",
    "CREATE UNIQUE INDEX room_invitations_once ON room_invitations (room_id, invitee_email)"
    " WHERE status = 'pending'",
    "DROP INDEX oauth_accounts_once",
    "ALTER TABLE sealing_keys DROP CONSTRAINT sealing_keys_sealed",
    "ALTER TABLE second_factors DROP CONSTRAINT second_factors_sealed",
    "ALTER TABLE oauth_accounts DROP CONSTRAINT oauth_accounts_subject",
    "ALTER TABLE oauth_accounts DROP CONSTRAINT oauth_accounts_sealed",
    "ALTER TABLE room_invitations DROP CONSTRAINT room_invitations_email_sealed",
    "ALTER TABLE users DROP CONSTRAINT users_email_sealed",
)


async def forwards() -> MigrationManager:
    """Add the rules."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
