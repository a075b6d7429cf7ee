"""The audit over HTTP: who may read it, what is in it, and what never is."""

import csv
import io
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from server.meeting.db import execute, fetch
from server.meeting.people import Person
from tests.conftest import PASSWORD, Meeting
from tests.integration.api.browser import Browser
from tests.integration.api.conftest import Opens

RAISE = {"password": PASSWORD, "reason": "Looking for a lost meeting"}


@pytest.fixture
async def admins(browser_of: Opens, admin: Person) -> Browser:
    """The browser of an administrator who has raised nothing."""
    return await browser_of(admin)


@pytest.fixture
async def raised(admins: Browser) -> Browser:
    """The same with raised rights."""
    assert (await admins.post("/api/elevation", RAISE)).status == 201
    return admins


async def test_only_raised_rights_read_it(
    admins: Browser, alices: Browser, bobs: Browser, nobody: Browser, meeting: Meeting
) -> None:
    """Neither host, participant, stranger nor an administrator as such."""
    for path in ("/api/audit", "/api/audit.csv"):
        assert (await admins.get(path)).json["type"] == "urn:parley:problem:not-elevated"
        for browser in (alices, bobs):
            assert (await browser.get(path)).status == 403
        assert (await nobody.get(path)).status == 401


async def test_rights_are_the_administrators(alices: Browser, nobody: Browser) -> None:
    """Nobody else raises any, with whatever password."""
    assert (await alices.post("/api/elevation", RAISE)).status == 403
    assert (await nobody.post("/api/elevation", RAISE)).status == 401


async def test_rights_want_the_password(admins: Browser) -> None:
    """A session left open is not enough, and the try is written down."""
    assert (await admins.post("/api/elevation", {**RAISE, "password": "not it"})).status == 401
    assert (await admins.get("/api/elevation")).json == {"until": None}
    assert len(await fetch("SELECT FROM audit_events WHERE action = 'elevation.refuse'")) == 1


async def test_rights_are_of_one_session(raised: Browser, browser_of: Opens, admin: Person) -> None:
    """Another browser of the same administrator has none."""
    assert (await raised.get("/api/audit")).status == 200
    assert (await (await browser_of(admin)).get("/api/audit")).status == 403


async def test_rights_end(raised: Browser) -> None:
    """By themselves after their time, and before it by hand."""
    until = datetime.fromisoformat((await raised.get("/api/elevation")).json["until"])
    assert timedelta(minutes=14) < until - datetime.now(UTC) <= timedelta(minutes=15)
    assert (await raised.delete("/api/elevation")).status == 204
    assert (await raised.get("/api/audit")).status == 403
    await raised.post("/api/elevation", RAISE)
    await execute("UPDATE sessions SET elevated_until = now()")
    assert (await raised.get("/api/audit")).status == 403


async def test_the_reason_is_kept(raised: Browser) -> None:
    """Raising and giving back are events, with who, when and what for."""
    await raised.delete("/api/elevation")
    await raised.post("/api/elevation", RAISE)
    found = (await raised.get("/api/audit?category=admin_operation")).json["events"]
    assert [each["action"] for each in found] == ["elevation.begin", "elevation.end", "elevation.begin"]
    assert found[0]["user_name"] == "Ada Admin"
    assert found[0]["details"]["reason"] == RAISE["reason"]


async def test_reading_is_an_event(raised: Browser) -> None:
    """Who watches is watched."""
    await raised.get("/api/audit")
    await raised.get("/api/audit.csv")
    found = (await raised.get("/api/audit?category=admin_operation")).json["events"]
    assert [each["action"] for each in found][:2] == ["audit.export", "audit.read"]


async def test_request_leads_to_its_events(alices: Browser, raised: Browser) -> None:
    """The id an answer bears is the one in every event of its request, whatever was sent as one."""
    answer = await alices.request(
        "POST", "/api/rooms", json={"name": "Secret plans"}, headers={"X-Request-ID": "mine"}
    )
    ours = [
        each
        for each in (await raised.get("/api/audit?category=data_modification")).json["events"]
        if each["request_id"] == answer.headers["X-Request-ID"]
    ]
    assert {(each["table_name"], each["action"]) for each in ours} == {("rooms", "insert")}


async def test_signing_in_is_an_event(nobody: Browser, alice: Person, raised: Browser) -> None:
    """With its session; in vain too, and then without the address that was typed."""
    await nobody.post("/api/sessions", {"email": alice.email, "password": "not it"})
    await nobody.post("/api/sessions", {"email": "who@example.org", "password": "not it"})
    await nobody.post("/api/sessions", {"email": alice.email, "password": PASSWORD})
    await nobody.delete("/api/sessions/current")
    found = (await raised.get("/api/audit?category=user_action")).json["events"]
    told = [(each["action"], each["user_id"], each["details"].get("account")) for each in found]
    her = str(alice.id)
    assert told == [
        ("sign_out", her, None),
        ("sign_in", her, None),
        ("sign_in.refuse", None, None),
        ("sign_in.refuse", None, her),
    ]
    assert found[0]["session_id"] == found[1]["session_id"]
    assert "example.org" not in str(found)


async def test_coming_in_is_an_event(
    bobs: Browser, alices: Browser, meeting: Meeting, raised: Browser
) -> None:
    """Who was let in, who was not and why, and who read what came of it."""
    path = f"/api/rooms/{meeting.room.slug}"
    await bobs.post(f"{path}/join", {"consent": False})
    await alices.get(f"{path}/segments")
    await alices.post(f"{path}/end")
    await bobs.post(f"{path}/join", {"consent": True})
    found = (await raised.get(f"/api/audit?category=room_access&room={meeting.room.id}")).json["events"]
    told = [(each["action"], each["user_name"], each["details"].get("why")) for each in found]
    assert told == [
        ("join.refuse", "Bob", "RoomEnded"),
        ("transcript.read", "Alice", None),
        ("join.refuse", "Bob", "ConsentMissing"),
    ]


async def test_filters(alices: Browser, alice: Person, raised: Browser) -> None:
    """By person, and by time: what was before and what comes after is left out."""
    await alices.post("/api/rooms", {"name": "Now"})
    for person, some in ((alice.id, True), (uuid4(), False)):
        assert bool((await raised.get(f"/api/audit?person={person}")).json["events"]) is some
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert (await raised.get(f"/api/audit?since={tomorrow}")).json["events"] == []
    assert (await raised.get(f"/api/audit?until={tomorrow}")).json["events"] != []
    assert (await raised.get(f"/api/audit?room={uuid4()}")).json == {"events": [], "next": None}


async def test_pages(alices: Browser, raised: Browser) -> None:
    """Page by page each event comes once, also while more are written."""
    for number in range(7):
        await alices.post("/api/rooms", {"name": f"Room {number}"})
    asked, found, more = "/api/audit?category=data_modification&limit=3", [], True
    after = ""
    while more:
        page = (await raised.get(asked + after)).json
        found += [each["id"] for each in page["events"]]
        after, more = f"&before={(page['next'] or '').replace('+', '%2B')}", page["next"] is not None
        await alices.post("/api/rooms", {"name": "Meanwhile"})
    assert len(found) == len(set(found)) >= 7


async def test_csv(alices: Browser, raised: Browser) -> None:
    """The same events, one a line, and nothing a spreadsheet would run."""
    await raised.post("/api/elevation", {**RAISE, "reason": "=HYPERLINK(1)"})
    await execute(
        "INSERT INTO audit_events (category, action, request_id) VALUES ('user_action', 'x', '=1+1')"
    )
    answer = await raised.get("/api/audit.csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    lines = list(csv.DictReader(io.StringIO(answer.body.decode(), newline="")))
    assert b"\r\n" in answer.body
    assert {line["request_id"] for line in lines if line["action"] == "x"} == {"'=1+1"}
    assert not [cell for line in lines for cell in line.values() if cell.startswith(("=", "+", "-", "@"))]


WRONG = [
    "person=me",
    "room=1",
    "category=all",
    "since=yesterday",
    "until=infinity",
    "since=2026-01-01T00:00:00",
    "since=9999-12-31T23:59:59Z",
    "before=x",
    "before=_",
    "limit=0",
    "limit=1000000",
    "person=%00",
    "nonsense=1",
]


@pytest.mark.parametrize("query", [*WRONG, f"before={'9' * 7000}"], ids=lambda query: query[:20])
async def test_wrong_filter(raised: Browser, query: str) -> None:
    """What makes no sense is named, and nothing is found for it."""
    answer = await raised.get(f"/api/audit?{query}")
    assert (answer.status, bool(answer.json["problems"])) == (422, True)
