"""The door to faster-whisper: samples in, words and how sure it is out."""

import math
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from faster_whisper import WhisperModel
from numpy.typing import NDArray

from agent.recognizer import SAMPLE_RATE_HZ

NO_SPEECH = 0.6
NO_SPEECH_LOGPROB = -0.7
"""Whisper's own pair of thresholds, a little stricter: silence has passed the gate, so doubt counts against it."""
HOPELESS_LOGPROB = -1.3
REPETITION = 2.4
"""Text that gzip shrinks so well is one phrase over and over."""
TOKENS_PER_S = 9
"""No one speaks faster; a loop is cut there."""
BEAMS = {"interim": 1, "guess": 5, "final": 5}
MAX_THREADS = 4
"""More make so small a model no faster."""
SECOND_TRY_TEMPERATURE = 0.4


@dataclass(frozen=True, slots=True)
class Reading:
    """What one pass made of the samples."""

    text: str
    logprob: float
    no_speech: float
    repetition: float

    @property
    def is_invented(self) -> bool:
        """Near silence, not speech."""
        doubtful = self.no_speech > NO_SPEECH and self.logprob < NO_SPEECH_LOGPROB
        return doubtful or self.logprob < HOPELESS_LOGPROB or self.repetition > REPETITION


class Whisper:
    """One model in memory; not to be called from two threads at once."""

    def __init__(self, directory: Path) -> None:
        threads = min(MAX_THREADS, len(os.sched_getaffinity(0)))
        self._model = WhisperModel(str(directory), device="cpu", compute_type="int8", cpu_threads=threads)

    def read(self, pcm: bytes, language: str, kind: str) -> tuple[str, float]:
        """Give the text and a confidence; a final that looks invented is read once more before it is given up."""
        samples = np.frombuffer(pcm, np.int16).astype(np.float32) * np.float32(1 / 32768)
        reading = self._pass(samples, language, BEAMS[kind], 0.0)
        if reading.is_invented and kind != "interim":
            reading = self._pass(samples, language, 1, SECOND_TRY_TEMPERATURE)
        return ("", 0.0) if reading.is_invented else (reading.text, round(math.exp(reading.logprob), 3))

    def _pass(self, samples: NDArray[np.float32], language: str, beams: int, temperature: float) -> Reading:
        found, _ = self._model.transcribe(
            samples,
            language=language,
            beam_size=beams,
            best_of=1,
            temperature=temperature,
            without_timestamps=True,
            condition_on_previous_text=False,
            max_new_tokens=16 + TOKENS_PER_S * len(samples) // SAMPLE_RATE_HZ,
        )
        parts = list(found)
        if not parts:
            return Reading("", 0.0, 0.0, 0.0)
        return Reading(
            " ".join(part.text.strip() for part in parts).strip(),
            min(part.avg_logprob for part in parts),
            max(part.no_speech_prob for part in parts),
            max(part.compression_ratio for part in parts),
        )
