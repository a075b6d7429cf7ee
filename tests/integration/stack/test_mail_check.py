"""What `parley doctor` says of e-mail."""

from server.stack.mail_check import mail_state, reply_state
from tests.imap_mailbox import imap_mailbox
from tests.smtp_sink import smtp_sink

FROM = {"PARLEY_MAIL_FROM": "Parley <parley@example.org>"}


async def test_not_set_up() -> None:
    """Without a mail server it is absent, once, and no fault."""
    part, health, found, _ = await mail_state({})
    assert (part, health, found) == ("e-mail", "absent", "none: PARLEY_SMTP_URL is not set")


async def test_works() -> None:
    """A server that lets us in is named without user and password, and gets no mail."""
    async with smtp_sink() as sink:
        url = f"smtp://parley:hush@{sink.server}"
        _, health, found, _ = await mail_state({**FROM, "PARLEY_SMTP_URL": url})
    assert (health, found) == ("ok", f"{sink.server}, from Parley <parley@example.org>")
    assert sink.users == ["parley"]
    assert not sink.mails


async def test_wrong() -> None:
    """A wrong password, a server that is away and a wrong URL are told apart, each with what to do."""
    async with smtp_sink() as sink:
        url = f"smtp://parley:wrong@{sink.server}"
        _, health, _, fix = await mail_state({**FROM, "PARLEY_SMTP_URL": url})
    assert (health, fix) == ("missing", "check user and password of PARLEY_SMTP_URL")
    _, health, _, fix = await mail_state({**FROM, "PARLEY_SMTP_URL": "smtp://127.0.0.1:1"})
    assert (health, fix) == ("missing", "check host and port of PARLEY_SMTP_URL")
    _, health, found, _ = await mail_state({"PARLEY_SMTP_URL": "smtp://127.0.0.1"})
    assert (health, found) == ("missing", "PARLEY_MAIL_FROM is not set")


async def test_replies_not_set_up() -> None:
    """Without a mailbox of replies it is absent, once, and no fault."""
    part, health, found, _ = await reply_state({})
    assert (part, health, found) == ("calendar replies", "absent", "none: PARLEY_IMAP_URL is not set")


async def test_replies() -> None:
    """A mailbox that lets us in is named without user and password; a wrong one with what to do."""
    async with imap_mailbox() as box:
        place = str(box.server)
        told = {**FROM, "PARLEY_SMTP_URL": "smtp://127.0.0.1:1"}
        _, health, found, _ = await reply_state({**told, "PARLEY_IMAP_URL": f"imap://parley:hush@{place}"})
        assert (health, found) == ("ok", f"{place}, to parley@example.org")
        _, health, found, fix = await reply_state({**told, "PARLEY_IMAP_URL": f"imap://parley:no@{place}"})
        assert (health, fix) == ("missing", "check user and password of PARLEY_IMAP_URL")
        assert "parley:no" not in found
    _, health, _, fix = await reply_state({**told, "PARLEY_IMAP_URL": "imap://parley:hush@127.0.0.1:1"})
    assert (health, fix) == ("missing", "check host and port of PARLEY_IMAP_URL")
    _, health, found, _ = await reply_state({"PARLEY_IMAP_URL": "imap://parley:hush@127.0.0.1:1"})
    assert (health, found.partition(":")[0]) == ("missing", "PARLEY_IMAP_URL needs PARLEY_SMTP_URL")
