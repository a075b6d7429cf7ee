"""The door to the mail server (aiosmtplib): one mail, and what became of it."""

import asyncio
import ssl
from email.message import EmailMessage
from typing import Protocol

import aiosmtplib

from server.smtp_server import SmtpServer

CONNECT_S, SEND_S = 20.0, 60.0
"""Time limits for one answer, and for a whole mail."""
PERMANENT = 500
"""Answers from this on are final (RFC 5321, 4.2.1)."""


class MailError(Exception):
    """A mail was not taken."""

    def __init__(self, why: str, said: str = "") -> None:
        """`why` is a word for logs and rows; `said` the cause in words, for the operator alone."""
        super().__init__(why)
        self.why = why
        self.said = said


class ServerFailed(MailError):  # noqa: N818  the name is what happened
    """The mail server is away, not to be trusted, or refuses us: nothing can be sent at present."""


class Deferred(MailError):  # noqa: N818
    """The server asks to try this mail again later."""


class Refused(MailError):  # noqa: N818
    """The server will never take this mail, or never for this address."""


class Mailer(Protocol):
    """What sends a mail."""

    async def send(self, message: EmailMessage, sender: str, recipient: str) -> None:
        """Hand over one mail; raises MailError."""


class SmtpMailer:
    """Sends each mail over a connection of its own; certificates are verified."""

    def __init__(self, server: SmtpServer, tls: ssl.SSLContext | None = None) -> None:
        """`tls` defaults to the system's authorities."""
        self._server = server
        self._tls = tls or ssl.create_default_context()

    async def send(self, message: EmailMessage, sender: str, recipient: str) -> None:
        """Hand over one mail; raises MailError."""
        try:
            async with asyncio.timeout(SEND_S):
                await self._send(message, sender, recipient)
        except TimeoutError as error:
            raise ServerFailed("timeout", "the server did not answer in time") from error

    async def check(self) -> None:
        """Connect and sign in, and send nothing; raises ServerFailed."""
        client = self._client()
        try:
            async with asyncio.timeout(CONNECT_S):
                await _connect(client)
        except TimeoutError as error:
            raise ServerFailed("timeout", "the server did not answer in time") from error
        finally:
            client.close()

    async def _send(self, message: EmailMessage, sender: str, recipient: str) -> None:
        client = self._client()
        try:
            await _connect(client)
            await _hand_over(client, message, sender, recipient)
        finally:
            client.close()

    def _client(self) -> aiosmtplib.SMTP:
        server = self._server
        return aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user or None,
            password=server.password.reveal() if server.password else None,
            use_tls=server.security == "tls",
            start_tls={"starttls": True, "offered": None}.get(server.security, False),
            tls_context=self._tls,
            timeout=CONNECT_S,
        )


async def _connect(client: aiosmtplib.SMTP) -> None:
    try:
        await client.connect()
    except aiosmtplib.SMTPAuthenticationError as error:
        raise ServerFailed("sign_in_refused", _said(error)) from error
    except (aiosmtplib.SMTPException, OSError, ssl.SSLError) as error:
        cause = error.__cause__ or error.__context__
        is_tls = isinstance(error, ssl.SSLError | aiosmtplib.SMTPNotSupported) or isinstance(
            cause, ssl.SSLError
        )
        is_tls |= type(error) is aiosmtplib.SMTPException  # as for a server that knows no STARTTLS
        raise ServerFailed("tls_failed" if is_tls else "unreachable", _said(error)) from error


async def _hand_over(client: aiosmtplib.SMTP, message: EmailMessage, sender: str, recipient: str) -> None:
    """The mail is the server's once DATA is answered; how QUIT is answered does not matter."""
    try:
        await client.send_message(message, sender=sender, recipients=[recipient])
    except aiosmtplib.SMTPRecipientsRefused as error:
        first = error.recipients[0]
        raise _answered("recipient", first.code, _said(first)) from error
    except aiosmtplib.SMTPSenderRefused as error:
        raise ServerFailed("sender_refused", _said(error)) from error
    except aiosmtplib.SMTPDataError as error:
        raise _answered("message", error.code, _said(error)) from error
    except (aiosmtplib.SMTPNotSupported, ValueError) as error:
        raise Refused("address_not_supported", _said(error)) from error
    except (aiosmtplib.SMTPException, OSError) as error:
        raise ServerFailed("disconnected", _said(error)) from error


def _answered(part: str, code: int, said: str) -> MailError:
    return Refused(f"{part}_refused", said) if code >= PERMANENT else Deferred(f"{part}_deferred", said)


def _said(error: Exception) -> str:
    code = getattr(error, "code", None)
    words = " ".join(str(getattr(error, "message", error)).split())
    return f"{code} {words}" if code else words
