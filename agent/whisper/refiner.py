"""The model of the second pass: it computes only when no other thread of the machine wants to."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import structlog
from faster_whisper.tokenizer import Tokenizer

from agent.whisper.messages import Refined
from agent.whisper.model import DecodingMode, Whisper, logprob_of, max_tokens, samples_of

THREADS = 1
"""So that the priority of CTranslate2's own thread holds for all of the work."""
SAMPLES_PER_FRAME = 160
UNSPACED = ("zh", "ja", "th", "lo", "my", "yue")
"""Languages written without spaces between words."""
REREADING = DecodingMode(5, 1500, 400, has_second_try=False)


log = structlog.get_logger()


class Refiner(Whisper):
    """A loaded model; not thread-safe.

    CTranslate2 computes in a thread of its own, outside of Python's lock. Only that thread gets the lowest
    priority: a thread that waits for the processor with Python's lock held would stop the first pass.
    """

    def __init__(self, directory: Path) -> None:
        before = _thread_ids()
        super().__init__(directory, THREADS)
        try:
            for thread in _thread_ids() - before:
                os.sched_setscheduler(thread, os.SCHED_IDLE, os.sched_param(0))
        except OSError as error:  # a sandbox may forbid it; readings still begin only when nothing else waits
            log.warning("refiner_priority_not_lowered", error=type(error).__name__)

    def reread(self, pcm: bytes, language: str, names: str) -> Refined:
        """Read again, with word times; `names` are words to expect. CTranslate2 raises RuntimeError."""
        samples = samples_of(pcm)
        encoded = self._encode([samples], REREADING)
        tokenizer = self._tokenizer(language)
        (result,) = self._generate(
            encoded, tokenizer, max_tokens(samples), hotwords=names or None, beam_size=REREADING.beams
        )
        tokens = [token for token in result.sequences_ids[0] if token < tokenizer.eot]
        found = Refined(
            0, tokenizer.decode(tokens).strip(), logprob_of(result, tokens), result.no_speech_prob
        )
        return self._with_times(found, tokens, tokenizer, encoded, len(samples) // SAMPLES_PER_FRAME)

    def _with_times(
        self, found: Refined, tokens: list[int], tokenizer: Tokenizer, encoded: Any, frames: int
    ) -> Refined:
        if not found.text:
            return found
        words = [
            word
            for word in self._model.find_alignment(tokenizer, [tokens], encoded, frames)[0]
            if word["word"].strip() and word["tokens"][0] < tokenizer.eot
        ]
        joined = _with_punctuation(words, is_spaced=tokenizer.language_code not in UNSPACED)
        return replace(
            found,
            words=[word for word, _, _, _ in joined],
            starts_ms=[round(1000 * start_s) for _, start_s, _, _ in joined],
            ends_ms=[round(1000 * end_s) for _, _, end_s, _ in joined],
            confidences=[round(confidence, 3) for _, _, _, confidence in joined],
        )


def _with_punctuation(
    words: list[dict[str, Any]], *, is_spaced: bool
) -> list[tuple[str, float, float, float]]:
    """Join punctuation with the word before it, and parts of a word: text, start, end, confidence."""
    joined: list[tuple[str, float, float, float]] = []
    for each in words:
        text, start_s, end_s = each["word"], float(each["start"]), float(each["end"])
        confidence = float(each["probability"])
        is_part = is_spaced or not any(letter.isalnum() for letter in text)
        if joined and is_part and not text.startswith(" "):
            before = joined.pop()
            text, start_s, confidence = before[0] + text, before[1], min(before[3], confidence)
        joined.append((text, start_s, end_s, confidence))
    return joined


def _thread_ids() -> set[int]:
    return {int(entry.name) for entry in Path("/proc/self/task").iterdir()}
