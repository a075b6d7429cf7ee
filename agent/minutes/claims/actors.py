"""Who does it and for whom, in languages other than English: read from pronouns, prepositions and answers.

“Holger, schickst du mir den Plan?”, said by Katrin, has Holger as who does it and Katrin as who gets it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from agent.minutes.claims.actor_words import ActorWords, actor_words
from agent.minutes.claims.clauses import is_denial
from agent.minutes.claims.lexicons import lexicon
from agent.minutes.claims.statements import OTHER_NAME
from agent.minutes.claims.terms import terms
from agent.minutes.spoken_language import language, spoken_tables
from agent.minutes.text_normalization import sentences, tokens
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine, first_name

UNKNOWN = "?"
THIRD = "they"
"""Somebody else than the speaker and whoever is addressed."""
SUBJECT_PARTICLES = r"(?: ?씨| ?님)?(?:이|가|은|는|께서|도)(?![가-힣])"
Names = frozenset[str]


@dataclass(frozen=True, slots=True)
class Deed:
    """A part of a sentence with one subject."""

    text: str
    keys: frozenset[str]
    doers: Names
    receivers: Names
    asks: bool
    says: bool
    denied: bool
    line: TranscriptLine | None = None


def same_actors(
    claim: str, lines: Sequence[TranscriptLine], spoken: MeetingSpeech, names: Iterable[str]
) -> bool:
    """Whether nobody is said to do what somebody else does in the part of speech nearest to it."""
    words = actor_words()
    people = frozenset(map(first_name, names)) - {""}
    if words is None:
        return True
    titled = rf"(?<!\w)(?:{words.title})\.? (\w+)"
    people |= frozenset(re.findall(titled, " ".join((claim, *(line.text for line in lines))).lower()))
    if language.get() not in ("de", "ko"):  # where only names have capitals, or none
        people |= {match[0].lower() for line in lines for match in OTHER_NAME.finditer(line.text)}
    told = _Reader(words, people)
    heard = [deed for line in lines for deed in told.spoken(line, spoken)]
    return all(_is_done_so(deed, heard, spoken) for deed in told.claimed(claim))


def _is_done_so(claimed: Deed, heard: Sequence[Deed], spoken: MeetingSpeech) -> bool:
    if not claimed.doers and not claimed.receivers:
        return True
    score = max((len(claimed.keys & deed.keys) for deed in heard), default=0)
    near = [
        deed
        for deed in heard
        if score and len(claimed.keys & deed.keys) == score and deed.denied == claimed.denied
    ]
    return not near or any(_is_same(claimed, deed, spoken) for deed in near)


def _is_same(claimed: Deed, deed: Deed, spoken: MeetingSpeech) -> bool:
    if not claimed.doers:  # somebody who is not in the meeting does it
        return claimed.receivers.isdisjoint(deed.doers - deed.receivers)
    speaker = first_name(deed.line.speaker) if deed.line else ""
    if (claimed.says and not deed.says) or (claimed.asks and not deed.asks):
        asked = claimed.receivers if claimed.asks else Names()
        may_be = _addressed(deed.line, spoken, Names()) | deed.doers | {UNKNOWN} if deed.line else Names()
        return speaker in claimed.doers and asked <= may_be
    if UNKNOWN in deed.doers:
        return True
    if THIRD in deed.doers:
        return speaker not in claimed.doers
    if not claimed.doers <= deed.doers | {UNKNOWN, THIRD}:
        return False
    known = deed.receivers - {UNKNOWN}
    return not known or not claimed.receivers or not claimed.receivers.isdisjoint(known)


def _addressed(line: TranscriptLine | None, spoken: MeetingSpeech, called: Names) -> Names:
    """Whom a line speaks to: those it calls by name, else whoever speaks next or spoke before."""
    if called or line is None:
        return called
    near = (spoken.line(line.number + 1), spoken.line(line.number - 1))
    return frozenset(first_name(each.speaker) for each in near if each and each.who != line.who)


@dataclass(frozen=True)
class _Reader:
    words: ActorWords
    people: Names

    def claimed(self, claim: str) -> list[Deed]:
        """The deeds of a claim: the first name without a preposition does it."""
        return [deed for sentence in sentences(claim) for deed in self._told(sentence.lower())]

    def _told(self, sentence: str) -> list[Deed]:
        """The deeds of a sentence; what somebody asks for or says goes with their asking or saying."""
        found: list[Deed] = []
        for part in self._parts(sentence):
            deed = self._deed(part, None, Names(), Names())
            if found and not deed.doers and (found[-1].asks or found[-1].says):
                found[-1] = replace(found[-1], keys=found[-1].keys | deed.keys)
            else:
                found.append(deed)
        return found

    def spoken(self, line: TranscriptLine, spoken: MeetingSpeech) -> list[Deed]:
        """The deeds that a line tells of."""
        found: list[Deed] = []
        named = Names()
        for sentence in sentences(line.text):
            low, called = self._without_calls(sentence.lower().replace("’", "'"))
            addressed = _addressed(line, spoken, called)
            for part in self._parts(low):
                deed = self._deed(part, line, addressed, named)
                if self._is_request(part, sentence, called, deed):
                    deed = replace(deed, doers=addressed)
                found.append(deed)
                named = (deed.doers | deed.receivers | self._named(part)) - {UNKNOWN, THIRD} or named
        return found

    def _is_request(self, part: str, sentence: str, called: Names, deed: Deed) -> bool:
        """Whether somebody called by name is to do it, though no word for “you” is there."""
        free = UNKNOWN in deed.doers or not deed.doers
        return bool(called) and free and (sentence.rstrip().endswith("?") or _begins_with_work(part))

    def _without_calls(self, low: str) -> tuple[str, Names]:
        """A sentence without the names by which it calls people, and those names."""
        called = set[str]()
        after = r"(?: ?씨| ?님)?" if language.get() == "ko" else ""

        def drop(found: re.Match[str]) -> str:
            called.add(found["name"])
            return " "

        pattern = rf"(?:(?<=^)|,\s*|(?<=[¿¡]))(?P<name>{_any(self.people)}){after}\s*(?:,|(?=[?!.]|$))"
        return re.sub(pattern, drop, low).strip(), frozenset(called)

    def _parts(self, low: str) -> list[str]:
        subject = rf"(?:{self.words.i}|{self.words.you}|{self.words.he}|{_any(self.people)})(?![\w'])"
        border = rf"[,;:](?=\s)|\s(?=(?:{self.words.and_})\s(?:{subject}))"
        return [part for part in re.split(border, low) if tokens(part)]

    def _deed(self, part: str, line: TranscriptLine | None, addressed: Names, before: Names) -> Deed:
        words = self.words
        names = self._roles(part)
        doers = frozenset(name for name, role in names if role == "does")
        receivers = frozenset(name for name, role in names if role == "gets")
        if line is not None:
            me = first_name(line.speaker)
            if _has(words.i, part):
                receivers, doers = receivers | doers, frozenset({me})
            elif _has(words.you, part):
                receivers, doers = receivers | doers, addressed or frozenset({UNKNOWN})
            elif not doers and _has(words.he, part):
                doers = before - {me} or frozenset({THIRD})
            receivers |= {me} if _has(words.me, part) and me not in doers else Names()
            receivers |= addressed if _has(words.to_you, part) else Names()
            doers = doers or frozenset({UNKNOWN})
        keys = frozenset(each.key for each in terms(part) if each.word not in self.people)
        asks, says = _has(words.asks, part), _has(words.says, part)
        return Deed(part, keys, doers, receivers, asks, says, is_denial(lexicon(), tokens(part)), line)

    def _roles(self, part: str) -> list[tuple[str, str]]:
        """Each name of a part and whether it does or gets it."""
        found: list[tuple[str, str]] = []
        for match in re.finditer(rf"(?<!\w)(?:{_any(self.people)})", part):
            name, rest = match[0], part[match.end() :]
            if language.get() == "ko":
                role = _korean_role(self.words, rest)
            elif re.match(r"[^\W_]", rest):
                continue
            else:
                role = self._role(part[: match.start()], found)
            if role:
                found.append((name, role))
        return found

    def _role(self, before: str, found: Sequence[tuple[str, str]]) -> str:
        titled = rf"(?:(?:{self.words.title})\.? )?"
        if re.search(rf"(?<!\w)(?:{self.words.to}) {titled}$", before):
            return "gets"
        if re.search(rf"(?<!\w)(?:{self.words.other}) {titled}$", before):
            return ""
        coordinated = bool(found) and re.search(rf"{re.escape(found[-1][0])} (?:{self.words.and_}) $", before)
        has_doer = any(role == "does" for _, role in found)
        return found[-1][1] if coordinated else "gets" if has_doer else "does"

    def _named(self, part: str) -> Names:
        title = re.findall(rf"(?<!\w)(?:{self.words.title})\.? (\w+)", part)
        return frozenset(title) | frozenset(name for name, _ in self._roles(part))


def _korean_role(words: ActorWords, rest: str) -> str:
    if re.match(SUBJECT_PARTICLES, rest):
        return "does"
    return "gets" if re.match(rf"(?: ?씨| ?님)?(?:{words.to})", rest) else ""


def _begins_with_work(part: str) -> bool:
    first = tokens(part)[:1]
    return bool(first) and (
        first[0] in spoken_tables().work or first[0].split("-")[0] in spoken_tables().work
    )


def _has(words: str, part: str) -> bool:
    return bool(_whole(words).search(part))


@cache
def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'])(?:{words})(?![\w'])")


def _any(names: Names) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) or r"(?!)"
