"""Where everything of one stack listens: chosen before anything starts, and the same at the next start."""

import errno
import json
import socket
from dataclasses import asdict, dataclass

from server.files import write_private
from server.operator_error import OperatorError
from server.stack.addresses import claim, holder
from server.stack.child_process import cannot_listen, free_port
from server.stack.layout import Layout
from server.stack.request import Request

USUAL_PORTS = (7880, 7881, 7882)
"""LiveKit's own: signalling, TCP and UDP for media."""
PAGES = ("agent", "minutes", "jobs", "whisper", "wal")
"""Processes whose health pages and metrics are on ports of their own."""
EVERYWHERE = "::"
"""Taken by a socket on any address of this machine, of either family."""
WITHOUT_IPV6 = "0.0.0.0"  # noqa: S104  tried, never served on
_reserved: list[socket.socket] = []
"""Held while this process lives."""


@dataclass(frozen=True)
class Ports:
    """One number for each thing that listens."""

    web: int
    livekit: int
    livekit_tcp: int
    livekit_udp: int
    agent: int
    minutes: int
    jobs: int
    whisper: int
    wal: int

    @classmethod
    def choose(cls, request: Request, layout: Layout) -> "Ports":
        """Named ports, else those of the last start, else the usual ones where they are free, else any."""
        web = claim(request.port, request.host)
        kept, usual = _kept(layout), USUAL_PORTS if request.port != 0 else (0, 0, 0)
        chosen = cls(
            web=web,
            livekit=_choose("livekit", None, kept, usual[0], fixed=False),
            livekit_tcp=_choose("livekit_tcp", request.tcp_port, kept, usual[1], fixed=request.is_public),
            livekit_udp=_choose("livekit_udp", request.udp_port, kept, usual[2], fixed=request.is_public),
            **{name: _choose(name, None, kept, 0, fixed=False) for name in PAGES},
        )
        write_private(layout.data / "ports.json", json.dumps(asdict(chosen)))
        return chosen


def _kept(layout: Layout) -> dict[str, int]:
    try:
        kept = json.loads((layout.data / "ports.json").read_text())
        return {str(name): int(port) for name, port in kept.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def _choose(name: str, named: int | None, kept: dict[str, int], usual: int, *, fixed: bool) -> int:
    """`fixed`: a firewall may have been opened for the port of the last start, so another will not do."""
    udp = name.endswith("_udp")
    for wanted, must in ((named, True), (kept.get(name), fixed), (usual, False)):
        if not wanted:
            continue
        if _is_free(wanted, udp=udp) and _reserve(wanted, udp=udp):
            return wanted
        if must:
            kind, option = ("UDP", "--udp-port") if udp else ("TCP", "--tcp-port")
            raise OperatorError(
                f"{kind} port {wanted} for media is taken{holder(wanted, udp=udp)}",
                f"stop that, or parley up {option} {free_port()}",
            )
    port = free_port()
    _reserve(port, udp=udp)
    return port


def _is_free(port: int, *, udp: bool) -> bool:
    fault = cannot_listen(port, EVERYWHERE, udp=udp)
    if fault in (errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL):
        fault = cannot_listen(port, WITHOUT_IPV6, udp=udp)
    return fault == 0


def _reserve(port: int, *, udp: bool) -> bool:
    """Keep other stacks off a port from now on: what it is for starts to listen only later.

    The name is of the kernel's network namespace, as ports are, and goes when this process does.
    """
    held = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        held.bind(f"\0parley-port-{'udp' if udp else 'tcp'}-{port}")
    except OSError:
        held.close()
        return False
    _reserved.append(held)
    return True
