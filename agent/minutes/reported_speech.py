"""English: what somebody said as a sentence about them, “Bob said that the gutters leak”.

Only where no word changes what it means in another mouth: without “I” and “you”, pointing words and days
that are counted from the day of speaking. “We” becomes “they” where nobody else is “they”. All others are
quoted.
"""

import re
from functools import lru_cache

from agent.minutes.claim_support import supports
from agent.minutes.language_tables import words
from agent.minutes.no_nouns import VERBS
from agent.minutes.quotable_sentences import NEUTRAL_LEAD_INS, QuotableSentence, falters
from agent.minutes.spoken_language import language, spoken_tables
from agent.minutes.task_titles import BASE
from agent.minutes.transcript_lines import MeetingSpeech

OPINION = re.compile(r"^(?:i (?:think|believe|guess)|in my opinion,?)(?: that)? (?=\w+ \w)", re.IGNORECASE)
SHIFTS = frozenset(
    words(
        "i me my mine myself i'll i'm i've i'd you your yours yourself you'll you're you've you'd y'all this"
        " these those here there's he she him her his he's she's let's today tonight tomorrow yesterday now"
        " ago please thanks thank sorry hello hi yes yeah okay ok no"
        " gonna wanna gotta um uh like mean know sort kind stuff guys that's it's"
    )
)
"""Also words that only belong into speech itself."""
POINTS_BACK = frozenset(words("it its they them their theirs they're they've they'll"))
NEAR = 4
"""Among so many first words “it” means what was said before."""
NO_BEGIN = frozenset(
    words("that which who whose what how why where whether not never and or but so because then also welcome")
)
THEY = {
    "we": "they", "us": "them", "our": "their", "ours": "theirs", "ourselves": "themselves",
    "we're": "they're", "we've": "they've", "we'll": "they'll", "we'd": "they'd",
}  # fmt: skip
WE = re.compile(rf"\b(?:{'|'.join(sorted(THEY, key=len, reverse=True))})\b", re.IGNORECASE)
HAPPENS = frozenset(
    words(
        "is are was were has have had will would can could should must may might does do did isn't aren't"
        " wasn't weren't hasn't haven't won't wouldn't can't couldn't shouldn't doesn't don't didn't cannot"
        " needs need"
        " they they're they've they'll they'd costs takes means works seems looks"
    )
)
"""Words of which a clause has one, unless its verb is among those of work."""
CLAUSE = re.compile(r"(?<!^)\b(?:that|which|who|whom|whose|when|if|because|while|where|as|so|than)\b.*")
"""What follows the first clause; its verb is not the first one's."""
ENDS = re.compile(r"[\w)%]\.$")
BROKEN = re.compile(r"[“”\"…:;!?]|\s[-–—]|\w'\s")


def reported(sentence: QuotableSentence, spoken: MeetingSpeech, *, again: bool = False) -> str | None:
    """The sentence about its speaker (`again`: as the one before); None if it has to be quoted."""
    if language.get() != "en":
        return None
    text = sentence.text.replace("’", "'")
    opinion = OPINION.match(text)
    said = _clause(text[opinion.end() :] if opinion else text, spoken)
    if said is None:
        return None
    verb = "thinks" if opinion else "added" if again else "said"
    told = f"{sentence.line.person.shown} {verb} that {said}"
    return told if supports([sentence.line], said, spoken) else None


def _clause(text: str, spoken: MeetingSpeech) -> str | None:
    """The words after “said that”, or None."""
    said = text.lower().strip(".").replace(",", " ").split()
    if len(said) <= NEAR or not ENDS.search(text) or BROKEN.search(text) or falters(text):
        return None
    begins = said[0] in NO_BEGIN | NEUTRAL_LEAD_INS | spoken_tables().work
    if begins or not SHIFTS.isdisjoint(said) or not POINTS_BACK.isdisjoint(said[:NEAR]):
        return None
    if WE.search(text):
        if not POINTS_BACK.isdisjoint(said):
            return None
        text = WE.sub(lambda found: THEY[found[0].lower()], text)
    return _lowered(text, spoken) if _has_verb(text) else None


def _has_verb(text: str) -> bool:
    first = CLAUSE.sub("", text.lower().strip(".")).replace(",", " ").split()
    said = {word for word in first[1:] if not word.endswith("ing")}
    said |= {word.removesuffix("s") for word in said if word not in BASE}
    return first[0] == "they" or not said.isdisjoint(HAPPENS | VERBS | BASE.keys())


def _lowered(text: str, spoken: MeetingSpeech) -> str | None:
    """Within a sentence: with a small first letter unless that is a name's; None if that is not known."""
    first = text.split()[0].strip(",")
    if first.lower() in spoken_tables().stopwords or first.lower() in _small_words(_texts(spoken)):
        return text[:1].lower() + text[1:]
    return text if first.isupper() or any(f" {first} " in line.text for line in spoken.lines) else None


def _texts(spoken: MeetingSpeech) -> tuple[str, ...]:
    return tuple(line.text for line in spoken.lines)


@lru_cache(maxsize=4)
def _small_words(texts: tuple[str, ...]) -> frozenset[str]:
    """Words that the meeting has with a small first letter."""
    return frozenset(word for text in texts for word in re.findall(r"\b[a-z][\w'-]*", text))
