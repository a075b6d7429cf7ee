"""Records as gaps what a speaker's own network loses, and tells the room.

LiveKit calls a connection lost when neither packets nor reports have come for five to fifteen seconds. A
shorter loss is not recorded: it cannot be told from a microphone that sends nothing, because LiveKit numbers
the packets after it as if none had been lost. Audio streams say nothing of it either: they go on silent.
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
RETURN_MS = 60_000
"""Somebody whom LiveKit gave up may come back within this time: their gap lasts until then."""
log = structlog.get_logger()


class Pause(NamedTuple):
    """The time since packets last arrived, on the process's clock."""

    from_ms: int
    to_ms: int
    is_over: bool
    """Packets have arrived since the last look."""

    @property
    def is_gap(self) -> bool:
        """Whether it is long enough."""
        return self.to_ms - self.from_ms >= SHORTEST_MS


class Reception:
    """What arrives from one track."""

    def __init__(self) -> None:
        self._arrived_ms: int | None = None
        self._packets = 0

    def reset(self) -> None:
        """Begin anew: the track is muted, or the agent itself is not connected."""
        self._arrived_ms = None

    def look(self, now_ms: int, packets: int) -> Pause:
        """Return the pause that lasts, or that has just ended; `packets` are those of the track so far."""
        since_ms = self._arrived_ms
        has_arrived = since_ms is None or packets != self._packets
        if has_arrived:
            self._arrived_ms, self._packets = now_ms, packets
        return Pause(now_ms if since_ms is None else since_ms, now_ms, has_arrived)


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
        for identity, at_ms in (ends | self._left_ms).items():
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
        """End the gaps of those who stayed away."""
        due_ms = self._clock.now_ms() - RETURN_MS
        away = {identity: at_ms for identity, at_ms in self._left_ms.items() if at_ms <= due_ms}
        for identity, at_ms in away.items():
            self._end(identity, at_ms)

    async def _look(self, watched: _Watched) -> None:
        packets = await _packets_of(watched.track)
        if packets is not None and self.watched.get(watched.track.sid) is watched:
            self.note(watched.track.sid, packets)

    def note(self, sid: str, packets: int) -> None:
        """Begin or end the gap of a track's person by what has arrived."""
        watched = self.watched[sid]
        who, now_ms = watched.participant, self._clock.now_ms()
        if watched.publication.muted:
            watched.reception.reset()
            if all(each.publication.muted for each in self.watched.values() if each.participant is who):
                self._end(who.identity, now_ms)
            return
        pause = watched.reception.look(now_ms, packets)
        if pause.is_over:
            self._end(who.identity, now_ms)
        elif pause.is_gap and _is_lost(who):
            self._gaps.begin(who, pause.from_ms)

    def _end(self, identity: str, at_ms: int) -> None:
        self._left_ms.pop(identity, None)
        self._gaps.end(identity, at_ms)


def _is_lost(participant: rtc.RemoteParticipant) -> bool:
    return participant.connection_quality == rtc.ConnectionQuality.QUALITY_LOST


async def _packets_of(track: rtc.Track) -> int | None:
    """Return how many packets have arrived; None if LiveKit's library does not know.

    The track may just have ended.
    """
    try:
        async with asyncio.timeout(STATS_S):
            found = await track.get_stats()
    except Exception as error:  # noqa: BLE001  the library raises nothing narrower, and captions do not need it
        log.debug("track_statistics_failed", track=track.sid, error=type(error).__name__)
        return None
    return sum(each.inbound_rtp.received.packets_received for each in found if each.HasField("inbound_rtp"))
