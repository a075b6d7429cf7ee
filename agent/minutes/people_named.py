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
AND = r"(?:and|&|und|et|y|ed?|en)"
NAME_ARTICLE = r"(?:o|a|der|die|il|la|le|el)"
JOINED = rf"\s*(?:,(?:\s*{AND})?|\b{AND})\s+(?:{NAME_ARTICLE}\s+)?"
EITHER = rf"\s*,?\s+(?:or|oder|ou|o|of)\s+(?:{NAME_ARTICLE}\s+)?"
ME = r"(?:I|me|myself|ich|moi|yo|io|eu|ik)"
AND_ME = re.compile(rf"\s+{AND}\s+{ME}\b", re.IGNORECASE)
ME_AND = re.compile(rf"\b{ME}\s+{AND}\s+(?:{NAME_ARTICLE}\s+)?$", re.IGNORECASE)
OBJECT_BEGINS = re.compile(
    r"\b(?:\w+'ll|will|going to|gonna|can|could|must|should|have to|need to|werde|muss|kann|vais|dois"
    r"|voy a|tengo que"
    r"|devo|posso|vou|zal|ga|moet)\s+(?:(?!(?:and|und|et|y|e|en)\b)\w+\s+){1,4}$",
    re.IGNORECASE,
)
"""Before a name to which something is done: “I'll invite Carol and Bob will …”."""
SUBJECT_BEGINS = re.compile(
    r"(?:^|[.;:,!?]\s*|\b(?:so|then|that|think|guess|both|okay|ok|well|but|yes|yeah|sure|dann|dass|also"
    r"|gut|ja"
    r"|alors|donc|que|entonces|bueno|sí|allora|che|quindi|então|sim|dus|dat|goed)\s+|^(?:and|und|et|y|e"
    r"|en)\s+)"
    rf"(?:{NAME_ARTICLE}\s+)?$",
    re.IGNORECASE,
)
"""Before a name that is the subject: not “I met Carl and I will …”."""


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
    joined = [{one.start, other.start} for one, other in beside if _between(one, other, sentence, JOINED)]
    while more := {start for pair in joined if pair & chosen for start in pair} - chosen:
        chosen |= more
    for one, other in beside:
        if _between(one, other, sentence, EITHER):
            chosen -= {one.start, other.start}
    return [each for each in ordered if each.start in chosen]


def _between(one: NamedPerson, other: NamedPerson, sentence: str, pattern: str) -> bool:
    return bool(re.fullmatch(pattern, sentence[one.end : other.start], re.IGNORECASE))


def _group(spoken: MeetingSpeech, sentence: str, end: int) -> list[NamedPerson]:
    """The person whose name ends there, and who is joined to them before."""
    found = people_named(spoken, sentence)
    last = [each for each in found if each.end == end]
    group = [each for each in _with_joined(last, found, sentence) if each.start <= end]
    return last if group and OBJECT_BEGINS.search(sentence[: group[0].start]) else group


def named_together(spoken: MeetingSpeech, sentence: str, end: int) -> tuple[SpeakerIdentity | None, ...]:
    """The person whose name ends there, and who is joined to them: “Bob and Carol will …”."""
    return tuple(each.person for each in _group(spoken, sentence, end))


def start_of_group(spoken: MeetingSpeech, sentence: str, end: int) -> int:
    """Where the names that are joined to the one that ends there begin."""
    group = _group(spoken, sentence, end) or [
        each for each in people_named(spoken, sentence) if each.end == end
    ]
    return min((each.start for each in group), default=end)


def includes_speaker(spoken: MeetingSpeech, sentence: str, end: int) -> bool:
    """Whether “I” is joined to the name that ends there: “Carol and I will …”, “I and Carol will …”."""
    before = sentence[: start_of_group(spoken, sentence, end)]
    return bool(AND_ME.match(sentence, end) or ME_AND.search(before))


def begins_subject(spoken: MeetingSpeech, sentence: str, end: int) -> bool:
    """Whether a name that “and I” follows is of the same subject."""
    before = sentence[: start_of_group(spoken, sentence, end)]
    return not AND_ME.match(sentence, end) or bool(SUBJECT_BEGINS.search(before))


def joined_to_speaker(spoken: MeetingSpeech, text: str) -> tuple[SpeakerIdentity, ...]:
    """Whom speakers name as their company: “Carol and I can do that”."""
    ends = (each.end for each in people_named(spoken, text) if AND_ME.match(text, each.end))
    end = next((each for each in ends if begins_subject(spoken, text, each)), None)
    together = named_together(spoken, text, end) if end is not None else ()
    return tuple(each for each in together if each)
