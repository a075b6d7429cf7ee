"""The search page."""

from server.meeting.transcripts import close_transcript
from tests.integration.api.browser import Browser
from tests.integration.pages.conftest import Spoken
from tests.integration.pages.html_page import HtmlPage


async def search(browser: Browser, words: str) -> HtmlPage:
    """Search for these words."""
    return HtmlPage((await browser.get(f"/search?q={words}")).body)


async def test_match_links_to_its_segment(bobs: Browser, ended: Spoken) -> None:
    """A match links to its segment in the transcript, with highlighted words."""
    await close_transcript(ended.meeting.room.id)
    page = await search(bobs, "reviews")
    (place,) = page.all("data-segment")
    assert place.attributes["href"] == f"/m/atrium?t=5#s-{ended.segments[1].id}"
    assert [mark.text for mark in page.tagged("mark")] == ["review"]


async def test_carol_finds_nothing(carols: Browser, ended: Spoken) -> None:
    """Nobody finds words of meetings they did not attend."""
    await close_transcript(ended.meeting.room.id)
    assert not (await search(carols, "review")).all("data-segment")


async def test_query_is_escaped(alices: Browser, ended: Spoken) -> None:
    """HTML in a query is escaped; surrogates and NUL are no error."""
    page = await search(alices, "%3Cscript%3Ealert(1)%3C/script%3E%00%ED%A0%80")
    assert all("src" in script.attributes for script in page.tagged("script"))
    assert page.one("id", "q").attributes["value"].startswith("<script>")


async def test_search_requires_sign_in(nobody: Browser) -> None:
    """The page requires an account."""
    assert (await nobody.get("/search?q=x")).status in (303, 401)
