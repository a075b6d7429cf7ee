"""Who says yes and who says no to what was put to the meeting, after it was said."""

from collections.abc import Iterator
from dataclasses import dataclass

from agent.minutes.refusal_cues import refusal_cues
from agent.minutes.spoken_language import spoken_tables
from agent.minutes.text_normalization import content, tokens
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine
from agent.minutes.vote_words import AGAINST, ASKED_CONSENSUS, NONE, PUT, VOTED, asked_objection, closes
from agent.minutes.votes import is_vote

VOICE_LINES = 8
"""Lines after a decision in which people agree with it, longer while they vote."""
TALK_LINES = 2
"""Lines in a row that are neither a yes nor a no, after which people talk about something else."""
VOICE_WORDS = 8
"""A longer line is an opinion of its own."""
QUESTION_WORDS = 2
"""A question with fewer content words asks for assent: “everybody okay?”."""
OPINION_WORDS = 4
"""Content words of an opinion, after which a mere yes is one to that; a vote is not."""


@dataclass(frozen=True, slots=True)
class Voices:
    """Lines with a yes and with a no, one of each person: the last."""

    agreed: tuple[TranscriptLine, ...] = ()
    against: tuple[TranscriptLine, ...] = ()


def voices_after(spoken: MeetingSpeech, lines: tuple[TranscriptLine, ...]) -> Voices:
    """Read what people say to a decision whose lines these are, the one that says it first.

    A no to what says “no” itself may well be a yes, and is neither.
    """
    said = lines[0]
    is_negative = not spoken_tables().negations.isdisjoint(tokens(said.text))
    voices: dict[object, tuple[bool, TranscriptLine]] = {}
    for line in _answers(spoken, lines):
        yes = _yes(line)
        if line.who != said.who and yes is not None and (yes or not is_negative):
            voices[line.who] = (yes, line)
    return Voices(
        tuple(line for yes, line in voices.values() if yes),
        tuple(line for yes, line in voices.values() if not yes),
    )


def _answers(spoken: MeetingSpeech, lines: tuple[TranscriptLine, ...]) -> Iterator[TranscriptLine]:
    """The lines in which people answer, until they ask or talk about something else."""
    talk = left = 0
    last = max(line.number for line in lines)
    has_opinion = False
    for line in spoken.lines[lines[0].number :]:
        is_voice = _yes(line) is not None and (not has_opinion or bool(VOTED.search(line.text)))
        has_opinion |= not is_voice and line not in lines and len(content(line.text)) >= OPINION_WORDS
        left = 0 if is_voice else left + 1
        talk = 0 if is_voice or line.number <= last else talk + 1
        if left > VOICE_LINES or talk > TALK_LINES or _asks_else(line):
            return
        if is_voice:
            yield line


def _asks_else(line: TranscriptLine) -> bool:
    """Whether it asks something that a yes would answer, and not whether people agree."""
    if PUT.search(line.text):
        return True
    asks = spoken_tables().question.search(line.text)
    agrees = asked_objection(line.text) or ASKED_CONSENSUS.search(line.text) or closes(line.text)
    return bool(asks) and not agrees and len(content(line.text)) >= QUESTION_WORDS


def _yes(line: TranscriptLine) -> bool | None:
    """Whether a short line is a yes; None if it is neither that nor a no."""
    known = spoken_tables()
    if NONE.search(line.text) and not known.assent.search(line.text):
        return True
    if AGAINST.search(line.text) or refusal_cues().refusal.search(line.text):
        return False
    if len(line.text.split()) > VOICE_WORDS:
        return None
    is_assent = known.assent.search(line.text) and not known.but.search(line.text)
    return True if is_vote(line) or is_assent else None
