"""Records the end-to-end encrypted sound of a room's people as gaps, and tells the room."""

from livekit import rtc

from agent.person_gaps import PersonGaps
from agent.track_choice import SPEECH_SOURCES, is_encrypted


class EncryptedTracks:
    """One gap a person, while they have an open encrypted track."""

    def __init__(self, gaps: PersonGaps) -> None:
        self._gaps = gaps
        self.start = gaps.start

    def update(self, participant: rtc.RemoteParticipant) -> None:
        """Look at a person's tracks after each change."""
        tracks = participant.track_publications.values()
        if any(each.source in SPEECH_SOURCES and is_encrypted(each) and not each.muted for each in tracks):
            self._gaps.begin(participant, self._gaps.clock.now_ms())
        else:
            self.depart(participant)

    def depart(self, participant: rtc.RemoteParticipant) -> None:
        """End a person's gap."""
        self._gaps.end(participant.identity, self._gaps.clock.now_ms())
