"""The keys: lost, wrong, new, and changed while people come and go."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from server.bootstrap import ROOT
from server.errors import EmailTaken
from server.files import write_private
from server.keys import command
from server.meeting import keys
from server.meeting.db import execute, fetch
from server.meeting.keyring import Keyring, KeyringError
from server.meeting.people import Person, person_with_hash, register
from server.meeting.resealing import prove, rotate, seal_plain_rows, sealed_texts
from server.meeting.rooms import NewRoom, create_room
from server.mending import MendableError
from tests.conftest import KEYS

ENOUGH = {
    "REDIS_URL": "redis://127.0.0.1:1",
    "LIVEKIT_URL": "ws://127.0.0.1:1",
    "LIVEKIT_API_KEY": "key",
    "LIVEKIT_API_SECRET": "s" * 32,
}
"""What the web process has to be told besides."""


@pytest.fixture
def ring(database: str) -> Iterator[Keyring]:
    """The keys of the tests, put back afterwards."""
    given = Keyring.parse(KEYS)
    yield given
    keys.use(given)


@pytest.fixture
def file(ring: Keyring, tmp_path: Path) -> Path:
    """A file of these keys, used by this process."""
    write_private(tmp_path / "keys", ring.written())
    keys.use_given("", tmp_path / "keys")
    return tmp_path / "keys"


@pytest.fixture
async def owner(database: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """The owner's connection."""
    connection = await asyncpg.connect(database)
    yield connection
    await connection.close()


async def test_lost_key_is_said(ring: Keyring, alice: Person) -> None:
    """A process without the key of its database does not begin."""
    await prove()
    keys.use(Keyring([("new", bytes(32))]))
    with pytest.raises(KeyringError, match="was not given"):
        await prove()


async def test_wrong_key_is_said(ring: Keyring, alice: Person) -> None:
    """Nor does one with another key of the same name."""
    await prove()
    keys.use(Keyring([(ring.ids[0], bytes(32))]))
    with pytest.raises(KeyringError, match="is not the one"):
        await prove()


async def test_nothing_is_in_clear(alice: Person, owner: "asyncpg.Connection[asyncpg.Record]") -> None:
    """No column of any table holds an address as it is written."""
    await create_room(alice, NewRoom(name="Room", slug="room"), ["dora@example.org"])
    tables = await owner.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    for table in (row["tablename"] for row in tables):
        rows = await owner.fetch(f"SELECT to_jsonb(t)::text AS row FROM {table} t")  # noqa: S608
        assert not [row for row in rows if "@example.org" in row["row"]], table


async def test_rotation(
    file: Path, alice: Person, password_hash: str, owner: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    """Everything is sealed with the new key, people are found by their address, and the old one is done."""
    await prove()
    old = keys.ring().ids[0]
    write_private(file, keys.ring().with_new().written())
    done = await rotate(owner)
    assert (done.retired, done.unreadable) == ([old], [])
    assert set(await sealed_texts(owner)) == {keys.ring().ids[0]}
    keys.use(Keyring.parse(file.read_text().splitlines()[0]))
    await prove()
    assert await person_with_hash(alice.email) == (alice, password_hash)


async def test_rotation_among_people(
    file: Path, database: str, owner: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    """While keys are changed everybody is found, and no address gets a second account."""
    for number in range(40):
        await register(f"p{number}@example.org", "P", "hash")
    write_private(file, keys.ring().with_new().written())

    async def look(number: int) -> None:
        assert await person_with_hash(f"P{number}@example.org")
        with pytest.raises(EmailTaken):
            await register(f"p{number}@EXAMPLE.org", "Twin", "hash")

    await asyncio.gather(rotate(owner), *(look(number) for number in range(40)))
    assert len(await fetch("SELECT FROM users")) == 40


async def test_row_that_does_not_open(
    file: Path, alice: Person, bob: Person, owner: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    """What no key opens is named and left as it is, and then no key is called done."""
    await execute(
        "UPDATE users SET email = overlay(email placing repeat('0', 8) from length(email) - 7) WHERE id = $1",
        bob.id,
    )
    write_private(file, keys.ring().with_new().written())
    done = await rotate(owner)
    assert (done.unreadable, done.retired) == ([f"users.email of {bob.id}"], [])


async def test_plain_rows_are_sealed(
    ring: Keyring, alice: Person, password_hash: str, owner: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    """Addresses from before there were keys are sealed and found again, and sealed once."""
    await owner.execute("ALTER TABLE users DROP CONSTRAINT users_email_sealed")
    await owner.execute(
        "UPDATE users SET email = 'alice@example.org', email_key = NULL WHERE id = $1", alice.id
    )
    assert (await seal_plain_rows(owner), await seal_plain_rows(owner)) == (1, 0)
    assert await person_with_hash(alice.email) == (alice, password_hash)


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


def test_new_key_among_nonsense(file: Path) -> None:
    """A file that is not one of keys is not written into."""
    write_private(file, "my diary")
    with pytest.raises(KeyringError):
        command.keys("new", str, "", file)
    assert file.read_text() == "my diary"


def test_keys_of_the_environment_are_not_ours_to_change() -> None:
    """Where they are said in PARLEY_KEYS, whoever says them changes them."""
    with pytest.raises(MendableError, match="PARLEY_KEYS"):
        command.keys("new", str, KEYS, None)


async def _parley(database: str, file: Path, *argv: str, **more: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "server", *argv, cwd=ROOT, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT, stdin=asyncio.subprocess.DEVNULL,
        env={**os.environ, "OWNER_DATABASE_URL": database, "PARLEY_KEYS_FILE": str(file), **more},
    )  # fmt: skip
    said, _ = await process.communicate()
    return process.returncode or 0, said.decode()


async def test_command(file: Path, alice: Person, database: str) -> None:
    """`parley keys` makes a key, seals with it, and says what each is for."""
    old = keys.ring().ids[0]
    assert (await _parley(database, file, "keys", "new"))[0] == 0
    code, said = await _parley(database, file, "keys", "rotate")
    assert (code, f"everything is sealed with {Keyring.read(file).ids[0]}" in said) == (0, True)
    lines = (await _parley(database, file, "keys", "list"))[1].splitlines()
    assert [line.split() for line in lines[1:]] == [[keys.ring().ids[0], "2", "seals"], [old, "0", "opens"]]


async def test_rotation_before_anybody_knows(database: str, alice: Person, tmp_path: Path) -> None:
    """Keys of the environment are changed for one that web processes have begun with."""
    told = ",".join(Keyring.parse(KEYS).with_new().written().split())
    code, said = await _parley(database, Path(), "keys", "rotate", PARLEY_KEYS=told)
    assert (code, "begun with the key" in said) == (1, True)


@pytest.mark.parametrize("argv", [("web",), ("keys", "list"), ("db", "seed")], ids=" ".join)
async def test_no_command_goes_on_without_keys(
    database: str, alice: Person, tmp_path: Path, argv: tuple[str, ...]
) -> None:
    """What opens what is sealed says in one line that the keys are gone, and ends."""
    code, said = await _parley(database, tmp_path / "gone", *argv, **ENOUGH, DATABASE_URL=database)
    assert code != 0
    assert "keys" in said.splitlines()[-1], json.dumps(said)
