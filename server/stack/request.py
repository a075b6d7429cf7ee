"""What the operator asks of `parley up`: read, written in one way, or refused before anything is started."""

import ipaddress
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import psutil

from server.operator_error import OperatorError
from server.origins import OriginError, host_of, is_this_machine, origin_of
from server.stack.addresses import ANY, own_addresses

HIGHEST_PORT = 65535
ENOUGH_MEMORY_BYTES = 8 << 30


@dataclass(frozen=True)
class Request:
    """What was asked for; `url` is an origin as browsers write it, `host` an address without brackets."""

    host: str = "127.0.0.1"
    port: int = 8000
    url: str | None = None
    small: bool = False
    node_ips: tuple[str, ...] = ()
    """Where other machines find the media, where this machine cannot know it: behind a NAT."""
    udp_port: int | None = None
    tcp_port: int | None = None

    def origin(self, port: int) -> str:
        """The address people type, where the operator named none."""
        if self.url:
            return self.url
        if self.host in ("localhost", "127.0.0.1"):
            return origin_of(f"http://localhost:{port}")
        host = next(iter(own_addresses()), "127.0.0.1") if self.host in ANY else self.host
        try:
            return origin_of(f"http://{host_of(host)}:{port}")
        except OriginError as fault:
            raise OperatorError(f"--host {fault}", "parley up --url https://meet.example.org") from fault

    @property
    def is_small(self) -> bool:
        """Whether to save memory: asked for, or this machine has little."""
        return self.small or psutil.virtual_memory().total < ENOUGH_MEMORY_BYTES

    @property
    def is_public(self) -> bool:
        """Whether other machines are served: directly, or by a reverse proxy on this one."""
        named = bool(self.url) and not is_this_machine(urlsplit(self.url or "").hostname or "")
        return named or not is_this_machine(self.host)

    @property
    def media_addresses(self) -> tuple[str, ...]:
        """Where media are listened for, the default route's first; none: only on loopback."""
        if not self.is_public:
            return ()
        ours = own_addresses()
        if self.host not in ANY and self.host in ours:
            ours = (self.host,)
        elif self.node_ips:
            versions = {ipaddress.ip_address(each).version for each in self.node_ips}
            same = tuple(each for each in ours if each in self.node_ips)
            ours = same or tuple(
                next(each for each in ours if ipaddress.ip_address(each).version == version)
                for version in versions
                if any(ipaddress.ip_address(each).version == version for each in ours)
            )
        if not ours:
            raise OperatorError("this machine has no address that others could reach", "ip address")
        return ours


def requested(
    *, host: str, port: int, url: str | None, small: bool, node_ip: str | None, udp_port: int | None,
    tcp_port: int | None, environ: Mapping[str, str] = os.environ,
) -> Request:  # fmt: skip
    """Read the options, and the variables where an option was not given; raises OperatorError."""
    address = node_ip or environ.get("PARLEY_NODE_IP", "")
    name, told = ("--url", url) if url else ("PARLEY_URL", environ.get("PARLEY_URL") or None)
    return Request(
        _host(host),
        _port("--port", port, lowest=0),
        _origin(name, told),
        small,
        _node_ips("--node-ip" if node_ip else "PARLEY_NODE_IP", address),
        _media_port("--udp-port", udp_port, "PARLEY_UDP_PORT", environ),
        _media_port("--tcp-port", tcp_port, "PARLEY_TCP_PORT", environ),
    )


def _host(text: str) -> str:
    host = text.strip().removeprefix("[").removesuffix("]")
    if not host or any(mark in host for mark in "/@ ") or (":" in host and host.count(":") == 1):
        raise OperatorError(
            "--host must be an address of this machine, without scheme and port", "parley up --host 0.0.0.0"
        )
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise OperatorError(
            "--host must be an address of this machine, or a name that leads to one",
            "parley up --host 0.0.0.0",
        ) from None
    return "localhost" if host.lower() == "localhost" else str(found[0][4][0])


def _port(name: str, port: int, *, lowest: int) -> int:
    if not lowest <= port <= HIGHEST_PORT:
        raise OperatorError(
            f"{name} must be a number from {lowest} to {HIGHEST_PORT}", f"parley up {name} 8000"
        )
    return port


def _media_port(option: str, given: int | None, variable: str, environ: Mapping[str, str]) -> int | None:
    if given is not None:
        return _port(option, given, lowest=1)
    told = environ.get(variable, "").strip()
    if not told:
        return None
    if not (told.isascii() and told.isdigit() and 1 <= int(told) <= HIGHEST_PORT):
        raise OperatorError(
            f"{variable} must be a number from 1 to {HIGHEST_PORT}", "unset the variable, or correct it"
        )
    return int(told)


def _origin(name: str, told: str | None) -> str | None:
    if told is None:
        return None
    try:
        return origin_of(told)
    except OriginError as fault:
        raise OperatorError(f"{name} {fault}", "parley up --url https://meet.example.org") from fault


def _node_ips(name: str, told: str) -> tuple[str, ...]:
    """One IPv4 address, one IPv6 address, or both with a comma between."""
    fix = "parley up --node-ip 203.0.113.7"
    found = []
    for part in filter(None, told.split(",")):
        try:
            address = ipaddress.ip_address(part.strip())
        except ValueError:
            raise OperatorError(f"{name} must be an IP address, or two with a comma between", fix) from None
        if address.is_loopback or address.is_unspecified or address.is_multicast or address.is_link_local:
            raise OperatorError(f"{name} must be an address that other machines reach", fix)
        found.append(address)
    if len({address.version for address in found}) < len(found):
        raise OperatorError(f"{name} may name one IPv4 and one IPv6 address", fix)
    return tuple(map(str, found))
