"""What the client asks for, what we promise and what stays open, for calls with clients."""

from collections.abc import Sequence
from uuid import UUID

from agent.minutes.special.found_statements import bounded, cues, says, statement, told
from agent.minutes.spoken_language import spoken_tables
from agent.minutes.transcript_lines import MeetingSpeech
from server.meeting.minutes import Action, Claim
from server.meeting.special_sections import Statement

OURS = ("host", "cohost")


def clients(spoken: MeetingSpeech) -> frozenset[UUID]:
    """Who of the people is the client: the guests; without any, all but host and co-hosts."""
    guests = frozenset(key for key, role in spoken.roles.items() if role == "guest")
    others = frozenset(key for key, role in spoken.roles.items() if role not in OURS)
    return guests or others


def requests_of(
    spoken: MeetingSpeech, actions: Sequence[Action], questions: Sequence[Claim]
) -> list[Statement]:
    """Find requests of the client, tasks of our side with their dates, and questions that stay open."""
    known, theirs, tables = cues(), clients(spoken), spoken_tables()
    if known is None or not theirs:
        return []
    asked = [
        statement("requests", "request", line, sentence)
        for line in spoken.lines
        if line.participant_id in theirs
        for sentence in told(line, asked=True)
        if says(known.wants, sentence) and not tables.in_the_room.search(sentence)
    ]
    promised = [
        Statement(
            _with_date(each),
            each.evidence,
            kind="requests",
            label="promise",
            speaker=each.assignee or "",
            participant_id=each.participant_id,
        )
        for each in actions
        if each.assignee and each.participant_id not in theirs
    ]
    left = [Statement(each.text, each.evidence, each.verified, "requests", "open") for each in questions]
    return bounded([*asked, *promised, *left])


def _with_date(action: Action) -> str:
    title = action.title.rstrip(".")
    return f"{title}, {action.due_date:%Y-%m-%d}." if action.due_date else f"{title}."
