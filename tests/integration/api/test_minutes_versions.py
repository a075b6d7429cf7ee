"""Versions of minutes through the API: listed, read, compared and restored, and by whom."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from server.meeting.lifecycle import end_room
from server.meeting.minutes import Action, Claim, Minutes, save_minutes
from tests.conftest import Meeting
from tests.integration.api.browser import Browser

MINUTES = "/api/rooms/atrium/minutes"
VERSIONS = f"{MINUTES}/versions"
ROOF = Claim("The roof leaks in two places.", (uuid4(),))
FIRST = Minutes("ready", "extractive", executive_summary="They met.", key_points=[ROOF])
SECOND = replace(
    FIRST,
    method="model",
    model="a-model",
    key_points=[replace(ROOF, text="The roof leaks in three places.")],
)


@pytest.fixture
async def versions(meeting: Meeting, alices: Browser) -> list[dict[str, Any]]:
    """The versions of an ended meeting, the oldest first."""
    await end_room(meeting.room.id, "host")
    for each in (FIRST, SECOND):
        await save_minutes(meeting.room.id, each)
    found: list[dict[str, Any]] = (await alices.get(VERSIONS)).json["versions"]
    return found[::-1]


async def test_listed_and_read(versions: list[dict[str, Any]], bobs: Browser) -> None:
    """Who may read the minutes reads the versions, each as it was written."""
    assert [(each["number"], each["reason"], each["model"]) for each in versions] == [
        (1, "draft", None),
        (2, "rewrite", "a-model"),
    ]
    read = await bobs.get(f"{VERSIONS}/{versions[0]['id']}")
    assert read.json["content"]["key_points"][0]["text"] == ROOF.text
    assert (await bobs.get(VERSIONS)).json["may_restore"] is False


async def test_compared(versions: list[dict[str, Any]], bobs: Browser) -> None:
    """Two versions are compared word by word; left out, the newer one is the minutes as they stand."""
    old, new = (each["id"] for each in versions)
    for query in (f"?other={new}", ""):
        answer = await bobs.get(f"{VERSIONS}/{old}/comparison{query}")
        changed = {each["section"]: each for each in answer.json["sections"] if each["is_changed"]}
        assert list(changed) == ["key_points"]
        runs = changed["key_points"]["elements"][0]["runs"]
        assert [(each["op"], each["text"]) for each in runs if each["op"] != "same"] == [
            ("removed", "two"),
            ("added", "three"),
        ]


async def test_tasks_as_they_stand(meeting: Meeting, alices: Browser) -> None:
    """Of the minutes as they stand the tasks are compared as people left them: given away, deleted, added."""
    await end_room(meeting.room.id, "host")
    written = [
        Action(each, assignee="Bob", participant_id=meeting.bob.id) for each in ("Sweep", "Paint the fence")
    ]
    await save_minutes(meeting.room.id, replace(FIRST, actions=written))
    items = "/api/rooms/atrium/action-items"
    sweep, paint = (await alices.get(items)).json["action_items"]
    change = {"revision": sweep["revision"], "participant_id": str(meeting.gus.id)}
    assert (await alices.patch(f"{items}/{sweep['id']}", change)).status == 200
    assert (await alices.delete(f"{items}/{paint['id']}?revision={paint['revision']}")).status == 200
    assert (await alices.post(items, {"title": "Call the bank"})).status == 201
    (version,) = (await alices.get(VERSIONS)).json["versions"]
    found = (await alices.get(f"{VERSIONS}/{version['id']}/comparison")).json["sections"]
    (tasks,) = (each["elements"] for each in found if each["section"] == "actions")
    told = {each["op"]: "".join(run["text"] for run in each["runs"] if run["op"] != "same") for each in tasks}
    assert told == {"changed": "BobGus", "added": "Call the bank", "removed": "Paint the fence – Bob"}


async def test_restored(versions: list[dict[str, Any]], alices: Browser) -> None:
    """A restored version is a new one, by its own method, and edits by hand stay."""
    elements = (await alices.get(MINUTES)).json["elements"]
    summary = next(each for each in elements if each["section"] == "summary")
    await alices.patch(f"{MINUTES}/elements/{summary['id']}", {"revision": 0, "text": "We met."})
    answer = await alices.post(f"{VERSIONS}/{versions[0]['id']}/restore", {})
    assert (answer.status, answer.json["number"], answer.json["by"]) == (200, 3, "Alice")
    read = (await alices.get(MINUTES)).json
    assert (read["method"], read["key_points"][0]["text"]) == ("extractive", ROOF.text)
    assert read["executive_summary"] == "We met."


async def test_others(versions: list[dict[str, Any]], bobs: Browser, carols: Browser) -> None:
    """Bob restores nothing, carol finds nothing, and what is no version is absent."""
    place = f"{VERSIONS}/{versions[0]['id']}"
    assert (await bobs.post(f"{place}/restore", {})).status == 403
    assert (await carols.post(f"{place}/restore", {})).status == 404
    assert (await carols.get(place)).status == 404
    assert (await bobs.get(f"{VERSIONS}/{uuid4()}")).status == 404
    assert (await bobs.get(f"{place}/comparison?other={uuid4()}")).status == 404
    assert (await bobs.get(f"{place}/comparison?other=x")).status == 422


async def test_page(versions: list[dict[str, Any]], alices: Browser, bobs: Browser, carols: Browser) -> None:
    """The page tells what came and what went, and offers to restore to who may."""
    page = (await alices.get("/m/atrium/versions")).body.decode()
    assert "<del>two</del><ins>three</ins>" in page
    assert 'aria-label="Restore version 1"' in page
    assert "Restore version" not in (await bobs.get("/m/atrium/versions")).body.decode()
    assert (await carols.get("/m/atrium/versions")).status == 404
    assert (await alices.get("/m/atrium/versions?from=x")).status == 404
