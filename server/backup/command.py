"""`parley backup`: run one task and print its result."""

import argparse
import asyncio
import shlex
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
from rich.console import Console
from rich.filesize import decimal
from rich.table import Table

from server.backup.backup_context import BackupContext
from server.backup.base_backup import take_base_backup
from server.backup.catalogue import Backup, catalogue_of, chain_of, format_time, format_time_rounded_up
from server.backup.restore import Recover, Restored, parse_target, restore
from server.backup.timelines import Timeline, timelines_in
from server.backup.verification import verify
from server.backup.wal_positions import segment_ending_at
from server.object_store.protocol import STORE_ERRORS
from server.operator_error import OperatorError
from server.progress_board import NO_STEP, ProgressBoard


def backup(given: argparse.Namespace, context: BackupContext, data: Path, recover: Recover) -> int:
    """Carry out the task; the exit code. `data` are those of the stack that is backed up."""
    try:
        return _carry_out(given, context, data, recover)
    except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise OperatorError(f"the database: {error}", "parley doctor") from error
    except STORE_ERRORS as error:
        what = str(error).strip().splitlines()[0]
        raise OperatorError(f"the store or the disk: {what}", "df -h, PARLEY_BACKUPS or AWS_*") from error


def _carry_out(given: argparse.Namespace, context: BackupContext, data: Path, recover: Recover) -> int:
    console = Console(highlight=False, soft_wrap=True)
    match given.task:
        case "now":
            return asyncio.run(_now(context, console, full=given.full))
        case "list":
            return asyncio.run(_list(context, console))
        case "verify":
            return asyncio.run(_verify(context, console, given.id))
        case _:
            to = parse_target(given.to) if given.to is not None else None
            into = (given.into or _beside(data, to)).absolute()
            return asyncio.run(_restore(context, console, to, into, recover))


def _beside(data: Path, to: datetime | str | None) -> Path:
    when = to if isinstance(to, str) else f"{to or datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    return data.with_name(f"{data.name}-{when}")


@contextmanager
def _bar(console: Console, name: str) -> Iterator[Callable[[float], None]]:
    board = ProgressBoard(console, line_after_s=NO_STEP)
    with board.shown(), board.step(name, 1.0) as bar:
        yield bar.at


async def _now(context: BackupContext, console: Console, *, full: bool) -> int:
    with _bar(console, "copying") as progress:
        done = await take_base_backup(context, full=full, progress=progress)
    rests = f", on {done.base}" if done.base else ""
    took = f"{(done.ended - done.began).total_seconds():.1f} s"
    console.print(f"{done.id}{rests}: {decimal(done.bytes)} in {took}, {len(done.recordings)} recordings")
    return 0


async def _list(context: BackupContext, console: Console) -> int:
    known, unreadable = await catalogue_of(context.store)
    for key in unreadable:
        console.print(f"✗ {key}: cannot be read")
    if not known:
        raise OperatorError("there is no backup", "parley backup now, or PARLEY_BACKUPS")
    table = Table("backup", "ended", "size", "rests on", "", box=None, pad_edge=False)
    for each in known:
        broken = "" if chain_of(each, known) else "BROKEN"
        table.add_row(
            each.id, format_time_rounded_up(each.ended), decimal(each.bytes), each.base or "", broken
        )
    console.print(table)
    whole = [each for each in known if chain_of(each, known)]
    lines = await timelines_in(context.store, known)
    kept = {log: await context.store.entries(log) for log in {line.log for line in lines}}
    for line in lines:
        names = [each.key.rpartition("/")[2] for each in kept[line.log]]
        console.print(reach(line, whole, names))
    console.print("--to also takes the name of a backup: as it was at its end")
    return 0 if whole and not unreadable else 1


def reach(line: Timeline, whole: Sequence[Backup], names: Sequence[str]) -> str:
    """Say to which moments a line leads: from the first backup behind which its log is there."""
    if line.until is None:
        return "no log is received: --to takes only the names of backups"
    there = line.segments(names)
    leading = [b for b in whole if line.leads_from(b) and segment_ending_at(b.end_lsn) in there]
    if not leading:
        return f"no backup leads to the log from {format_time(line.since)} on"
    begin, end = (
        max(format_time_rounded_up(leading[0].ended), format_time(line.since)),
        format_time(line.until),
    )
    if end < begin:
        return f"leads to each moment from {begin} on, soon: the log has come to {end}"
    return f"leads to each moment from {begin} to {end}"


async def _verify(context: BackupContext, console: Console, backup_id: str | None) -> int:
    with _bar(console, "reading") as progress:
        faults = await verify(context, backup_id, progress)
    for fault in faults:
        console.print(f"✗ {fault.what}: {fault.why}")
    if not faults:
        console.print("everything is as it was put there")
    return 1 if faults else 0


async def _restore(
    context: BackupContext, console: Console, to: datetime | str | None, into: Path, recover: Recover
) -> int:
    with _bar(console, "restoring") as progress:
        done = await restore(context.store, to, into, recover, progress)
    _say(console, done, to, into)
    return 1 if done.lost or done.breaks_off else 0


def _say(console: Console, done: Restored, to: datetime | str | None, into: Path) -> None:
    what = "as late as the log goes"
    if to is not None:
        what = f"as it was at {format_time(to)}" if isinstance(to, datetime) else "as it was at the end of it"
    console.print(f"{into} is {what}, from {done.backup.id}, with {done.recordings} recordings")
    if done.last_change is not None:
        console.print(f"its last change is of {done.last_change:%F %T.%f}+00")
    if done.breaks_off:
        console.print(
            "✗ the log was received further than it leads: parley backup verify names what is missing"
        )
    for path in done.lost:
        console.print(f"✗ recordings/{path}: is not in the store as it was put there")
    if done.backup.keys:
        console.print(f"its sealed texts open only with the keys {', '.join(done.backup.keys)},")
        console.print(f"which are not in a backup: put them into {into}/keys")
    console.print(f"parley up --data {shlex.quote(str(into))}")
