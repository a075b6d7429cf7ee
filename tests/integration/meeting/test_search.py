"""Search and the lists of a person: only what one may read, in order, and page by page."""

from datetime import date, timedelta

import pytest

from server.meeting.accounts import Account
from server.meeting.action_items import After as AfterTask
from server.meeting.action_items import open_action_items_of
from server.meeting.actor import Actor, acting_as
from server.meeting.db import execute
from server.meeting.lifecycle import end_room
from server.meeting.rooms import NewRoom, Room, RoomSettings, create_room
from server.meeting.search import After, Found, search, unmarked
from server.meeting.transcripts import (
    close_transcript,
    finish_segment,
    open_segment,
    open_transcript,
    segments_of,
)
from tests.conftest import TEN, Meeting, enter


async def spoken(room: Room, language: str, *said: str) -> Room:
    """Let these words be said in a meeting, and end it."""
    transcript = await open_transcript(room.id, language, "none")
    for number, text in enumerate(said):
        segment = await open_segment(
            transcript.id,
            participant_id=None,
            speaker="Alice",
            language=language,
            engine="none",
            start_ms=number,
        )
        await finish_segment(segment.id, text, [], 0.9, number + 1)
    await end_room(room.id, "host", TEN + timedelta(hours=1))
    await close_transcript(room.id)
    return room


async def held(host: Account, slug: str, language: str, *said: str) -> Room:
    """A meeting of the host alone."""
    room = await create_room(host, NewRoom(name=slug, slug=slug, settings=RoomSettings(language=language)))
    await enter(room, host, host.name)
    return await spoken(room, language, *said)


async def found(person: Account, words: str, **more: object) -> list[Found]:
    """What somebody finds under row-level security."""
    with acting_as(Actor("web", user_id=person.id)):
        return await search(person, words, **more)  # type: ignore[arg-type]


async def slugs(person: Account, words: str) -> list[str]:
    """In which meetings."""
    return [each.slug for each in await found(person, words)]


async def test_finds_only_what_one_may_read(
    meeting: Meeting, alice: Account, bob: Account, carol: Account
) -> None:
    """Who was in the meeting finds its words; who was not finds nothing."""
    await spoken(meeting.room, "en", "The budgets are ready.")
    assert await slugs(alice, "budget") == await slugs(bob, "budget") == ["atrium"]
    assert await slugs(carol, "budget") == []


async def test_marks_the_words_where_they_were_said(alice: Account) -> None:
    """Each place says when, who, and which letters."""
    await held(alice, "one", "en", "Good morning.", "Our budget, all budgets.")
    (meeting,) = await found(alice, "budget")
    (match,) = meeting.matches
    assert (match.seq, match.start_ms, match.speaker) == (1, 1, "Alice")
    assert [match.text[a:b] for a, b in match.marked] == ["budget", "budgets"]


async def test_knows_the_language_of_each_meeting(alice: Account) -> None:
    """A word finds its other forms in the language that was spoken."""
    await held(alice, "berlin", "de", "Die Häuser sind verkauft.")
    await held(alice, "seoul", "ko", "오늘 예산 회의 입니다")
    assert await slugs(alice, "haus") == ["berlin"]
    assert await slugs(alice, "예산") == ["seoul"]


async def test_takes_what_people_write_in_search_boxes(alice: Account) -> None:
    """Side by side, either, and without."""
    await held(alice, "one", "en", "We move the office.", "The budget stays.")
    await held(alice, "two", "en", "The budget of the quarter.")
    assert await slugs(alice, '"move the office"') == ["one"]
    assert sorted(await slugs(alice, "office or quarter")) == ["one", "two"]
    assert await slugs(alice, "budget -office") == ["two"]
    assert await slugs(alice, "office budget") == ["one"]


@pytest.mark.parametrize(
    "words",
    ["the and of", "-budget", "'); DROP TABLE rooms --", "& | !", "\0", "<->", "\\", "a" * 10_000, '"'],
)
async def test_nothing_is_found_by_no_words(alice: Account, words: str) -> None:
    """What holds no word to look for is no error."""
    await held(alice, "one", "en", "The budget and the office.")
    assert await slugs(alice, words) == []


async def test_goes_on_behind_the_last(alice: Account) -> None:
    """Page by page, each meeting comes once, the best first."""
    for number in range(5):
        await held(alice, f"m{number}", "en", *["budget"] * (number + 1), "filler words said here")
    seen, after = [], None
    for _ in range(5):
        (each,) = await found(alice, "budget", limit=1, after=after)
        seen.append(each)
        after = After(each.rank, each.transcript_id)
    assert await found(alice, "budget", limit=1, after=after) == []
    assert len({each.slug for each in seen}) == 5
    assert [each.rank for each in seen] == sorted((each.rank for each in seen), reverse=True)


def test_marks_are_read_back() -> None:
    """The marks of a headline become places in the text."""
    assert unmarked("a \x02bc\x03 d") == ("a bc d", ((2, 4),))
    assert unmarked("none") == ("none", ())


async def test_transcript_comes_page_by_page(meeting: Meeting) -> None:
    """No segment twice, none left out."""
    await spoken(meeting.room, "en", *(f"word{number}" for number in range(7)))
    first = await segments_of(meeting.room.id, limit=3)
    second = await segments_of(meeting.room.id, first[-1].seq, limit=3)
    rest = await segments_of(meeting.room.id, second[-1].seq, limit=3)
    assert [len(first), len(second), len(rest)] == [3, 3, 1]
    assert [s.seq for s in (*first, *second, *rest)] == list(range(7))


async def task(room: Room, of: Account, title: str, due: date | None, status: str = "open") -> None:
    """Give somebody something to do."""
    await execute(
        """
        INSERT INTO action_items (room_id, summary_id, assigned_to, title, due_date, status)
        SELECT $1, id, $2, $3, $4, $5 FROM meeting_summaries WHERE room_id = $1
        """,
        room.id, of.id, title, due, status,
    )  # fmt: skip


async def test_tasks_are_ones_own_and_the_urgent_first(
    meeting: Meeting, alice: Account, bob: Account
) -> None:
    """What is done is not listed, nor what others are to do; without a date comes last."""
    await spoken(meeting.room, "en", "Let us begin.")
    await task(meeting.room, bob, "some day", None)
    await task(meeting.room, bob, "soon", date(2026, 3, 3))
    await task(meeting.room, bob, "later", date(2026, 4, 1))
    await task(meeting.room, bob, "over", date(2026, 3, 2), "done")
    await task(meeting.room, alice, "hers", date(2026, 3, 2))
    with acting_as(Actor("web", user_id=bob.id)):
        listed, after = [], None
        while page := await open_action_items_of(bob.id, limit=1, after=after):
            listed += page
            after = AfterTask(page[-1].due_date, page[-1].id)
    assert [each.title for each in listed] == ["soon", "later", "some day"]
    assert {each.slug for each in listed} == {"atrium"}
