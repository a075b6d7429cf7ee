"""`parley db status`: the database's health on one screen."""

from datetime import UTC, datetime

from rich.console import Console

from server.database import maintenance_checks, schema_checks, server_checks
from server.database.status_line import StatusLine
from server.database.terminal_tables import MARKS, console, grid, moment, number
from server.durations import in_one_unit
from server.jobs.overdue_tasks import TaskStanding, task_standings
from server.jobs.recording_archiver import FAULTS
from server.jobs.task_registry import TASKS
from server.meeting.actor import WORKER
from server.meeting.database_errors import DATABASE_ERRORS
from server.meeting.db import open_database
from server.meeting.owner_connection import Connection, connected

SECTIONS = {
    "Server": server_checks.CHECKS,
    "Schema": schema_checks.CHECKS,
    "Care": maintenance_checks.CHECKS,
}
JOBS = "is the jobs process running? parley doctor"


async def print_status(url: str) -> int:
    """Print all sections; returns 1 when a check failed."""
    screen = console()
    async with connected(url) as connection:
        if not await connection.fetchval("SELECT to_regclass('public.maintenance_runs') IS NOT NULL"):
            _print(screen, "Server", await lines_of("Server", connection))
            _print(
                screen, "Schema", [StatusLine("migrations", "not up to date", False, schema_checks.MIGRATE)]
            )
            return 1
        sections = {name: await lines_of(name, connection) for name in SECTIONS}
    async with open_database(url, role=WORKER, pool_size=1):
        tasks = await task_standings(TASKS, datetime.now(UTC))
    for name, lines in sections.items():
        _print(screen, name, lines)
    _print_tasks(screen, tasks)
    ill = any(line.fine is False for lines in sections.values() for line in lines)
    return 1 if ill or any(each.overdue for each in tasks) else 0


async def lines_of(section: str, connection: Connection) -> list[StatusLine]:
    """Run a section's checks; one that this role may not run gives a line that says so."""
    found: list[StatusLine] = []
    for check in SECTIONS[section]:
        try:
            found += await check(connection)
        except DATABASE_ERRORS as error:
            found.append(
                StatusLine(check.__name__.replace("_", " "), f"unknown: {type(error).__name__}", None)
            )
    return found


def _print(screen: Console, title: str, lines: list[StatusLine]) -> None:
    screen.print(title, style="bold")
    for line in lines:
        screen.print(f"  {MARKS[line.fine]} {line.what:<15} {line.how}", soft_wrap=False)
        if line.fine is not True and line.fix:
            screen.print(f"    {'':<15} → {line.fix}")


def _print_tasks(screen: Console, tasks: list[TaskStanding]) -> None:
    screen.print("Maintenance (UTC)", style="bold")
    table = grid("  ", "task", "last run", "took", "what it did", "due", wraps="what it did")
    for each in tasks:
        table.add_row(
            f"  {MARKS[_fine(each)]}",
            each.task.name,
            *_last(each),
            "overdue" if each.overdue else moment(each.due),
        )
    screen.print(table)
    if any(each.overdue for each in tasks) or all(each.since is None for each in tasks):
        screen.print(f"    → {JOBS}")


def _fine(standing: TaskStanding) -> bool | None:
    if standing.overdue or (standing.last is not None and standing.last.outcome == "failed"):
        return False
    return True if standing.last is not None and not FAULTS & standing.last.counts.keys() else None


def _last(standing: TaskStanding) -> tuple[str, str, str]:
    run = standing.last
    if run is None:
        return "never", "", "" if standing.since else "not scheduled"
    took = in_one_unit((run.finished_at - run.started_at).total_seconds()) if run.finished_at else ""
    did = ", ".join(f"{name} {number(count)}" for name, count in run.counts.items() if count)
    told = {"done": did or "nothing due", "failed": f"failed: {run.error}"}.get(run.outcome, run.outcome)
    return moment(run.started_at), took, told
