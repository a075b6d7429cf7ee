"""A term replaced in a whole meeting, the glossary, and minutes written again, through the API."""

import pytest

from server.meeting.db import fetch
from server.meeting.lifecycle import end_room
from server.meeting.minutes import Minutes, save_minutes
from server.meeting.segment_rows import Segment
from tests.conftest import Meeting
from tests.integration.api.browser import Browser
from tests.integration.api.test_corrections import REFUSED, guses, segment  # noqa: F401  fixtures

PRETENDER = {"heard": "pretender", "meant": "printer"}
ROOM = "/api/rooms/atrium"


async def test_preview_and_replace(segment: Segment, alices: Browser, meeting: Meeting) -> None:  # noqa: F811
    """The preview shows what the replacement then does, which one undo takes back."""
    (hit,) = (await alices.post(f"{ROOM}/replacements/preview", PRETENDER)).json["hits"]
    assert (hit["before"], hit["found"], hit["instead"], hit["after"]) == (
        "I will tell the ", "pretender", "printer", ".",
    )  # fmt: skip
    done = (await alices.post(f"{ROOM}/replacements", PRETENDER)).json
    assert done["segments"] == 1
    assert (await alices.get(f"{ROOM}/glossary")).json["terms"] == ["printer"]
    undone = await alices.post(f"{ROOM}/edits/{done['edit_id']}/undo", {})
    assert undone.json["segments"][0]["text"] == "I will tell the pretender."


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "replacements/preview", PRETENDER),
        ("POST", "replacements", PRETENDER),
        pytest.param("GET", "glossary", None, marks=pytest.mark.first_lock),  # the second shows no terms
        ("PUT", "glossary", {"terms": ["Kubernetes"]}),
        ("POST", "minutes/rewrite", None),
    ],
)
async def test_moderators_only(
    method: str, path: str, body: object,
    segment: Segment, bobs: Browser, carols: Browser, guses: Browser, meeting: Meeting,  # noqa: F811
) -> None:  # fmt: skip
    """All of it is the host's and the co-hosts', a guest's own words included."""
    for browser in (bobs, carols, guses):
        assert (await browser.request(method, f"{ROOM}/{path}", json=body)).status in REFUSED
    assert not await fetch("SELECT FROM segment_edits")
    assert not await fetch("SELECT FROM glossary_terms")


@pytest.mark.parametrize(
    "body",
    [
        {"terms": ["x" * 81]},
        {"terms": [""]},
        {"terms": "x"},
        {"terms": ["x"] * 201},
        {},
        {"terms": [], "more": 1},
    ],
)
async def test_wrong_glossary(body: object, alices: Browser, meeting: Meeting) -> None:
    """Terms are short, few, and texts."""
    assert (await alices.put(f"{ROOM}/glossary", body)).status == 422


async def test_glossary(alices: Browser, meeting: Meeting) -> None:
    """What is put is what is got, cleaned, each term once."""
    put = await alices.put(f"{ROOM}/glossary", {"terms": ["Kubernetes", "  Grafana\u200b ", "Kubernetes"]})
    assert put.status == 200
    assert sorted((await alices.get(f"{ROOM}/glossary")).json["terms"]) == ["Grafana", "Kubernetes"]


async def test_written_again(alices: Browser, meeting: Meeting) -> None:
    """Minutes that are ready are queued once to be written again; others are still being written."""
    assert (await alices.post(f"{ROOM}/minutes/rewrite")).status == 404
    await end_room(meeting.room.id, "host")
    assert (await alices.post(f"{ROOM}/minutes/rewrite")).status == 409
    await save_minutes(meeting.room.id, Minutes(state="ready"))
    for _ in range(2):
        assert (await alices.post(f"{ROOM}/minutes/rewrite")).status == 204
    assert len(await fetch("SELECT FROM pgqueuer WHERE entrypoint = 'rewrite_minutes'")) == 1
