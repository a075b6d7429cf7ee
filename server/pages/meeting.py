"""The meeting page: minutes or their progress, transcript and chat."""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from aiohttp import web

from server.app_keys import SETTINGS, VIEWER
from server.meeting.access import Right, Standing, room_for
from server.meeting.action_item_rows import carried_into, items_in
from server.meeting.audit import record
from server.meeting.chat import messages_of
from server.meeting.db import transaction
from server.meeting.display_names import display_names
from server.meeting.following_meetings import following
from server.meeting.forgotten_words import forgotten_words_of
from server.meeting.gap_sentences import deaf_sentence
from server.meeting.gaps import Gap, gaps_of
from server.meeting.imports import is_imported
from server.meeting.linked_meetings import linked_meetings
from server.meeting.minutes import Minutes, minutes_of
from server.meeting.minutes_edits import history_of
from server.meeting.minutes_templates import TEMPLATES
from server.meeting.participants import Participant, participants_of
from server.meeting.playback import sound_of
from server.meeting.polls import polls_of
from server.meeting.recording_consents import not_recorded
from server.meeting.report_wishes import Refused, refused_by
from server.meeting.retention import expiries
from server.meeting.rooms import Room
from server.meeting.talk_time import talk_time
from server.meeting.videos import videos_of
from server.meeting.whole_transcript import whole_transcript
from server.pages.chat import shown_messages
from server.pages.corrections import correction_view
from server.pages.forgetting import forgettable, forgotten_lines
from server.pages.gap_lines import GapLine, gap_lines, merge_gap_lines
from server.pages.keeping import kept_fields
from server.pages.links import slug_of
from server.pages.markup import blocks
from server.pages.meeting_tone import tone
from server.pages.minutes_edits import minutes_edit_view
from server.pages.minutes_progress import STAGES, is_awaited, stage_of
from server.pages.minutes_sections import by_person, motions
from server.pages.minutes_templates import coming_template, regeneration_view
from server.pages.off_record_marks import off_record_marks
from server.pages.own_report import own_report
from server.pages.player import player_view
from server.pages.poll_results import shown_polls
from server.pages.sharing import DAYS, SCOPES, sharing_view
from server.pages.speaking import speaking
from server.pages.special_sections import NOTHING, special_section
from server.pages.stretches import Stretch, stretches
from server.pages.summary_citations import cited_summary
from server.pages.tasks import tasks_view
from server.pages.templating import render_long
from server.pages.transcript import Transcript
from server.pages.videos import videos_view


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who attended; `color` as in the transcript."""

    name: str
    note: str
    """Their role; empty for a participant."""
    color: int


async def meeting(request: web.Request) -> web.Response:
    """Show a meeting to those who may read it."""
    slug = slug_of(request)
    async with transaction():
        standing = await room_for(request.get(VIEWER), slug, Right.READ)
        room = standing.room
        segments = await whole_transcript(room.id, words=False)
        minutes = await minutes_of(room.id, for_participant=_viewer_participant(standing))
        refused = await _refused(standing)
        people = await participants_of(room.id)
        messages = await messages_of(room.id)
        polls = await polls_of(room.id)
        talk = await talk_time(room.id)
        gaps = await gaps_of(room.id)
        sound = await sound_of(room.id)
        filmed = videos_view(room, await videos_of(room.id))
        unheard = await not_recorded(room.id, sound.id) if sound is not None else frozenset()
        forgotten = await forgotten_words_of(room.id)
        sharing = await sharing_view(standing, minutes)
        items = await items_in(room.id), await carried_into(room.id)
        by_hand = await history_of(room.id)
        again = await regeneration_view(request.app[SETTINGS], request.get(VIEWER), standing, minutes)
        coming = await coming_template(request.get(VIEWER), standing)
        linked = await linked_meetings(room.id)
        follows = await following(room, request.get(VIEWER))
        of_file = await is_imported(room.id)
        await record("room_access", "meeting.read", room.id, lasting=False)
    names = display_names(people)
    transcript = await asyncio.to_thread(Transcript, segments, names)
    player = player_view(room, sound, minutes, transcript, gaps)
    parts = await asyncio.to_thread(_stretches, transcript, gap_lines(gaps, names))
    return await render_long(
        request,
        "meeting.html",
        entry="src/pages/meeting.ts",
        room=room,
        linked=linked,
        following=follows,
        transcript=transcript,
        player=player,
        videos=filmed,
        not_transcribed=_not_transcribed(room, gaps, has_words=bool(transcript) or minutes is None),
        not_recorded=[names[each.id] for each in people if each.id in unheard],
        stretches=parts,
        forgettable=forgettable(standing, people, names),
        forgotten=forgotten_lines(forgotten, names),
        expiries=list(expiries(request.app[SETTINGS], room)),
        kept=kept_fields(request.app[SETTINGS], standing),
        sharing=sharing,
        share_scopes=SCOPES,
        share_days=DAYS,
        off_record=off_record_marks(gaps, transcript),
        people=_attendees(
            people, transcript, guests=_guests(transcript, of_file=of_file, has_sound=sound is not None)
        ),
        messages=list(shown_messages(messages, transcript, names)),
        polls=shown_polls(polls, room, names),
        refused=refused if minutes else None,
        speaking=await asyncio.to_thread(speaking, talk, transcript, minutes.figures if minutes else None),
        tone=tone(minutes),
        correct=correction_view(standing, segments, people, names, minutes),
        tasks=tasks_view(request.get(VIEWER), standing, items, people, names),
        edits=minutes_edit_view(
            request.get(VIEWER), standing, by_hand, minutes.layout if minutes else TEMPLATES["general"]
        ),
        regeneration=again,
        coming=coming,
        may_ask=standing.may(Right.ASK),
        **_minutes_context(
            room, minutes, transcript, has_more=player.state == "preparing" or filmed.is_awaited
        ),
    )


def _not_transcribed(room: Room, gaps: list[Gap], *, has_words: bool) -> str | None:
    """Return why nothing of an ended meeting was transcribed; single gaps have their own lines."""
    if has_words or not room.is_over:
        return None
    return deaf_sentence(gaps, (room.duration or 0) * 1000)


def _stretches(transcript: Transcript, gaps: list[GapLine]) -> list[Stretch]:
    return stretches(merge_gap_lines(transcript.turns(), gaps))


async def _refused(standing: Standing) -> Refused | None:
    place = standing.participant
    return await refused_by(place.id, place.user_id) if place else None


def _viewer_participant(standing: Standing) -> UUID | None:
    return standing.participant.id if standing.participant else None


def _minutes_context(
    room: Room, minutes: Minutes | None, transcript: Transcript, *, has_more: bool
) -> dict[str, Any]:
    stage = stage_of(room, minutes)
    layout = minutes.layout if minutes else TEMPLATES["general"]
    return {
        "state": stage,
        "awaited": has_more or is_awaited(room, minutes),
        "words": STAGES.get(stage),
        "minutes": minutes,
        "summary": cited_summary(blocks(minutes.executive_summary), minutes, transcript) if minutes else [],
        "own": own_report(minutes),
        "arrangement": layout,
        "special_sections": [
            special_section(minutes, each, transcript, room.settings.language)
            if each.kind in NOTHING
            else None
            for each in layout.sections
        ]
        if minutes
        else [],
        "by_person": by_person(minutes, transcript) if minutes else [],
        "motions": motions(minutes) if minutes else [],
    }


def _guests(transcript: Transcript, *, of_file: bool, has_sound: bool) -> str:
    """What people without an account are called; in a meeting made of a file they were nobody's guests."""
    if not of_file:
        return "guest"
    if has_sound:
        return "in the recording"
    return "in the transcript" if transcript else "in the imported file"


def _attendees(participants: list[Participant], transcript: Transcript, *, guests: str) -> list[Attendee]:
    notes = {"host": "host", "cohost": "co-host", "guest": guests}
    return [
        Attendee(
            transcript.label(each.id, each.display_name),
            notes.get(each.role, ""),
            transcript.color(each.id, each.display_name),
        )
        for each in participants
        if each.joined_at is not None
    ]
