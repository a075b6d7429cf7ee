"""Links to meetings as mail programs and people write them."""

import pytest

from tests.conftest import Meeting
from tests.integration.api.browser import Browser

SPELLINGS = {
    "/r/atrium/": "/r/atrium",
    "/r/ATRIUM": "/r/atrium",
    "/r/Atrium.": "/r/atrium",
    "/r/atrium)": "/r/atrium",
    "/r/atrium%3E": "/r/atrium",
    "/r/atrium%20": "/r/atrium",
    "/r/atrium%E2%80%9D": "/r/atrium",
    "/r/atrium?from=mail": None,
    "/r/ATRIUM?from=mail": "/r/atrium?from=mail",
    "/R/ATRIUM": "/r/atrium",
    "/m/ATRIUM/": "/m/atrium",
    "/m/atrium,": "/m/atrium",
    "/signin/": "/signin",
    "/search/?q=a": "/search?q=a",
    "/account/": "/account",
}


@pytest.mark.parametrize("path", SPELLINGS)
async def test_every_spelling_leads_to_the_meeting(path: str, alices: Browser, meeting: Meeting) -> None:
    """Punctuation around a slug, and capitals, are corrected."""
    answer = await alices.get(path)
    where = SPELLINGS[path]
    assert (answer.status, answer.headers.get("Location")) == ((302, where) if where else (200, None))


@pytest.mark.parametrize(
    "path", ["/r/", "/r/a.b", "/r/atrium/x", "/r/%00", "/r//evil.example", "/m/..%2f..%2fx"]
)
async def test_text_with_more_than_a_code(path: str, alices: Browser, meeting: Meeting) -> None:
    """Anything else is 404, never a redirect to another site."""
    assert (await alices.get(path)).status == 404


async def test_api_reads_a_code_in_capitals(alices: Browser, meeting: Meeting) -> None:
    """The API accepts the same spellings as the pages."""
    assert (await alices.get("/api/rooms/ATRIUM")).json["slug"] == "atrium"
