"""What somebody said and takes back in the next breath: “no wait, that was the old offer”."""

import re

from agent.minutes.language_tables import NUMBER_WORDS
from agent.minutes.spoken_language import language, spoken_tables
from agent.minutes.text_normalization import sentences
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine

NEAR = 4
"""Among so many next lines a speaker goes on; others hum or ask in between."""
AFTER = 2
"""The speaker's next sentences in which they may take it back."""
LEAD_IN = re.compile(
    r"^(?:(?:oh|uh|um|ah|er|well|and|but|so|okay|ok|yeah|yes|no|nah|nope|now|actually|then|ha|haha)\b[,.…!\s]*)+",
    re.IGNORECASE,
)
_NUMBER = rf"(?:about |only |just )?(?:\d|(?:{'|'.join(sorted(NUMBER_WORDS))})\b)"
_IS = r"(?:'s| is| was|'re| are| were)"
TAKES_BACK = re.compile(
    r"^(?:(?:i'm |i am |i was |we're |only |just )*(?:kidding|joking|teasing)\b"
    r"|(?:just |only |that's |that was )*a joke\b|my (?:bad|mistake|error)\W*$"
    r"|(?:(?:scratch|strike|delete|forget|ignore|disregard) (?:that|this|it)|never ?mind)\W*(?:$|[,.;])"
    r"|(?:let me|i(?:'ll| will|'d like to| must| have to)?) take (?:that|it) back\b"
    r"|(?:let me|i (?:have|need) to|i (?:must|should)) (?:correct (?:myself|that|it)|rephrase)\b"
    r"|i (?:misspoke|misread|misremembered|meant)\b"
    r"|i (?:mixed|got|had|said|read|remembered) (?:that|this|it|them) (?:wrong|up)\b"
    r"|i(?:'m| am| was) (?:wrong|mistaken|lying)\W*(?:$|[,.;])"
    rf"|(?:that|this|it|those){_IS}(?: all| just| only)? (?:a lie|wrong|false|untrue|nonsense|outdated)\b"
    rf"|(?:that|this|it)(?:{_IS} not|{_IS}n't) (?:true|right|correct|so|what|it)\b|not (?:really|true)\W*$"
    r"|(?:that|those) (?:was|were) (?:the (?:old|wrong|previous|former)|last (?:year|month|week)'s)\b"
    r"|on second thoughts?\b|or rather\b|nonsense\W*(?:$|[,.;])|april fool)",
    re.IGNORECASE,
)
"""At the begin of what its speaker says next."""
STOPS = re.compile(
    r"^(?:wait|hang on|hold on|oops|whoops|correction)(?: a (?:second|minute|moment))?"
    r"(?:\W*$|\s*[,.!…;:–—-]+\s*|\s+(?=(?:no|that|it|i)\b))",
    re.IGNORECASE,
)
CORRECTS = re.compile(
    rf"^(?:(?:that|this|it|those|they){_IS}\b|make (?:that|it)\b|not\b|{_NUMBER})", re.IGNORECASE
)
"""After STOPS."""
APOLOGY = re.compile(
    r"^(?:sorry|excuse me|pardon(?: me)?|apologies)(?:\s*[,.!…;:–—-]+\s*|\s+)", re.IGNORECASE
)
AMENDS = re.compile(
    rf"^(?:(?:that|this|it|those|they){_IS} (?:not\b|another\b|the other\b|{_NUMBER})|{_NUMBER}|not\b)",
    re.IGNORECASE,
)
"""After an apology, which may be for noise as well."""


def is_taken_back(line: TranscriptLine, at: int, spoken: MeetingSpeech) -> bool:
    """Whether the speaker of a line takes its sentence `at` back in their next ones."""
    return any(_takes_back(each) for each in _after(line, at, spoken)[:AFTER])


def _takes_back(said: str) -> bool:
    text = said.strip().replace("’", "'")
    known = spoken_tables()
    bare = LEAD_IN.sub("", text)
    if any(known.joke.match(each) for each in (text, bare)):
        return True
    if language.get() != "en":
        return any(known.retract.match(each) for each in (text, bare))
    stops, apology = STOPS.match(bare), APOLOGY.match(bare)
    opened = stops or apology
    rest = LEAD_IN.sub("", bare[opened.end() :]) if opened else bare
    return bool(
        TAKES_BACK.match(rest)
        or (stops and (not rest or CORRECTS.match(rest)))
        or (apology and AMENDS.match(rest))
    )


def _after(line: TranscriptLine, at: int, spoken: MeetingSpeech) -> list[str]:
    """What its speaker says next."""
    lines = spoken.lines[line.number : line.number + NEAR]
    return sentences(line.text)[at + 1 :] + [
        said for each in lines if each.who == line.who for said in sentences(each.text)
    ]
