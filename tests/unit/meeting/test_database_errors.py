"""Which of PostgreSQL's refusals pass by themselves."""

import asyncpg

from server.errors import StorageFull, Unavailable
from server.meeting.database_errors import TRANSIENT_ERRORS, error_for

KNOWN = {
    name: each
    for name, each in vars(asyncpg.exceptions).items()
    if isinstance(each, type) and issubclass(each, asyncpg.PostgresError) and each.sqlstate
}


def test_jobs_wait_for_what_people_come_again_for() -> None:
    """A job waits for what a person is told to come again for, for room on the disk, and for nothing else."""
    told = {name: error_for(each("no")) for name, each in KNOWN.items()}
    passing = {name for name, each in KNOWN.items() if issubclass(each, TRANSIENT_ERRORS)}
    assert passing == {name for name, each in told.items() if isinstance(each, Unavailable | StorageFull)}
