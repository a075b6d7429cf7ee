"""A knock goes with the page, also where no process saw that end: its process died, or it never listened."""

import itertools
from datetime import timedelta

import pytest
from aiohttp import web

from server.api import event_hub, lobby_presence
from server.api.app_keys import LOBBY
from server.api.lobby_presence import UNSEEN_S, LobbyPresence
from server.app_keys import CHANGE_BUS
from server.meeting.actor import MEDIA, Actor, acting_as
from server.meeting.admission_queries import clear_doors
from server.meeting.db import execute
from server.meeting.rooms import Room
from tests.integration.api.browser import Browser
from tests.integration.api.live import until
from tests.integration.api.test_left_doors import EVENTS, GUEST, ROOM, knockers, lobby
from tests.integration.jobs.conftest import as_owner

__all__ = ["lobby"]
pytestmark = pytest.mark.usefixtures("reconciler_rests", "lobby")


def process(app: web.Application, *, up_s: float) -> LobbyPresence:
    """Another process of the same meetings, which nobody listens to."""
    return LobbyPresence(app[CHANGE_BUS], itertools.chain([0.0], itertools.repeat(up_s)).__next__)


async def unseen(seconds: float = 2 * UNSEEN_S) -> None:
    """Let time go by since anybody at the door was seen."""
    await as_owner(
        "UPDATE participants SET created_at = now() - $1 * interval '1 s',"
        " last_seen_at = now() - $1 * interval '1 s' WHERE status = 'waiting' RETURNING 1",
        seconds,
    )


async def test_never_listened(app: web.Application, alices: Browser, nobody: Browser) -> None:
    """Who knocks and has no page is gone after a while, and back with the next knock."""
    await nobody.post(f"{ROOM}/join", GUEST)
    another = process(app, up_s=UNSEEN_S)
    await unseen(UNSEEN_S - 5)
    await another.beat()
    assert await knockers(alices) == ["Gina"]
    await unseen()
    await another.beat()
    assert await knockers(alices) == []
    await nobody.post(f"{ROOM}/join", GUEST)
    await another.beat()
    assert await knockers(alices) == ["Gina"]


async def test_hosts_hear(app: web.Application, alices: Browser, nobody: Browser) -> None:
    """The host's page is told of who is gone."""
    await nobody.post(f"{ROOM}/join", GUEST)
    await unseen()
    async with alices.open("GET", EVENTS) as hosts:
        assert b"retry" in await hosts.content.readline()
        await process(app, up_s=UNSEEN_S).beat()
        while b"participants" not in await hosts.content.readline():
            pass
    assert await knockers(alices) == []


async def test_listens_elsewhere(app: web.Application, alices: Browser, nobody: Browser) -> None:
    """Who listens to one process is marked by no other."""
    await nobody.post(f"{ROOM}/join", GUEST)
    async with nobody.open("GET", EVENTS) as stream:
        assert b"retry" in await stream.content.readline()
        await unseen()
        await app[LOBBY].beat()
        await process(app, up_s=UNSEEN_S).beat()
        assert await knockers(alices) == ["Gina"]


async def test_after_a_restart(app: web.Application, alices: Browser, nobody: Browser) -> None:
    """A process that has just begun leaves pages the time to come back."""
    await nobody.post(f"{ROOM}/join", GUEST)
    await unseen()
    await process(app, up_s=UNSEEN_S - 1).beat()
    assert await knockers(alices) == ["Gina"]
    async with nobody.open("GET", EVENTS) as stream:
        assert b"retry" in await stream.content.readline()
        await process(app, up_s=UNSEEN_S).beat()
        assert await knockers(alices) == ["Gina"]


async def test_page_without_a_stream(
    app: web.Application, alices: Browser, nobody: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that gets no stream, since there are too many, is seen each time it asks."""
    await nobody.post(f"{ROOM}/join", GUEST)
    monkeypatch.setattr(event_hub, "PER_NETWORK", 0)
    assert (await nobody.get(EVENTS)).status == 429
    await unseen()
    await nobody.post(f"{ROOM}/join", GUEST)
    await process(app, up_s=UNSEEN_S).beat()
    assert await knockers(alices) == ["Gina"]


async def test_marked_by_mistake(app: web.Application, alices: Browser, nobody: Browser) -> None:
    """Who listens and was marked nevertheless is back with the next beat, whatever else happens."""
    await nobody.post(f"{ROOM}/join", GUEST)
    async with nobody.open("GET", EVENTS) as stream:
        assert b"retry" in await stream.content.readline()
        await as_owner("UPDATE participants SET left_at = now() WHERE status = 'waiting' RETURNING 1")
        assert await knockers(alices) == []
        await app[LOBBY].beat()
        assert await knockers(alices) == ["Gina"]


async def test_stream_moves(
    app: web.Application, alices: Browser, nobody: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process whose stream ended does not mark who has been seen by another since."""
    monkeypatch.setattr(lobby_presence, "AWAY_S", 0.5)
    await nobody.post(f"{ROOM}/join", GUEST)
    async with nobody.open("GET", EVENTS) as stream:
        assert b"retry" in await stream.content.readline()
    await unseen(-UNSEEN_S)
    await until(lambda: _is_done(app))
    assert await knockers(alices) == ["Gina"]


async def test_other_rooms_rest(app: web.Application, alices: Browser, nobody: Browser, atrium: Room) -> None:
    """Nobody but who waits is marked, however long ago they were seen."""
    await nobody.post(f"{ROOM}/join", GUEST)
    await as_owner("UPDATE participants SET status = 'invited' WHERE room_id = $1 RETURNING 1", atrium.id)
    await as_owner("UPDATE participants SET last_seen_at = now() - interval '1 day' RETURNING 1")
    await process(app, up_s=UNSEEN_S).beat()
    assert await as_owner("SELECT count(*) FROM participants WHERE left_at IS NOT NULL") == 0


async def test_so_many_a_round(app: web.Application, atrium: Room) -> None:
    """Of very many who are gone so many are marked a round, and those of open meetings told."""
    knocks = (
        "INSERT INTO participants (room_id, display_name, role, status, identity)"
        " SELECT $1, 'Knock ' || n, 'guest', 'waiting', n::text FROM generate_series(1, 501) AS n"
    )
    marked = "SELECT count(*) FROM participants WHERE left_at IS NOT NULL"
    await execute(knocks, atrium.id)
    await unseen()
    with acting_as(Actor(MEDIA)):
        assert len(await clear_doors(timedelta(seconds=UNSEEN_S))) == 500
        await as_owner("UPDATE rooms SET status = 'cancelled' WHERE id = $1 RETURNING 1", atrium.id)
        assert await clear_doors(timedelta(seconds=UNSEEN_S)) == []
    assert await as_owner(marked) == 501


async def _is_done(app: web.Application) -> bool:
    return app[LOBBY].streams == app[LOBBY].leaving == 0
