"""The search page: what one may read is found and led to, and nothing is run."""

from server.meeting.transcripts import close_transcript
from tests.integration.api.browser import Browser
from tests.integration.pages.conftest import Spoken
from tests.integration.pages.html_page import HtmlPage


async def search(browser: Browser, words: str) -> HtmlPage:
    """Open it with these words."""
    return HtmlPage((await browser.get(f"/search?q={words}")).body)


async def test_leads_to_the_place(bobs: Browser, ended: Spoken) -> None:
    """A found utterance links to itself in the transcript, its words marked."""
    await close_transcript(ended.meeting.room.id)
    page = await search(bobs, "reviews")
    (place,) = page.all("data-segment")
    assert place.attributes["href"] == f"/m/atrium#s-{ended.segments[1].id}"
    assert [mark.text for mark in page.tagged("mark")] == ["review"]


async def test_carol_finds_nothing(carols: Browser, ended: Spoken) -> None:
    """Nobody finds words of meetings they were not in."""
    await close_transcript(ended.meeting.room.id)
    assert not (await search(carols, "review")).all("data-segment")


async def test_words_are_words(alices: Browser, ended: Spoken) -> None:
    """HTML in a search is read, not run; half a character and a NUL are no error."""
    page = await search(alices, "%3Cscript%3Ealert(1)%3C/script%3E%00%ED%A0%80")
    assert all("src" in script.attributes for script in page.tagged("script"))
    assert page.one("id", "q").attributes["value"].startswith("<script>")


async def test_stranger_is_led_to_signing_in(nobody: Browser) -> None:
    """It is a page of one's own."""
    assert (await nobody.get("/search?q=x")).status in (303, 401)
