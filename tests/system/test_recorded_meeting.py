"""A recorded meeting in real browsers: its sound is tied to its words, corrected, exported and forgotten."""

import asyncio
import io
import json
import re
import zipfile
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from docx import Document
from numpy.typing import NDArray
from playwright.async_api import Playwright, expect
from pypdf import PdfReader

from agent.decimation import Decimator
from agent.recognizer import SAMPLE_RATE_HZ
from agent.recording.opus_file import read_opus
from agent.transcribe_file import load
from tests.integration.database_text import database_text
from tests.system.running_stack import PACKED_MODELS, RunningStack
from tests.system.talking_window import TalkingWindow, talking_window
from tests.system.word_similarity import ENOUGH, heard, words_of

ANNA, BEN = "Anna Berg", "Ben Okoro"
BUDGET = "We have spent a little less than we planned."
OFFICE = "The new office will be ready at the end of March."
SECRET = "Nobody may know that the factory in Lisbon is for sale."
LEASE = "The lease of the old building ends in the summer."
CORRECTED = "The lease of the old warehouse ends in the summer."
STEMS = {SECRET: ("lisbon", "factor"), OFFICE: ("offic", "march")}
"""What only this sentence has, as far as its words are stemmed."""
WORD_MS = 150
QUIET = 0.003
"""Amplitude below which nobody says anything."""
MIXED_MS = 120_000
CLICK = """([id, word]) => {
  const said = document.querySelector(`[data-segment="${id}"]`);
  const node = document.createTreeWalker(said, NodeFilter.SHOW_TEXT).nextNode();
  const at = node.textContent.toLowerCase().indexOf(word);
  said.scrollIntoView({ block: 'center' });
  const range = document.createRange();
  range.setStart(node, at + 1);
  range.setEnd(node, at + 2);
  const box = range.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}"""
"""The middle of a word's second letter, on screen."""
SOUGHT = """() => {
  const sound = document.querySelector('[data-sound]');
  window.__sought = [];
  sound.addEventListener('seeked', () => window.__sought.push(sound.currentTime));
}"""
REMADE = """
SELECT r.id FROM recordings r JOIN forgotten_words f ON f.room_id = r.room_id
WHERE r.room_id = $1 AND r.status = 'completed' AND r.updated_at > f.created_at
"""
FORMATS = ("txt", "md", "srt", "vtt", "docx", "pdf", "json", "audio", "zip")


@dataclass(frozen=True)
class Held:
    """What was seen, step by step."""

    segments: list[dict[str, Any]]
    gaps: list[dict[str, Any]]
    mix: Path
    sought_ms: float
    word: dict[str, Any]
    shown_after_correction: str
    found: int
    exports: dict[str, bytes]
    before: str
    after: str
    kept: Path
    found_after: int
    texts_after: list[str]
    logs: str


async def rows(stack: RunningStack) -> str:
    """Every row of every table, in lower case."""
    async with stack.database() as connection:
        return await database_text(connection.fetch)


async def speak(anna: TalkingWindow, ben: TalkingWindow) -> None:
    """Record, talk, go off the record and back, and stop."""
    await anna.part("record-toggle").click()
    await anna.part("record-confirm").click()
    await ben.part("recording-agree").click()
    for one in (anna, ben):
        await expect(one.part("recording-mark")).to_be_visible()
    await anna.say(BUDGET)
    await ben.reads(BUDGET, ANNA)
    await ben.say(OFFICE)
    await anna.reads(OFFICE, BEN)
    await off_record(anna, "Take everybody off the record")
    await expect(ben.part("off-record")).to_have_attribute("data-shown", "true")
    await ben.say(SECRET)
    await off_record(anna, "Put everybody back on the record")
    await expect(ben.part("off-record")).to_have_attribute("data-shown", "false")
    await anna.say(LEASE)
    await ben.reads(LEASE, ANNA)
    await anna.part("record-toggle").click()
    await anna.part("record-confirm").click()
    await expect(ben.part("recording-mark")).to_have_count(0)


async def off_record(one: TalkingWindow, choice: str) -> None:
    """Choose in the menu."""
    await one.page.get_by_role("button", name="Off record").click()
    await one.page.get_by_role("menuitem", name=choice).click()


async def listen(anna: TalkingWindow, segment: dict[str, Any], word: dict[str, Any]) -> float:
    """Click a word in the transcript; gives where the player went, in milliseconds."""
    await anna.page.evaluate(SOUGHT)
    x, y = await anna.page.evaluate(CLICK, [segment["id"], words_of(word["word"])[0]])
    await anna.page.mouse.click(x, y)
    await anna.page.wait_for_function("() => window.__sought.length > 0")
    return float(await anna.page.evaluate("() => window.__sought[0]")) * 1000


async def correct(anna: TalkingWindow, segment: dict[str, Any]) -> str:
    """Correct a sentence on the page; gives what stands there then."""
    await anna.page.get_by_role("button", name="Correct", exact=True).click()
    said = anna.page.locator(f'[data-segment="{segment["id"]}"]')
    await said.click()
    box = anna.page.get_by_role("textbox", name="Correct what")
    await box.fill(CORRECTED)
    await box.press("Enter")
    await expect(said).to_have_text(CORRECTED)
    return (await said.inner_text()).strip()


async def search(anna: TalkingWindow, words: str) -> int:
    """Count the meetings that have these words."""
    return len((await anna.call("GET", f"/api/search?q={words}"))["results"])


async def export(anna: TalkingWindow, slug: str) -> dict[str, bytes]:
    """Take the meeting along in every format."""
    found = {}
    for each in FORMATS:
        answer = await anna.page.request.get(f"{anna.url}/api/rooms/{slug}/export/{each}")
        assert answer.ok, (each, await answer.text())
        found[each] = await answer.body()
    return found


async def forget(anna: TalkingWindow) -> None:
    """As the host, have Ben's words forgotten."""
    await anna.page.reload()
    await anna.page.get_by_role("button", name="Forget words").click()
    await anna.page.locator("#forget-whose").select_option(label=BEN)
    await anna.page.get_by_role("button", name="Forget", exact=True).click()
    await expect(anna.page.locator("[data-forgotten]").first).to_be_visible()


@pytest.fixture(scope="module")
async def held(stack: RunningStack, playwright: Playwright, store: Path, tmp_path_factory: Any) -> Held:
    """Hold the meeting, listen to it, correct it, export it, and forget half of it."""
    kept = tmp_path_factory.mktemp("recorded")
    async with AsyncExitStack() as open_windows:
        anna, ben = [
            await open_windows.enter_async_context(
                talking_window(playwright, stack.url, place, store, kept / f"{place}.wav")
            )
            for place in (0, 1)
        ]
        await anna.register(ANNA)
        slug = await anna.new_room("Recorded")
        await asyncio.gather(anna.enter(slug), ben.enter(slug, BEN))
        await asyncio.gather(*(one.part("transcriber-badge").wait_for() for one in (anna, ben)))
        await asyncio.gather(anna.open_transcript(), ben.open_transcript())
        await speak(anna, ben)
        await anna.end_for_all()
        room = await stack.until("SELECT id FROM rooms WHERE slug = $1 AND status = 'ended'", slug)
        await anna.page.goto(f"{anna.url}/m/{slug}")
        await anna.page.locator("[data-player]").wait_for(timeout=MIXED_MS)
        told = await anna.call("GET", f"/api/rooms/{slug}/segments?words=true")
        office = next(each for each in told["segments"] if heard(OFFICE, each["text"]) >= ENOUGH)
        lease = next(each for each in told["segments"] if heard(LEASE, each["text"]) >= ENOUGH)
        word = next(each for each in office["words"] if "march" in each["word"].lower())
        sought_ms = await listen(anna, office, word)
        mix = kept / "mix.ogg"
        corrected = await correct(anna, lease)
        found = await search(anna, "warehouses")
        exports = await export(anna, slug)
        mix.write_bytes(exports["audio"])
        before = await rows(stack)
        await forget(anna)
        await stack.until(REMADE, room["id"])
        for name, path in (("remade", ""), ("bens", f"/{office['participant_id']}")):
            answer = await anna.page.request.get(f"{anna.url}/api/rooms/{slug}/recording/audio{path}")
            (kept / f"{name}.ogg").write_bytes(await answer.body())
        again = await anna.call("GET", f"/api/rooms/{slug}/segments")
        return Held(
            segments=told["segments"],
            gaps=told["gaps"],
            mix=mix,
            sought_ms=sought_ms,
            word=word,
            shown_after_correction=corrected,
            found=found,
            exports=exports,
            before=before,
            after=await rows(stack),
            kept=kept,
            found_after=await search(anna, "office"),
            texts_after=[each["text"] for each in again["segments"]],
            logs="\n".join(each.read_text().lower() for each in (stack.data / "log").glob("*.log")),
        )


def sound_of(file: Path) -> NDArray[np.int16]:
    """A recording at the recognizers' rate."""
    decimate = Decimator()
    return np.concatenate([decimate.feed(np.asarray(pcm * 32767, np.int16)) for pcm in read_opus(file)])


def cut(sound: NDArray[np.int16], from_ms: float, to_ms: float) -> NDArray[np.int16]:
    """A stretch of it."""
    return sound[int(from_ms * SAMPLE_RATE_HZ / 1000) : int(to_ms * SAMPLE_RATE_HZ / 1000)]


def loudness(sound: NDArray[np.int16]) -> float:
    """The loudest sample, 0 to 1."""
    return float(np.abs(sound.astype(int)).max(initial=0)) / 32768


def test_off_the_record(held: Held) -> None:
    """What was said off the record is nowhere, and the transcript says that something was."""
    assert [word for word in STEMS[SECRET] if word in held.before] == []
    (gap,) = [each for each in held.gaps if each["cause"] == "off_record"]
    assert gap["participant_id"] is None
    assert loudness(cut(sound_of(held.mix), gap["from_ms"] + 200, gap["to_ms"])) < QUIET


def test_word_is_heard_where_it_is_clicked(held: Held) -> None:
    """A click on a word plays from that word; the engine reads it there again."""
    assert abs(held.sought_ms - held.word["start_ms"]) <= WORD_MS
    sound = cut(sound_of(held.mix), held.sought_ms - WORD_MS, held.word["end_ms"] + 600)
    quiet = np.zeros(SAMPLE_RATE_HZ // 2, np.int16)
    _, read = load("en", "whisper", (PACKED_MODELS,))
    assert "march" in read(np.concatenate((quiet, sound, quiet)).tobytes()).lower()


def test_every_sentence_is_in_the_mix(held: Held) -> None:
    """Each sentence is read again from its own stretch of the recording."""
    sound = sound_of(held.mix)
    _, read = load("en", "whisper", (PACKED_MODELS,))
    for each in held.segments:
        there = read(cut(sound, each["start_ms"] - 200, each["end_ms"] + 300).tobytes())
        assert heard(each["text"], there) >= ENOUGH, (each["text"], there)


def test_correction(held: Held) -> None:
    """A corrected sentence stands on the page at once, and is found by a form of its new word."""
    assert held.shown_after_correction == CORRECTED
    assert held.found == 1


def test_exports(held: Held) -> None:
    """Every format has the corrected words, as other programs read it."""
    document = Document(io.BytesIO(held.exports["docx"]))
    archive = zipfile.ZipFile(io.BytesIO(held.exports["zip"]))
    texts = {
        **{each: held.exports[each].decode() for each in ("txt", "md", "srt", "vtt")},
        "docx": "\n".join(each.text for each in document.paragraphs),
        "pdf": "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(held.exports["pdf"])).pages),
        "json": json.dumps(json.loads(held.exports["json"])),
        "zip": "\n".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".txt")),
    }
    for name, text in texts.items():
        assert "old warehouse ends" in re.sub(r"\s+", " ", text), name
    assert any(name.endswith(".ogg") for name in archive.namelist())


def test_forgotten(held: Held) -> None:
    """No row, search or file has what Ben said; what Anna said is there as before."""
    assert [word for word in STEMS[OFFICE] if word not in held.before] == []
    assert [word for word in STEMS[OFFICE] if word in held.after] == []
    assert held.found_after == 0
    assert CORRECTED in held.texts_after
    office = next(each for each in held.segments if heard(OFFICE, each["text"]) >= ENOUGH)
    budget = next(each for each in held.segments if heard(BUDGET, each["text"]) >= ENOUGH)
    remade = sound_of(held.kept / "remade.ogg")
    assert loudness(cut(remade, office["start_ms"], office["end_ms"])) < QUIET
    assert loudness(sound_of(held.kept / "bens.ogg")) < QUIET
    assert loudness(cut(remade, budget["start_ms"], budget["end_ms"])) > 10 * QUIET


def test_logs(held: Held) -> None:
    """No log has what anybody said."""
    assert "recording_mixed" in held.logs
    assert [word for word in ("lisbon", "office will", "warehouse", "planned") if word in held.logs] == []
