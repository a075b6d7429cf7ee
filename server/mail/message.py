"""Makes a mail of words: a plain and an HTML part, and the headers that mail programs act on."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path
from uuid import UUID

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from server.mail.contents import MailText, one_line

TEMPLATES = FileSystemLoader(Path(__file__).parent / "templates")
PLAIN = Environment(
    loader=TEMPLATES,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    autoescape=False,  # noqa: S701
)
HTML = Environment(
    loader=TEMPLATES, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=True
)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who mail is from."""

    name: str
    address: str

    @classmethod
    def of(cls, mailbox: str) -> "Sender":
        """Read PARLEY_MAIL_FROM, which the settings have checked."""
        return cls(*parseaddr(mailbox))

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


def message_of(
    text: MailText, mail_id: UUID, sender: Sender, recipient: str, name: str, unsubscribe: str, settings: str
) -> EmailMessage:
    """Make the message; its Message-ID is the mail's, however often it is sent.

    `unsubscribe` and `settings` are links; the first is also for one click of a mail program (RFC 8058).
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(sender.name, addr_spec=sender.address)
    message["To"] = mailbox_of(name, recipient)
    message["Subject"] = text.subject
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = f"<{mail_id}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    message["X-Auto-Response-Suppress"] = "All"
    if unsubscribe:
        message["List-Unsubscribe"] = f"<{unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    context = {"mail": text, "unsubscribe": unsubscribe, "settings": settings}
    message.set_content(PLAIN.get_template("notice.txt").render(context), cte="quoted-printable")
    html = HTML.get_template("notice.html").render(context)
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    return message


def mailbox_of(name: str, address: str) -> Address:
    """A person's name and address; without the name where it could be taken for another address."""
    shown = one_line(name)
    user, _, domain = address.rpartition("@")
    return Address("" if "@" in shown else shown, user, domain)
