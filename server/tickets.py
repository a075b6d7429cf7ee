"""Tickets: the credentials of clients at our signalling gate; LiveKit itself does not accept them."""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import jwt

from server.config import Secret
from server.errors import Unauthenticated

TICKET_TTL = timedelta(minutes=15)
"""Longer than LiveKit's renewal period (5 minutes), and than most losses of the network."""
ISSUER, ALGORITHM = "parley-ticket", "HS256"
PURPOSE = b"parley signalling ticket"


@dataclass(frozen=True, slots=True)
class Ticket:
    """The claims of a ticket; access is checked again at each connection."""

    room: str
    """LiveKit's room name."""
    identity: str
    session_id: UUID | None = None
    """The session of a person with an account; the ticket is invalid after it ends."""


def is_ticket(shown: str) -> bool:
    """Whether the token claims to be a ticket; only `Tickets.read` verifies it."""
    try:
        return bool(jwt.decode(shown, options={"verify_signature": False}).get("iss") == ISSUER)
    except (jwt.PyJWTError, UnicodeEncodeError):
        return False


class Tickets:
    """Signs and verifies tickets with a key derived from LiveKit's secret, the same in every web process."""

    def __init__(self, secret: Secret) -> None:
        self._key = hmac.digest(secret.reveal().encode(), PURPOSE, "sha256")

    def issue(self, ticket: Ticket) -> str:
        """Return the signed ticket."""
        claims: dict[str, object] = {"iss": ISSUER, "sub": ticket.identity, "room": ticket.room}
        claims["exp"] = datetime.now(UTC) + TICKET_TTL
        if ticket.session_id is not None:
            claims["session"] = str(ticket.session_id)
        return jwt.encode(claims, self._key, ALGORITHM)

    def read(self, shown: str) -> Ticket:
        """Verify a ticket; raises Unauthenticated if it is invalid or expired."""
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
            raise Unauthenticated("Your ticket has expired. Join the meeting again.") from error
