"""Minutes written again by another template: who may, what follows, and how page and files are arranged."""

from typing import Any
from uuid import uuid4

import pytest

from server.meeting.db import execute, fetch
from server.meeting.lifecycle import end_room
from server.meeting.minutes import Action, Claim, Decision, Minutes, save_minutes
from server.meeting.minutes_templates import TEMPLATES
from tests.conftest import Meeting
from tests.integration.api.browser import Browser

PLACE = "/api/rooms/atrium/minutes/regeneration"


@pytest.fixture
async def written(meeting: Meeting) -> Minutes:
    """Minutes of the ended meeting."""
    await end_room(meeting.room.id, "host")
    found = Minutes(
        "ready",
        "extractive",
        executive_summary="They met.",
        key_points=[Claim("It rains.", (uuid4(),))],
        decisions=[Decision("The budget is approved.", (uuid4(),), result="Five to two.")],
        turned_down=[Decision("The park is closed.", (uuid4(),))],
        actions=[Action("Buy umbrellas", assignee="Bob", participant_id=meeting.bob.id)],
    )
    await save_minutes(meeting.room.id, found)
    return found


async def test_chosen(written: Minutes, alices: Browser, bobs: Browser) -> None:
    """The host chooses, a job is queued, and everybody reads what was chosen."""
    answer = await alices.post(PLACE, {"template": "formal", "writer": "none"})
    assert (answer.status, answer.json["template"], answer.json["writer"]) == (202, "formal", "none")
    assert {row["entrypoint"] for row in await fetch("SELECT entrypoint FROM pgqueuer")} >= {
        "rewrite_minutes"
    }
    read = (await bobs.get(PLACE)).json
    assert (read["template"], read["state"], len(read["templates"])) == ("formal", "ready", len(TEMPLATES))
    assert (await bobs.get("/api/rooms/atrium/minutes")).json["template"] == "formal"


async def test_version(written: Minutes, meeting: Meeting, alices: Browser) -> None:
    """What is written by another template is a version that names it."""
    await alices.post(PLACE, {"template": "standup"})
    await save_minutes(meeting.room.id, written)
    found: list[dict[str, Any]] = (await alices.get("/api/rooms/atrium/minutes/versions")).json["versions"]
    assert [(each["reason"], each["template"]) for each in found] == [
        ("template", "standup"),
        ("draft", "general"),
    ]
    await alices.post(f"/api/rooms/atrium/minutes/versions/{found[1]['id']}/restore", {})
    assert (await alices.get(PLACE)).json["template"] == "general"


async def test_others(written: Minutes, bobs: Browser, carols: Browser, alices: Browser) -> None:
    """Bob reads and does not choose; carol finds nothing; what is no template is refused."""
    assert (await bobs.post(PLACE, {"template": "formal"})).status == 403
    assert (await carols.post(PLACE, {"template": "formal"})).status == 404
    assert (await alices.post(PLACE, {"template": "poem"})).status == 422


async def test_while_being_written(written: Minutes, alices: Browser) -> None:
    """Minutes that are still being written are not begun again, and keep their template."""
    await execute("UPDATE meeting_summaries SET state = 'drafted'")
    assert (await alices.post(PLACE, {"template": "formal"})).status == 409
    assert (await alices.get(PLACE)).json["template"] == "general"


@pytest.mark.parametrize("template", TEMPLATES)
async def test_arranged(written: Minutes, template: str, alices: Browser) -> None:
    """Page and files have the template's sections in its order, and say which template it is."""
    await alices.post(PLACE, {"template": template})
    page = (await alices.get("/m/atrium")).body.decode()
    text = (await alices.get("/api/rooms/atrium/export/md?what=minutes")).body.decode()
    titles = {"summary": "Summary", "actions": "Action items", "motions": "Motions and votes"}
    wanted = [titles[kind] for kind in TEMPLATES[template].kinds if kind in titles]  # type: ignore[index]
    for document, mark in ((page, ">{}</h2>"), (text, "## {}\n")):
        places = [document.find(mark.format(title)) for title in wanted]
        assert places == sorted(places)
        assert -1 not in places
    assert ("Template: " in text) == (template != "general")


async def test_motions(written: Minutes, alices: Browser) -> None:
    """Formal minutes tell of each motion whether it was carried, and the vote."""
    await alices.post(PLACE, {"template": "formal"})
    text = (await alices.get("/api/rooms/atrium/export/txt?what=minutes")).body.decode()
    assert "Carried: The budget is approved." in text
    assert "Not carried: The park is closed." in text
    assert "Five to two." in text


@pytest.mark.parametrize(("language", "searched"), [("en", True), ("sv", False)])
async def test_nothing_found(meeting: Meeting, alices: Browser, language: str, searched: bool) -> None:
    """Page and files say that nothing was found only in languages that are searched."""
    await end_room(meeting.room.id, "host")
    await save_minutes(meeting.room.id, Minutes("ready", "extractive", executive_summary="They met."))
    setting = "UPDATE rooms SET settings = jsonb_set(settings, '{language}', to_jsonb($1::text))"
    await execute(setting, language)
    await alices.post(PLACE, {"template": "formal"})
    page = (await alices.get("/m/atrium")).body.decode()
    text = (await alices.get("/api/rooms/atrium/export/txt?what=minutes")).body.decode()
    for document, what in ((page, "motions"), (text, "action items")):
        assert (f"No {what} were found in the transcript." in document) == searched
        assert (f"No {what} are noted." in document) != searched


async def test_by_person(written: Minutes, alices: Browser) -> None:
    """A section can be told person by person."""
    own = await alices.post("/api/minutes-templates", {"name": "People", "sections": [{"kind": "people"}]})
    await alices.post(PLACE, {"template": own.json["id"]})
    text = (await alices.get("/api/rooms/atrium/export/txt?what=minutes")).body.decode()
    assert "Takes on: Buy umbrellas" in text
