"""What `parley db status` and `sizes` show, and what they call wrong."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from server.database.sizes import SIZES
from server.database.status import print_status
from server.meeting.db import execute, fetch
from tests.integration.database.conftest import WIDTH, parley

WRONG = {
    "a migration pending": ("DELETE FROM migration WHERE name LIKE '%01:10:00%'", "pending: m0010_policies"),
    "a later Parley's": ("INSERT INTO migration (name, app_name) VALUES ('2999', 'parley')", "1 of a later"),
    "a table left open": ("ALTER TABLE users NO FORCE ROW LEVEL SECURITY", "not forced on users"),
    "a table of another": ("ALTER TABLE rooms OWNER TO CURRENT_USER", "not parley_owner's: rooms"),
    "an index half made": (
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'rooms_hosted'::regclass",
        "not valid: public.rooms_hosted",
    ),
    "no months ahead": (
        "DO $$ DECLARE part regclass; BEGIN FOR part IN SELECT inhrelid FROM pg_inherits"
        " WHERE inhparent = 'audit_events'::regclass AND inhrelid::regclass::text ~ '_20'"
        " LOOP EXECUTE 'DROP TABLE ' || part; END LOOP; END $$",
        "audit months",
    ),
    "an overdue task": (
        "INSERT INTO pgqueuer_schedules (expression, entrypoint, created)"
        " VALUES ('35 3 * * *', 'cleanup_expired_sessions', now() - interval '9 days')",
        "overdue",
    ),
    "a task that failed": (
        "INSERT INTO maintenance_runs (task, tick, outcome, error, finished_at)"
        " VALUES ('cleanup_expired_sessions', now(), 'failed', 'DiskFullError', now())",
        "failed: DiskFullError",
    ),
}


async def shown(url: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Give exit code and text."""
    code = await print_status(url)
    return code, " ".join(capsys.readouterr().out.split())


async def test_all_is_well(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A database that was just made has nothing wrong with it."""
    code, text = await shown(url, capsys)
    assert "✗" not in text
    assert code == 0
    assert "none pending" in text
    assert "forced on every table" in text


@pytest.mark.parametrize("what", WRONG)
async def test_called_wrong(what: str, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each thing that is wrong is a line with a cross, and names what it is."""
    statement, told = WRONG[what]
    await execute(statement)
    _, text = await shown(url, capsys)
    assert told in text
    assert "✗" in text


async def test_wrong_is_an_exit_code(url: str) -> None:
    """A script learns from the exit code that something is wrong."""
    await execute("ALTER TABLE users NO FORCE ROW LEVEL SECURITY")
    assert (await parley("status", DATABASE_URL=url)).code == 1


async def test_not_migrated(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A database without our tables is told to be migrated."""
    await execute("DROP TABLE maintenance_runs")
    code, text = await shown(url, capsys)
    assert (code, "parley migrate" in text) == (1, True)


async def test_runs_are_shown(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Of each task: when it ran last, how long, what it did."""
    await execute(
        "INSERT INTO maintenance_runs (task, tick, started_at, finished_at, outcome, counts) VALUES"
        " ('cleanup_expired_sessions', '2026-03-02 03:35Z', '2026-03-02 03:35Z', '2026-03-02 03:36:30Z',"
        " 'done', '{\"deleted\": 1200}')"
    )
    _, text = await shown(url, capsys)
    assert "cleanup_expired_sessions 03-02 03:35 1.5 min deleted 1,200" in text


@pytest.mark.parametrize("task", ["status", "sizes"])
async def test_fits_a_terminal(task: str, url: str) -> None:
    """No line is longer than eighty columns."""
    said = await parley(task, DATABASE_URL=url)
    assert said.code == 0, said
    assert max(map(len, said.out.splitlines())) <= WIDTH


async def test_no_statement_is_shown(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Of the longest transaction its age and whose it is are shown, never what it asks."""
    other = await asyncpg.connect(url, server_settings={"application_name": "somebody"})
    try:
        async with other.transaction():
            await other.execute("SELECT 'a secret word'")
            _, text = await shown(url, capsys)
    finally:
        await other.close()
    assert "somebody" in text
    assert "secret" not in text


async def test_sizes_are_the_documents(url: str) -> None:
    """Each table has the size the document's query gives it, a partitioned one that of its parts."""
    document = {
        row["tablename"]: row["size"]
        for row in await fetch(
            "SELECT tablename, pg_total_relation_size(tablename::regclass) AS size FROM pg_tables"
            " WHERE schemaname = 'public'"
        )
    }
    ours = {row["name"]: row["total"] for row in await fetch(SIZES)}
    audit = sum(size for name, size in document.items() if name.startswith("audit_events"))
    assert ours.pop("audit_events") == audit
    assert ours == {name: document[name] for name in ours}
    assert len(ours) == len([name for name in document if not name.startswith("audit_events")])


async def test_no_sizes_without_tables(postgres_url: str) -> None:
    """Where there are no tables yet, it says what makes them."""
    said = await parley("sizes", DATABASE_URL=urlsplit(postgres_url)._replace(path="/postgres").geturl())
    assert (said.code, said.out) == (1, "")
    assert "parley migrate" in said.err


async def test_nothing_runs(tmp_path: Path) -> None:
    """Where no database is named and no stack runs, it says so and what would help."""
    said = await parley("status", "--data", str(tmp_path))
    assert (said.code, said.out) == (1, "")
    assert said.err == (
        f"parley: DATABASE_URL is not set, and no stack runs on {tmp_path} — fix: parley up\n"
    )


async def test_finds_the_running_stack(url: str, tmp_path: Path) -> None:
    """Without a name it takes the database of the stack that runs on these data."""
    (tmp_path / "stack.json").write_text(json.dumps({"url": "", "env": {"OWNER_DATABASE_URL": url}}))
    said = await parley("sizes", PARLEY_DATA=str(tmp_path))
    assert said.code == 0
    assert "maintenance_runs" in said.out
