"""Corrections on the meeting page in a real browser: by mouse, by keyboard, and two at once."""

import re
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from playwright.async_api import Browser, Page, expect

from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.minutes import save_minutes
from server.meeting.transcripts import close_transcript, segments_of
from tests.integration.pages.conftest import Spoken, minutes
from tests.integration.pages.test_browser import (  # noqa: F401  fixtures are found by name
    AXE,
    FOUND,
    chromium,
    sign_in,
    watched,
    window,
)


@pytest.fixture
async def written(ended: Spoken) -> Spoken:
    """The meeting with its minutes."""
    await close_transcript(ended.meeting.room.id)
    await save_minutes(ended.meeting.room.id, minutes(ended), read=await segments_of(ended.meeting.room.id))
    return ended


@pytest.fixture
async def alices(window: Page, alice: Account, settings: Settings, written: Spoken) -> Page:  # noqa: F811
    """The host on the meeting page, who corrects."""
    await sign_in(window, alice, settings.url)
    await window.goto("/m/atrium")
    await window.get_by_role("button", name="Correct", exact=True).click()
    return window


@pytest.fixture
async def bobs(
    chromium: Browser, app: web.Application, settings: Settings, bob: Account, written: Spoken,  # noqa: F811
) -> AsyncIterator[Page]:  # fmt: skip
    """Bob in a window of his own."""
    async with watched(chromium, settings, 1280) as page:
        await sign_in(page, bob, settings.url)
        await page.goto("/m/atrium")
        yield page


def sentence(page: Page, written: Spoken, number: int) -> str:
    """The selector of a sentence."""
    del page
    return f'[data-segment="{written.ids[number]}"]'


async def texts(written: Spoken) -> list[str]:
    """What is stored."""
    return [each.text for each in await segments_of(written.meeting.room.id)]


async def test_correct(alices: Page, bobs: Page, written: Spoken) -> None:
    """A sentence is corrected in place; minutes that rest on it say so, and other open pages follow."""
    await alices.locator(sentence(alices, written, 2)).click()
    box = alices.get_by_label("Correct what Alice at 0:10 said")
    await expect(box).to_be_focused()
    await box.fill("Then we move the launch to June.")
    await box.press("Enter")
    await expect(alices.locator(sentence(alices, written, 2))).to_have_text(
        "Then we move the launch to June."
    )
    await expect(alices.locator(sentence(alices, written, 2))).to_be_focused()
    await expect(alices.locator("[data-stale]")).to_contain_text("1 sentence of the transcript was corrected")
    await expect(alices.get_by_text("Words corrected since").first).to_be_visible()
    await expect(bobs.locator(sentence(bobs, written, 2))).to_have_text("Then we move the launch to June.")
    assert (await texts(written))[2] == "Then we move the launch to June."


async def test_keyboard(alices: Page, written: Spoken) -> None:
    """Arrows go from sentence to sentence, Enter opens, Escape leaves the words, and then the mode."""
    first, second = (alices.locator(sentence(alices, written, number)) for number in (0, 1))
    await first.focus()
    await alices.keyboard.press("ArrowDown")
    await expect(second).to_be_focused()
    await alices.keyboard.press("Enter")
    await alices.keyboard.type(" Not yet.")
    await alices.keyboard.press("Escape")
    await expect(second).to_have_text("The review is not done by then.")
    await expect(second).to_be_focused()
    await alices.keyboard.press("Escape")
    toggle = alices.get_by_role("button", name="Correct", exact=True)
    await expect(toggle).to_be_focused()
    await expect(toggle).to_have_attribute("aria-pressed", "false")


async def test_two_at_once(alices: Page, bobs: Page, written: Spoken) -> None:
    """Who saves second sees what the first wrote, and chooses."""
    await bobs.get_by_role("button", name="Correct", exact=True).click()
    place = sentence(alices, written, 1)
    for page in (alices, bobs):
        await page.locator(place).click()
    await bobs.get_by_role("textbox", name="Correct what").fill("The review is done.")
    await bobs.get_by_role("button", name="Save", exact=True).click()
    await expect(bobs.locator(place)).to_have_text("The review is done.")
    await alices.get_by_role("textbox", name="Correct what").fill("The review is late.")
    await alices.get_by_role("button", name="Save", exact=True).click()
    await expect(alices.get_by_role("alert").filter(has_text="meanwhile")).to_contain_text(
        re.compile("Bob changed these words meanwhile.*The review is done", re.DOTALL)
    )
    await alices.get_by_role("button", name="Save mine instead").click()
    await expect(alices.locator(place)).to_have_text("The review is late.")


async def test_own_words_only(bobs: Page, written: Spoken) -> None:
    """Bob chooses among his own sentences; others' play or do nothing, as without the mode."""
    await bobs.get_by_role("button", name="Correct", exact=True).click()
    await bobs.locator(sentence(bobs, written, 0)).click()
    await expect(bobs.locator("form[data-fix]")).to_have_count(0)
    await bobs.locator(sentence(bobs, written, 1)).click()
    await expect(bobs.locator("form[data-fix]")).to_have_count(1)
    await expect(bobs.get_by_role("button", name="Replace a term")).to_have_count(0)


async def test_split_speaker_history_undo(alices: Page, written: Spoken) -> None:
    """A sentence is cut at the cursor, its end given to another speaker, and that is undone."""
    place = alices.locator(sentence(alices, written, 2))
    await place.click()
    box = alices.get_by_role("textbox", name="Correct what")
    await box.evaluate("box => box.setSelectionRange(12, 12)")
    await alices.get_by_role("button", name="More").click()
    await alices.get_by_role("button", name="Split at the cursor").click()
    await expect(place).to_have_text("Then we move")
    end = alices.locator("[data-segment]", has_text="the launch to May.")
    await end.click()
    await alices.get_by_role("button", name="More").click()
    await alices.get_by_label("Who spoke").select_option(label="Bob")
    await alices.get_by_role("button", name="Change the speaker").click()
    turn = alices.locator(".turn", has=end)
    await expect(turn.locator(".turn__who")).to_have_text("Bob")
    await end.click()
    await alices.get_by_role("button", name="More").click()
    await alices.get_by_role("button", name="History").click()
    await alices.get_by_role("button", name="Undo").click()
    await expect(turn.locator(".turn__who")).to_have_text("Alice")


async def test_replace_everywhere(alices: Page, written: Spoken) -> None:
    """A term is replaced after a preview, and taken back."""
    await alices.get_by_role("button", name="Replace a term").click()
    await alices.get_by_role("textbox", name="Heard").fill("printer")
    await alices.get_by_role("textbox", name="Meant").fill("Painter")
    await expect(alices.locator("[data-replace-count]")).to_have_text("1 place in 1 sentence.")
    await alices.get_by_role("button", name="Replace", exact=True).click()
    await expect(alices.locator("[data-replace-count]")).to_have_text("Replaced in 1 sentence.")
    assert "Painter" in (await texts(written))[3]
    await alices.get_by_role("button", name="Undo").click()
    await expect(alices.locator("[data-replace-count]")).to_have_text("1 place in 1 sentence.")
    assert "printer" in (await texts(written))[3]
    await alices.get_by_role("button", name="Close").click()
    await alices.get_by_role("button", name="Glossary").click()
    await expect(alices.get_by_label("Terms of this meeting")).to_have_value("Painter")


async def test_forms_of_a_word(alices: Page, written: Spoken) -> None:
    """Find goes through every form of a word, and still finds after a correction."""
    await alices.locator(sentence(alices, written, 0)).click()
    box = alices.get_by_role("textbox", name="Correct what")
    await box.fill("Shall we keep moving?")
    await box.press("Enter")
    await alices.get_by_label("Find in the transcript").fill("moved")
    await expect(alices.locator("[data-find-count]")).to_have_text("2 found")
    await alices.get_by_role("button", name="Next match").click()
    await expect(alices.locator("[data-find-count]")).to_have_text("1 of 2")


SIZES = ((360, "light"), (768, "dark"), (1440, "light"))


@pytest.mark.parametrize(("width", "scheme"), SIZES)
async def test_accessibility(
    width: int, scheme: str, chromium: Browser, app: web.Application,  # noqa: F811
    settings: Settings, alice: Account, written: Spoken,
) -> None:  # fmt: skip
    """The form with everything open, and the dialogs, have no fault that can be found, and fit."""
    async with watched(chromium, settings, width, scheme) as page:
        await sign_in(page, alice, settings.url)
        await page.goto("/m/atrium")
        await page.get_by_role("button", name="Correct", exact=True).click()
        await page.locator(sentence(page, written, 1)).click()
        await page.get_by_role("textbox", name="Correct what").fill("The review was not done by then.")
        await page.get_by_role("button", name="Save", exact=True).click()
        await page.locator(sentence(page, written, 1)).click()
        await page.get_by_role("button", name="More").click()
        await page.get_by_role("button", name="History").click()
        await expect(page.get_by_role("button", name="Undo")).to_be_visible()
        await page.evaluate(AXE.read_text(encoding="utf-8"))
        assert await page.evaluate(FOUND) == []
        await page.get_by_role("button", name="Cancel").first.click()
        await page.get_by_role("button", name="Replace a term").click()
        await page.get_by_role("textbox", name="Heard").fill("the")
        await page.get_by_role("textbox", name="Meant").fill("our")
        await expect(page.locator("[data-replace-hits] li").first).to_be_visible()
        assert await page.evaluate(FOUND) == []
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
