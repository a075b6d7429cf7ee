"""Reads what was said in a meeting, with everything its minutes need, from the database."""

from datetime import datetime
from uuid import UUID

from agent.minutes.transcript_lines import MeetingSpeech, SpeakerIdentity, lines_of
from server.meeting.attendance import Stays, stays_of
from server.meeting.display_names import display_names
from server.meeting.gaps import gaps_of
from server.meeting.minutes_templates import template_of
from server.meeting.participants import participants_of
from server.meeting.rooms import Room, room
from server.meeting.summary_blocks import SummaryBlock
from server.meeting.transcripts import segments_of
from server.time_zones import zone_of


async def read(room_id: UUID, block: SummaryBlock | None = None) -> MeetingSpeech:
    """Load segments, participants and gaps; the segments of one block only, if one is given."""
    of = await room(room_id)
    there = await participants_of(room_id)
    labels = display_names(there)
    people = [
        SpeakerIdentity(each.id, each.display_name, labels[each.id]) for each in there if each.joined_at
    ]
    segments = await segments_of(room_id, block.from_seq - 1 if block else -1)
    if block is not None:
        segments = [each for each in segments if block.has(each)]
    begins = (of.started_at or of.created_at).astimezone(zone_of(of.time_zone))
    return MeetingSpeech(
        lines=lines_of(segments, people),
        people=tuple(people),
        day=begins.date(),
        duration_s=_duration_s(of),
        begins=begins,
        gaps=tuple(await gaps_of(room_id)),
        language=segments[0].language if segments else of.settings.language,
        segments=tuple(segments),
        stays=_stays(await stays_of(room_id), begins),
        roles={each.id: each.role for each in there},
        template=await template_of(room_id),
    )


def _stays(stays: Stays, begins: datetime) -> dict[UUID, tuple[tuple[int, int | None], ...]]:
    """Move stays to the meeting's clock."""

    def ms(at: datetime) -> int:
        return round((at - begins).total_seconds() * 1000)

    return {
        key: tuple((ms(came), None if went is None else ms(went)) for came, went in each)
        for key, each in stays.items()
    }


def _duration_s(of: Room) -> int:
    if of.duration is not None:
        return of.duration
    return round((of.ended_at - of.started_at).total_seconds()) if of.ended_at and of.started_at else 0
