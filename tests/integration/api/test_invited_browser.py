"""From the host's form by a real mail into the meeting, in real browsers, and each page at every width."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiohttp import web
from playwright.async_api import Browser, Page, expect
from prometheus_client import CollectorRegistry

from server.config import Settings
from server.jobs.worker import ACTOR
from server.mail.mail_metrics import MailMetrics
from server.mail.message import Sender
from server.mail.sender import MailSender, Postmark
from server.mail.transport import SmtpMailer
from server.meeting.accounts import Account
from server.meeting.actor import acting_as
from tests.integration.mail.test_sender import part
from tests.integration.pages.test_browser import AXE, FOUND, SIZES, chromium, sign_in, watched
from tests.integration.web_client import need_web_client
from tests.smtp_sink import Sink, smtp_sink

__all__ = ["chromium"]
DANA = "dana@example.org"
MAIL_FROM = "Parley <parley@example.org>"


@pytest.fixture
def settings(settings: Settings, request: pytest.FixtureRequest) -> Settings:
    """The settings, of a server that sends mail where a test takes its mail server."""
    return replace(settings, mail_from=MAIL_FROM) if "sink" in request.fixturenames else settings


@pytest.fixture
async def sink() -> AsyncIterator[Sink]:
    """A mail server that takes everything."""
    async with smtp_sink() as serving:
        yield serving


@pytest.fixture
async def with_devices(room_browser: Browser) -> Browser:
    """A browser with a microphone and a camera, to join with."""
    return room_browser


async def send_due(sink: Sink, site: str) -> None:
    """Send as the jobs process does, which alone knows the mail server."""
    postmark = Postmark(Sender.of(MAIL_FROM), site)
    with acting_as(ACTOR):
        await MailSender(SmtpMailer(sink.server), postmark, MailMetrics(CollectorRegistry())).send_due()


async def checked(page: Page, width: int) -> None:
    """Axe finds nothing, and nothing is wider than the screen."""
    await page.evaluate(AXE.read_text())
    assert await page.evaluate(FOUND) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= width


async def schedule(page: Page) -> None:
    """Schedule a meeting for invited people on the home page, and open its invitations."""
    await page.get_by_text("Schedule a meeting").click()
    form = page.locator("[data-form=schedule]")
    await form.get_by_label("Title").fill("Harvest")
    await form.get_by_label("Starts").fill("2027-03-29T10:00")
    await form.get_by_label("Length").select_option("30")
    await form.get_by_label("Only the people you invite").check()
    await form.get_by_role("button", name="Schedule").click()
    await page.get_by_role("link", name="Invite people to Harvest").click()


@pytest.mark.parametrize(("width", "scheme"), SIZES)
async def test_invited_by_hand(
    chromium: Browser, app: web.Application, settings: Settings, alice: Account, width: int, scheme: str
) -> None:
    """Without a mail server the host gets text and file to send; the invited answers by the link in it."""
    need_web_client(settings)
    async with watched(chromium, settings, width, scheme) as page:
        await sign_in(page, alice, settings.url)
        await page.goto("/")
        await schedule(page)
        await expect(page.get_by_text("This server sends no e-mail.")).to_be_visible()
        await page.get_by_label("E-mail addresses").fill(f"Dana <{DANA}>")
        await page.get_by_role("button", name="Invite", exact=True).click()
        await expect(page.get_by_text("No answer yet")).to_be_visible()
        await page.get_by_text("Text to send").click()
        text = await page.locator("pre").inner_text()
        await page.get_by_text("Make a link instead").click()
        await checked(page, width)
        async with page.expect_download() as downloading:
            await page.get_by_role("link", name="Calendar file to attach").click()
        assert (await downloading.value).suggested_filename == "invitation.ics"
        found = re.search(r"http\S+/i/\w+", text)
        assert found is not None
        async with watched(chromium, settings, width, scheme) as other:
            await other.goto(found[0])
            await expect(other.get_by_text("10:00–10:30")).to_be_visible()
            await other.get_by_role("button", name="Maybe").click()
            await expect(other.get_by_text("You may come.")).to_be_visible()
            await expect(other.get_by_role("link", name="Google")).to_be_visible()
            await checked(other, width)
        await page.reload()
        await expect(page.get_by_text("Maybe")).to_be_visible()


async def test_mail_to_meeting(
    with_devices: Browser, settings: Settings, app: web.Application, sink: Sink, alice: Account
) -> None:
    """Invite, mail, accept, join: by nothing but the link in the mail, into a meeting for invited people."""
    need_web_client(settings)
    async with watched(with_devices, settings, 1024) as page:
        await sign_in(page, alice, settings.url)
        made = await page.request.post(
            "/api/rooms",
            data={"name": "Harvest", "settings": {"access": "invited"}, "members": [DANA]},
            headers=await csrf(page, settings),
        )
        slug = (await made.json())["slug"]
        await send_due(sink, settings.url)
        assert sink.recipients == [DANA]
        found = re.search(r"(http\S+/i/\w+)\?answer=accepted", part(sink.mails[0], "plain"))
        assert found is not None
        async with watched(with_devices, settings, 360, "dark") as other:
            await other.goto(f"/r/{slug}")
            await expect(other.get_by_role("heading", name="Page not found")).to_be_visible()
            await other.goto(found[0])
            await other.get_by_role("button", name="Yes").click()
            await expect(other.get_by_text("You are coming.")).to_be_visible()
            await other.get_by_label("Your name").fill("Dana")
            await other.get_by_role("button", name="Go to the meeting").click()
            await expect(other).to_have_url(re.compile(f"/r/{slug}"))
            await other.get_by_test_id("prejoin-name").fill("Dana")
            await other.get_by_test_id("prejoin-join").click()
            connected = other.locator('[data-testid="connection-state"][data-state="connected"]')
            await connected.wait_for(state="attached")
        await page.goto(f"/r/{slug}/invitations")
        await expect(page.get_by_text("Coming")).to_be_visible()
        await expect(page.get_by_text("E-mail sent")).to_be_visible()


async def csrf(page: Page, settings: Settings) -> dict[str, str]:
    """The headers with which our pages write."""
    await page.goto("/")
    cookies = await page.context.cookies()
    token = next(each["value"] for each in cookies if each["name"] == "parley_csrf")
    return {"X-CSRF-Token": token, "Origin": settings.url}
