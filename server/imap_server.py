"""The mailbox of a URL: `imaps://` or `imap://` with user, password, and a folder if it is not the inbox."""

import hashlib
from dataclasses import dataclass
from typing import Literal, Self
from urllib.parse import unquote

from server.origins import is_loopback
from server.secret import Secret
from server.smtp_server import read_server

ImapSecurity = Literal["plain", "starttls", "tls"]
SCHEMES: dict[str, int] = {"imaps": 993, "imap": 143}
"""By scheme the port where none is given: TLS from the first byte (RFC 8314), or STARTTLS always."""
INBOX = "INBOX"


class ImapUrlError(ValueError):
    """What is wrong with the URL, without repeating any of it."""


@dataclass(frozen=True, slots=True)
class ImapServer:
    """Where mail comes in, and how we sign in there."""

    host: str
    port: int
    security: ImapSecurity
    user: str
    password: Secret
    folder: str = INBOX

    @classmethod
    def of(cls, url: str) -> Self:
        """Read a URL; raises ImapUrlError. Only to this machine does a password go in the clear."""
        parts = read_server(url, SCHEMES, ImapUrlError)
        folder = unquote(parts.path.strip("/")) or INBOX
        if not (folder.isascii() and folder.isprintable()) or set(folder) & set('"\\*%'):
            raise ImapUrlError("must name a folder in ASCII letters, without quotes and wildcards")
        if parts.password is None:
            raise ImapUrlError("must have a user and a password")
        if not (parts.user.isprintable() and parts.password.reveal().isprintable()):
            raise ImapUrlError("must have a user and a password that can be printed")
        security: ImapSecurity = "tls" if parts.scheme == "imaps" else "starttls"
        if security == "starttls" and is_loopback(parts.host):
            security = "plain"
        port = parts.port or SCHEMES[parts.scheme]
        return cls(parts.host, port, security, parts.user, parts.password, folder)

    @property
    def key(self) -> str:
        """What the database knows the mailbox by."""
        place = f"{self.host.lower()}:{self.port}\n{self.user}\n{self.folder}"
        return hashlib.sha256(place.encode()).hexdigest()

    def __str__(self) -> str:
        """Where it is, without user and password."""
        return f"{self.host}:{self.port}/{self.folder}"
