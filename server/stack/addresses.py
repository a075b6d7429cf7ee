"""Hosts and ports: check addresses, claim ports, probe servers."""

import errno
import os
import socket

import psutil
from aiohttp import ClientError, ClientSession, ClientTimeout

from server.operator_error import OperatorError
from server.stack.child_process import cannot_listen, free_port

ANY = ("0.0.0.0", "::")  # noqa: S104  compared with, never bound to
OK = 200


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches `host`."""
    return host in ("localhost", "::1") or host.startswith("127.")


def reach(host: str) -> str:
    """Return the address at which this machine reaches a server that listens on `host`."""
    return "127.0.0.1" if host in ANY or host == "localhost" else host


def own_address() -> str:
    """Return the address other machines see; loopback without a network. Sends no packet."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # RFC 5737: an address for documentation
        except OSError:
            return "127.0.0.1"
        address: str = probe.getsockname()[0]
        return address


async def answers(url: str) -> bool:
    """Whether an HTTP server answers 200 at `url`."""
    try:
        async with ClientSession(timeout=ClientTimeout(total=2)) as session, session.get(url) as response:
            return response.status == OK
    except (ClientError, TimeoutError, OSError):
        return False


def claim(port: int, host: str) -> int:
    """Return the port if it is free, any free one for 0; raises OperatorError naming its owner."""
    if port == 0:
        return free_port()
    match cannot_listen(port, "127.0.0.1" if host == "localhost" else host):
        case 0:
            return port
        case errno.EADDRINUSE:
            raise OperatorError(f"port {port} is taken{_holder(port)}", f"parley up --port {port + 1}")
        case errno.EACCES:
            raise OperatorError(f"only root may listen on port {port}", "parley up --port 8000")
        case number:
            raise OperatorError(
                f"cannot listen on {host}: {os.strerror(number)}", "parley up --host 127.0.0.1"
            )


def prefer(port: int, host: str) -> int:
    """Return the port if it is free; on loopback, where only we use it, else another one."""
    return port if not is_loopback(host) or cannot_listen(port) == 0 else free_port()


def _holder(port: int) -> str:
    try:
        for connection in psutil.net_connections("inet"):
            if connection.status == psutil.CONN_LISTEN and connection.pid and port in connection.laddr:
                return f" by {psutil.Process(connection.pid).name()} (process {connection.pid})"
    except psutil.Error:
        pass
    return ""
