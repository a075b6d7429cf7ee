"""Search within one meeting through the API: who may, marks, and bad input."""

import pytest

from server.meeting.segment_rows import Segment
from tests.conftest import Meeting
from tests.integration.api.browser import Browser
from tests.integration.api.test_corrections import REFUSED, guses, segment  # noqa: F401  fixtures

PATH = "/api/rooms/atrium/search"


async def test_found(segment: Segment, bobs: Browser, guses: Browser) -> None:  # noqa: F811
    """Attendees and guests find every form of a word, with its place."""
    for browser in (bobs, guses):
        found = (await browser.get(f"{PATH}?q=telling")).json
        assert found["found"] == [
            {
                "segment_id": str(segment.id), "seq": 0, "start_ms": 0, "revision": 1,
                "marked": [{"start": 7, "end": 11}],
            }
        ]  # fmt: skip
        assert not found["more"]


async def test_not_found(segment: Segment, carols: Browser, nobody: Browser) -> None:  # noqa: F811
    """Who was not in the meeting finds nothing in it."""
    for browser in (carols, nobody):
        answer = await browser.get(f"{PATH}?q=tell")
        assert answer.status in (*REFUSED, 401) or answer.json["found"] == []


@pytest.mark.parametrize("query", ["", "q=", "q=%20", "q=a%00b", f"q={'a' * 5_000}", "q=a&more=1"])
async def test_invalid(query: str, alices: Browser, meeting: Meeting) -> None:
    """Invalid values are refused by field."""
    assert (await alices.get(f"{PATH}?{query}")).status == 422


@pytest.mark.parametrize(
    "query", ["%25", "_", "%5C", "'", "%22", "-", "or", "%22%22", "(", "%3A%2A", "-%22a"]
)
async def test_odd(query: str, segment: Segment, alices: Browser) -> None:  # noqa: F811
    """Signs of any query language are signs."""
    assert (await alices.get(f"{PATH}?q={query}")).status == 200
