"""A calendar of backups: what stays, and from where the log is needed."""

from datetime import UTC, datetime, timedelta

from server.backup.catalogue import Backup, chain_of
from server.backup.retention import first_retained_wal, is_before, retained_backups
from server.backup.timelines import Timeline
from server.backup.wal_positions import segment_containing, segment_name, segment_number

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
LINE = Timeline(1, 1, NOW - timedelta(days=90), NOW)


def backup(name: str, age_days: float, base: str | None = None, lsn: str = "0/2000028") -> Backup:
    """One that ended so long ago."""
    ended = NOW - timedelta(days=age_days)
    return Backup(name, base, ended, ended, 1, lsn, lsn, 1, 0, {})


def calendar(days: int, hours: int = 3) -> list[Backup]:
    """A full one each day and a few increments after it, each on the one before."""
    found = []
    for age in range(days, 0, -1):
        before = f"F{age}"
        found.append(backup(before, age, lsn=f"{days - age:X}/1000000"))
        for hour in range(1, hours + 1):
            name = f"I{age}.{hour}"
            found.append(backup(name, age - hour / 24, before, lsn=f"{days - age:X}/{hour + 1:X}000000"))
            before = name
    return found


def test_thirty_days() -> None:
    """What is older than thirty days goes, but what something younger rests on."""
    ids = {each.id for each in retained_backups(calendar(60), NOW)}
    assert {"F29", "I29.3", "F1"} <= ids
    assert ids >= {"F30", "I30.1"}  # the increments of the thirtieth day are younger than it
    assert not ids & {"F31", "I31.3", "F60"}


def test_last_chain_stays() -> None:
    """However old: nothing better came."""
    old = [backup("F", 90), backup("I", 89, "F")]
    assert retained_backups(old, NOW) == old


def test_broken_chain_keeps_nothing() -> None:
    """An increment without its base is no backup, and the last whole one stays in its stead."""
    assert [each.id for each in retained_backups([backup("F", 50), backup("I", 1, "gone")], NOW)] == ["F"]


def test_nothing_to_keep() -> None:
    """Without backups there is nothing to decide, and no log is let go."""
    assert retained_backups([], NOW) == []
    assert first_retained_wal([], [LINE], NOW) == {}


def test_log_of_seven_days() -> None:
    """It begins where the last backup from before those days begins."""
    backups = calendar(60)
    reaching = [each for each in backups if each.ended <= NOW - timedelta(days=7)][-1]
    assert first_retained_wal(backups, [LINE], NOW) == {1: reaching.first_segment}


def test_log_of_a_young_server() -> None:
    """With no backup so old, all of it since the first."""
    backups = calendar(3)
    assert first_retained_wal(backups, [LINE], NOW) == {1: backups[0].first_segment}


def test_every_kept_moment_is_reached() -> None:
    """For each moment of the week there is a kept backup before it, of which all the log is kept."""
    backups = calendar(60)
    staying, first = retained_backups(backups, NOW), first_retained_wal(backups, [LINE], NOW)[1]
    for hours in range(7 * 24):
        moment = NOW - timedelta(hours=hours)
        last = [each for each in staying if each.ended <= moment][-1]
        assert chain_of(last, staying)
        assert not is_before(last.first_segment, first)


def test_segments() -> None:
    """A position is in the segment of its 16 MB, and they are numbered over the border of a file."""
    assert segment_name(1, segment_containing("0/2000028")) == "000000010000000000000002"
    assert segment_number("000000010000000100000000") == segment_number("0000000100000000000000FF") + 1
    assert is_before("000000010000000000000002.partial.gz", "000000020000000000000003")
    assert not is_before("00000002.history.gz", "000000020000000000000003")
