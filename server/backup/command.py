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
    """Run the task and return its exit code; `data` is the data directory of the stack that is backed up."""
    try:
        return _carry_out(given, context, data, recover)
    except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise OperatorError(f"the database reports: {error}", "parley doctor") from error
    except STORE_ERRORS as error:
        what = str(error).strip().splitlines()[0]
        raise OperatorError(
            f"the store or the disk reports: {what}", "df -h, PARLEY_BACKUPS or AWS_*"
        ) from error


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
    kind = f"increment of {done.base}" if done.base else "full backup"
    took = f"{(done.ended - done.began).total_seconds():.1f} s"
    console.print(f"{done.id}: {kind}, {decimal(done.bytes)} in {took}, {_recordings(len(done.recordings))}")
    return 0


async def _list(context: BackupContext, console: Console) -> int:
    known, unreadable = await catalogue_of(context.store)
    for key in unreadable:
        console.print(f"✗ {key}: the record cannot be read")
    if not known:
        raise OperatorError("there is no backup", "parley backup now, or PARLEY_BACKUPS")
    table = Table("backup", "ended", "size", "increment of", "", box=None, pad_edge=False)
    for each in known:
        broken = "" if chain_of(each, known) else "incomplete"
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
    console.print("--to also takes the name of a backup, for the state at its end")
    return 0 if whole and not unreadable else 1


def reach(line: Timeline, whole: Sequence[Backup], names: Sequence[str]) -> str:
    """Describe the times a timeline can be restored to: from the first backup with its log to the end."""
    if line.until is None:
        return "no write-ahead log is stored: --to takes only the names of backups"
    there = line.segments(names)
    leading = [b for b in whole if line.leads_from(b) and segment_ending_at(b.end_lsn) in there]
    if not leading:
        return f"the log from {format_time(line.since)} on cannot be used: no backup precedes it"
    begin, end = (
        max(format_time_rounded_up(leading[0].ended), format_time(line.since)),
        format_time(line.until),
    )
    if end < begin:
        return f"any time from {begin} on can be restored soon; the log reaches {end} so far"
    return f"any time from {begin} to {end} can be restored"


async def _verify(context: BackupContext, console: Console, backup_id: str | None) -> int:
    with _bar(console, "reading") as progress:
        faults = await verify(context, backup_id, progress)
    for fault in faults:
        console.print(f"✗ {fault.what}: {fault.why}")
    if not faults:
        console.print("all files are complete and unchanged")
    return 1 if faults else 0


async def _restore(
    context: BackupContext, console: Console, to: datetime | str | None, into: Path, recover: Recover
) -> int:
    with _bar(console, "restoring") as progress:
        done = await restore(context.store, to, into, recover, progress)
    _print_result(console, done, to, into)
    return 1 if done.lost or done.breaks_off else 0


def _recordings(count: int) -> str:
    return f"{count or 'no'} recording{'' if count == 1 else 's'}"


def _print_result(console: Console, done: Restored, to: datetime | str | None, into: Path) -> None:
    what = "the latest state in the log"
    if to is not None:
        what = f"the state at {format_time(to)}" if isinstance(to, datetime) else "the state at its end"
    console.print(f"restored {what} from {done.backup.id} into {into}, with {_recordings(done.recordings)}")
    if done.last_change is not None:
        console.print(f"the last change in it was made at {done.last_change:%F %T.%f}+00")
    if done.breaks_off:
        console.print(
            "✗ part of the log is missing, so later changes are not restored: parley backup verify names it"
        )
    for path in done.lost:
        console.print(f"✗ recordings/{path}: missing or changed in the store")
    if done.backup.keys:
        console.print(
            f"its encrypted data needs the keys {', '.join(done.backup.keys)}, which no backup contains:"
        )
        console.print(f"copy your key file to {into}/keys")
    console.print("start it with:")
    console.print(f"parley up --data {shlex.quote(str(into))}")
