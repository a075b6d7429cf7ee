"""The engagement score: a published formula over who spoke, not a reading of anybody's mind.

score = 100 × mean of: evenness of speaking time (Pielou's J = entropy / ln(people there)), the share of
people there who had a turn, changes of speaker a minute of speech (4 or more are 1), and the share of
questions at the end of a turn after which somebody else spoke within 10 s (left out below 3 questions).
"""

from math import log

from agent.minutes.transcript_lines import MeetingSpeech
from agent.minutes.turn_taking import TurnTaking, merged_ms
from server.meeting.meeting_figures import Engagement

MIN_SPEECH_MS = 120_000
"""Below two minutes of speech there is no score."""
FULL_EXCHANGE = 4.0
"""Changes of speaker a minute."""
MIN_QUESTIONS = 3


def engagement_of(spoken: MeetingSpeech, floor: TurnTaking) -> Engagement | None:
    """Return the score with its parts; None for a meeting of one person, or with too little speech."""
    spoken_ms = speaking_times(floor)
    there = {person.id or person.name for person in spoken.people} | set(spoken_ms)
    total_ms = sum(spoken_ms.values())
    if len(there) < 2 or total_ms < MIN_SPEECH_MS:
        return None
    turns = [each for each in floor.turns if not each.is_aside]
    per_minute = 60_000 * max(0, len(turns) - 1) / total_ms
    asked = sum(each.utterances[-1].asks for each in turns)
    replied = sum(each.question for each in floor.responses)
    parts = (
        evenness(list(spoken_ms.values()), len(there)),
        len({each.who for each in floor.turns}) / len(there),
        min(1.0, per_minute / FULL_EXCHANGE),
        replied / asked if asked >= MIN_QUESTIONS else None,
    )
    known = [each for each in parts if each is not None]
    even, voices, exchange, answered = (None if each is None else round(each, 3) for each in parts)
    return Engagement(
        score=round(100 * sum(known) / len(known), 1),
        evenness=even or 0.0,
        voices=voices or 0.0,
        exchange=exchange or 0.0,
        answered=answered,
        changes_per_minute=round(per_minute, 2),
        questions=asked,
    )


def evenness(times: list[int], people: int) -> float:
    """Entropy of the shares over its maximum for so many people: 1 if all speak alike, 0 if one speaks."""
    total = sum(times)
    shares = [each / total for each in times if each > 0] if total else []
    return -sum(each * log(each) for each in shares) / log(people) if people > 1 else 0.0


def speaking_times(floor: TurnTaking) -> dict[object, int]:
    """Milliseconds of everybody's speech, backchannels included, in order of first words."""
    stretches: dict[object, list[tuple[int, int]]] = {}
    for each in floor.utterances:
        stretches.setdefault(each.who, []).append((each.start_ms, each.end_ms))
    return {who: merged_ms(each) for who, each in stretches.items()}
