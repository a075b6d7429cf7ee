"""Whisper by faster-whisper and CTranslate2: samples in, text and confidence out."""

import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from faster_whisper import WhisperModel
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import get_suppressed_tokens
from numpy.typing import NDArray

from agent.recognizer import SAMPLE_RATE_HZ
from agent.repetition import REPETITION, repetition
from agent.whisper.messages import Kind

WINDOW = 3000
"""Whisper's training window: 30 s in frames of 10 ms; most of the work goes into encoding the silence."""
NO_SPEECH = 0.6
NO_SPEECH_LOGPROB = -0.7
"""Whisper's own pair of thresholds, a little stricter: doubtful text is taken as no speech."""
HOPELESS_LOGPROB = -1.3
LOOP_LOGPROB = -0.5
"""A repeated phrase is believed above this if it ended by itself: people say "no" twenty times. tiny.en gives
such words -0.05 to -0.47, and loops on speech played backwards -0.67 to -0.95."""
TOKENS_PER_S = 9
"""Faster than anybody speaks; limits the output of a repetition loop."""
MORE_TOKENS = 16
SECOND_TRY_TEMPERATURE = 0.4
MAX_THREADS = 4
"""More threads do not speed up so small a model."""
TOKENIZER = "tokenizer.json"
NON_SPEECH_TOKENS = -1
"""faster-whisper's value for suppressing tokens that are not speech: brackets, notes, dashes."""


@dataclass(frozen=True, slots=True)
class DecodingMode:
    """Accuracy of one kind of request.

    A window shorter than Whisper's own saves time. Measured with tiny.en on ../shared/data, two busy cores:
    30 s take 0.42 s to encode with 9.9 % word errors; 15 s, or the speech plus 4 s, 0.29 s and 9.7 %;
    10 s, or the speech plus 2 s, 0.13 s and 11.4 %. Less silence than that doubles the errors.
    """

    beams: int
    window: int
    """Minimum window in frames of 10 ms."""
    silence: int
    """Minimum frames of silence after the speech."""
    has_second_try: bool


CAREFUL = DecodingMode(5, 1500, 400, has_second_try=True)
DECODING_MODES: dict[Kind, DecodingMode] = {
    "interim": DecodingMode(1, 1000, 200, has_second_try=False),
    "guess": CAREFUL,
    "final": CAREFUL,
}


@dataclass(frozen=True, slots=True)
class Decoding:
    """Result of one decoding pass."""

    text: str
    logprob: float
    """Mean natural log-probability of the tokens."""
    no_speech: float
    is_cut_off: bool
    """Whether it has the most tokens that were allowed."""

    @property
    def is_hallucinated(self) -> bool:
        """Whether the text is a hallucination: on near-silence, or a repetition loop."""
        doubtful = self.no_speech > NO_SPEECH and self.logprob < NO_SPEECH_LOGPROB
        return doubtful or self.logprob < HOPELESS_LOGPROB or self._is_loop

    @property
    def _is_loop(self) -> bool:
        return repetition(self.text) > REPETITION and (self.is_cut_off or self.logprob < LOOP_LOGPROB)


def logprob_of(result: Any, tokens: list[int]) -> float:
    """Mean natural log-probability of the tokens and of the end of the text."""
    return float(result.scores[0] * len(tokens) / (len(tokens) + 1))


def samples_of(pcm: bytes) -> NDArray[np.float32]:
    """Convert 16-bit samples to the model's, from -1 to 1."""
    return np.frombuffer(pcm, np.int16).astype(np.float32) * np.float32(1 / 32768)


def max_tokens(samples: NDArray[np.float32]) -> int:
    """Return the most tokens that speech of this length can have."""
    return MORE_TOKENS + TOKENS_PER_S * len(samples) // SAMPLE_RATE_HZ


class Whisper:
    """A loaded model; not thread-safe."""

    def __init__(self, directory: Path, threads: int | None = None) -> None:
        if not (directory / TOKENIZER).exists():  # faster-whisper would fetch it from a site
            raise FileNotFoundError(TOKENIZER)
        threads = threads or min(MAX_THREADS, len(os.sched_getaffinity(0)))
        self._model = WhisperModel(str(directory), device="cpu", compute_type="int8", cpu_threads=threads)
        self._tokenizers: dict[str, Tokenizer] = {}

    def read(self, pcm: bytes, language: str, kind: Kind) -> tuple[str, float]:
        """Return text and confidence; the text of no speech is empty. CTranslate2 raises RuntimeError."""
        manner = DECODING_MODES[kind]
        samples = samples_of(pcm)
        if not len(samples):
            return "", 0.0
        encoded = self._encode(samples, manner)
        most = max_tokens(samples)
        reading = self._decode(encoded, language, most, beam_size=manner.beams)
        if reading.is_hallucinated and manner.has_second_try:
            warm: dict[str, Any] = {"sampling_topk": 0, "sampling_temperature": SECOND_TRY_TEMPERATURE}
            reading = self._decode(encoded, language, most, beam_size=1, **warm)
        return ("", 0.0) if reading.is_hallucinated else (reading.text, round(math.exp(reading.logprob), 3))

    def _encode(self, samples: NDArray[np.float32], manner: DecodingMode) -> Any:
        features = self._model.feature_extractor(samples, padding=0)[:, :WINDOW]
        length = features.shape[-1]
        window = min(WINDOW, max(manner.window, length + manner.silence))
        padded = np.pad(features, ((0, 0), (0, window - length)), constant_values=features.min())
        return self._model.encode(np.ascontiguousarray(padded))

    def _decode(self, encoded: Any, language: str, most: int, **search: Any) -> Decoding:
        tokenizer = self._tokenizer(language)
        result = self._generate(encoded, tokenizer, most, **search)
        tokens = result.sequences_ids[0]
        return Decoding(
            tokenizer.decode(tokens).strip(),
            logprob_of(result, tokens),
            result.no_speech_prob,
            is_cut_off=len(tokens) >= most,
        )

    def _generate(
        self, encoded: Any, tokenizer: Tokenizer, most: int, hotwords: str | None = None, **search: Any
    ) -> Any:
        """Return CTranslate2's result of one window, with its score and its probability of no speech."""
        prompt = self._model.get_prompt(tokenizer, [], without_timestamps=True, hotwords=hotwords)
        (result,) = self._model.model.generate(
            encoded,
            [prompt],
            max_length=min(self._model.max_length, len(prompt) + most),
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=get_suppressed_tokens(tokenizer, [NON_SPEECH_TOKENS]),
            **search,
        )
        return result

    def _tokenizer(self, language: str) -> Tokenizer:
        if language not in self._tokenizers:
            hf, is_multilingual = self._model.hf_tokenizer, self._model.model.is_multilingual
            self._tokenizers[language] = Tokenizer(hf, is_multilingual, task="transcribe", language=language)
        return self._tokenizers[language]
