"""The mailbox of calendar replies over IMAP: read without a trace, its faults told apart."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server.imap_server import ImapServer
from server.mail.mailbox import ANSWER_S, MailboxError, MailRefused, open_mailbox
from server.secret import Secret
from tests.imap_mailbox import ImapMailbox, imap_mailbox
from tests.integration.mail.test_transport import certificate as certificate
from tests.integration.mail.test_transport import serving, trusting

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
async def box() -> AsyncIterator[ImapMailbox]:
    """A mailbox with three mails."""
    async with imap_mailbox() as serving:
        for day in range(3):
            serving.add(b"Subject: %d\r\n\r\nHello\r\n" % day, NOON + timedelta(days=day))
        yield serving


async def fault(server: ImapServer) -> str:
    """Why a mailbox cannot be opened."""
    with pytest.raises(MailboxError) as refused:
        await open_mailbox(server)
    return refused.value.why


async def test_reads(box: ImapMailbox) -> None:
    """Mails are found by number and day, and come whole, with size and arrival."""
    found = await open_mailbox(box.server)
    assert (found.validity, await found.after(1), await found.after(3)) == (7, [2, 3], [])
    assert await found.since((NOON + timedelta(days=1)).date()) == [2, 3]
    envelope = await found.envelope(2)
    assert envelope is not None
    assert (envelope.bytes, envelope.arrived) == (len(box.mails[1].content), NOON + timedelta(days=1))
    assert await found.read(2) == b"Subject: 1\r\n\r\nHello\r\n"
    await found.close()


async def test_several_lines(box: ImapMailbox) -> None:
    """What is found may come in several lines, or in none."""
    box.is_in_lines = True
    found = await open_mailbox(box.server)
    assert (await found.after(0), await found.after(1)) == ([1, 2, 3], [2, 3])
    box.mails.clear()
    assert await found.since(NOON.date()) == []
    await found.close()


@pytest.mark.parametrize("answer", ["NO [EXPUNGEISSUED] gone", "NO cannot be read", "BAD what"])
async def test_one_refused(box: ImapMailbox, answer: str) -> None:
    """A mail that the server does not give out is told from a fault of the mailbox; the next is read."""
    box.refused[2] = answer
    found = await open_mailbox(box.server)
    for read in (found.envelope, found.read):
        with pytest.raises(MailRefused):
            await read(2)
    assert await found.read(3)
    await found.close()
    assert box.commands[-1] == "LOGOUT"


async def test_refused_for_now(box: ImapMailbox) -> None:
    """What the server says of itself is no fault of the mail."""
    box.refused[2] = "NO [UNAVAILABLE] later"
    found = await open_mailbox(box.server)
    with pytest.raises(MailboxError) as refused:
        await found.read(2)
    assert (refused.value.why, isinstance(refused.value, MailRefused)) == ("refused", False)
    await found.close()


async def test_cancelled_while_reading(box: ImapMailbox) -> None:
    """A connection on which a mail is still awaited is shut, and no word is sent into it."""
    box.held = asyncio.Event()
    found = await open_mailbox(box.server)
    reading = asyncio.create_task(found.read(1))
    await box.fetching.wait()
    reading.cancel()
    await asyncio.wait({reading})
    async with asyncio.timeout(ANSWER_S / 2):
        await found.close()
    box.held.set()
    assert box.commands[-1].startswith("UID FETCH")


async def test_leaves_no_trace(box: ImapMailbox) -> None:
    """The folder is opened for reading only, and nothing in it is marked."""
    found = await open_mailbox(box.server)
    await found.read(1)
    await found.close()
    assert 'EXAMINE "INBOX"' in box.commands
    assert not [each for each in box.commands if each.startswith(("SELECT", "UID STORE", "BODY[]"))]


async def test_deleted_meanwhile(box: ImapMailbox) -> None:
    """Of a mail that somebody has deleted there is nothing."""
    found = await open_mailbox(box.server)
    box.mails.clear()
    assert (await found.envelope(1), await found.read(1)) == (None, None)
    await found.close()


@pytest.mark.parametrize("capabilities", ["IMAP4rev1", "IMAP4rev1 AUTH=PLAIN"])
async def test_signs_in(box: ImapMailbox, capabilities: str) -> None:
    """It signs in as the server offers, and a wrong password is told from all else."""
    box.capabilities = capabilities
    await (await open_mailbox(box.server)).close()
    assert await fault(replace(box.server, password=Secret("wröng"))) == "sign_in_refused"


async def test_faults(box: ImapMailbox) -> None:
    """A folder that is not there and a server that is away are told apart."""
    assert await fault(replace(box.server, folder="Replies")) == "no_folder"
    assert await fault(replace(box.server, port=1)) == "unreachable"


async def test_encrypted(certificate: Path) -> None:
    """Over TLS a trusted server is read, and one whose certificate nobody vouches for gets no password."""
    async with imap_mailbox(tls=serving(certificate)) as box:
        server = replace(box.server, host="localhost")
        await (await open_mailbox(server, trusting(certificate))).close()
        before = len(box.commands)
        assert await fault(server) == "tls_failed"
        assert len(box.commands) == before


async def test_no_encryption(box: ImapMailbox) -> None:
    """A server that cannot encrypt gets no password where it must."""
    assert await fault(replace(box.server, security="starttls")) == "tls_failed"
    assert not {"LOGIN", "AUTHENTICATE"}.intersection(box.commands)
