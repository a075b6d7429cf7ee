"""Two people talk in real browsers; everything the product promises about their meeting is looked at."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Playwright

from server.demo.tape import read_tape
from server.demo.voice_mix import VoiceTrack, score
from tests.system.browser_window import BrowserWindow, CaptionLine, window
from tests.system.running_stack import RunningStack
from tests.system.word_similarity import ENOUGH, heard

ANNA, BEN, CLEO = "Anna Berg", "Ben Okoro", "Cleo Mann"
LEAD_S = 4.0
"""Silence at the head of each microphone's file: time to get from the pre-join page into the room."""
MINUTES_MS = 120_000
CHAT = "The survey is <b>open</b> until Monday."


@dataclass(frozen=True)
class CaptionsOnly:
    """What one window showed with captions in place of the video."""

    words: str
    parts: set[str]
    """Of PARTS, those on screen."""


PARTS = ("grid", "caption-strip", "mic-toggle", "leave")


@dataclass(frozen=True)
class Held:
    """What each window showed, step by step."""

    slug: str
    said: dict[str, str]
    anna_reads_ben: list[CaptionLine]
    ben_reads_anna: list[CaptionLine]
    strip: list[dict[str, Any]]
    chat: str
    late: list[CaptionLine]
    reloaded: list[CaptionLine]
    captions_only: CaptionsOnly
    minutes_page: str
    minutes: dict[str, Any]
    ben_is_at: str


def told(part: VoiceTrack) -> str:
    """Give everything one person says on the tape."""
    return " ".join(line.cue.text or "" for line in part.lines)


@pytest.fixture(scope="module")
async def held(stack: RunningStack, playwright: Playwright, store: Path, tmp_path_factory: Any) -> Held:
    """Hold the short tape with two windows, let a third come late, end it, and wait for the minutes."""
    sounds = tmp_path_factory.mktemp("microphones")
    parts = score(read_tape(Path("short")), store)
    for name, part in parts.items():
        part.save(sounds / f"{name}.wav", LEAD_S)
    said = {name: told(part) for name, part in parts.items()}
    async with AsyncExitStack() as open_windows:
        anna, ben, cleo = [
            await open_windows.enter_async_context(window(playwright, stack.url, microphone))
            for microphone in (sounds / f"{ANNA}.wav", sounds / f"{BEN}.wav", None)
        ]
        await anna.register(ANNA)
        slug = await anna.new_room("Atrium")
        await asyncio.gather(anna.enter(slug), ben.enter(slug, BEN))
        await asyncio.gather(*(one.part("transcriber-badge").wait_for() for one in (anna, ben)))
        await asyncio.gather(anna.open_transcript(), ben.open_transcript())
        anna_reads_ben, ben_reads_anna = await asyncio.gather(
            anna.reads(said[BEN], BEN), ben.reads(said[ANNA], ANNA)
        )
        strip = await ben.strip()
        chat = await _chat(ben, anna)
        await cleo.enter(slug, CLEO)
        await cleo.open_transcript()
        late = [*await cleo.reads(said[ANNA], ANNA), *await cleo.reads(said[BEN], BEN)]
        await cleo.enter(slug)
        await cleo.open_transcript()
        await cleo.reads(said[BEN], BEN)
        reloaded = await cleo.lines()
        captions_only = await _captions_only(cleo)
        await anna.end_for_all()
        await ben.page.wait_for_url(f"**/m/{slug}")
        page = await _minutes(anna, slug)
        minutes = await anna.call("GET", f"/api/rooms/{slug}/minutes")
        return Held(
            slug,
            said,
            anna_reads_ben,
            ben_reads_anna,
            strip,
            chat,
            late,
            reloaded,
            captions_only,
            page,
            minutes,
            ben.page.url,
        )


async def _chat(writer: BrowserWindow, reader: BrowserWindow) -> str:
    await asyncio.gather(writer.part("chat-toggle").click(), reader.part("chat-toggle").click())
    await writer.part("chat-input").fill(CHAT)
    await writer.part("chat-send").click()
    message = reader.part("chat-message").last
    await message.wait_for()
    return await message.inner_text()


async def _captions_only(reader: BrowserWindow) -> CaptionsOnly:
    """Look at the captions without the video, and come back, both by the keyboard."""
    await reader.page.keyboard.press("o")
    await reader.part("captions-only").wait_for()
    shown = CaptionsOnly(
        await reader.part("captions-only").inner_text(),
        {part for part in PARTS if await reader.part(part).is_visible()},
    )
    await reader.page.keyboard.press("o")
    await reader.part("grid").wait_for()
    return shown


async def _minutes(reader: BrowserWindow, slug: str) -> str:
    await reader.page.goto(f"{reader.url}/m/{slug}")
    heading = reader.page.get_by_role("heading", name="Decisions")
    await heading.wait_for(timeout=MINUTES_MS)
    return await reader.page.locator("main").inner_text()


async def test_the_other_window_shows_the_words_with_the_name(held: Held) -> None:
    """What one says stands in the other's transcript under the right name."""
    assert held.anna_reads_ben
    assert held.ben_reads_anna


async def test_interim_words_become_final_in_place(held: Held) -> None:
    """A caption line begins with interim words and keeps its segment when they stand."""
    finals = {shown["segment"] for shown in held.strip if shown["final"] == "true"}
    interims = {shown["segment"] for shown in held.strip if shown["final"] == "false"}
    assert finals & interims


async def test_the_strip_names_who_speaks(held: Held) -> None:
    """Every caption line carries the speaker's name."""
    assert all(BEN in shown["text"] or ANNA in shown["text"] for shown in held.strip)


async def test_who_comes_late_reads_what_was_said(held: Held) -> None:
    """The transcript is the whole meeting's, not the window's."""
    earlier = {line.segment for line in [*held.anna_reads_ben, *held.ben_reads_anna]}
    assert earlier <= {line.segment for line in held.late}


async def test_a_reload_keeps_the_transcript(held: Held) -> None:
    """Coming back loses no line, repeats none, and keeps their order."""
    assert {line.segment for line in held.late} <= {line.segment for line in held.reloaded}
    numbers = [line.seq for line in held.reloaded]
    assert len(numbers) == len(set(numbers))


async def test_captions_take_the_place_of_the_video(held: Held) -> None:
    """Who reads instead of hearing has names and words at full height, and the controls."""
    assert held.captions_only.parts == {"mic-toggle", "leave"}
    assert {ANNA, BEN} <= set(held.captions_only.words.splitlines())
    assert heard(held.said[BEN], held.captions_only.words) >= ENOUGH


async def test_chat_shows_markup_as_text(held: Held) -> None:
    """HTML in a message is words, not markup."""
    assert CHAT in held.chat


async def test_the_end_takes_everybody_to_the_minutes(held: Held) -> None:
    """Nobody is left in a room that is over."""
    assert held.ben_is_at.endswith(f"/m/{held.slug}")


async def test_the_page_shows_the_minutes(held: Held) -> None:
    """What was decided is on the page, in the words of the minutes."""
    assert held.minutes["state"] in {"drafted", "ready"}
    assert held.minutes["executive_summary"].split()[0] in held.minutes_page
    assert "thursday" in held.minutes_page.lower()


async def test_every_claim_points_at_its_words(held: Held) -> None:
    """Evidence is segments of this meeting."""
    known = {line.segment for line in held.reloaded}
    claims = [*held.minutes["decisions"], *held.minutes["key_points"], *held.minutes["actions"]]
    assert claims
    assert all(claim["evidence"] and set(claim["evidence"]) <= known for claim in claims)


FLOW = {
    "participants": "room_id",
    "transcripts": "room_id",
    "meeting_summaries": "room_id",
    "action_items": "room_id",
    "participant_reports": "room_id",
    "chat_messages": "room_id",
    "consents": "room_id",
    "attendance": "room_id",
}


@pytest.mark.parametrize("table", FLOW)
async def test_the_meeting_has_rows(held: Held, stack: RunningStack, table: str) -> None:
    """Each step of the way is written down."""
    query = f"SELECT count(*) FROM {table} x JOIN rooms r ON r.id = x.{FLOW[table]} WHERE r.slug = $1"  # noqa: S608
    assert (await stack.row(query, held.slug))["count"] > 0


async def test_everybody_there_is_told_of_the_minutes(held: Held, stack: RunningStack) -> None:
    """A notification of this meeting waits for who has an account."""
    query = (
        "SELECT string_agg(u.name, ', ') AS told FROM notifications n JOIN users u ON u.id = n.user_id"
        " JOIN rooms r ON r.id::text = n.data->>'room_id'"
        " WHERE r.slug = $1 AND n.type = 'minutes_ready'"
    )
    assert (await stack.row(query, held.slug))["told"] == ANNA
