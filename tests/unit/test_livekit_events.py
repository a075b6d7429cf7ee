"""Which of a person's tracks are too many."""

from livekit.protocol.models import ParticipantInfo, TimedVersion, TrackInfo

from server.livekit_events import person_of

JOINED_S = 1_800_000_000


def track(sid: str, at: int, *, muted: bool = False, source: str = "MICROPHONE") -> TrackInfo:
    """A track published at the microsecond `at`."""
    version = TimedVersion(unix_micro=at)
    return TrackInfo(sid=sid, source=source, muted=muted, version=version)


def surplus(*tracks: TrackInfo) -> tuple[str, ...]:
    """The sids of a person's tracks beyond the one allowed of each kind."""
    return person_of(ParticipantInfo(identity="bob", joined_at=JOINED_S, tracks=tracks)).surplus


def test_first_published_stays() -> None:
    """Neither the sid nor the order of the list decides, but which track was published first."""
    assert surplus(track("TR_a", 3), track("TR_z", 1), track("TR_m", 2)) == ("TR_m", "TR_a")


def test_muted_tracks_do_not_count() -> None:
    """A microphone that is muted leaves room for another."""
    assert surplus(track("TR_a", 1, muted=True), track("TR_b", 2)) == ()


def test_one_of_each_kind() -> None:
    """Microphone and camera are counted apart; shared screens are not counted."""
    screens = (track(sid, 9, source="SCREEN_SHARE") for sid in ("TR_s", "TR_t"))
    cameras = (track(f"TR_{at}", at, source="CAMERA") for at in (7, 5))
    assert surplus(*screens, *cameras, track("TR_a", 6)) == ("TR_7",)
