"""Counts the figures of a whole meeting."""

from collections import Counter
from itertools import pairwise

from agent.minutes.engagement import engagement_of, speaking_times
from agent.minutes.sentiment import sentiment_of
from agent.minutes.transcript_lines import MeetingSpeech
from agent.minutes.turn_taking import TurnTaking
from server.meeting.meeting_figures import Following, MeetingFigures, SpeakerFigures


def meeting_figures(spoken: MeetingSpeech, floor: TurnTaking) -> MeetingFigures:
    """Return them; a meeting without words has none but empty ones."""
    spoken_ms = speaking_times(floor)
    place = {who: at for at, who in enumerate(spoken_ms)}
    turns = Counter(each.who for each in floor.turns)
    held = [place[each.who] for each in floor.turns if not each.is_aside]
    following = Counter(pairwise(held))
    first = {each.who: each.segment for each in reversed(floor.utterances)}
    return MeetingFigures(
        speakers=tuple(SpeakerFigures(first[who], turns[who], ms) for who, ms in spoken_ms.items()),
        following=tuple(Following(*pair, count) for pair, count in sorted(following.items())),
        sentiment=sentiment_of(spoken),
        engagement=engagement_of(spoken, floor),
    )
