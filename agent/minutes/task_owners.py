"""Whose a task is by the words of its sentence: who is called, named, named together, or speaks."""

import re

from agent.minutes.people_named import (
    addressed,
    includes_speaker,
    named_together,
    people_named,
)
from agent.minutes.transcript_lines import MeetingSpeech, SpeakerIdentity, TranscriptLine

Owners = tuple[SpeakerIdentity | None, ...]
"""None is a name that two people share."""
ARTICLE = re.compile(r"^(?:the|our|your) ", re.IGNORECASE)


def owners_named(
    spoken: MeetingSpeech, line: TranscriptLine, sentence: str, kind: str, cue: re.Match[str], begin: int
) -> Owners:
    """The owners of a task that begins at the cue; `begin` is the end of the task before."""
    if kind in ("commit", "offer", "offered"):
        return (line.person,)
    if kind in ("ask", "tell"):
        asked = addressed(spoken, sentence, cue, begin)
        also = [each.person for each in people_named(spoken, cue.group()) if _is_joined(cue, each.start)]
        return tuple(each for each in (*asked, *also) if each != line.person)
    if kind == "assign":
        return assigned(spoken, line, sentence, cue)
    if kind == "outsider":
        return (SpeakerIdentity(None, ARTICLE.sub("", cue["name"])),)
    if kind == "item" and (whose := cue.groupdict().get("who")):
        return tuple(each.person for each in people_named(spoken, whose)) or (
            SpeakerIdentity(None, whose.strip()),
        )
    return ()


def assigned(spoken: MeetingSpeech, line: TranscriptLine, sentence: str, cue: re.Match[str]) -> Owners:
    """Who is named before the verb, with others or the speaker: “Bob and I will”, “Bob, with Carl, will”."""
    end = cue.end("name")
    together = named_together(spoken, sentence, end)
    between = (end, cue.start(cue.lastgroup or 0))
    helpers = [
        each.person for each in people_named(spoken, sentence) if between[0] <= each.start < between[1]
    ]
    speaker = [line.person] if includes_speaker(spoken, sentence, end) else []
    return tuple(dict.fromkeys((*speaker, *together, *helpers)))


def _is_joined(cue: re.Match[str], start: int) -> bool:
    """Whether the name that begins there in the cue is asked together with “you”: “can you and Bob …”."""
    return cue.start() + start < cue.start(cue.lastgroup or 0) and cue.group()[:start].endswith("you and ")
