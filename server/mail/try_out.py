"""`parley mail ADDRESS`: sends one mail by the settings, and says how it fails."""

import asyncio
from collections.abc import Mapping
from uuid import uuid4

from server.environment_reader import EnvironmentReader, SettingsError
from server.mail.contents import MailText
from server.mail.message import Sender, message_of
from server.mail.transport import MailError, SmtpMailer
from server.meeting.mailboxes import address
from server.operator_error import OperatorError

FIXES = {
    "unreachable": "check host and port of PARLEY_SMTP_URL",
    "timeout": "check host and port of PARLEY_SMTP_URL",
    "tls_failed": "use the name in the server's certificate, and smtp+starttls:// or smtps:// as it offers",
    "sign_in_refused": "check user and password of PARLEY_SMTP_URL",
    "sender_refused": "set PARLEY_MAIL_FROM to an address the server lets you send from",
}


def _text(site: str) -> MailText:
    return MailText(
        subject="A test from Parley",
        heading="E-mail works",
        about="",
        news="",
        sections=(),
        button="Open Parley",
        url=f"{site}/",
        why="Somebody who runs this server tried out its e-mail.",
    )


def mail_test(recipient: str, environ: Mapping[str, str]) -> int:
    """Send a mail now, past the outbox; raises OperatorError with the server's answer."""
    read = EnvironmentReader(environ)
    try:
        server, mailbox = read.smtp_server("PARLEY_SMTP_URL"), read.sender("PARLEY_MAIL_FROM", needed_by="")
        site = read.origin("PARLEY_URL", "http://localhost:8000")
        to = address(recipient)
    except SettingsError as error:
        raise OperatorError(str(error), "correct the variable") from error
    except ValueError as error:
        raise OperatorError(str(error), "parley mail ann@example.org") from error
    if server is None or not mailbox:
        raise OperatorError(
            "PARLEY_SMTP_URL and PARLEY_MAIL_FROM are not both set",
            "export PARLEY_SMTP_URL=smtp://user:password@host PARLEY_MAIL_FROM=parley@example.org",
        )
    sender = Sender.of(mailbox)
    message = message_of(_text(site), uuid4(), sender, to, "", unsubscribe="", settings="")
    try:
        asyncio.run(SmtpMailer(server).send(message, sender.address, to))
    except MailError as error:
        said = f"{server} did not take it: {error.said or error.why}"
        raise OperatorError(said, FIXES.get(error.why)) from error
    print(f"{server} took a mail to {to}. Whether it arrives, its inbox shows.")
    return 0
