"""What is kept and what may go: decided from the records alone."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from server.backup.catalogue import Backup, chain_of

BACKUPS_KEPT = timedelta(days=30)
WAL_KEPT = timedelta(days=7)


def kept(backups: Sequence[Backup], now: datetime) -> list[Backup]:
    """Give those of the last 30 days, whatever they rest on, and the last whole chain however old it is."""
    whole = [each for each in backups if chain_of(each, backups)]
    wanted = [each for each in whole if each.ended > now - BACKUPS_KEPT] or whole[-1:]
    ids = {link.id for each in wanted for link in chain_of(each, backups)}
    return [each for each in backups if each.id in ids]


def first_wal_kept(backups: Sequence[Backup], now: datetime) -> str | None:
    """Name the first WAL segment by which each moment of the last 7 days can be reached; None: keep all.

    That is where the last backup from before those days begins. Older backups hold what they need themselves.
    """
    whole = [each for each in kept(backups, now) if chain_of(each, backups)]
    older = [each for each in whole if each.ended <= now - WAL_KEPT]
    reaching = older[-1:] or whole[:1]
    return reaching[0].first_segment if reaching else None


def is_before(segment: str, first: str) -> bool:
    """Whether a WAL file is before the segment, on whatever timeline; history files never are."""
    return segment[8:24].isalnum() and segment[8:24] < first[8:24]
