"""What somebody said and takes back in the next breath: “no wait, that was the old offer”."""

import re

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
TAKES_BACK = re.compile(
    r"^(?:wait\b|sorry\b|apologies|excuse me\W|pardon\b|hang on|hold on|oops|whoops|my (?:bad|mistake"
    r"|error)|scratch|strike that|cross"
    r" that|delete that|forget (?:that|it)\b|ignore (?:that|it|me)\b|disregard|never ?mind"
    r"|correction\b|nonsense"
    r"|rubbish|(?:i'm |i am |i was |we're |only |just )*(?:kidding|joking|teasing)|(?:just |only )?a joke"
    r"|(?:let me|i have to|i must|i should|i need to|i'll|i|may i) (?:correct|rephrase|take (?:it"
    r"|that) back"
    r"|start (?:over|again)|misspoke|misread|mixed|confused|stand corrected)|i(?:'m| am"
    r"| was) (?:wrong|mistaken"
    r"|confused|lying|mixing)|i (?:got|had|said|read|remembered) (?:that|it|this)? ?wrong|i (?:meant"
    r"|mean)\b"
    r"|(?:that|this|it|those)(?:'s| is| was| were|'re)(?: all| just| only)?(?: not|n't)? (?:a joke"
    r"|a lie|wrong"
    r"|false|untrue|nonsense|rubbish|outdated|true\b(?! for)|right\b|correct\b|the (?:old|wrong|previous"
    r"|former|other|last) |an? (?:old|mistake|error|slip|different|earlier)\b|last year's)|(?:that|it|this)"
    r" (?:isn't|wasn't) (?:true|right|correct|so)|not (?:true|really|anymore|any more|quite right|at all)\b"
    r"|not\W*$|on second thoughts?|or rather|rather\b|not so fast|april fool)",
    re.IGNORECASE,
)
"""At the begin of what its speaker says next."""
REFUSES = re.compile(
    r"^(?:oh[,\s]+|well[,\s]+)*(?:no|nope|nah)(?:\W*$|\W+(?:that|it|this|not|no|never)\b)", re.IGNORECASE
)


def is_taken_back(line: TranscriptLine, at: int, spoken: MeetingSpeech) -> bool:
    """Whether the speaker of a line takes its sentence `at` back in their next ones."""
    return any(_takes_back(each) for each in _after(line, at, spoken)[:AFTER])


def _takes_back(said: str) -> bool:
    text = said.strip().replace("’", "'")
    known = spoken_tables()
    bare = LEAD_IN.sub("", text)
    if any(cue.match(each) for cue in (known.retract, known.joke) for each in (text, bare)):
        return True
    return language.get() == "en" and bool(TAKES_BACK.match(bare) or REFUSES.match(text))


def _after(line: TranscriptLine, at: int, spoken: MeetingSpeech) -> list[str]:
    """What its speaker says next."""
    lines = spoken.lines[line.number : line.number + NEAR]
    return sentences(line.text)[at + 1 :] + [
        said for each in lines if each.who == line.who for said in sentences(each.text)
    ]
