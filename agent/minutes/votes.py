"""Formal decisions: what is put to the meeting and supported, resolutions, consensus, objections asked for.

The phrases are English; a vote ("+1") is one in any language.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agent.minutes.spoken_language import spoken_tables
from agent.minutes.text_normalization import content
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine

_FLAGS = re.IGNORECASE
PUT = re.compile(
    r"(?:^|[.:;]\s+|(?<!draft)(?<!DRAFT)\s)(?:(?-i:Proposed|PROPOSED|PROPOSAL|Proposal|STRAWMAN|MOTION"
    r"|Motion)"
    r"(?: (?:resolution|RESOLUTION))?\s*[:–—]\s*|i(?: hereby| would like to|'d like to)? move (?:that|to)\s+"
    r"|(?:my|the) motion is (?:that |to )?|(?:have|there is|there's|come to|(?:is|on)) (?:a"
    r"|the) (?:motion|proposal)"
    r" (?:to|that)\s+|(?:a )?proposed resolution\s+)(?P<what>.+)",
    _FLAGS,
)
"""Puts something to the meeting in so many words; a draft is not put."""
RULED = re.compile(
    r"(?:^|[.;]\s+)(?:(?-i:RESOLVED|Resolved|RESOLUTION|Resolution|DECISION|Decision|AGREED|CONCLUSION"
    r"|DECIDED"
    r"|CONSENSUS))\s*[:–—]\s*(?P<what>.+)",
)
"""States what was resolved."""
FOR = re.compile(
    r"^\s*(?:\+1\b|plus one\b|\+0?\.\d|aye\b|yea\b|yes\b|yep\b|yeah\b|agreed?\b|i agree|in favou?r"
    r"|support(?:ed)?\b"
    r"|i support|👍|second(?:ed)?\b|i second|lgtm|찬성|oui\b|ja\b|sí\b|sì\b|sim\b)",
    _FLAGS,
)
VOTED = re.compile(r"^\s*(?:[+-]1\b|plus one|aye\b|nay\b|yea\b|in favou?r|against\b|second)", re.IGNORECASE)
"""A vote in so many words, and no mere yes."""
AGAINST = re.compile(
    r"^\s*(?:-1\b|minus one|nay\b|no\b[,.!]?(?! objection| concern| problem)|i object|objection|opposed"
    r"|against"
    r"|i(?:'m| am) (?:opposed|against|not in favou?r)|i disagree|반대)",
    _FLAGS,
)
CLOSED = re.compile(
    r"\b(?:we (?:do )?have (?:a )?(?:consensus|agreement|resolution)|(?:there is|there's|(?:it )?(?:looks"
    r"|sounds) like|i hear"
    r"|i see|hearing|seeing) (?:we have )?(?:general |rough )?(?:consensus|agreement|no objections?|none"
    r"|silence)"
    r"|no (?:objections?|dissent|opposition)|seems? (?:to be )?(?:accepted|approved|agreed|resolved)"
    r"|motion (?:carries|carried|passes|passed|is (?:adopted|carried|approved|agreed))"
    r"|(?:proposal|resolution) (?:passes|passed|is accepted|is approved|accepted|approved|carried)"
    r"|(?:that's|that is|it's|it is|so) (?:all )?(?:resolved|accepted|adopted|approved|agreed|carried)"
    r"|unanimous(?:ly)?)\b|(?:^|[.,!?] |\b(?:no|none|motion|okay|right|so) )\W*"
    r"(?:carried|passed|adopted|approved|so ordered|resolved)\W*$",
    _FLAGS,
)
"""States that what was put is accepted."""
NONE = re.compile(
    r"^\W*(?:(?:mm|oh|yeah|yes|well)[,.]? )?(?:none|nope|no(?:[,.]? no)*|no objections?(?: (?:here|from me))?"
    r"|silence|nothing|hearing none|seeing none|(?:nope|no)[,.]? (?:(?:we|i)(?:'re|'m| are| am) )?(?:all )?"
    r"(?:set|good|fine|okay|ok)"
    r"|no concerns?|(?:none|no|nobody|no one)(?:[,.]? (?:okay|ok|good|great|right|fine|then|so|objections?))+"
    r"|not from me|all good|fine (?:by|with) me|works for me|sounds good|ok(?:ay)?|go ahead|agreed)\W*$",
    _FLAGS,
)
"""Nobody objects."""
ASKED_OBJECTION = re.compile(
    r"\b(?:(?<!have )(?<!had )(?<!hear )(?<!see )(?<!without )any(?:one|body)? (?:objections?|opposed"
    r"|disagree(?:s|ment)?|concerns?|objects?)|does any ?(?:one"
    r"|body) (?:object"
    r"|disagree|have (?:any )?(?:objections?|concerns?))|are there (?:any )?objections?|objections\s*\?)"
    r"(?: (?:to|with|about|on|against)\s+(?P<what>.+?))?\s*(?:\?|$)",
    _FLAGS,
)
"""Also where the recogniser writes no marks: then it ends the line."""
ASKED_CONSENSUS = re.compile(
    r"\b(?:do we (?:all )?(?:agree|want)|(?:are we|is everyone|is everybody) (?:all )?(?:ok|okay|agreed"
    r"|in agreement|fine|happy|good|comfortable)"
    r"|(?:do we (?:all )?have"
    r"|(?:can|could|may|shall|should) (?:we|i) (?:all )?(?:get|have|ask for|call for)|is there) (?:a |the )?"
    r"(?:group's |general |rough )?(?:consensus|agreement|resolution)"
    r"|all (?:those )?in favou?r|(?:shall|should) we|(?:are|is) (?:members|the \w+) (?:content|agreed|happy))"
    r"\s+(?:(?:to|for|on|of|that|with|about)\s+)?(?:the idea of\s+)?(?P<what>.+?)\s*\?",
    _FLAGS,
)
"""Asks whether the meeting agrees to it."""
ASKED_UNMARKED = re.compile(
    r"^(?:(?:okay|ok|so|right|then|and|well|now)[,\s]+)*(?:(?:are|is) (?:we|members|everyone|everybody"
    r"|the \w+)"
    r" (?:all )?(?:content|agreed|happy|okay|ok)\s+(?:to|that|with|for)\s+(?P<what>[^.?!]+)"
    r"|(?P<before>[^.?!]+?)[,\s]+(?:(?:are we |is (?:everyone|everybody) )(?:all )?agreed"
    r"|(?<!we )(?<!they )(?<!had )all agreed|agreed(?=\s*\?)|(?:is that )?(?:okay|ok|fine) (?:with"
    r"|for) (?:everyone|everybody|you all|all of you))\s*\??)$",
    _FLAGS,
)
"""The same as a recogniser writes it, without a mark, or after what is asked about."""
ALL_ASKED = re.compile(
    r"^(?:are we|is every(?:one|body)) (?:all )?(?:happy|good|comfortable|fine|okay|ok)\b", _FLAGS
)
"""Asks everybody, so that one yes answers it if nobody speaks against it."""
CONSENSUS = re.compile(
    r"(?:^|[.;,]\s*|\b(?:so|and|but|that|think|have|has|reached|is|there's|hear|the)\s+)(?:a )?(?P<no>no "
    r"|not (?:have )?(?:a )?)?"
    r"(?:clear |rough |general |strong |group |committee )*(?:consensus|agreement)"
    r"(?: is| was)?(?: here| now| today)? (?:on|to|for|that|in favou?r of|not to)\s+(?P<what>.+)",
    _FLAGS,
)
POINTS_BACK = re.compile(
    r"^(?:(?:(?:any|all|some|each|both) of )?(?:that|this|it|these|those|them))\b(?=\W*$|,|\s+or\b)", _FLAGS
)
"""Does not say what is asked about."""
UNSETTLED = re.compile(
    r"\b(?:if|whether|need|needs|needed|want|wants|seek|seeking|ask(?:ing)? for|hope|hoping|hard to"
    r"|try(?:ing)? to|could|would"
    r"|should|may|might|without|until|once|when|looking for|get|getting|reach|build|building|call for)\b"
    r"[^.]{0,40}(?:consensus|agreement)",
    _FLAGS,
)
"""Consensus that is wanted, not there."""
VOTE_LINES = 60
VOTE_WORDS = 8
"""A longer line is an opinion, not a vote."""
TALK_BEFORE, TALK_AFTER = 6, 2
"""Lines that are no votes, before the first and after the last one, after which the vote is over."""
BACKERS = 2
"""People besides the proposer who make it accepted if nobody closes the vote."""
SAME_MATTER = 0.6


@dataclass(frozen=True, slots=True)
class Motion:
    """What was put to the meeting, by whom, and the lines that carried it."""

    what: str
    line: TranscriptLine
    carried_by: tuple[TranscriptLine, ...]


def motions_of(spoken: MeetingSpeech) -> list[Motion]:
    """All motions that were carried; of two on one matter the later one."""
    put = [(line, _put(found["what"])) for line in spoken.lines for found in [PUT.search(line.text)] if found]
    places = [line.number for line, _ in put]
    carried = [
        Motion(what, line, by)
        for at, (line, what) in enumerate(put)
        if (by := _carried(spoken, line, next(iter(places[at + 1 :]), len(spoken.lines) + 1)))
    ]
    return [
        each
        for at, each in enumerate(carried)
        if not any(_same_matter(each.what, later.what) for later in carried[at + 1 :])
    ]


def _put(what: str) -> str:
    """What is put to the meeting, without the question for objections in the same breath."""
    asked = ASKED_OBJECTION.search(what)
    return (what[: asked.start()].rstrip(" ,;") or what) if asked else what


def _same_matter(one: str, other: str) -> bool:
    about, others = set(content(one)), set(content(other))
    return len(about & others) > SAME_MATTER * max(len(about), len(others), 1)


def _carried(spoken: MeetingSpeech, line: TranscriptLine, until: int) -> tuple[TranscriptLine, ...]:
    """The lines that carry it: votes by BACKERS others, or a closing word; none after an objection."""
    backers: dict[object, TranscriptLine] = {}
    other_talk = 0
    for after in spoken.lines[line.number : min(until - 1, line.number + VOTE_LINES)]:
        if AGAINST.search(after.text):
            return ()
        if CLOSED.search(after.text) and not spoken_tables().question.search(after.text):
            return (*list(backers.values())[:1], after)
        if is_vote(after):
            other_talk = 0
            backers.setdefault(after.who, after)
            continue
        other_talk += 1
        if other_talk > (TALK_AFTER if backers else TALK_BEFORE):
            break
    backers.pop(line.who, None)
    return tuple(backers.values())[:BACKERS] if len(backers) >= BACKERS else ()


def is_vote(line: TranscriptLine) -> bool:
    """Whether the line is a vote for something."""
    return bool(FOR.search(line.text)) and len(line.text.split()) <= VOTE_WORDS


def agreed_questions(spoken: MeetingSpeech) -> Iterator[Motion]:
    """Questions for consensus or objections that nobody answered with one, and somebody with none."""
    for line in spoken.lines:
        if unmarked := ASKED_UNMARKED.search(line.text):
            yield from _agreed_unmarked(spoken, line, unmarked["what"] or unmarked["before"])
            continue
        found = ASKED_OBJECTION.search(line.text) or ASKED_CONSENSUS.search(line.text)
        if not found or PUT.search(line.text):
            continue
        rest = line.text[found.end() :]
        if found["what"] and CLOSED.search(rest):
            yield Motion(found["what"], line, ())
            continue
        following = spoken.lines[line.number : line.number + 5]
        if any(PUT.search(after.text) for after in following):
            continue
        backers = 1 if ALL_ASKED.search(found[0]) else BACKERS if found.re is ASKED_CONSENSUS else 0
        if by := _unopposed(line, following, backers):
            what = found["what"] if _says_it(found["what"]) else _before(spoken, line, found)
            if what:
                yield Motion(what, line, by)


def _agreed_unmarked(spoken: MeetingSpeech, line: TranscriptLine, what: str) -> Iterator[Motion]:
    by = _unopposed(line, spoken.lines[line.number : line.number + 5], 1)
    if by and _says_it(what) and len(content(what)) > 1:
        yield Motion(what, line, by)


def _says_it(what: str | None) -> bool:
    """Whether the question says what it is about, and not only “that” or “any of those”."""
    return bool(what) and not POINTS_BACK.search(what or "")


def _before(spoken: MeetingSpeech, line: TranscriptLine, found: re.Match[str]) -> str:
    """What the question refers to, if it does not say: what its speaker said right before."""
    here = re.split(r"(?<=[.!?])\s+", line.text[: found.start()].strip())[-1]
    before = spoken.line(line.number - 1)
    above = re.split(r"(?<=[.!?])\s+", before.text)[-1] if before and before.who == line.who else ""
    said = here if len(content(here)) > 1 else above
    is_statement = len(content(said)) > 1 and not spoken_tables().question.search(said)
    return said if is_statement else ""


def _unopposed(
    line: TranscriptLine, following: Sequence[TranscriptLine], backers: int
) -> tuple[TranscriptLine, ...]:
    """The lines of assent without an objection; so many `backers` are enough where nobody closes it."""
    agreeing: list[TranscriptLine] = []
    for after in following:
        known = spoken_tables()
        if NONE.search(after.text) or CLOSED.search(after.text) or is_vote(after):
            agreeing.append(after)
        elif AGAINST.search(after.text) or known.dissent.search(after.text):
            return ()
    closed = [each for each in agreeing if CLOSED.search(each.text) or NONE.search(each.text)]
    others = {each.who for each in agreeing if each.who != line.who}
    enough = len(others) >= backers or (others and closed) if backers else bool(closed)
    return tuple(agreeing[:BACKERS]) if enough else ()
