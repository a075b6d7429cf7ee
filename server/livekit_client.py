"""The one door to LiveKit: its tokens, its rooms, what the host may do in them, and its webhooks."""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import aiohttp
import jwt
from google.protobuf.json_format import Parse, ParseError
from livekit import api
from livekit.protocol.models import ParticipantInfo, RoomEndReason, TrackType
from livekit.protocol.webhook import WebhookEvent

from server.config import Settings
from server.errors import LiveKitUnavailable, Unauthenticated

TOKEN_TTL = timedelta(minutes=15)
"""Enough to join; the media server renews the tokens of those inside by itself."""
EMPTY_TIMEOUT_S = 300
"""How long a room waits for its first person."""
API_TIMEOUT_S = 5
SOURCES = ["microphone", "camera", "screen_share", "screen_share_audio"]
ROLE, HAND = "parley.role", "parley.hand"
"""Attributes of a participant; only the server sets them."""
MACHINES = frozenset({ParticipantInfo.Kind.AGENT, ParticipantInfo.Kind.EGRESS})
"""Kinds of participant that are no person."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Who a token is for and where: identity is participants.id."""

    livekit_room: str
    identity: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class LiveRoom:
    """A room LiveKit holds open; `sid` is of this opening, names come again."""

    name: str
    sid: str


@dataclass(frozen=True, slots=True)
class LivePerson:
    """Somebody in a room; `sid` is of this one stay."""

    identity: str
    name: str
    sid: str
    since: datetime


@dataclass(frozen=True, slots=True)
class RoomEvent:
    """What a webhook said, without LiveKit's types."""

    id: str
    kind: str
    at: datetime
    room_name: str
    room_sid: str
    person: LivePerson | None
    """Whom a participant's event is about; None for a machine, and for events of the room."""
    server_leaves: bool
    """The room closed because this LiveKit goes down, not because the meeting is over."""


class LiveKitClient:
    """Every call refuses with LiveKitUnavailable when the media server does not answer."""

    def __init__(self, settings: Settings, client: api.LiveKitAPI) -> None:
        self._settings = settings
        self._client = client
        self._key = settings.livekit_api_key
        self._secret = settings.livekit_api_secret.reveal()

    def token(self, seat: Seat) -> str:
        """Admit one identity to one room, to speak, show and listen; never to administer or send data."""
        grants = api.VideoGrants(
            room_join=True,
            room=seat.livekit_room,
            can_publish=True,
            can_subscribe=True,
            can_publish_data=False,
            can_publish_sources=SOURCES,
            can_update_own_metadata=False,
        )
        return (
            api.AccessToken(self._key, self._secret)
            .with_identity(seat.identity)
            .with_name(seat.name)
            .with_ttl(TOKEN_TTL)
            .with_attributes({ROLE: seat.role})
            .with_grants(grants)
            .to_jwt()
        )

    async def open_room(self, name: str, metadata: Mapping[str, str]) -> None:
        """Create the room, or leave it as it is where it is open already.

        It has no limit of LiveKit's own, which could not be raised while people are in: seats are given
        out with the tokens.
        """
        with _answering():
            await self._client.room.create_room(
                api.CreateRoomRequest(
                    name=name,
                    metadata=json.dumps(dict(metadata)),
                    empty_timeout=EMPTY_TIMEOUT_S,
                    departure_timeout=self._settings.departure_s,
                )
            )

    async def close_room(self, name: str) -> None:
        """Put everyone out and forget the room; a room that is not open is fine."""
        with _answering(missing_is_fine=True):
            await self._client.room.delete_room(api.DeleteRoomRequest(room=name))

    async def mute(self, room: str, identity: str) -> None:
        """Mute every microphone and shared sound of one person."""
        with _answering(missing_is_fine=True):
            who = api.RoomParticipantIdentity(room=room, identity=identity)
            found = await self._client.room.get_participant(who)
            for track in found.tracks:
                if track.type == TrackType.AUDIO and not track.muted:
                    await self._client.room.mute_published_track(
                        api.MuteRoomTrackRequest(
                            room=room, identity=identity, track_sid=track.sid, muted=True
                        )
                    )

    async def remove(self, room: str, identity: str) -> None:
        """Put one person out; their token lives on, so who comes back is refused by us."""
        with _answering(missing_is_fine=True):
            await self._client.room.remove_participant(
                api.RoomParticipantIdentity(room=room, identity=identity)
            )

    async def set_attributes(self, room: str, identity: str, attributes: Mapping[str, str]) -> None:
        """Merge attributes into those of a participant; an empty value deletes."""
        with _answering(missing_is_fine=True):
            await self._client.room.update_participant(
                api.UpdateParticipantRequest(room=room, identity=identity, attributes=dict(attributes))
            )

    async def send(self, room: str, topic: str, message: str) -> None:
        """Tell everyone in the room, reliably; a room that is not open hears nothing."""
        with _answering(missing_is_fine=True):
            await self._client.room.send_data(
                api.SendDataRequest(
                    room=room, data=message.encode(), kind=api.DataPacket.Kind.RELIABLE, topic=topic
                )
            )

    async def dispatch(self, room: str) -> None:
        """Ask for a transcriber anew: LiveKit itself asks once, when the room opens."""
        with _answering():
            await self._client.agent_dispatch.create_dispatch(
                api.CreateAgentDispatchRequest(room=room, agent_name="")
            )

    async def rooms(self) -> list[LiveRoom]:
        """List every open room, also those of other applications; the counts it gives lag by seconds."""
        with _answering():
            listed = await self._client.room.list_rooms(api.ListRoomsRequest())
        return [LiveRoom(room.name, room.sid) for room in listed.rooms]

    async def people(self, room: str) -> list[LivePerson]:
        """List the people in a room, machines left out."""
        with _answering(missing_is_fine=True):
            listed = await self._client.room.list_participants(api.ListParticipantsRequest(room=room))
            return [_person(each) for each in listed.participants if each.kind not in MACHINES]
        return []

    def webhook(self, body: bytes, authorization: str) -> RoomEvent:
        """Read a webhook; raises Unauthenticated unless LiveKit signed exactly this body just now."""
        try:
            claims = api.TokenVerifier(self._key, self._secret).verify(authorization)
            signed = base64.b64decode(claims.sha256 or "", validate=True)
        except (jwt.PyJWTError, binascii.Error, UnicodeEncodeError) as error:
            raise Unauthenticated("The webhook is not signed by our media server.") from error
        if not hmac.compare_digest(signed, hashlib.sha256(body).digest()):
            raise Unauthenticated("The webhook's signature is of another body.")
        try:
            event = Parse(body, WebhookEvent(), ignore_unknown_fields=True)
        except (ParseError, UnicodeDecodeError) as error:
            raise Unauthenticated("The webhook cannot be read.") from error
        return _event(event)


@asynccontextmanager
async def open_livekit(settings: Settings) -> AsyncIterator[LiveKitClient]:
    """Hold one HTTP client for as long as the door is open."""
    timeout = aiohttp.ClientTimeout(total=API_TIMEOUT_S)
    secret = settings.livekit_api_secret.reveal()
    async with api.LiveKitAPI(
        settings.livekit_url, settings.livekit_api_key, secret, timeout=timeout, failover=False
    ) as client:
        yield LiveKitClient(settings, client)


@contextmanager
def _answering(*, missing_is_fine: bool = False) -> Iterator[None]:
    try:
        yield
    except api.ServerError as error:
        if not (missing_is_fine and error.code == api.ServerErrorCode.NOT_FOUND):
            raise LiveKitUnavailable from error
    except (aiohttp.ClientError, TimeoutError) as error:
        raise LiveKitUnavailable from error


def _event(event: WebhookEvent) -> RoomEvent:
    about_person = event.HasField("participant") and event.participant.kind not in MACHINES
    return RoomEvent(
        id=event.id,
        kind=event.event,
        at=datetime.fromtimestamp(event.created_at, UTC),
        room_name=event.room.name,
        room_sid=event.room.sid,
        person=_person(event.participant) if about_person else None,
        server_leaves=event.room_end_reason == RoomEndReason.ROOM_END_SERVER_SHUTDOWN,
    )


def _person(info: ParticipantInfo) -> LivePerson:
    since = info.joined_at_ms / 1000 if info.joined_at_ms else info.joined_at
    return LivePerson(info.identity, info.name, info.sid, datetime.fromtimestamp(since, UTC))
