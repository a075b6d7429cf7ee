"""A control group for work that may only use processors nobody else wants."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

CGROUPS = Path("/sys/fs/cgroup")
MEMBERSHIP = Path("/proc/self/cgroup")
ENTER = 'echo $$ > "$0/cgroup.procs" && exec "$@"'


@contextmanager
def idle_group() -> Iterator[Path | None]:
    """Yield the directory of a new group; None without the right or the kernel's support (Linux 5.15).

    `nice` would not do: the kernel shares processors between sessions first, and each process that our
    tests start is a session of its own.
    """
    group = next(filter(None, map(_created, _own_groups())), None)
    try:
        yield group
    finally:
        if group is not None:
            with suppress(OSError):  # a process that did not end keeps it
                group.rmdir()


def inside(group: Path, command: Sequence[str]) -> list[str]:
    """Return the command line that runs a command, and all that it starts, in a group."""
    return ["sh", "-c", ENTER, str(group), *command]


def _own_groups() -> Iterator[Path]:
    """The groups of this process that may have a processor controller, of either version."""
    with suppress(OSError):
        for line in MEMBERSHIP.read_text().splitlines():
            _, controllers, path = line.split(":", 2)
            if not controllers or "cpu" in controllers.split(","):
                yield CGROUPS / controllers / path.lstrip("/")


def _created(parent: Path) -> Path | None:
    group = parent / f"parley-{os.getpid()}"
    with suppress(OSError):
        group.mkdir()
        if (idle := group / "cpu.idle").exists():
            idle.write_text("1")
            return group
        group.rmdir()
    return None
