"""`parley backup`: what it prints."""

import argparse
import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.filesize import decimal
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from server.backup.catalogue import backups_in, chain_of, received_until, shown
from server.backup.restoring import Recover, moment, restore
from server.backup.site import Site
from server.backup.store import TROUBLE
from server.backup.taking import take
from server.backup.verifying import verify
from server.mending import MendableError


def backup(given: argparse.Namespace, site: Site, data: Path, recover: Recover) -> int:
    """Carry out the task; the exit code. `data` are those of the stack that is backed up."""
    try:
        return _carry_out(given, site, data, recover)
    except TROUBLE as error:
        what = str(error).strip().splitlines()[0]
        raise MendableError(f"the store or the disk: {what}", "df -h, PARLEY_BACKUPS or AWS_*") from error


def _carry_out(given: argparse.Namespace, site: Site, data: Path, recover: Recover) -> int:
    console = Console(highlight=False, soft_wrap=True)
    match given.task:
        case "now":
            return asyncio.run(_now(site, console, full=given.full))
        case "list":
            return asyncio.run(_list(site, console))
        case "verify":
            return asyncio.run(_verify(site, console, given.id))
        case _:
            to = moment(given.to) if given.to else None
            into = (given.into or _beside(data, to)).absolute()
            return asyncio.run(_restore(site, console, to, into, recover))


def _beside(data: Path, to: datetime | None) -> Path:
    return data.with_name(f"{data.name}-{to or datetime.now(UTC):%Y%m%dT%H%M%SZ}")


@contextmanager
def _bar(console: Console, name: str) -> Iterator[Callable[[float], None]]:
    columns = (TextColumn("  {task.description}"), BarColumn(30), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(name, total=1.0)
        yield lambda done: progress.update(task, completed=done)


async def _now(site: Site, console: Console, *, full: bool) -> int:
    with _bar(console, "copying") as progress:
        done = await take(site, full=full, progress=progress)
    rests = f", on {done.base}" if done.base else ""
    took = f"{(done.ended - done.began).total_seconds():.1f} s"
    console.print(f"{done.id}{rests}: {decimal(done.bytes)} in {took}, {len(done.recordings)} recordings")
    return 0


async def _list(site: Site, console: Console) -> int:
    known = await backups_in(site.store, site.work)
    table = Table("backup", "from", "size", "rests on", "", box=None, pad_edge=False)
    for each in known:
        broken = "" if chain_of(each, known) else "BROKEN"
        table.add_row(each.id, f"{shown(each.ended)}", decimal(each.bytes), each.base or "", broken)
    console.print(table)
    until = await received_until(site.store, site.work)
    if known:
        end = f" to {shown(until)}" if until else ", but no log is received: only to the end of each backup"
        console.print(f"leads to each moment from {shown(known[0].ended)}{end}")
    return 0 if known else 1


async def _verify(site: Site, console: Console, backup_id: str | None) -> int:
    with _bar(console, "reading") as progress:
        faults = await verify(site, backup_id, progress)
    for fault in faults:
        console.print(f"✗ {fault.what}: {fault.why}")
    if not faults:
        console.print("everything is as it was put there")
    return 1 if faults else 0


async def _restore(site: Site, console: Console, to: datetime | None, into: Path, recover: Recover) -> int:
    with _bar(console, "restoring") as progress:
        done = await restore(site.store, to, into, recover, progress)
    what = f"as it was at {shown(to)}" if to else "as late as the log goes"
    console.print(f"{into} is {what}, from {done.backup.id}, with {done.recordings} recordings")
    if done.backup.keys:
        console.print(f"its sealed texts open only with the keys {', '.join(done.backup.keys)},")
        console.print(f"which are not in a backup: put them into {into}/keys")
    console.print(f"parley up --data {into}")
    return 0
