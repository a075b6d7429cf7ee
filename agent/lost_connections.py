"""Records as gaps what a speaker's own network loses, and tells the room.

LiveKit calls a connection lost when neither packets nor reports have come for five to ten seconds. Until then
a microphone without packets may be one that sends none; what a shorter loss took is known once more packets
come, by their numbers. Its audio streams say nothing: they go on without sound.
"""

import asyncio
from dataclasses import dataclass, field
from typing import NamedTuple

import structlog
from livekit import rtc

from agent.person_gaps import PersonGaps

LOOK_S = 1.0
STATS_S = 2.0
SHORTEST_MS = 3_000
"""Less is no gap."""
LOST_A_SECOND = 10
"""Packets, of which speech has 50 a second and a silent microphone two or three."""
RETURN_MS = 60_000
"""Somebody whom LiveKit gave up may come back within this time: their gap lasts until then."""
log = structlog.get_logger()


class Received(NamedTuple):
    """The packets of a track so far."""

    packets: int
    lost: int


class Pause(NamedTuple):
    """The time since packets last arrived, on the process's clock."""

    from_ms: int
    to_ms: int
    lost: int
    is_over: bool
    """Packets have arrived since the last look."""

    @property
    def is_loss(self) -> bool:
        """Whether the numbers of the packets after it prove that some were sent in it."""
        return self.is_over and self.lost * 1000 >= LOST_A_SECOND * (self.to_ms - self.from_ms)

    @property
    def is_gap(self) -> bool:
        """Whether it is long enough."""
        return self.to_ms - self.from_ms >= SHORTEST_MS


class Reception:
    """What arrives from one track."""

    def __init__(self) -> None:
        self._arrived_ms: int | None = None
        self._last = Received(0, 0)

    def reset(self) -> None:
        """Begin anew: the track is muted, or the agent itself is not connected."""
        self._arrived_ms = None

    def look(self, now_ms: int, received: Received) -> Pause:
        """Return the pause that lasts, or that has just ended."""
        since_ms, last = self._arrived_ms, self._last
        has_arrived = since_ms is None or received.packets != last.packets
        if has_arrived:
            self._arrived_ms, self._last = now_ms, received
        return Pause(now_ms if since_ms is None else since_ms, now_ms, received.lost - last.lost, has_arrived)


@dataclass(frozen=True, slots=True)
class _Watched:
    track: rtc.Track
    publication: rtc.RemoteTrackPublication
    participant: rtc.RemoteParticipant
    reception: Reception = field(default_factory=Reception)


class LostConnections:
    """One gap a person, from the last packet to the next, also across a new connection."""

    def __init__(self, gaps: PersonGaps, room: rtc.Room) -> None:
        self._gaps = gaps
        self.start = gaps.start
        self._clock = gaps.clock
        self._room = room
        self.watched: dict[str, _Watched] = {}
        self._left_ms: dict[str, int] = {}
        """When those went who have a gap and may come back."""
        self._over_ms: dict[str, int] = {}
        """The ends of gaps that are over: the room is told for a second, so that its clients ask for them."""

    def watch(
        self, track: rtc.Track, publication: rtc.RemoteTrackPublication, participant: rtc.RemoteParticipant
    ) -> None:
        """Look at a track from now on."""
        self.watched[track.sid] = _Watched(track, publication, participant)

    def unwatch(self, track: rtc.Track) -> None:
        """Look at it no more."""
        self.watched.pop(track.sid, None)

    def depart(self, participant: rtc.RemoteParticipant) -> None:
        """Let a person's gap last until they are back, or end now if they stay away."""
        for each in [each for each in self.watched.values() if each.participant is participant]:
            self.unwatch(each.track)
        if participant.identity in self._gaps.open():
            self._left_ms.setdefault(participant.identity, self._clock.now_ms())

    def close(self) -> None:
        """End all gaps."""
        self.watched.clear()
        ends = {identity: self._clock.now_ms() for identity in self._gaps.open()}
        for identity, at_ms in (ends | self._left_ms | self._over_ms).items():
            self._end(identity, at_ms)

    async def run(self) -> None:
        """Look at all tracks every second, until cancelled."""
        while True:
            await asyncio.sleep(LOOK_S)
            self.end_due()
            if self._room.connection_state == rtc.ConnectionState.CONN_CONNECTED:
                await asyncio.gather(*(self._look(each) for each in tuple(self.watched.values())))
            else:
                for each in self.watched.values():
                    each.reception.reset()

    def end_due(self) -> None:
        """End the gaps that are over, and of those who stayed away."""
        due_ms = self._clock.now_ms() - RETURN_MS
        away = {identity: at_ms for identity, at_ms in self._left_ms.items() if at_ms <= due_ms}
        for identity, at_ms in (away | self._over_ms).items():
            self._end(identity, at_ms)

    async def _look(self, watched: _Watched) -> None:
        received = await _received(watched.track)
        if received is not None and self.watched.get(watched.track.sid) is watched:
            self.note(watched.track.sid, received)

    def note(self, sid: str, received: Received) -> None:
        """Begin or end the gap of a track's person by what has arrived."""
        watched = self.watched[sid]
        who, now_ms = watched.participant, self._clock.now_ms()
        if watched.publication.muted:
            watched.reception.reset()
            if all(each.publication.muted for each in self.watched.values() if each.participant is who):
                self._end(who.identity, now_ms)
            return
        pause = watched.reception.look(now_ms, received)
        if pause.is_over and who.identity in self._gaps.open():
            if who.identity not in self._over_ms:
                self._end(who.identity, now_ms)
        elif pause.is_gap and (pause.is_loss or (not pause.is_over and _is_lost(who))):
            self._gaps.begin(who, pause.from_ms)
            if pause.is_over:
                self._over_ms[who.identity] = now_ms

    def _end(self, identity: str, at_ms: int) -> None:
        self._left_ms.pop(identity, None)
        self._over_ms.pop(identity, None)
        self._gaps.end(identity, at_ms)


def _is_lost(participant: rtc.RemoteParticipant) -> bool:
    return participant.connection_quality == rtc.ConnectionQuality.QUALITY_LOST


async def _received(track: rtc.Track) -> Received | None:
    """Return a track's packets; None if LiveKit's library does not know: the track may just have ended."""
    try:
        async with asyncio.timeout(STATS_S):
            found = await track.get_stats()
    except Exception as error:  # noqa: BLE001  the library raises nothing narrower, and captions do not need it
        log.debug("track_statistics_failed", track=track.sid, error=type(error).__name__)
        return None
    totals = [each.inbound_rtp.received for each in found if each.HasField("inbound_rtp")]
    return Received(sum(each.packets_received for each in totals), sum(each.packets_lost for each in totals))
