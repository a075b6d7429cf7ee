"""The keys: lost, wrong, new, and changed while people come and go."""

import asyncio
import json
import os
import re
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from server.errors import EmailTaken
from server.files import write_private
from server.keys import command
from server.meeting.accounts import Account, account_of, person, register
from server.meeting.actor import WEB, Actor, acting_as
from server.meeting.advisory_locks import AdvisoryLock
from server.meeting.db import execute, fetch, open_database
from server.meeting.invitations import invite_members
from server.meeting.owner_connection import connected
from server.meeting.rooms import NewRoom, Room, create_room
from server.meeting.sealing import key_rotation, process_keys
from server.meeting.sealing.key_proofs import prove_over, verify_keys
from server.meeting.sealing.key_rotation import rotate, seal_plain_rows, sealed_texts
from server.meeting.sealing.keyring import Keyring, KeyringError, SealError, key_id_of
from server.meeting.sealing.sealed_columns import SEALED_COLUMNS
from server.operator_error import OperatorError
from server.places import ROOT
from tests.conftest import KEYS

ENOUGH = {
    "REDIS_URL": "redis://127.0.0.1:1",
    "LIVEKIT_URL": "ws://127.0.0.1:1",
    "LIVEKIT_API_KEY": "key",
    "LIVEKIT_API_SECRET": "s" * 32,
}
"""What the web process has to be told besides."""
SEALED_BEHIND = (
    "CREATE TABLE before AS SELECT id, email, email_key FROM users",
    "GRANT SELECT ON before TO parley_definer",
    """
    CREATE FUNCTION seal_behind() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        UPDATE users u SET email = b.email, email_key = b.email_key FROM before b WHERE u.id = b.id;
        RETURN NULL;
    END $$
    """,
    "CREATE TRIGGER behind AFTER UPDATE ON room_invitations FOR EACH ROW EXECUTE FUNCTION seal_behind()",
)
"""When the invitations' turn has come, every person is sealed as before."""
SEALED_AGAIN = (
    "CREATE FUNCTION seal_again() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$",
    "CREATE TRIGGER again BEFORE UPDATE ON users FOR EACH ROW WHEN (OLD.role <> 'admin')"
    " EXECUTE FUNCTION seal_again()",
)
"""Whatever alice is sealed with, it is the old key again."""
WAITING = """
SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
"""


@pytest.fixture
def ring(database: str) -> Iterator[Keyring]:
    """The keys of the tests, put back afterwards."""
    given = Keyring.parse(KEYS)
    yield given
    process_keys.set_process_keyring(given)


@pytest.fixture
def file(ring: Keyring, tmp_path: Path) -> Path:
    """A file of these keys, used by this process."""
    write_private(tmp_path / "keys", ring.written())
    process_keys.load_process_keyring("", tmp_path / "keys")
    return tmp_path / "keys"


@pytest.fixture
async def owner(database: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """The owner's connection."""
    connection = await asyncpg.connect(database)
    yield connection
    await connection.close()


async def test_lost_key_is_said(ring: Keyring, alice: Account) -> None:
    """A process without the key of its database does not begin."""
    await verify_keys()
    process_keys.set_process_keyring(Keyring([("new", bytes(32))]))
    with pytest.raises(KeyringError, match="was not given"):
        await verify_keys()


async def test_no_tables_are_said(postgres_url: str) -> None:
    """Nor one where nothing was made yet."""
    empty = urlsplit(postgres_url)._replace(path="/postgres").geturl()
    async with open_database(empty, pool_size=1):
        with pytest.raises(OperatorError, match="parley migrate"):
            await verify_keys()


async def test_wrong_key_is_said(ring: Keyring, alice: Account) -> None:
    """Nor does one with another key of the same name."""
    await verify_keys()
    process_keys.set_process_keyring(Keyring([(ring.ids[0], bytes(32))]))
    with pytest.raises(KeyringError, match="is not the one"):
        await verify_keys()


async def test_nothing_is_in_clear(alice: Account, owner: "asyncpg.Connection[asyncpg.Record]") -> None:
    """No column of any table holds an address as it is written."""
    await create_room(alice, NewRoom(name="Room", slug="room"), ["dora@example.org"])
    tables = await owner.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    for table in (row["tablename"] for row in tables):
        rows = await owner.fetch(f"SELECT to_jsonb(t)::text AS row FROM {table} t")  # noqa: S608
        assert not [row for row in rows if "@example.org" in row["row"]], table


async def test_rotation(
    file: Path, alice: Account, password_hash: str, owner: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    """Everything is sealed with the new key, people are found by their address, and the old one is done."""
    await verify_keys()
    old = process_keys.process_keyring().ids[0]
    write_private(file, process_keys.process_keyring().with_new().written())
    done = await rotate(owner)
    assert (done.retired, done.unreadable) == ([old], [])
    assert set(await sealed_texts(owner)) == {process_keys.process_keyring().ids[0]}
    process_keys.set_process_keyring(Keyring.parse(file.read_text().splitlines()[0]))
    await verify_keys()
    assert await account_of(alice.email) == alice


async def test_rotation_among_people(
    file: Path, database: str, owner: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    """While keys are changed everybody is found, and no address gets a second account."""
    for number in range(40):
        await register(f"p{number}@example.org", "P", "hash")
    write_private(file, process_keys.process_keyring().with_new().written())

    async def look(number: int) -> None:
        assert await account_of(f"P{number}@example.org")
        with pytest.raises(EmailTaken):
            await register(f"p{number}@EXAMPLE.org", "Twin", "hash")

    await asyncio.gather(rotate(owner), *(look(number) for number in range(40)))
    assert len(await fetch("SELECT FROM users")) == 40


class Killed(Exception):  # noqa: N818  stands for the process's end
    """Raised where a process would have died."""


def die(rows: int) -> None:
    """Die after the first rows."""
    raise Killed


async def test_rotation_that_was_killed(
    file: Path, alice: Account, owner: "asyncpg.Connection[asyncpg.Record]", monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is done stays done, all of it is found meanwhile, and the next one does the rest."""
    monkeypatch.setattr(key_rotation, "BATCH", 1)
    old = process_keys.process_keyring().ids[0]
    write_private(file, process_keys.process_keyring().with_new().written())
    with pytest.raises(Killed):
        await rotate(owner, die)
    assert await sealed_texts(owner) == {old: 1, process_keys.process_keyring().ids[0]: 1}
    assert await account_of(alice.email)
    assert (await rotate(owner)).rows["users.email"] == 1


async def test_two_rotations_at_once(
    file: Path, database: str, owner: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    """A second one is told of the first, and begins when that is over."""
    async with connected(database) as other:
        await other.execute("SELECT pg_advisory_lock($1)", AdvisoryLock.KEY_ROTATION)
        with pytest.raises(OperatorError, match="already"):
            await rotate(owner)
        await other.execute("SELECT pg_advisory_unlock($1)", AdvisoryLock.KEY_ROTATION)
        assert (await rotate(owner)).left == (await rotate(other)).left == 0


async def test_address_of_another_row(
    alice: Account, bob: Account, owner: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    """An address copied into somebody else's row is not theirs."""
    await owner.execute(
        "UPDATE users SET email = (SELECT email FROM users WHERE id = $1) WHERE id = $2", alice.id, bob.id
    )
    with pytest.raises(SealError):
        await person(bob.id)


async def test_key_lost_before_it_was_proved(
    file: Path, alice: Account, owner: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    """A key that was taken up in the middle is missed as well when something is sealed with it."""
    await verify_keys()
    given = process_keys.process_keyring()
    write_private(file, given.with_new().written())
    await register("late@example.org", "Late", "hash")
    process_keys.set_process_keyring(given)
    for proving in (verify_keys(), prove_over(owner)):
        with acting_as(Actor(WEB)), pytest.raises(KeyringError, match="was not given"):
            await proving


async def test_every_sealed_column_is_asked_for_its_keys(database: str) -> None:
    """The database's own function, which cannot read our table of them, leaves none out."""
    (row,) = await fetch("SELECT pg_get_functiondef('sealing_keys_in_use()'::regprocedure) AS body")
    asked = set(re.findall(r"split_part\(\(?(\w+\.\w+)", row["body"]))
    assert asked == {f"{each.table}.{each.column}" for each in SEALED_COLUMNS}


async def test_rotation_goes_back(
    file: Path, atrium: Room, alice: Account, owner: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    """What a request that had begun before seals with the old key behind its back is sealed anew."""
    await verify_keys()
    await invite_members(atrium.id, alice.id, ["dora@example.org"])
    for statement in SEALED_BEHIND:
        await owner.execute(statement)
    write_private(file, process_keys.process_keyring().with_new().written())
    done = await rotate(owner)
    assert (done.left, len(done.retired)) == (0, 1)


async def test_rotation_beside_an_old_process(
    file: Path, alice: Account, owner: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    """What a process with the old keys alone seals again and again is counted, and no key is called done."""
    for statement in SEALED_AGAIN:
        await owner.execute(statement)
    write_private(file, process_keys.process_keyring().with_new().written())
    done = await rotate(owner)
    assert (done.left, done.retired) == (1, [])


async def test_row_that_does_not_open(
    file: Path, alice: Account, bob: Account, owner: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    """What no key opens is named and left as it is, and then no key is called done."""
    await execute(
        "UPDATE users SET email = overlay(email placing repeat('0', 8) from length(email) - 7) WHERE id = $1",
        bob.id,
    )
    write_private(file, process_keys.process_keyring().with_new().written())
    done = await rotate(owner)
    assert (done.unreadable, done.retired) == ([f"users.email of {bob.id}"], [])


async def test_plain_rows_are_sealed(
    ring: Keyring, alice: Account, password_hash: str, owner: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    """Addresses from before there were keys are sealed and found again, and sealed once."""
    await owner.execute("ALTER TABLE users DROP CONSTRAINT users_email_sealed")
    await owner.execute(
        "UPDATE users SET email = 'alice@example.org', email_key = NULL WHERE id = $1", alice.id
    )
    assert (await seal_plain_rows(owner), await seal_plain_rows(owner)) == (1, 0)
    assert await account_of(alice.email) == alice


async def test_one_key_an_account(file: Path, owner: "asyncpg.Connection[asyncpg.Record]") -> None:
    """Who registers while a new key is written is sealed and found with one and the same."""
    async with owner.transaction():
        await owner.execute("SELECT pg_advisory_xact_lock($1)", AdvisoryLock.REGISTRATION)
        registering = asyncio.create_task(register("late@example.org", "Late", "hash"))
        while not await owner.fetchval(WAITING):
            pass
        write_private(file, process_keys.process_keyring().with_new().written())
    await registering
    row = await owner.fetchrow("SELECT email, email_key FROM users")
    assert row is not None
    of_each = dict(
        zip(
            process_keys.process_keyring().ids,
            process_keys.process_keyring().lookup_keys("late@example.org"),
            strict=True,
        )
    )
    assert row["email_key"] == of_each[key_id_of(row["email"])]


def test_new_key_comes_first(file: Path) -> None:
    """The others and what is written beside them stay, and nobody else may read it."""
    write_private(file, f"# kept\n{file.read_text()}")
    before = file.read_text()
    assert command.keys("new", str, "", file) == 0
    first, rest = file.read_text().split("\n", 1)
    assert rest == before
    assert len(Keyring.parse(first).ids) == 1
    assert file.stat().st_mode & 0o777 == 0o600


def test_first_key(tmp_path: Path) -> None:
    """Where there is no file yet there is one afterwards."""
    assert command.keys("new", str, "", tmp_path / "keys") == 0
    assert len(Keyring.read(tmp_path / "keys").ids) == 1


async def test_new_keys_at_once(file: Path) -> None:
    """Of several made at one time none is lost."""
    made = (asyncio.to_thread(command.keys, "new", str, "", file) for _ in range(8))
    assert await asyncio.gather(*made) == [0] * 8
    assert len(Keyring.read(file).ids) == 9


@pytest.mark.parametrize("place", ["nowhere/keys", "keys/keys"])
def test_new_key_with_no_place(file: Path, place: str) -> None:
    """Where none can be written, that is said."""
    with pytest.raises(KeyringError, match="no key can be written"):
        command.keys("new", str, "", file.parent / place)


def test_new_key_among_nonsense(file: Path) -> None:
    """A file that is not one of keys is not written into."""
    write_private(file, "my diary")
    with pytest.raises(KeyringError):
        command.keys("new", str, "", file)
    assert file.read_text() == "my diary"


def test_keys_of_the_environment_are_not_ours_to_change() -> None:
    """Where they are said in PARLEY_KEYS, whoever says them changes them."""
    with pytest.raises(OperatorError, match="PARLEY_KEYS"):
        command.keys("new", str, KEYS, None)


async def _parley(database: str, file: Path, *argv: str, **more: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "server", *argv, cwd=ROOT, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT, stdin=asyncio.subprocess.DEVNULL,
        env={**os.environ, "OWNER_DATABASE_URL": database, "PARLEY_KEYS_FILE": str(file), **more},
    )  # fmt: skip
    said, _ = await process.communicate()
    return process.returncode or 0, said.decode()


async def test_command(file: Path, alice: Account, database: str) -> None:
    """`parley keys` makes a key, seals with it, and says what each is for."""
    old = process_keys.process_keyring().ids[0]
    assert (await _parley(database, file, "keys", "new"))[0] == 0
    code, said = await _parley(database, file, "keys", "rotate")
    assert (code, f"everything is sealed with {Keyring.read(file).ids[0]}" in said) == (0, True)
    lines = (await _parley(database, file, "keys", "list"))[1].splitlines()
    assert [line.split() for line in lines[1:]] == [
        [process_keys.process_keyring().ids[0], "2", "seals"],
        [old, "0", "opens"],
    ]


async def test_rotation_before_anybody_knows(database: str, alice: Account, tmp_path: Path) -> None:
    """Keys of the environment are changed for one that web processes have begun with."""
    told = ",".join(Keyring.parse(KEYS).with_new().written().split())
    code, said = await _parley(database, Path(), "keys", "rotate", PARLEY_KEYS=told)
    assert (code, "begun with the key" in said) == (1, True)


@pytest.mark.parametrize("argv", [("web",), ("keys", "list"), ("db", "seed")], ids=" ".join)
async def test_no_command_goes_on_without_keys(
    database: str, alice: Account, tmp_path: Path, argv: tuple[str, ...]
) -> None:
    """What opens what is sealed says in one line that the keys are gone, and ends."""
    code, said = await _parley(database, tmp_path / "gone", *argv, **ENOUGH, DATABASE_URL=database)
    assert code != 0
    assert "keys" in said.splitlines()[-1], json.dumps(said)
