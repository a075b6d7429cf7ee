"""Lays out a meeting's polls for export: their results, which nobody said and no segment bears out."""

from collections.abc import Iterator

from server.export.blocks import Block
from server.export.exported_meeting import ExportedMeeting, Wanted
from server.meeting.polls import Choice, Poll
from server.pages.formatting import count_of, day_and_time
from server.pages.poll_results import share_of, told_of


def poll_blocks(meeting: ExportedMeeting, wanted: Wanted) -> Iterator[Block]:
    """Lay out each poll with its options as items."""
    if meeting.polls:
        yield Block("heading", "Polls")
    for poll in meeting.polls:
        yield Block("subheading", poll.question)
        yield Block("note", _facts(meeting, poll, wanted))
        for choice in poll.choices:
            yield Block("item", _result(meeting, poll, choice, wanted))


def _facts(meeting: ExportedMeeting, poll: Poll, wanted: Wanted) -> str:
    asker = meeting.speaker(poll.participant_id, poll.name) if wanted.speakers else ""
    asked = day_and_time(poll.created_at, meeting.room.time_zone) if wanted.times else ""
    return told_of(poll, is_over=meeting.room.is_over, asker=asker, asked=asked)


def _result(meeting: ExportedMeeting, poll: Poll, choice: Choice, wanted: Wanted) -> str:
    if choice.votes is None:
        return choice.text
    names = [meeting.names[who] for who in choice.voters if who in meeting.names] if wanted.speakers else []
    voters = f" ({', '.join(names)})" if names else ""
    votes = count_of(range(choice.votes), "vote", "votes")
    return f"{choice.text}: {votes}, {share_of(poll, choice)} %{voters}"
