"""Checks in code whether transcript lines support a claim; a model's own assurance is not trusted."""

import re
from collections.abc import Collection, Sequence
from itertools import permutations

from agent.minutes.language_tables import OPPOSITES
from agent.minutes.spoken_language import spoken_tables
from agent.minutes.text_normalization import content, numbers, sentences, stem, tokens
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine, first_name

SHARE = 0.7
"""Minimum share of a claim's content words that the cited lines must contain."""
SHARE_UNCITED = 0.85
"""The same for lines found by code instead of cited by the model."""
MIN_FOUND = 2
"""Minimum number of content words in common with the lines."""
NEGATION_REACH = 5
"""Number of words after a negation that it may apply to."""
LINES = 3
"""Maximum number of lines that code finds for a claim."""
NAME = re.compile(r"(?<![.!?:“\"] )(?<!^)\b[A-Z][\w’'-]+")
"""A capitalized word inside a sentence: a name, which must occur in the lines."""
I_FORMS = frozenset({"I", "I'm", "I'll", "I've", "I'd"})


def supports(
    lines: Sequence[TranscriptLine], claim: str, spoken: MeetingSpeech, share: float = SHARE
) -> bool:
    """Whether the lines contain the claim's content words, numbers and names, with the same negation."""
    if not lines:
        return False
    said = " ".join(line.text for line in lines)
    who = {first_name(line.speaker) for line in lines}
    about = _subject(claim, who)
    found = about & set(content(said))
    return (
        len(found) >= min(MIN_FOUND, max(1, len(about)))
        and len(found) >= share * len(about)
        and numbers(claim) <= numbers(said) | {"1"}
        and set(map(stem, _names(claim, spoken))) <= set(map(stem, who.union(tokens(said))))
        and negated(claim, found) == negated(said, found)
        and not _contradicts(claim, said)
    )


def _contradicts(claim: str, said: str) -> bool:
    """Whether the claim has the opposite of a word of the lines, which do not contain that opposite too."""
    ours, theirs = _stems(claim), _stems(said)
    return any(
        one in ours and other in theirs and one not in theirs and other not in ours
        for pair in OPPOSITES
        for one, other in permutations(map(stem, pair))
    )


def _stems(text: str) -> set[str]:
    """Stems of all words including stopwords; Korean as character pairs."""
    return {stem(token) for token in tokens(text)} | set(content(text))


def _subject(claim: str, who: Collection[str]) -> set[str]:
    """Content words of a claim, without the vocabulary of minutes and the speakers' names."""
    names = {stem for name in who for stem in content(name)}
    return set(content(claim)) - {stem(word) for word in spoken_tables().framing} - names


def _names(claim: str, spoken: MeetingSpeech) -> set[str]:
    """Names in the claim: participants' anywhere, others by their capital inside a sentence."""
    said = set(tokens(claim))
    people = {first_name(person.name) for person in spoken.everybody} & said
    capital = {
        token
        for sentence in sentences(claim)
        for word in NAME.findall(sentence)
        if word not in I_FORMS
        for token in tokens(word.removesuffix("'s").removesuffix("’s"))
    }
    return people | (capital - spoken_tables().stopwords)


def negated(text: str, about: Collection[str]) -> bool:
    """Whether a negation precedes a word of `about` by at most NEGATION_REACH words."""
    reach = 0
    for token in tokens(text):
        if token in spoken_tables().negations or token.endswith("n't"):
            reach = NEGATION_REACH + 1
        elif reach and any(stem in about for stem in content(token)):
            return True
        reach = max(0, reach - 1)
    return False


def citing(
    claim: str, cited: Sequence[TranscriptLine], window: Sequence[TranscriptLine], spoken: MeetingSpeech
) -> tuple[TranscriptLine, ...]:
    """Return the lines that support the claim: the cited ones, else the best of the window, else none."""
    known = tuple(dict.fromkeys(cited))
    if supports(known, claim, spoken):
        return tuple(line for line in known if _shares(line, claim)) or known
    about = set(content(claim))
    likely = sorted(window, key=lambda line: (-len(about & set(content(line.text))), line.number))[:LINES]
    for count in range(1, len(likely) + 1):
        if supports(likely[:count], claim, spoken, SHARE_UNCITED):
            return tuple(sorted(likely[:count], key=lambda line: line.number))
    return ()


def _shares(line: TranscriptLine, claim: str) -> bool:
    return not set(content(claim)).isdisjoint(content(line.text))
