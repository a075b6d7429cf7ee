"""Whisper by faster-whisper and CTranslate2: samples in, text and confidence out."""

import math
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from faster_whisper import WhisperModel
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import get_suppressed_tokens
from numpy.typing import NDArray

from agent.recognizer import SAMPLE_RATE_HZ
from agent.repetition import REPETITION, is_doubled, repetition, words_of
from agent.whisper.messages import Heard, Kind, WordTimes
from agent.whisper.word_times import word_times

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

    A window shorter than Whisper's own saves time. Measured with tiny.en, two idle cores: 30 s take 0.42 s to
    encode, 15 s 0.11 s, 10 s 0.08 s. Words wrong in 55 recordings (768 words), with five beams: 10.0 % with
    15 s, 9.6 % with 12 s, which is no difference, 12.2 % with 10 s. Interims have a shorter window; with one
    of 5 s, three times as many words are taken back.
    """

    beams: int
    window: int
    """Minimum window in frames of 10 ms."""
    silence: int
    """Minimum frames of silence after the speech."""
    is_careful: bool
    """Whether words get times, and what looks hallucinated a second try."""


CAREFUL = DecodingMode(5, 1200, 400, is_careful=True)
QUICK = DecodingMode(1, 1000, 200, is_careful=False)
DECODING_MODES: dict[Kind, DecodingMode] = {
    "final": CAREFUL,
    "first": QUICK,
    "guess": CAREFUL,
    "interim": QUICK,
}


@dataclass(frozen=True, slots=True)
class Decoding:
    """Result of one decoding pass."""

    text: str
    logprob: float
    """Mean natural log-probability of the tokens."""
    no_speech: float
    tokens: list[int]
    is_cut_off: bool
    """Whether it has the most tokens that were allowed."""
    times: WordTimes = field(default_factory=WordTimes)

    @property
    def is_hallucinated(self) -> bool:
        """Whether the text is a hallucination: on near-silence, or a repetition loop."""
        doubtful = self.no_speech > NO_SPEECH and self.logprob < NO_SPEECH_LOGPROB
        return doubtful or self.logprob < HOPELESS_LOGPROB or self._is_loop

    @property
    def _is_loop(self) -> bool:
        return repetition(self.text) > REPETITION and (self.is_cut_off or self.logprob < LOOP_LOGPROB)

    def heard(self) -> Heard:
        """Return the answer, without a number."""
        if self.is_hallucinated:
            return Heard(0, "", 0.0)
        return Heard(0, self.text, round(math.exp(self.logprob), 3), **asdict(self.times))


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
    """A loaded model, which `at_once` threads may use."""

    def __init__(self, directory: Path, threads: int | None = None, at_once: int = 1) -> None:
        if not (directory / TOKENIZER).exists():  # faster-whisper would fetch it from a site
            raise FileNotFoundError(TOKENIZER)
        threads = threads or min(MAX_THREADS, len(os.sched_getaffinity(0)))
        self._model = WhisperModel(
            str(directory), device="cpu", compute_type="int8", cpu_threads=threads, num_workers=at_once
        )
        self._tokenizers: dict[str, Tokenizer] = {}

    def read(self, batch: Sequence[bytes], language: str, kind: Kind) -> list[Heard]:
        """Transcribe samples together; the text of no speech is empty. CTranslate2 raises RuntimeError."""
        manner, samples = DECODING_MODES[kind], [samples_of(pcm) for pcm in batch]
        most = max(map(max_tokens, samples))
        readings = self._read(samples, manner, language, most, beam_size=manner.beams)
        for at, reading in enumerate(readings):
            if reading.is_hallucinated and manner.is_careful:
                warm: dict[str, Any] = {"sampling_topk": 0, "sampling_temperature": SECOND_TRY_TEMPERATURE}
                (readings[at],) = self._read(
                    samples[at : at + 1], manner, language, most, beam_size=1, **warm
                )
        return [reading.heard() for reading in readings]

    def _read(
        self,
        samples: Sequence[NDArray[np.float32]],
        manner: DecodingMode,
        language: str,
        most: int,
        **search: Any,
    ) -> list[Decoding]:
        encoded = self._encode(samples, manner)
        readings = self._decode(encoded, language, most, **search)
        for at, (reading, own) in enumerate(zip(readings, samples, strict=True)):
            if is_doubled(reading.text, len(own) / SAMPLE_RATE_HZ):
                readings[at] = self._said_once(reading, language)
        if not manner.is_careful:
            return readings
        tokenizer, texts = self._tokenizer(language), [reading.tokens for reading in readings]
        times = word_times(self._model, tokenizer, texts, encoded, [len(each) for each in samples])
        return [replace(reading, times=own) for reading, own in zip(readings, times, strict=True)]

    def _said_once(self, reading: Decoding, language: str) -> Decoding:
        """Keep the first half of a text that is one phrase twice."""
        decode = self._tokenizer(language).decode
        texts = [decode(reading.tokens[:end]).strip() for end in range(len(reading.tokens) + 1)]
        words = len(words_of(reading.text)) // 2
        end = max(end for end, text in enumerate(texts) if len(words_of(text)) <= words)
        return replace(reading, text=texts[end], tokens=reading.tokens[:end])

    def _encode(self, batch: Sequence[NDArray[np.float32]], manner: DecodingMode) -> Any:
        """Encode samples padded to the longest of them."""
        features = [self._model.feature_extractor(samples, padding=0)[:, :WINDOW] for samples in batch]
        longest = max(each.shape[-1] for each in features)
        window = min(WINDOW, max(manner.window, longest + manner.silence))
        padded = [
            np.pad(each, ((0, 0), (0, window - each.shape[-1])), constant_values=each.min())
            for each in features
        ]
        return self._model.encode(np.ascontiguousarray(np.stack(padded)))

    def _decode(self, encoded: Any, language: str, most: int, **search: Any) -> list[Decoding]:
        tokenizer, found = self._tokenizer(language), []
        for result in self._generate(encoded, tokenizer, most, **search):
            tokens = result.sequences_ids[0]
            text = tokenizer.decode(tokens).strip()
            is_cut_off = len(tokens) >= most
            logprob = logprob_of(result, tokens)
            found.append(Decoding(text, logprob, result.no_speech_prob, tokens, is_cut_off))
        return found

    def _generate(
        self, encoded: Any, tokenizer: Tokenizer, most: int, hotwords: str | None = None, **search: Any
    ) -> list[Any]:
        """Return CTranslate2's result of each window, with its score and its probability of no speech."""
        prompt = self._model.get_prompt(tokenizer, [], without_timestamps=True, hotwords=hotwords)
        results: list[Any] = self._model.model.generate(
            encoded,
            [prompt] * encoded.shape[0],
            max_length=min(self._model.max_length, len(prompt) + most),
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=get_suppressed_tokens(tokenizer, [NON_SPEECH_TOKENS]),
            **search,
        )
        return results

    def _tokenizer(self, language: str) -> Tokenizer:
        if language not in self._tokenizers:
            hf, is_multilingual = self._model.hf_tokenizer, self._model.model.is_multilingual
            self._tokenizers[language] = Tokenizer(hf, is_multilingual, task="transcribe", language=language)
        return self._tokenizers[language]
