"""Which of a person's audio tracks is captioned."""

from dataclasses import dataclass, field
from typing import cast

import pytest
from livekit import rtc

from agent.track_choice import TrackChoice

MICROPHONE, SCREEN = rtc.TrackSource.SOURCE_MICROPHONE, rtc.TrackSource.SOURCE_SCREENSHARE_AUDIO


@dataclass
class Publication:
    """A published track that records whether it is subscribed to."""

    sid: str
    muted: bool = False
    source: "rtc.TrackSource.ValueType" = MICROPHONE
    subscribed: bool = False
    encryption_type: "rtc.EncryptionType.ValueType" = rtc.EncryptionType.NONE

    def set_subscribed(self, subscribed: bool) -> None:
        """Record the request."""
        self.subscribed = subscribed


@dataclass
class Person:
    """A participant with published tracks."""

    identity: str = "PA"
    track_publications: dict[str, Publication] = field(default_factory=dict)


class Publishing:
    """One person's tracks, and the choice after each change."""

    def __init__(self) -> None:
        self.choice, self.person = TrackChoice(), Person()

    def publish(
        self,
        sid: str,
        source: "rtc.TrackSource.ValueType" = MICROPHONE,
        encryption: "rtc.EncryptionType.ValueType" = rtc.EncryptionType.NONE,
    ) -> Publication:
        """Publish a track."""
        found = Publication(sid, source=source, encryption_type=encryption)
        self.person.track_publications[sid] = found
        self.update(source)
        return found

    def unpublish(self, sid: str) -> None:
        """Unpublish a track."""
        self.update(self.person.track_publications.pop(sid).source)

    def set_muted(self, sid: str, muted: bool) -> None:
        """Mute or unmute a track."""
        self.person.track_publications[sid].muted = muted
        self.update(self.person.track_publications[sid].source)

    def update(self, source: "rtc.TrackSource.ValueType") -> None:
        """Choose again."""
        self.choice.update(cast(rtc.RemoteParticipant, self.person), source)

    @property
    def subscribed(self) -> list[str]:
        """The subscribed tracks, which must be the chosen ones."""
        found = [sid for sid, each in self.person.track_publications.items() if each.subscribed]
        assert found == sorted(self.choice.chosen())
        return found


@pytest.fixture
def ann() -> Publishing:
    """Somebody with two microphones."""
    ann = Publishing()
    ann.publish("A")
    ann.publish("B")
    return ann


def test_first(ann: Publishing) -> None:
    """The first published is captioned."""
    assert ann.subscribed == ["A"]


def test_first_unpublished(ann: Publishing) -> None:
    """When it is unpublished, the next is captioned."""
    ann.unpublish("A")
    assert ann.subscribed == ["B"]
    ann.unpublish("B")
    assert ann.subscribed == []


def test_second_unpublished(ann: Publishing) -> None:
    """The end of another track changes nothing."""
    ann.unpublish("B")
    assert ann.subscribed == ["A"]


def test_muted(ann: Publishing) -> None:
    """A muted track gives way to an open one, and does not come back while that is open."""
    ann.set_muted("A", True)
    assert ann.subscribed == ["B"]
    ann.set_muted("A", False)
    assert ann.subscribed == ["B"]
    ann.set_muted("B", True)
    assert ann.subscribed == ["A"]


def test_both_muted(ann: Publishing) -> None:
    """With no open track the chosen one stays."""
    ann.set_muted("B", True)
    ann.set_muted("A", True)
    assert ann.subscribed == ["A"]


def test_screen_beside_microphone(ann: Publishing) -> None:
    """A shared screen's sound is captioned beside the microphone."""
    ann.publish("C", SCREEN)
    assert ann.subscribed == ["A", "C"]


def test_camera(ann: Publishing) -> None:
    """Other tracks are never subscribed to."""
    ann.publish("D", rtc.TrackSource.SOURCE_CAMERA)
    assert ann.subscribed == ["A"]


def test_published_again_under_the_same_sid(ann: Publishing) -> None:
    """After the agent itself reconnected, the same track is a new publication, and subscribed to."""
    again = ann.publish("A")
    assert again.subscribed


@pytest.mark.parametrize("encryption", [rtc.EncryptionType.GCM, rtc.EncryptionType.CUSTOM])
def test_encrypted(encryption: "rtc.EncryptionType.ValueType") -> None:
    """A track that is end-to-end encrypted is not subscribed to, and one in the clear is."""
    tracks = Publishing()
    secret = tracks.publish("secret", encryption=encryption)
    clear = tracks.publish("clear")
    assert (secret.subscribed, clear.subscribed, tracks.choice.chosen()) == (False, True, ["clear"])
