"""When each word of a reading was spoken, by the model's own attention."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Any

import numpy as np
from faster_whisper import WhisperModel
from faster_whisper.tokenizer import Tokenizer

from agent.whisper.messages import WordTimes

SAMPLES_PER_FRAME = 160
UNSPACED = ("zh", "ja", "th", "lo", "my", "yue")
"""Languages written without spaces between words."""
MAX_MEDIANS = 2
"""The model lets a word after a pause begin with the pause: it is cut to this many median lengths."""
SENTENCE_ENDS = (".", "?", "!", "…", "。", "？", "！")


def word_times(
    model: WhisperModel,
    tokenizer: Tokenizer,
    texts: Sequence[list[int]],
    encoded: Any,
    lengths: Sequence[int],
) -> list[WordTimes]:
    """Time the words of each text, read from `encoded` samples; `lengths` are the numbers of samples.

    CTranslate2 raises RuntimeError.
    """
    tokens = [[token for token in text if token < tokenizer.eot] for text in texts]
    spoken = [row for row, text in enumerate(tokens) if text]  # it refuses a text without tokens
    times = [WordTimes() for _ in texts]
    if not spoken:
        return times
    if len(spoken) < len(texts):
        encoded = type(encoded).from_array(np.ascontiguousarray(np.asarray(encoded)[spoken]))
    frames = [lengths[row] // SAMPLES_PER_FRAME for row in spoken]
    align: Any = model.find_alignment  # its annotation names one text and one length; CTranslate2 takes more
    found: list[list[dict[str, Any]]] = align(tokenizer, [tokens[row] for row in spoken], encoded, frames)
    for row, parts in zip(spoken, found, strict=True):
        times[row] = _joined(parts, tokenizer)
    return times


def _joined(parts: Sequence[dict[str, Any]], tokenizer: Tokenizer) -> WordTimes:
    words = [part for part in parts if part["word"].strip() and part["tokens"][0] < tokenizer.eot]
    joined = with_punctuation(words, is_spaced=tokenizer.language_code not in UNSPACED)
    return WordTimes(
        words=[word for word, _, _, _ in joined],
        starts_ms=[round(1000 * start_s) for start_s in starts_s(joined)],
        ends_ms=[round(1000 * end_s) for _, _, end_s, _ in joined],
        confidences=[round(confidence, 3) for _, _, _, confidence in joined],
    )


def with_punctuation(
    words: Sequence[dict[str, Any]], *, is_spaced: bool
) -> list[tuple[str, float, float, float]]:
    """Join punctuation with the word before it, and parts of a word: text, start, end, confidence."""
    joined: list[tuple[str, float, float, float]] = []
    for each in words:
        text, start_s, end_s = each["word"], float(each["start"]), float(each["end"])
        confidence = float(each["probability"])
        is_word = any(letter.isalnum() for letter in text)
        if joined and (is_spaced or not is_word) and not text.startswith(" "):
            before = joined.pop()
            doubt = min(before[3], confidence) if is_word else before[3]  # a comma was not misheard
            text, start_s, confidence = before[0] + text, before[1], doubt
        joined.append((text, start_s, end_s, confidence))
    return joined


def starts_s(words: Sequence[tuple[str, float, float, float]]) -> list[float]:
    """Return the starts; a word that begins a sentence does not begin with the silence before it."""
    if not words:
        return []
    longest_s = MAX_MEDIANS * median(end_s - start_s for _, start_s, end_s, _ in words)
    is_first = [True, *(before[0].endswith(SENTENCE_ENDS) for before, _ in pairwise(words))]
    return [
        max(start_s, end_s - longest_s) if first else start_s
        for first, (_, start_s, end_s, _) in zip(is_first, words, strict=True)
    ]
