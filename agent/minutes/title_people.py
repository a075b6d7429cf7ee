"""Titles of tasks without “me” and “you”, which mean somebody else to each reader.

Who asks is “me” and is known by name. Whom a promise is made to is said only where two people talk; among
several they are “the others”, and what is sent, given or shown “to you” has a title without them.
"""

import re

from agent.minutes.spoken_language import language
from agent.minutes.transcript_lines import MeetingSpeech, SpeakerIdentity

PAIR = 2
_GIVES = (
    "send|resend|give|show|bring|hand|mail|e-mail|email|forward|pass|get|buy|book|order|print|fetch|find"
    "|write"
)
_NOUN_PHRASE = (
    r"(?:the|an?|my|our|their|his|her|its|some|any|all|both|this|that|these|those|more|another|each|every"
    r"|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+)\b"
)
GIVEN = re.compile(rf"^(?P<verb>{_GIVES}) (?:you|us)(?: all| both| guys)? (?={_NOUN_PHRASE})", re.IGNORECASE)
"""“Send you the offer”: what is given follows, so the title is whole without whom it is given to."""
GIVEN_TO = re.compile(
    rf"^(?P<said>(?:{_GIVES}) .+?) to you(?: all| both| guys)?(?=$|[,;]| by | on | before )", re.I
)
BACK_TO = re.compile(
    r"\b(?P<said>(?:back|talk|speak|write|report|reply|listen) to) you(?: all| both| guys)?\b", re.I
)
SELF = re.compile(r" (?:myself|yourself|ourselves|yourselves)\b", re.IGNORECASE)
TO_ME = re.compile(r"\bme\b", re.IGNORECASE)


def told_of_people(
    title: str, spoken: MeetingSpeech, speaker: SpeakerIdentity, owner: SpeakerIdentity | None
) -> str:
    """The title as somebody else would write it down."""
    if language.get() != "en":
        return title
    head, quote, said = title.partition(" (“")
    head = SELF.sub("", head)
    if owner is not None and owner != speaker:
        head = TO_ME.sub(lambda _: speaker.shown, head)
    elif owner is not None:
        head = GIVEN.sub(r"\g<verb> ", head)
        head = BACK_TO.sub(lambda found: f"{found['said']} {_others(spoken, owner)}", head)
        head = GIVEN_TO.sub(r"\g<said>", head)
    return head + quote + said


def _others(spoken: MeetingSpeech, owner: SpeakerIdentity) -> str:
    others = [person.shown for person in spoken.everybody if person != owner]
    return others[0] if len(others) == PAIR - 1 else "the others"
