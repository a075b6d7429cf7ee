"""The topics of a meeting: its parts, with a phrase of their own words as title."""

from collections.abc import Sequence

from agent.minutes.phrase_counts import Key
from agent.minutes.quotable_sentences import quotable
from agent.minutes.sentence_ranking import ranked
from agent.minutes.text_normalization import as_sentence, capitalised
from agent.minutes.topic_boundaries import MAX_TOPICS, boundaries
from agent.minutes.topic_phrases import MeetingPhrases, Phrase
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine, evidence
from server.meeting.minutes import Topic

__all__ = ["MAX_TOPICS", "topics_of"]

EVIDENCE_LINES = 3
CANDIDATES = 4
FULL_TITLE_WORDS = 2
"""A phrase of so many words is a title; a shorter one has a second one after it."""


def topics_of(spoken: MeetingSpeech, meeting: MeetingPhrases | None = None) -> list[Topic]:
    """Topics in order, none with the first phrase of another; each cites its best lines."""
    meeting = meeting or MeetingPhrases(spoken)
    topics: list[Topic] = []
    taken: set[Key] = set()
    for part in boundaries(spoken.lines, meeting.ignored):
        phrases = [each for each in meeting.best(part, CANDIDATES) if each.key not in taken]
        best = sorted(ranked(part, EVIDENCE_LINES), key=lambda line: line.number)
        if phrases and best:
            taken.add(phrases[0].key)
            topics.append(
                Topic(_title(phrases), _told(best), evidence(best), part[0].start_ms, part[-1].end_ms)
            )
    return topics


def _title(phrases: Sequence[Phrase]) -> str:
    """One long phrase, or two, with a capital."""
    first = phrases[0]
    count = 1 if len(first.key) >= FULL_TITLE_WORDS else 2
    return capitalised(", ".join(phrase.text for phrase in phrases[:count]))


def _told(lines: Sequence[TranscriptLine]) -> str:
    """The first of some lines' sentences that stands alone; else the first line."""
    alone = next((sentence.text for line in lines for sentence in quotable(line)), None)
    return alone or as_sentence(lines[0].text)
