"""What the sentences around a sentence make of it: its speaker takes it back, or quotes somebody."""

import re

from agent.minutes.spoken_language import language, spoken_tables
from agent.minutes.text_normalization import sentences
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine

NEAR = 4
"""Among so many next lines a speaker goes on; others hum or ask in between."""
AFTER = 2
"""The speaker's next sentences in which they may take it back."""
TAG_WORDS = 4
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
FRAMES = re.compile(
    r"\b(?:doubt\w*|suppos\w+|assum\w+|imagin\w+|pretend\w*|hypothe\w+|scenario\w*|theor\w+|fictional"
    r"|fiction|story|tale|dream\w*"
    r"|follow\w*|like (?:this|that|so)|quot\w+|argu\w+|claim\w*|alleg\w+|accus\w+|complain\w*"
    r"|insist\w*|promis\w+"
    r"|announc\w+|report\w*|stat(?:es?|ed|ement|ements)|writ(?:es?|ing|ten)|wrote|reads?|reading"
    r"|letter|e-?mails?"
    r"|says?|said|saying|tells?|told|telling|asks?|asked|answer\w*|repl(?:y|ies|ied)|think\w*|thought"
    r"|believ\w+|feels?"
    r"|felt|views?|opinion\w*|position|version|according|rumou?r\w*|gossip|heard|hear|hearsay"
    r"|headlines?|jok\w+|kidding"
    r"|iron\w+|sarcas\w+|example|worst|if|unless|would|could|might|may|maybe|perhaps|let|let's|lets"
    r"|wish\w*|hope\w*|as though"
    r"|wrong|false\w*|lies?|lied|lying|untrue|not true|myths?|nonsense|suggest\w*|propos\w+|option\w*"
    r"|plan\w*|draft\w*"
    r"|goes)\b",
    re.IGNORECASE,
)
"""Said next to a sentence it may make it another's, a supposition or a joke."""
HEDGES = re.compile(
    r"^(?:or\b|at least|so they|so he|so she|that's|that is|that was|not\b|right\b|sure\b|yeah\b"
    r"|yep\b|no\b|nah\b|nope\b|ha\b|lol\b"
    r"|as if|in theory|except|only\b|but\b|though\b|although\b|however|in your dreams|good (?:one"
    r"|luck)|fat chance"
    r"|which\b|and i'm|and i am|isn't|aren't|doesn't|don't|won't|hopefully|obviously not|of course not)",
    re.IGNORECASE,
)
"""Begins what limits, mocks or contradicts the sentence before."""


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


def is_framed(line: TranscriptLine, at: int, spoken: MeetingSpeech) -> bool:
    """English: whether a sentence may be no claim of its speaker's, by those before and after it."""
    before = _before(line, at, spoken)
    after = _after(line, at, spoken)[:1]
    if any(_asks(each) or not each.rstrip().endswith((".", "!")) or FRAMES.search(each) for each in before):
        return True
    return any(
        HEDGES.match(each.strip().replace("’", "'"))
        or FRAMES.search(each)
        or (_asks(each) and len(each.split()) <= TAG_WORDS)
        for each in after
    )


def _asks(said: str) -> bool:
    return bool(spoken_tables().question.search(said.strip()))


def _before(line: TranscriptLine, at: int, spoken: MeetingSpeech) -> list[str]:
    """The sentence before, in the line or of whoever spoke last, and its speaker's own one."""
    if at:
        return [sentences(line.text)[at - 1]]
    lines = spoken.lines[max(0, line.number - 1 - NEAR) : line.number - 1]
    own = [each for each in lines if each.who == line.who][-1:]
    return [sentences(each.text)[-1] for each in {*lines[-1:], *own}]


def _after(line: TranscriptLine, at: int, spoken: MeetingSpeech) -> list[str]:
    """What its speaker says next."""
    lines = spoken.lines[line.number : line.number + NEAR]
    return sentences(line.text)[at + 1 :] + [
        said for each in lines if each.who == line.who for said in sentences(each.text)
    ]
