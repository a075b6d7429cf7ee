"""The mail server of a URL: `smtp://`, `smtp+starttls://` or `smtps://`, and how we sign in there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Self
from urllib.parse import unquote, urlsplit

from server.origins import is_loopback
from server.secret import Secret

Security = Literal["plain", "offered", "starttls", "tls"]
"""None, STARTTLS where the server offers it, STARTTLS always, TLS from the first byte (RFC 8314)."""
SCHEMES: dict[str, tuple[Security, int]] = {
    "smtp": ("offered", 587),
    "smtp+starttls": ("starttls", 587),
    "smtps": ("tls", 465),
}
"""By scheme: how the connection is secured, and the port where none is given."""


class SmtpUrlError(ValueError):
    """What is wrong with the URL, without repeating any of it."""


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where e-mail goes out, and how we sign in there."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: Secret | None = None

    @classmethod
    def of(cls, url: str) -> Self:
        """Read a URL; raises SmtpUrlError."""
        parts = read_server(url, SCHEMES, SmtpUrlError)
        if parts.path.strip("/"):
            raise SmtpUrlError("must end after host and port; write special characters as %40")
        security, usual = SCHEMES[parts.scheme]
        if security == "offered" and is_loopback(parts.host):
            security = "plain"  # a relay here has a certificate for another name, if any
        elif security == "offered" and parts.user:
            security = "starttls"  # a password never crosses a network in the clear
        return cls(parts.host, parts.port or usual, security, parts.user, parts.password)

    @property
    def url(self) -> str:
        """Where it is as a URL, without user and password."""
        scheme = {"tls": "smtps", "starttls": "smtp+starttls"}.get(self.security, "smtp")
        return f"{scheme}://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"

    def __str__(self) -> str:
        """Where it is, without user and password."""
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class ServerUrl:
    """The parts of a mail server's URL."""

    scheme: str
    host: str
    port: int | None
    path: str
    user: str
    password: Secret | None


def read_server(url: str, schemes: Iterable[str], fault: type[ValueError]) -> ServerUrl:
    """Read the URL of a mail server with one of these schemes; raises `fault`, which repeats none of it."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise fault("is not a URL; % signs stand for special characters, as %40 for @") from None
    if parts.scheme not in schemes or not host:
        raise fault(f"must begin with one of {', '.join(f'{each}://' for each in schemes)} and a host")
    if parts.query or parts.fragment:
        raise fault("must have no ? and no #; write special characters as %40")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise fault("must have both user and password, or neither")
    return ServerUrl(parts.scheme, host, port, parts.path, user, Secret(password) if password else None)
