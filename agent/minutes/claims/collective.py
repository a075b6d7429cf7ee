"""What everybody is said to have agreed to: one person's word for it is not enough.

“Everyone agreed to pay Eve” may be claimed by Eve alone, or dictated by her to the note taker in words that
no table has. Silence is not assent either, but a vote that the meeting held is.
"""

import re
from collections.abc import Collection, Sequence

from agent.minutes.claims.terms import terms
from agent.minutes.spoken_language import spoken_tables
from agent.minutes.text_normalization import sentences
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine

EVERYBODY = (
    r"everyone|everybody|unanimous\w*|all (?:of (?:us|them)|members|participants|present|agreed?|approved?)|"
    r"(?:we|they)(?:'ve|'re| have| had| are| were)? all|"
    r"nobody (?:objected|disagreed)|no one (?:objected|disagreed)|"
    r"alle[nr]?|jede[rm]?|einstimmig\w*|tout le monde|tous|unanim\w+|à l'unanimité|todos|todas|tutti|tutte|"
    r"iedereen|allen|unaniem|모두|만장일치"
)
AGREED = (
    r"agree\w*|approv\w+|accept\w*|decid\w+|consent\w*|support\w*|commit\w*|promis\w+|confirm\w*|unanim\w+|objected|"
    r"disagreed|einig\w*|zugestimmt|zustimm\w*|beschlossen|beschließ\w*|einstimmig\w*|d'accord|accord\w*|décid\w+|"
    r"approuv\w+|acuerdo|acord\w+|decid\w+|aprob\w+|aprov\w+|concord\w+|decis\w+|akkoord|besloten|eens|unaniem|"
    r"동의\S*|결정\S*|합의\S*|만장일치\S*"
)
NOT = r"(?<!\bnot )(?<!\bnicht )(?<!\bpas )(?<!\bno )(?<!\bnon )(?<!\bnem )(?<!\bnão )(?<!\bniet )"
"""“Not everyone pays” tells of no agreement."""
ANEW = (
    r"(?:therefore|so|that's why|we|they|i|he|she|it|daher|deshalb|also|darum|wir|sie|ich|er|donc|alors|"
    r"nous|ils|elles|je|on|por eso|así que|entonces|nosotros|quindi|perciò|allora|noi|por isso|portanto|"
    r"então|nós|dus|daarom|wij|ik|그래서)"
)
"""After a comma, begins what is said of others than before it."""
AND_WE = (
    r"(?:(?:and|so) we|(?:und|also|daher|deshalb|darum) (?:wir|haben wir)|(?:et|donc) (?:nous|on)|"
    r"(?:y|así que) (?:nosotros|hemos)|(?:e|quindi) (?:noi|abbiamo)|(?:e|portanto) nós|"
    r"(?:en|dus) (?:wij|we|hebben wij|hebben we))"
)
"""Begins what “we” do, also without a comma."""
WHAT_ALL = re.compile(
    r"(?:\b(?:wir|we|wij|nous|on)\s(?:\w+\s){1,2}|\b(?:hemos|abbiamo|temos)\s(?:\w+\s){0,2})"
    r"(?:alle\s(?=(?:\w+e[nr]?\s)?(?-i:[A-ZÄÖÜ])|d?ie\s|unsere\s|onze\s)|(?<=hebben\s)alle\s(?=\w+(?:s|en)\s)"
    r"|(?:tou|todo|toda)s\s(?=(?:les|nos|ces|los|las|os|as)\s)|tutt[ie]\s(?=(?:i|gli|le|nostr\w)\s))",
    re.IGNORECASE,
)
"""“We have checked all offers and decided”: all offers agree to nothing."""
JOINED = re.compile(r"\b(?:und|et|y|e|en)\b", re.IGNORECASE)
BY_EVERYBODY = re.compile(
    rf"{NOT}(?<!\w)(?:{EVERYBODY})(?!\w)(?:(?!,\s*{ANEW}(?!\w)|\s{AND_WE}(?!\w)).){{0,40}}?(?<!\w)(?:{AGREED})(?!\w)"
    r"|(?<!\w)(?:unanimous\w*|einstimmig\w*|만장일치)",
    re.IGNORECASE,
)
VOTE = re.compile(
    r"\b(?:motion|vote[ds]?|ballot|hearing none|without objection|no objections?|carrie[ds]|consensus|"
    r"antrag|abstimmung|abgestimmt|motion|vote|moción|votación|votos|mozione|votazione|motie|stemming|moção|votação)\b"
    r"|표결|투표",
    re.IGNORECASE,
)
ANSWER_LINES = 4
SAID = 0.4
"""A line says what the claim does from this share of its words on."""


def is_voiced(claim: str, lines: Sequence[TranscriptLine], spoken: MeetingSpeech) -> bool:
    """Whether what is said of everybody was said by several people, assented to, or put to a vote.

    So too of a claim that leaves everybody out, “it was agreed to pay Eve”, if no other sentence says it.
    """
    if len(spoken.everybody) < 2:
        return True
    about = _keys(claim)
    saying = [line for line in lines if _says(line.text, about)]
    if not _by_everybody(claim) and not (saying and all(_tells_of_all(line, about) for line in saying)):
        return True
    if len({line.who for line in saying}) > 1 or any(VOTE.search(line.text) for line in saying):
        return True
    return any(_is_assented(line, spoken) for line in saying)


def _keys(text: str) -> frozenset[str]:
    return frozenset(term.key for term in terms(text))


def _says(text: str, about: frozenset[str]) -> bool:
    return len(about & _keys(text)) >= SAID * len(about)


def _tells_of_all(line: TranscriptLine, about: frozenset[str]) -> bool:
    """Whether a line says what the claim does only where it tells what everybody agreed to."""
    told = [sentence for sentence in sentences(line.text) if _says(sentence, about)]
    return bool(told) and all(_is_of_all(sentence, about) for sentence in told)


def _is_of_all(sentence: str, about: frozenset[str]) -> bool:
    found = _by_everybody(sentence)
    agreed = sentence[found.end() :] if found else ""
    return found is not None and (_says(agreed, about) or not _keys(agreed))


def _by_everybody(text: str) -> re.Match[str] | None:
    """Where it is told that everybody agreed, not that “we” did something with all things and agreed."""
    things = {found.end() for found in WHAT_ALL.finditer(text)}
    return next((each for each in BY_EVERYBODY.finditer(text) if not _is_of_things(each, things)), None)


def _is_of_things(told: re.Match[str], things: Collection[int]) -> bool:
    return any(told.start() < end <= told.end() for end in things) and JOINED.search(told[0]) is not None


def _is_assented(line: TranscriptLine, spoken: MeetingSpeech) -> bool:
    """Whether somebody else says yes soon after, without a but and not as a question: “yes, what?”."""
    tables = spoken_tables()
    return any(
        tables.assent.search(sentence) and not tables.but.search(each.text) and not sentence.endswith("?")
        for each in spoken.lines[line.number :][:ANSWER_LINES]
        if each.who != line.who
        for sentence in sentences(each.text)
    )
