"""Whether the words bear a claim out: checked in code, because a model's word for it is worth nothing."""

import re
from collections.abc import Collection, Sequence
from itertools import permutations

from agent.minutes.language_tables import FRAMING, NEGATIONS, OPPOSITES, STOPWORDS
from agent.minutes.text_normalization import content, numbers, sentences, stem, tokens
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine, first_name

SHARE = 0.7
"""Of a claim's content words, so many must have been said in the lines it cites."""
ELSEWHERE = 0.85
"""More are asked of lines that code, not the model, found for it."""
MIN_FOUND = 2
"""A claim with fewer words in common with its lines says nothing about them."""
NEGATION_REACH = 5
"""Words after a negation that it may turn round."""
LINES = 3
"""A claim rests on no more lines than that where code looks for them."""
NAME = re.compile(r"(?<![.!?:“\"] )(?<!^)\b[A-Z][\w’'-]+")
"""A capital inside a sentence: a name, which must have been said."""
_OPPOSED = [tuple(stem(word) for word in pair) for pair in OPPOSITES]
_FRAMING = frozenset(stem(word) for word in FRAMING)
I_FORMS = frozenset({"I", "I'm", "I'll", "I've", "I'd"})


def supports(
    lines: Sequence[TranscriptLine], claim: str, spoken: MeetingSpeech, share: float = SHARE
) -> bool:
    """The lines bear the claim out: its words, numbers, names and its yes or no are theirs."""
    if not lines:
        return False
    said = " ".join(line.text for line in lines)
    who = {first_name(line.speaker) for line in lines}
    about = _about(claim, who)
    found = about & set(content(said))
    return (
        len(found) >= min(MIN_FOUND, max(1, len(about)))
        and len(found) >= share * len(about)
        and numbers(claim) <= numbers(said) | {"1"}
        and _names(claim, spoken) <= who | set(tokens(said))
        and negated(claim, found) == negated(said, found)
        and not _turned_round(claim, said)
    )


def _turned_round(claim: str, said: str) -> bool:
    """The claim says the opposite of a word of the lines, and the lines do not say it too."""
    ours, theirs = _stems(claim), _stems(said)
    return any(
        one in ours and other in theirs and one not in theirs and other not in ours
        for pair in _OPPOSED
        for one, other in permutations(pair)
    )


def _stems(text: str) -> set[str]:
    """Every word's stem, also of those that say little; Korean by its pairs."""
    return {stem(token) for token in tokens(text)} | set(content(text))


def _about(claim: str, who: Collection[str]) -> set[str]:
    """What the claim says, less the words any minutes are framed in and the names of who speaks."""
    names = {stem for name in who for stem in content(name)}
    return set(content(claim)) - _FRAMING - names


def _names(claim: str, spoken: MeetingSpeech) -> set[str]:
    """Every name in the claim: people of the meeting wherever they stand, others by their capital."""
    said = set(tokens(claim))
    people = {first_name(person.name) for person in spoken.everybody} & said
    capital = {
        token
        for sentence in sentences(claim)
        for word in NAME.findall(sentence)
        if word not in I_FORMS
        for token in tokens(word.removesuffix("'s").removesuffix("’s"))
    }
    return people | (capital - STOPWORDS)


def negated(text: str, about: Collection[str]) -> bool:
    """A negation stands shortly before something the text shares with the claim."""
    reach = 0
    for token in tokens(text):
        if token in NEGATIONS or token.endswith("n't"):
            reach = NEGATION_REACH + 1
        elif reach and any(stem in about for stem in content(token)):
            return True
        reach = max(0, reach - 1)
    return False


def citing(
    claim: str, cited: Sequence[TranscriptLine], window: Sequence[TranscriptLine], spoken: MeetingSpeech
) -> tuple[TranscriptLine, ...]:
    """The lines that bear the claim: those it cites, else the best of the window, else none."""
    known = tuple(dict.fromkeys(cited))
    if supports(known, claim, spoken):
        return tuple(line for line in known if _shares(line, claim)) or known
    about = set(content(claim))
    likely = sorted(window, key=lambda line: (-len(about & set(content(line.text))), line.number))[:LINES]
    for count in range(1, len(likely) + 1):
        if supports(likely[:count], claim, spoken, ELSEWHERE):
            return tuple(sorted(likely[:count], key=lambda line: line.number))
    return ()


def _shares(line: TranscriptLine, claim: str) -> bool:
    return not set(content(claim)).isdisjoint(content(line.text))
