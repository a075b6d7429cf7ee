"""English: what somebody said as a sentence about them, “Bob said that the gutters leak”.

Only a plain statement about a thing, in which no word can mean something else in another mouth, at another
time or without what was said around it. All others are quoted.
"""

import re

from agent.minutes.claim_support import supports
from agent.minutes.language_tables import NUMBER_WORDS, words
from agent.minutes.no_nouns import VERBS
from agent.minutes.quotable_sentences import QuotableSentence, falters
from agent.minutes.sentence_context import is_framed, is_taken_back
from agent.minutes.spoken_language import language
from agent.minutes.text_normalization import sentences, tokens
from agent.minutes.transcript_lines import MeetingSpeech

OPINION = re.compile(r"^i (?:think|believe)(?: that)? (?=\w+ \w)", re.IGNORECASE)
MAY_LEAD = re.compile(r"^(?:(?:so|and|well)\b[,\s]+)+", re.IGNORECASE)
"""All that may be left out before a sentence: “right” and “sure” may be ironic."""
DETERMINERS = frozenset(
    words(
        "the a an each every another most many several both all few some two three four five six seven eight"
        " nine ten eleven twelve"
    )
)
SHIFTS = frozenset(
    words(
        "i me my mine myself i'll i'm i've i'd we us our ours ourselves we're we've we'll we'd you your"
        " yours yourself yourselves you'll you're you've you'd y'all he him his himself he's he'd he'll she"
        " her hers herself she's she'd she'll it its itself it's it'll it'd they them their theirs"
        " themselves they're they've they'll they'd one ones one's this that these those that's that'll here"
        " here's there there's let let's such same other others latter former following above below opposite"
        " contrary left right today tonight tomorrow yesterday now nowadays ago next last past coming"
        " upcoming previous current currently recent recently late lately soon shortly presently present"
        " meanwhile then later earlier afterwards monday tuesday wednesday thursday friday saturday sunday"
        " weekend morning afternoon evening please thanks thank sorry hello hi yes yeah okay ok no allegedly"
        " supposedly apparently reportedly obviously surely clearly course gonna wanna gotta um uh like mean"
        " know sort kind stuff guys screen slide slides etc etcetera"
    )
)
"""Words of a person, a place or a time that is the speaker's, of another sentence, or of speech itself."""
NO_THINGS = frozenset(words("of more less most very of time year month week day moment point"))
"""After a determiner they begin no plain statement about a thing: “the more”, “a year ago”, “most of us”."""
HAPPENS = frozenset(
    words(
        "is are was were has have had will would can could should must may might does do did isn't aren't"
        " wasn't weren't hasn't haven't won't wouldn't can't couldn't shouldn't doesn't don't didn't cannot"
        " became began broke chose came drew drove fell flew forgot gave got grew knew rode sang sat saw took"
        " went woke wore rose"
    )
)
"""Words of which a clause has one, unless it has a verb with an -s."""
MAY_BE_THINGS = frozenset(words("costs takes means works looks needs"))
"""Verbs only before an object: “it costs forty euros”, “the costs of it”."""
CLAUSE = re.compile(r"(?<!^)\b(?:that|which|who|whom|whose|when|if|because|while|where|as|so|than)\b.*")
"""What follows the first clause; its verb is not the first one's."""
SAYING = (
    r"(?:claim|say|think|believe|argue|insist|hope|write|tell|said|told|thought|wrote|reckon|suppose|guess)"
)
CLAUSE_AFTER_COMMA = re.compile(
    r",(?! (?:and|but|because|while|although|though|when|if|since|until|unless) (?!not\b)\S+ \S+ \S)"
)
"""Any comma but that before a whole clause: a vocative, a tag, an aside or a list."""
TAIL = re.compile(
    rf"\b(?:{SAYING}(?:s|es|d|ed)?|not|before|after|since|true|though|or (?:not|so)\b.*)$", re.IGNORECASE
)
"""At the end of a sentence it comments on it: “or not”, “the vendor claims”."""
OBJECTS = DETERMINERS | NUMBER_WORDS.keys() | frozenset(words("to more less about almost over under only"))
_SPAN = "seconds? minutes? hours? days? nights? weeks? months? years? decades?".replace(" ", "|")
FROM_NOW = re.compile(rf"\b(?:in|within) (?:[\w-]+ ){{1,4}}(?:{_SPAN})\b|\bthe (?:{_SPAN})\b", re.IGNORECASE)
"""A time that is counted from when it was said: “in two weeks”, “the end of the month”."""
ENDS = re.compile(r"[\w)%]\.$")
BROKEN = re.compile(r"[“”\"…:;!?]|\s[-–—]|\w'\s")


def reported(sentence: QuotableSentence, spoken: MeetingSpeech, *, again: bool = False) -> str | None:
    """The sentence about its speaker (`again`: as the one before); None if it has to be quoted."""
    if language.get() != "en" or not _is_whole(sentence):
        return None
    line, at = sentence.line, sentence.place[1]
    text = sentence.text.replace("’", "'")
    opinion = OPINION.match(text)
    said = _clause(text[opinion.end() :] if opinion else text, spoken)
    if said is None or is_framed(line, at, spoken) or is_taken_back(line, at, spoken):
        return None
    verb = "thinks" if opinion else "added" if again else "said"
    return f"{line.person.shown} {verb} that {said}" if supports([line], said, spoken) else None


def _is_whole(sentence: QuotableSentence) -> bool:
    """Whether it is all that was said, but for “so” and the like, up to its point."""
    whole = sentences(sentence.line.text)[sentence.place[1]]
    return MAY_LEAD.sub("", whole.strip()).casefold() == sentence.text.casefold()


def _clause(text: str, spoken: MeetingSpeech) -> str | None:
    """The words after “said that”, or None."""
    if not ENDS.search(text) or BROKEN.search(text) or CLAUSE_AFTER_COMMA.search(text) or falters(text):
        return None
    said = [each.strip(".,()") for each in text.split()]
    heard = [each.lower() for each in said if text.isupper() or len(each) == 1 or not each.isupper()]
    names = {part for person in spoken.everybody for part in tokens(person.name)}
    if TAIL.search(text.rstrip(".")) or heard[-1] in names or not SHIFTS.isdisjoint(heard):
        return None
    is_told = heard[0] in DETERMINERS and _is_thing(said[1], heard[0]) and not FROM_NOW.search(text)
    return text[:1].lower() + text[1:] if is_told and _has_verb(text) else None


def _is_thing(word: str, determiner: str) -> bool:
    """Whether what follows a determiner may be a noun, or an adjective before one."""
    low = word.lower()
    is_name = word[:1].isupper() and determiner not in ("the", "a", "an")  # “Two Rivers”
    return not is_name and low not in HAPPENS | VERBS | NO_THINGS | DETERMINERS - {"few"}


def _has_verb(text: str) -> bool:
    """Whether it is a clause: “the kiln by the door” is none."""
    first = CLAUSE.sub("", text.lower().strip(".")).replace(",", " ").split()
    pairs = zip(first[2:], [*first[3:], ""], strict=True)
    return any(
        follows != "of"
        and (
            word in HAPPENS
            or (word in MAY_BE_THINGS and (follows in OBJECTS or follows[:1].isdigit()))
            or (word[-1] == "s" and word not in MAY_BE_THINGS and (word in VERBS or word[:-1] in VERBS))
        )
        for word, follows in pairs
    )
