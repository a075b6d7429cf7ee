"""Parse and validate LiveKit's webhooks; no other module sees LiveKit's types."""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import jwt
from google.protobuf.json_format import Parse, ParseError
from livekit.api import TokenVerifier
from livekit.protocol.models import ParticipantInfo, RoomEndReason, TrackInfo, TrackSource
from livekit.protocol.webhook import WebhookEvent

from server.errors import Malformed, Unauthenticated
from server.livekit_egress import EgressReport, report_of

MACHINES = frozenset({ParticipantInfo.Kind.AGENT, ParticipantInfo.Kind.EGRESS})
"""Kinds of participants that are not people."""
ONE_EACH = frozenset({TrackSource.MICROPHONE, TrackSource.CAMERA})
"""Sources of which a person may publish one."""
FIRST_MOMENT = datetime(2020, 1, 1, tzinfo=UTC)
"""LiveKit is younger; an earlier time means a clock that was never set."""
_SID = re.compile(r"[A-Za-z0-9_-]{0,64}")


@dataclass(frozen=True, slots=True)
class LivePerson:
    """A person in a room; `sid` identifies this stay."""

    identity: str
    name: str
    sid: str
    since: datetime
    is_muted: bool | None = None
    """Whether all their microphones are off; None if none is published."""
    surplus: tuple[str, ...] = ()
    """Sids of open microphones and cameras beyond the one allowed of each."""


@dataclass(frozen=True, slots=True)
class RoomEvent:
    """A parsed webhook."""

    id: str
    kind: str
    at: datetime
    room_name: str
    room_sid: str
    person: LivePerson | None
    """The person of a participant's event; None for agents and egress, and for events of the room."""
    server_leaves: bool
    """The room closed because this LiveKit shuts down, not because the meeting is over."""
    track_sid: str
    """The published track; empty for other events."""
    egress: EgressReport | None
    """The egress of an event about one."""


def signed_event(body: bytes, authorization: str, key: str, secret: str) -> RoomEvent:
    """Verify and parse a webhook; raises Unauthenticated, and Malformed for a signed body that is invalid."""
    try:
        claims = TokenVerifier(key, secret).verify(authorization)
        signed = base64.b64decode(claims.sha256 or "", validate=True)
    except (jwt.PyJWTError, binascii.Error, UnicodeEncodeError) as error:
        raise Unauthenticated("The webhook is not signed by this server's LiveKit.") from error
    if not hmac.compare_digest(signed, hashlib.sha256(body).digest()):
        raise Unauthenticated("The webhook's signature does not match its body.")
    return room_event(body)


def room_event(body: bytes) -> RoomEvent:
    """Parse a verified webhook's body; raises Malformed, after which LiveKit does not retry."""
    try:
        event = Parse(body, WebhookEvent(), ignore_unknown_fields=True)
    except (ParseError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed("The webhook is no event of LiveKit's.") from error
    about_person = event.HasField("participant") and event.participant.kind not in MACHINES
    return RoomEvent(
        id=event.id,
        kind=event.event,
        at=_moment(event.created_at * 1000),
        room_name=event.room.name,
        room_sid=_sid(event.room.sid),
        person=person_of(event.participant, event.created_at) if about_person else None,
        server_leaves=event.room_end_reason == RoomEndReason.ROOM_END_SERVER_SHUTDOWN,
        track_sid=_sid(event.track.sid),
        egress=report_of(event.egress_info) if event.HasField("egress_info") else None,
    )


def person_of(info: ParticipantInfo, otherwise_s: int = 0) -> LivePerson:
    """Parse a listed participant; `otherwise_s` is the default join time. Raises Malformed."""
    since_ms = info.joined_at_ms or (info.joined_at or otherwise_s) * 1000
    microphones = [track.muted for track in info.tracks if track.source == TrackSource.MICROPHONE]
    is_muted = all(microphones) if microphones else None
    since = _moment(since_ms)
    return LivePerson(info.identity, info.name, _sid(info.sid), since, is_muted, _surplus(info))


def _surplus(info: ParticipantInfo) -> tuple[str, ...]:
    """Return all but the first published of each source, of those that are open."""
    open_now = [track for track in in_order(info.tracks) if not track.muted]
    first = {track.source: track.sid for track in reversed(open_now)}
    return tuple(
        track.sid for track in open_now if track.source in ONE_EACH and first[track.source] != track.sid
    )


def in_order(tracks: Iterable[TrackInfo]) -> list[TrackInfo]:
    """Sort by publication: LiveKit lists tracks in any order, and stamps each once, when it is published."""
    return sorted(tracks, key=lambda each: (each.version.unix_micro, each.version.ticks, each.sid))


def _sid(sid: str) -> str:
    if not _SID.fullmatch(sid):
        raise Malformed("The webhook names something by no id of LiveKit's.")
    return sid


def _moment(ms: int) -> datetime:
    """Parse a time; one in the future becomes now, an impossible one raises Malformed."""
    now = datetime.now(UTC)
    if ms >= now.timestamp() * 1000:
        return now
    if ms < FIRST_MOMENT.timestamp() * 1000:
        raise Malformed("The webhook names a time before there was a LiveKit.")
    return datetime.fromtimestamp(ms / 1000, UTC)
