"""The notes of a running meeting through the API: who may read them, and bad input."""

import pytest

from agent.minutes.block_noting import note_block
from agent.minutes.writing import Extractor
from server.config import Secret
from server.meeting.change_bus import ChangeBus
from server.meeting.lifecycle import end_room
from tests.conftest import Meeting
from tests.integration.api.browser import Browser
from tests.integration.api.test_corrections import guses  # noqa: F401  fixture
from tests.integration.minutes.conftest import say
from tests.integration.minutes.test_blocks import DECIDED, one_block

PATH = "/api/rooms/atrium/notes"
BAD = ("since_ms=-1", "since_ms=x", "since_ms=99999999999", "since_ms=", "since=1")


@pytest.fixture
async def noted(meeting: Meeting, redis_url: str) -> Meeting:
    """The meeting, with one block noted and one sentence after it."""
    await say(meeting)
    await one_block(meeting)
    async with ChangeBus(Secret(redis_url)) as bus:
        await note_block(meeting.room.id, 0, Extractor(), bus)
    return meeting


async def test_while_it_runs(noted: Meeting, alices: Browser, bobs: Browser, guses: Browser) -> None:  # noqa: F811
    """Everybody inside reads the notes so far, guests as well."""
    for browser in (alices, bobs, guses):
        found = (await browser.get(PATH)).json
        assert [each["text"] for each in found["decisions"]] == [DECIDED]
        assert (found["tasks"][0]["assignee"], found["tasks"][0]["due_date"]) == ("Bob", "2026-03-06")
        assert found["progress"] == {"blocks": 1, "noted": 1, "failed": 0}
        assert (found["is_live"], found["rest"]) == (True, {"segments": 0, "start_ms": None, "latest": []})


async def test_since(noted: Meeting, bobs: Browser) -> None:
    """Who came late asks for what was said since, or before, a time."""
    found = (await bobs.get(f"{PATH}?since_ms=13000")).json
    assert (found["decisions"], len(found["tasks"])) == ([], 2)


async def test_strangers(noted: Meeting, carols: Browser, nobody: Browser) -> None:
    """Who is not in the meeting reads nothing, while it runs and after."""
    for _ in range(2):
        for browser in (carols, nobody):
            answer = await browser.get(PATH)
            assert answer.status in (401, 403, 404) or not (
                answer.json["topics"] or answer.json["key_points"] or answer.json["rest"]["segments"]
            )
        await end_room(noted.room.id, "host")


async def test_nothing_yet(meeting: Meeting, bobs: Browser) -> None:
    """Before anything is noted there are no notes, and that is no error."""
    found = (await bobs.get(PATH)).json
    assert (found["progress"]["blocks"], found["until_ms"], found["topics"]) == (0, 0, [])


@pytest.mark.parametrize("query", BAD)
async def test_invalid(query: str, meeting: Meeting, bobs: Browser) -> None:
    """Invalid values are refused by field."""
    assert (await bobs.get(f"{PATH}?{query}")).status == 422
