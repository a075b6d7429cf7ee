"""Room for sealed addresses and their keyed hashes, and the tables of secrets that are sealed.

The rows there are keep their plain addresses until the application, which has the keys, seals them after the
migration. Back again, what was sealed stays so: only an application that knows the keys can use such a
database, and addresses of more than 96 bytes do not fit any more.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, BigInt, ForeignKey, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from migrations.statements import add_column, add_table, migration

ID = "2026-11-24T01:06:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "sealed columns"

CASCADE = OnDelete.cascade
LENGTH, LENGTH_BEFORE = 2200, 254
"""Of an address of 254 characters: version, key id, and two digits a byte of nonce, text and tag."""


class Users(Table, tablename="users"):
    id = UUID(primary_key=True, default=UUID4())
    email_key = Varchar(length=64, null=True, default=None, unique=True, secret=True)


class RoomInvitations(Table, tablename="room_invitations"):
    id = UUID(primary_key=True, default=UUID4())
    invitee_email_key = Varchar(length=64, null=True, default=None, index=True, secret=True)


class OauthAccounts(Table, tablename="oauth_accounts"):
    id = UUID(primary_key=True, default=UUID4())
    user_id = ForeignKey(Users, on_delete=CASCADE, null=False, index=True)
    provider = Varchar(length=50)
    subject = Varchar(length=255)
    access_token = Text(secret=True)
    refresh_token = Text(null=True, default=None, secret=True)
    expires_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class SecondFactors(Table, tablename="second_factors"):
    user_id = ForeignKey(Users, on_delete=CASCADE, null=False, primary_key=True)
    secret = Text(secret=True)
    confirmed_at = Timestamptz(null=True, default=None)
    last_used_step = BigInt(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class SealingKeys(Table, tablename="sealing_keys"):
    key_id = Varchar(length=32, primary_key=True)
    proof = Text(secret=True)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


def _widen(manager: MigrationManager, table: type[Table], column: str, found_by: str) -> None:
    """An address is found by its hash alone from now on."""
    manager.alter_column(
        table_class_name=table.__name__,
        tablename=table._meta.tablename,
        column_name=column,
        db_column_name=column,
        params={"length": LENGTH, found_by: False, "secret": True},
        old_params={"length": LENGTH_BEFORE, found_by: True, "secret": False},
        column_class=Varchar,
        old_column_class=Varchar,
        schema=None,
    )


async def forwards() -> MigrationManager:
    """Add the columns and tables."""
    manager = migration(ID, DESCRIPTION)
    for table in (OauthAccounts, SecondFactors, SealingKeys):
        add_table(manager, table)
    add_column(manager, Users, Users.email_key)
    add_column(manager, RoomInvitations, RoomInvitations.invitee_email_key)
    _widen(manager, Users, "email", "unique")
    _widen(manager, RoomInvitations, "invitee_email", "index")
    return manager
