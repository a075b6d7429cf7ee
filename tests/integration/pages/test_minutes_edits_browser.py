"""Minutes edited by hand in a real browser: by keyboard, marked, undone, and against another's words."""

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from aiohttp import web
from playwright.async_api import Browser, expect

from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.actor import Actor, acting_as
from server.meeting.db import execute
from server.meeting.minutes import Claim, minutes_of, save_minutes
from server.meeting.minutes_changes import MinutesEditor, Request, change_element
from tests.integration.pages.conftest import Spoken, minutes
from tests.integration.pages.test_browser import SIZES, chromium, sign_in, watched  # noqa: F401
from tests.integration.pages.test_tasks_browser import check
from tests.integration.web_client import need_web_client


@pytest.fixture(autouse=True)
def built(settings: Settings) -> None:
    """The pages' scripts are there."""
    need_web_client(settings)


@pytest.fixture
async def held(ended: Spoken) -> Spoken:
    """A meeting with minutes."""
    await save_minutes(ended.meeting.room.id, minutes(ended))
    return ended


@pytest.mark.parametrize(("width", "scheme"), SIZES)
async def test_edit(
    width: int, scheme: str, chromium: Browser, app: web.Application, settings: Settings,  # noqa: F811
    held: Spoken, alice: Account, tmp_path: Path,
) -> None:  # fmt: skip
    """The host edits and undoes by keyboard; no accessibility fault."""
    async with watched(chromium, settings, width, scheme) as page:
        await sign_in(page, alice, settings.url)
        await page.goto("/m/atrium")
        await page.get_by_role("button", name="Edit minutes").press("Enter")
        await page.get_by_role("button", name="Edit: Launch in May.").press("Enter")
        form = page.locator("[data-element-form]")
        await expect(form.get_by_label("Text")).to_be_focused()
        await form.get_by_label("Text").fill("Launch in June.")
        await page.screenshot(path=tmp_path / "form.png", full_page=True)
        await check(page, width)
        await form.get_by_label("Text").press("Control+Enter")
        decisions = page.get_by_role("region", name="Decisions")
        await expect(decisions).to_contain_text("Launch in June.")
        await expect(decisions).to_contain_text("Edited by Alice")
        await expect(page.get_by_role("button", name="Edit: Launch in June.")).to_be_focused()
        toast = page.locator("[data-toast]")
        await toast.get_by_role("button", name="Undo").press("Enter")
        await expect(decisions).to_contain_text("Launch in May.")


@pytest.mark.parametrize(("width", "scheme"), SIZES)
async def test_add_and_delete(
    width: int, scheme: str, chromium: Browser, app: web.Application, settings: Settings,  # noqa: F811
    held: Spoken, alice: Account, tmp_path: Path,
) -> None:  # fmt: skip
    """The host adds and deletes, and takes a deletion back in the history."""
    async with watched(chromium, settings, width, scheme) as page:
        await sign_in(page, alice, settings.url)
        await page.goto("/m/atrium")
        await page.get_by_role("button", name="Edit minutes").press("Enter")
        form = page.locator("[data-element-form]")
        await page.get_by_role("button", name="Add a topic").press("Enter")
        await form.get_by_label("Title").fill("Cake")
        await form.get_by_label("Text").fill("There was cake.")
        await form.get_by_role("button", name="Save").press("Enter")
        topics = page.get_by_role("region", name="Topics")
        await expect(topics).to_contain_text("Added by Alice")
        await page.get_by_role("button", name="Edit: The review is late.").press("Enter")
        await form.get_by_role("button", name="Delete").press("Enter")
        await expect(page.get_by_role("region", name="Key points")).to_have_count(0)
        await page.locator("[data-edits] summary").click()
        await page.screenshot(path=tmp_path / "edited.png", full_page=True)
        await check(page, width)
        await page.get_by_role("button", name="Undo: Alice deleted a key point").press("Enter")
        await expect(page.get_by_role("region", name="Key points")).to_contain_text("The review is late.")


async def test_conflict(
    chromium: Browser, app: web.Application, settings: Settings, held: Spoken, alice: Account,  # noqa: F811
) -> None:  # fmt: skip
    """Who saves over another's edit is shown it, and decides."""
    async with watched(chromium, settings, 1440) as page:
        await sign_in(page, alice, settings.url)
        await page.goto("/m/atrium")
        await page.get_by_role("button", name="Edit minutes").press("Enter")
        await page.get_by_role("button", name="Edit: Launch in May.").press("Enter")
        text = page.locator("[data-element-form]").get_by_label("Text")
        await text.fill("Launch in June.")
        await bob_edits(held, "Launch in July.")
        await text.press("Control+Enter")
        await expect(page.locator("[data-element-conflict]")).to_contain_text("Launch in July.")
        await check(page, 1440)
        await page.get_by_role("button", name="Save mine instead").press("Enter")
        await expect(page.get_by_role("region", name="Decisions")).to_contain_text("Launch in June.")


async def bob_edits(held: Spoken, text: str) -> None:
    """Bob, a co-host, edits the decision."""
    room, bob = held.meeting.room.id, held.meeting.bob
    await execute("UPDATE participants SET role = 'cohost' WHERE id = $1", bob.id)
    found = await minutes_of(room)
    assert found is not None
    assert found.hand is not None
    assert bob.user_id is not None
    decision = found.hand.sections["decisions"][0]
    with acting_as(Actor("web", user_id=bob.user_id)):
        editor = MinutesEditor(bob.user_id, moderates=True)
        await change_element(Request(room, editor, decision.id, 0, uuid4()), {"text": text})


async def test_reader(
    chromium: Browser, app: web.Application, settings: Settings, held: Spoken, bob: Account,  # noqa: F811
) -> None:  # fmt: skip
    """Who only reads sees what was edited, and no button."""
    await bob_edits(held, "Launch in July.")
    await execute("UPDATE participants SET role = 'participant' WHERE id = $1", held.meeting.bob.id)
    async with watched(chromium, settings, 1440) as page:
        await sign_in(page, bob, settings.url)
        await page.goto("/m/atrium")
        await expect(page.get_by_role("region", name="Decisions")).to_contain_text("Edited by Bob")
        await expect(page.get_by_role("button", name="Edit minutes")).to_have_count(0)
        await page.locator("[data-edits] summary").click()
        await expect(page.locator("[data-edits]")).to_contain_text("Launch in May.")
        await expect(page.locator("[data-edits]").get_by_role("button")).to_have_count(0)
        await check(page, 1440)


@pytest.mark.parametrize(("width", "scheme"), SIZES)
async def test_versions(
    width: int, scheme: str, chromium: Browser, app: web.Application, settings: Settings,  # noqa: F811
    held: Spoken, alice: Account, tmp_path: Path,
) -> None:  # fmt: skip
    """The host compares two versions and restores the older one; no accessibility fault."""
    again = replace(
        minutes(held),
        executive_summary="The launch moves to May.\n\nBob tells the printer.",
        key_points=[Claim("Cake was good.", held.ids[3:])],
    )
    await save_minutes(held.meeting.room.id, again)
    async with watched(chromium, settings, width, scheme) as page:
        await sign_in(page, alice, settings.url)
        await page.goto("/m/atrium/versions")
        await page.screenshot(path=tmp_path / "versions.png", full_page=True)
        await expect(page.get_by_role("region", name="What changed")).to_contain_text("Cake was good.")
        await check(page, width)
        await page.get_by_role("button", name="Restore version 1").press("Enter")
        await expect(page.get_by_role("region", name="All versions")).to_contain_text("Restored by Alice")


@pytest.mark.parametrize(("width", "scheme"), SIZES)
async def test_template(
    width: int, scheme: str, chromium: Browser, app: web.Application, settings: Settings,  # noqa: F811
    held: Spoken, alice: Account, tmp_path: Path,
) -> None:  # fmt: skip
    """The host has the minutes written again by another template, which arranges the page."""
    async with watched(chromium, settings, width, scheme) as page:
        await sign_in(page, alice, settings.url)
        await page.goto("/m/atrium")
        await page.get_by_text("Write again by another template").click()
        await page.get_by_role("radio", name="Stand-up").check()
        await page.screenshot(path=tmp_path / "choice.png", full_page=True)
        await check(page, width)
        await page.get_by_role("button", name="Write again", exact=True).press("Enter")
        progress = page.get_by_role("region", name="Done, next, blocked")
        await expect(progress).to_be_visible()
        await page.screenshot(path=tmp_path / "standup.png", full_page=True)
        await check(page, width)
