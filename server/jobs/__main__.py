"""`python -m server.jobs`: the jobs process of the Procfile."""

import sys

from server.config import Settings
from server.jobs.health import pages_of
from server.jobs.task_registry import TASKS
from server.jobs.worker import JobsWorker
from server.meeting.sealing.process_keys import load_process_keyring
from server.process_main import run_process, run_worker


async def serve(settings: Settings) -> None:
    """Run tasks and send mails until SIGTERM or SIGINT."""
    if settings.smtp is not None:  # addresses are sealed
        load_process_keyring(settings.keys.reveal() if settings.keys else "", settings.keys_file)
    worker = JobsWorker(settings, TASKS)
    metrics = worker.metrics.page(worker.standings)
    await run_worker(worker, pages_of(worker), settings.jobs_port, metrics)


if __name__ == "__main__":
    sys.exit(run_process(serve))
