"""Where recordings of a test are: its own disk, and an archive beside it."""

from pathlib import Path

from server.object_store.directory_store import DirectoryStore
from server.object_store.protocol import Store
from server.recording_files import RecordingFiles


def files_in(disk: Path, archive: Store | None = None, bucket: Store | None = None) -> RecordingFiles:
    """The door to the files of one directory, an archive (else one beside it) and, perhaps, a bucket."""
    return RecordingFiles(disk, archive or DirectoryStore(disk.parent / f"{disk.name}-archive"), bucket)
