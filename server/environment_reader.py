"""Reads and validates single variables of the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from server.languages import canonical
from server.origins import OriginError, origin_of, websocket_of
from server.smtp_server import SmtpServer, SmtpUrlError
from server.time_zones import time_zone


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
