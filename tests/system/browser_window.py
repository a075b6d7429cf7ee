"""One real browser window at Parley, driven as a person would drive it."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from playwright.async_api import BrowserContext, Locator, Page, Playwright

from server.stack.testing import browser
from tests.system.word_similarity import ENOUGH, heard

FLAGS = (
    "--no-sandbox",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-networking",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--use-fake-ui-for-media-stream",
)
SOON_MS = 60_000
"""Deadline of everything a person would wait for; on two busy cores most takes a tenth."""
WATCH = """
(() => {
  const seen = window.__seen = { changes: 0, strip: [] };
  const last = new Map();
  const look = () => {
    seen.changes += 1;
    for (const line of document.querySelectorAll('[data-testid="caption-line"]')) {
      const { segment, speaker, final } = line.dataset;
      const now = { segment, speaker, final, text: line.textContent, at: Date.now() };
      const key = JSON.stringify([now.final, now.text]);
      if (last.get(segment) === key) continue;
      last.set(segment, key);
      seen.strip.push(now);
    }
  };
  new MutationObserver(look).observe(document, {
    subtree: true, childList: true, characterData: true, attributes: true,
  });
})();
"""
"""Counts changes of the page, and keeps every state each line of the caption strip has shown."""
READ = "lines => lines.map(l => [l.dataset.segment, Number(l.dataset.seq), l.dataset.speaker, l.innerText])"

Seen = TypeVar("Seen")
Wanted = TypeVar("Wanted")


@dataclass(frozen=True)
class CaptionLine:
    """A line of the transcript panel."""

    segment: str
    seq: int
    speaker: str
    text: str


class BrowserWindow:
    """A page, and what this person sees on it."""

    def __init__(self, page: Page, url: str) -> None:
        """`url` is the server's origin."""
        self.page = page
        self.url = url

    def part(self, name: str) -> Locator:
        """Find a part of the page by its test id."""
        return self.page.get_by_test_id(name)

    async def register(self, name: str) -> None:
        """Make an account through the API from within the page, as the forms do; the cookies stay here."""
        await self.page.goto(f"{self.url}/register")
        email = f"{re.sub('[^a-z]+', '.', name.lower())}@atrium.example.com"
        account = {"email": email, "name": name, "password": "a long enough password"}
        await self.call("POST", "/api/people", account)
        await self.call("POST", "/api/sessions", {"email": email, "password": account["password"]})

    async def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """Call the API with this person's cookies; gives `{status, told}`'s `told`, raises on a refusal."""
        answer = await self.page.evaluate(
            """async ([method, path, body]) => {
              const csrf = document.cookie.match(/parley_csrf=([^;]+)/)?.[1] ?? '';
              const answer = await fetch(path, {
                method, body: body && JSON.stringify(body),
                headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf },
              });
              return { status: answer.status, told: answer.status === 204 ? null : await answer.json() };
            }""",
            [method, path, body],
        )
        assert answer["status"] < 400, answer
        return answer["told"]

    async def new_room(self, name: str, **settings: Any) -> str:
        """Open a meeting and give its slug."""
        body: dict[str, Any] = {"name": name, "type": "instant"}
        room = await self.call("POST", "/api/rooms", {**body, **({"settings": settings} if settings else {})})
        return str(room["slug"])

    async def enter(self, slug: str, name: str | None = None) -> None:
        """Go through the pre-join page into the room; `name` for a guest."""
        await self.page.goto(f"{self.url}/r/{slug}")
        if name is not None:
            await self.part("prejoin-name").fill(name)
        await self.part("prejoin-join").click()
        await self.page.locator('[data-testid="connection-state"][data-state="connected"]').wait_for(
            state="attached"
        )

    async def open_transcript(self) -> None:
        """Show the transcript panel."""
        if not await self.part("transcript-panel").is_visible():
            await self.part("transcript-toggle").click()
        await self.part("transcript-panel").wait_for()

    async def end_for_all(self) -> None:
        """Close the meeting, and say yes to the question whether it is meant."""
        await self.part("end-for-all").click()
        await self.part("end-confirm").click()

    async def lines(self) -> list[CaptionLine]:
        """Read the transcript panel from its first line to its last."""
        found = await self.part("transcript-line").evaluate_all(READ)
        return [CaptionLine(*line) for line in found]

    async def reads(self, said: str, who: str) -> list[CaptionLine]:
        """Wait until the lines of `who` in the transcript panel hold what was `said`; gives those lines."""

        def told(lines: list[CaptionLine]) -> list[CaptionLine]:
            own = [line for line in lines if who in line.text]
            return own if own and heard(said, " ".join(line.text for line in own)) >= ENOUGH else []

        return await self.until(self.lines, told)

    async def until(
        self, look: Callable[[], Awaitable[Seen]], wanted: Callable[[Seen], Wanted | None]
    ) -> Wanted:
        """Look again after each change of the page until `wanted` gives something."""
        while True:
            changes = await self.page.evaluate("window.__seen.changes")
            if found := wanted(await look()):
                return found
            await self.page.wait_for_function("count => window.__seen.changes > count", arg=changes)

    async def strip(self) -> list[dict[str, Any]]:
        """Give every state that each line of the caption strip has had."""
        shown: list[dict[str, Any]] = await self.page.evaluate("window.__seen.strip")
        return shown


@asynccontextmanager
async def window(playwright: Playwright, url: str, microphone: Path | None) -> AsyncIterator[BrowserWindow]:
    """Open a browser of its own whose microphone plays a file once; None: there is no microphone at all."""
    async with await playwright.chromium.launch(
        executable_path=browser(), args=[*FLAGS, *_microphone(microphone)]
    ) as chromium:
        context = await chromium.new_context(viewport={"width": 1280, "height": 800})
        yield await tab(context, url)


async def tab(context: BrowserContext, url: str) -> BrowserWindow:
    """Open one more tab of the same person."""
    context.set_default_timeout(SOON_MS)
    page = await context.new_page()
    await page.add_init_script(WATCH)
    return BrowserWindow(page, url)


def _microphone(file: Path | None) -> list[str]:
    if file is None:
        return []
    return [
        "--use-fake-device-for-media-stream=device-count=0",
        f"--use-file-for-fake-audio-capture={file}%noloop",
    ]
