"""The address of an invitation's page, where it is the host's to give."""

from server.config import Settings
from server.meeting.invitation_tokens import known_token
from server.meeting.invitations import Invitation


def link_of(settings: Settings, found: Invitation) -> str | None:
    """Return the address of an invitation's page; None if it does not hold, or is not the host's to send.

    Of an e-mail address it is not where we can mail: only who reads that mail has its token then.
    """
    if found.status in ("revoked", "expired") or (found.kind == "address" and settings.mail_from):
        return None
    token = known_token(found.id, found.token_version, found.stored_hash)
    return f"{settings.url}/i/{token}" if token else None
