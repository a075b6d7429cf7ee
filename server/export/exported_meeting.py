"""What of a meeting is exported to one reader, read from the database in one transaction."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

from server.meeting.access import Standing
from server.meeting.chat import ChatMessage, messages_of
from server.meeting.display_names import display_names
from server.meeting.gap_sentences import deaf_sentence
from server.meeting.gaps import Gap, gaps_of
from server.meeting.linked_meetings import NONE, LinkedMeetings, linked_meetings
from server.meeting.minutes import Minutes, minutes_of
from server.meeting.participants import Participant, participants_of
from server.meeting.polls import Poll, polls_of
from server.meeting.rooms import Room
from server.meeting.segment_rows import Segment
from server.meeting.states import READABLE_SUMMARY
from server.meeting.talk_time import TalkTime, talk_time
from server.meeting.transcripts import segments_of

What = Literal["transcript", "minutes", "both"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The reader's choice: which part, with or without times and speakers' names."""

    what: What = "both"
    times: bool = True
    speakers: bool = True

    @property
    def transcript(self) -> bool:
        """Whether the transcript is wanted."""
        return self.what != "minutes"

    @property
    def minutes(self) -> bool:
        """Whether the minutes are wanted."""
        return self.what != "transcript"


@dataclass(frozen=True, slots=True)
class ExportedMeeting:
    """A meeting as one reader may read it: `minutes` hold at most their own report."""

    room: Room
    people: tuple[Participant, ...]
    names: dict[UUID, str]
    segments: tuple[Segment, ...]
    gaps: tuple[Gap, ...]
    messages: tuple[ChatMessage, ...]
    polls: tuple[Poll, ...]
    minutes: Minutes | None
    talk: tuple[TalkTime, ...]
    taken_at: datetime
    linked: LinkedMeetings = NONE

    @property
    def readable_minutes(self) -> Minutes | None:
        """The minutes, unless they are still to be written."""
        return self.minutes if self.minutes and self.minutes.state in READABLE_SUMMARY else None

    @property
    def not_transcribed(self) -> str | None:
        """Why nothing of an ended meeting was transcribed."""
        if self.segments or not self.room.is_over:
            return None
        return deaf_sentence(self.gaps, (self.room.duration or 0) * 1000)

    def speaker(self, participant_id: UUID | None, name: str) -> str:
        """Return the participant's distinct name."""
        return self.names.get(participant_id, name) if participant_id else name


async def read_meeting(standing: Standing, *, words: bool) -> ExportedMeeting:
    """Read a meeting that the viewer may read; `words` have times, which subtitles and JSON need."""
    room_id = standing.room.id
    people = await participants_of(room_id)
    own = standing.participant.id if standing.participant else None
    segments = await segments_of(room_id, words=words)
    return ExportedMeeting(
        room=standing.room,
        people=tuple(each for each in people if each.joined_at is not None),
        names=display_names(people),
        segments=tuple(sorted((s for s in segments if s.text.strip()), key=lambda s: (s.start_ms, s.seq))),
        gaps=tuple(await gaps_of(room_id)),
        messages=tuple(await messages_of(room_id)),
        polls=tuple(await polls_of(room_id)),
        minutes=await minutes_of(room_id, for_participant=own),
        talk=tuple(await talk_time(room_id)),
        taken_at=datetime.now(UTC),
        linked=await linked_meetings(room_id),
    )
