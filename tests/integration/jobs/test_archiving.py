"""Recordings on their way into the archive: whatever breaks, no file is lost."""

import asyncio
import contextlib
import resource
from collections.abc import AsyncIterator, Iterator
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from server.config import Settings
from server.jobs import cleanup_tasks
from server.jobs.recording_archiver import Misplaced, move_marked
from server.jobs.scheduled_task import Incomplete, Work
from server.meeting.rooms import Room
from server.object_store.directory_store import DirectoryStore
from server.object_store.verified_copy import Damaged, copy_verified
from tests.integration.jobs.conftest import as_owner, at, recorded
from tests.recording_places import files_in

WHEN = at("2026-03-02 03:00")
CONTENT = b"what was said " * 1000


class Killed(Exception):  # noqa: N818  stands for the process's end
    """Raised where a process would have died."""


class DiesAfterCopying(DirectoryStore):
    """Dies once it has the copy, before anybody wrote that down."""

    async def copy(self, key: str, source: Path) -> None:
        """Copy and die."""
        await super().copy(key, source)
        raise Killed


class Forgets(DirectoryStore):
    """Keeps something else than it was given."""

    async def chunks(self, key: str, start: int = 0, stop: int | None = None) -> AsyncIterator[bytes]:
        """Give nothing back."""
        yield b""


async def row(recording: UUID) -> tuple[object, object, object]:
    """Give status, path and URL."""
    found = await as_owner(
        "SELECT ARRAY[status, file_path, file_url] FROM recordings WHERE id = $1", recording
    )
    assert isinstance(found, list)
    return found[0], found[1], found[2]


def original(settings: Settings, recording: UUID) -> Path:
    """Where its file was made."""
    return settings.recordings / f"{recording}.ogg"


def copy(settings: Settings, room: Room, recording: UUID) -> Path:
    """Where its file goes."""
    return Path(settings.archive) / str(room.id) / f"{recording}.ogg"


async def mark() -> None:
    """Mark what is due, as the document does."""
    await as_owner("SELECT cleanup_old_recordings(90)")


@contextlib.contextmanager
def disk_of(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond `size` bytes, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def archive(settings: Settings) -> DirectoryStore:
    """A folder of this test."""
    return DirectoryStore(Path(settings.archive))


async def test_moved(atrium: Room, settings: Settings, worker: None) -> None:
    """An old recording ends up in the archive, its row says where, the original is gone."""
    made = await recorded(settings, atrium, CONTENT)
    counts = await cleanup_tasks.recordings(Work(settings, WHEN))
    kept = copy(settings, atrium, made)
    assert counts == {"marked": 1, "moved": 1}
    assert kept.read_bytes() == CONTENT
    assert await row(made) == ("archived", None, kept.as_uri())
    assert await as_owner("SELECT file_sha256 FROM recordings") == sha256(CONTENT).hexdigest()
    assert not original(settings, made).exists()


async def test_young_ones_stay(atrium: Room, settings: Settings, worker: None) -> None:
    """A recording of less than ninety days is left where it is."""
    made = await recorded(settings, atrium, days=89)
    assert await cleanup_tasks.recordings(Work(settings, WHEN)) == {"marked": 0}
    assert (await row(made))[0] == "completed"
    assert original(settings, made).exists()


async def test_marked_by_hand(atrium: Room, settings: Settings, worker: None) -> None:
    """What somebody marked by the document's own statement is moved by the next run."""
    await recorded(settings, atrium)
    await mark()
    assert await cleanup_tasks.archive(Work(settings, WHEN)) == {"moved": 1}


async def test_died_after_copying(atrium: Room, settings: Settings, worker: None) -> None:
    """A process that dies between copy and mark leaves the original, and the next run finishes."""
    made = await recorded(settings, atrium, CONTENT)
    await mark()
    with pytest.raises(Killed):
        await move_marked(files_in(settings.recordings, DiesAfterCopying(Path(settings.archive))))
    assert original(settings, made).read_bytes() == CONTENT
    assert (await row(made))[0] == "archiving"
    assert await cleanup_tasks.archive(Work(settings, WHEN)) == {"moved": 1}
    assert copy(settings, atrium, made).read_bytes() == CONTENT


async def test_died_after_the_mark(
    atrium: Room, settings: Settings, archive: DirectoryStore, worker: None
) -> None:
    """A process that dies between mark and removal leaves both files, and the next run removes one."""
    made = await recorded(settings, atrium, CONTENT)
    path = original(settings, made)
    await cleanup_tasks.recordings(Work(settings, WHEN))
    path.write_bytes(CONTENT)
    await as_owner("UPDATE recordings SET file_path = $1 RETURNING id", path.name)
    assert await move_marked(files_in(settings.recordings, archive)) == {"healed": 1}
    assert not path.exists()
    assert copy(settings, atrium, made).read_bytes() == CONTENT


async def test_died_after_removal(
    atrium: Room, settings: Settings, archive: DirectoryStore, worker: None
) -> None:
    """A process that dies between removal and forgetting leaves the copy, and the next run forgets."""
    made = await recorded(settings, atrium, CONTENT)
    await cleanup_tasks.recordings(Work(settings, WHEN))
    await as_owner("UPDATE recordings SET file_path = $1 RETURNING id", f"{made}.ogg")
    assert await move_marked(files_in(settings.recordings, archive)) == {"healed": 1}
    assert await row(made) == ("archived", None, copy(settings, atrium, made).as_uri())


async def test_database_gone_after_copying(
    atrium: Room, settings: Settings, archive: DirectoryStore, worker: None
) -> None:
    """Where the copy cannot be written down the original stays, and the next run finishes."""
    made = await recorded(settings, atrium, CONTENT)
    await mark()
    await as_owner("ALTER TABLE recordings ADD CONSTRAINT broken CHECK (status <> 'archived') NOT VALID")
    with pytest.raises(asyncpg.CheckViolationError):
        await move_marked(files_in(settings.recordings, archive))
    assert original(settings, made).read_bytes() == CONTENT
    await as_owner("ALTER TABLE recordings DROP CONSTRAINT broken")
    assert await move_marked(files_in(settings.recordings, archive)) == {"moved": 1}


async def test_copy_lost_before_removal(
    atrium: Room, settings: Settings, archive: DirectoryStore, worker: None
) -> None:
    """An archived copy that cannot be read any more is made again before the original goes."""
    made = await recorded(settings, atrium, CONTENT)
    path = original(settings, made)
    await cleanup_tasks.recordings(Work(settings, WHEN))
    path.write_bytes(CONTENT)
    copy(settings, atrium, made).write_bytes(b"rot")
    await as_owner("UPDATE recordings SET file_path = $1 RETURNING id", path.name)
    assert await move_marked(files_in(settings.recordings, archive)) == {"healed": 1}
    assert copy(settings, atrium, made).read_bytes() == CONTENT


async def test_row_older_than_the_move(atrium: Room, settings: Settings, worker: None) -> None:
    """After a backup of before the move is restored, the file is found in the archive."""
    made = await recorded(settings, atrium, CONTENT)
    await cleanup_tasks.recordings(Work(settings, WHEN))
    await as_owner(
        "UPDATE recordings SET status = 'archiving', file_path = $1, file_url = NULL RETURNING id",
        f"{made}.ogg",
    )
    assert await cleanup_tasks.archive(Work(settings, WHEN)) == {"healed": 1}
    assert (await row(made))[0] == "archived"


async def test_two_tasks_at_once(atrium: Room, settings: Settings, worker: None) -> None:
    """Of two tasks that would move recordings at the same time one does, and none fails."""
    for _ in range(20):
        await recorded(settings, atrium, CONTENT)
    await mark()
    done = await asyncio.gather(*(cleanup_tasks.archive(Work(settings, WHEN)) for _ in range(4)))
    assert [each for each in done if each] == [{"moved": 20}]


async def test_damaged_on_the_way(atrium: Room, settings: Settings, worker: None) -> None:
    """A copy with another hash is no copy: the original stays and the run has failed."""
    made = await recorded(settings, atrium, CONTENT)
    await mark()
    with pytest.raises(Incomplete) as failed:
        await move_marked(files_in(settings.recordings, Forgets(Path(settings.archive))))
    assert failed.value.counts == {"failed": 1}
    assert original(settings, made).read_bytes() == CONTENT
    assert (await row(made))[0] == "archiving"


async def test_full_disk(atrium: Room, settings: Settings, archive: DirectoryStore, worker: None) -> None:
    """Where the archive has no room, the original stays, nothing half is left, and a smaller one is moved."""
    made = await recorded(settings, atrium, CONTENT * 100)
    await recorded(settings, atrium, b"short")
    await mark()
    with disk_of(100_000), pytest.raises(Incomplete) as failed:
        await move_marked(files_in(settings.recordings, archive))
    assert failed.value.counts == {"failed": 1, "moved": 1}
    assert original(settings, made).stat().st_size == len(CONTENT) * 100
    assert len([path for path in Path(settings.archive).rglob("*") if path.is_file()]) == 1
    assert await move_marked(files_in(settings.recordings, archive)) == {"moved": 1}


async def test_no_writing_there(
    atrium: Room, settings: Settings, archive: DirectoryStore, worker: None
) -> None:
    """Where the archive cannot be written, the original stays and the run has failed."""
    made = await recorded(settings, atrium, CONTENT)
    await mark()
    archive.root.mkdir()
    (archive.root / str(atrium.id)).write_text("a file where a directory should be")
    with pytest.raises(Incomplete):
        await move_marked(files_in(settings.recordings, archive))
    assert original(settings, made).read_bytes() == CONTENT


async def test_missing_file(atrium: Room, settings: Settings, worker: None) -> None:
    """A recording whose file is nowhere is counted and left as it is; the others are moved."""
    lost, fine = await recorded(settings, atrium), await recorded(settings, atrium)
    original(settings, lost).unlink()
    assert await cleanup_tasks.recordings(Work(settings, WHEN)) == {"marked": 2, "missing": 1, "moved": 1}
    assert [(await row(each))[0] for each in (lost, fine)] == ["archiving", "archived"]


async def test_original_changed(
    atrium: Room, settings: Settings, archive: DirectoryStore, worker: None
) -> None:
    """An original that is not what was archived is not removed."""
    made = await recorded(settings, atrium, CONTENT)
    await cleanup_tasks.recordings(Work(settings, WHEN))
    original(settings, made).write_bytes(b"another")
    await as_owner("UPDATE recordings SET file_path = $1 RETURNING id", f"{made}.ogg")
    assert await move_marked(files_in(settings.recordings, archive)) == {"changed": 1}
    assert original(settings, made).read_bytes() == b"another"


@pytest.mark.parametrize(
    "name",
    ["../secret", "/etc/passwd", "a/../../secret", ".", "", "link", "deep/link", "a\\..\\..\\x/../../s"],
)
async def test_paths_that_lead_out(name: str, atrium: Room, settings: Settings, worker: None) -> None:
    """A path out of the recordings, or over a link, is refused; what it names is neither read nor removed."""
    secret = settings.recordings.parent / "secret"
    (settings.recordings / "deep").mkdir(parents=True)
    secret.write_text("mine")
    (settings.recordings / "link").symlink_to(secret)
    (settings.recordings / "deep" / "link").symlink_to(secret)
    await recorded(settings, atrium, name=name)
    await as_owner("UPDATE recordings SET file_path = $1 RETURNING id", name)
    assert await cleanup_tasks.recordings(Work(settings, WHEN)) == {"marked": 1, "refused": 1}
    assert secret.read_text() == "mine"
    assert not Path(settings.archive).exists()


async def test_archive_among_the_recordings(atrium: Room, settings: Settings, worker: None) -> None:
    """An archive inside the recordings is refused before anything is touched."""
    made = await recorded(settings, atrium)
    await mark()
    with pytest.raises(Misplaced):
        await move_marked(files_in(settings.recordings, DirectoryStore(settings.recordings / "old")))
    assert original(settings, made).exists()


async def test_read_back(archive: DirectoryStore, tmp_path: Path) -> None:
    """What is kept has the hash of what was given, over several chunks too."""
    big = tmp_path / "big.ogg"
    big.write_bytes(bytes(range(256)) * 100_000)
    assert await copy_verified(archive, "a/big.ogg", big) == sha256(big.read_bytes()).hexdigest()
    with pytest.raises(Damaged):
        await copy_verified(Forgets(tmp_path / "other"), "a/big.ogg", big)
