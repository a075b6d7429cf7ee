"""What a share link shows of a meeting: the minutes as they are now, in the link's scope.

Never in it: participants' reports, chat, polls, recordings, other meetings, and what only attendees see.
"""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from server.errors import ParleyError
from server.export.exported_meeting import ExportedMeeting, Wanted, read_meeting
from server.meeting.access import Right, room_for
from server.meeting.accounts import person
from server.meeting.action_item_edits import described_by_people
from server.meeting.actor import acting_also_as
from server.meeting.db import transaction
from server.meeting.linked_meetings import NONE
from server.meeting.minutes import Minutes
from server.meeting.minutes_edit_merging import Section
from server.meeting.share_links import Scope, SharedMeeting

WANTED: dict[Scope, Wanted] = {
    "summary": Wanted("minutes", times=False, speakers=False),
    "transcript": Wanted("both"),
}
LEFT_OUT: tuple[Section, ...] = ("key_points", "open_questions", "turned_down")
"""Of the minutes in a summary: they quote what people said."""


async def read_shared(link: SharedMeeting) -> ExportedMeeting | None:
    """Read a meeting with the rights of who shared it; None if there are no minutes to read, or no right."""
    with acting_also_as(user_id=link.created_by):
        async with transaction():
            owner = await person(link.created_by)
            try:
                standing = await room_for(owner, link.slug, Right.SHARE_MINUTES)
            except ParleyError:
                return None
            meeting = await read_meeting(replace(standing, participant=None), words=False)
            described = await described_by_people(standing.room.id)
    meeting = replace(meeting, linked=NONE)
    minutes = meeting.readable_minutes
    if minutes is None:
        return None
    if link.scope == "summary":
        told = _only_summary(minutes, described)
        return replace(meeting, minutes=told, messages=(), polls=(), segments=(), gaps=(), talk=())
    return replace(meeting, minutes=replace(minutes, reports=[]), messages=(), polls=())


def _only_summary(minutes: Minutes, described: Collection[UUID | None]) -> Minutes:
    """Leave out what the scope does not name, and whole turns: those an action item is described with."""
    hand = minutes.hand
    if hand is not None:
        hand = replace(hand, sections={**hand.sections, **dict.fromkeys(LEFT_OUT, ())})
    return replace(
        minutes,
        key_points=[],
        open_questions=[],
        turned_down=[],
        special=[],
        reports=[],
        hand=hand,
        figures=None,
        actions=[each if each.id in described else replace(each, description="") for each in minutes.actions],
    )
