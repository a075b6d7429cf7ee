"""Where mails to send come from: notifications, and invitations; each claims, composes and marks its own."""

from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Protocol
from uuid import UUID

from server.mail.contents import mail_text
from server.mail.invitation_message import invitation_message
from server.mail.message import Sender, message_of
from server.mail.unsubscribe import unsubscribe_token
from server.meeting.invitation_mails import (
    InvitationMail,
    claim_invitation_mail,
    finish_invitation_mail,
    queue_reminders,
)
from server.meeting.invitation_replies import reply_address
from server.meeting.invitation_tokens import known_token
from server.meeting.mail_outbox import ClaimedMail, Outcome, claim_mail, finish_mail


@dataclass(frozen=True, slots=True)
class Postmark:
    """What is the same in all mails of this site."""

    sender: Sender
    site: str
    replies: str = ""
    """The mailbox that calendar programs answer to; empty: there is none, and answers go to the sender."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A claimed mail; `why_not` says why it is needless."""

    id: UUID
    attempts: int
    why_not: str | None
    address: Callable[[], str]
    """Opens the address; raises SealError."""
    compose: Callable[[Postmark, str], EmailMessage]
    """Makes the message to the address."""


class MailSource(Protocol):
    """What gives mails to send, one after another."""

    async def claim(self, lease_s: float) -> Outgoing | None:
        """Take the mail that is due for longest."""

    async def finish(self, mail_id: UUID, outcome: Outcome, why: str | None, again_s: float) -> None:
        """Mark what became of it."""


class NoticeMails:
    """Mails of notifications."""

    async def claim(self, lease_s: float) -> Outgoing | None:
        """Take the mail that is due for longest."""
        mail = await claim_mail(lease_s)
        if mail is None:
            return None
        return Outgoing(
            mail.id,
            mail.attempts,
            None if mail.notices else "needless",
            lambda: mail.address,
            lambda postmark, address: _notice_message(mail, postmark, address),
        )

    async def finish(self, mail_id: UUID, outcome: Outcome, why: str | None, again_s: float) -> None:
        """Mark what became of it."""
        await finish_mail(mail_id, outcome, why, again_s)


class InvitationMails:
    """Mails to who is invited, and the reminders before a meeting."""

    async def claim(self, lease_s: float) -> Outgoing | None:
        """Take the mail that is due for longest; one whose link a retired key made cannot be sent."""
        await queue_reminders()
        mail = await claim_invitation_mail(lease_s)
        if mail is None:
            return None
        token = known_token(mail.invitation_id, mail.token_version, mail.stored_hash)
        return Outgoing(
            mail.id,
            mail.attempts,
            mail.why_not or (None if token else "key_retired"),
            lambda: mail.address,
            lambda postmark, address: _invitation_message(mail, postmark, address, token or ""),
        )

    async def finish(self, mail_id: UUID, outcome: Outcome, why: str | None, again_s: float) -> None:
        """Mark what became of it."""
        await finish_invitation_mail(mail_id, outcome, why, again_s)


SOURCES: tuple[MailSource, ...] = (NoticeMails(), InvitationMails())


def _notice_message(mail: ClaimedMail, postmark: Postmark, address: str) -> EmailMessage:
    site = postmark.site
    token = unsubscribe_token(mail.user_id, [notice.kind for notice in mail.notices])
    return message_of(
        mail_text(mail, site),
        mail.id,
        postmark.sender,
        address,
        mail.name,
        unsubscribe=f"{site}/unsubscribe/{token}",
        settings=f"{site}/account/notices",
    )


def _invitation_message(mail: InvitationMail, postmark: Postmark, address: str, token: str) -> EmailMessage:
    url = f"{postmark.site}/i/{token}"
    answers = postmark.sender.address
    if postmark.replies:
        answers = reply_address(postmark.replies, mail.replied_to, mail.reply_version)
    return invitation_message(mail, address, postmark.sender, url, answers)
