"""Whisper as a streaming engine: the speech so far is read again and again, once for good where it ends."""

import asyncio

import numpy as np

from agent.recognizer import (
    BYTES_PER_MS,
    SAMPLE_RATE_HZ,
    FinalHypothesis,
    InterimHypothesis,
    MissedSpeech,
    OnHypothesis,
)
from agent.whisper.client import WhisperClient
from agent.whisper.messages import Heard

FIRST_INTERIM_MS = 900
"""With the gate's 320 ms of pre-roll, about 600 ms of speech: fewer give Whisper nothing to go by."""
NEXT_INTERIM_MS = 1_000
CUT_AT_PAUSE_MS = 7_000
"""Speech this long becomes a segment at the next pause."""
CUT_MS = 18_000
"""Speech this long becomes one where it is; Whisper's window is 30 s."""
QUIETEST_IN_MS = 3_000
"""Such a cut is made at the quietest place of the last seconds."""
ENOUGH_WORDS = 0.7
"""Whisper sometimes stops after the first of two sentences: a final with a smaller share of the words that an
interim had is read again in two parts."""
UNHEARD_MS = 500
"""Less than this after the last interim is no word that would be missed."""
SLOT_MS = 100
PAUSE_MS = 192
"""The silence the gate waits for before it calls pause()."""
GUESS_HOLDS_MS = 350
"""What the gate still feeds between pause and close, silence; with more, the speaker went on."""


class WhisperEngine:
    """Asks one whisper process for one language."""

    name = "whisper"

    def __init__(self, client: WhisperClient, language: str) -> None:
        self._client = client
        self._language = language

    async def begin(self, track: str, hear: OnHypothesis) -> "WhisperUtterance":
        """Start an utterance; nothing is shared between them."""
        del track
        return WhisperUtterance(self._client, self._language, hear)

    def forget(self, track: str) -> None:
        """Do nothing: nothing is kept for a track."""

    def sweep(self) -> None:
        """Do nothing: nothing is kept at all."""

    async def aclose(self) -> None:
        """Hang up."""
        await self._client.aclose()


class WhisperUtterance:
    """One stretch of speech, in one or more segments.

    At each pause the segment is read as a guess at its final, while the gate still waits to see whether the
    speaker goes on; if they do not, the final is there when the gate closes.
    """

    def __init__(self, client: WhisperClient, language: str, hear: OnHypothesis) -> None:
        self._client = client
        self._language = language
        self._recognize = hear
        self._pcm = bytearray()
        self._from_ms = 0
        self._next_interim_ms = FIRST_INTERIM_MS
        self._interim: asyncio.Task[None] | None = None
        self._guess: asyncio.Task[Heard | None] | None = None
        self._paused_ms: int | None = None
        self._most_words = 0
        self._shown: Heard | None = None
        self._shown_ms = 0

    async def feed(self, pcm: bytes) -> None:
        """Take more, which may be a minute at once; ask for an interim when there is enough that is new."""
        while pcm:
            room = max(0, CUT_MS * BYTES_PER_MS - len(self._pcm))
            self._pcm += pcm[:room]
            pcm = pcm[room:]
            if self._length_ms >= CUT_MS:
                await self._end_segment(_quietest(self._pcm))
        if self._length_ms >= self._next_interim_ms and (self._interim is None or self._interim.done()):
            self._next_interim_ms = self._length_ms + NEXT_INTERIM_MS
            self._interim = asyncio.create_task(self._ask_interim(bytes(self._pcm)))

    async def pause(self) -> None:
        """Guess at the final; a long segment ends here."""
        self._paused_ms = self._length_ms
        if self._length_ms >= CUT_AT_PAUSE_MS:
            await self._end_segment(len(self._pcm))
            return
        if self._guess is not None:
            self._guess.cancel()
        self._guess = asyncio.create_task(self._ask_guess(bytes(self._pcm)))
        self._next_interim_ms = max(self._next_interim_ms, self._length_ms + NEXT_INTERIM_MS // 2)

    async def finish(self) -> None:
        """Read what is left for good."""
        await self._end_segment(len(self._pcm))

    async def abandon(self) -> None:
        """Ask for nothing more."""
        self._forget_asked()

    @property
    def _length_ms(self) -> int:
        return len(self._pcm) // BYTES_PER_MS

    async def _ask_interim(self, pcm: bytes) -> None:
        self._show(await self._client.interim(pcm, self._language), len(pcm))

    async def _ask_guess(self, pcm: bytes) -> Heard | None:
        heard = await self._client.guess(pcm, self._language)
        self._show(heard, len(pcm))
        return heard

    def _show(self, heard: Heard | None, size: int) -> None:
        if heard is not None and heard.text:
            self._most_words = max(self._most_words, len(heard.text.split()))
            self._shown, self._shown_ms = heard, size // BYTES_PER_MS
            self._recognize(
                InterimHypothesis(heard.text, self._from_ms, self._from_ms + size // BYTES_PER_MS)
            )

    async def _end_segment(self, size: int) -> None:
        """Make a final of the first `size` bytes; the rest begins the next segment."""
        length_ms = size // BYTES_PER_MS
        spoken_ms = length_ms
        heard: Heard | None = None
        if self._paused_ms is not None and length_ms - self._paused_ms <= GUESS_HOLDS_MS:
            spoken_ms = max(0, self._paused_ms - PAUSE_MS)
            heard = await self._guess if self._guess is not None else None
        self._forget_asked()
        if size and heard is None:
            heard = await self._client.final(bytes(self._pcm[:size]), self._language)
        if heard is not None and len(heard.text.split()) < ENOUGH_WORDS * self._most_words:
            heard = await self._read_in_two(bytes(self._pcm[:size]), heard)
        self._say(heard, spoken_ms)
        del self._pcm[:size]
        self._from_ms += length_ms
        self._next_interim_ms, self._paused_ms = FIRST_INTERIM_MS, None
        self._most_words, self._shown = 0, None

    def _say(self, heard: Heard | None, spoken_ms: int) -> None:
        """Say the final; without one what was shown is kept, and what came after it is missing."""
        from_ms, to_ms = self._from_ms, self._from_ms + spoken_ms
        if heard is not None or not spoken_ms:
            self._recognize(_final(heard, from_ms, to_ms))
            return
        if self._shown is not None:
            self._recognize(_final(self._shown, from_ms, min(to_ms, from_ms + self._shown_ms)))
            from_ms += self._shown_ms
        if to_ms - from_ms > UNHEARD_MS:
            self._recognize(MissedSpeech(from_ms, to_ms))

    async def _read_in_two(self, pcm: bytes, heard: Heard) -> Heard:
        """Read again with a cut in the middle, and keep what has more words."""
        third = len(pcm) // 6 * 2
        middle = _quietest(pcm[: 2 * third], third // BYTES_PER_MS)
        parts = [await self._client.final(part, self._language) for part in (pcm[:middle], pcm[middle:])]
        found = [part for part in parts if part is not None and part.text]
        text = " ".join(part.text for part in found)
        if len(text.split()) <= len(heard.text.split()):
            return heard
        return Heard(heard.id, text, min(part.confidence for part in found))

    def _forget_asked(self) -> None:
        for asked in (self._interim, self._guess):
            if asked is not None:
                asked.cancel()
        self._interim = self._guess = None


def _final(heard: Heard | None, start_ms: int, end_ms: int) -> FinalHypothesis:
    if heard is None or not heard.text:
        return FinalHypothesis("", start_ms, end_ms)
    return FinalHypothesis(heard.text, start_ms, end_ms, confidence=heard.confidence)


def _quietest(pcm: bytes | bytearray, within_ms: int = QUIETEST_IN_MS) -> int:
    """Find the byte in the middle of the quietest 100 ms of the last `within_ms`."""
    samples = np.frombuffer(bytes(pcm), np.int16)[-within_ms * SAMPLE_RATE_HZ // 1000 :].astype(np.float64)
    slot = min(SLOT_MS * SAMPLE_RATE_HZ // 1000, len(samples))
    slots = samples[: len(samples) // slot * slot].reshape(-1, slot)
    quietest = int(np.argmin((slots**2).mean(axis=1)))
    return len(pcm) - 2 * (len(samples) - quietest * slot - slot // 2)
