"""Chooses the audio tracks to caption: one per person and source, whatever a person publishes."""

from collections.abc import Sequence

from livekit import rtc

SPEECH_SOURCES = (rtc.TrackSource.SOURCE_MICROPHONE, rtc.TrackSource.SOURCE_SCREENSHARE_AUDIO)


class TrackChoice:
    """Subscribes to the first published track of a person and source, until it is unpublished.

    If it is muted, an open one replaces it: the server mutes all but the first published open one. What is
    end-to-end encrypted is never subscribed to: an engine would hear noise.
    """

    def __init__(self) -> None:
        self._chosen: dict[tuple[str, int], str] = {}

    def update(self, participant: rtc.RemoteParticipant, source: "rtc.TrackSource.ValueType") -> None:
        """Choose again; to be called after each change of the participant's tracks."""
        if source not in SPEECH_SOURCES:
            return
        before = self._chosen.pop((participant.identity, source), "")
        offered = [each for each in participant.track_publications.values() if each.source == source]
        chosen = choose([each for each in offered if not is_encrypted(each)], before)
        for each in offered:
            if each is chosen:
                self._chosen[participant.identity, source] = each.sid
                each.set_subscribed(True)
            elif each.sid == before:
                each.set_subscribed(False)

    def is_chosen(self, sid: str) -> bool:
        """Whether this track is captioned now."""
        return sid in self._chosen.values()

    def chosen(self) -> list[str]:
        """Return the sids of the tracks that are captioned now."""
        return list(self._chosen.values())


def is_encrypted(publication: rtc.TrackPublication) -> bool:
    """Whether the client says that it encrypts the track end-to-end."""
    return publication.encryption_type != rtc.EncryptionType.NONE


def choose(offered: Sequence[rtc.RemoteTrackPublication], before: str) -> rtc.RemoteTrackPublication | None:
    """Choose from tracks in the order of publication: the one chosen before, unless only others are open."""
    by_preference = sorted(offered, key=lambda each: (each.muted, each.sid != before))  # stable
    return by_preference[0] if by_preference else None
