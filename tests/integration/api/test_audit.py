"""The audit log over HTTP: who may read it, what it contains, and what it never contains."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from aiohttp import ClientError

from server.errors import NotElevated
from server.meeting import audit
from server.meeting.accounts import Account
from server.meeting.actor import Actor, acting_as
from server.meeting.audit import Event, Filter
from server.meeting.db import execute, fetch
from server.meeting.elevation import elevate, end_elevation
from server.meeting.moderation import remove
from server.meeting.presence import record_departure
from server.meeting.sessions import open_session
from tests.conftest import PASSWORD, Meeting
from tests.integration.api.browser import Browser
from tests.integration.api.conftest import Opens

RAISE = {"password": PASSWORD, "reason": "Looking for a lost meeting"}


@pytest.fixture
async def admins(browser_of: Opens, admin: Account) -> Browser:
    """The browser of an administrator without elevated access."""
    return await browser_of(admin)


@pytest.fixture
async def raised(admins: Browser) -> Browser:
    """The same with elevated access."""
    assert (await admins.post("/api/elevation", RAISE)).status == 201
    return admins


@pytest.mark.first_lock
async def test_reading_requires_elevation(
    admins: Browser, alices: Browser, bobs: Browser, nobody: Browser, meeting: Meeting
) -> None:
    """Hosts, participants, strangers and administrators without elevated access are refused."""
    for path in ("/api/audit", "/api/audit.csv"):
        assert (await admins.get(path)).json["type"] == "urn:parley:problem:not-elevated"
        for browser in (alices, bobs):
            assert (await browser.get(path)).status == 403
        assert (await nobody.get(path)).status == 401


async def test_only_administrators_elevate(alices: Browser, nobody: Browser) -> None:
    """Only administrators can elevate, whatever the password."""
    assert (await alices.post("/api/elevation", RAISE)).status == 403
    assert (await nobody.post("/api/elevation", RAISE)).status == 401


async def test_elevation_requires_the_password(admins: Browser) -> None:
    """A session left open is not enough, and the failed attempt is recorded."""
    assert (await admins.post("/api/elevation", {**RAISE, "password": "not it"})).status == 401
    assert (await admins.get("/api/elevation")).json == {"until": None}
    assert len(await fetch("SELECT FROM audit_events WHERE action = 'elevation.refuse'")) == 1


@pytest.mark.first_lock
async def test_elevation_is_per_session(raised: Browser, browser_of: Opens, admin: Account) -> None:
    """Another browser of the same administrator stays without access."""
    assert (await raised.get("/api/audit")).status == 200
    assert (await (await browser_of(admin)).get("/api/audit")).status == 403


@pytest.mark.first_lock
async def test_elevation_ends(raised: Browser) -> None:
    """Access expires by itself, and can be ended early."""
    until = datetime.fromisoformat((await raised.get("/api/elevation")).json["until"])
    assert timedelta(minutes=14) < until - datetime.now(UTC) <= timedelta(minutes=15)
    assert (await raised.delete("/api/elevation")).status == 204
    assert (await raised.get("/api/audit")).status == 403
    await raised.post("/api/elevation", RAISE)
    await execute("UPDATE sessions SET elevated_until = now()")
    assert (await raised.get("/api/audit")).status == 403


async def test_reason_is_recorded(raised: Browser) -> None:
    """Turning access on and off is recorded with person, time and reason."""
    await raised.delete("/api/elevation")
    await raised.post("/api/elevation", RAISE)
    found = (await raised.get("/api/audit?category=admin_operation")).json["events"]
    assert [each["action"] for each in found] == ["elevation.begin", "elevation.end", "elevation.begin"]
    assert found[0]["user_name"] == "Ada Admin"
    assert found[0]["details"]["reason"] == RAISE["reason"]


async def test_reading_is_an_event(raised: Browser) -> None:
    """Reading the audit log is recorded with its filter."""
    await raised.get("/api/audit?category=room_access")
    await raised.get("/api/audit.csv")
    found = (await raised.get("/api/audit?category=admin_operation")).json["events"][:2]
    told = [(each["action"], each["details"]) for each in found]
    assert told == [("audit.export", {}), ("audit.read", {"category": "room_access"})]


async def test_request_id_is_in_events(alices: Browser, raised: Browser) -> None:
    """A response's id is in every event of its request; an id sent by the client is ignored."""
    answer = await alices.request(
        "POST", "/api/rooms", json={"name": "Secret plans"}, headers={"X-Request-ID": "mine"}
    )
    ours = [
        each
        for each in (await raised.get("/api/audit?category=data_modification")).json["events"]
        if each["request_id"] == answer.headers["X-Request-ID"]
    ]
    assert {(each["table_name"], each["action"]) for each in ours} == {("rooms", "insert")}


async def test_signing_in_is_an_event(nobody: Browser, alice: Account, raised: Browser) -> None:
    """Recorded with the session; failures too, without the address that was entered."""
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


async def test_admission_is_an_event(
    bobs: Browser, alices: Browser, meeting: Meeting, raised: Browser
) -> None:
    """Admissions, refusals with their cause, and reads of the results are recorded."""
    path = f"/api/rooms/{meeting.room.slug}"
    await bobs.post(f"{path}/join", {"consent": False})
    await alices.get(f"{path}/segments")
    await alices.get(f"{path}/messages")
    await alices.post(f"{path}/end")
    await bobs.post(f"{path}/join", {"consent": True})
    found = (await raised.get(f"/api/audit?category=room_access&room={meeting.room.id}")).json["events"]
    told = [(each["action"], each["user_name"], each["details"].get("why")) for each in found]
    assert told == [
        ("join.refuse", "Bob", "RoomEnded"),
        ("chat.read", "Alice", None),
        ("transcript.read", "Alice", None),
        ("join.refuse", "Bob", "ConsentMissing"),
        ("arrive", None, None),
        ("arrive", "Bob", None),
        ("arrive", "Alice", None),
    ]


async def test_departure_is_an_event(meeting: Meeting, raised: Browser) -> None:
    """A departure is recorded once, as the person's own, whoever reports it."""
    for _ in range(2):
        await record_departure(meeting.room.id, meeting.bob.identity, datetime.now(UTC))
    found = (await raised.get("/api/audit?category=room_access")).json["events"]
    told = [(each["user_name"], each["participant_id"]) for each in found if each["action"] == "leave"]
    assert told == [("Bob", str(meeting.bob.id))]


async def test_removal_is_an_event(
    alices: Browser, bobs: Browser, carols: Browser, meeting: Meeting, raised: Browser
) -> None:
    """Removals and attempts to rejoin are recorded; an attempt at an unknown room names no room."""
    path = f"/api/rooms/{meeting.room.slug}"
    await remove(meeting.room.id, meeting.bob.id)
    await bobs.post(f"{path}/join", {"consent": True})
    await carols.post("/api/rooms/no-such/join", {"consent": True})
    found = (await raised.get("/api/audit?category=room_access")).json["events"][:2]
    told = [(each["user_name"], each["details"]["why"], each["room_id"]) for each in found]
    assert told == [("Carol", "RoomNotFound", None), ("Bob", "Removed", str(meeting.room.id))]


async def test_searching_is_an_event(alices: Browser, raised: Browser) -> None:
    """The query itself is not recorded."""
    await alices.get("/api/search?q=secret")
    (event,) = (await raised.get("/api/audit?category=user_action")).json["events"][:1]
    assert (event["action"], event["user_name"], event["details"]) == ("search", "Alice", {})


@pytest.mark.first_lock
async def test_elevation_ends_with_the_session(raised: Browser, browser_of: Opens, admin: Account) -> None:
    """After signing out and in again access is off."""
    await raised.delete("/api/sessions/current")
    assert not await fetch("SELECT FROM sessions WHERE elevated_until > now() AND revoked_at IS NULL")
    assert (await (await browser_of(admin)).get("/api/audit")).status == 403


async def test_elevation_is_rate_limited(admins: Browser) -> None:
    """After ten wrong passwords the right one has to wait too."""
    tries = [await admins.post("/api/elevation", {**RAISE, "password": "not it"}) for _ in range(10)]
    assert {each.status for each in tries} == {401}
    assert (await admins.post("/api/elevation", RAISE)).status == 429


async def test_filters(alices: Browser, alice: Account, raised: Browser) -> None:
    """Events can be filtered by person and by time."""
    await alices.post("/api/rooms", {"name": "Now"})
    for person, some in ((alice.id, True), (uuid4(), False)):
        assert bool((await raised.get(f"/api/audit?person={person}")).json["events"]) is some
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert (await raised.get(f"/api/audit?since={tomorrow}")).json["events"] == []
    assert (await raised.get(f"/api/audit?until={tomorrow}")).json["events"] != []
    assert (await raised.get(f"/api/audit?room={uuid4()}")).json == {"events": [], "next": None}


async def test_pages(alices: Browser, raised: Browser) -> None:
    """Paging returns each event once, also while new ones are recorded."""
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
    """One event per line, and nothing that a spreadsheet would evaluate."""
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


async def test_incomplete_csv_fails(raised: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """If access ends during the export, the download fails instead of looking complete."""

    async def ended(_: Filter) -> AsyncIterator[list[Event]]:
        yield await audit.events(Filter(), 1)
        raise NotElevated

    monkeypatch.setattr(audit, "all_events", ended)
    with pytest.raises(ClientError):
        await raised.get("/api/audit.csv")


@pytest.mark.first_lock
async def test_elevation_ends_between_batches(admin: Account) -> None:
    """If access ends between batches, the rest is an error, not the end."""
    _, session = await open_session(admin.id, {}, None)
    with acting_as(Actor("web", user_id=admin.id, session_id=session.id)):
        await elevate("A test")
        reading = audit.all_events(Filter())
        assert await anext(reading)
        await end_elevation()
        with pytest.raises(NotElevated):
            await anext(reading)


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
    """An invalid filter is refused by field."""
    answer = await raised.get(f"/api/audit?{query}")
    assert (answer.status, bool(answer.json["problems"])) == (422, True)
