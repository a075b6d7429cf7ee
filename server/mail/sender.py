"""Sends what waits in the outbox, one mail after another; several senders share the work.

A mail is claimed before and marked after it is sent. Who is killed between leaves it to the next sender, once
the lease is over: then it may come twice, with one Message-ID, by which mail programs drop the second.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import structlog

from server.config import Settings
from server.mail.mail_metrics import MailMetrics
from server.mail.message import Sender
from server.mail.outgoing import SOURCES, Outgoing
from server.mail.outgoing import Postmark as Postmark
from server.mail.transport import Deferred, Mailer, MailError, ServerFailed, SmtpMailer
from server.meeting.accounts import FICTIONAL
from server.meeting.database_errors import DATABASE_ERRORS
from server.meeting.mail_outbox import Outcome
from server.meeting.sealing.keyring import SealError

POLL_S = 5.0
LEASE_S = 300.0
"""Longer than a mail may take (SEND_S), so that it is not sent by two at once."""
FIRST_RETRY_S, LONGEST_RETRY_S = 60.0, 3600.0
"""The pause doubles; after three days the database gives the mail up."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 5.0, 300.0
"""Of all mails while the server fails."""
STOP_S = 1.5
"""Less than the process may take to stop."""
LOST = ("expired", "key_retired")
"""Why a mail that somebody waits for was not sent."""
log = structlog.get_logger()


def retry_s(attempts: int) -> float:
    """Seconds until the next attempt of a mail."""
    return _doubled(FIRST_RETRY_S, attempts, LONGEST_RETRY_S)


def _doubled(first_s: float, times: int, longest_s: float) -> float:
    return min(first_s * float(1 << min(times - 1, 10)), longest_s)


class MailSender:
    """One sender."""

    def __init__(
        self, mailer: Mailer, postmark: Postmark, metrics: MailMetrics, *, lease_s: float = LEASE_S
    ) -> None:
        self._mailer = mailer
        self._postmark = postmark
        self._metrics = metrics
        self._lease_s = lease_s
        self._faults = 0
        """How often the server has failed in a row."""
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Send until stopped."""
        self._stopping.clear()
        while not self._stopping.is_set():
            pause = POLL_S
            with contextlib.suppress(*DATABASE_ERRORS):
                pause = await self.send_due()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)

    def stop(self) -> None:
        """Claim no more mails; the one being sent is sent and marked."""
        self._stopping.set()

    async def send_due(self) -> float:
        """Send all that is due; returns how many seconds to wait before the next look."""
        for source in SOURCES:
            while not self._stopping.is_set() and (mail := await source.claim(self._lease_s)) is not None:
                outcome, why = await self._send(mail)
                again = retry_s(mail.attempts) if outcome == "waiting" else 0.0
                await source.finish(mail.id, outcome, why, again)
                self._metrics.mails.labels(outcome if outcome != "waiting" else "deferred").inc()
                log.info("mail_done", mail_id=str(mail.id), outcome=outcome, why=why, attempt=mail.attempts)
                if self._faults:
                    return _doubled(FIRST_PAUSE_S, self._faults, LONGEST_PAUSE_S)
        return POLL_S

    async def _send(self, mail: Outgoing) -> tuple[Outcome, str | None]:
        if mail.why_not is not None:
            return "failed" if mail.why_not in LOST else "dropped", mail.why_not
        try:
            address = mail.address()
        except SealError:
            return "failed", "address_unreadable"
        if address.endswith(FICTIONAL):
            return "dropped", "no_address"
        try:
            message = mail.compose(self._postmark, address)
            await self._mailer.send(message, self._postmark.sender.address, address)
        except ServerFailed as error:
            self._faults += 1
            return "waiting", error.why
        except MailError as error:
            self._faults = 0
            return "waiting" if isinstance(error, Deferred) else "failed", error.why
        self._faults = 0
        return "sent", None


def sender_of(settings: Settings, metrics: MailMetrics) -> MailSender | None:
    """Make a sender for PARLEY_SMTP_URL; None if it is not set."""
    if settings.smtp is None:
        return None
    return MailSender(
        SmtpMailer(settings.smtp),
        Postmark(Sender.of(settings.mail_from), settings.url, settings.imap_address),
        metrics,
    )


@contextlib.asynccontextmanager
async def sending(sender: MailSender | None) -> AsyncIterator[None]:
    """Send while the block runs; a mail being sent then has STOP_S to be marked."""
    if sender is None:
        yield
        return
    running = asyncio.create_task(sender.run(), name="mail")
    try:
        yield
    finally:
        sender.stop()
        await asyncio.wait({running}, timeout=STOP_S)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
