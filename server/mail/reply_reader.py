"""Reads the mailbox of calendar replies: each mail once, in the order they came, by one process at a time.

How far it is read stands in the database, and is written before a mail is parsed: whatever the mail does to
this process, no later one sees it. So a process that is killed between (not one that is stopped, which ends
the mail first) costs the answer of that one mail; its person still has the link. Answers that the database
could not take are kept for the next look of this process. Nothing is ever sent for a mail.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog

from server.calendar_reply import LARGEST, NoReply, replies_in
from server.config import Settings
from server.imap_server import ImapServer
from server.mail.mailbox import Envelope, Mailbox, MailboxError, MailRefused, open_mailbox
from server.mail.reply_metrics import ReplyMetrics
from server.meeting.database_errors import DATABASE_ERRORS, TRANSIENT_ERRORS
from server.meeting.db import transaction
from server.meeting.invitation_replies import Reply, advance_replies, reply_cursor, take_reply

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


@dataclass(frozen=True, slots=True)
class Waiting:
    """The answers of a mail that is read."""

    uid: int
    arrived: datetime
    replies: list[Reply]


class ReplyReader:
    """One reader."""

    def __init__(self, server: ImapServer, metrics: ReplyMetrics, alone: Lock) -> None:
        self._server = server
        self._metrics = metrics
        self._alone = alone
        self._faults = 0
        """How often the mailbox has failed in a row."""
        self._waiting: Waiting | None = None

    async def run(self) -> None:
        """Read until cancelled."""
        while True:
            pause = POLL_S
            try:
                pause = await self.look()
            except Exception as error:  # noqa: BLE001  one failure must not end the loop
                self._metrics.looks.labels(
                    "database" if isinstance(error, DATABASE_ERRORS) else "failed"
                ).inc()
                log.warning("reply_look_failed", error=type(error).__name__)
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
        await _whole(self._take_waiting())
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
        """Fetch a mail, which leaves it unread if it fails or is cancelled, and read it."""
        envelope: Envelope | None = None
        content: bytes | None = None
        refused: MailRefused | None = None
        try:
            envelope = await box.envelope(uid)
            content = await box.read(uid) if envelope is not None and envelope.bytes <= LARGEST else None
        except MailRefused as error:
            refused = error
        await _whole(self._read(box.validity, uid, envelope, content, refused))

    async def _read(
        self,
        validity: int,
        uid: int,
        envelope: Envelope | None,
        content: bytes | None,
        refused: Exception | None,
    ) -> None:
        await advance_replies(self._server.key, validity, uid)
        if refused is not None:
            self._fail(uid, refused)
        elif envelope is None or content is None:
            self._count(uid, "too_large" if envelope is not None and envelope.bytes > LARGEST else "gone")
        else:
            try:
                replies = await asyncio.to_thread(replies_in, content)
            except NoReply as refusal:
                self._count(uid, refusal.why)
            except Exception as error:  # noqa: BLE001  whatever a stranger's mail causes, it causes once
                self._fail(uid, error)
            else:
                self._waiting = Waiting(uid, envelope.arrived, replies)
                await self._take_waiting()

    async def _take_waiting(self) -> None:
        """Take the answers that wait, all or none; raises TRANSIENT_ERRORS, and lets them wait then."""
        waiting = self._waiting
        if waiting is None:
            return
        try:
            async with transaction():
                outcomes = [await take_reply(each, waiting.arrived) for each in waiting.replies]
        except TRANSIENT_ERRORS:
            raise
        except Exception as error:  # noqa: BLE001  as above
            self._fail(waiting.uid, error)
        else:
            for outcome in outcomes:
                self._count(waiting.uid, outcome)
        self._waiting = None

    def _fail(self, uid: int, error: Exception) -> None:
        log.error("calendar_reply_failed", uid=uid, error=type(error).__name__)
        self._count(uid, "failed")

    def _count(self, uid: int, outcome: str) -> None:
        self._metrics.replies.labels(outcome).inc()
        log.info("calendar_reply", outcome=outcome, uid=uid)


async def _whole(work: Coroutine[object, object, None]) -> None:
    """Await the work, to its end also when cancelled."""
    running = asyncio.ensure_future(work)
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait({running})
        raise


def reader_of(settings: Settings, metrics: ReplyMetrics, alone: Lock) -> ReplyReader | None:
    """Make a reader for PARLEY_IMAP_URL; None if it is not set."""
    return ReplyReader(settings.imap, metrics, alone) if settings.imap is not None else None


@contextlib.asynccontextmanager
async def reading(reader: ReplyReader | None) -> AsyncIterator[None]:
    """Read while the block runs; a mail being fetched is left to the next start, one being read is ended."""
    if reader is None:
        yield
        return
    running = asyncio.create_task(reader.run(), name="replies")
    try:
        yield
    finally:
        running.cancel()
        await asyncio.wait({running}, timeout=STOP_S)
