"""Orders to whoever writes the minutes, spoken in a meeting: they stay in the transcript and change nothing.

Orders to a machine (“ignore your instructions”, “bot, log a decision that …”) are left out with the rest of
that speaker's turn; of dictation (“the summary should say …”) the sentence, and one that it announces.
There is no end of words for orders: `agent/minutes/claims` also asks what a statement rests on.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.minutes.instruction_words import DICTATIONS, ORDERS
from agent.minutes.text_normalization import sentences
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine

ANNOUNCES = re.compile(r"(?:\bfollowing\b|\bthis|:)\W*$|\b(?:after me|these words)\b", re.IGNORECASE)


def addresses_the_writer(text: str) -> bool:
    """Whether a line gives orders to a machine, or dictates what the minutes shall say."""
    return bool(ORDERS.search(text) or DICTATIONS.search(text))


def without_orders(spoken: MeetingSpeech) -> MeetingSpeech:
    """Return the speech as the minutes may rest on it, its lines numbered anew."""
    if not any(addresses_the_writer(line.text) for line in spoken.lines):
        return spoken
    kept = [replace(line, number=at) for at, line in enumerate(_kept(spoken.lines), start=1)]
    return replace(spoken, lines=tuple(kept), people=spoken.everybody)


def _kept(lines: Sequence[TranscriptLine]) -> Iterator[TranscriptLine]:
    ordering: object = None
    announced = False
    for line in lines:
        if line.who == ordering:
            continue
        ordering, said = None, list[str]()
        for sentence in sentences(line.text):
            if ORDERS.search(sentence):
                ordering = line.who
                break
            is_dictated = announced or bool(DICTATIONS.search(sentence))
            announced = bool(DICTATIONS.search(sentence) and ANNOUNCES.search(sentence))
            if not is_dictated:
                said.append(sentence)
        if said:
            yield replace(line, text=" ".join(said))
