"""The files of recordings, wherever they are: one door to this machine's disk, the bucket and the archive.

A file has the same key in each: the path that rows hold, `ROOM_ID/RECORDING_ID/NAME`. All are written to the
disk first. Where `PARLEY_RECORDINGS` is a directory they stay there; where it is a bucket, `keep` moves the
finished ones to it, and what the bucket does not take waits on the disk, and is found there.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self
from uuid import UUID

from server.config import Settings
from server.files import sha256_of
from server.object_store.directory_store import DirectoryStore
from server.object_store.protocol import Store
from server.object_store.store import store_at
from server.object_store.verified_copy import copy_verified, sha256_in
from server.recording_paths import Refused, within

PATIENCE_S = 15.0
"""A bucket that answers nothing for so long is away: somebody waits for the sound, or for the next try."""
FETCHED = ".fetched-"
"""Names of directories on the disk with what was downloaded for a while begin so."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file and where it is; `size` in bytes. Another `version` is another content."""

    store: Store
    key: str
    size: int
    version: str

    @property
    def path(self) -> Path | None:
        """The file of this machine that it is; None: it must be read from its store."""
        return self.store.path_of(self.key)


class RecordingFiles:
    """Methods that look for a file raise Refused for what is no path of one, and STORE_ERRORS."""

    def __init__(self, disk: Path, archive: Store, bucket: Store | None = None) -> None:
        self.disk = disk
        """The directory where files are written."""
        self.archive = archive
        self._bucket = bucket
        self._disk = DirectoryStore(disk)
        self._live: tuple[Store, ...] = (self._disk, bucket) if bucket else (self._disk,)

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Open what the settings name; raises OperatorError."""
        return cls.at(settings.recordings, settings.recordings_bucket, settings.archive)

    @classmethod
    def at(cls, directory: Path, bucket: str, archive: str) -> Self:
        """Open these places; an empty `bucket` is none. Raises OperatorError."""
        return cls(
            directory,
            store_at(archive, "PARLEY_ARCHIVE", PATIENCE_S),
            store_at(bucket, "PARLEY_RECORDINGS", PATIENCE_S) if bucket else None,
        )

    @property
    def has_bucket(self) -> bool:
        """Whether finished files leave the disk."""
        return self._bucket is not None

    @property
    def urls(self) -> list[str]:
        """Where files are that are not archived."""
        return [each.url_of("") for each in self._live]

    async def find(self, key: str) -> FoundFile:
        """Find a file on the disk, in the bucket or in the archive; raises FileNotFoundError."""
        return await self._found_in((*self._live, self.archive), key)

    async def find_live(self, key: str) -> FoundFile | None:
        """Find a file that is not archived."""
        try:
            return await self._found_in(self._live, key)
        except FileNotFoundError:
            return None

    async def _found_in(self, stores: Iterable[Store], key: str) -> FoundFile:
        within(self.disk, key)
        for store in stores:
            try:
                found = await store.about(key)
            except FileNotFoundError:
                continue
            return FoundFile(store, key, found.size, found.version)
        raise FileNotFoundError(key)

    def key_of_mix(self, room_id: UUID, file_path: str | None, file_url: str | None) -> str:
        """Return the key of a recording's mix; raises Refused if it has none, or one outside the archive."""
        if file_path is not None:
            return file_path
        place, prefix = file_url or "", self.archive.url_of("_").removesuffix("_")
        key = place.removeprefix(prefix)
        if not place.startswith(prefix) or not key.startswith(f"{room_id}/"):
            raise Refused
        return key

    async def local(self, key: str, scratch: Path) -> Path:
        """Return a file of this machine, below `scratch` if it was downloaded; raises FileNotFoundError."""
        found = await self.find(key)
        return await found.store.local(key, scratch)

    @asynccontextmanager
    async def scratch(self) -> AsyncIterator[Path]:
        """A directory on the disk for what is downloaded, which goes with the block."""
        await asyncio.to_thread(self.disk.mkdir, mode=0o700, parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=FETCHED, dir=self.disk) as directory:
            yield Path(directory)

    async def names(self, folder: str) -> list[str]:
        """List the keys of the files right in a recording's folder that are not archived."""
        found = [each.key for store in self._live for each in await store.entries(folder)]
        return sorted({each for each in found if each.rpartition("/")[0] == folder})

    async def keep(self, key: str) -> None:
        """Move a finished file from the disk to where recordings are kept; raises COPY_ERRORS, and it stays.

        It is deleted here only after it was read back there. Its folder stays: others may be written to it.
        """
        path = within(self.disk, key)
        if self._bucket is None or not await asyncio.to_thread(path.is_file):
            return
        if await sha256_in(self._bucket, key) != await asyncio.to_thread(sha256_of, path):
            await copy_verified(self._bucket, key, path)
        await asyncio.to_thread(path.unlink, missing_ok=True)

    async def settle(self, key: str, sha256: str | None) -> bool:
        """Move a file of a finished recording off the disk, by what its row says; returns whether it is.

        One that is older than what the bucket has is only deleted; `sha256` None: no row has it.
        """
        path = within(self.disk, key)
        if self._bucket is None or not await asyncio.to_thread(path.is_file):
            return False
        here, there = await asyncio.to_thread(sha256_of, path), await sha256_in(self._bucket, key)
        is_current = here == sha256 or (sha256 is None and there is None)
        if not is_current and (there is None or sha256 not in (None, there)):
            return False
        if is_current and here != there:
            await copy_verified(self._bucket, key, path)
        await self._disk.delete([key])
        return True

    async def names_on_disk(self, folder: str) -> list[str]:
        """List the keys of the files of a recording's folder that are on the disk."""
        found = await self._disk.entries(folder)
        return [each.key for each in found if each.key.rpartition("/")[0] == folder]

    async def has(self, key: str, sha256: str) -> bool:
        """Whether a file that is not archived has this content."""
        found = await self.find_live(key)
        return found is not None and await sha256_in(found.store, key) == sha256

    async def delete(self, keys: Iterable[str], *, archived: bool = False) -> None:
        """Delete files wherever they are, in the archive too if `archived`; a missing one is no error."""
        wanted = list(keys)
        for key in wanted:
            within(self.disk, key)
        for store in (*self._live, self.archive) if archived else self._live:
            await store.delete(wanted)

    async def delete_recording(self, room_id: UUID, recording_id: UUID) -> None:
        """Delete all files of a recording, wherever they are."""
        await self.delete_archived(room_id, recording_id)
        folder = f"{room_id}/{recording_id}"
        if self._bucket is not None:
            await self._bucket.delete([each.key for each in await self._bucket.entries(folder)])
        await asyncio.to_thread(_remove, self.disk / folder)

    async def delete_archived(self, room_id: UUID, recording_id: UUID) -> None:
        """Delete what the archive has of a recording."""
        copies = await self.archive.entries(str(room_id))
        await self.archive.delete([each.key for each in copies if str(recording_id) in each.key])


def _remove(directory: Path) -> None:
    if directory.is_dir() and not directory.is_symlink():
        shutil.rmtree(directory)
