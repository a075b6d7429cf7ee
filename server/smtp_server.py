"""The mail server of a URL: `smtp://`, `smtp+starttls://` or `smtps://`, and how we sign in there."""

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Literal, Self
from urllib.parse import unquote, urlsplit

from server.secret import Secret

Security = Literal["plain", "offered", "starttls", "tls"]
"""None, STARTTLS where the server offers it, STARTTLS always, TLS from the first byte (RFC 8314)."""
SCHEMES: dict[str, tuple[Security, int]] = {
    "smtp": ("offered", 587),
    "smtp+starttls": ("starttls", 587),
    "smtps": ("tls", 465),
}
"""By scheme: how the connection is secured, and the port where none is given."""
FORMS = ", ".join(f"{scheme}://" for scheme in SCHEMES)


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
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            raise SmtpUrlError("is not a URL; % signs stand for special characters, as %40 for @") from None
        if parts.scheme not in SCHEMES or not host:
            raise SmtpUrlError(f"must begin with one of {FORMS} and a host")
        if parts.path.strip("/") or parts.query or parts.fragment:
            raise SmtpUrlError("must end after host and port; write special characters as %40")
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        if bool(user) != bool(password):
            raise SmtpUrlError("must have both user and password, or neither")
        security, usual = SCHEMES[parts.scheme]
        if security == "offered" and _is_this_machine(host):
            security = "plain"  # a relay here has a certificate for another name, if any
        elif security == "offered" and user:
            security = "starttls"  # a password never crosses a network in the clear
        return cls(host, port or usual, security, user, Secret(password) if password else None)

    def __str__(self) -> str:
        """Where it is, without user and password."""
        return f"{self.host}:{self.port}"


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
