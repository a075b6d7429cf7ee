"""Parse the public origin, and write it exactly as browsers do in `Origin`."""

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

import idna

OWN_PORTS = {"http": 80, "https": 443}
EXAMPLE = "https://meet.example.org"
LONGEST_HOST, LONGEST_LABEL = 253, 63
"""RFC 1035, section 2.3.4."""
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?")
_BLANK_OR_CONTROL = re.compile(r"[\s\x00-\x1f\x7f\\]")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
"""Browsers parse a host whose last label is such a number as an IPv4 address."""


class OriginError(ValueError):
    """The fault of an origin, worded to follow its variable's name; never repeats the value."""


def origin_of(text: str) -> str:
    """Return the origin as browsers write it: scheme, ASCII host, and the port unless it is the default.

    Raises OriginError.
    """
    parts = _parts(text)
    if parts.scheme not in OWN_PORTS:
        raise OriginError(f"must begin with https:// or http://, such as {EXAMPLE}")
    if parts.username is not None or parts.password is not None:
        raise OriginError("must not hold a name or a password: this address is public")
    name = _hostname(parts)
    if parts.path.strip("/") or parts.query or parts.fragment or text.rstrip().endswith(("?", "#")):
        raise OriginError(
            f"must end after the host and the port: Parley has a name of its own, as in {EXAMPLE}"
        )
    host, port = host_of(name), _port(parts)
    own = port is None or port == OWN_PORTS[parts.scheme]
    return f"{parts.scheme}://{host}" if own else f"{parts.scheme}://{host}:{port}"


def host_of(name: str) -> str:
    """Return the host in lower-case ASCII; IPv6 compressed and in brackets. Raises OriginError."""
    if ":" in name:
        return f"[{_ipv6(name)}]"
    host = _ascii(name.lower()).removesuffix(".")
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        return _ipv4(host)
    if len(host) > LONGEST_HOST or not all(
        _LABEL.fullmatch(label) and len(label) <= LONGEST_LABEL for label in labels
    ):
        raise OriginError(f"has a host that is no name or address, such as {EXAMPLE}")
    return host


def websocket_of(text: str, site: str) -> str:
    """Return a `ws://` or `wss://` URL that pages of `site` may open; a path is kept. Raises OriginError."""
    scheme, _, rest = text.strip().partition("://")
    encrypted = scheme.lower() in ("wss", "https")
    if not encrypted and (site.startswith("https:") or scheme.lower() not in ("ws", "http")):
        raise OriginError("must begin with wss:// (ws:// only where the pages are not encrypted either)")
    host, slash, path = rest.partition("/")
    origin = origin_of(f"{'https' if encrypted else 'http'}://{host}")
    return origin.replace("http", "ws", 1) + (slash + path).rstrip("/")


def is_secure(origin: str) -> bool:
    """Whether browsers treat the origin as secure, and allow its pages the microphone."""
    parts = urlsplit(origin)
    return parts.scheme == "https" or is_this_machine(parts.hostname or "")


def is_this_machine(host: str) -> bool:
    """Whether browsers take `host` for the reader's own machine: names under localhost, too."""
    return host.endswith(".localhost") or is_loopback(host)


def is_loopback(host: str) -> bool:
    """Whether what programs send to `host` never leaves the machine, so that passwords may go plain."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _parts(text: str) -> SplitResult:
    if not text.strip():
        raise OriginError(f"is empty: write {EXAMPLE}")
    if _BLANK_OR_CONTROL.search(text.strip()):
        raise OriginError("has a blank, a backslash or a control character in it")
    try:
        return urlsplit(text.strip())
    except ValueError:
        raise OriginError(f"is no address such as {EXAMPLE}") from None  # Python's words repeat the value


def _hostname(parts: SplitResult) -> str:
    if parts.netloc.count(":") > 1 and not parts.netloc.startswith("["):
        raise OriginError("has an IPv6 address, which is written in brackets: http://[2001:db8::1]:8000")
    if not parts.hostname:
        raise OriginError(f"names no host: write {EXAMPLE}")
    return parts.hostname


def _port(parts: SplitResult) -> int | None:
    try:
        port = parts.port
    except ValueError:
        port = 0
    if port == 0:
        raise OriginError("has a port that is no number from 1 to 65535")
    return port


def _ascii(host: str) -> str:
    """Convert an internationalised name to ASCII as browsers do (UTS 46, non-transitional)."""
    if host.isascii() and "xn--" not in host:
        return host
    try:
        return idna.encode(host, uts46=True, transitional=False).decode("ascii")
    except idna.IDNAError:
        raise OriginError("has a host that is no internationalised domain name (IDNA 2008)") from None


def _ipv4(host: str) -> str:
    try:
        address = ipaddress.IPv4Address(host)
    except ValueError:
        raise OriginError("has an IPv4 address that is not four numbers from 0 to 255") from None
    if address.is_unspecified or address.is_multicast:
        raise OriginError("names an address nobody can open: write the one other machines reach")
    return str(address)


def _ipv6(host: str) -> str:
    if "%" in host:
        raise OriginError("has an IPv6 address with a zone, which no browser takes: use another address")
    try:
        address = ipaddress.IPv6Address(host)
    except ValueError:
        raise OriginError("has an IPv6 address that is none") from None
    if address.is_unspecified or address.is_multicast:
        raise OriginError("names an address nobody can open: write the one other machines reach")
    return address.compressed
