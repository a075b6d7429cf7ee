"""Templates of minutes that people make: who may, what is refused, and what minutes keep of them."""

from typing import Any

import pytest

from server.meeting.accounts import Account
from server.meeting.actor import Actor, acting_as
from server.meeting.db import execute, fetch, transaction
from server.meeting.lifecycle import end_room
from server.meeting.minutes import Minutes, minutes_of, save_minutes
from server.meeting.rooms import room_by_slug
from tests.conftest import Meeting
from tests.integration.api.browser import Browser

PLACE = "/api/minutes-templates"
WEEKLY: dict[str, Any] = {
    "name": "Weekly",
    "sections": [
        {"kind": "decisions", "heading": "What we agreed"},
        {"kind": "custom", "heading": "Risks", "instruction": "List every risk."},
        {"kind": "summary"},
    ],
    "tone": "direct",
    "length": "short",
    "instruction": "Call us the crew.",
}


async def test_made_changed_deleted(alices: Browser) -> None:
    """A template is listed as it was written, replaced and deleted."""
    made = await alices.post(PLACE, WEEKLY)
    assert made.status == 201
    place = f"{PLACE}/{made.json['id']}"
    assert [each["heading"] for each in made.json["sections"]] == ["What we agreed", "Risks", "Summary"]
    changed = await alices.request("PUT", place, json={**WEEKLY, "name": "Monthly"})
    assert (changed.json["name"], changed.json["tone"]) == ("Monthly", "direct")
    listed = (await alices.get(PLACE)).json
    assert [each["name"] for each in listed["own"]] == ["Monthly"]
    assert len(listed["built_in"]) == 6
    assert (await alices.delete(place)).status == 204
    assert (await alices.get(place)).status == 404


async def test_nobody_elses(alices: Browser, bobs: Browser, nobody: Browser) -> None:
    """Another account neither sees, changes nor deletes it; without an account there are none."""
    place = f"{PLACE}/{(await alices.post(PLACE, WEEKLY)).json['id']}"
    assert (await bobs.get(PLACE)).json["own"] == []
    assert (await bobs.get(place)).status == 404
    assert (await bobs.request("PUT", place, json=WEEKLY)).status == 404
    assert (await bobs.delete(place)).status == 404
    assert (await nobody.get(PLACE)).status == 401
    assert (await alices.get(place)).status == 200


async def test_row_level_security(alices: Browser, bob: Account) -> None:
    """Straight in SQL bob finds no template of alice's."""
    await alices.post(PLACE, WEEKLY)
    with acting_as(Actor("web", user_id=bob.id)):
        async with transaction():
            assert await fetch("SELECT id FROM minutes_templates") == []
            assert not await execute("UPDATE minutes_templates SET name = 'Mine'")


CUSTOM = {"kind": "custom", "heading": "Risks", "instruction": "Risks"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 81},
        {"sections": []},
        {"sections": [{"kind": "summary"}, {"kind": "summary"}]},
        {"sections": [{"kind": "poem"}]},
        {"sections": [{"kind": "custom", "heading": "Risks"}]},
        {"sections": [{"kind": "custom", "instruction": "Risks"}]},
        {"sections": [{"kind": "summary", "instruction": "In verse"}]},
        {"sections": [CUSTOM] * 6},
        {"instruction": "x" * 1001},
        {"tone": "loud"},
        {"language": "klingon"},
    ],
    ids=lambda wrong: ",".join(wrong),
)
async def test_refused(wrong: dict[str, Any], alices: Browser) -> None:
    """What cannot be a template is told apart from what can."""
    assert (await alices.post(PLACE, {**WEEKLY, **wrong})).status == 422


async def test_name_is_taken(alices: Browser, bobs: Browser) -> None:
    """Names of one account differ; another's do not matter."""
    await alices.post(PLACE, WEEKLY)
    assert (await alices.post(PLACE, WEEKLY)).status == 409
    assert (await bobs.post(PLACE, WEEKLY)).status == 201


async def test_most(alices: Browser) -> None:
    """There are at most thirty."""
    for number in range(30):
        assert (await alices.post(PLACE, {**WEEKLY, "name": f"No. {number}"})).status == 201
    assert (await alices.post(PLACE, WEEKLY)).status == 409


async def test_one_default(alices: Browser) -> None:
    """The default is the one that was made so last, and new meetings get it."""
    await alices.post(PLACE, {**WEEKLY, "is_default": True})
    second = await alices.post(PLACE, {**WEEKLY, "name": "Monthly", "is_default": True})
    listed = (await alices.get(PLACE)).json["own"]
    assert [each["name"] for each in listed if each["is_default"]] == ["Monthly"]
    room = await alices.post("/api/rooms", {"name": "Planning"})
    assert room.json["settings"]["template"] == second.json["id"]


async def test_chosen_before_the_meeting(alices: Browser, bobs: Browser) -> None:
    """The host chooses a template for the room, built in or their own; another's is not found."""
    own = (await alices.post(PLACE, WEEKLY)).json["id"]
    others = (await bobs.post(PLACE, WEEKLY)).json["id"]
    room = await alices.post("/api/rooms", {"name": "Planning", "settings": {"template": "standup"}})
    assert room.json["settings"]["template"] == "standup"
    place = f"/api/rooms/{room.json['slug']}"
    assert (await alices.request("PATCH", place, json={"settings": {"template": others}})).status == 404
    changed = await alices.request("PATCH", place, json={"settings": {"template": own}})
    assert changed.json["settings"]["template"] == own
    refused = await alices.post("/api/rooms", {"name": "Planning", "settings": {"template": others}})
    assert refused.status == 404


async def test_minutes_get_it(alices: Browser, meeting: Meeting) -> None:
    """Minutes of a meeting that ends have the template of its room, with a copy of what the host wrote."""
    own = (await alices.post(PLACE, WEEKLY)).json["id"]
    await alices.request("PATCH", "/api/rooms/atrium", json={"settings": {"template": own}})
    await end_room(meeting.room.id, "host")
    minutes = await minutes_of(meeting.room.id)
    assert minutes is not None
    assert (minutes.template, minutes.layout.title) == ("own", "Weekly")
    assert minutes.layout.instruction == "Call us the crew."


async def test_deleted_before_the_end(alices: Browser, meeting: Meeting) -> None:
    """A template that is gone when the meeting ends leaves the general one."""
    own = (await alices.post(PLACE, WEEKLY)).json["id"]
    await alices.request("PATCH", "/api/rooms/atrium", json={"settings": {"template": own}})
    await alices.delete(f"{PLACE}/{own}")
    await end_room(meeting.room.id, "host")
    minutes = await minutes_of(meeting.room.id)
    assert minutes is not None
    assert minutes.template == "general"


async def _written(meeting: Meeting, summary: str) -> None:
    await save_minutes(
        meeting.room.id, Minutes(state="ready", method="extractive", executive_summary=summary)
    )


async def test_deleted_afterwards(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """Minutes and versions written by a template stay readable when it is deleted."""
    await end_room(meeting.room.id, "host")
    await save_minutes(
        meeting.room.id, Minutes(state="ready", method="extractive", executive_summary="Short.")
    )
    own = (await alices.post(PLACE, WEEKLY)).json["id"]
    again = await alices.post("/api/rooms/atrium/minutes/regeneration", {"template": own, "writer": "none"})
    assert (again.status, again.json["own_template"]) == (202, "Weekly")
    await save_minutes(
        meeting.room.id, Minutes(state="ready", method="extractive", executive_summary="Shorter.")
    )
    await alices.delete(f"{PLACE}/{own}")
    read = (await bobs.get("/api/rooms/atrium/minutes")).json
    assert [each["heading"] for each in read["sections"]] == ["What we agreed", "Risks", "Summary"]
    page = (await bobs.get("/m/atrium")).body.decode()
    assert "Template: Weekly" in page
    assert "What we agreed</h2>" in page
    versions = (await bobs.get("/api/rooms/atrium/minutes/versions")).json["versions"]
    assert versions[0]["template_name"] == "Weekly"
    assert (await bobs.get("/m/atrium/versions")).status == 200
    general = next(each["id"] for each in versions if each["template"] == "general")
    assert (await alices.post(f"/api/rooms/atrium/minutes/versions/{general}/restore")).status == 200
    mine = versions[0]["id"]
    assert (await alices.post(f"/api/rooms/atrium/minutes/versions/{mine}/restore")).status == 200
    assert (await bobs.get("/api/rooms/atrium/minutes")).json["own_template"] == "Weekly"


@pytest.mark.parametrize("format", ["md", "txt", "json"])
async def test_exported(format: str, alices: Browser, meeting: Meeting) -> None:
    """Files have the sections of a template that somebody made, under its headings."""
    await end_room(meeting.room.id, "host")
    await save_minutes(
        meeting.room.id, Minutes(state="ready", method="extractive", executive_summary="Short.")
    )
    own = (await alices.post(PLACE, WEEKLY)).json["id"]
    await alices.post("/api/rooms/atrium/minutes/regeneration", {"template": own, "writer": "none"})
    text = (await alices.get(f"/api/rooms/atrium/export/{format}?what=minutes")).body.decode()
    assert "What we agreed" in text
    assert "Risks" in text


async def test_room_by_slug(alices: Browser) -> None:
    """Meetings from before templates have the general one."""
    room = await alices.post("/api/rooms", {"name": "Old"})
    await execute("UPDATE rooms SET settings = settings - 'template' WHERE slug = $1", room.json["slug"])
    found = await room_by_slug(room.json["slug"])
    assert found is not None
    assert found.settings.template == "general"
