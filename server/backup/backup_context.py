"""What every part of a backup is told: the server, the store, and where there is room to work."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from server.backup.store import Store, store_at
from server.config import Secret, Settings
from server.operator_error import OperatorError


@dataclass(frozen=True)
class BackupContext:
    """One server's backups."""

    url: Secret
    """Of the role that may copy the whole server (`parley_backup`)."""
    store: Store
    work: Path
    """For what is not finished; WAL that is not yet in the store is here as well."""
    recordings: Path

    @classmethod
    def of(cls, settings: Settings) -> "BackupContext":
        """Read the settings; raises OperatorError where there are to be no backups."""
        if settings.backup_database_url is None or not settings.backups:
            raise OperatorError("no backups are set up here", "see docs/backup.md")
        store = store_at(settings.backups)
        return cls(settings.backup_database_url, store, _work_in(settings.data), settings.recordings)

    @classmethod
    def told(cls, environ: Mapping[str, str], data: Path) -> "BackupContext":
        """Reach the store of the stack with these data, where its server may be gone."""
        place = environ.get("PARLEY_BACKUPS") or str(data / "backups")
        recordings = Path(environ.get("PARLEY_RECORDINGS") or data / "recordings")
        url = Secret(environ.get("BACKUP_DATABASE_URL", ""))
        return cls(url, store_at(place), _work_in(data), recordings)

    @property
    def received(self) -> Path:
        """WAL as it comes in."""
        return self.work / "wal"


def _work_in(data: Path) -> Path:
    work = data / "backing-up"
    try:
        work.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise OperatorError(f"cannot write {work}: {error.strerror}", "PARLEY_DATA=DIRECTORY") from error
    return work
