"""Whether e-mail goes out and replies come in, for `parley doctor`: signs in, and sends and reads nothing."""

from collections.abc import Mapping

from server.environment_reader import EnvironmentReader, SettingsError
from server.mail.mailbox import MailboxError, open_mailbox
from server.mail.transport import MailError, SmtpMailer
from server.mail.try_out import FIXES

PART, REPLIES = "e-mail", "calendar replies"
REPLY_FIXES = {
    "unreachable": "check host and port of PARLEY_IMAP_URL",
    "timeout": "check host and port of PARLEY_IMAP_URL",
    "tls_failed": "use the name in the server's certificate, and imaps:// or imap:// as it offers",
    "sign_in_refused": "check user and password of PARLEY_IMAP_URL",
    "no_folder": "check the folder at the end of PARLEY_IMAP_URL",
}


async def mail_state(environ: Mapping[str, str]) -> tuple[str, str, str, str]:
    """Return part, health, what was found, and how to fix it."""
    read = EnvironmentReader(environ)
    try:
        server = read.smtp_server("PARLEY_SMTP_URL")
        sender = read.sender("PARLEY_MAIL_FROM", needed_by="PARLEY_SMTP_URL")
    except SettingsError as error:
        return PART, "missing", str(error), "correct the variable"
    if server is None:
        return PART, "absent", "none: PARLEY_SMTP_URL is not set", "see PARLEY_SMTP_URL in README.md"
    try:
        await SmtpMailer(server).check()
    except MailError as error:
        said = f"{server}: {error.said or error.why}"
        return PART, "missing", said, FIXES.get(error.why, "parley mail ADDRESS")
    return PART, "ok", f"{server}, from {sender}", ""


async def reply_state(environ: Mapping[str, str]) -> tuple[str, str, str, str]:
    """Return the same of the mailbox of calendar replies."""
    read = EnvironmentReader(environ)
    try:
        sender = read.sender("PARLEY_MAIL_FROM", needed_by="")
        server = read.imap_server("PARLEY_IMAP_URL", with_mail=bool(read.text("PARLEY_SMTP_URL", "")))
        mailbox = read.reply_mailbox("PARLEY_IMAP_ADDRESS", sender) if server else ""
    except SettingsError as error:
        return REPLIES, "missing", str(error), "correct the variable"
    if server is None:
        return REPLIES, "absent", "none: PARLEY_IMAP_URL is not set", "see PARLEY_IMAP_URL in README.md"
    try:
        await (await open_mailbox(server)).close()
    except MailboxError as error:
        said = f"{server}: {error.said or error.why}"
        return REPLIES, "missing", said, REPLY_FIXES.get(error.why, "check PARLEY_IMAP_URL")
    return REPLIES, "ok", f"{server}, to {mailbox}", ""
