"""Which services are on other machines, by the addresses we reach them at."""

import ipaddress
import os
from functools import lru_cache
from time import monotonic
from urllib.parse import parse_qs, unquote, urlsplit

import psutil

from server.origins import OriginError, host_of, is_this_machine

EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104  nothing is bound
READ_AGAIN_S = 60
"""How long the addresses of this machine are taken for the same: pages ask for them several times each."""


def elsewhere(host: str, site: str = "") -> str:
    """The host if it is another machine; empty for ours, by address or the site's name, and for sockets."""
    reached = _unmapped(host)
    here = (
        is_this_machine(reached)
        or reached in EVERY_ADDRESS
        or host.startswith(("/", "@"))
        or (bool(site) and _spelled(host) == _spelled(urlsplit(site).hostname or ""))
        or _is_own_address(reached)
    )
    return "" if here else host


def host_elsewhere(url: str, site: str = "") -> str:
    """The host of a service at a URL if it is on another machine; empty on this one."""
    return elsewhere(urlsplit(url).hostname or "", site)


def database_elsewhere(url: str, site: str = "") -> str:
    """The hosts of a PostgreSQL on other machines: a URL names several, also as `?host=`; or PGHOST does."""
    parts = urlsplit(url)
    lists = [unquote(parts.netloc.rpartition("@")[2]), *parse_qs(parts.query).get("host", [])]
    named = (",".join(filter(None, lists)) or os.environ.get("PGHOST", "")).split(",")
    hosts = [each if each.startswith("/") else urlsplit(f"//{each}").hostname or "" for each in named]
    return ", ".join(dict.fromkeys(filter(None, (elsewhere(each, site) for each in hosts))))


def _spelled(host: str) -> str:
    try:
        return host_of(host)
    except OriginError:
        return host.lower()


def _unmapped(host: str) -> str:
    """An IPv4 address that is written as one of IPv6, as IPv4; anything else as it is."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    return str(getattr(address, "ipv4_mapped", None) or host)


def _is_own_address(host: str) -> bool:
    try:
        wanted = ipaddress.ip_address(host)
    except ValueError:
        return False
    return str(wanted).partition("%")[0] in _own_addresses(int(monotonic() // READ_AGAIN_S))


@lru_cache(maxsize=1)
def _own_addresses(_while: int) -> frozenset[str]:
    known = (each for of_one in psutil.net_if_addrs().values() for each in of_one)
    return frozenset(each.address.partition("%")[0] for each in known)
