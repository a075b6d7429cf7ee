"""LiveKit's webhooks: arrivals, departures and closed rooms. Each event takes effect once, in any order."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog
from aiohttp import web
from redis.exceptions import RedisError

from server.api.app_keys import LIVEKIT, REDIS, VIDEO
from server.api.endpoint import body_of
from server.api.request_metrics import METRICS
from server.app_keys import CHANGE_BUS, SETTINGS
from server.check_room_names import is_check_room
from server.live_breakouts import tell_of_leader
from server.livekit_client import LiveKitClient
from server.livekit_events import RoomEvent
from server.meeting.actor import acting_as_media
from server.meeting.admission_queries import is_of_another_meeting
from server.meeting.change_bus import ChangeEvent, ChangeKind
from server.meeting.external_rooms import external_room
from server.meeting.lifecycle import end_room
from server.meeting.presence import record_arrival, record_departure
from server.meeting.rooms import Room, cancel_room, note_opening, room_by_livekit

MAX_WEBHOOK_BYTES = 512 * 1024
DEDUPLICATE_S = 900
"""Longer than a signature is valid (5 minutes and a minute's leeway), so that every replay is noticed."""
TIMESTAMP_RESOLUTION = timedelta(seconds=1)
"""Events have times in whole seconds, participants' arrivals in milliseconds."""
log = structlog.get_logger()


async def livekit(request: web.Request) -> web.Response:
    """Handle one event; 200 only after it is in the database, otherwise LiveKit sends it again."""
    body = await body_of(request, MAX_WEBHOOK_BYTES)
    event = request.app[LIVEKIT].webhook(body, request.headers.get("Authorization", ""))
    request.app[METRICS].webhooks.labels(event.kind if event.kind in _COUNTED else "other").inc()
    key = f"parley:webhook:{event.id}:{event.kind}"
    if event.id and not await _mark_as_seen(request, key):
        return web.Response()
    try:
        with acting_as_media():
            await _apply_event(request, event)
    except BaseException:  # also a cancellation: the event has not taken effect, so accept it again
        await _delete_mark(request, key)
        raise
    return web.Response()


async def _mark_as_seen(request: web.Request, key: str) -> bool:
    try:
        return bool(await request.app[REDIS].set(key, 1, nx=True, ex=DEDUPLICATE_S))
    except RedisError:
        return True  # every handler is idempotent: twice is better than never


async def _delete_mark(request: web.Request, key: str) -> None:
    try:
        await request.app[REDIS].delete(key)
    except RedisError:
        log.warning("webhook_mark_not_deleted")


async def _apply_event(request: web.Request, event: RoomEvent) -> None:
    if event.egress is not None:
        await request.app[VIDEO].take(event.egress)
        return
    effect = _HANDLERS.get(event.kind)
    if effect is None or is_check_room(event.room_name):
        return
    room = await room_by_livekit(event.room_name, event.room_sid)
    if room is None and event.kind == "participant_joined" and event.person is not None:
        room = await external_room(event.room_name, event.room_sid, request.app[SETTINGS].time_zone)
    if room is None:
        return  # an external room becomes a meeting once somebody is in it
    if not await _is_current(request.app[LIVEKIT], room, event):
        log.info("webhook_of_other_opening", kind=event.kind, room_id=str(room.id))
        return
    await effect(request.app[LIVEKIT], room, event)
    log.info("webhook", kind=event.kind, room_id=str(room.id))
    if event.kind == "room_finished":
        request.app[VIDEO].follow_soon(room.id)
    for kind in _CHANGE_KINDS:
        await request.app[CHANGE_BUS].publish(ChangeEvent(kind, room.id))


async def _is_current(livekit_client: LiveKitClient, room: Room, event: RoomEvent) -> bool:
    """Whether the event is of the room's present opening: names are reused. If in doubt, LiveKit is asked."""
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


async def _on_room_started(livekit_client: LiveKitClient, room: Room, _: RoomEvent) -> None:
    """Close the room again if its meeting is over, which a late token can open; never an external room."""
    if not room.is_open and room.type != "external":
        await livekit_client.close_room(room.livekit_name)


async def _on_participant_joined(livekit_client: LiveKitClient, room: Room, event: RoomEvent) -> None:
    who = event.person
    if who is None:
        return
    if not room.is_open:
        await _on_room_started(livekit_client, room, event)
        return
    if room.type != "external" and await is_of_another_meeting(room.id, who.identity):
        await livekit_client.remove(room.livekit_name, who.identity)
        return
    participant = await record_arrival(room.id, who.identity, who.name, who.since, who.sid)
    await tell_of_leader(livekit_client, room, participant)
    if participant.status == "removed":
        await livekit_client.remove(room.livekit_name, who.identity)


async def _on_track_published(livekit_client: LiveKitClient, room: Room, event: RoomEvent) -> None:
    """Allow one microphone and one camera per person, except in external rooms."""
    if event.person is not None and room.type != "external":
        await livekit_client.keep_one_each(room.livekit_name, event.person.identity, event.track_sid)


async def _on_participant_left(livekit_client: LiveKitClient, room: Room, event: RoomEvent) -> None:
    """Record a departure, unless they arrived after the end of the meeting with a leftover token."""
    who = event.person
    if who is not None and (room.ended_at is None or who.since <= room.ended_at):
        left = await record_departure(room.id, who.identity, event.at, who.sid)
        await tell_of_leader(livekit_client, room, left)


async def _on_room_finished(_: LiveKitClient, room: Room, event: RoomEvent) -> None:
    """End the meeting, unless LiveKit is shutting down: people reconnect, or the reconciler ends it.

    Events of an opening that closed before the meeting started are ignored.
    """
    if event.server_leaves or (
        room.started_at is not None and event.at + TIMESTAMP_RESOLUTION < room.started_at
    ):
        return
    ended = await end_room(room.id, "webhook", event.at)
    if (
        not ended and room.is_open and room.type == "external"
    ):  # only a transcriber joined, and nobody can any more
        await cancel_room(room.id)


_CHANGE_KINDS: tuple[ChangeKind, ...] = ("participants", "room")
_HANDLERS: dict[str, Callable[[LiveKitClient, Room, RoomEvent], Awaitable[None]]] = {
    "room_started": _on_room_started,
    "participant_joined": _on_participant_joined,
    "track_published": _on_track_published,
    "participant_left": _on_participant_left,
    "participant_connection_aborted": _on_participant_left,
    "room_finished": _on_room_finished,
}
_COUNTED = frozenset({*_HANDLERS, "egress_started", "egress_updated", "egress_ended"})
"""Names of events in metrics."""
