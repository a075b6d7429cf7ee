"""Action items through the API: who may do what, bad input, and what somebody else changed."""

import asyncio
import json
from typing import Any
from uuid import UUID, uuid4

import pytest

from server.api.identity import GUEST_COOKIE
from server.meeting.db import execute
from server.meeting.lifecycle import end_room
from server.meeting.minutes import Action, Minutes, save_minutes
from server.meeting.notifications import notifications_of
from tests.conftest import Meeting
from tests.integration.api.browser import Answer, Browser

ITEMS = "/api/rooms/atrium/action-items"


@pytest.fixture
async def item(meeting: Meeting, alices: Browser) -> dict[str, Any]:
    """Bob's task in the minutes of the ended meeting, as alice reads it."""
    await end_room(meeting.room.id, "host")
    task = Action("Send the budget", "", "Bob", meeting.bob.id)
    await save_minutes(meeting.room.id, Minutes("ready", "extractive", actions=[task]))
    (found,) = (await alices.get(ITEMS)).json["action_items"]
    return dict(found)


@pytest.fixture
async def guses(nobody: Browser, meeting: Meeting) -> Browser:
    """The guest's browser."""
    nobody.cookies[GUEST_COOKIE] = meeting.guest_token
    return nobody


async def change(browser: Browser, item: dict[str, Any], **fields: object) -> Answer:
    """Change the item as of the revision given."""
    return await browser.patch(f"{ITEMS}/{item['id']}", {"revision": item["revision"], **fields})


async def test_host(item: dict[str, Any], alices: Browser, meeting: Meeting) -> None:
    """The host changes every field, and gets the item as it is then."""
    fields = {
        "title": "Mail the numbers",
        "description": "All of them.",
        "type": "follow_up",
        "priority": "high",
        "due_date": "2026-12-04",
        "tags": ["money", "Money", "Q4"],
        "participant_id": str(meeting.alice.id),
        "status": "in_progress",
    }
    answer = await change(alices, item, **fields)
    assert answer.status == 200
    after = answer.json["action_item"]
    assert after | fields == after | {"tags": fields["tags"]}
    assert (after["tags"], after["assignee"], after["revision"]) == (["money", "Q4"], "Alice", 1)


async def test_owner(item: dict[str, Any], bobs: Browser) -> None:
    """Its owner completes it and nothing more."""
    assert (await change(bobs, item, title="Nothing")).status == 403
    assert (await change(bobs, item, status="done")).json["action_item"]["status"] == "done"
    assert (await bobs.delete(f"{ITEMS}/{item['id']}?revision=1")).status == 403
    assert (await bobs.post(ITEMS, {"title": "Rest"})).status == 403


async def test_cohost(item: dict[str, Any], bobs: Browser, meeting: Meeting) -> None:
    """A co-host changes it as the host does."""
    await execute("UPDATE participants SET role = 'cohost' WHERE id = $1", meeting.bob.id)
    assert (await change(bobs, item, title="Mail the numbers")).status == 200


async def test_others(item: dict[str, Any], carols: Browser, guses: Browser) -> None:
    """To carol there is no such meeting; the guest reads the items and is told to sign in."""
    place = f"{ITEMS}/{item['id']}"
    for browser, status in ((carols, 404), (guses, 401)):
        answers = [
            await change(browser, item, status="done"),
            await browser.post(ITEMS, {"title": "Rest"}),
            await browser.delete(f"{place}?revision=0"),
            await browser.post(f"{place}/undo", {"edit_id": str(uuid4())}),
            await browser.post(f"{place}/comments", {"text": "Hm."}),
            await browser.delete(f"{place}/comments/{uuid4()}"),
        ]
        assert [each.status for each in answers] == [status] * len(answers)
    seen = await guses.get(ITEMS)
    assert [each["may_set_status"] for each in seen.json["action_items"]] == [False]
    assert (await carols.get(ITEMS)).status == (await carols.get(place)).status == 404


async def test_add(item: dict[str, Any], alices: Browser, meeting: Meeting) -> None:
    """The host adds one by hand; sent again it is there once, and its owner is notified."""
    new = {"title": "Buy cake", "participant_id": str(meeting.bob.id), "id": str(uuid4())}
    answers = [await alices.post(ITEMS, new) for _ in range(2)]
    assert [each.status for each in answers] == [201, 201]
    found = (await alices.get(ITEMS)).json["action_items"]
    assert [(each["title"], each["origin"]) for each in found] == [
        ("Send the budget", "minutes"),
        ("Buy cake", "person"),
    ]
    assert meeting.bob.user_id is not None
    told = [each for each in await notifications_of(meeting.bob.user_id) if each.type == "task_assigned"]
    assert [(each.title, each.action_url) for each in told] == [("Buy cake", f"/m/atrium#task-{new['id']}")]


async def test_not_during_the_meeting(meeting: Meeting, alices: Browser) -> None:
    """Before the end there are no minutes to add one to."""
    assert (await alices.post(ITEMS, {"title": "Buy cake"})).status == 409


WRONG: list[dict[str, object]] = [
    {},
    {"title": ""},
    {"title": " \u200b "},
    {"title": "x" * 201},
    {"title": "a\0b"},
    {"title": None},
    {"title": 7},
    {"description": "x" * 4001},
    {"due_date": "2026-02-30"},
    {"due_date": "tomorrow"},
    {"due_date": "0001-01-01"},
    {"due_date": "9999-12-31"},
    {"due_date": 1e300},
    {"priority": "urgent"},
    {"type": "chore"},
    {"status": "finished"},
    {"tags": ["x" * 41]},
    {"tags": [str(number) for number in range(11)]},
    {"tags": "money"},
    {"tags": [""]},
    {"participant_id": "bob"},
    {"participant_id": str(UUID(int=1))},
    {"assigned_to": str(UUID(int=1))},
    {"title": "x", "revision": -1},
    {"title": "x", "revision": 2**40},
    {"title": "x", "id": "1"},
]


@pytest.mark.parametrize("fields", WRONG, ids=lambda fields: json.dumps(fields)[:40])
async def test_bad_input(fields: dict[str, object], item: dict[str, Any], alices: Browser) -> None:
    """Each bad field is named, and nothing changes."""
    answer = await change(alices, item, **fields)
    assert answer.status == 422
    assert all(each["message"] for each in answer.json["problems"])
    assert (await alices.get(ITEMS)).json["action_items"] == [item]


async def test_two_at_once(item: dict[str, Any], alices: Browser, bobs: Browser) -> None:
    """Of two changes at once one is made, and the other person is told what is so now."""
    answers = await asyncio.gather(change(alices, item, title="Mail it"), change(bobs, item, status="done"))
    assert sorted(each.status for each in answers) == [200, 409]
    (refused,) = (each.json for each in answers if each.status == 409)
    assert refused["type"].endswith(":action-item-changed")
    assert refused["current_item"]["revision"] == 1
    assert refused["current_item"]["by"] in ("Alice", "Bob")


async def test_undo(item: dict[str, Any], bobs: Browser, alices: Browser) -> None:
    """Each undoes what they may do; the history says who did what."""
    done = (await change(bobs, item, status="done")).json
    place = f"{ITEMS}/{item['id']}"
    undone = await bobs.post(f"{place}/undo", {"edit_id": done["edit_id"]})
    assert undone.json["action_item"]["status"] == "open"
    deleted = (await alices.delete(f"{place}?revision=2")).json
    assert (await alices.get(place)).status == 404
    assert (await bobs.post(f"{place}/undo", {"edit_id": deleted["edit_id"]})).status == 403
    back = await alices.post(f"{place}/undo", {"edit_id": deleted["edit_id"]})
    assert back.json["action_item"]["title"] == item["title"]
    edits = (await alices.get(place)).json["edits"]
    assert [(each["kind"], each["by"], each["is_undone"]) for each in edits] == [
        ("undo", "Alice", False),
        ("delete", "Alice", True),
        ("undo", "Bob", False),
        ("status", "Bob", True),
    ]


async def test_comments(item: dict[str, Any], alices: Browser, bobs: Browser) -> None:
    """Whoever was there with an account comments; one deletes their own, the host any."""
    place = f"{ITEMS}/{item['id']}"
    made = await bobs.post(f"{place}/comments", {"text": "Which <b>numbers</b>?\nAll?"})
    own = await alices.post(f"{place}/comments", {"text": "All."})
    assert (made.status, own.status) == (201, 201)
    seen = (await bobs.get(place)).json["comments"]
    assert [(each["by"], each["text"], each["may_delete"]) for each in seen] == [
        ("Bob", "Which <b>numbers</b>?\nAll?", True),
        ("Alice", "All.", False),
    ]
    assert (await bobs.delete(f"{place}/comments/{own.json['id']}")).status == 404
    assert (await alices.delete(f"{place}/comments/{made.json['id']}")).status == 204
    assert (await alices.get(ITEMS)).json["action_items"][0]["comments"] == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001, None, 3])
async def test_bad_comments(text: object, item: dict[str, Any], alices: Browser) -> None:
    """A comment that says nothing or too much is refused."""
    assert (await alices.post(f"{ITEMS}/{item['id']}/comments", {"text": text})).status == 422


async def test_mine(item: dict[str, Any], alices: Browser, bobs: Browser) -> None:
    """Bob finds his over all meetings: overdue ones first, by words, and what he finished apart."""
    for title, due in (("Later", "2099-01-01"), ("Late", "2020-01-01")):
        new = {"title": title, "due_date": due, "participant_id": item["participant_id"]}
        assert (await alices.post(ITEMS, new)).status == 201

    async def titles(query: str) -> list[str]:
        return [each["title"] for each in (await bobs.get(f"/api/action-items{query}")).json["action_items"]]

    assert await titles("") == ["Late", "Later", "Send the budget"]
    assert await titles("?show=overdue") == ["Late"]
    assert await titles("?q=BUDGET") == ["Send the budget"]
    await change(bobs, item, status="done")
    assert (await titles(""), await titles("?show=done")) == (["Late", "Later"], ["Send the budget"])
    assert (await bobs.get("/api/action-items?show=all")).status == 422


async def test_carried(meeting: Meeting, item: dict[str, Any], alices: Browser, bobs: Browser) -> None:
    """What is open is carried into the next meeting of the series, until it is done."""
    await execute("UPDATE rooms SET type = 'scheduled', scheduled_start_time = now() WHERE slug = 'atrium'")
    start = "2099-01-01T10:00:00Z"
    new = {"name": " atrium", "type": "scheduled", "scheduled_start_time": start, "members": []}
    answer = await alices.post("/api/rooms", {**new, "scheduled_start_time": None, "type": "instant"})
    assert answer.status == 201
    slug = answer.json["slug"]
    await execute("UPDATE rooms SET type = 'recurring' WHERE slug = $1", slug)
    carried = (await alices.get(f"/api/rooms/{slug}/action-items")).json["carried"]
    assert [(each["title"], each["meeting"]) for each in carried] == [("Send the budget", "Atrium")]
    await change(bobs, item, status="done")
    assert (await alices.get(f"/api/rooms/{slug}/action-items")).json["carried"] == []
