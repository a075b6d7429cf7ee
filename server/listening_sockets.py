"""Listening sockets that a supervisor opens and its child process serves, as in systemd's socket activation.

They outlive the child: while it restarts, the kernel queues clients' connections instead of refusing them.
"""

import errno
import socket
from collections.abc import Iterable, Mapping
from typing import Any

INHERITED = "PARLEY_LISTEN_FDS"
"""Environment variable: the file descriptors of the child's listening sockets, separated by commas."""
BACKLOG = 1024
"""Connections that wait to be accepted; the kernel bounds it by net.core.somaxconn."""
ALL_INTERFACES = ("0.0.0.0", "::")  # noqa: S104  what the operator asks for by `::`
_FAMILY_MISSING = (errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL)


def open_sockets(host: str, port: int) -> list[socket.socket]:
    """Listen on every address of `host`, for `::` on IPv4 too; raises OSError.

    Addresses of a family that this machine lacks are left out, unless there are no others.
    """
    opened: list[socket.socket] = []
    missing: OSError | None = None
    try:
        for family, address in _addresses(ALL_INTERFACES if host == "::" else (host,), port):
            try:
                opened.append(socket.create_server(address, family=family, backlog=BACKLOG))
            except OSError as error:
                if error.errno not in _FAMILY_MISSING:
                    raise
                missing = error
        if missing is not None and not opened:
            raise missing
    except BaseException:
        close_sockets(opened)
        raise
    return opened


def inherited_sockets(env: Mapping[str, str]) -> list[socket.socket]:
    """Return the sockets that the parent process listens on; none if this process has to open its own."""
    descriptors = env.get(INHERITED, "").split(",")
    return [socket.socket(fileno=int(descriptor)) for descriptor in descriptors if descriptor]


def close_sockets(sockets: Iterable[socket.socket]) -> None:
    """Close this process's descriptors."""
    for each in sockets:
        each.close()


def _addresses(hosts: Iterable[str], port: int) -> Iterable[tuple[socket.AddressFamily, tuple[Any, ...]]]:
    return dict.fromkeys(
        (family, address)
        for host in hosts
        for family, _, _, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    )
