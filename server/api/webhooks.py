"""What LiveKit tells us: who came, who went, which room closed; each event once, in whatever order."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import structlog
from aiohttp import web
from redis.exceptions import RedisError

from server.api.app_keys import LIVEKIT, REDIS
from server.api.endpoint import body_of
from server.api.request_metrics import METRICS
from server.app_keys import CHANGE_BUS, SETTINGS
from server.livekit_client import LiveKitClient
from server.livekit_events import RoomEvent
from server.meeting.actor import MEDIA, acting_as, actor
from server.meeting.admission_queries import is_of_another_meeting
from server.meeting.change_bus import ChangeEvent, ChangeKind
from server.meeting.lifecycle import end_room
from server.meeting.presence import record_arrival, record_departure
from server.meeting.rooms import Room, cancel_room, external_room, note_opening, room_by_livekit

MAX_WEBHOOK_BYTES = 512 * 1024
REMEMBER_S = 900
"""Longer than a signature lives (5 minutes and a minute's leeway): a replay meets its first self."""
CLOCK_STEP = timedelta(seconds=1)
"""An event's time is cut to the second, a person's coming to the millisecond."""
log = structlog.get_logger()


async def livekit(request: web.Request) -> web.Response:
    """Take one event; 200 only after it is in the database, so that LiveKit sends it again otherwise."""
    body = await body_of(request, MAX_WEBHOOK_BYTES)
    event = request.app[LIVEKIT].webhook(body, request.headers.get("Authorization", ""))
    request.app[METRICS].webhooks.labels(event.kind if event.kind in _EFFECTS else "other").inc()
    key = f"parley:webhook:{event.id}:{event.kind}"
    if event.id and not await _first_time(request, key):
        return web.Response()
    try:
        with acting_as(replace(actor(), role=MEDIA)):
            await _take(request, event)
    except BaseException:
        await _forget(request, key)
        raise
    return web.Response()


async def _first_time(request: web.Request, key: str) -> bool:
    try:
        return bool(await request.app[REDIS].set(key, 1, nx=True, ex=REMEMBER_S))
    except RedisError:
        return True  # every effect below is idempotent: better twice than never


async def _forget(request: web.Request, key: str) -> None:
    try:
        await request.app[REDIS].delete(key)
    except RedisError:
        log.warning("webhook_not_forgotten")


async def _take(request: web.Request, event: RoomEvent) -> None:
    effect = _EFFECTS.get(event.kind)
    if effect is None:
        return
    room = await room_by_livekit(event.room_name, event.room_sid)
    if room is None and event.kind == "participant_joined" and event.person is not None:
        room = await external_room(event.room_name, event.room_sid, request.app[SETTINGS].time_zone)
    if room is None:
        return  # a room of another application is a meeting once somebody is in it
    if not await _is_current(request.app[LIVEKIT], room, event):
        log.info("webhook_of_another_opening", kind=event.kind, room_id=str(room.id))
        return
    await effect(request.app[LIVEKIT], room, event)
    log.info("webhook", kind=event.kind, room_id=str(room.id))
    for kind in _CHANGED:
        await request.app[CHANGE_BUS].publish(ChangeEvent(kind, room.id))


async def _is_current(livekit_client: LiveKitClient, room: Room, event: RoomEvent) -> bool:
    """Names come again: only news of the opening there is counts. Where in doubt LiveKit says."""
    if room.type == "external" or room.livekit_sid == event.room_sid:
        return True
    if not event.room_sid:
        return False
    if room.livekit_sid is not None or event.kind == "room_finished":
        open_now = await livekit_client.sid_of(room.livekit_name)
        if open_now != event.room_sid:
            return room.livekit_sid is None and open_now is None
    await note_opening(room.id, event.room_sid)
    return True


async def _opened(livekit_client: LiveKitClient, room: Room, _: RoomEvent) -> None:
    """A late token can open the room of a meeting that is over; close it again, if it is ours."""
    if not room.is_open and room.type != "external":
        await livekit_client.close_room(room.livekit_name)


async def _came(livekit_client: LiveKitClient, room: Room, event: RoomEvent) -> None:
    who = event.person
    if who is None:
        return
    if not room.is_open:
        await _opened(livekit_client, room, event)
        return
    if room.type != "external" and await is_of_another_meeting(room.id, who.identity):
        await livekit_client.remove(room.livekit_name, who.identity)
        return
    participant = await record_arrival(room.id, who.identity, who.name, who.since, who.sid)
    if participant.status == "removed":
        await livekit_client.remove(room.livekit_name, who.identity)


async def _published(livekit_client: LiveKitClient, room: Room, event: RoomEvent) -> None:
    """One microphone and one camera a person; another application's people have as many as it likes."""
    if event.person is not None and room.type != "external":
        await livekit_client.keep_one_each(room.livekit_name, event.person.identity, event.track_sid)


async def _went(_: LiveKitClient, room: Room, event: RoomEvent) -> None:
    """Who came only when the meeting was over, with a token they still had, was not in it."""
    who = event.person
    if who is not None and (room.ended_at is None or who.since <= room.ended_at):
        await record_departure(room.id, who.identity, event.at, who.sid)


async def _closed(_: LiveKitClient, room: Room, event: RoomEvent) -> None:
    """A media server that goes down does not end the meeting; people come back, or the reconciler sees.

    Nor does news of an opening that closed before the meeting began.
    """
    if event.server_leaves or (room.started_at is not None and event.at + CLOCK_STEP < room.started_at):
        return
    ended = await end_room(room.id, "webhook", event.at)
    if not ended and room.is_open and room.type == "external":  # only a transcriber came, and nobody can now
        await cancel_room(room.id)


_CHANGED: tuple[ChangeKind, ...] = ("participants", "room")
_EFFECTS: dict[str, Callable[[LiveKitClient, Room, RoomEvent], Awaitable[None]]] = {
    "room_started": _opened,
    "participant_joined": _came,
    "track_published": _published,
    "participant_left": _went,
    "participant_connection_aborted": _went,
    "room_finished": _closed,
}
