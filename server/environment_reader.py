"""Reads and validates single variables of the environment."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from server.imap_server import ImapServer, ImapUrlError
from server.languages import canonical
from server.origins import OriginError, origin_of, websocket_of
from server.smtp_server import SmtpServer, SmtpUrlError
from server.time_zones import time_zone

MOST_USER = 31
"""Letters of a mailbox to which "+" and 32 digits are added: RFC 5321 allows 64 (4.5.3.1.1)."""
FITTING = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+")


class SettingsError(ValueError):
    """A variable is missing or invalid; the message begins with its name."""


@dataclass(frozen=True, slots=True)
class EnvironmentReader:
    """Each method returns one variable's value; raises SettingsError."""

    environ: Mapping[str, str]

    def text(self, name: str, default: str) -> str:
        return self.environ.get(name, "").strip() or default

    def required(self, name: str) -> str:
        if value := self.text(name, ""):
            return value
        raise SettingsError(f"{name} is not set")

    def number(self, name: str, default: int, low: int, high: int) -> int:
        value = self.text(name, str(default))
        if not (value.isascii() and value.isdigit() and low <= int(value) <= high):
            raise SettingsError(f"{name} must be a whole number from {low} to {high}")
        return int(value)

    def folder(self, name: str, default: str) -> str:
        value = self.text(name, default).rstrip("/")
        if value and (not value.startswith("/") or ".." in Path(value).parts or set(value) & set("{}\0")):
            raise SettingsError(f"{name} must be the absolute path of a folder")
        return value

    def language(self, name: str, default: str) -> str:
        try:
            return canonical(self.text(name, default))
        except ValueError as error:
            raise SettingsError(f"{name}: {error}") from None

    def zone(self, name: str, default: str) -> str:
        try:
            return time_zone(self.text(name, default))
        except ValueError as error:
            raise SettingsError(f"{name} {error}") from None

    def url(self, name: str, schemes: tuple[str, ...]) -> str:
        value = self.required(name)
        if _parts(name, value).scheme not in schemes:
            raise SettingsError(f"{name} must begin with one of {', '.join(f'{s}://' for s in schemes)}")
        return value

    def endpoint(self, name: str) -> str:
        """Return a base URL over HTTP without user, query and fragment; empty if it is not set."""
        value = self.text(name, "").rstrip("/")
        if value:
            parts = _parts(name, value)
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise SettingsError(f"{name} must begin with https:// or http:// and a host")
            if parts.username is not None or parts.query or parts.fragment:
                raise SettingsError(f"{name} must have no user, query or fragment; the key is PARLEY_LLM_KEY")
        return value

    def ollama_host(self) -> str:
        """Return Ollama's base URL, of which `http://` may be left out; empty if it is not set."""
        value = self.text("OLLAMA_HOST", "")
        if value and "://" not in value:
            value = f"http://{value}"
        parts = _parts("OLLAMA_HOST", value)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise SettingsError("OLLAMA_HOST must be a host, a host:port, or a URL over HTTP")
        return value.rstrip("/")

    def livekit_url(self) -> str:
        value = self.url("LIVEKIT_URL", ("ws", "wss", "http", "https"))
        try:
            _ = _parts("LIVEKIT_URL", value).port
        except ValueError:
            raise SettingsError("LIVEKIT_URL has a port that is no number from 0 to 65535") from None
        return value

    def livekit_public_url(self, site: str) -> str:
        """Return LiveKit's URL for browsers: as configured, else the site itself, which proxies `/rtc`."""
        given = self.text("LIVEKIT_PUBLIC_URL", "")
        try:
            return websocket_of(given, site) if given else site.replace("http", "ws", 1)
        except OriginError as fault:
            raise SettingsError(f"LIVEKIT_PUBLIC_URL {fault}") from fault

    def smtp_server(self, name: str) -> SmtpServer | None:
        """Return the mail server of a URL; None if it is not set."""
        value = self.text(name, "")
        try:
            return SmtpServer.of(value) if value else None
        except SmtpUrlError as fault:
            raise SettingsError(f"{name} {fault}") from None

    def imap_server(self, name: str, *, with_mail: bool) -> ImapServer | None:
        """Return the mailbox of a URL; None if it is not set. Only answers to mails of ours come there."""
        value = self.text(name, "")
        if value and not with_mail:
            raise SettingsError(f"{name} needs PARLEY_SMTP_URL: what is answered are the mails that go out")
        try:
            return ImapServer.of(value) if value else None
        except ImapUrlError as fault:
            raise SettingsError(f"{name} {fault}") from None

    def reply_mailbox(self, name: str, sender: str) -> str:
        """Return the address of the mailbox of replies; that of the sender if it is not set."""
        value = self.text(name, parseaddr(sender)[1])
        user, at, domain = value.rpartition("@")
        if value and (not (user and at and domain) or len(user) > MOST_USER or not FITTING.fullmatch(value)):
            rule = f"must be an address in ASCII letters, at most {MOST_USER} of them before the @"
            raise SettingsError(f"{name} {rule}; without it that of PARLEY_MAIL_FROM counts")
        return value

    def sender(self, name: str, *, needed_by: str) -> str:
        """Return a mailbox, `Name <address>` or an address alone; empty if neither variable is set."""
        value = self.required(name) if self.text(needed_by, "") else self.text(name, "")
        if value:
            shown, address = parseaddr(value)
            try:
                found = Address(shown, addr_spec=address)
            except (MessageError, ValueError, IndexError):
                found = Address()
            if not (found.username and found.domain and value.isprintable()):
                raise SettingsError(f"{name} must be an address such as Parley <parley@example.org>")
        return value

    def origin(self, name: str, default: str) -> str:
        """Return the origin as browsers send it: lower case, without the scheme's default port."""
        try:
            return origin_of(self.text(name, default))
        except OriginError as fault:
            raise SettingsError(f"{name} {fault}") from fault


def _parts(name: str, value: str) -> SplitResult:
    try:
        return urlsplit(value)
    except ValueError:
        raise SettingsError(f"{name} is not a URL") from None  # Python's message repeats the value
