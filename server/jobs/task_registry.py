"""The registry of scheduled tasks; cron times are UTC."""

from datetime import timedelta

from server.jobs import (
    backups,
    cleanup_tasks,
    recording_delivery,
    reminder_tasks,
    retention_tasks,
    series_tasks,
)
from server.jobs.scheduled_task import ScheduledTask

MINUTES, HOURS, DAYS = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

TASKS: tuple[ScheduledTask, ...] = (
    ScheduledTask("backup_full", "0 2 * * *", backups.full, overdue_after=6 * HOURS),
    ScheduledTask("backup_incremental", "30 * * * *", backups.incremental, overdue_after=HOURS, at_once=True),
    ScheduledTask("backup_retention", "50 2 * * *", backups.retention, overdue_after=6 * HOURS),
    ScheduledTask("snapshot_hourly", "10 * * * *", backups.hourly_snapshot, overdue_after=HOURS),
    ScheduledTask("snapshot_daily", "15 1 * * *", backups.daily_snapshot, overdue_after=6 * HOURS),
    ScheduledTask(
        "cleanup_expired_invitations", "20 3 * * *", cleanup_tasks.invitations, overdue_after=6 * HOURS
    ),
    ScheduledTask("cleanup_expired_sessions", "35 3 * * *", cleanup_tasks.sessions, overdue_after=6 * HOURS),
    ScheduledTask("cleanup_old_notifications", "50 3 * * 0", cleanup_tasks.notifications, overdue_after=DAYS),
    ScheduledTask("cleanup_old_recordings", "10 4 1 * *", cleanup_tasks.recordings, overdue_after=2 * DAYS),
    ScheduledTask("cleanup_old_logs", "5 5 2 * *", cleanup_tasks.logs, overdue_after=2 * DAYS),
    ScheduledTask("mix_recordings", "*/20 * * * *", cleanup_tasks.mixes, overdue_after=20 * MINUTES),
    ScheduledTask("deliver_recordings", "15 * * * *", recording_delivery.deliver, overdue_after=HOURS),
    ScheduledTask("remind_of_action_items", "5 * * * *", reminder_tasks.action_items, overdue_after=HOURS),
    ScheduledTask("extend_series", "25 * * * *", series_tasks.extend, overdue_after=HOURS),
    ScheduledTask("expire_questions", "20 * * * *", cleanup_tasks.questions, overdue_after=HOURS),
    ScheduledTask("expire_removals", "50 * * * *", cleanup_tasks.removals, overdue_after=HOURS),
    ScheduledTask("expire_transcripts", "10 3 * * *", retention_tasks.transcripts, overdue_after=6 * HOURS),
    ScheduledTask("expire_chat", "15 3 * * *", retention_tasks.chat, overdue_after=6 * HOURS),
    ScheduledTask("expire_recordings", "25 3 * * *", retention_tasks.recordings, overdue_after=6 * HOURS),
    ScheduledTask("archive_recordings", "40 4 * * *", cleanup_tasks.archive, overdue_after=6 * HOURS),
)
"""Changing a cron expression makes a new schedule in the queue; runs of the old one still count."""
