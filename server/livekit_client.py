"""The client of LiveKit: tokens, rooms, moderation and webhooks."""

import json
import time
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import aiohttp
from livekit import api
from livekit.protocol.models import ParticipantInfo, TrackInfo, TrackSource, TrackType

from server.config import Settings
from server.errors import LiveKitUnavailable
from server.livekit_egress import EgressClient, recorded_room
from server.livekit_events import (
    MACHINES,
    ONE_EACH,
    LivePerson,
    RoomEvent,
    in_order,
    person_of,
    signed_event,
)
from server.livekit_seats import HAND as HAND
from server.livekit_seats import ROLE as ROLE
from server.livekit_seats import SOURCES as SOURCES
from server.livekit_seats import Seat as Seat
from server.livekit_seats import check_token, signed_token, update_of

EMPTY_TIMEOUT_S = 300
"""Seconds a room stays open without a first person."""
API_TIMEOUT_S = 5
CHECK_TIMEOUT_S, CHECK_DEPARTURE_S = 30, 5
"""Seconds that a room for testing a connection stays open without its person."""
NO_AGENT = "parley-none"
"""The transcriber is an agent without a name, dispatched where no agent is named; this one there is not."""


@dataclass(frozen=True, slots=True)
class LiveRoom:
    """An open room of LiveKit; `sid` identifies this opening, names are reused."""

    name: str
    sid: str


class LiveKitClient:
    """Every call raises LiveKitUnavailable if the media server does not answer."""

    def __init__(self, settings: Settings, client: api.LiveKitAPI) -> None:
        self._settings = settings
        self._client = client
        self.egress = EgressClient(client)
        self._key = settings.livekit_api_key
        self._secret = settings.livekit_api_secret.reveal()

    def token(self, seat: Seat) -> str:
        """Return a token for one connection, with the seat's grants."""
        return signed_token(seat, self._key, self._secret)

    async def open_room(self, name: str, metadata: Mapping[str, str]) -> None:
        """Create the room; does nothing if it is open.

        It has no limit of LiveKit's own, which could not be raised while people are in it: seats are
        limited when tokens are issued.
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

    async def open_check(self, name: str) -> str:
        """Create a room for one person and no transcriber; returns LiveKit's own token for it."""
        request = api.CreateRoomRequest(
            name=name,
            empty_timeout=CHECK_TIMEOUT_S,
            departure_timeout=CHECK_DEPARTURE_S,
            max_participants=1,
            agents=[api.RoomAgentDispatch(agent_name=NO_AGENT)],
        )
        with _answering():
            await self._client.room.create_room(request)
        return check_token(name, self._key, self._secret)

    async def close_room(self, name: str) -> None:
        """Disconnect everyone and delete the room; does nothing if it is not open."""
        with _answering(missing_is_fine=True):
            await self._client.room.delete_room(api.DeleteRoomRequest(room=name))

    async def mute(self, room: str, identity: str) -> None:
        """Mute every microphone and shared sound of one person."""
        await self._mute(room, identity, lambda track: track.type == TrackType.AUDIO)

    async def stop(self, room: str, identity: str, sources: Collection[str]) -> None:
        """Mute one person's tracks of these sources, of SOURCES; they may turn them on again."""
        wanted = {TrackSource.Value(source.upper()) for source in sources}
        await self._mute(room, identity, lambda track: track.source in wanted)

    async def _mute(self, room: str, identity: str, wanted: Callable[[TrackInfo], bool]) -> None:
        with _answering(missing_is_fine=True):
            who = api.RoomParticipantIdentity(room=room, identity=identity)
            found = await self._client.room.get_participant(who)
            for track in found.tracks:
                if wanted(track) and not track.muted:
                    await self.mute_track(room, identity, track.sid)

    async def mute_track(self, room: str, identity: str, track_sid: str) -> None:
        """Mute one published track."""
        request = api.MuteRoomTrackRequest(room=room, identity=identity, track_sid=track_sid, muted=True)
        with _answering(missing_is_fine=True):
            await self._client.room.mute_published_track(request)

    async def keep_one_each(self, room: str, identity: str, newest: str) -> None:
        """Mute a just published microphone or camera if the person had published one before."""
        with _answering(missing_is_fine=True):
            who = api.RoomParticipantIdentity(room=room, identity=identity)
            tracks = in_order((await self._client.room.get_participant(who)).tracks)
            source = next((track.source for track in tracks if track.sid == newest), None)
            first = next((track.sid for track in tracks if track.source == source), newest)
            if source in ONE_EACH and first != newest:
                await self.mute_track(room, identity, newest)

    async def regrant(self, seat: Seat) -> None:
        """Give somebody inside this seat; LiveKit unpublishes what it does not allow."""
        with _answering(missing_is_fine=True):
            await self._client.room.update_participant(update_of(seat))

    async def remove(self, room: str, identity: str) -> None:
        """Disconnect one person; the signalling gate refuses their return."""
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

    async def send(self, room: str, topic: str, message: str, to: Sequence[str] = ()) -> None:
        """Send data to everyone in the room, or to these identities, reliably; nothing if it is not open."""
        await self._send(room, topic, message.encode(), to)

    async def send_to_machines(self, room: str, topic: str) -> None:
        """Send an empty packet to a room's agents and recorders, reliably; does nothing if there is none."""
        to = [each.identity for each in await self._inside(room) if each.kind in MACHINES]
        if to:  # without destinations LiveKit sends to everyone
            await self._send(room, topic, b"", to)

    async def _send(self, room: str, topic: str, data: bytes, to: Sequence[str] = ()) -> None:
        reliable = api.DataPacket.Kind.RELIABLE
        packet = api.SendDataRequest(
            room=room, data=data, kind=reliable, topic=topic, destination_identities=to
        )
        with _answering(missing_is_fine=True):
            await self._client.room.send_data(packet)

    async def dispatch(self, room: str) -> None:
        """Dispatch the transcriber again; LiveKit itself dispatches once, when the room opens."""
        with _answering():
            await self._client.agent_dispatch.create_dispatch(
                api.CreateAgentDispatchRequest(room=room, agent_name="")
            )

    async def rooms(self) -> list[LiveRoom]:
        """List every open room, also those of other applications; its counts lag by seconds."""
        with _answering():
            listed = await self._client.room.list_rooms(api.ListRoomsRequest())
        return [LiveRoom(room.name, room.sid) for room in listed.rooms]

    async def sid_of(self, name: str) -> str | None:
        """Return the sid of the present opening; None if the room is not open."""
        with _answering():
            listed = await self._client.room.list_rooms(api.ListRoomsRequest(names=[name]))
        return next((room.sid for room in listed.rooms if room.name == name), None)

    async def people(self, room: str) -> list[LivePerson]:
        """List the people in a room, without agents and egress."""
        now = int(time.time())
        return [person_of(each, now) for each in await self._inside(room) if each.kind not in MACHINES]

    async def agents(self, room: str) -> list[Mapping[str, str]]:
        """List the attributes of each agent in a room."""
        agent = ParticipantInfo.Kind.AGENT
        return [each.attributes for each in await self._inside(room) if each.kind == agent]

    async def _inside(self, room: str) -> Sequence[ParticipantInfo]:
        with _answering(missing_is_fine=True):
            listed = await self._client.room.list_participants(api.ListParticipantsRequest(room=room))
            return listed.participants
        return ()

    def recorded_room(self, authorization: str) -> str:
        """Return the name of the room a recorder's token is for; raises Unauthenticated."""
        return recorded_room(authorization, self._key, self._secret)

    def webhook(self, body: bytes, authorization: str) -> RoomEvent:
        """Parse a webhook; raises Unauthenticated unless LiveKit signed this body recently.

        Raises Malformed for a signed body that is invalid.
        """
        return signed_event(body, authorization, self._key, self._secret)


@asynccontextmanager
async def open_livekit(settings: Settings) -> AsyncIterator[LiveKitClient]:
    """Open one HTTP client while the block runs."""
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
