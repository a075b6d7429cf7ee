"""Reads the mailbox of calendar replies: each mail once, in the order they came, by one process at a time.

How far it is read stands in the database, in the transaction of the answer: who is killed between leaves the
mail to the next look, and whatever became of a mail, no later look sees it. Nothing is ever sent for it.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta

import structlog

from server.calendar_reply import LARGEST, NoReply, replies_in
from server.config import Settings
from server.imap_server import ImapServer
from server.mail.mailbox import Envelope, Mailbox, MailboxError, open_mailbox
from server.mail.reply_metrics import ReplyMetrics
from server.meeting.database_errors import DATABASE_ERRORS, TRANSIENT_ERRORS
from server.meeting.db import transaction
from server.meeting.invitation_replies import advance_replies, reply_cursor, take_reply

POLL_S = 60.0
LONGEST_PAUSE_S = 900.0
"""The pause doubles while the mailbox cannot be read."""
FIRST_DAYS = 7
"""So old mails of a mailbox are read that is new to us, or numbers its mails anew."""
MOST = 500
"""Mails of one look; the next follows at once."""
STOP_S = 1.5
log = structlog.get_logger()
Lock = Callable[[], AbstractAsyncContextManager[object | None]]
"""Yields None while another process has it."""


class ReplyReader:
    """One reader."""

    def __init__(self, server: ImapServer, metrics: ReplyMetrics, alone: Lock) -> None:
        self._server = server
        self._metrics = metrics
        self._alone = alone
        self._faults = 0
        """How often the mailbox has failed in a row."""

    async def run(self) -> None:
        """Read until cancelled."""
        while True:
            pause = POLL_S
            with contextlib.suppress(*DATABASE_ERRORS):
                pause = await self.look()
            await asyncio.sleep(pause)

    async def look(self) -> float:
        """Read what has come; returns how many seconds to wait before the next look."""
        async with self._alone() as mine:
            if mine is None:
                return POLL_S
            try:
                is_more = await self._look()
            except MailboxError as error:
                self._faults += 1
                self._metrics.looks.labels(error.why).inc()
                log.warning("reply_mailbox_failed", why=error.why, times=self._faults)
                return min(POLL_S * float(1 << min(self._faults - 1, 10)), LONGEST_PAUSE_S)
        self._faults = 0
        self._metrics.looks.labels("done").inc()
        self._metrics.last_look.set_to_current_time()
        return 0.0 if is_more else POLL_S

    async def _look(self) -> bool:
        """Read up to MOST mails; whether there are more."""
        box = await open_mailbox(self._server)
        try:
            last = await reply_cursor(self._server.key, box.validity)
            if last is None:
                uids = await box.since((datetime.now(UTC) - timedelta(days=FIRST_DAYS)).date())
            else:
                uids = await box.after(last)
            for uid in uids[:MOST]:
                await self._handle(box, uid)
        finally:
            await box.close()
        return len(uids) > MOST

    async def _handle(self, box: Mailbox, uid: int) -> None:
        envelope = await box.envelope(uid)
        content = await box.read(uid) if envelope is not None and envelope.bytes <= LARGEST else None
        try:
            async with transaction():
                outcomes = await _outcomes(envelope, content)
                await advance_replies(self._server.key, box.validity, uid)
        except TRANSIENT_ERRORS:
            raise
        except Exception as error:  # noqa: BLE001  whatever a stranger's mail causes, it causes once
            await advance_replies(self._server.key, box.validity, uid)
            log.error("calendar_reply_failed", uid=uid, error=type(error).__name__)
            outcomes = ["failed"]
        for outcome in outcomes:
            self._metrics.replies.labels(outcome).inc()
            log.info("calendar_reply", outcome=outcome, uid=uid)


async def _outcomes(envelope: Envelope | None, content: bytes | None) -> list[str]:
    """Take the answers of a mail; a word for each, or one for why there is none."""
    if envelope is None:
        return ["gone"]
    if content is None:
        return ["too_large" if envelope.bytes > LARGEST else "gone"]
    try:
        replies = await asyncio.to_thread(replies_in, content)
    except NoReply as refusal:
        return [refusal.why]
    return [await take_reply(each, envelope.arrived) for each in replies]


def reader_of(settings: Settings, metrics: ReplyMetrics, alone: Lock) -> ReplyReader | None:
    """Make a reader for PARLEY_IMAP_URL; None if it is not set."""
    return ReplyReader(settings.imap, metrics, alone) if settings.imap is not None else None


@contextlib.asynccontextmanager
async def reading(reader: ReplyReader | None) -> AsyncIterator[None]:
    """Read while the block runs; a mail being read is left to the next start."""
    if reader is None:
        yield
        return
    running = asyncio.create_task(reader.run(), name="replies")
    try:
        yield
    finally:
        running.cancel()
        await asyncio.wait({running}, timeout=STOP_S)
