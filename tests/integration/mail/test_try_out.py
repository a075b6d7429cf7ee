"""`parley mail` as an operator runs it."""

import asyncio

import pytest

from server.mail.try_out import mail_test
from server.operator_error import OperatorError
from tests.smtp_sink import smtp_sink

FROM = {"PARLEY_MAIL_FROM": "Parley <parley@example.org>"}


async def test_sent(capsys: pytest.CaptureFixture[str]) -> None:
    """A mail goes out at once, and the terminal says through which server."""
    async with smtp_sink() as sink:
        told = {**FROM, "PARLEY_SMTP_URL": f"smtp://{sink.server}"}
        assert await asyncio.to_thread(mail_test, "bob@example.org", told) == 0
    assert sink.mails[0]["Subject"] == "A test from Parley"
    assert f"{sink.server} took a mail to bob@example.org" in capsys.readouterr().out


async def test_refused() -> None:
    """A refusal is told in the server's words, with what to do."""
    async with smtp_sink() as sink:
        sink.to_sender = "550 5.7.1 You may not send as this"
        told = {**FROM, "PARLEY_SMTP_URL": f"smtp://{sink.server}"}
        with pytest.raises(OperatorError, match="You may not send as this — fix: set PARLEY_MAIL_FROM"):
            await asyncio.to_thread(mail_test, "bob@example.org", told)


def test_not_set_up() -> None:
    """Without a server it says what to set; the password of a wrong URL is not repeated."""
    with pytest.raises(OperatorError, match="not both set"):
        mail_test("bob@example.org", {})
    with pytest.raises(OperatorError, match="PARLEY_SMTP_URL must") as refused:
        mail_test("bob@example.org", {**FROM, "PARLEY_SMTP_URL": "smpt://a:hush@mail"})
    assert "hush" not in str(refused.value)
