"""A backup of an older Parley, whose database has no recordings' files: restored, and brought up to date."""

import contextlib
import hashlib
import io
from pathlib import Path

import asyncpg
from piccolo.apps.migrations.commands.backwards import run_backwards
from piccolo.apps.migrations.tables import Migration

from migrations.versions.m0032_recording import ID as BEFORE_TRACKS
from server.backup.base_backup import take_base_backup
from server.backup.restore import restore
from server.meeting.actor import AS_CONNECTED, acting_as
from server.meeting.db import open_database
from server.stack.database_roles import passwords_of, prepare_database
from server.stack.engines import postgres
from server.stack.layout import Layout
from server.stack.recovery import recover
from tests.integration.backup.conftest import Server
from tests.recording_places import files_in

SOUND = b"sound " * 1000
PATH = "a/one.ogg"


async def make_older(url: str) -> None:
    """Take the database back to before the recordings' tables."""
    with acting_as(AS_CONNECTED), contextlib.redirect_stdout(io.StringIO()):
        async with open_database(url, pool_size=2) as engine:
            Migration._meta.db = engine
            assert (await run_backwards("parley", BEFORE_TRACKS, auto_agree=True)).success


async def test_restored_and_brought_up_to_date(server: Server, tmp_path: Path) -> None:
    """Its recording comes back with its row; after the migrations it is as playable as one made today."""
    await server.write("atrium")
    await make_older(server.url)
    connection = await asyncpg.connect(server.url)
    assert await connection.fetchval("SELECT to_regclass('public.recording_tracks')") is None
    await connection.execute(
        "INSERT INTO recordings (room_id, status, file_path) SELECT id, 'completed', $1 FROM rooms LIMIT 1",
        PATH,
    )
    await connection.close()
    (server.data / "recordings" / "a").mkdir(parents=True)
    (server.data / "recordings" / PATH).write_bytes(SOUND)
    assert (await take_base_backup(server.context)).recordings == {PATH: hashlib.sha256(SOUND).hexdigest()}

    into = tmp_path / "into"
    done = await restore(server.context.store, None, into, recover)
    assert (done.recordings, done.lost) == (1, [])
    async with postgres(into / "postgres", durable=False) as url:
        await prepare_database(url, passwords_of(Layout(into, into, into)))
        restored = await asyncpg.connect(url)
        row = await restored.fetchrow("SELECT status, file_path, waits_for, missing FROM recordings")
        tracks = await restored.fetchval("SELECT count(*) FROM recording_tracks")
        await restored.close()
    assert row is not None
    assert (tuple(row), tracks) == (("completed", PATH, None, None), 0)
    found = await files_in(into / "recordings").find(PATH)
    assert found.path is not None
    assert found.path.read_bytes() == SOUND
