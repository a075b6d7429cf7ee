"""Divides a claim into statements: who says, asks, offers or does what."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from agent.minutes.claims.claim_frames import STAND_IN, framed
from agent.minutes.claims.claim_lexicon import ClaimLexicon, listed, raw
from agent.minutes.claims.lexicons import lexicon
from agent.minutes.text_normalization import sentences, tokens
from agent.minutes.transcript_lines import MeetingSpeech, SpeakerIdentity, TranscriptLine, first_name

OTHER_NAME = re.compile(r"(?<![.!?:“\"] )(?<!^)\b[A-Z][a-zà-ÿ]{2,}\b(?! [A-Z])")
NO_MONTH = r"(?<!\d )(?<!\dth )(?<!\bin )(?<!\bof )(?<!\bby )(?<!\buntil )(?<!\bsince )"
CAPITAL = re.compile(r"\b[A-Z][a-zà-ÿ]{2,}\b")
ACTS = ("says", "asks", "offers", "proposes")
SOMEONE = "someone|somebody"
"""Subjects of which it is not told who they are."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A part of a claim that must be borne out for itself."""

    text: str
    """Without the words that tell who says it."""
    who: str
    """The name, in lower case, of whom the claim tells it; empty if it names nobody."""
    act: str
    """says, asks (a question), requests (of somebody), offers, proposes or does; empty without a subject."""
    asked: str = ""
    """The name of whom something is asked."""


def statements(claim: str, names: tuple[str, ...]) -> list[Statement]:
    """The statements of a claim; a pronoun at the begin of one is the subject of that before it."""
    known = lexicon()
    if not known.reads_grammar:
        return [Statement(sentence, "", "") for sentence in sentences(claim)]
    coded, spelled = _with_stand_ins(claim, names)
    found: list[Statement] = []
    for sentence in sentences(coded):
        for part in _told(known, sentence):
            before = next((each.asked or each.who for each in reversed(found) if each.who), "")
            found.extend(_statement(known, part, before))
    return [_with_names(each, spelled) for each in found]


def _with_stand_ins(claim: str, names: tuple[str, ...]) -> tuple[str, list[str]]:
    """The claim with a word of one form for each name, and the names: patterns are then the same for all."""
    low = claim.lower()
    inside = tuple(name for name in names if name in low)
    spelled: list[str] = []

    def stand_in(found: re.Match[str]) -> str:
        spelled.append(found[0])
        return f"name{len(spelled) - 1}stands"

    return re.sub(rf"(?<!\w)(?:{_any(inside)})(?!\w)", stand_in, claim, flags=re.IGNORECASE), spelled


def _with_names(statement: Statement, spelled: Sequence[str]) -> Statement:
    text, who, asked = (
        re.sub(STAND_IN, lambda found: spelled[int(found[0][4:-6])], part)
        for part in (statement.text, statement.who, statement.asked)
    )
    return Statement(text, who.lower(), statement.act, asked.lower())


def _told(known: ClaimLexicon, sentence: str) -> list[str]:
    """The parts of a sentence, with their frames in one form."""
    halves = (framed(half) for half in sentence.split("; "))
    return [part for half in halves for part in _parts(known, half)]


def names_in(claim: str, lines: Sequence[TranscriptLine], spoken: MeetingSpeech) -> tuple[str, ...]:
    """Names in lower case, the longest first: everybody's full and first ones, and others the lines name."""
    told = lines if lexicon().reads_grammar else ()
    words = {word for line in told for word in tokens(line.text)}
    inside = {match[0].lower() for line in told for match in OTHER_NAME.finditer(line.text)}
    others = {match[0].lower() for match in OTHER_NAME.finditer(claim)} & words
    others |= {match[0].lower() for match in CAPITAL.finditer(claim)} & inside
    return tuple(sorted(_spelled(spoken.everybody) | others, key=len, reverse=True))


@lru_cache(maxsize=64)
def _spelled(people: tuple[SpeakerIdentity, ...]) -> frozenset[str]:
    names = {
        name
        for person in people
        for name in (person.name, person.label, first_name(person.name), turned(person.name))
    }
    return frozenset(plain(name) for name in names if name)


def called(text: str, names: Iterable[str]) -> list[str]:
    """The names that a text has; one that is a word too needs its capital."""
    words, months = listed(lexicon().names_and_words), listed(lexicon().months)
    return [
        name
        for name in names
        if re.search(
            (NO_MONTH if name in months else "")
            + rf"\b{re.escape(name.capitalize() if name in words else name)}\b(?! \d)",
            text if name in words else text.lower(),
        )
    ]


def turned(name: str) -> str:
    """“Smith, Jane” as “Jane Smith”; any other name as it is."""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma else name


def plain(name: str) -> str:
    """A name in lower case, without the points of initials."""
    return name.lower().replace(".", "")


def without_points(claim: str, spoken: MeetingSpeech) -> str:
    """The claim without the points of people's initials, which end no sentence."""
    for person in spoken.everybody:
        if "." in person.name:
            claim = claim.replace(person.name, person.name.replace(".", ""))
    return claim


@lru_cache(maxsize=64)
def _any(names: tuple[str, ...]) -> str:
    words = listed(lexicon().names_and_words)
    forms = (f"(?-i:{re.escape(name.capitalize())})" if name in words else re.escape(name) for name in names)
    return "|".join(forms) or r"(?!)"


def _parts(known: ClaimLexicon, sentence: str) -> list[str]:
    """Split a sentence where another subject begins: “…, and Bob says …”, “… and later says …”."""
    who = STAND_IN
    acts = "|".join(word for act in ACTS for word in getattr(known, act).split())
    again = "|".join(known.again.split())
    border = (
        rf";\s+|,?\s+(?:and|but|while|whereas)\s+(?=(?:the\s+)?(?:{who})\s+(?:\w+ly\s+)?(?:{acts}|will"
        rf"|would|is|has"
        rf"|does|did|can|to\b|the\b|\w+s\b|\w+ed\b))"
        rf"|,?\s+(?:before|after)\s+(?=(?:the\s+)?(?:{who})\s+(?:{acts})\b)"
        rf"|,?\s+(?:and|but|while|whereas)\s+(?=(?:he|she|they)\s+(?:\w+ly\s+)?(?:{acts})\b)"
        rf"|,?\s+(?:and|but)\s+(?=(?:{again})\s+(?:that|{acts})\b)|,?\s+(?:and|but) (?=(?:{acts})\b)"
    )
    return [part for part in re.split(border, sentence, flags=re.IGNORECASE) if part.strip()]


def _statement(known: ClaimLexicon, part: str, before: str) -> list[Statement]:
    again = "|".join(known.again.split())
    text = re.sub(rf"^(?:{again}|first|finally)\s+(?:that\s+)?", "", part.strip(), flags=re.IGNORECASE)
    subject = rf"(?:the\s+)?(?P<who>{STAND_IN}|{SOMEONE})(?!['’]s)"
    acts = "|".join(rf"(?P<{act}>{'|'.join(getattr(known, act).split())})" for act in ACTS)
    found = re.search(
        rf"(?P<lead>^|,\s+){subject}(?:,)?\s+(?:\w+ly\s+|also\s+|then\s+|later\s+|first\s+)?(?:{acts})?\b",
        text,
        re.I,
    )
    if decided := raw(known.decides).match(text.lower()):
        negation = "not " if decided[0].endswith("against") else ""
        return [Statement(negation + text[decided.end() :].strip(), "", "decides")]
    if passive := raw(known.is_decided).search(text.lower()):
        return [Statement(text[: passive.start()] + text[passive.end() :], "", "decides")]
    if not found:
        pronoun = re.match(rf"(?:(?:{'|'.join(known.he.split())})\s+)?(?:{acts})?\b", text, re.I)
        acted = pronoun and any(pronoun[act] for act in ACTS)
        if not pronoun or not pronoun[0].strip() or not (before or acted):
            return [Statement(text, "", "")]
        return [_acted(known, text[pronoun.end() :], before, pronoun)]
    lead = text[: found.start()].strip(" ,")
    said = _acted(known, text[found.end() :], found["who"].lower(), found)
    return [Statement(lead, "", ""), said] if tokens(lead) else [said]


def _acted(known: ClaimLexicon, rest: str, who: str, found: re.Match[str]) -> Statement:
    """Read what follows “Bob asks”: whom, whether it is a question or a request, and the content."""
    act = next((act for act in ACTS if found[act]), "does")
    who = "" if who in SOMEONE.split("|") else who
    verb = found[act] if act in ACTS else ""
    rest = re.sub(r"^\s*(?:that\b|,)?\s*", "", rest)
    if act == "says":
        rest = re.sub(rf"^(?:{STAND_IN}) that ", "", rest, flags=re.IGNORECASE)
    if act == "offers" and not re.match(r"to\b", rest):
        return Statement(f"{verb} {rest}", who, "does")
    if act not in ("asks", "proposes", "offers"):
        return Statement(rest, who, act)
    if act == "asks":
        called = re.match(
            rf"(?:the )?(?P<asked>{STAND_IN})\b\s*|(?P<others>everyone|everybody|{SOMEONE}|anyone|the "
            rf"\w+)\b\s*",
            rest,
            re.I,
        )
        asked = (called["asked"] or "").lower() if called else ""
        rest = rest[called.end() :] if called else rest
        is_request = not raw(known.whether).match(rest.lower()) or rest.lower().startswith("for ")
        return Statement(
            re.sub(r"^(?:to|whether|if)\s+", "", rest), who, "requests" if is_request else "asks", asked
        )
    return Statement(re.sub(r"^to\s+", "", rest), who, act)
