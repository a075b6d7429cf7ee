"""Action items in a real browser: completed, edited, commented on and undone, and seen by others at once."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from aiohttp import web
from playwright.async_api import Browser, Page, expect

from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.action_item_changes import NewItem, Request, change_item, create_item
from server.meeting.action_item_edits import ItemEditor
from server.meeting.action_item_rows import items_in
from server.meeting.actor import Actor, acting_as
from server.meeting.minutes import save_minutes
from tests.integration.pages.conftest import Spoken, minutes
from tests.integration.pages.test_browser import AXE, FOUND, SIZES, chromium, sign_in, watched  # noqa: F401
from tests.integration.web_client import need_web_client


@pytest.fixture(autouse=True)
def built(settings: Settings) -> None:
    """The pages' scripts are there."""
    need_web_client(settings)


@pytest.fixture
async def held(ended: Spoken) -> Spoken:
    """A meeting with a task of the minutes, and two of bob's."""
    await save_minutes(ended.meeting.room.id, minutes(ended))
    assert ended.meeting.alice.user_id is not None
    host = ItemEditor(ended.meeting.alice.user_id, moderates=True)
    today = datetime.now(UTC).date()
    for new in (
        NewItem("Book the big room", "For twenty people.", due_date=today + timedelta(days=9),
                tags=("rooms", "spring"), participant_id=ended.meeting.bob.id),
        NewItem("Ask the <b>printer</b> about paper", type="follow_up", priority="high",
                due_date=today - timedelta(days=2), participant_id=ended.meeting.bob.id),
    ):  # fmt: skip
        with acting_as(Actor("web", user_id=host.user_id)):
            await create_item(ended.meeting.room.id, host, new, uuid4())
    return ended


async def check(page: Page, width: int) -> None:
    """There is no accessibility fault, and nothing is wider than the window."""
    await page.evaluate(AXE.read_text())
    assert await page.evaluate(FOUND) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "scheme"), SIZES)
async def test_meeting_page(
    width: int, scheme: str, chromium: Browser, app: web.Application, settings: Settings,  # noqa: F811
    held: Spoken, alice: Account, tmp_path: Path,
) -> None:  # fmt: skip
    """The host completes, undoes, edits and comments, all by keyboard; no accessibility fault."""
    async with watched(chromium, settings, width, scheme) as page:
        await sign_in(page, alice, settings.url)
        await page.goto("/m/atrium")
        await page.screenshot(path=tmp_path / "cards.png", full_page=True)
        box = page.get_by_role("checkbox", name="Done: Tell the printer")
        await box.focus()
        await page.keyboard.press("Space")
        toast = page.locator("[data-toast]")
        await expect(toast).to_contain_text("Completed: Tell the printer")
        await toast.get_by_role("button", name="Undo").press("Enter")
        await expect(toast).to_contain_text("Undone")
        await expect(box).not_to_be_checked()

        card = page.locator("[data-task]", has_text="Book the big room")
        await card.locator("[data-task-do=open]").press("Enter")
        title = card.get_by_label("What is to be done")
        await expect(title).to_be_focused()
        await title.fill("Book the bigger room")
        await card.get_by_label("Tags").fill("rooms, May")
        await card.get_by_label("Comment", exact=True).fill("Which one?")
        await card.get_by_role("button", name="Comment", exact=True).press("Enter")
        await expect(card.locator("[data-task-comments]")).to_contain_text("Which one?")
        await page.screenshot(path=tmp_path / "open.png", full_page=True)
        await check(page, width)
        await title.press("Enter")
        changed = page.locator("[data-task]", has_text="Book the bigger room")
        await expect(changed).to_contain_text("May")
        await expect(changed.locator("[data-task-do=open]")).to_contain_text("1 comment")


async def test_add_and_delete(
    chromium: Browser, app: web.Application, settings: Settings, held: Spoken, alice: Account,  # noqa: F811
) -> None:  # fmt: skip
    """The host adds an item by hand and deletes it; an undo brings it back."""
    async with watched(chromium, settings, 768) as page:
        await sign_in(page, alice, settings.url)
        await page.goto("/m/atrium")
        await page.get_by_role("button", name="Add an action item").press("Enter")
        await page.keyboard.type("Buy cake")
        await page.keyboard.press("Enter")
        await expect(page.locator("[data-task]", has_text="Buy cake")).to_be_visible()
        added = page.locator("[data-task]", has_text="Buy cake")
        await added.locator("[data-task-do=open]").press("Enter")
        await added.get_by_role("button", name="Delete", exact=True).press("Enter")
        await expect(page.locator("[data-task]", has_text="Buy cake")).to_have_count(0)
        await page.get_by_role("button", name="Undo").press("Enter")
        await expect(page.locator("[data-task]", has_text="Buy cake")).to_be_visible()


async def test_two_people(
    chromium: Browser, app: web.Application, settings: Settings, held: Spoken, alice: Account,  # noqa: F811
    bob: Account,
) -> None:  # fmt: skip
    """What one does the other sees at once; who saves over another's change is asked first."""
    async with watched(chromium, settings, 1440) as hers, watched(chromium, settings, 1440) as his:
        await sign_in(hers, alice, settings.url)
        await sign_in(his, bob, settings.url)
        for page in (hers, his):
            await page.goto("/m/atrium")
        name = "Done: Book the big room"
        await expect(his.get_by_role("checkbox", name="Done: Tell the printer")).to_be_disabled()
        await his.get_by_role("checkbox", name=name).check()
        await expect(hers.get_by_role("checkbox", name=name)).to_be_checked()

        card = hers.locator("[data-task]", has_text="Ask the <b>printer</b> about paper")
        await card.locator("[data-task-do=open]").click()
        await card.get_by_label("What is to be done").fill("Ask the printer")
        items = await items_in(held.meeting.room.id)
        late = next(each for each in items if each.is_overdue and each.assigned_to == bob.id)
        asked = Request(late.room_id, ItemEditor(bob.id, moderates=False), late.id, late.revision, uuid4())
        await change_item(asked, {"status": "done"})
        await card.get_by_role("button", name="Save", exact=True).click()
        await expect(card.locator("[data-task-conflict]")).to_contain_text("Bob changed this meanwhile")
        await card.get_by_role("button", name="Save mine instead").click()
        await expect(hers.locator("[data-task]", has_text="Ask the printer")).to_have_attribute(
            "data-task-status", "done"
        )


@pytest.mark.parametrize(("width", "scheme"), SIZES)
async def test_my_items(
    width: int, scheme: str, chromium: Browser, app: web.Application, settings: Settings,  # noqa: F811
    held: Spoken, bob: Account, tmp_path: Path,
) -> None:  # fmt: skip
    """Bob finds his tasks with the overdue first, completes one in place, and looks for words."""
    async with watched(chromium, settings, width, scheme) as page:
        await sign_in(page, bob, settings.url)
        await page.goto("/")
        await page.screenshot(path=tmp_path / "home.png", full_page=True)
        await page.get_by_role("link", name="All your action items").click()
        await page.screenshot(path=tmp_path / "mine.png", full_page=True)
        titles = page.locator("[data-task-title]")
        await expect(titles).to_have_text(["Ask the <b>printer</b> about paper", "Book the big room"])
        await page.get_by_role("checkbox", name="Done: Ask the").check()
        await expect(page.locator("[data-toast]")).to_contain_text("Completed")
        await check(page, width)
        await page.get_by_label("Find among your action items").fill("BIG")
        await page.keyboard.press("Enter")
        await expect(titles).to_have_text(["Book the big room"])
        await page.get_by_role("link", name="Finished").click()
        await expect(page.locator("main")).to_contain_text("Nothing has these words.")
