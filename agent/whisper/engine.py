"""Whisper as a streaming engine: the speech so far is transcribed repeatedly, and finally where it ends."""

import asyncio
from collections.abc import Sequence

import numpy as np

from agent.recognizer import (
    BYTES_PER_MS,
    SAMPLE_RATE_HZ,
    FinalHypothesis,
    InterimHypothesis,
    MissedSpeech,
    OnHypothesis,
    TimedWord,
)
from agent.voice_gate import END_WINDOWS, PAUSE_WINDOWS, WINDOW_MS
from agent.whisper.client import WhisperClient
from agent.whisper.messages import Heard
from agent.whisper.stable_words import StableWords

FIRST_INTERIM_MS = 600
"""With the gate's 320 ms of pre-roll about 300 ms of speech; less is too short for Whisper."""
NEXT_INTERIM_MS = 400
"""New speech after which the next is requested, once the one before is answered."""
INTERIM_SHARE = 2
"""It is also this many times what the answer before took, so that a loaded machine has fewer interims."""
CUT_AT_PAUSE_MS = 7_000
"""Speech this long is cut into a segment at the next pause."""
CUT_MS = 18_000
"""Speech this long is cut without a pause; Whisper's window is 30 s."""
QUIETEST_IN_MS = 3_000
"""Such a cut is made at the quietest place of this last stretch."""
MIN_WORD_SHARE = 0.7
"""Whisper sometimes stops after the first of two sentences: a final with less than this share of
an interim's words is transcribed again in two parts."""
MIN_MISSED_MS = 500
"""A shorter remainder after the last interim is not reported as missed: it holds no word."""
SLOT_MS = 100
PAUSE_MS = PAUSE_WINDOWS * WINDOW_MS
"""The silence the gate waits for before it calls pause()."""
GUESS_HOLDS_MS = END_WINDOWS * WINDOW_MS - PAUSE_MS
"""Silence the gate feeds between pause and end; with more audio than this the speaker went on."""


class WhisperEngine:
    """Engine for one language, backed by the whisper process."""

    name = "whisper"

    def __init__(self, client: WhisperClient, language: str) -> None:
        self._client = client
        self._language = language

    async def begin(self, track: str, on_hypothesis: OnHypothesis) -> "WhisperUtterance":
        """Start an utterance; utterances share no state."""
        del track
        return WhisperUtterance(self._client, self._language, on_hypothesis)

    def forget(self, track: str) -> None:
        """Do nothing: there is no state per track."""

    def sweep(self) -> None:
        """Do nothing: there is nothing to free."""

    async def aclose(self) -> None:
        """Close the connection to the process."""
        await self._client.aclose()


class WhisperUtterance:
    """One utterance, in one or more segments.

    At each pause the segment is transcribed as a guess at its final, while the gate still waits whether the
    speaker goes on; if they do not, the final is ready when the gate closes.
    """

    def __init__(self, client: WhisperClient, language: str, on_hypothesis: OnHypothesis) -> None:
        self._client = client
        self._language = language
        self._on_hypothesis = on_hypothesis
        self._pcm = bytearray()
        self._from_ms = 0
        self._next_interim_ms = FIRST_INTERIM_MS
        self._interim: asyncio.Task[None] | None = None
        self._guess: asyncio.Task[Heard | None] | None = None
        self._paused_ms: int | None = None
        self._most_words = 0
        self._shown: Heard | None = None
        self._shown_ms = 0
        self._stable_words = StableWords()
        self._is_ending = False

    async def feed(self, pcm: bytes) -> None:
        """Add samples, up to a minute at once; request an interim when there is enough new speech."""
        while pcm:
            room = max(0, CUT_MS * BYTES_PER_MS - len(self._pcm))
            self._pcm += pcm[:room]
            pcm = pcm[room:]
            if self._length_ms >= CUT_MS:
                await self._end_segment(_quietest(self._pcm))
        if self._guess is not None and self._length_ms > (self._paused_ms or 0) + GUESS_HOLDS_MS:
            self._guess.cancel()  # the speaker went on
            self._guess = None
        if self._length_ms >= self._next_interim_ms and (self._interim is None or self._interim.done()):
            self._interim = asyncio.create_task(self._ask_interim(bytes(self._pcm)))

    async def pause(self) -> None:
        """Request a guess at the final; a long segment ends here."""
        self._paused_ms = self._length_ms
        if self._length_ms >= CUT_AT_PAUSE_MS:
            await self._end_segment(len(self._pcm))
            return
        if self._guess is not None:
            self._guess.cancel()
        self._guess = asyncio.create_task(self._ask_guess(bytes(self._pcm)))
        self._next_interim_ms = max(self._next_interim_ms, self._length_ms + GUESS_HOLDS_MS)

    async def finish(self) -> None:
        """Transcribe the remaining samples as the final."""
        await self._end_segment(len(self._pcm))

    async def abandon(self) -> None:
        """Cancel the pending requests."""
        self._cancel_requests()

    @property
    def _length_ms(self) -> int:
        return len(self._pcm) // BYTES_PER_MS

    async def _ask_interim(self, pcm: bytes) -> None:
        loop, length_ms = asyncio.get_running_loop(), len(pcm) // BYTES_PER_MS
        asked_s = loop.time()
        heard = await self._client.interim(pcm, self._language, is_first=self._shown is None)
        took_ms = int((loop.time() - asked_s) * 1000)
        pause_ms = max(NEXT_INTERIM_MS, INTERIM_SHARE * took_ms)
        self._next_interim_ms = max(self._next_interim_ms, length_ms + pause_ms)
        if heard is not None:
            self._report_interim(heard, len(pcm), self._stable_words.update(heard.text))

    async def _ask_guess(self, pcm: bytes) -> Heard | None:
        heard = await self._client.guess(pcm, self._language)
        if heard is not None and not self._is_ending:
            self._report_interim(heard, len(pcm), heard.text)
        return heard

    def _report_interim(self, heard: Heard, size: int, shown: str) -> None:
        length_ms = size // BYTES_PER_MS
        if length_ms <= self._shown_ms:  # of fewer samples than an answer that came before
            return
        self._most_words = max(self._most_words, len(heard.text.split()))
        if heard.text:
            self._shown, self._shown_ms = heard, length_ms
        if shown:
            self._on_hypothesis(InterimHypothesis(shown, self._from_ms, self._from_ms + length_ms))

    async def _end_segment(self, size: int) -> None:
        """Report the first `size` bytes as a final; the rest begins the next segment."""
        length_ms = size // BYTES_PER_MS
        spoken_ms, self._is_ending = length_ms, True
        heard: Heard | None = None
        if self._paused_ms is not None and length_ms - self._paused_ms <= GUESS_HOLDS_MS:
            spoken_ms = max(0, self._paused_ms - PAUSE_MS)
            heard = await self._guess if self._guess is not None else None
        self._cancel_requests()
        if size and heard is None:
            heard = await self._client.final(bytes(self._pcm[:size]), self._language)
        if heard is not None and len(heard.text.split()) < MIN_WORD_SHARE * self._most_words:
            heard = await self._transcribe_in_two(bytes(self._pcm[:size]), heard)
        self._report_final(heard, spoken_ms)
        del self._pcm[:size]
        self._from_ms += length_ms
        self._next_interim_ms, self._paused_ms = FIRST_INTERIM_MS, None
        self._most_words, self._shown, self._shown_ms = 0, None, 0
        self._stable_words, self._is_ending = StableWords(), False

    def _report_final(self, heard: Heard | None, spoken_ms: int) -> None:
        """Report the final; without one finalize the last interim and report the rest as missed."""
        from_ms, to_ms = self._from_ms, self._from_ms + spoken_ms
        if heard is not None or not spoken_ms:
            self._on_hypothesis(_final(heard, from_ms, to_ms))
            return
        if self._shown is not None:
            self._on_hypothesis(_final(self._shown, from_ms, min(to_ms, from_ms + self._shown_ms)))
            from_ms += self._shown_ms
        if to_ms - from_ms > MIN_MISSED_MS:
            self._on_hypothesis(MissedSpeech(from_ms, to_ms))

    async def _transcribe_in_two(self, pcm: bytes, heard: Heard) -> Heard:
        """Transcribe again in two parts, cut near the middle; return the result with more words."""
        third = len(pcm) // 6 * 2
        middle = _quietest(pcm[: 2 * third], third // BYTES_PER_MS)
        found: list[tuple[Heard, int]] = []
        for part, at_ms in ((pcm[:middle], 0), (pcm[middle:], middle // BYTES_PER_MS)):
            again = await self._client.final(part, self._language)
            if again is not None and again.text:
                found.append((again, at_ms))
        in_two = _joined(heard.id, found)
        return in_two if len(in_two.text.split()) > len(heard.text.split()) else heard

    def _cancel_requests(self) -> None:
        for request in (self._interim, self._guess):
            if request is not None:
                request.cancel()
        self._interim = self._guess = None


def _final(heard: Heard | None, start_ms: int, end_ms: int) -> FinalHypothesis:
    if heard is None or not heard.text:
        return FinalHypothesis("", start_ms, end_ms)
    words = (
        TimedWord(word.w.strip(), min(start_ms + word.s, end_ms), min(start_ms + word.e, end_ms), word.c)
        for word in heard.timed_words()
    )
    return FinalHypothesis(heard.text, start_ms, end_ms, tuple(words), heard.confidence)


def _joined(number: int, parts: Sequence[tuple[Heard, int]]) -> Heard:
    """Return one answer for parts of the same samples, each with where it begins in them, in milliseconds."""
    return Heard(
        number,
        " ".join(part.text for part, _ in parts),
        min((part.confidence for part, _ in parts), default=0.0),
        words=[word for part, _ in parts for word in part.words],
        starts_ms=[at_ms + start_ms for part, at_ms in parts for start_ms in part.starts_ms],
        ends_ms=[at_ms + end_ms for part, at_ms in parts for end_ms in part.ends_ms],
        confidences=[confidence for part, _ in parts for confidence in part.confidences],
    )


def _quietest(pcm: bytes | bytearray, within_ms: int = QUIETEST_IN_MS) -> int:
    """Return the byte offset of the middle of the quietest SLOT_MS within the last `within_ms`."""
    samples = np.frombuffer(bytes(pcm), np.int16)[-within_ms * SAMPLE_RATE_HZ // 1000 :].astype(np.float64)
    slot = min(SLOT_MS * SAMPLE_RATE_HZ // 1000, len(samples))
    slots = samples[: len(samples) // slot * slot].reshape(-1, slot)
    quietest = int(np.argmin((slots**2).mean(axis=1)))
    return len(pcm) - 2 * (len(samples) - quietest * slot - slot // 2)
