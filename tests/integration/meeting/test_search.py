"""Search and the lists of a person: only what one may read, in order, and page by page."""

from datetime import date, timedelta

import pytest

from server.meeting.accounts import Account
from server.meeting.action_items import After as AfterTask
from server.meeting.action_items import action_items_of
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


@pytest.mark.parametrize("language", ["no", "nb", "nb-NO", "nn-NO"])
async def test_norwegian(alice: Account, language: str) -> None:
    """Both written languages of Norway are searched by Norwegian forms, in titles too."""
    room = await create_room(
        alice,
        NewRoom(name="Bussene", slug="tur", settings=RoomSettings(language=language)),
    )
    await enter(room, alice, alice.name)
    await spoken(room, language, "Vi tar med tre telt til øya.")
    assert [await slugs(alice, words) for words in ("teltet", "bussen")] == [["tur"], ["tur"]]


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


SAID = {
    "a part of Chinese": ("zh", "我们讨论会议记录和预算。", "会议", ["会议"]),
    "one letter of it": ("zh", "我们讨论会议记录和预算。", "预", ["预"]),
    "across a word": ("zh", "我们讨论会议记录和预算。", "议记录", ["议记录"]),
    "a part of Japanese": ("ja", "来週の会議でiPhoneの予算を決めます。", "会議", ["会議"]),
    "mixed with Latin": ("ja", "来週の会議でiPhoneの予算を決めます。", "iphoneの予算", ["iPhone", "の予算"]),
    "half width": ("ja", "来週プロジェクトを始めます。", "ﾌﾟﾛｼﾞｪｸﾄ", ["プロジェクト"]),
    "a Korean word with its particle": ("ko", "오늘 예산을 정합니다", "예산", ["예산"]),
    "a part of Thai": ("th", "วันนี้เราประชุมงบประมาณ", "งบประมาณ", ["งบประมาณ"]),
    "Chinese in another language": ("en", "Let us say 会议记录 today.", "会议", ["会议"]),
    "without the accent": ("fr", "La réunion est à Genève.", "geneve", ["Genève"]),
    "with an accent too many": ("en", "The cafe is closed.", "café", ["cafe"]),
    "in another form and without": ("es", "Ella decidió las canciones.", "cancion", ["canciones"]),
    "in another form with accents": ("es", "Ella decidió las canciones.", "decidir", ["decidió"]),
    "capitals": ("de", "Die GRÖSSE der Straße.", "größe", ["GRÖSSE"]),
    "decomposed": ("de", "Die Häuser sind verkauft.", "Ha\u0308user", ["Häuser"]),
    "full width": ("en", "The budget grows.", "ｂｕｄｇｅｔｓ", ["budget"]),
    "Vietnamese without marks": ("vi", "Ngân sách của năm nay.", "ngan sach", ["Ngân", "sách"]),
    "Greek without its accent": ("el", "Η συνάντηση αρχίζει.", "συναντηση", ["συνάντηση"]),
}


@pytest.mark.parametrize("what", SAID)
async def test_every_form_and_part(what: str, alice: Account) -> None:
    """However it is spelled, and whatever part of a script without spaces, it is found and marked."""
    language, text, words, marked = SAID[what]
    await held(alice, "one", language, "Nothing.", text)
    (found_,) = await found(alice, words)
    (match,) = found_.matches
    assert [match.text[a:b] for a, b in match.marked] == marked


async def test_parts_are_looked_for_whole(alice: Account) -> None:
    """Two letters apart are not the two together, and what is left out is left out."""
    await held(alice, "one", "zh", "会见他们，议论预算")
    await held(alice, "two", "zh", "会议和预算")
    assert await slugs(alice, "会议") == ["two"]
    assert await slugs(alice, "预算 -会议") == ["one"]
    assert sorted(await slugs(alice, "会议 or 会见")) == ["one", "two"]
    assert await slugs(alice, '"会议和预算"') == ["two"]


async def called(host: Account, slug: str, name: str, *said: str, tags: tuple[str, ...] = ()) -> Room:
    """A meeting of this title."""
    room = await create_room(host, NewRoom(name=name, slug=slug, tags=tags))
    await enter(room, host, host.name)
    return await spoken(room, "en", *said)


async def test_titles_and_tags_are_searched(alice: Account, bob: Account) -> None:
    """Those of meetings one may read, also of those to come, in every form; with what was said in them."""
    await called(alice, "title", "Quarterly Budgets, Zürich", "We met.")
    await called(alice, "words", "Plan", "The budget of the quarter.", "filler words are said here")
    await create_room(alice, NewRoom(name="预算会议", slug="coming", tags=("Größe",)))
    assert await slugs(alice, "budget") == ["title", "words"]
    assert await slugs(alice, "zurich") == await slugs(alice, "zürich met") == ["title"]
    assert await slugs(alice, "会议") == await slugs(alice, "grosse or größe") == ["coming"]
    assert await slugs(alice, "budget -zurich") == ["words"]
    assert await slugs(bob, "budget") == []


async def test_a_long_rare_text_is_kept_and_found(alice: Account) -> None:
    """Letters of which every pair is another do not keep a transcript from closing."""
    letters = "".join(map(chr, range(0x4E00, 0x9FFF)))
    shuffled = "".join(letters[n * 7919 % len(letters)] for n in range(200_000))
    await held(alice, "long", "zh", shuffled)
    assert await slugs(alice, shuffled[:8]) == ["long"]


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
        after = After(each.rank, each.id)
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
        while page := await action_items_of(bob.id, limit=1, after=after):
            listed += page
            after = AfterTask(page[-1].due_date, page[-1].id)
    assert [each.title for each in listed] == ["soon", "later", "some day"]
    assert {each.slug for each in listed} == {"atrium"}
