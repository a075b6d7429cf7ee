"""Hostile values and other people's ids in every field and path: a documented answer, and no row changed."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import asyncpg
import pytest

from server.api.openapi import Operation
from server.api.routes import OPERATIONS
from server.meeting.accounts import Account
from server.meeting.db import fetch
from server.meeting.rooms import Room
from tests.conftest import PASSWORD, Meeting
from tests.integration.api.browser import Answer, Browser
from tests.integration.api.conftest import Opens
from tests.integration.api.operation_paths import filled

JSON = {"Content-Type": "application/json"}
DEEP = 1_000
HOSTILE: dict[str, str] = {
    "SQL": '"\'); DROP TABLE rooms; --"',
    "NUL": '"a\\u0000b"',
    "a lone surrogate": '"\\ud800"',
    "60 kB": '"' + "x" * 60_000 + '"',
    "1,000 deep": "[" * DEEP + "]" * DEEP,
    "objects 1,000 deep": '{"a":' * DEEP + "1" + "}" * DEEP,
    "a number without end": "9" * 4_000,
    "minus infinity": "-Infinity",
    "infinity": '"infinity"',
    "the last moment": '"9999-12-31T23:59:59.999999Z"',
    "a moment before any": '"0001-01-01T00:00:00Z"',
    "nothing": "null",
    "an id of nobody": f'"{uuid4()}"',
    "a format": '"%s%n{0.__class__}"',
}
"""JSON literals."""
BODIES = [each for each in OPERATIONS if each.endpoint.body is not None]
QUERIED = (
    "%00",
    "%ed%a0%80",
    "'%20OR%201=1--",
    "infinity",
    "9" * 400,
    "x" * 4_000,
    "%F0%9F%98%80",
    "-1",
    "NaN",
)
TABLES = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
  AND NOT relispartition
"""


def _named(operation: Operation) -> str:
    return f"{operation.method} {operation.path}"


def _bodies(operation: Operation, value: str) -> Iterator[bytes]:
    """Bodies with the value in each field, alone and with an extra field."""
    assert operation.endpoint.body is not None
    for name in (*operation.endpoint.body.model_fields, "host_id"):
        yield f'{{"{name}": {value}}}'.encode()


def _is_ours(answer: Answer) -> bool:
    """Success, or a problem document; never an unexpected error."""
    if answer.status < 300:
        return True
    return answer.status < 500 and answer.json["type"].startswith("urn:parley:problem:")


@pytest.mark.parametrize("value", HOSTILE)
async def test_hostile_fields(value: str, alices: Browser, atrium: Room) -> None:
    """In every field of every body."""
    for operation in BODIES:
        for body in _bodies(operation, HOSTILE[value]):
            url = filled(operation.path, atrium.slug)
            answer = await alices.request(operation.method, url, data=body, headers=JSON)
            assert _is_ours(answer), (_named(operation), answer.status, answer.body)


@pytest.mark.parametrize("text", QUERIED)
async def test_hostile_queries(text: str, alices: Browser, meeting: Meeting) -> None:
    """In every field of every query."""
    for operation in OPERATIONS:
        query = operation.endpoint.query
        for name in query.model_fields if query else ():
            url = f"{filled(operation.path, meeting.room.slug)}?{name}={text}"
            answer = await alices.request(operation.method, url)
            assert _is_ours(answer), (_named(operation), answer.status, answer.body)


@pytest.mark.filterwarnings("ignore:Sending a large body:ResourceWarning")
async def test_ten_megabytes(alices: Browser, atrium: Room) -> None:
    """The body is refused unread."""
    body = b'{"text": "' + b"x" * 10_000_000 + b'"}'
    for path in ("/api/rooms", f"/api/rooms/{atrium.slug}/messages", "/api/webhooks/livekit"):
        assert (await alices.request("POST", path, data=body, headers=JSON)).status == 413


async def _counts(watcher: "asyncpg.Connection[asyncpg.Record]") -> dict[str, int]:
    return {
        name: await watcher.fetchval(f"SELECT count(*) FROM {name}")  # noqa: S608  the catalogue's names
        for (name,) in await watcher.fetch(TABLES)
    }


async def test_refused_requests_change_no_row(alices: Browser, meeting: Meeting, database: str) -> None:
    """Refused requests insert and delete no row in any table."""
    watcher = await asyncpg.connect(database)
    before = await _counts(watcher)
    for operation in BODIES:
        for value in ("NUL", "a lone surrogate", "1,000 deep", "60 kB", "a number without end"):
            for body in _bodies(operation, HOSTILE[value]):
                url = filled(operation.path, meeting.room.slug)
                assert (await alices.request(operation.method, url, data=body, headers=JSON)).status >= 400
    assert await _counts(watcher) == before
    await watcher.close()


class TestIdsOfOthers:
    """Another person's row looks absent in every path and body."""

    @pytest.fixture
    async def foreign(self, alices: Browser, meeting: Meeting, database: str) -> dict[str, UUID]:
        """Ids of alice's: her session, a notification, her place and a message in the atrium."""
        message = await alices.post(f"/api/rooms/{meeting.room.slug}/messages", {"text": "ours"})
        watcher = await asyncpg.connect(database)
        try:
            note = await watcher.fetchval(
                "INSERT INTO notifications (user_id, type, title) VALUES ($1, 'x', 'x') RETURNING id",
                meeting.alice.user_id,
            )
            session = await watcher.fetchval(
                "SELECT id FROM sessions WHERE user_id = $1", meeting.alice.user_id
            )
        finally:
            await watcher.close()
        return {
            "session_id": session,
            "notification_id": note,
            "participant_id": meeting.alice.id,
            "after": UUID(message.json["id"]),
            "host_id": meeting.alice.user_id or uuid4(),
        }

    @pytest.fixture
    async def den(self, carols: Browser) -> str:
        """Carol's own room, which she has joined."""
        slug: str = (await carols.post("/api/rooms", {"name": "Den"})).json["slug"]
        await carols.post(f"/api/rooms/{slug}/join", {"consent": True})
        return slug

    @pytest.mark.parametrize("name", ["session_id", "notification_id", "participant_id"])
    async def test_in_a_path(self, name: str, foreign: dict[str, UUID], carols: Browser, den: str) -> None:
        """In a path it is answered like an unknown id."""
        for operation in (each for each in OPERATIONS if f"{{{name}}}" in each.path):
            sent = {"PATCH": {"is_muted": True}, "PUT": {"breakout_id": None}}.get(operation.method)
            theirs, none = [
                await carols.request(
                    operation.method, operation.path.format(slug=den, **{name: each}), json=sent
                )
                for each in (foreign[name], uuid4())
            ]
            assert theirs.status in (404, 422)
            assert (theirs.status, theirs.body) == (none.status, none.body)

    async def test_in_a_query(self, foreign: dict[str, UUID], carols: Browser, den: str) -> None:
        """A cursor from another room reveals nothing of that room."""
        theirs, none = [
            await carols.get(f"/api/rooms/{den}/messages?after={each}")
            for each in (foreign["after"], uuid4())
        ]
        assert (theirs.status, theirs.json) == (none.status, none.json)
        assert b"ours" not in theirs.body

    async def test_in_a_body(self, foreign: dict[str, UUID], carols: Browser, den: str) -> None:
        """No body accepts an owner's id: ownership follows from the session."""
        for operation in BODIES:
            sent: dict[str, Any] = {name: str(each) for name, each in foreign.items()}
            answer = await carols.request(operation.method, filled(operation.path, den), json=sent)
            assert answer.status in (404, 422), _named(operation)


@pytest.mark.parametrize(
    "email", ["Zoë@example.org", "ZOË@EXAMPLE.ORG", "zoe\u0308@example.org", "  zoë@Example.Org  "]
)
async def test_one_address_one_account(nobody: Browser, email: str) -> None:
    """An address in capitals or another Unicode form does not get a second account."""
    first = {"email": "zoë@example.org", "name": "Zoë", "password": PASSWORD}
    assert (await nobody.post("/api/people", first)).status == 202
    assert (await nobody.post("/api/people", {**first, "email": email})).status == 202
    assert await _accounts() == 1


KATE = "kate@example.org", "\u212aate@example.org", "\uff4bate@example.org", "KATE@\uff45xample.org"


async def test_compatible_letters_are_one_account(nobody: Browser) -> None:
    """The Kelvin sign and full-width letters are equal to k; a dotless i is not equal to i."""
    person = {"name": "Kate", "password": PASSWORD}
    for each in KATE:
        await nobody.post("/api/people", {**person, "email": each})
    assert await _accounts() == 1
    for each in ("ali@example.org", "al\u0131@example.org"):
        await nobody.post("/api/people", {**person, "email": each})
    assert await _accounts() == 3


async def _accounts() -> int:
    return len(await fetch("SELECT FROM users"))


@pytest.mark.parametrize("slug", ["ATRIUM", "Atrium", "\uff41trium", "atrium "])
async def test_link_in_another_spelling(alices: Browser, atrium: Room, slug: str) -> None:
    """A link in another spelling finds the room."""
    assert (await alices.get(f"/api/rooms/{quote(slug)}")).json["slug"] == atrium.slug


async def test_link_with_another_letter(alices: Browser, atrium: Room) -> None:
    """A link with a different letter is 404."""
    slug = quote("a\u0301trium")
    assert (await alices.get(f"/api/rooms/{slug}")).status == 404


async def test_same_name_twice(alices: Browser, alice: Account, browser_of: Opens) -> None:
    """Rooms of the same name, also in another Unicode form, have different links."""
    slugs = [
        (await alices.post("/api/rooms", {"name": name})).json["slug"]
        for name in ("Zoë's", "Zoe\u0308's", "ZOË'S", "zoë's")
    ]
    assert len(set(slugs)) == 4
    assert all(slug == slug.lower() for slug in slugs)
