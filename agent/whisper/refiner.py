"""The model of the second pass: it computes only when no other thread of the machine wants to."""

import os
from dataclasses import asdict
from pathlib import Path

import structlog

from agent.whisper.messages import Refined
from agent.whisper.model import DecodingMode, Whisper, logprob_of, max_tokens, samples_of
from agent.whisper.word_times import word_times

THREADS = 1
"""So that the priority of CTranslate2's own thread holds for all of the work."""
REREADING = DecodingMode(5, 1500, 400, is_careful=False)


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
        logprob, doubt = logprob_of(result, tokens), result.no_speech_prob
        (times,) = word_times(self._model, tokenizer, [tokens], encoded, [len(samples)])
        return Refined(0, tokenizer.decode(tokens).strip(), logprob, doubt, **asdict(times))


def _thread_ids() -> set[int]:
    return {int(entry.name) for entry in Path("/proc/self/task").iterdir()}
