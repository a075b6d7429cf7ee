"""Who is meant by a name: of the people in the meeting, of others, or of two who share it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from agent.minutes.language_tables import words
from agent.minutes.transcript_lines import MeetingSpeech, SpeakerIdentity, given_name

WORDS_THAT_ARE_NAMES = frozenset(
    words(
        """
    will may mark bill art pat rob sue jack drew chase frank gene guy rose grace hope joy faith dawn june
    april august summer autumn miles lance grant chuck rich dean king page price young long may june jan
    sky don ray
    """
    )
)
"""First names that are words, too: names only where written with a capital, not as a first word."""
TITLES = frozenset(words("mr mrs ms mx dr prof professor sir dame"))
"""Before a name, and no name themselves."""
VOCATIVE_BEFORE = (
    r"(?:^|[,.;:!?]\s*|\b(?:and|so|ok|okay|hey|hi|then|well|also|but|yes|thanks|(?:as )?for(?: our)?)[,\s]+)"
)
JOINED = r"\s*(?:,|and|&|und|et|y|e|en)\s+"


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A name at a place in a sentence; `person` is None if it is shared by several people."""

    start: int
    end: int
    person: SpeakerIdentity | None


def people_named(spoken: MeetingSpeech, sentence: str) -> list[NamedPerson]:
    """The people in the meeting that the sentence names, in order; longest names first."""
    forms = forms_of(spoken)
    pattern = _pattern(tuple(forms))
    return [
        NamedPerson(found.start(), found.end(), forms[found.group().casefold()])
        for found in pattern.finditer(sentence)
        if _is_name(found, sentence)
    ]


def forms_of(spoken: MeetingSpeech) -> dict[str, SpeakerIdentity | None]:
    """Each way to name a person, in lower case; None where it may be two people."""
    forms: dict[str, SpeakerIdentity | None] = {}
    for person in spoken.everybody:
        own = {each.casefold() for each in spellings(person.name)}
        for form in own:
            forms[form] = None if form in forms and forms[form] != person else person
    for person in spoken.everybody:
        if person.label and person.label != person.name:
            forms[person.label.casefold()] = person
    return forms


def spellings(name: str) -> Iterator[str]:
    """The full name and the given name, of “Smith, Jane” too."""
    if name.strip():
        yield name.strip()
        yield given_name(name) if given_name(name).rstrip(".").lower() not in TITLES else name.split()[-1]
    if "," in name:
        last, _, first = name.partition(",")
        yield f"{first.strip()} {last.strip()}"


@lru_cache(maxsize=64)
def _pattern(forms: tuple[str, ...]) -> re.Pattern[str]:
    ordered = sorted(map(re.escape, forms), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(ordered) or r'(?!)'})(?![\w-])", re.IGNORECASE)


def _is_name(found: re.Match[str], sentence: str) -> bool:
    """Whether a word that is a name, too, is the name here."""
    word = found.group()
    if word.casefold() not in WORDS_THAT_ARE_NAMES:
        return True
    if not word[:1].isupper():
        return False
    follows = sentence[found.end() :]
    begins = not sentence[: found.start()].strip() or sentence[: found.start()].rstrip()[-1] in ".!?:"
    return not begins or bool(re.match(r",|\s+(?:will|can|should|to|and|has|is|'ll)\b|'ll\b", follows))


def addressed(
    spoken: MeetingSpeech, sentence: str, cue: re.Match[str], begin: int = 0
) -> list[SpeakerIdentity | None]:
    """The people the sentence speaks to from `begin` on: named before the request, or at its end."""
    found = [each for each in people_named(spoken, sentence) if each.start >= begin]
    spoken_to = [each for each in found if _is_vocative(each, sentence, cue)]
    return [each.person for each in _with_joined(spoken_to, found, sentence)]


def _is_vocative(named: NamedPerson, sentence: str, cue: re.Match[str]) -> bool:
    before, after = sentence[: named.start], sentence[named.end :]
    if named.end <= cue.start():
        is_near = re.match(r"[,:\s]*$|,|[\s,]+(?:and|or|&)\b|\s*[-–—:]", sentence[named.end : cue.start()])
        return bool(is_near) and bool(re.search(rf"{VOCATIVE_BEFORE}$|^$", before, re.IGNORECASE))
    return bool(re.search(r",\s*$", before)) and not re.search(r"\w", after)


def _with_joined(
    spoken_to: Sequence[NamedPerson], found: Iterable[NamedPerson], sentence: str
) -> list[NamedPerson]:
    """Those, and who is joined to one of them by a comma or an “and”; of an “or” nobody."""
    ordered = sorted(found, key=lambda each: each.start)
    chosen = {each.start for each in spoken_to}
    beside = list(pairwise(ordered))
    for one, other in [*beside, *((later, earlier) for earlier, later in beside)]:
        first, second = sorted((one, other), key=lambda each: each.start)
        between = sentence[first.end : second.start]
        if one.start in chosen and re.fullmatch(JOINED, between, re.IGNORECASE):
            chosen.add(other.start)
        if re.fullmatch(r"\s+or\s+", between, re.IGNORECASE):
            chosen -= {one.start, other.start}
    return [each for each in ordered if each.start in chosen]


def named_together(spoken: MeetingSpeech, sentence: str, end: int) -> tuple[SpeakerIdentity | None, ...]:
    """The person whose name ends there, and who is joined to them: “Bob and Carol will …”."""
    found = people_named(spoken, sentence)
    last = [each for each in found if each.end == end]
    return tuple(each.person for each in _with_joined(last, found, sentence) if each.start <= end)
