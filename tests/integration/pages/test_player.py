"""The player of a recording in a real browser: words, places, speakers, keys, and what it never claims."""

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from aiohttp import web
from playwright.async_api import Browser, Page, expect

from server.app_keys import CHANGE_BUS
from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.change_bus import ChangeEvent
from server.meeting.db import execute
from server.meeting.lifecycle import end_room
from server.meeting.minutes import save_minutes
from server.meeting.segment_rows import Segment
from server.meeting.transcripts import finish_segment, open_segment, open_transcript
from tests.conftest import TEN, Meeting
from tests.integration.pages.conftest import WORDS, Spoken, minutes
from tests.integration.pages.test_browser import (
    AXE,
    FOUND,
    SIZES,
    chromium,
    sign_in,
    watched,
    window,
)
from tests.recorded_sound import SpokenWord, record, said, track

__all__ = ["chromium", "window"]
LENGTH_MS = 40_000
STARTS_MS = (1000, 9000, 17_000, 30_000)
SOUND = "document.querySelector('[data-sound]')"
AT = f"() => {SOUND}.currentTime * 1000"
EXACT_MS = 150
PATIENCE_S = 10
WENT = f"""() => {SOUND}.addEventListener(
  'seeking', event => window.went = event.target.currentTime * 1000, {{ once: true }}
)"""
"""Keeps where the sound is sent first."""
CLICK_WORD = """([segment, word]) => {
  const node = document.querySelector(`[data-segment="${segment}"]`).firstChild;
  const from = node.data.indexOf(word), range = document.createRange();
  range.setStart(node, from); range.setEnd(node, from + word.length);
  node.parentElement.scrollIntoView({ block: 'center', behavior: 'instant' });
  const { x, y, width, height } = range.getBoundingClientRect();
  return [x + width / 2, y + height / 2];
}"""
LIT = "() => [...(CSS.highlights.get('spoken') ?? [])].map(range => range.toString()).join(' ')"


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """Recordings of this test alone."""
    return replace(settings, recordings=tmp_path / "recordings", archive=str(tmp_path / "archive"))


@dataclass(frozen=True)
class Heard(Spoken):
    """A recorded meeting."""

    words: tuple[tuple[SpokenWord, ...], ...]
    """Of each segment."""
    recording: UUID


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Synthesised words of the run."""
    return tmp_path_factory.mktemp("clips")


@pytest.fixture
async def heard(meeting: Meeting, settings: Settings, clips: Path) -> Heard:
    """What Alice, Bob and Gus said, in their voices, with the times of words; over, with its minutes."""
    transcript = await open_transcript(meeting.room.id, "en", "vosk")
    places = {"Alice": meeting.alice.id, "Bob": meeting.bob.id, "Gus": meeting.gus.id}
    names = list(places)
    segments: list[Segment] = []
    spoken: list[tuple[SpokenWord, ...]] = []
    sounds: dict[str, list[tuple[int, object]]] = {name: [] for name in names}
    for (name, text), start_ms in zip(WORDS, STARTS_MS, strict=True):
        words, sound = said(text, start_ms, names.index(name), clips)
        sounds[name] += sound
        opened = await open_segment(
            transcript.id,
            participant_id=places[name],
            speaker=name,
            language="en",
            engine="vosk",
            start_ms=start_ms,
        )
        timed = [
            {"w": each.text.lower().strip("?.,"), "s": each.start_ms, "e": each.end_ms, "c": 0.9}
            for each in words
        ]
        segments.append(await finish_segment(opened.id, text, timed, 0.9, words[-1].end_ms))
        spoken.append(tuple(words))
    tracks = {places[name]: (name, track(sounds[name], LENGTH_MS)) for name in names}  # type: ignore[arg-type]  # samples
    recording = await record(settings, meeting.room.id, tracks)
    await end_room(meeting.room.id, "host", TEN + timedelta(milliseconds=LENGTH_MS))
    made = Heard(meeting, tuple(segments), tuple(spoken), recording)
    await save_minutes(meeting.room.id, minutes(made))
    return made


@pytest.fixture
async def page(window: Page, settings: Settings, alice: Account, heard: Heard) -> Page:
    """The meeting's page, with its player."""
    await sign_in(window, alice, settings.url)
    await window.goto("/m/atrium")
    await expect(window.get_by_role("region", name="Recording")).to_be_visible()
    return window


async def until(page: Page, condition: str) -> None:
    """Wait until a condition holds in the page, whose policy forbids what Playwright's own waiting does."""
    look = f"const look = () => ({condition}) ? done() : setTimeout(look, 9); look()"
    async with asyncio.timeout(PATIENCE_S):
        await page.evaluate(f"() => new Promise(done => {{ {look} }})")


async def click_word(page: Page, heard: Heard, segment: int, word: str) -> None:
    """Click a word of a segment where it stands."""
    x, y = await page.evaluate(CLICK_WORD, [str(heard.ids[segment]), word])
    await page.mouse.click(x, y)


async def play_state(page: Page, *, playing: bool) -> None:
    """Wait until it plays, or does not."""
    name = "Pause" if playing else "Play"
    await expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()


@pytest.mark.parametrize(("segment", "word"), [(0, "keep"), (2, "launch"), (1, "then"), (3, "Friday")])
async def test_click_a_word(page: Page, heard: Heard, segment: int, word: str) -> None:
    """A click on a word plays from there."""
    wanted = next(each for each in heard.words[segment] if each.text.startswith(word))
    await page.evaluate(WENT)
    await click_word(page, heard, segment, word)
    await play_state(page, playing=True)
    assert abs(await page.evaluate("window.went") - wanted.start_ms) <= EXACT_MS
    await until(page, f"{SOUND}.currentTime * 1000 > {wanted.start_ms}")


async def test_the_spoken_word_is_lit(page: Page, heard: Heard) -> None:
    """While it plays, the word that is heard is lit, and its segment."""
    await click_word(page, heard, 2, "move")
    await until(page, f"({LIT})() === 'launch'")
    await expect(page.locator(".said--now")).to_have_text([heard.segments[2].text])


async def test_words_without_times(page: Page, heard: Heard) -> None:
    """A segment whose words have no times is lit as a whole, and played from its beginning."""
    await execute("UPDATE transcript_segments SET words = '[]'")
    await click_word(page, heard, 1, "then")
    await play_state(page, playing=True)
    await expect(page.locator(".said--now")).to_have_text([heard.segments[1].text])
    assert await page.evaluate(LIT) == ""
    assert STARTS_MS[1] <= await page.evaluate(AT) < STARTS_MS[2]


async def test_selecting_plays_nothing(page: Page, heard: Heard) -> None:
    """Words can be selected and copied."""
    x, y = await page.evaluate(CLICK_WORD, [str(heard.ids[1]), "review"])
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + 80, y, steps=4)
    await page.mouse.up()
    assert await page.evaluate("getSelection().toString().length") > 0
    await play_state(page, playing=False)


async def test_keys(page: Page) -> None:
    """Keys play, jump and change the speed, and none does while somebody types."""
    await page.locator("body").press("k")
    await play_state(page, playing=True)
    await page.locator("body").press("Space")
    await play_state(page, playing=False)
    await page.locator("body").press("l")
    await until(page, f"{SOUND}.currentTime > 9.9")
    await page.locator("body").press("ArrowLeft")
    await until(page, f"{SOUND}.currentTime < 6")
    for _ in range(9):
        await page.locator("body").press(">")
    assert await page.evaluate(f"{SOUND}.playbackRate") == 2
    await page.get_by_role("searchbox").fill("k <l")
    await page.get_by_role("searchbox").press("k")
    await page.get_by_role("searchbox").press("<")
    await play_state(page, playing=False)
    assert await page.evaluate(f"{SOUND}.playbackRate") == 2


async def test_slider(page: Page) -> None:
    """The timeline is a slider that says where it is, by keys and by pointer."""
    slider = page.get_by_role("slider")
    await slider.press("End")
    await expect(slider).to_have_attribute("aria-valuetext", "40 seconds of 40 seconds")
    await slider.press("Home")
    await slider.press("ArrowRight")
    await expect(slider).to_have_attribute("aria-valuenow", "5")
    box = await slider.bounding_box()
    assert box is not None
    await page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 20)
    await expect(slider).to_have_attribute("aria-valuenow", "20")


async def test_skip_silence(page: Page) -> None:
    """Silence between segments is left out."""
    await page.get_by_role("button", name="Speed and options").click()
    await page.get_by_label("Skip silence").check()
    await page.keyboard.press("Escape")
    await page.evaluate(f"() => {{ {SOUND}.currentTime = 23.5 }}")
    await page.locator("body").press("k")
    await until(page, f"{SOUND}.currentTime > 29.5")


async def test_link_to_a_moment(window: Page, settings: Settings, alice: Account, heard: Heard) -> None:
    """A link leads to its words, without a sound; the button makes such links."""
    await sign_in(window, alice, settings.url)
    await window.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await window.goto("/m/atrium?t=0:18")
    await expect(window.locator(".said--now")).to_have_text([heard.segments[2].text])
    await play_state(window, playing=False)
    await window.get_by_role("button", name="Copy a link to this moment").click()
    await expect(window.locator("[data-topic]")).to_have_text("Link to 0:18 copied")
    assert await window.evaluate("navigator.clipboard.readText()") == f"{settings.url}/m/atrium?t=0:18"


async def test_decisions_lead_to_their_words(page: Page) -> None:
    """Topics, decisions and action items are listed with their moments; one of them plays."""
    await page.get_by_role("button", name="Topics, decisions and action items").click()
    moments = page.locator(".player__jump")
    await expect(moments).to_have_count(3)
    await moments.filter(has_text="Tell the printer").click()
    await until(page, f"{SOUND}.currentTime >= 30")
    await play_state(page, playing=True)
    await expect(moments.first).to_be_hidden()


async def test_one_voice_alone(page: Page, heard: Heard) -> None:
    """Chosen speakers are heard from their own files, from where the mix was."""
    await click_word(page, heard, 1, "review")
    await play_state(page, playing=True)
    bob = f"**/recording/audio/{heard.meeting.bob.id}"
    await page.get_by_role("button", name="Speed and options").click()
    async with page.expect_response(bob):
        await page.get_by_role("checkbox", name="Alice").uncheck()
    await page.get_by_role("checkbox", name="Gus").uncheck()
    assert await page.evaluate(f"{SOUND}.paused")
    await play_state(page, playing=True)
    await page.get_by_role("checkbox", name="Alice").check()
    await page.get_by_role("checkbox", name="Gus").check()
    await until(page, f"!{SOUND}.paused && {SOUND}.currentTime > 9")


async def test_captions(page: Page, heard: Heard) -> None:
    """The caption line has what is said, with who says it."""
    await page.locator("body").press("c")
    await click_word(page, heard, 1, "The")
    await expect(page.locator("[data-caption]")).to_have_text(f"Bob: {heard.segments[1].text}")


async def test_being_prepared(
    window: Page, app: web.Application, settings: Settings, alice: Account, heard: Heard
) -> None:
    """Until the recording is ready the page says so, and then has the player without a reload."""
    await execute("UPDATE recordings SET status = 'processing'")
    await sign_in(window, alice, settings.url)
    async with window.expect_response("**/events"):
        await window.goto("/m/atrium")
    await expect(window.get_by_text("The recording is being prepared")).to_be_visible()
    await execute("UPDATE recordings SET status = 'completed'")
    await app[CHANGE_BUS].publish(ChangeEvent("room", heard.meeting.room.id))
    await expect(window.get_by_role("button", name="Play", exact=True)).to_be_visible()


async def test_not_recorded(window: Page, settings: Settings, alice: Account, ended: Spoken) -> None:
    """Without a recording there is no player and no word of one; a link still finds its words."""
    await sign_in(window, alice, settings.url)
    await window.goto("/m/atrium?t=5")
    await expect(window.get_by_role("region", name="Recording")).to_have_count(0)
    await expect(window.locator("[data-part=player]")).to_have_text("")
    await expect(window.locator(".said--cited")).to_have_text([ended.segments[1].text])


async def test_lost_file(window: Page, settings: Settings, alice: Account, heard: Heard) -> None:
    """A file that is gone is told of."""
    next(settings.recordings.rglob("mix.ogg")).unlink()
    await sign_in(window, alice, settings.url)
    await window.goto("/m/atrium")
    await expect(window.get_by_role("alert")).to_contain_text("The recording’s file is missing")


async def test_accessibility(
    chromium: Browser, app: web.Application, settings: Settings, alice: Account, heard: Heard
) -> None:
    """At every size, with options and moments open: no axe or CSP violations, no horizontal scrolling."""
    for width, scheme in SIZES:
        async with watched(chromium, settings, width, scheme) as page:
            await sign_in(page, alice, settings.url)
            await page.goto("/m/atrium?t=18")
            for name in ("Speed and options", "Topics, decisions and action items"):
                await page.get_by_role("button", name=name).click()
                await page.evaluate(AXE.read_text())
                assert await page.evaluate(FOUND) == []
            assert await page.evaluate("document.documentElement.scrollWidth") <= width
