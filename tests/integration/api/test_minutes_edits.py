"""Minutes edited by hand through the API: who may do what, bad input, and what somebody else changed."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from server.api.identity import GUEST_COOKIE
from server.meeting.db import execute, to_json
from server.meeting.lifecycle import end_room
from server.meeting.minutes import Decision, Minutes, Topic, save_minutes
from tests.conftest import Meeting
from tests.integration.api.browser import Answer, Browser

MINUTES = "/api/rooms/atrium/minutes"


@pytest.fixture
async def elements(meeting: Meeting, alices: Browser) -> dict[str, Any]:
    """The elements of the minutes of the ended meeting, by section, as alice reads them."""
    await end_room(meeting.room.id, "host")
    written = Minutes(
        "ready",
        "extractive",
        executive_summary="They met.",
        decisions=[Decision("The roofer is called.", (uuid4(),))],
        topics=[Topic("Roof", "It leaks.", (uuid4(),))],
    )
    await save_minutes(meeting.room.id, written)
    found = (await alices.get(MINUTES)).json["elements"]
    return {each["section"]: each for each in found}


@pytest.fixture
async def guses(nobody: Browser, meeting: Meeting) -> Browser:
    """The guest's browser."""
    nobody.cookies[GUEST_COOKIE] = meeting.guest_token
    return nobody


async def change(browser: Browser, element: dict[str, Any], **fields: object) -> Answer:
    """Change the element as of the revision given."""
    place = f"{MINUTES}/elements/{element['id']}"
    return await browser.patch(place, {"revision": element["revision"], **fields})


async def test_host(elements: dict[str, Any], alices: Browser, bobs: Browser) -> None:
    """What the host changes, everybody reads, with who did it."""
    answer = await change(alices, elements["decisions"], text="Nobody is called.")
    assert (answer.status, answer.json["element"]["revision"]) == (200, 1)
    read = (await bobs.get(MINUTES)).json
    assert read["decisions"][0]["text"] == "Nobody is called."
    (edited,) = [each for each in read["elements"] if each["edited"]]
    assert edited["edited"]["by"] == "Alice"
    exported = (await bobs.get("/api/rooms/atrium/export/json?what=minutes")).json["minutes"]
    assert exported["edited"] == [edited]


async def test_topic(elements: dict[str, Any], alices: Browser) -> None:
    """A topic's title and text change; other elements have no title."""
    answer = await change(alices, elements["topics"], title="The roof", text="It leaks twice.")
    assert (answer.json["element"]["title"], answer.json["element"]["text"]) == (
        "The roof",
        "It leaks twice.",
    )


async def test_added_and_undone(elements: dict[str, Any], alices: Browser) -> None:
    """What is added by hand is said to be, and its undo takes it away."""
    body = {"section": "decisions", "text": "Lunch is at noon.", "id": str(uuid4())}
    made = await alices.post(f"{MINUTES}/elements", body)
    assert (made.status, made.json["edited"]["is_made_by_hand"]) == (201, True)
    assert (await alices.post(f"{MINUTES}/elements", body)).json["id"] == made.json["id"]
    undone = await alices.post(f"{MINUTES}/edits/undo", {"edit_id": body["id"]})
    assert (undone.status, undone.json["element"]) == (200, None)
    edits = (await alices.get(f"{MINUTES}/edits")).json["edits"]
    assert [(each["kind"], each["is_undone"], each["is_last"]) for each in edits] == [
        ("undo", False, True),
        ("create", True, False),
    ]


async def test_special_added(elements: dict[str, Any], alices: Browser) -> None:
    """What is added to a section of somebody's template has the heading, and an edit leaves it."""
    own = {"name": "Mine", "sections": [{"kind": "custom", "heading": "Risks", "instruction": "Each risk"}]}
    await execute("UPDATE meeting_summaries SET template = 'own', own_template = $1", to_json(own))
    body = {"section": "special", "text": "Rain.", "label": "point", "heading": "Risks"}
    made = await alices.post(f"{MINUTES}/elements", body)
    assert (made.status, made.json["section"], made.json["text"]) == (201, "special", "Rain.")
    assert (await change(alices, made.json, text="Heavy rain.")).status == 200
    (found,) = (await alices.get(MINUTES)).json["special"]
    assert (found["kind"], found["group"], found["text"]) == ("custom", "Risks", "Heavy rain.")


async def test_deleted(elements: dict[str, Any], alices: Browser) -> None:
    """A deletion answers with the edit that undoes it."""
    place = f"{MINUTES}/elements/{elements['decisions']['id']}?revision=0"
    gone = await alices.delete(place)
    assert (gone.status, (await alices.get(MINUTES)).json["decisions"]) == (200, [])
    undone = await alices.post(f"{MINUTES}/edits/undo", {"edit_id": gone.json["edit_id"]})
    assert undone.json["element"]["text"] == "The roofer is called."
    assert undone.json["element"]["edited"] is None


async def test_others(
    elements: dict[str, Any], bobs: Browser, carols: Browser, guses: Browser, meeting: Meeting
) -> None:
    """Carol finds no such meeting, the guest is told to sign in, bob is refused until he is a co-host."""
    for browser, status in ((carols, 404), (guses, 401), (bobs, 403)):
        answers = [
            await change(browser, elements["decisions"], text="x"),
            await browser.delete(f"{MINUTES}/elements/{elements['decisions']['id']}?revision=0"),
            await browser.post(f"{MINUTES}/elements", {"section": "decisions", "text": "x"}),
            await browser.post(f"{MINUTES}/edits/undo", {"edit_id": str(uuid4())}),
        ]
        assert {each.status for each in answers} == {status}
    assert (await bobs.get(f"{MINUTES}/edits")).json == {"edits": [], "may_edit": False}
    await execute("UPDATE participants SET role = 'cohost' WHERE id = $1", meeting.bob.id)
    assert (await change(bobs, elements["decisions"], text="x")).status == 200


async def test_two_at_once(
    elements: dict[str, Any], alices: Browser, bobs: Browser, meeting: Meeting
) -> None:
    """Of two who change it at once one succeeds, and the other is told how it is now."""
    await execute("UPDATE participants SET role = 'cohost' WHERE id = $1", meeting.bob.id)
    answers = await asyncio.gather(
        change(alices, elements["summary"], text="Alice's."), change(bobs, elements["summary"], text="Bob's.")
    )
    assert sorted(each.status for each in answers) == [200, 409]
    refused = next(each.json for each in answers if each.status == 409)
    assert refused["type"].endswith("minutes-element-changed")
    assert refused["current_element"]["text"] in ("Alice's.", "Bob's.")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"section": "decisions", "text": " "}, "text"),
        ({"section": "decisions", "text": "x" * 4001}, "text"),
        ({"section": "decisions", "text": "x", "title": "y"}, ""),
        ({"section": "topics", "text": "x"}, ""),
        ({"section": "summary", "text": "x"}, "section"),
        ({"section": "special", "text": "x"}, ""),
        ({"section": "decisions", "text": "x", "label": "well"}, ""),
        ({"section": "special", "text": "x", "label": "done"}, "label"),
        ({"section": "special", "text": "x", "label": "point"}, ""),
        ({"section": "special", "text": "x", "label": "well", "heading": "Risks"}, ""),
    ],
    ids=[
        *("blank", "long", "title", "no title", "summary"),
        *("no label", "label", "speaker's label", "no heading", "heading"),
    ],
)
async def test_bad_input(elements: dict[str, Any], alices: Browser, body: dict[str, str], field: str) -> None:
    """What cannot be an element is refused, and the field named."""
    answer = await alices.post(f"{MINUTES}/elements", body)
    assert (answer.status, answer.json["problems"][0]["field"]) == (422, field)


async def test_nothing_written(meeting: Meeting, alices: Browser) -> None:
    """Before the end there is nothing to edit."""
    answer = await alices.post(f"{MINUTES}/elements", {"section": "decisions", "text": "x"})
    assert answer.status in (403, 409)
