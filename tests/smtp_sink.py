"""A mail server that keeps what it is sent, and answers as it is told to (aiosmtpd)."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from server.smtp_server import Security, SmtpServer


@dataclass
class Sink:
    """The server: its mails in the order they came, and what it answers instead of taking one."""

    server: SmtpServer
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    users: list[str] = field(default_factory=list)
    to_recipient: dict[str, str] = field(default_factory=dict)
    """Answers to RCPT, by address."""
    to_sender: str = ""
    to_data: list[str] = field(default_factory=list)
    """Answers to DATA, one a mail; then mails are taken."""
    _came: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def has(self, number: int) -> None:
        """Wait until so many mails have come."""
        async with self._came:
            await self._came.wait_for(lambda: len(self.mails) >= number)

    async def handle_MAIL(  # noqa: N802  aiosmtpd's name
        self, smtp: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer MAIL FROM."""
        del smtp, session
        envelope.mail_from, envelope.mail_options = address, options
        return self.to_sender or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, smtp: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer RCPT TO."""
        del smtp, session, options
        envelope.rcpt_tos.append(address)
        return self.to_recipient.get(address, "250 OK")

    async def handle_DATA(self, smtp: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the mail."""
        del smtp, session
        if self.to_data:
            return self.to_data.pop(0)
        assert isinstance(envelope.content, bytes)
        parsed = message_from_bytes(envelope.content, policy=default)
        assert isinstance(parsed, EmailMessage)
        self.mails.append(parsed)
        self.recipients += envelope.rcpt_tos
        async with self._came:
            self._came.notify_all()
        return "250 OK"

    def authenticate(
        self, smtp: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        """Let in who has the password `hush`."""
        del smtp, session, envelope, mechanism
        assert isinstance(data, LoginPassword)
        self.users.append(data.login.decode())
        return AuthResult(success=data.password == b"hush", handled=False)


@contextlib.asynccontextmanager
async def smtp_sink(
    *, tls: ssl.SSLContext | None = None, security: Security = "plain", host: str = "127.0.0.1"
) -> AsyncIterator[Sink]:
    """Serve while the block runs; with `tls` by STARTTLS, or from the first byte for security `tls`."""
    sink = Sink(SmtpServer("", 0, security))
    first = tls if security == "tls" else None

    def protocol() -> SMTP:
        return SMTP(
            sink,
            enable_SMTPUTF8=False,
            tls_context=None if first else tls,
            require_starttls=security == "starttls" and tls is not None,
            authenticator=sink.authenticate,
            auth_require_tls=tls is not None and first is None,
        )

    serving = await asyncio.get_running_loop().create_server(protocol, host, 0, ssl=first)
    sink.server = SmtpServer(host, serving.sockets[0].getsockname()[1], security)
    try:
        yield sink
    finally:
        serving.close()
        await serving.wait_closed()
