"""Tickets to a room: what a client shows at our signalling gate. LiveKit itself takes none of them."""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import jwt

from server.config import Secret
from server.errors import Unauthenticated

TICKET_TTL = timedelta(minutes=15)
"""Longer than LiveKit waits until it renews one (5 minutes), and than a train is in a tunnel."""
ISSUER, ALGORITHM = "parley-ticket", "HS256"
PURPOSE = b"parley signalling ticket"


@dataclass(frozen=True, slots=True)
class Ticket:
    """Who may knock where: whether the door opens is decided anew each time."""

    room: str
    """LiveKit's name of it."""
    identity: str
    session_id: UUID | None = None
    """The session somebody with an account joined from; the ticket is worth nothing after it."""


def is_ticket(shown: str) -> bool:
    """Whether it claims to be one of ours; only `Tickets.read` says whether it is."""
    try:
        return bool(jwt.decode(shown, options={"verify_signature": False}).get("iss") == ISSUER)
    except (jwt.PyJWTError, UnicodeEncodeError):
        return False


class Tickets:
    """Signs and reads them, with a key of their own that every web process derives."""

    def __init__(self, secret: Secret) -> None:
        self._key = hmac.digest(secret.reveal().encode(), PURPOSE, "sha256")

    def issue(self, ticket: Ticket) -> str:
        """Give what the client shows."""
        claims: dict[str, object] = {"iss": ISSUER, "sub": ticket.identity, "room": ticket.room}
        claims["exp"] = datetime.now(UTC) + TICKET_TTL
        if ticket.session_id is not None:
            claims["session"] = str(ticket.session_id)
        return jwt.encode(claims, self._key, ALGORITHM)

    def read(self, shown: str) -> Ticket:
        """Read one of ours that has not run out; raises Unauthenticated."""
        try:
            claims = jwt.decode(
                shown,
                self._key,
                [ALGORITHM],
                issuer=ISSUER,
                leeway=5,
                options={"require": ["sub", "room", "exp"]},
            )
            session = claims.get("session")
            return Ticket(str(claims["room"]), str(claims["sub"]), UUID(session) if session else None)
        except (jwt.PyJWTError, UnicodeEncodeError, ValueError) as error:
            raise Unauthenticated("Join the meeting again: your ticket has run out.") from error
