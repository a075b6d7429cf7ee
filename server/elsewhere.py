"""Which services are on other machines, by the addresses we reach them at."""

import ipaddress
from urllib.parse import parse_qs, unquote, urlsplit

import psutil

from server.origins import OriginError, host_of, is_this_machine

EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104  nothing is bound


def elsewhere(host: str, site: str = "") -> str:
    """The host if it is another machine; empty for ours, by address or the site's name, and for sockets."""
    here = (
        is_this_machine(host)
        or host in EVERY_ADDRESS
        or host.startswith(("/", "@"))
        or (bool(site) and _spelled(host) == _spelled(urlsplit(site).hostname or ""))
        or _is_own_address(host)
    )
    return "" if here else host


def host_elsewhere(url: str, site: str = "") -> str:
    """The host of a service at a URL if it is on another machine; empty on this one."""
    return elsewhere(urlsplit(url).hostname or "", site)


def database_elsewhere(url: str, site: str = "") -> str:
    """The hosts of a PostgreSQL on other machines: a URL may name several, also as `?host=`."""
    parts = urlsplit(url)
    named = unquote(parts.netloc.rpartition("@")[2]).split(",")
    named += [host for value in parse_qs(parts.query).get("host", []) for host in value.split(",")]
    hosts = [each if each.startswith("/") else urlsplit(f"//{each}").hostname or "" for each in named]
    return ", ".join(dict.fromkeys(filter(None, (elsewhere(each, site) for each in hosts))))


def _spelled(host: str) -> str:
    try:
        return host_of(host)
    except OriginError:
        return host.lower()


def _is_own_address(host: str) -> bool:
    try:
        wanted = ipaddress.ip_address(host)
    except ValueError:
        return False
    ours = (each.address.partition("%")[0] for known in psutil.net_if_addrs().values() for each in known)
    return str(wanted).partition("%")[0] in ours
