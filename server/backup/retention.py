"""What is kept and what may go: decided from the records alone."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from server.backup.catalogue import Backup, chain_of
from server.backup.timelines import Timeline

BACKUPS_KEPT = timedelta(days=30)
WAL_KEPT = timedelta(days=7)


def kept(backups: Sequence[Backup], now: datetime) -> list[Backup]:
    """Give those of the last 30 days, whatever they rest on, and the last whole chain however old it is."""
    whole = [each for each in backups if chain_of(each, backups)]
    wanted = [each for each in whole if each.ended > now - BACKUPS_KEPT] or whole[-1:]
    ids = {link.id for each in wanted for link in chain_of(each, backups)}
    return [each for each in backups if each.id in ids]


def first_wal_kept(backups: Sequence[Backup], lines: Sequence[Timeline], now: datetime) -> dict[int, str]:
    """Name the first WAL segment by which each moment of the last 7 days can be reached, by cluster.

    On each line that is where the last backup from before those days begins: older ones hold what they need
    themselves. Of a cluster without backups all is kept.
    """
    first: dict[int, str] = {}
    for line in lines:
        whole = [each for each in kept(backups, now) if chain_of(each, backups) and line.leads_from(each)]
        older = [each for each in whole if each.ended <= now - WAL_KEPT]
        for reaching in older[-1:] or whole[:1]:
            known = first.setdefault(line.system, reaching.first_segment)
            first[line.system] = min(known, reaching.first_segment, key=lambda name: name[8:])
    return first


def is_before(segment: str, first: str) -> bool:
    """Whether a WAL file is before the segment, on whatever timeline; history files never are."""
    return segment[8:24].isalnum() and segment[8:24] < first[8:24]
