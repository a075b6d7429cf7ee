"""The times that `parley backup list` says can be restored."""

from dataclasses import replace
from datetime import timedelta

from server.backup.command import reach
from tests.unit.backup.test_retention import LINE, NOW, backup

SEGMENT = "000000010000000000000002.gz"


def test_from_backup_to_end() -> None:
    """From the end of the first backup to the end of the log."""
    told = reach(LINE, [backup("F1", 1)], [SEGMENT])
    assert told == "any time from 2026-06-29 12:00:00+00 to 2026-06-30 12:00:00+00 can be restored"


def test_log_behind_the_backup() -> None:
    """Before the log reaches the backup's end, no range is printed that ends before it begins."""
    line = replace(LINE, until=NOW - timedelta(days=1, seconds=5))
    told = reach(line, [backup("F1", 1)], [SEGMENT])
    assert told.endswith(
        "29 12:00:00+00 on can be restored soon; the log reaches 2026-06-29 11:59:55+00 so far"
    )


def test_no_log() -> None:
    """Without the log only the ends of backups can be restored."""
    assert reach(replace(LINE, until=None), [backup("F1", 1)], []).startswith("no write-ahead log is stored")
