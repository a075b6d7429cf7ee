"""What else is kept: recordings once, tables on their own; and what retention lets go."""

import argparse
import asyncio
import csv
import gzip
import hashlib
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest

from server.backup.base_backup import take_base_backup
from server.backup.catalogue import backups_in
from server.backup.command import backup
from server.backup.options import add_arguments
from server.backup.recording_files import key_of
from server.backup.restore import parse_time, restore
from server.backup.retention_cleanup import delete_expired
from server.backup.table_snapshots import DAILY, HOURLY, snapshot
from server.backup.verification import verify
from server.object_store.directory_store import DirectoryStore
from server.operator_error import OperatorError
from server.stack.recovery import recover
from tests.integration.backup.conftest import Server, received

SOUND = b"sound " * 1000


async def recorded(server: Server, path: str, sound: bytes | None) -> None:
    """Write a recording's row, and its file."""
    await server.write(f"room-of-{abs(hash(path))}")
    connection = await asyncpg.connect(server.url)
    await connection.execute(
        "INSERT INTO recordings (room_id, status, file_path) SELECT id, 'completed', $1 FROM rooms LIMIT 1",
        path,
    )
    await connection.close()
    if sound is not None:
        (server.data / "recordings" / path).parent.mkdir(parents=True, exist_ok=True)
        (server.data / "recordings" / path).write_bytes(sound)


async def test_recording_is_kept_once(server: Server, tmp_path: Path) -> None:
    """Its file is in the store by what it holds, and comes back where its row says."""
    await recorded(server, "a/one.ogg", SOUND)
    await recorded(server, "b/same.ogg", SOUND)
    first, second = await take_base_backup(server.context), await take_base_backup(server.context)
    sha256 = hashlib.sha256(SOUND).hexdigest()
    assert first.recordings == second.recordings == {"a/one.ogg": sha256, "b/same.ogg": sha256}
    assert len(await server.context.store.entries("recordings")) == 1
    assert (await restore(server.context.store, None, tmp_path / "into", recover)).recordings == 2
    assert (tmp_path / "into" / "recordings" / "b" / "same.ogg").read_bytes() == SOUND


async def test_speakers_and_a_mix_made_anew(server: Server) -> None:
    """Files of speakers are kept, too, and a mix whose row has another hash than before is read again."""
    await recorded(server, "a/one.ogg", SOUND)
    connection = await asyncpg.connect(server.url)
    path = await connection.fetchval(
        "INSERT INTO recording_tracks"
        " (recording_id, room_id, kind, speaker, part, file_path, start_ms, sha256)"
        " SELECT id, room_id, 'speaker', 'Ann', 0, room_id || '/' || id || '/speaker.ogg', 0, $1"
        " FROM recordings RETURNING file_path",
        hashlib.sha256(SOUND).hexdigest(),
    )
    (server.data / "recordings" / path).parent.mkdir(parents=True)
    (server.data / "recordings" / path).write_bytes(SOUND)
    first = await take_base_backup(server.context)
    (server.data / "recordings" / "a" / "one.ogg").write_bytes(b"without Ann")
    anew = hashlib.sha256(b"without Ann").hexdigest()
    await connection.execute("UPDATE recordings SET file_sha256 = $1", anew)
    await connection.close()
    second = await take_base_backup(server.context)
    assert set(first.recordings) == {"a/one.ogg", path}
    assert second.recordings == {**first.recordings, "a/one.ogg": anew}


async def test_waveform(server: Server, tmp_path: Path) -> None:
    """It is kept with its mix, once, and again when the mix is another one."""
    await recorded(server, "a/mix.ogg", SOUND)
    peaks = server.data / "recordings" / "a" / "peaks.json"
    peaks.write_bytes(b"loud")
    first, second = await take_base_backup(server.context), await take_base_backup(server.context)
    assert first.recordings == second.recordings
    assert first.recordings["a/peaks.json"] == hashlib.sha256(b"loud").hexdigest()
    assert (await restore(server.context.store, None, tmp_path / "into", recover)).lost == []
    assert (tmp_path / "into" / "recordings" / "a" / "peaks.json").read_bytes() == b"loud"
    (server.data / "recordings" / "a" / "mix.ogg").write_bytes(b"without Ann")
    peaks.write_bytes(b"less")
    connection = await asyncpg.connect(server.url)
    anew = hashlib.sha256(b"without Ann").hexdigest()
    await connection.execute("UPDATE recordings SET file_sha256 = $1", anew)
    await connection.close()
    third = await take_base_backup(server.context)
    assert third.recordings["a/peaks.json"] == hashlib.sha256(b"less").hexdigest()


async def test_recording_between_backups(server: Server, tmp_path: Path) -> None:
    """One that was finished after the backup a moment rests on has its file from the backup after it."""
    async with received(server):
        await take_base_backup(server.context)
        await recorded(server, "late.ogg", SOUND)
        at = await server.write("wanted")
        await take_base_backup(server.context)
        await recorded(server, "unwanted.ogg", b"after " * 1000)
        await take_base_backup(server.context)
    restored = await restore(server.context.store, at, tmp_path / "into", recover)
    assert (restored.recordings, restored.lost) == (1, [])
    assert [path.name for path in (tmp_path / "into" / "recordings").iterdir()] == ["late.ogg"]


async def test_recording_that_is_lost(server: Server, tmp_path: Path) -> None:
    """It is told, everything else is restored, and the next full backup keeps it again."""
    await recorded(server, "one.ogg", SOUND)
    await recorded(server, "two.ogg", b"more " * 1000)
    done = await take_base_backup(server.context)
    await server.context.store.delete([key_of(done.recordings["one.ogg"])])
    restored = await restore(server.context.store, None, tmp_path / "into", recover)
    assert (restored.recordings, restored.lost) == (1, ["one.ogg"])
    assert (tmp_path / "into" / "postgres").is_dir()
    await take_base_backup(server.context, full=True)
    assert await verify(server.context) == []


async def test_damaged_recording_is_named(server: Server) -> None:
    """One that changed in the store is known by its hash."""
    await recorded(server, "one.ogg", SOUND)
    await take_base_backup(server.context)
    entry = (await server.context.store.entries("recordings"))[0]
    assert isinstance(server.context.store, DirectoryStore)
    (server.context.store.root / entry.key).write_bytes(b"noise")
    assert [fault.what for fault in await verify(server.context)] == ["one.ogg"]


@pytest.mark.parametrize("path", ["../secrets.json", "/etc/hostname", "gone.ogg"])
async def test_path_that_is_no_recording(server: Server, path: str) -> None:
    """A row that names no file of ours is left out, and the backup is taken."""
    (server.data / "recordings").mkdir()
    (server.data / "secrets.json").touch()
    await recorded(server, path, None)
    assert (await take_base_backup(server.context)).recordings == {}


async def test_tables_on_their_own(server: Server) -> None:
    """Users and rooms each hour, action items each day: every row, as COPY gives it."""
    await server.write("atrium")
    assert await snapshot(server.context, HOURLY) == {"users": 0, "rooms": 1}
    assert await snapshot(server.context, DAILY) == {"action_items": 0}
    kept = [each.key for each in await server.context.store.entries("snapshots/rooms")]
    path = await server.context.store.local(kept[0], server.context.work)
    rows = list(csv.DictReader(io.StringIO(gzip.decompress(path.read_bytes()).decode())))
    assert [row["name"] for row in rows] == ["atrium"]


async def test_retention(server: Server) -> None:
    """Five weeks on only the last chain is left, with the log behind it, and it is whole."""
    async with received(server):
        await recorded(server, "old.ogg", SOUND)
        await take_base_backup(server.context, full=True)
        connection = await asyncpg.connect(server.url)
        await connection.execute("DELETE FROM recordings")
        await connection.close()
        await server.next_segment()
        last = await take_base_backup(server.context, full=True)
        await snapshot(server.context, HOURLY)
        await snapshot(server.context, HOURLY)
    assert (await delete_expired(server.context, datetime.now(UTC)))["backups"] == 0
    done = await delete_expired(server.context, datetime.now(UTC) + timedelta(days=35))
    assert (done["backups"], done["recordings"], done["wal"] > 0) == (1, 1, True)
    assert await backups_in(server.context.store) == [last]
    assert await verify(server.context) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2026-11-22 14:03:07",
        "2026-13-01 00:00+00",
        "\0",
        "9" * 99,
        "9999-12-31 23:59:59-14:00",
        "0001-01-01 00:00+14:00",
    ],
)
def test_no_time(text: str) -> None:
    """A moment without its offset, or none at all, is refused with an example."""
    with pytest.raises(OperatorError, match=r"--to '2026-11-22 14:03:07\+00'"):
        parse_time(text)


@pytest.mark.parametrize(
    "text", ["2026-11-22 14:03:07+00", "2026-11-22T15:03:07+01:00", "2026-11-22 14:03:07Z"]
)
def test_time(text: str) -> None:
    """However its offset is written, it is one moment."""
    assert parse_time(text) == datetime(2026, 11, 22, 14, 3, 7, tzinfo=UTC)


async def told(server: Server, capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str]:
    """Run `parley backup` as the command line does, in a thread of its own."""
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    code = await asyncio.to_thread(backup, parser.parse_args(argv), server.context, server.data, recover)
    return code, capsys.readouterr().out


async def test_command(server: Server, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Each task says what it did, and what to do next."""
    with pytest.raises(OperatorError, match="there is no backup"):
        await told(server, capsys, "list")
    assert (await told(server, capsys, "now"))[0] == 0
    code, said = await told(server, capsys, "list")
    assert (code, "--to takes only the names of backups" in said) == (0, True)
    assert await told(server, capsys, "verify") == (0, "all files are complete and unchanged\n")
    code, said = await told(server, capsys, "restore", "--into", str(tmp_path / "into"))
    assert (code, said.splitlines()[-1]) == (0, f"parley up --data {tmp_path / 'into'}")


async def test_command_on_damage(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    """It names the file and fails; a backup that is not there is said to be none."""
    done = await take_base_backup(server.context)
    assert isinstance(server.context.store, DirectoryStore)
    (server.context.store.root / done.key_of("base.tar.gz")).unlink()
    code, said = await told(server, capsys, "verify")
    assert (code, done.key_of("base.tar.gz") in said) == (1, True)
    with pytest.raises(OperatorError, match="no such backup"):
        await told(server, capsys, "verify", "nonsense")
    with pytest.raises(OperatorError, match=f"parley backup verify {done.id}"):
        await told(server, capsys, "restore")
