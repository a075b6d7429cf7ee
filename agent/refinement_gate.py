"""Decides whether the words of the second pass replace the first's; on doubt the first pass stands.

Whisper invents words where there are none: on noise, on silence, after a prompt, in loops. The first pass
heard the same samples with another model or window, so words that only one of them has are doubted.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from agent.comparable_words import comparable, is_unspaced, matcher, similarity, units
from agent.repetition import REPETITION, repetition
from agent.whisper.messages import Refined

MAX_NO_SPEECH = 0.6
NO_SPEECH_LOGPROB = -0.5
"""With a larger probability of no speech and a smaller log-probability there was none."""
MIN_LOGPROB = -1.0
"""Mean of the tokens; Whisper's own limit, below which it reads a window again."""
MAX_REPEATS = 3
"""How often in a row words may be repeated that the first pass did not hear as often."""
LONGEST_LOOP = 5
"""Words of the longest phrase that is looked for as a loop."""
MAX_WORDS_PER_S = 7.0
MAX_LETTERS_PER_S = 13.0
"""Of a script without spaces."""
MORE_UNITS = 3
"""Words or letters that an utterance of any length may have beyond these rates."""
MIN_LENGTH = 0.4
MAX_LENGTH = 1.7
"""Number of words, or letters, relative to the first pass's."""
MAX_RUN = 4
"""Words in a row that only one pass has; three times as many letters."""
MIN_AGREEMENT = 0.5
"""Share of words, or letters, that both passes have in the same order."""
SURE_LOGPROB = -0.8
"""An utterance with less agreement is believed above this, inside of a window with enough."""
MIN_SPELLING = 0.4
"""Share of letters that a person's name has in common with the words it replaces."""
LETTERS_PER_WORD = 3

STOCK_PHRASES = (
    "thank you for watching", "thanks for watching", "thank you for listening", "please subscribe",
    "like and subscribe", "subtitles by", "transcribed by", "amara org", "untertitel",
    "vielen dank fürs zusehen",
    "sous titres", "merci d avoir regardé", "gracias por ver", "subtítulos", "sottotitoli", "legendas",
    "obrigado por assistir", "시청해 주셔서 감사합니다", "구독과 좋아요", "다음 영상에서 만나요",
    "ご視聴ありがとうございました", "字幕", "谢谢观看", "субтитры", "продолжение следует",
)  # fmt: skip
"""What Whisper's training videos end with; believed only where the first pass heard it too."""

Refusal = Literal[
    "empty", "no_speech", "unlikely", "stock_phrase", "loop", "too_fast", "length", "disagreement", "name"
]


def window_refusal(first: str, reading: Refined) -> Refusal | None:
    """Return why a reading of a window is not believed at all; `first` is the first pass's text of it."""
    before, after = units(first), units(reading.text)
    if not after or not before:
        return "empty"
    if reading.no_speech > MAX_NO_SPEECH and reading.logprob < NO_SPEECH_LOGPROB:
        return "no_speech"
    if reading.logprob < MIN_LOGPROB:
        return "unlikely"
    if is_loop(before, after, reading.text):
        return "loop"
    return "disagreement" if agreement(before, after) < MIN_AGREEMENT else None


def refusal(
    first: str, text: str, logprob: float, duration_ms: int, names: Sequence[str] = ()
) -> Refusal | None:
    """Return why the first pass's text of one utterance stands; None if the second may replace it."""
    before, after = units(first), units(text)
    if not after or not before:
        return "empty"
    if has_new_stock_phrase(first, text):
        return "stock_phrase"
    if is_loop(before, after, text):
        return "loop"
    is_letters = is_unspaced(text)
    if len(after) > MORE_UNITS + (MAX_LETTERS_PER_S if is_letters else MAX_WORDS_PER_S) * duration_ms / 1000:
        return "too_fast"
    if not MIN_LENGTH * len(before) <= len(after) <= MAX_LENGTH * len(before) + MORE_UNITS:
        return "length"
    is_other = agreement(before, after) < MIN_AGREEMENT and logprob < SURE_LOGPROB
    if is_other or has_own_stretch(before, after, MAX_RUN * LETTERS_PER_WORD if is_letters else MAX_RUN):
        return "disagreement"
    return "name" if copies_a_name(before, after, names) else None


def has_new_stock_phrase(first: str, second: str) -> bool:
    """Whether only the second text has a phrase that Whisper is known to invent."""
    before, after = ("".join(map(comparable, text.split())) for text in (first, second))
    return any(
        phrase in after and phrase not in before
        for phrase in ("".join(map(comparable, each.split())) for each in STOCK_PHRASES)
    )


def is_loop(before: list[str], after: list[str], text: str) -> bool:
    """Whether the second text repeats itself, and more often than the first."""
    return repetition(text) > REPETITION or repeats(after) > max(MAX_REPEATS, repeats(before))


def repeats(words: list[str]) -> int:
    """Return how often in a row a phrase of at most LONGEST_LOOP words stands, at most."""
    most = 1
    for size in range(1, LONGEST_LOOP + 1):
        for offset in range(size):
            run = 1
            parts = [words[at : at + size] for at in range(offset, len(words) - size + 1, size)]
            for part, following in pairwise(parts):
                run = run + 1 if part == following else 1
                most = max(most, run)
    return most


def agreement(before: list[str], after: list[str]) -> float:
    """Return the share of words that both texts have in the same order, 0 to 1."""
    same = sum(block.size for block in matcher(before, after).get_matching_blocks())
    return same / max(len(before), len(after), 1)


def has_own_stretch(before: list[str], after: list[str], max_run: int) -> bool:
    """Whether one text has a stretch for which the other has nothing."""
    return any(
        abs((b_end - b_start) - (a_end - a_start)) > max_run
        for _, a_start, a_end, b_start, b_end in matcher(before, after).get_opcodes()
    )


def copies_a_name(before: list[str], after: list[str], names: Sequence[str]) -> bool:
    """Whether a name stands where the first pass heard nothing that sounds like it."""
    expected = {unit for name in names for unit in units(name) if len(unit) > 1}
    for kind, a_start, a_end, b_start, b_end in matcher(before, after).get_opcodes():
        if kind == "equal" or not expected.intersection(after[b_start:b_end]):
            continue
        if similarity("".join(before[a_start:a_end]), "".join(after[b_start:b_end])) < MIN_SPELLING:
            return True
    return False
