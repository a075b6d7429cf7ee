"""A cable between two network namespaces that loses, delays and reorders packets, for kernels without netem.

    python -m tests.bench.impaired_link NAMESPACE NAMESPACE

Each end is a TUN device; this process forwards their packets. Every line of standard input sets the cable:
the share of packets lost, the least delay and the most that chance adds to it, in milliseconds.
"""

# ruff: noqa: S311  random choices, no secrets

import asyncio
import contextlib
import ctypes
import fcntl
import heapq
import os
import random
import select
import struct
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from tests.system.other_machines import PERSON, SERVER, Machine, program, run

CLONE_NEWNET = 0x40000000
TUNSETIFF = 0x400454CA
IFF_TUN, IFF_NO_PI = 0x0001, 0x1000
MAX_PACKET_BYTES = 65_535
DEVICE = "cable"
SEED = 1


@dataclass(frozen=True)
class Impairment:
    """What the cable does to a packet, in either direction."""

    loss: float = 0.0
    delay_ms: float = 0.0
    jitter_ms: float = 0.0


class Cable:
    """The control of the forwarding process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    def set(self, now: Impairment) -> None:
        """Change the cable."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{now.loss} {now.delay_ms} {now.jitter_ms}\n".encode())


@contextlib.asynccontextmanager
async def cable(server: Machine, person: Machine) -> AsyncIterator[Cable]:
    """Connect two machines; at first nothing is lost."""
    argv = [sys.executable, "-m", "tests.bench.impaired_link", server.name, person.name]
    process = await asyncio.create_subprocess_exec(
        *argv, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        assert await process.stdout.readline() == b"ready\n"
        for machine, address in ((server, SERVER), (person, PERSON)):
            await machine.run(program("ip"), "address", "add", f"{address}/24", "dev", DEVICE)
            await machine.run(program("ip"), "link", "set", DEVICE, "up")
        yield Cable(process)
    finally:
        process.kill()
        await process.wait()


@contextlib.asynccontextmanager
async def machine(name: str) -> AsyncIterator[Machine]:
    """Make a namespace with nothing but its loopback."""
    made = Machine(name)
    await run(program("ip"), "netns", "add", name)
    try:
        await made.run(program("ip"), "link", "set", "lo", "up")
        yield made
    finally:
        await run(program("ip"), "netns", "delete", name)


def enter(namespace: str) -> None:
    """Move this thread, and what it starts from now on, into a namespace."""
    with Path(f"/run/netns/{namespace}").open() as entered:
        if ctypes.CDLL(None, use_errno=True).setns(entered.fileno(), CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "setns")


def _tun(namespace: str) -> int:
    """Open a TUN device in a namespace, which this thread enters."""
    enter(namespace)
    end = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(end, TUNSETIFF, struct.pack("16sH22x", DEVICE.encode(), IFF_TUN | IFF_NO_PI))
    return end


def forward(ends: tuple[int, int]) -> None:
    """Forward until standard input is closed."""
    chance, now, order = random.Random(SEED), Impairment(), 0
    due: list[tuple[float, int, int, bytes]] = []
    while True:
        wait_s = max(0.0, due[0][0] - time.monotonic()) if due else None
        readable, _, _ = select.select([*ends, sys.stdin], [], [], wait_s)
        if sys.stdin in readable:
            line = sys.stdin.readline()
            if not line:
                return
            now = Impairment(*map(float, line.split()))
        for end, other in (ends, ends[::-1]):
            if end not in readable:
                continue
            with contextlib.suppress(OSError):
                packet = os.read(end, MAX_PACKET_BYTES)
                if chance.random() >= now.loss:
                    order += 1
                    delay_ms = now.delay_ms + chance.uniform(0, now.jitter_ms)
                    heapq.heappush(due, (time.monotonic() + delay_ms / 1000, order, other, packet))
        while due and due[0][0] <= time.monotonic():
            _, _, other, packet = heapq.heappop(due)
            with contextlib.suppress(OSError):  # a device that is down
                os.write(other, packet)


if __name__ == "__main__":
    both = (_tun(sys.argv[1]), _tun(sys.argv[2]))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    forward(both)
