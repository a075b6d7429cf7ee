"""Corrections of a transcript: what each writes, what follows from it, and what two at once get."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from server.errors import Conflict, Forbidden, IllegalStep, Invalid
from server.meeting import corrections, segment_bounds
from server.meeting.accounts import Account
from server.meeting.actor import Actor, acting_as
from server.meeting.corrections import Request
from server.meeting.db import fetch, fetch_one, from_json
from server.meeting.lifecycle import end_room
from server.meeting.minutes import Decision, Minutes, minutes_of, save_minutes
from server.meeting.moderation import set_role
from server.meeting.participants import Participant, participant
from server.meeting.search import search
from server.meeting.segment_edits import Editor, history_of
from server.meeting.segment_errors import EditNotFound, SegmentChanged, SegmentNotFound
from server.meeting.segment_rows import Segment
from server.meeting.transcripts import (
    Transcript,
    close_transcript,
    finish_segment,
    open_segment,
    open_transcript,
    refine_segment,
    segments_of,
    update_segment,
)
from tests.conftest import Meeting


@pytest.fixture
async def transcript(meeting: Meeting) -> Transcript:
    """The atrium's."""
    return await open_transcript(meeting.room.id, "en", "vosk")


Says = Callable[..., Awaitable[Segment]]


@pytest.fixture
def says(transcript: Transcript, meeting: Meeting) -> Says:
    """Let bob, or somebody else, say something, a word each half second."""

    async def say(text: str, at_ms: int = 0, who: UUID | None = None, name: str = "Bob") -> Segment:
        segment = await open_segment(
            transcript.id, participant_id=who or meeting.bob.id, speaker=name, language="en", engine="vosk",
            start_ms=at_ms,
        )  # fmt: skip
        words = [
            {"w": word, "s": at_ms + 500 * n, "e": at_ms + 500 * (n + 1), "c": 0.9}
            for n, word in enumerate(text.split())
        ]
        return await finish_segment(segment.id, text, words, 0.9, at_ms + 500 * len(words))

    return say


def by_host(meeting: Meeting, segment: Segment, **more: object) -> Request:
    """A correction by the host of what they see."""
    editor = Editor(meeting.alice.user_id, meeting.alice.id, moderates=True)
    return replace(
        Request(meeting.room.id, editor, segment.id, segment.revision, uuid4()),
        **more,  # type: ignore[arg-type]
    )


def acting(place: Participant) -> Actor:
    """The web process for the person of a seat."""
    return Actor("web", user_id=place.user_id) if place.user_id else Actor("web", participant_id=place.id)


async def test_text(says: Says, meeting: Meeting) -> None:
    """Other words get the next revision, keep the times of those that stay, and the recognizer's words."""
    first = await says("the cuban needs cluster")
    with acting_as(acting(meeting.alice)):
        after = await corrections.edit_text(by_host(meeting, first), "the Kubernetes cluster")
    assert (after.text, after.raw_text, after.state) == (
        "the Kubernetes cluster",
        "the cuban needs cluster",
        "corrected",
    )
    assert after.revision == first.revision + 1
    assert [(word["w"], word["s"], word["e"]) for word in after.words] == [
        ("the", 0, 500), ("Kubernetes", 500, 1500), ("cluster", 1500, 2000),
    ]  # fmt: skip


async def test_history(says: Says, meeting: Meeting) -> None:
    """Each correction is there with who made it, and what the words were before and after."""
    first = await says("good mourning")
    with acting_as(acting(meeting.bob)):
        own = Editor(meeting.bob.user_id, meeting.bob.id, moderates=False)
        await corrections.edit_text(by_host(meeting, first, editor=own), "Good morning.")
        (edit,) = await history_of(meeting.room.id, first.id)
    assert (edit.by, edit.before_text, edit.after_text) == ("Bob", "good mourning", "Good morning.")


async def test_sent_again(says: Says, meeting: Meeting) -> None:
    """The same request, sent again because its answer was lost, changes nothing and gets the same answer."""
    asked = by_host(meeting, await says("good mourning"))
    answers = [await corrections.edit_text(asked, "Good morning.") for _ in range(2)]
    assert answers[0] == answers[1]
    assert len(await history_of(meeting.room.id, asked.segment_id)) == 1


async def test_two_at_once(says: Says, meeting: Meeting) -> None:
    """Of two who correct the same words one is told who was first, and what the words are now."""
    first = await says("good mourning")
    results = await asyncio.gather(
        *(
            corrections.edit_text(by_host(meeting, first), text)
            for text in ("Good morning.", "Good mooring.")
        ),
        return_exceptions=True,
    )
    (kept,) = [each for each in results if isinstance(each, Segment)]
    (refused,) = [each for each in results if isinstance(each, SegmentChanged)]
    assert refused.current == {
        "segment_id": str(first.id), "revision": kept.revision, "text": kept.text, "speaker": "Bob",
        "by": "Alice",
    }  # fmt: skip


async def test_second_pass_comes_late(says: Says, meeting: Meeting) -> None:
    """The second pass never replaces a correction; a correction of words it replaced meanwhile is refused."""
    one, other = await says("good mourning"), await says("good evening", 5000)
    await corrections.edit_text(by_host(meeting, one), "Good morning.")
    assert await refine_segment(one.id, one.revision, "Good mooring.", [], 0.9) is None
    await refine_segment(other.id, other.revision, "Good evening.", [], 0.9)
    with pytest.raises(SegmentChanged):
        await corrections.edit_text(by_host(meeting, other), "Good heavens.")
    assert [each.text for each in await segments_of(meeting.room.id)] == ["Good morning.", "Good evening."]


async def test_second_pass_races(says: Says, meeting: Meeting) -> None:
    """Whichever is first, the other leaves its words."""
    for number in range(8):
        first = await says("good mourning", number * 1000)
        edited, refined = await asyncio.gather(
            corrections.edit_text(by_host(meeting, first), "Good morning."),
            refine_segment(first.id, first.revision, "Good mooring.", [], 0.9),
            return_exceptions=True,
        )
        assert isinstance(edited, SegmentChanged) == isinstance(refined, Segment)


async def test_still_spoken(transcript: Transcript, meeting: Meeting) -> None:
    """Words that are still being spoken cannot be corrected yet."""
    segment = await open_segment(
        transcript.id, participant_id=meeting.bob.id, speaker="Bob", language="en", engine="vosk", start_ms=0
    )
    await update_segment(segment.id, "good", 500)
    with pytest.raises(IllegalStep):
        await corrections.edit_text(by_host(meeting, segment), "Good.")


async def test_whose_words(says: Says, meeting: Meeting, carol: Account) -> None:
    """A speaker corrects their own words, a guest as well; others' are the host's, in the database too."""
    segment = await says("good mourning", who=meeting.gus.id, name="Gus")
    guest = Editor(None, meeting.gus.id, moderates=False)
    bob = Editor(meeting.bob.user_id, meeting.bob.id, moderates=False)
    with acting_as(acting(meeting.bob)):
        for editor in (bob, replace(bob, moderates=True)):
            with pytest.raises(Forbidden):
                await corrections.edit_text(by_host(meeting, segment, editor=editor), "Good morning.")
    with acting_as(Actor("web", user_id=carol.id)), pytest.raises(SegmentNotFound):
        await corrections.edit_text(by_host(meeting, segment), "Good morning.")
    with acting_as(acting(meeting.gus)):
        after = await corrections.edit_text(by_host(meeting, segment, editor=guest), "Good morning.")
    assert after.text == "Good morning."


async def test_assign(says: Says, meeting: Meeting) -> None:
    """A segment, or all that its speaker said, is somebody else's; a speaker cannot give their words away."""
    one, other = await says("yes"), await says("no", 5000)
    with acting_as(acting(meeting.alice)):
        await corrections.assign(by_host(meeting, one), meeting.gus.id)
        assert [each.speaker for each in await segments_of(meeting.room.id)] == ["Gus", "Bob"]
        await corrections.assign(by_host(meeting, other), meeting.gus.id, is_everything=True)
        assert {each.participant_id for each in await segments_of(meeting.room.id)} == {meeting.gus.id}
    own = Editor(meeting.bob.user_id, meeting.bob.id, moderates=False)
    with pytest.raises(Forbidden):
        await corrections.assign(by_host(meeting, other, editor=own), meeting.alice.id)


async def test_rename(says: Says, meeting: Meeting) -> None:
    """A speaker's new name is that of everything they said, and of their seat; an undo restores both."""
    first = await says("yes")
    await says("no", 5000)
    asked = by_host(meeting, first)
    with acting_as(acting(meeting.alice)):
        await corrections.rename(asked, "Robert")
        assert [each.speaker for each in await segments_of(meeting.room.id)] == ["Robert", "Robert"]
        assert (await participant(meeting.room.id, meeting.bob.id)).display_name == "Robert"
        await corrections.undo(meeting.room.id, asked.editor, asked.edit_id, uuid4())
        assert [each.speaker for each in await segments_of(meeting.room.id)] == ["Bob", "Bob"]
        assert (await participant(meeting.room.id, meeting.bob.id)).display_name == "Bob"


async def test_rename_of_the_host(says: Says, meeting: Meeting) -> None:
    """A co-host gives the host another name in the transcript when the meeting is over, and not before."""
    segment = await says("yes", who=meeting.alice.id, name="Alice")
    await set_role(meeting.room.id, meeting.bob.id, "cohost")
    asked = by_host(meeting, segment, editor=Editor(meeting.bob.user_id, meeting.bob.id, moderates=True))
    with acting_as(acting(meeting.bob)):
        with pytest.raises(Forbidden, match="own name"):
            await corrections.rename(asked, "Alicia")
        await end_room(meeting.room.id, "host")
        assert (await corrections.rename(asked, "Alicia")).speaker == "Alicia"
    assert (await participant(meeting.room.id, meeting.alice.id)).display_name == "Alicia"


async def test_split_and_join(says: Says, meeting: Meeting) -> None:
    """Cut in two, each part has its words and times; joined again, it is as before."""
    first = await says("Shall we keep April? No.")
    await says("Later.", 9000)
    with acting_as(acting(meeting.bob)):
        own = Editor(meeting.bob.user_id, meeting.bob.id, moderates=False)
        one, two = await segment_bounds.split(
            by_host(meeting, first, editor=own), len("Shall we keep April?")
        )
        assert (one.text, one.raw_text, one.start_ms, one.end_ms) == (
            "Shall we keep April?", "Shall we keep April?", 0, 2000,
        )  # fmt: skip
        assert (two.text, two.raw_text, two.start_ms, two.end_ms) == ("No.", "No.", 2000, 2500)
        assert ([len(one.words), len(two.words)], two.seq) == ([4, 1], 2)
        asked = by_host(meeting, one, editor=own)
        whole = await segment_bounds.join(asked, two.id, two.revision)
    assert (whole.text, whole.words, whole.end_ms) == (first.text, first.words, first.end_ms)
    texts = {each.id: each.text for each in await segments_of(meeting.room.id)}
    assert texts[two.id] == ""


async def test_undo_of_a_split(says: Says, meeting: Meeting) -> None:
    """An undo leaves one segment with all its words, as it was; undone itself, there are two again."""
    first = await says("One two three.")
    asked, back = by_host(meeting, first), uuid4()
    _, two = await segment_bounds.split(asked, 4)
    await corrections.undo(meeting.room.id, asked.editor, asked.edit_id, back)
    found = {each.id: each for each in await segments_of(meeting.room.id)}
    assert replace(found[first.id], revision=first.revision) == first
    assert found[two.id].text == ""
    await corrections.undo(meeting.room.id, asked.editor, back, uuid4())
    assert [each.text for each in await segments_of(meeting.room.id)] == ["One", "two three."]


@pytest.mark.parametrize("at", [5, 100])
async def test_split_nowhere(at: int, says: Says, meeting: Meeting) -> None:
    """A part without words is none."""
    with pytest.raises(Invalid):
        await segment_bounds.split(by_host(meeting, await says("hello")), at)


async def test_join_others(says: Says, meeting: Meeting) -> None:
    """Only the next segment of the same speaker is joined."""
    one, two, three = await says("a"), await says("b", 1000, meeting.gus.id, "Gus"), await says("c", 2000)
    for next_ in (two, three):
        with pytest.raises(Conflict):
            await segment_bounds.join(by_host(meeting, one), next_.id, next_.revision)


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("会議は", "五月です", "会議は五月です"),
        ("안녕", "하세요", "안녕 하세요"),
        ("はい。", "そう", "はい。そう"),
        ("a", "b", "a b"),
    ],
)
def test_seam(first: str, second: str, whole: str) -> None:
    """Between two sentences is a space where the script has one."""
    assert segment_bounds.seamed(first, second) == whole


async def test_undo(says: Says, meeting: Meeting) -> None:
    """An undo restores words, times and state, and is undone the same way."""
    first = await says("good mourning")
    asked, back = by_host(meeting, first), uuid4()
    await corrections.edit_text(asked, "Good morning.")
    (undone,) = await corrections.undo(meeting.room.id, asked.editor, asked.edit_id, back)
    assert replace(undone, revision=first.revision) == first
    (again,) = await corrections.undo(meeting.room.id, asked.editor, back, uuid4())
    assert (again.text, again.state, again.revision) == ("Good morning.", "corrected", first.revision + 3)


async def test_undo_of_what_was_changed_since(says: Says, meeting: Meeting) -> None:
    """What somebody corrected after that is not undone under their hands."""
    asked = by_host(meeting, await says("good mourning"))
    after = await corrections.edit_text(asked, "Good morning.")
    await corrections.edit_text(by_host(meeting, after), "Good morning!")
    with pytest.raises(SegmentChanged):
        await corrections.undo(meeting.room.id, asked.editor, asked.edit_id, uuid4())


async def test_undo_of_others(says: Says, meeting: Meeting) -> None:
    """Nobody undoes what they could not correct, or what there is not."""
    asked = by_host(meeting, await says("yes"))
    await corrections.edit_text(asked, "Yes.")
    guest = Editor(None, meeting.gus.id, moderates=False)
    with acting_as(acting(meeting.gus)):
        for editor in (guest, replace(guest, moderates=True)):
            with pytest.raises(Forbidden):
                await corrections.undo(meeting.room.id, editor, asked.edit_id, uuid4())
    with pytest.raises(EditNotFound):
        await corrections.undo(meeting.room.id, asked.editor, uuid4(), uuid4())


async def test_closed_transcript_follows(says: Says, meeting: Meeting, alice: Account) -> None:
    """The whole text and the search have the corrected words at once, in the order of speech."""
    first = await says("the cuban needs cluster fell over")
    await says("Oh no.", 9000)
    await end_room(meeting.room.id, "host")
    await close_transcript(meeting.room.id)
    with acting_as(acting(meeting.alice)):
        after = await corrections.edit_text(by_host(meeting, first), "the Kubernetes cluster fell over")
        assert [each.slug for each in await search(alice, "kubernetes")] == ["atrium"]
        assert await search(alice, "cuban") == []
        await segment_bounds.split(by_host(meeting, after), len("the Kubernetes cluster"))
    row = await fetch_one("SELECT text, segments, jsonb_array_length(words) AS words FROM transcripts")
    assert row is not None
    assert row["text"] == "Bob: the Kubernetes cluster\nBob: fell over\nBob: Oh no."
    assert [each["text"] for each in from_json(row["segments"])][1] == "fell over"
    assert row["words"] == 7


async def test_minutes_go_stale(says: Says, meeting: Meeting) -> None:
    """Claims resting on corrected words are marked, until these are as they were, or are read again."""
    first, other = await says("We ship in April."), await says("Yes.", 5000)
    await end_room(meeting.room.id, "host")
    await close_transcript(meeting.room.id)
    read = await segments_of(meeting.room.id)
    told = Minutes(state="ready", decisions=[Decision("Ship in April.", (first.id,))])
    await save_minutes(meeting.room.id, told, read=read)
    asked = by_host(meeting, first)
    with acting_as(acting(meeting.alice)):
        await corrections.edit_text(asked, "We ship in May.")
        assert await stale(meeting) == {first.id}
        await corrections.undo(meeting.room.id, asked.editor, asked.edit_id, uuid4())
        assert await stale(meeting) == set()
        now = next(each for each in await segments_of(meeting.room.id) if each.id == first.id)
        await corrections.edit_text(by_host(meeting, now), "We ship in May.")
    await corrections.edit_text(by_host(meeting, other), "Yes!")
    assert await stale(meeting) == {first.id, other.id}
    await save_minutes(meeting.room.id, told, read=await segments_of(meeting.room.id))
    assert await stale(meeting) == set()


async def test_corrected_while_minutes_are_written(says: Says, meeting: Meeting) -> None:
    """Words corrected between the reading and the saving of the minutes are marked by the saving."""
    first = await says("We ship in April.")
    await end_room(meeting.room.id, "host")
    await close_transcript(meeting.room.id)
    read = await segments_of(meeting.room.id)
    await corrections.edit_text(by_host(meeting, first), "We ship in May.")
    await save_minutes(meeting.room.id, Minutes(state="ready"), read=read)
    assert await stale(meeting) == {first.id}


async def stale(meeting: Meeting) -> set[UUID]:
    """What the minutes rest on no more."""
    found = await minutes_of(meeting.room.id)
    assert found is not None
    return set(found.stale)


async def test_audit_holds_no_words(says: Says, meeting: Meeting) -> None:
    """That somebody corrected is recorded, and of how many segments; not what was said."""
    asked = by_host(meeting, await says("secret"))
    with acting_as(acting(meeting.alice)):
        await corrections.edit_text(asked, "secretly")
    (row,) = await fetch(
        "SELECT e::text AS all, details FROM audit_events e WHERE action = 'transcript.correct'"
    )
    assert "secret" not in row["all"]
    assert from_json(row["details"])["segments"] == 1


async def test_history_can_be_forgotten(says: Says, meeting: Meeting) -> None:
    """With somebody's words goes their history, that of the segment they were cut from as well."""
    first = await says("One. Two.")
    kept = await says("Three.", 5000)
    await corrections.edit_text(by_host(meeting, kept), "Three!")
    _, two = await segment_bounds.split(by_host(meeting, first), 4)
    await fetch("SELECT forget_edits($1)", [two.id])
    left = await fetch("SELECT DISTINCT segment_id FROM segment_edits")
    assert [row["segment_id"] for row in left] == [kept.id]
