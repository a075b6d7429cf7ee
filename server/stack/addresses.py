"""Hosts and ports: check addresses, claim ports, probe servers."""

import errno
import ipaddress
import os
import re
import socket

import psutil
from aiohttp import ClientError, ClientSession, ClientTimeout

from server.operator_error import OperatorError
from server.stack.child_process import cannot_listen, free_port

ANY = ("0.0.0.0", "::")  # noqa: S104  compared with, never bound to
OK = 200
BRIDGE = re.compile(r"(docker|br-|veth|virbr|cni|flannel|cali|lxcbr|lxdbr|podman)")
"""Interfaces that lead to containers of this machine, not to other machines."""


def reach(host: str) -> str:
    """Where this machine finds a server that listens on `host`, as URLs write it."""
    if host in ANY or host == "localhost":
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def own_addresses() -> tuple[str, ...]:
    """The addresses other machines may see, those of the default route first. Sends nothing."""
    routes = [_source(socket.AF_INET, "192.0.2.1"), _source(socket.AF_INET6, "2001:db8::1")]
    up = {name for name, state in psutil.net_if_stats().items() if state.isup}
    found = [
        address.address
        for name, addresses in psutil.net_if_addrs().items()
        if name in up and not BRIDGE.match(name)
        for address in addresses
        if address.family in (socket.AF_INET, socket.AF_INET6)
    ]
    return tuple(dict.fromkeys(each for each in [*filter(None, routes), *found] if _is_seen(each)))


def _source(family: socket.AddressFamily, far: str) -> str:
    """The address packets to `far`, an address of documentation (RFC 5737, RFC 3849), would come from."""
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((far, 9))
            return str(probe.getsockname()[0])
    except OSError:
        return ""


def _is_seen(address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return not (parsed.is_loopback or parsed.is_link_local or parsed.is_unspecified)


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
            raise OperatorError(f"port {port} is taken{holder(port)}", f"parley up --port {port + 1}")
        case errno.EACCES:
            raise OperatorError(f"only root may listen on port {port}", "parley up --port 8000")
        case number:
            raise OperatorError(
                f"cannot listen on {host}: {os.strerror(number)}", "parley up --host 127.0.0.1"
            )


def holder(port: int, *, udp: bool = False) -> str:
    """Who has a port, in words to go on with; nothing where that cannot be seen."""
    try:
        for connection in psutil.net_connections("inet"):
            ours = connection.type == (socket.SOCK_DGRAM if udp else socket.SOCK_STREAM)
            listens = udp or connection.status == psutil.CONN_LISTEN
            if ours and listens and connection.pid and port in connection.laddr:
                return f" by {psutil.Process(connection.pid).name()} (process {connection.pid})"
    except psutil.Error:
        pass
    return ""
