"""Child processes, each in its own process group, with its output in a file; they die with their parent."""

import asyncio
import contextlib
import os
import secrets
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from server.operator_error import OperatorError

STOP_S = 4.0
"""Time between the stop signal and SIGKILL."""
FIRST_PORT, TRIED_PORTS = 10_000, 100
"""Lower ports belong to well-known services."""
EPHEMERAL_RANGE, DEFAULT_FIRST_EPHEMERAL = Path("/proc/sys/net/ipv4/ip_local_port_range"), 32_768
"""The ephemeral ports: the kernel may give them to outgoing connections at any moment."""
_given: set[int] = set()


def free_port(host: str = "127.0.0.1") -> int:
    """Return a port, free for TCP and UDP, below the ephemeral range; a different one each time."""
    for port in secrets.SystemRandom().sample(range(FIRST_PORT, first_ephemeral()), k=TRIED_PORTS):
        if port not in _given and cannot_listen(port, host) == 0 == cannot_listen(port, host, udp=True):
            _given.add(port)
            return port
    raise OperatorError("no port is free", "ss --listening --numeric")


def first_ephemeral() -> int:
    """Return the first ephemeral port."""
    try:
        return max(FIRST_PORT + TRIED_PORTS, int(EPHEMERAL_RANGE.read_text().split()[0]))
    except OSError:
        return DEFAULT_FIRST_EPHEMERAL


def cannot_listen(port: int, host: str = "127.0.0.1", *, udp: bool = False) -> int:
    """Return the errno of listening on `host:port`; 0 if a server could."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM if udp else socket.SOCK_STREAM) as probe:
        if not udp:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            return fault.errno or -1
        return 0


def last_line(log: Path) -> str:
    """Return the log's last line, for an error message."""
    try:
        lines = log.read_text(errors="replace").strip().splitlines()
    except OSError:
        return ""
    return lines[-1][:300] if lines else ""


@dataclass
class Child:
    """A child process, leader of its own process group, which is killed with it."""

    name: str
    process: asyncio.subprocess.Process
    log: Path
    stop_signal: signal.Signals
    stop_s: float
    gone: bool = False
    """Stopped and reaped; another process may have its id by now."""

    @property
    def running(self) -> bool:
        """Whether it has not exited yet."""
        return self.process.returncode is None

    def died(self) -> OperatorError:
        """Return the error for its exit, with its last log line."""
        said = last_line(self.log)
        if "no space left" in said.lower():
            return OperatorError(f"{self.name} stopped: the disk is full", f"df -h {self.log.parent}")
        code = self.process.returncode
        cause = f": {said}" if said and code != -signal.SIGKILL else ""  # a killed process logs no cause
        return OperatorError(f"{self.name} stopped with code {code}{cause}", f"tail {self.log}")

    async def stop(self, within_s: float | None = None) -> None:
        """Send the stop signal, wait, then kill; on return the whole group is gone."""
        if self.gone:
            return
        if self.running:
            self.process.send_signal(self.stop_signal)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.process.wait(), within_s or self.stop_s)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        await self.process.wait()
        self.gone = True


@dataclass(frozen=True)
class Program:
    """How to start a child, any number of times, and how to check that it is ready."""

    name: str
    start: Callable[[], Awaitable[Child]]
    answers: Callable[[], Awaitable[bool]]
    within_s: float

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[Child]:
        """Run it once while the block runs; yields the child when it is ready."""
        child = await self.start()
        try:
            await ready(child, self.answers, self.within_s)
            yield child
        finally:
            await child.stop()


async def start(
    name: str,
    argv: Sequence[str],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    stop_signal: signal.Signals = signal.SIGTERM,
    stop_s: float = STOP_S,
    if_orphaned: signal.Signals = signal.SIGKILL,
    inherited: Sequence[socket.socket] = (),
) -> Child:
    """Start `argv`; the kernel sends it `if_orphaned` when this process dies, even by SIGKILL.

    The child gets the sockets `inherited` under the same descriptors.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            "setpriv",
            f"--pdeathsig={if_orphaned.name.removeprefix('SIG')}",
            "--",
            *argv,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=asyncio.subprocess.STDOUT,
            env=env,
            cwd=cwd,
            process_group=0,
            pass_fds=[each.fileno() for each in inherited],
        )
    return Child(name, process, log, stop_signal, stop_s)


async def ready(child: Child, answers: Callable[[], Awaitable[bool]], within_s: float | None) -> None:
    """Wait until `answers()` is true; raises OperatorError if the child dies or the time is up.

    `within_s` None: no time limit.
    """
    exited = asyncio.ensure_future(child.process.wait())
    try:
        async with asyncio.timeout(within_s):
            while not await answers():
                await asyncio.wait({exited}, timeout=0.05)
                if exited.done():
                    raise child.died()
    except TimeoutError:
        raise OperatorError(
            f"{child.name} was not ready after {within_s or 0:.0f} s", f"tail {child.log}"
        ) from None
    finally:
        exited.cancel()
