"""Which backups and WAL segments retention keeps, decided from the records alone."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from server.backup.catalogue import Backup, chain_of
from server.backup.timelines import Timeline

BACKUP_RETENTION = timedelta(days=30)
WAL_RETENTION = timedelta(days=7)


def retained_backups(backups: Sequence[Backup], now: datetime) -> list[Backup]:
    """Return the backups of the last 30 days with their chains, and always the last whole chain."""
    whole = [each for each in backups if chain_of(each, backups)]
    wanted = [each for each in whole if each.ended > now - BACKUP_RETENTION] or whole[-1:]
    ids = {link.id for each in wanted for link in chain_of(each, backups)}
    return [each for each in backups if each.id in ids]


def first_retained_wal(backups: Sequence[Backup], lines: Sequence[Timeline], now: datetime) -> dict[int, str]:
    """Return, by cluster, the first WAL segment that recovery to any moment of the last 7 days needs.

    On each timeline it is where the last backup before those days starts; older backups contain the WAL they
    need. All WAL of a cluster without backups is kept.
    """
    first: dict[int, str] = {}
    for line in lines:
        whole = [
            each
            for each in retained_backups(backups, now)
            if chain_of(each, backups) and line.leads_from(each)
        ]
        older = [each for each in whole if each.ended <= now - WAL_RETENTION]
        for reaching in older[-1:] or whole[:1]:
            known = first.setdefault(line.system, reaching.first_segment)
            first[line.system] = min(known, reaching.first_segment, key=lambda name: name[8:])
    return first


def is_before(segment: str, first: str) -> bool:
    """Whether a WAL file precedes the segment on any timeline; history files never do."""
    return segment[8:24].isalnum() and segment[8:24] < first[8:24]
