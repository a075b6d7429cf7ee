"""What belongs to one meeting is nothing in another of the same host; and what people at doors try."""

import asyncio
from collections.abc import AsyncIterator
from string import Formatter
from uuid import uuid4

import asyncpg
import pytest

from server.api.openapi import Operation
from server.api.routes import OPERATIONS
from server.meeting.accounts import Account
from server.meeting.db import fetch
from server.meeting.rooms import NewRoom, Room, create_room
from tests.conftest import Meeting, enter
from tests.integration.api.browser import Answer, Browser
from tests.integration.api.operation_paths import filled
from tests.integration.api.test_invitation_links import another
from tests.integration.api.test_series import made, slugs, times
from tests.integration.api.test_strangers import BODIES, QUERIES

ATRIUM, HALL = "/api/rooms/atrium", "/api/rooms/hall"
LUNCH = {"question": "Lunch?", "options": ["Soup", "Salad"]}
OF_A_ROOM = """
SELECT table_name FROM information_schema.columns JOIN pg_class ON relname = table_name AND relkind = 'r'
WHERE table_schema = 'public' AND column_name = 'room_id' AND table_name <> 'audit_events'
"""
DECEIVING = ["\u202eecilA", "x" * 201, "\u0000", ["x"], 7]


def names_in(operation: Operation) -> set[str]:
    """The names in its path."""
    return {name for _, name, _, _ in Formatter().parse(operation.path) if name}


@pytest.fixture
async def hall(alice: Account) -> Room:
    """Alice's other meeting, in which she is."""
    made = await create_room(alice, NewRoom(name="Hall", slug="hall"))
    await enter(made, alice, "Alice")
    return made


@pytest.fixture
async def there(alices: Browser, meeting: Meeting) -> dict[str, str]:
    """By their names in paths: ids of what there is in the atrium."""
    message = await alices.post(f"{ATRIUM}/messages", {"text": "ours"})
    poll = await alices.post(f"{ATRIUM}/polls", LUNCH)
    link = await alices.post(f"{ATRIUM}/invitation-links", {"max_uses": 1})
    made = {"message_id": message, "poll_id": poll, "invitation_id": link}
    assert {each.status for each in made.values()} <= {200, 201}, made
    found = {
        name: str(answer.json.get("id") or answer.json["invitation"]["id"]) for name, answer in made.items()
    }
    return {"participant_id": str(meeting.bob.id), **found}


@pytest.fixture
async def watcher(database: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """A connection of the server's owner."""
    connection = await asyncpg.connect(database)
    yield connection
    await connection.close()


async def rows(watcher: "asyncpg.Connection[asyncpg.Record]", room: Room) -> dict[str, list[str]]:
    """Everything that is stored of a meeting."""
    tables = [row["table_name"] for row in await watcher.fetch(OF_A_ROOM)]
    return {
        table: [
            row["text"]
            for row in await watcher.fetch(
                f"SELECT t::text AS text FROM {table} t WHERE room_id = $1 ORDER BY 1",  # noqa: S608  the catalogue's
                room.id,
            )
        ]
        for table in tables
    }


def told(answer: Answer) -> tuple[int, bytes]:
    """What a person gets to see."""
    return answer.status, answer.body


async def test_ids_of_another_meeting(
    alices: Browser,
    meeting: Meeting,
    hall: Room,
    there: dict[str, str],
    watcher: "asyncpg.Connection[asyncpg.Record]",
) -> None:
    """In a path of the hall, an id of the atrium is answered as one of nothing, and changes nothing there."""
    before, apart = await rows(watcher, meeting.room), {}
    asked = [each for each in OPERATIONS if "slug" in names_in(each) and names_in(each) & there.keys()]
    assert len(asked) > 8
    for operation in asked:
        body = operation.endpoint.body
        sent = BODIES[body.__name__] if body is not None else None
        query = QUERIES.get(f"{operation.method} {operation.path}", "")
        path = operation.path
        for name, id in there.items():
            path = path.replace(f"{{{name}}}", id)
        answers = [
            await alices.request(operation.method, filled(each, "hall") + query, json=sent)
            for each in (path, operation.path)
        ]
        if told(answers[0]) != told(answers[1]) or answers[0].status < 400:
            apart[f"{operation.method} {operation.path}"] = [told(each) for each in answers]
    assert apart == {}
    assert await rows(watcher, meeting.room) == before


async def test_bodies_with_ids_of_another_meeting(
    alices: Browser, meeting: Meeting, hall: Room, there: dict[str, str]
) -> None:
    """Nobody replies to, puts into a breakout, or gives a series to what belongs to another meeting."""
    series = (await made(alices))["slug"]
    message, person = there["message_id"], there["participant_id"]

    async def reply(id: str) -> Answer:
        return await alices.post(f"{HALL}/messages", {"text": "x", "reply_to": id})

    async def send_away(id: str) -> Answer:
        return await alices.post(f"{HALL}/breakouts", {"rooms": [{"people": [id]}]})

    async def hand_over(id: str) -> Answer:
        return await alices.put(f"/api/series/{series}/host", {"participant": id})

    for act, id in ((reply, message), (send_away, person), (hand_over, person)):
        theirs, nobodys = await act(id), await act(str(uuid4()))
        assert theirs.status == nobodys.status >= 400, act.__name__
    assert (await alices.get(f"{HALL}/breakouts")).json["breakouts"] == []


async def test_meeting_of_another_series(alices: Browser) -> None:
    """From a meeting of another series on nothing changes or is cancelled in this one."""
    mine, other = await made(alices), await made(alices)
    path = f"/api/series/{mine['slug']}"
    answers = [
        await alices.patch(path, {"since": slugs(other)[1], "name": "Theirs"}),
        await alices.delete(f"{path}?since={slugs(other)[1]}"),
    ]
    assert [each.status for each in answers] == [409, 409]
    for series in (mine, other):
        now = (await alices.get(f"/api/series/{series['slug']}")).json
        assert (times(now), now["name"]) == (times(series), "Plan")


async def test_answers_at_once(alices: Browser, nobody: Browser) -> None:
    """Twelve contradicting answers at once end as one of them, and the host's list says the same."""
    room = (await alices.post("/api/rooms", {"name": "Plan"})).json["slug"]
    asked = {"addresses": ["dana@example.org"]}
    (mine,) = (await alices.post(f"/api/rooms/{room}/invitations", asked)).json["invitations"]
    path = f"/api/invitations/{mine['url'].rsplit('/', 1)[1]}"
    said = ["accepted", "declined", "tentative"] * 4
    answers = await asyncio.gather(*(nobody.put(f"{path}/answer", {"answer": each}) for each in said))
    assert {each.status for each in answers} <= {200, 429}
    listed = (await alices.get(f"/api/rooms/{room}/invitations")).json["invitations"]
    assert [each["status"] for each in listed] == [(await nobody.get(path)).json["status"]]


@pytest.mark.parametrize("note", DECEIVING, ids=repr)
async def test_notes_that_deceive(nobody: Browser, atrium: Room, note: object) -> None:
    """A note at the door that turns the text round, is endless or is none is refused, and nobody waits."""
    answer = await nobody.post(f"{ATRIUM}/join", {"consent": True, "name": "Dana", "note": note})
    assert (answer.status, answer.json["problems"][0]["field"]) == (422, "note")
    assert await fetch("SELECT FROM participants") == []


@pytest.mark.parametrize("choices", [[2], [0, 1], [-1], ["0"], [True], [0.5], [None], [10**20]], ids=repr)
async def test_votes_that_are_none(
    alices: Browser, bobs: Browser, meeting: Meeting, choices: list[object]
) -> None:
    """An option that is not there, two instead of one, or no number is refused, and nothing counted."""
    poll = (await alices.post(f"{ATRIUM}/polls", LUNCH)).json["id"]
    assert (await bobs.put(f"{ATRIUM}/polls/{poll}/vote", {"choices": choices})).status == 422
    assert await fetch("SELECT FROM poll_votes") == []


async def test_same_name_at_once(alices: Browser, nobody: Browser, meeting: Meeting) -> None:
    """Six guests of one name who come at the same moment have six labels."""
    new = [await another(nobody) for _ in range(6)]
    names = ["Alice", "AIice", "Аlice", "ALICE", "Al\u200dice", "Alice (2)"]
    await asyncio.gather(
        *(
            each.post(f"{ATRIUM}/join", {"consent": True, "name": name})
            for each, name in zip(new, names, strict=True)
        )
    )
    people = (await alices.get(f"{ATRIUM}/participants")).json["participants"]
    labels = [each["label"] for each in people]
    assert len(set(labels)) == len(labels) == 9
