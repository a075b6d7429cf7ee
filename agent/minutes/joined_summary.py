"""A summary in the model's words that is put together in code, of notes the words bear out.

A small model tells a minute well, and an hour of dozens of notes so that the words do not bear it out. So
what was decided and is to be done comes first, by rules, and then, of each stretch of the meeting, the note
that says most of it; where the model has none there, somebody's own words.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from agent.minutes.claim_check import CheckedNotes
from agent.minutes.claim_support import supports
from agent.minutes.language_tables import words
from agent.minutes.plain_summary import SHIFTING
from agent.minutes.sentence_ranking import IDEAL_CONTENT, MIN_CONTENT, centroid, cosine, vectors
from agent.minutes.spoken_language import spoken_tables
from agent.minutes.text_normalization import as_sentence, content, sentences, tokens
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine
from server.meeting.minutes import Claim, Minutes
from server.meeting.minutes_templates import Length

MOST: Mapping[Length, int] = {"short": 3, "medium": 6, "long": 10}
"""Stretches of which a sentence is told."""
SEGMENTS_A_STRETCH = 12
"""At least; about a minute of speech."""
TOLD_SHARE = 0.5
"""Share of its content words that are in what is told already: it says little new."""
NEAR_SHARE = 0.8
"""Share of a note's content words, without names, that are in its line."""
LIKE = 0.5
"""Similarity from which two notes say the same."""
UNCLEAR = 0.5
"""Weight of a sentence with a word that means something only beside others."""
OWN_PERSON = frozenset(
    words("i me my mine we us our ours you your yours i'll i'm i've i'd we'll we're we've let's ich wir mir")
)
"""Who says so is not told by a note."""
OPENING = ("“", "„", "«")


def joined_summary(minutes: Minutes, found: CheckedNotes, spoken: MeetingSpeech) -> list[list[Claim]]:
    """Paragraphs of sentences with the segments they rest on; none if no note of the model's can be told.

    `minutes` have the summary by rules.
    """
    known = minutes.summary_evidence
    front = [list(each) for each in known.told_in(minutes.executive_summary)] if known else []
    notes = [*found.key_points, *(Claim(each.summary, each.evidence) for each in found.topics)]
    notes = [*_near_the_words(notes, spoken)]
    told = " ".join([each.text for each in minutes.decisions] + [each.title for each in minutes.actions])
    notes = [each for each in notes if _is_told(each.text) and _is_new(each.text, told)]
    if known is None or not front or not notes:
        return []
    first_said = len(front[-1]) - known.said
    sayings = [_alone(each, spoken) for each in front[-1][first_said:]]
    del front[-1][first_said:]
    place = {each.id: at for at, each in enumerate(sorted(spoken.segments, key=lambda each: each.seq))}
    count = max(1, min(MOST[spoken.template.length], len(place) // SEGMENTS_A_STRETCH))
    chosen = _of_each(_by_stretch(notes, place, count), _by_stretch(sayings, place, count), count)
    return [*filter(None, front), chosen] if any(each in notes for each in chosen) else []


def _near_the_words(notes: Iterable[Claim], spoken: MeetingSpeech) -> Iterator[Claim]:
    """The notes' sentences that a single line bears out: what a model makes of two may be of neither."""
    said = _lines(spoken)
    names = {stem for person in spoken.everybody for stem in content(person.name)}
    for note in notes:
        lines = dict.fromkeys(said[each] for each in note.evidence if each in said)
        for text in sentences(note.text):
            about = set(content(text)) - names
            for line in lines:
                is_near = len(about & set(content(line.text))) >= NEAR_SHARE * len(about)
                if is_near and supports([line], text, spoken):
                    yield Claim(as_sentence(text), line.segments)
                    break


def _alone(saying: Claim, spoken: MeetingSpeech) -> Claim:
    """What somebody said with who did, without the words of theirs that stood before it in the draft."""
    line = _lines(spoken).get(saying.evidence[0]) if saying.evidence else None
    if line is None:
        return saying
    named = f"{line.person.shown}: " if saying.text.startswith(OPENING) else ""
    return Claim(f"{named}{saying.text}", saying.evidence)


def _lines(spoken: MeetingSpeech) -> Mapping[UUID, TranscriptLine]:
    return {segment: line for line in spoken.lines for segment in line.segments}


def _is_told(text: str) -> bool:
    """Whether somebody else tells it: it is neither in the speaker's own person, nor asked, nor an order."""
    said = tokens(text)
    return not (
        spoken_tables().question.search(text)
        or (said[:1] and said[0] in spoken_tables().work)
        or not OWN_PERSON.isdisjoint(said)
    )


def _is_new(text: str, told: str) -> bool:
    """Whether it says enough, and something that is not told already."""
    about, known = set(content(text)), set(content(told))
    return len(about) >= MIN_CONTENT and len(about & known) < TOLD_SHARE * len(about)


def _by_stretch(
    claims: Iterable[Claim], place: Mapping[UUID, int], count: int
) -> Mapping[int, Sequence[Claim]]:
    """The claims of each stretch, in the order of speech."""
    found: dict[int, list[tuple[int, Claim]]] = {}
    for claim in claims:
        places = [place[each] for each in claim.evidence if each in place]
        if places:
            found.setdefault(min(places) * count // len(place), []).append((min(places), claim))
    return {at: [each for _, each in sorted(there, key=lambda pair: pair[0])] for at, there in found.items()}


def _of_each(
    notes: Mapping[int, Sequence[Claim]], sayings: Mapping[int, Sequence[Claim]], count: int
) -> list[Claim]:
    """The best note of each stretch, or what somebody said in it."""
    chosen: list[Claim] = []
    for at in range(count):
        texts = [each.text for each in (*chosen, *notes.get(at, ()))]
        found = vectors(texts)
        before, there = found[: len(chosen)], found[len(chosen) :]
        middle = centroid(there)
        scores = [
            (cosine(vector, middle) * _weight(note.text), -place, note)
            for place, (note, vector) in enumerate(zip(notes.get(at, ()), there, strict=True))
            if all(cosine(vector, other) < LIKE for other in before)
        ]
        if scores:
            chosen.append(max(scores, key=lambda each: each[:2])[2])
        else:
            chosen.extend(sayings.get(at, ())[:1])
    return chosen


def _weight(text: str) -> float:
    clear = 1.0 if SHIFTING.isdisjoint(tokens(text)) else UNCLEAR
    return clear * math.sqrt(min(len(set(content(text))), IDEAL_CONTENT))
