"""What a speaker's own network loses is a gap; what they do not send is none."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import cast

import pytest
from livekit import rtc

from agent.lost_connections import LostConnections
from agent.meeting_clock import MeetingClock
from agent.person_gaps import PersonGaps

SPEECH, SILENCE = 50, 2
"""Packets a second."""


@dataclass
class Gaps:
    """Gaps as they are begun and ended, in seconds."""

    clock: MeetingClock
    found: list[tuple[str, float, float | None]] = field(default_factory=list)

    def start(self) -> None:
        """Nothing waits."""

    def open(self) -> list[str]:
        """Who has one that lasts."""
        return [who for who, _, end in self.found if end is None]

    def begin(self, participant: rtc.RemoteParticipant, at_ms: int) -> None:
        """Begin one."""
        if participant.identity not in self.open():
            self.found.append((participant.identity, at_ms / 1000, None))

    def end(self, identity: str, at_ms: int) -> None:
        """End it."""
        self.found = [
            (who, begun, at_ms / 1000 if end is None and who == identity else end)
            for who, begun, end in self.found
        ]


class Ann:
    """Somebody whose packets are counted each second."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.gaps = Gaps(MeetingClock(lambda: self.now_s))
        self.lost = LostConnections(cast(PersonGaps, self.gaps), cast(rtc.Room, None))
        self.packets = 0
        self.connect()

    def connect(self) -> None:
        """Join with a microphone, perhaps again."""
        self.publication = SimpleNamespace(muted=False)
        self.person = SimpleNamespace(identity="ann", connection_quality=rtc.ConnectionQuality.QUALITY_GOOD)
        self.track = SimpleNamespace(sid="TR")
        self.lost.watch(
            cast(rtc.Track, self.track),
            cast(rtc.RemoteTrackPublication, self.publication),
            cast(rtc.RemoteParticipant, self.person),
        )

    def leave(self) -> None:
        """Go, or be given up."""
        self.lost.depart(cast(rtc.RemoteParticipant, self.person))

    def send(self, seconds: int, packets: int) -> None:
        """Let seconds pass in which so many packets arrive a second."""
        for _ in range(seconds):
            self.now_s += 1
            self.packets += packets
            self.lost.end_due()
            if self.track.sid in self.lost.watched:
                self.lost.note(self.track.sid, self.packets)

    def quality(self, value: int) -> None:
        """Let LiveKit tell the connection's quality."""
        self.person.connection_quality = value


@pytest.fixture
def ann() -> Ann:
    """Ann, who has spoken for ten seconds."""
    ann = Ann()
    ann.send(10, SPEECH)
    return ann


def test_lost(ann: Ann) -> None:
    """The gap lasts from the last packet to the next, and is there while it lasts."""
    ann.send(8, 0)
    assert ann.gaps.found == []
    ann.quality(rtc.ConnectionQuality.QUALITY_LOST)
    ann.send(11, 0)
    assert ann.gaps.found == [("ann", 10, None)]
    ann.send(1, SPEECH)
    assert ann.gaps.found == [("ann", 10, 30)]


def test_blip(ann: Ann) -> None:
    """Two seconds are no gap, even if LiveKit calls the connection lost."""
    ann.quality(rtc.ConnectionQuality.QUALITY_LOST)
    ann.send(2, 0)
    ann.send(3, SPEECH)
    assert ann.gaps.found == []


@pytest.mark.parametrize("packets", [SPEECH - 10, SILENCE])
def test_bad_network(ann: Ann, packets: int) -> None:
    """Packets that are lost among others are no gap, and silence is none."""
    ann.quality(rtc.ConnectionQuality.QUALITY_POOR)
    ann.send(60, packets)
    assert ann.gaps.found == []


def test_nothing_sent(ann: Ann) -> None:
    """A microphone that sends nothing for a while has lost nothing."""
    ann.quality(rtc.ConnectionQuality.QUALITY_POOR)
    ann.send(30, 0)
    ann.send(5, SPEECH)
    assert ann.gaps.found == []


def test_muted(ann: Ann) -> None:
    """While it is muted nothing is missing, also if the connection is lost."""
    ann.publication.muted = True
    ann.quality(rtc.ConnectionQuality.QUALITY_LOST)
    ann.send(30, 0)
    ann.publication.muted = False
    ann.quality(rtc.ConnectionQuality.QUALITY_GOOD)
    ann.send(5, SPEECH)
    assert ann.gaps.found == []


def test_leaves(ann: Ann) -> None:
    """Who simply leaves makes no gap."""
    ann.leave()
    ann.send(90, 0)
    assert ann.gaps.found == []


def test_comes_back(ann: Ann) -> None:
    """The gap of somebody whom LiveKit gave up lasts until they are back."""
    ann.quality(rtc.ConnectionQuality.QUALITY_LOST)
    ann.send(20, 0)
    ann.leave()
    ann.send(5, 0)
    ann.connect()
    ann.send(5, SPEECH)
    assert ann.gaps.found == [("ann", 10, 36)]


def test_stays_away(ann: Ann) -> None:
    """If they do not come back, it ends when LiveKit gave them up."""
    ann.quality(rtc.ConnectionQuality.QUALITY_LOST)
    ann.send(20, 0)
    ann.leave()
    ann.send(61, 0)
    assert ann.gaps.found == [("ann", 10, 30)]


def test_meeting_ends(ann: Ann) -> None:
    """At the end of the meeting it ends."""
    ann.quality(rtc.ConnectionQuality.QUALITY_LOST)
    ann.send(20, 0)
    ann.lost.close()
    assert ann.gaps.found == [("ann", 10, 30)]
