"""Every command of the operator's, where the database does not let them in: one line, and what fixes it."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from server.files import write_private
from server.meeting.owner_connection import place_of
from server.stack.child_process import free_port
from tests.conftest import KEYS
from tests.integration.database.conftest import Said, command

COMMANDS = [
    ("db", "status"), ("db", "sizes"), ("db", "vacuum"), ("db", "reindex"), ("db", "seed"),
    ("keys", "list"), ("keys", "rotate"), ("migrate",),
]  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> str:
    """The keys of the tests."""
    write_private(tmp_path / "keys", KEYS)
    return str(tmp_path / "keys")


def is_one_line(said: Said, told: str) -> bool:
    """Whether it ended with 1, and one line that says so, without the password."""
    words = said.out + said.err
    return said.code == 1 and words.count("\n") == 1 and told in said.err and "secret" not in words


@pytest.mark.parametrize("argv", COMMANDS, ids=" ".join)
async def test_nobody_answers(argv: tuple[str, ...], file: str) -> None:
    """A database that does not answer is named."""
    url = f"postgresql://parley:secret@127.0.0.1:{free_port()}/parley"
    said = await command(*argv, DATABASE_URL=url, PARLEY_KEYS_FILE=file)
    assert is_one_line(said, "does not answer"), said


@pytest.mark.parametrize("argv", COMMANDS, ids=" ".join)
async def test_wrong_password(argv: tuple[str, ...], postgres_url: str, file: str) -> None:
    """One that lets nobody in is quoted."""
    url = f"postgresql://parley:secret@{postgres_url.rpartition('@')[2]}"
    said = await command(*argv, DATABASE_URL=url, PARLEY_KEYS_FILE=file)
    assert is_one_line(said, 'password authentication failed for user "parley"'), said


@pytest.mark.parametrize("argv", [("keys", "list"), ("keys", "rotate")], ids=" ".join)
async def test_keys_of_no_tables(argv: tuple[str, ...], postgres_url: str, file: str) -> None:
    """A database that was not migrated has nothing sealed."""
    url = urlsplit(postgres_url)._replace(path="/postgres").geturl()
    said = await command(*argv, DATABASE_URL=url, PARLEY_KEYS_FILE=file)
    assert is_one_line(said, "parley migrate"), said


@pytest.mark.parametrize(
    "url",
    ["secret", "postgresql://[::1/secret", "postgresql://a:se/secret@h/x", "http://secret@h/x"],
)
@pytest.mark.parametrize("task", ["status", "psql"])
async def test_no_url(task: str, url: str) -> None:
    """What is no URL of PostgreSQL is not repeated, nor given to psql."""
    said = await command("db", task, DATABASE_URL=url)
    assert is_one_line(said, "DATABASE_URL"), said


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("postgresql://a:secret@h:5433/x?password=secret", "h:5433/x"),
        ("postgresql:///x", "localhost/x"),
        ("postgresql://a@h1:1,h2:2/x", "h1:1,h2:2/x"),
    ],
)
def test_place(url: str, place: str) -> None:
    """A database is named by where it is."""
    assert place_of(url) == place
