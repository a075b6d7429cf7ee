"""The door to a mailbox (imaplib): reads what has come, and changes nothing there.

`imaplib` blocks, so each call has a thread of its own, which is left behind when its task is cancelled;
closing the mailbox ends it then, or the connection's time limit. The folder is opened by EXAMINE, which keeps
even the marks of what is read.
"""

import contextlib
import imaplib
import re
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar

from server.imap_server import ImapServer
from server.mail.daemon_thread import in_daemon_thread

ANSWER_S = 20.0
"""Time limit for connecting, and for each answer."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SIZE = re.compile(rb"RFC822\.SIZE (\d+)", re.IGNORECASE)
ARRIVED = re.compile(rb'(INTERNALDATE "[^"]{26}")', re.IGNORECASE)
CAUSES: tuple[tuple[type[Exception], str], ...] = (
    (TimeoutError, "timeout"),
    (ssl.SSLError, "tls_failed"),
    (OSError, "unreachable"),
    (imaplib.IMAP4.error, "disconnected"),
    (ValueError, "refused"),
    (TypeError, "refused"),
    (LookupError, "refused"),
    (AttributeError, "refused"),
)
"""By what imaplib raises, the first that fits; the last four where an answer is none."""
FAILURES = tuple(kind for kind, _ in CAUSES)
FOR_NOW = (b"[UNAVAILABLE]", b"[INUSE]", b"[LIMIT]", b"[SERVERBUG]")
"""Refusals that are no fault of what was asked for (RFC 5530)."""
T = TypeVar("T")


class MailboxError(Exception):
    """The mailbox cannot be read at present; `why` is a word, `said` the cause for the operator alone."""

    def __init__(self, why: str, said: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.said = said


class MailRefused(MailboxError):  # noqa: N818  the mail's fault, not the mailbox's
    """The server does not give this mail out, and may give others."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is known of a mail before it is read."""

    uid: int
    bytes: int
    arrived: datetime


class Mailbox:
    """A folder on a connection; each method raises MailboxError, those that read a mail MailRefused too."""

    def __init__(self, connection: imaplib.IMAP4, validity: int) -> None:
        self._connection = connection
        self._is_answered = True
        """Nothing is awaited on the connection, and nothing failed there."""
        self.validity = validity
        """While this number stays, so do the numbers of the mails."""

    async def since(self, day: date) -> list[int]:
        """The numbers of the mails that have come since a day, in order."""
        return await self._found("SINCE", f"{day.day:02}-{MONTHS[day.month - 1]}-{day.year}")

    async def after(self, uid: int) -> list[int]:
        """The numbers of the mails after one, in order; `*` alone would also give the last one again."""
        return [each for each in await self._found("UID", f"{uid + 1}:*") if each > uid]

    async def envelope(self, uid: int) -> Envelope | None:
        """Size and arrival of a mail; None if it was deleted."""
        found = await self._fetched(uid, "(UID RFC822.SIZE INTERNALDATE)")
        said = b" ".join(each if isinstance(each, bytes) else each[0] for each in found if each)
        size, arrived = SIZE.search(said), ARRIVED.search(said)
        if size is None:
            return None
        return Envelope(uid, int(size[1]), _moment(arrived[1] if arrived else b""))

    async def read(self, uid: int) -> bytes | None:
        """The mail as it came; None if it was deleted."""
        found = await self._fetched(uid, "(UID BODY.PEEK[])")
        return next((bytes(each[1]) for each in found if isinstance(each, tuple)), None)

    async def close(self) -> None:
        """Sign out, whatever the server says to that; a connection where an answer is due is only shut."""
        end: Callable[[], object] = self._connection.logout
        if not self._is_answered:
            with contextlib.suppress(OSError):  # ends the thread that waits: it holds the lock of the stream
                self._connection.socket().shutdown(socket.SHUT_RDWR)
            end = self._connection.shutdown
        with contextlib.suppress(MailboxError):
            await _done(end)

    async def _found(self, *criteria: str) -> list[int]:
        status, said = await self._answer("SEARCH", *criteria)
        if status != "OK":
            raise MailboxError("refused", "SEARCH")
        words = [word for line in said if isinstance(line, bytes) for word in line.split()]
        return sorted({int(each) for each in words if each.isdigit()})

    async def _fetched(self, uid: int, parts: str) -> list[bytes | tuple[bytes, bytes] | None]:
        status, said = await self._answer("FETCH", str(uid), parts)
        if status != "OK":
            is_for_now = any(isinstance(each, bytes) and each.upper().startswith(FOR_NOW) for each in said)
            raise (MailboxError if is_for_now else MailRefused)("refused", "FETCH")
        return said

    async def _answer(
        self, command: str, *arguments: str
    ) -> tuple[str, list[bytes | tuple[bytes, bytes] | None]]:
        """OK, NO or BAD, and what was said."""

        def ask() -> tuple[str, list[bytes | tuple[bytes, bytes] | None]]:
            try:
                status, said = self._connection.uid(command, *arguments)
            except imaplib.IMAP4.error as error:
                if "command error: BAD" not in str(error):
                    raise
                return "BAD", [str(error).encode()]
            return status, list(said)

        self._is_answered = False
        answer = await _done(ask)
        self._is_answered = True
        return answer


async def open_mailbox(server: ImapServer, tls: ssl.SSLContext | None = None) -> Mailbox:
    """Connect, sign in and open the folder; raises MailboxError.

    `tls` defaults to the system's authorities.
    """
    return await _done(lambda: _open(server, tls or ssl.create_default_context()))


def _open(server: ImapServer, tls: ssl.SSLContext) -> Mailbox:
    connection = _connect(server, tls)
    try:
        _sign_in(connection, server)
        status, said = connection.select(f'"{server.folder}"', readonly=True)
        if status != "OK":
            raise MailboxError("no_folder", _words(said))
        _, numbers = connection.response("UIDVALIDITY")
        if not numbers or numbers[0] is None or not numbers[0].isdigit():
            raise MailboxError("refused", "the server gives no UIDVALIDITY")
        return Mailbox(connection, int(numbers[0]))
    except BaseException:
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            connection.shutdown()
        raise


def _connect(server: ImapServer, tls: ssl.SSLContext) -> imaplib.IMAP4:
    if server.security == "tls":
        return imaplib.IMAP4_SSL(server.host, server.port, ssl_context=tls, timeout=ANSWER_S)
    connection = imaplib.IMAP4(server.host, server.port, timeout=ANSWER_S)
    if server.security == "starttls":
        try:
            connection.starttls(tls)
        except (imaplib.IMAP4.error, ssl.SSLError) as error:
            connection.shutdown()
            raise MailboxError("tls_failed", _words([error])) from error
    return connection


def _sign_in(connection: imaplib.IMAP4, server: ImapServer) -> None:
    """By AUTHENTICATE PLAIN, which takes any letters, where the server knows it."""
    user, password = server.user, server.password.reveal()
    try:
        if "AUTH=PLAIN" in connection.capabilities:
            connection.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode())
        else:
            connection.login(user, password)
    except imaplib.IMAP4.abort:
        raise
    except (imaplib.IMAP4.error, UnicodeEncodeError) as error:
        raise MailboxError("sign_in_refused", "the server refused user or password") from error


async def _done(call: Callable[[], T]) -> T:
    """Run a blocking call; raises MailboxError."""
    try:
        return await in_daemon_thread(call, "mailbox")
    except FAILURES as error:
        why = next(why for kind, why in CAUSES if isinstance(error, kind))
        raise MailboxError(why, _words([error]) or type(error).__name__) from error


def _words(said: Sequence[object]) -> str:
    words = " ".join(each.decode(errors="replace") if isinstance(each, bytes) else str(each) for each in said)
    return " ".join(words.split())


def _moment(said: bytes) -> datetime:
    """Read an INTERNALDATE; now, if it is none."""
    found = imaplib.Internaldate2tuple(said)
    if found is None:
        return datetime.now(UTC)
    return datetime.fromtimestamp(time.mktime(found), UTC)
