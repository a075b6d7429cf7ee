"""What `parley backup list` says of the moments that can be had."""

from dataclasses import replace
from datetime import timedelta

from server.backup.command import reach
from tests.unit.backup.test_retention import LINE, NOW, backup

SEGMENT = "000000010000000000000002.gz"


def test_from_backup_to_end() -> None:
    """From the end of the first backup to where the log has come."""
    told = reach(LINE, [backup("F1", 1)], [SEGMENT])
    assert told == "leads to each moment from 2026-06-29 12:00:00+00 to 2026-06-30 12:00:00+00"


def test_log_behind_the_backup() -> None:
    """Where the log has not come to the backup's end, no span is told that ends before it begins."""
    line = replace(LINE, until=NOW - timedelta(days=1, seconds=5))
    told = reach(line, [backup("F1", 1)], [SEGMENT])
    assert told.endswith("29 12:00:00+00 on, soon: the log has come to 2026-06-29 11:59:55+00")


def test_no_log() -> None:
    """Without the log there are only the ends of backups."""
    assert reach(replace(LINE, until=None), [backup("F1", 1)], []).startswith("no log is received")
