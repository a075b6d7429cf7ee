"""Measures one track's captions: how late they are, and what they take back."""

from collections import deque
from itertools import takewhile

from agent import job_metrics
from agent.caption_lag import CaptionLag
from agent.meeting_clock import MeetingClock
from agent.recognizer import FinalHypothesis, InterimHypothesis, MissedSpeech

PUNCTUATION = ".,;:!?…\"'«»„“”‚‘’()[]-–—¡¿、。，！？；：「」"
"""Not part of a word: adding it takes nothing back."""


class CaptionMeter:
    """Meter of one track. Hypotheses are on the meeting's clock, voice on the captioner's."""

    def __init__(
        self, clock: MeetingClock, engine: str, language: str, lag: CaptionLag | None = None
    ) -> None:
        self._clock = clock
        self._lag = lag
        labels = (engine, language)
        self._word_latency = job_metrics.WORD_LATENCY.labels(*labels)
        self._final_latency = job_metrics.FINAL_LATENCY.labels(*labels)
        self._stored_latency = job_metrics.STORED_LATENCY.labels(*labels)
        self._first_latency = job_metrics.FIRST_LATENCY.labels(*labels)
        self._interims = job_metrics.INTERIMS.labels(*labels)
        self._finals = job_metrics.FINALS.labels(*labels)
        self._words = job_metrics.WORDS.labels(*labels)
        self._revoked = job_metrics.WORDS_REVOKED.labels(*labels)
        self._onsets_ms: deque[int] = deque(maxlen=1_000)
        self._shown: list[tuple[str, int]] = []
        """The words on screen, and since when each stands there unchanged."""

    def voice(self, at_ms: int) -> None:
        """Note the first voice of an utterance."""
        self._onsets_ms.append(at_ms)

    def missed(self, speech: MissedSpeech) -> None:
        """Forget utterances that will have no caption."""
        self._take_onset(speech.end_ms)

    def stored(self, final: FinalHypothesis) -> None:
        """Observe a final that has just been stored."""
        self._stored_latency.observe(self._age_s(final.end_ms))

    def sent(self, hypothesis: InterimHypothesis | FinalHypothesis) -> None:
        """Observe a caption that has just been sent; an empty final removes the interim before it."""
        onset_ms = self._take_onset(hypothesis.end_ms)
        if onset_ms is not None and hypothesis.text:
            self._first_latency.observe(max(0, self._clock.now_ms() - onset_ms) / 1000)
        self._show(hypothesis.text.split())
        if isinstance(hypothesis, InterimHypothesis):
            self._interims.inc()
        else:
            self._finish(hypothesis)

    def silent(self, final: FinalHypothesis) -> None:
        """Forget an utterance that held no words and was never shown."""
        self._take_onset(final.end_ms)

    def _finish(self, final: FinalHypothesis) -> None:
        if final.text:
            self._finals.inc()
            self._words.inc(len(self._shown))
            age_s = self._age_s(final.end_ms)
            self._final_latency.observe(age_s)
            if self._lag is not None:
                self._lag.observe(age_s)
        if len(final.words) == len(self._shown):
            offset_ms = self._clock.offset_ms
            for word, (_, since_ms) in zip(final.words, self._shown, strict=True):
                self._word_latency.observe(max(0, since_ms + offset_ms - word.e) / 1000)
        self._shown = []

    def _show(self, words: list[str]) -> None:
        """Keep the time of unchanged words; count those that were taken back."""
        now_ms = self._clock.now_ms()
        fresh = [word.strip(PUNCTUATION).casefold() for word in words]
        same = takewhile(lambda pair: pair[0][0] == pair[1], zip(self._shown, fresh, strict=False))
        kept = [shown for shown, _ in same]
        self._revoked.inc(self._count_revoked(fresh, len(kept)))
        self._shown = [*kept, *((word, now_ms) for word in fresh[len(kept) :])]

    def _count_revoked(self, fresh: list[str], kept: int) -> int:
        """A word that only became longer is not taken back: scripts without spaces grow so."""
        gone = len(self._shown) - kept
        grew = gone == 1 and kept < len(fresh) and fresh[kept].startswith(self._shown[kept][0])
        return 0 if grew else gone

    def _take_onset(self, end_ms: int) -> int | None:
        """Take the voice onsets before this end; return the last, which the hypothesis belongs to."""
        taken = None
        while self._onsets_ms and self._onsets_ms[0] + self._clock.offset_ms < end_ms:
            taken = self._onsets_ms.popleft()
        return taken

    def age_ms(self, end_ms: int) -> int:
        """Time since a moment of the meeting."""
        return max(0, self._clock.now_ms() + self._clock.offset_ms - end_ms)

    def _age_s(self, end_ms: int) -> float:
        return self.age_ms(end_ms) / 1000
