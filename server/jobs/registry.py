"""Everything the jobs process does by the clock, with its times in UTC."""

from datetime import timedelta

from server.backup import tasks as backups
from server.jobs import cleaning
from server.jobs.task import Task

HOURS, DAYS = timedelta(hours=1), timedelta(days=1)

TASKS: tuple[Task, ...] = (
    Task("backup_full", "0 2 * * *", backups.full, overdue_after=6 * HOURS),
    Task("backup_incremental", "30 * * * *", backups.incremental, overdue_after=HOURS, at_once=True),
    Task("backup_retention", "50 2 * * *", backups.retention, overdue_after=6 * HOURS),
    Task("snapshot_hourly", "10 * * * *", backups.hourly_snapshot, overdue_after=HOURS),
    Task("snapshot_daily", "15 1 * * *", backups.daily_snapshot, overdue_after=6 * HOURS),
    Task("cleanup_expired_invitations", "20 3 * * *", cleaning.invitations, overdue_after=6 * HOURS),
    Task("cleanup_expired_sessions", "35 3 * * *", cleaning.sessions, overdue_after=6 * HOURS),
    Task("cleanup_old_notifications", "50 3 * * 0", cleaning.notifications, overdue_after=DAYS),
    Task("cleanup_old_recordings", "10 4 1 * *", cleaning.recordings, overdue_after=2 * DAYS),
    Task("cleanup_old_logs", "5 5 2 * *", cleaning.logs, overdue_after=2 * DAYS),
    Task("archive_recordings", "40 4 * * *", cleaning.archive, overdue_after=6 * HOURS),
)
"""A cron line that changes is a new schedule to the queue; the runs of the old one still count."""
