"""Polls in the documented JSON of an exported meeting."""

from pydantic import AwareDatetime

from server.api.fields import View
from server.export.exported_meeting import ExportedMeeting, Wanted
from server.meeting.polls import Kind


class ExportedChoice(View):
    """An option; `votes` is null while results are not shown, `voters` without speakers or names."""

    text: str
    votes: int | None
    voters: list[str] | None


class ExportedPoll(View):
    """A poll's results; nobody said them, so they cite no segment."""

    question: str
    asked_by: str | None
    asked_at: AwareDatetime | None
    kind: Kind
    is_anonymous: bool
    is_open: bool
    voters: int
    choices: list[ExportedChoice]


def exported_polls(meeting: ExportedMeeting, wanted: Wanted) -> list[ExportedPoll]:
    """Return the polls with what is wanted of them."""
    named = wanted.speakers
    return [
        ExportedPoll(
            question=poll.question,
            asked_by=meeting.speaker(poll.participant_id, poll.name) if named else None,
            asked_at=poll.created_at if wanted.times else None,
            kind=poll.kind,
            is_anonymous=poll.is_anonymous,
            is_open=poll.closed_at is None and not meeting.room.is_over,
            voters=poll.voters,
            choices=[
                ExportedChoice(
                    text=each.text,
                    votes=each.votes,
                    voters=[meeting.names[who] for who in each.voters if who in meeting.names]
                    if named and not poll.is_anonymous
                    else None,
                )
                for each in poll.choices
            ],
        )
        for poll in meeting.polls
    ]
