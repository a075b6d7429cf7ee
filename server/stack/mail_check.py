"""Whether e-mail goes out, for `parley doctor`: it connects and signs in, and sends nothing."""

from collections.abc import Mapping

from server.environment_reader import EnvironmentReader, SettingsError
from server.mail.transport import MailError, SmtpMailer
from server.mail.try_out import FIXES

PART = "e-mail"


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
