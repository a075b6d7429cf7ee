"""What everybody is said to have agreed to: one person's word for it is not enough.

“Everyone agreed to pay Eve” may be claimed by Eve alone, or dictated by her to the note taker in words that
no table has. Silence is not assent either, but a vote that the meeting held is.
"""

import re
from collections.abc import Sequence

from agent.minutes.claims.terms import terms
from agent.minutes.spoken_language import spoken_tables
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine

EVERYBODY = (
    r"everyone|everybody|unanimous\w*|all (?:of (?:us|them)|members|participants|present|agreed?|approved?)|"
    r"(?:we|they) all|nobody (?:objected|disagreed)|no one (?:objected|disagreed)|"
    r"alle[nr]?|jede[rm]?|einstimmig\w*|tout le monde|tous|unanim\w+|à l'unanimité|todos|todas|tutti|tutte|"
    r"iedereen|allen|unaniem|모두|만장일치"
)
AGREED = (
    r"agree\w*|approv\w+|accept\w*|decid\w+|consent\w*|support\w*|commit\w*|promis\w+|confirm\w*|unanim\w+|objected|"
    r"disagreed|einig\w*|zugestimmt|zustimm\w*|beschlossen|beschließ\w*|einstimmig\w*|d'accord|accord\w*|décid\w+|"
    r"approuv\w+|acuerdo|acord\w+|decid\w+|aprob\w+|aprov\w+|concord\w+|decis\w+|akkoord|besloten|eens|unaniem|"
    r"동의\S*|결정\S*|합의\S*|만장일치\S*"
)
BY_EVERYBODY = re.compile(
    rf"(?<!\w)(?:{EVERYBODY})(?!\w).{{0,40}}?(?<!\w)(?:{AGREED})(?!\w)|(?<!\w)(?:unanimous\w*|einstimmig\w*|만장일치)",
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
    """Whether what the claim says of everybody was said by several people, assented to, or put to a vote."""
    if not BY_EVERYBODY.search(claim) or len(spoken.speakers()) < 2:
        return True
    about = {term.key for term in terms(claim)}
    saying = [
        line for line in lines if len(about & {term.key for term in terms(line.text)}) >= SAID * len(about)
    ]
    if len({line.who for line in saying}) > 1 or any(VOTE.search(line.text) for line in saying):
        return True
    return any(_is_assented(line, spoken) for line in saying)


def _is_assented(line: TranscriptLine, spoken: MeetingSpeech) -> bool:
    after = [each for each in spoken.lines[line.number :][:ANSWER_LINES] if each.who != line.who]
    return any(
        spoken_tables().assent.search(each.text) and not spoken_tables().but.search(each.text)
        for each in after
    )
