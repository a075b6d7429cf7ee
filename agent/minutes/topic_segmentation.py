"""Topic segmentation by lexical cohesion (TextTiling)."""

from collections.abc import Sequence
from itertools import pairwise

from agent.minutes.sentence_ranking import centroid, cosine, key_terms, ranked, vectors
from agent.minutes.text_normalization import as_sentence
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine, evidence
from server.meeting.minutes import Topic

WINDOW = 8
"""Number of lines compared on each side of a possible boundary."""
LINES_A_TOPIC = 25
MAX_TOPICS = 6
TITLE_TERMS = 3
MIN_TITLE_TERMS = 2
EVIDENCE_LINES = 3


def text_tiling(lines: Sequence[TranscriptLine]) -> list[Sequence[TranscriptLine]]:
    """Split at the deepest minima of similarity between the lines before and after."""
    wanted = min(MAX_TOPICS, max(1, len(lines) // LINES_A_TOPIC))
    found = vectors([line.text for line in lines])
    likenesses = {
        at: cosine(centroid(found[at - WINDOW : at]), centroid(found[at : at + WINDOW]))
        for at in range(WINDOW, len(lines) - WINDOW + 1)
    }
    cuts: list[int] = []
    for at in sorted(likenesses, key=lambda each: (likenesses[each], each)):
        if len(cuts) >= wanted - 1:
            break
        if all(abs(at - cut) >= 2 * WINDOW for cut in cuts):
            cuts.append(at)
    borders = [0, *sorted(cuts), len(lines)]
    return [lines[start:end] for start, end in pairwise(borders)]


def topics_of(spoken: MeetingSpeech) -> list[Topic]:
    """Topics with key terms as title and the highest-ranked lines as evidence."""
    found = [_topic(block, spoken.lines) for block in text_tiling(spoken.lines)]
    return [topic for topic in found if topic]


def _topic(block: Sequence[TranscriptLine], whole: Sequence[TranscriptLine]) -> Topic | None:
    terms = key_terms(block, whole, TITLE_TERMS)
    best = sorted(ranked(block, EVIDENCE_LINES), key=lambda line: line.number)
    if len(terms) < MIN_TITLE_TERMS or not best:
        return None
    title = ", ".join(terms)
    return Topic(title[:1].upper() + title[1:], as_sentence(best[0].text), evidence(best))
