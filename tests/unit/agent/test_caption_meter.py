"""What is measured of captions: lateness by the meeting's clock, and what is taken back."""

import pytest

from agent.caption_meter import CaptionMeter
from agent.meeting_clock import MeetingClock
from agent.recognizer import FinalHypothesis, InterimHypothesis, MissedSpeech, TimedWord
from tests.unit.agent.job_figures import Figures

BEGUN_MS = 60_000
"""Meeting time when the captioner's clock starts."""


class Track:
    """A meter whose time is set by hand, in milliseconds on the meeting's clock."""

    def __init__(self, engine: str) -> None:
        self._now_s = 0.0
        clock = MeetingClock(lambda: self._now_s)
        clock.start(BEGUN_MS, 0)
        self.meter = CaptionMeter(clock, engine, "en")
        self.figures = Figures({"engine": engine, "language": "en"})

    def at(self, now_ms: int) -> CaptionMeter:
        """The meter, at a moment of the meeting."""
        self._now_s = (now_ms - BEGUN_MS) / 1000
        return self.meter

    def added(self, name: str) -> float:
        """What was added to a metric."""
        return self.figures.added(f"parley_caption_{name}")


@pytest.fixture
def track(request: pytest.FixtureRequest) -> Track:
    """One track; its engine is the test's name."""
    return Track(request.node.name)


def interim(text: str, end_ms: int = 61_000) -> InterimHypothesis:
    return InterimHypothesis(text, BEGUN_MS, end_ms)


def final(text: str, *ends_ms: int) -> FinalHypothesis:
    words = tuple(
        TimedWord(word, end - 200, end, 0.9) for word, end in zip(text.split(), ends_ms, strict=False)
    )
    return FinalHypothesis(text, BEGUN_MS, ends_ms[-1] if ends_ms else 61_000, words)


def test_word_latency_from_interim(track: Track) -> None:
    """A word's latency ends with the first caption that had it, if none changed it afterwards."""
    track.at(61_500).sent(interim("we have"))
    track.at(63_000).sent(final("we have", 61_000, 61_300))
    assert track.added("word_latency_seconds_sum") == 0.5 + 0.2
    assert track.added("word_latency_seconds_count") == 2


def test_word_latency_after_change(track: Track) -> None:
    """A word that was taken back counts from the caption that showed it again."""
    track.at(61_500).sent(interim("we have"))
    track.at(61_800).sent(interim("we halve"))
    track.at(62_000).sent(final("we have", 61_000, 61_300))
    assert track.added("word_latency_seconds_sum") == 0.5 + 0.7


def test_no_word_times(track: Track) -> None:
    """An engine without word times has no word latency, but its finals have theirs."""
    track.at(62_000).sent(final("we have"))
    assert track.added("word_latency_seconds_count") == 0
    assert track.added("final_latency_seconds_sum") == 1.0


def test_final_latency(track: Track) -> None:
    """Storing and sending are measured from the end of speech."""
    said = final("we have", 61_000, 61_300)
    track.at(61_800).stored(said)
    track.at(61_900).sent(said)
    assert track.added("stored_latency_seconds_sum") == 0.5
    assert track.added("final_latency_seconds_sum") == 0.6


@pytest.mark.parametrize(
    ("texts", "revoked"),
    [
        (("we", "we have", "we have spent"), 0),
        (("we have", "we halve"), 1),
        (("we have spent", "he has"), 3),
        (("we have", ""), 2),
        (("we have spent", "We have, spent."), 0),
        (("meet", "meeting"), 0),
        (("회의", "회의를"), 0),
        (("今日は", "今日は会議"), 0),
        (("one two", "one"), 1),
    ],
)
def test_revokes(texts: tuple[str, ...], revoked: int) -> None:
    """A shown word counts as taken back if it or a word before it changed; growing and punctuation do not."""
    track = Track(f"revokes {texts}")
    for number, text in enumerate(texts):
        track.at(61_000 + number).sent(interim(text))
    assert track.added("words_revoked_total") == revoked


def test_segments_apart(track: Track) -> None:
    """A new segment takes nothing back of the one before."""
    track.at(61_500).sent(final("we have", 61_000, 61_300))
    track.at(62_500).sent(interim("spent less"))
    assert track.added("words_revoked_total") == 0
    assert track.added("finals_total") == 1
    assert track.added("words_total") == 2


def test_first_caption(track: Track) -> None:
    """The first caption is measured from the first voice of its utterance, later ones are not."""
    track.at(60_900).voice(500)
    track.at(61_300).sent(interim("we"))
    track.at(61_600).sent(interim("we have"))
    assert track.added("first_latency_seconds_sum") == 0.8
    assert track.added("first_latency_seconds_count") == 1


def test_noise_before_speech(track: Track) -> None:
    """An utterance without words is not counted with the next one's caption."""
    track.at(60_900).voice(500)
    track.at(61_300).silent(final(""))
    track.at(64_000).voice(3_900)
    track.at(64_500).sent(interim("we", 64_300))
    assert track.added("first_latency_seconds_sum") == 0.6


def test_missed_speech(track: Track) -> None:
    """Speech that no engine took has no first caption."""
    track.at(60_900).voice(500)
    track.at(61_300).missed(MissedSpeech(60_400, 61_200))
    track.at(61_400).sent(interim("we", 61_000))
    assert track.added("first_latency_seconds_count") == 0
