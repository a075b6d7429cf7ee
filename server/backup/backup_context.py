"""What each part of a backup needs: the server's URL, the store, and the working directory."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from server import places
from server.config import Secret, Settings
from server.object_store.protocol import Store
from server.object_store.store import store_at
from server.operator_error import OperatorError
from server.recording_files import RecordingFiles

SETTING = "PARLEY_BACKUPS"


@dataclass(frozen=True)
class BackupContext:
    """Where one server's backups are made and stored."""

    url: Secret
    """Signs in as `parley_backup`, the role with REPLICATION."""
    store: Store
    work: Path
    """Holds unfinished backups, and WAL segments that are not in the store yet."""
    recordings: RecordingFiles

    @classmethod
    def of(cls, settings: Settings) -> "BackupContext":
        """Read the settings; raises OperatorError when backups are not configured."""
        if settings.backup_database_url is None or not settings.backups:
            raise OperatorError("no backups are set up here", "see docs/backup.md")
        store = store_at(settings.backups, SETTING)
        return cls(settings.backup_database_url, store, _work_in(settings.data), RecordingFiles.of(settings))

    @classmethod
    def from_environment(cls, environ: Mapping[str, str], data: Path) -> "BackupContext":
        """Locate the store of the stack in `data`, whose server may not run any more."""
        place = environ.get(SETTING) or str(data / "backups")
        directory, bucket = places.recordings(environ, data)
        recordings = RecordingFiles.at(directory, bucket, str(data / "archive"))
        url = Secret(environ.get("BACKUP_DATABASE_URL", ""))
        return cls(url, store_at(place, SETTING), _work_in(data), recordings)

    @property
    def received(self) -> Path:
        """Where pg_receivewal writes."""
        return self.work / "wal"


def _work_in(data: Path) -> Path:
    work = data / "backing-up"
    try:
        work.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise OperatorError(f"cannot write {work}: {error.strerror}", "PARLEY_DATA=DIRECTORY") from error
    return work
