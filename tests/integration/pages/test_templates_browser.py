"""Templates of minutes in a real browser: made, chosen before a meeting, and read on the page."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import Browser, Page, expect

from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.db import execute
from server.meeting.minutes import Claim, Decision, Voice, save_minutes
from server.meeting.own_templates import own_templates
from server.meeting.rooms import room_by_slug
from server.meeting.special_sections import Label, SpecialKind, Statement
from tests.integration.pages.conftest import Spoken, minutes
from tests.integration.pages.test_browser import AXE, FOUND, SIZES, chromium, sign_in, watched
from tests.integration.pages.test_tasks_browser import check
from tests.integration.web_client import need_web_client

__all__ = ["chromium"]


@pytest.fixture
async def window(
    chromium: Browser, app: web.Application, settings: Settings, alice: Account
) -> AsyncIterator[Page]:
    """Alice's window."""
    need_web_client(settings)
    async with watched(chromium, settings, 1280) as page:
        await sign_in(page, alice, settings.url)
        yield page


async def test_made_and_chosen(window: Page, alice: Account, spoken: Spoken) -> None:
    """A template is made from sections, changed, and chosen for a meeting that runs."""
    await window.goto("/account")
    await window.get_by_role("link", name="Your templates for minutes").click()
    await window.get_by_label("Name").fill("Weekly")
    await window.get_by_label("Kind of section").select_option("custom")
    await window.get_by_role("button", name="Add section").click()
    row = window.locator("[data-section=custom]")
    await row.locator("[data-heading]").fill("Risks")
    await row.get_by_label("What it holds").fill("Every risk that was named")
    await row.get_by_role("button", name="Up").click()
    await window.get_by_role("button", name=re.compile("Remove.*Decisions")).click()
    await window.get_by_role("button", name="Make template").click()
    await expect(window.get_by_role("link", name="Weekly")).to_be_visible()
    (made,) = await own_templates(alice.id)
    assert [each.kind for each in made.fields.sections] == ["summary", "custom", "actions"]
    await window.goto("/m/atrium")
    await window.get_by_label("Minutes by the template").select_option(label="Weekly")
    await expect(window.get_by_text("get the template “Weekly”")).to_be_visible()
    room = await room_by_slug("atrium")
    assert room is not None
    assert room.settings.template == str(made.id)


async def test_problem_is_told(window: Page) -> None:
    """What the server refuses is told, and nothing is lost."""
    await window.goto("/account/templates")
    for name in ("Summary", "Decisions", "Action items"):
        await window.get_by_role("button", name=re.compile(f"Remove.*{name}")).click()
    await window.get_by_label("Name").fill("Empty")
    await window.get_by_role("button", name="Make template").click()
    await expect(window.get_by_role("alert").first).to_be_visible()
    await expect(window.get_by_label("Name")).to_have_value("Empty")


def _statement(spoken: Spoken, kind: SpecialKind, label: Label, at: int, group: str = "") -> Statement:
    segment = spoken.segments[at]
    return Statement(
        segment.text,
        (segment.id,),
        kind=kind,
        label=label,
        group=group,
        speaker=segment.speaker,
        participant_id=segment.participant_id,
    )


async def write(spoken: Spoken, template: str) -> None:
    """Ready minutes with every kind of section, arranged by a template."""
    bob = spoken.segments[1]
    voice = Voice(bob.participant_id, bob.speaker, bob.id)
    special = [
        _statement(spoken, "progress", "done", 1),
        _statement(spoken, "progress", "next", 2),
        _statement(spoken, "progress", "blocked", 3),
        _statement(spoken, "answers", "question", 0, "1"),
        _statement(spoken, "answers", "answer", 1, "1"),
        _statement(spoken, "lessons", "well", 0),
        _statement(spoken, "lessons", "badly", 1),
        _statement(spoken, "lessons", "try", 3),
        _statement(spoken, "requests", "request", 0),
        _statement(spoken, "requests", "promise", 3),
        _statement(spoken, "motions", "mover", 2, str(spoken.ids[1])),
        _statement(spoken, "motions", "seconder", 3, str(spoken.ids[1])),
    ]
    await save_minutes(
        spoken.meeting.room.id,
        replace(
            minutes(spoken),
            decisions=[Decision("Launch in May, after the review.", spoken.ids[1:3], agreed=(voice,))],
            turned_down=[Decision("Launch in April.", spoken.ids[:1], against=(voice,))],
            open_questions=[Claim("Who tells the press?", spoken.ids[:1])],
            special=special,
        ),
    )
    await execute("UPDATE meeting_summaries SET template = $1", template)


TITLES = {
    "standup": "Blocked",
    "interview": "Questions and answers",
    "retrospective": "To try",
    "client": "The client asks for",
    "formal": "Seconded by",
}


@pytest.mark.parametrize("template", ["general", *TITLES])
async def test_read(
    chromium: Browser, app: web.Application, settings: Settings, alice: Account, ended: Spoken, template: str
) -> None:
    """Each template's page has its sections; axe finds nothing, and nothing is wider than the screen."""
    need_web_client(settings)
    await write(ended, template)
    for width, scheme in SIZES:
        async with watched(chromium, settings, width, scheme) as page:
            await sign_in(page, alice, settings.url)
            await page.goto("/m/atrium")
            if template in TITLES:
                await expect(page.get_by_text(TITLES[template]).first).to_be_visible()
            await page.evaluate(AXE.read_text())
            assert await page.evaluate(FOUND) == []
            assert await page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "scheme"), SIZES)
async def test_edited(
    chromium: Browser, app: web.Application, settings: Settings, alice: Account, ended: Spoken, width: int,
    scheme: str, tmp_path: Path,
) -> None:  # fmt: skip
    """By keyboard the host rewords what went well and adds what to try; axe finds nothing."""
    need_web_client(settings)
    await write(ended, "retrospective")
    async with watched(chromium, settings, width, scheme) as page:
        await sign_in(page, alice, settings.url)
        await page.goto("/m/atrium")
        await page.get_by_role("button", name="Edit minutes").press("Enter")
        lessons = page.get_by_role("region", name="What went well")
        await lessons.get_by_role("button", name="Edit:").first.press("Enter")
        form = page.locator("[data-element-form]")
        await form.get_by_label("Text").fill("The boats were ready.")
        await page.screenshot(path=tmp_path / "form.png", full_page=True)
        await form.get_by_label("Text").press("Control+Enter")
        await expect(lessons).to_contain_text("The boats were ready.")
        await expect(lessons).to_contain_text("Edited by Alice")
        await page.get_by_role("button", name="Add to “To try”").press("Enter")
        await form.get_by_label("Text").fill("Meet at noon.")
        await form.get_by_label("Text").press("Control+Enter")
        await expect(lessons).to_contain_text("Added by Alice")
        await page.screenshot(path=tmp_path / "edited.png", full_page=True)
        await check(page, width)


@pytest.mark.parametrize(("width", "scheme"), SIZES)
async def test_accessible(
    chromium: Browser, app: web.Application, settings: Settings, alice: Account, width: int, scheme: str
) -> None:
    """The page of templates has no axe violations, and nothing is wider than the screen."""
    need_web_client(settings)
    async with watched(chromium, settings, width, scheme) as page:
        await sign_in(page, alice, settings.url)
        await page.goto("/account/templates?from=retrospective")
        await page.get_by_label("Name").fill("W" * 80)
        await page.get_by_role("button", name="Make template").click()
        await page.get_by_role("link", name="W" * 80).click()
        await expect(page.get_by_role("button", name="Save")).to_be_visible()
        await page.evaluate(AXE.read_text())
        assert await page.evaluate(FOUND) == []
        assert await page.evaluate("document.documentElement.scrollWidth") <= width


async def test_printed(window: Page, ended: Spoken) -> None:
    """On paper there are neither buttons nor players, and citations are times."""
    await write(ended, "general")
    await window.goto("/m/atrium")
    await window.emulate_media(media="print")
    assert await window.locator("button:visible").count() == 0
    await expect(window.locator(".player-place")).to_be_hidden()
    await expect(window.locator(".cite:visible").first).to_be_visible()
    assert len(await window.pdf(format="A4")) > 1000
