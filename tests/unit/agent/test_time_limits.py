"""The minutes wait as long as a transcriber may still write."""

import inspect

from agent.minutes.writing import complete_minutes
from agent.time_limits import FLUSH_S, SESSION_END_S, SHUTDOWN_S
from agent.transient_retry import GIVE_UP_AFTER_S
from agent.whisper.client import FINAL_S
from server.meeting.leases import LEASE_S


def test_each_limit_outlasts_what_it_contains() -> None:
    """A final may be retried, the flush holds it, the job's end holds the flush, the minutes wait for all."""
    minutes_s = inspect.signature(complete_minutes).parameters["wait_s"].default
    assert FINAL_S + GIVE_UP_AFTER_S < FLUSH_S
    assert FLUSH_S + 3 * GIVE_UP_AFTER_S <= SESSION_END_S
    assert minutes_s >= SESSION_END_S + SHUTDOWN_S + LEASE_S
