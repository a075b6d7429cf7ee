"""Who waits at the door is listed for as long as their page listens, by real connections."""

import asyncio
import json

import pytest
from aiohttp import ClientResponse, web

from server.api import event_hub, lobby_presence
from server.api.app_keys import LOBBY
from server.meeting.db import execute
from server.meeting.rooms import Room, update_room
from tests.integration.api.browser import Browser
from tests.integration.api.live import YES, joining, until
from tests.integration.jobs.conftest import as_owner

ROOM = "/api/rooms/atrium"
EVENTS = f"{ROOM}/events"
GUEST = {"consent": True, "name": "Gina"}
pytestmark = pytest.mark.usefixtures("reconciler_rests")


@pytest.fixture
async def lobby(atrium: Room) -> None:
    """All newcomers to the meeting wait."""
    await update_room(atrium.id, settings={"lobby": "all"})


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has gone is given no time to come back."""
    monkeypatch.setattr(lobby_presence, "AWAY_S", 0.0)


@pytest.fixture
def never(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has gone is given all the time."""
    monkeypatch.setattr(lobby_presence, "AWAY_S", 3600.0)


async def knockers(host: Browser) -> list[str]:
    """The names at the door, as the host sees them."""
    listed = (await host.get(f"{ROOM}/participants")).json["participants"]
    return [each["name"] for each in listed if each["status"] == "waiting"]


async def knock_and_go(guest: Browser) -> None:
    """Knock, listen as the page does, and close it."""
    await guest.post(f"{ROOM}/join", GUEST)
    async with guest.open("GET", EVENTS) as stream:
        assert b"retry" in await stream.content.readline()


@pytest.mark.usefixtures("lobby", "soon")
async def test_gone(alices: Browser, nobody: Browser) -> None:
    """Who closes the page is no longer listed, of which the host's page hears, and not let in with all."""
    await alices.post(f"{ROOM}/join", YES)
    await knock_and_go(nobody)
    await until(lambda: _is(alices, []))
    assert (await alices.post(f"{ROOM}/admissions", {"admitted": True})).json == {"people": 0}


@pytest.mark.usefixtures("lobby", "soon")
async def test_host_hears(alices: Browser, nobody: Browser) -> None:
    """The host's page is told that somebody left the door."""
    await nobody.post(f"{ROOM}/join", GUEST)
    async with nobody.open("GET", EVENTS) as stream, alices.open("GET", EVENTS) as hosts:
        assert b"retry" in await stream.content.readline()
        assert b"retry" in await hosts.content.readline()
        await alices.patch(ROOM, {"name": "What is told after the knock"})
        await _told(hosts, "room")
        stream.close()
        await _told(hosts, "participants")
    await until(lambda: _is(alices, []))


@pytest.mark.usefixtures("lobby", "soon")
@pytest.mark.parametrize("by", ["listening", "knocking"])
async def test_back(alices: Browser, nobody: Browser, by: str) -> None:
    """Who comes back in the same browser is listed again, once."""
    await alices.post(f"{ROOM}/join", YES)
    await knock_and_go(nobody)
    await until(lambda: _is(alices, []))
    if by == "knocking":
        await nobody.post(f"{ROOM}/join", GUEST)
        assert await knockers(alices) == ["Gina"]
    else:
        async with nobody.open("GET", EVENTS) as stream:
            assert b"retry" in await stream.content.readline()
            assert await knockers(alices) == ["Gina"]


@pytest.mark.usefixtures("lobby", "never")
async def test_reload(alices: Browser, nobody: Browser, app: web.Application) -> None:
    """Who reloads, or loses the network for some seconds, stays listed, once."""
    await alices.post(f"{ROOM}/join", YES)
    await knock_and_go(nobody)
    await until(lambda: _leaving(app, 1))
    assert await knockers(alices) == ["Gina"]
    async with nobody.open("GET", EVENTS) as stream:
        assert b"retry" in await stream.content.readline()
        assert app[LOBBY].leaving == 0
        await nobody.post(f"{ROOM}/join", GUEST)
        assert await knockers(alices) == ["Gina"]


@pytest.mark.usefixtures("lobby", "never")
async def test_two_tabs(nobody: Browser, app: web.Application) -> None:
    """Who closes one of two tabs is there."""
    await nobody.post(f"{ROOM}/join", GUEST)
    async with nobody.open("GET", EVENTS) as kept:
        assert b"retry" in await kept.content.readline()
        async with nobody.open("GET", EVENTS) as closed:
            assert b"retry" in await closed.content.readline()
            assert app[LOBBY].streams == 2
        await until(lambda: _streams(app, 1))
        assert app[LOBBY].leaving == 0


@pytest.mark.usefixtures("lobby")
async def test_another_process(alices: Browser, nobody: Browser) -> None:
    """Who is marked as gone by a process that does not know of a stream elsewhere is back at once."""
    await alices.post(f"{ROOM}/join", YES)
    await nobody.post(f"{ROOM}/join", GUEST)
    async with nobody.open("GET", EVENTS) as stream:
        assert b"retry" in await stream.content.readline()
        await as_owner("UPDATE participants SET left_at = now() WHERE status = 'waiting' RETURNING 1")
        assert await knockers(alices) == []
        await alices.patch(ROOM, {"name": "Anything that is told to all"})
        await until(lambda: _is(alices, ["Gina"]))


@pytest.mark.usefixtures("lobby", "never")
async def test_what_is_told_at_the_door(alices: Browser, nobody: Browser) -> None:
    """Who waits, or was let in and has not come, hears of no comings and goings; once inside they do."""
    await nobody.post(f"{ROOM}/join", GUEST)
    async with nobody.open("GET", EVENTS) as stream:
        assert b"retry" in await stream.content.readline()
        await alices.post(f"{ROOM}/join", YES)
        await alices.post(f"{ROOM}/admissions", {"admitted": True})
        assert "participants" not in await _told_until(stream, "admission")
        await alices.post(f"{ROOM}/join", YES)
        await alices.patch(ROOM, {"name": "What is told after their access was checked"})
        assert "participants" not in await _told_until(stream, "room")
        async with joining(nobody, "atrium", name="Gina"):
            await _told(stream, "participants")


@pytest.mark.usefixtures("lobby", "soon")
async def test_listened_before_the_knock(alices: Browser, bobs: Browser, app: web.Application) -> None:
    """Who listens since before they knocked has left the door when that stream ends."""
    await alices.post(f"{ROOM}/join", YES)
    async with bobs.open("GET", EVENTS) as stream:
        assert b"retry" in await stream.content.readline()
        await bobs.post(f"{ROOM}/join", YES)
        await until(lambda: _streams(app, 1))
    await until(lambda: _is(alices, []))
    async with bobs.open("GET", EVENTS) as stream:
        assert b"retry" in await stream.content.readline()
        await until(lambda: _is(alices, ["Bob"]))


@pytest.mark.usefixtures("lobby", "never")
async def test_told_since_before_the_knock(alices: Browser, bobs: Browser, app: web.Application) -> None:
    """Who listens since before they knocked is told of their admission."""
    await alices.post(f"{ROOM}/join", YES)
    async with bobs.open("GET", EVENTS) as stream:
        assert b"retry" in await stream.content.readline()
        await bobs.post(f"{ROOM}/join", YES)
        await until(lambda: _streams(app, 1))
        await alices.post(f"{ROOM}/admissions", {"admitted": True})
        await _told(stream, "admission")


@pytest.mark.first_lock  # which ends their stream; to the second they are a stranger with the link
@pytest.mark.usefixtures("lobby", "never")
async def test_removed_at_the_door(alices: Browser, nobody: Browser) -> None:
    """Who is removed while they wait is told before their stream ends."""
    await nobody.post(f"{ROOM}/join", GUEST)
    async with nobody.open("GET", EVENTS) as stream:
        assert b"retry" in await stream.content.readline()
        [place] = (await alices.get(f"{ROOM}/participants")).json["participants"]
        await alices.delete(f"{ROOM}/participants/{place['id']}")
        assert "participants" not in await _told_until(stream, "admission")
        async with asyncio.timeout(30):
            assert b"data" not in await stream.content.read()


@pytest.mark.usefixtures("lobby", "soon")
async def test_let_in_meanwhile(alices: Browser, nobody: Browser, app: web.Application) -> None:
    """Who was let in is not marked by the end of the stream they waited with."""
    await nobody.post(f"{ROOM}/join", GUEST)
    async with nobody.open("GET", EVENTS) as stream:
        assert b"retry" in await stream.content.readline()
        await alices.post(f"{ROOM}/join", YES)
        await alices.post(f"{ROOM}/admissions", {"admitted": True})
    await until(lambda: _streams(app, 0))
    await until(lambda: _leaving(app, 0))
    marked = "SELECT count(*) FROM participants WHERE left_at IS NOT NULL"
    assert await as_owner(marked) == 0


@pytest.mark.usefixtures("lobby", "soon")
async def test_refused_stream(
    alices: Browser, nobody: Browser, app: web.Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who waits without a stream, since there are too many, stays listed."""
    await nobody.post(f"{ROOM}/join", GUEST)
    monkeypatch.setattr(event_hub, "PER_NETWORK", 0)
    assert (await nobody.get(EVENTS)).status == 429
    assert (app[LOBBY].leaving, app[LOBBY].streams) == (0, 0)
    assert await knockers(alices) == ["Gina"]


@pytest.mark.usefixtures("lobby", "never")
async def test_knocks_are_bounded(nobody: Browser, atrium: Room) -> None:
    """However many have knocked and gone, the next one may, and those who left last are kept beside them."""
    await _fill(atrium, 2100, left=True)
    assert (await nobody.post(f"{ROOM}/join", GUEST)).json["type"].endswith("awaiting-admission")
    kept = "SELECT array_agg(identity::int ORDER BY left_at) FROM participants WHERE left_at IS NOT NULL"
    assert await as_owner(kept) == list(range(1500, 0, -1))


@pytest.mark.usefixtures("lobby", "never")
async def test_who_stays_out_is_kept(nobody: Browser, atrium: Room) -> None:
    """Whoever was removed at a meeting before keeps their place, however many have knocked since."""
    await _fill(atrium, 1500, left=True)
    await as_owner(
        "INSERT INTO participants (room_id, display_name, role, status, identity, left_at, removed_at)"
        " VALUES ($1, 'Mallory', 'guest', 'waiting', 'out', now() - interval '9 days', now()) RETURNING id",
        atrium.id,
    )
    await nobody.post(f"{ROOM}/join", GUEST)
    assert await as_owner("SELECT count(*) FROM participants WHERE identity = 'out'") == 1


@pytest.mark.usefixtures("lobby", "soon")
async def test_back_after_many(alices: Browser, nobody: Browser, atrium: Room) -> None:
    """Who comes back is listed again, however many have gone."""
    await alices.post(f"{ROOM}/join", YES)
    await _fill(atrium, 2100, left=True)
    await knock_and_go(nobody)
    await until(lambda: _is(alices, []))
    await nobody.post(f"{ROOM}/join", GUEST)
    assert await knockers(alices) == ["Gina"]


@pytest.mark.usefixtures("lobby", "soon")
async def test_back_at_a_full_door(alices: Browser, nobody: Browser, atrium: Room) -> None:
    """Who comes back while 500 others wait is not listed."""
    await alices.post(f"{ROOM}/join", YES)
    await knock_and_go(nobody)
    await until(lambda: _is(alices, []))
    await _fill(atrium, 500, left=False)
    await nobody.post(f"{ROOM}/join", GUEST)
    assert "Gina" not in await knockers(alices)


async def _fill(room: Room, people: int, *, left: bool) -> None:
    await execute(
        "INSERT INTO participants (room_id, display_name, role, status, identity, left_at)"
        " SELECT $1, 'Knock ' || n, 'guest', 'waiting', n::text,"
        " CASE WHEN $3 THEN now() - n * interval '1 second' END"
        " FROM generate_series(1, $2) AS n",
        room.id, people, left,
    )  # fmt: skip


async def _told(listener: ClientResponse, kind: str) -> None:
    async with asyncio.timeout(30):
        while f'"{kind}"'.encode() not in await listener.content.readline():
            pass


async def _told_until(listener: ClientResponse, kind: str) -> list[str]:
    told: list[str] = []
    async with asyncio.timeout(30):
        while kind not in told:
            if (line := await listener.content.readline()).startswith(b"data:"):
                told.append(json.loads(line[5:])["kind"])
    return told


async def _is(host: Browser, names: list[str]) -> bool:
    return await knockers(host) == names


async def _leaving(app: web.Application, number: int) -> bool:
    return app[LOBBY].leaving == number


async def _streams(app: web.Application, number: int) -> bool:
    return app[LOBBY].streams == number
