"""Seats in LiveKit: who somebody is there, and what they may publish."""

from dataclasses import dataclass
from datetime import timedelta

from livekit import api

TOKEN_TTL = timedelta(minutes=1)
"""A token is for one connection, made by our own server; clients never hold one."""
SOURCES = ("microphone", "camera", "screen_share", "screen_share_audio")
ROLE, HAND, SPOTLIGHT = "parley.role", "parley.hand", "parley.spotlight"
"""Attributes of a participant; only the server sets them."""


@dataclass(frozen=True, slots=True)
class Seat:
    """The identity (`participants.id`) and the room of a token, and what it grants."""

    livekit_room: str
    identity: str
    name: str
    role: str
    sources: tuple[str, ...] = SOURCES
    """What may be published."""
    spotlight: str = ""
    """Since when everybody sees them large."""


def signed_token(seat: Seat, key: str, secret: str) -> str:
    """Return a token to publish and subscribe in one room; never to administer or send data."""
    grants = api.VideoGrants(
        room_join=True,
        room=seat.livekit_room,
        can_publish=bool(seat.sources),
        can_subscribe=True,
        can_publish_data=False,
        can_publish_sources=list(seat.sources),
        can_update_own_metadata=False,
    )
    return (
        api.AccessToken(key, secret)
        .with_identity(seat.identity)
        .with_name(seat.name)
        .with_ttl(TOKEN_TTL)
        .with_attributes({ROLE: seat.role, **({SPOTLIGHT: seat.spotlight} if seat.spotlight else {})})
        .with_grants(grants)
        .to_jwt()
    )


def check_token(room: str, key: str, secret: str) -> str:
    """Return a token that publishes a camera in a room where nobody else is, and receives nothing."""
    grants = api.VideoGrants(
        room_join=True,
        room=room,
        can_publish=True,
        can_subscribe=False,
        can_publish_data=False,
        can_publish_sources=["camera"],
        can_update_own_metadata=False,
    )
    token = api.AccessToken(key, secret).with_identity("check").with_ttl(TOKEN_TTL)
    return token.with_grants(grants).to_jwt()


def update_of(seat: Seat) -> api.UpdateParticipantRequest:
    """Return the request that gives somebody inside the seat's name, role and sources in one step."""
    permission = api.ParticipantPermission(
        can_subscribe=True,
        can_publish=bool(seat.sources),
        can_publish_sources=[source.upper() for source in seat.sources],
    )
    return api.UpdateParticipantRequest(
        room=seat.livekit_room,
        identity=seat.identity,
        name=seat.name,
        permission=permission,
        attributes={ROLE: seat.role},
    )
