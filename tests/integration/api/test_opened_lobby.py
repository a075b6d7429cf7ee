"""A host who turns the lobby off lets in who waits there, as whoever comes now."""

import asyncio

import pytest
from aiohttp import ClientResponse

from server.meeting.db import execute
from server.meeting.rooms import Room, update_room
from tests.conftest import Meeting
from tests.integration.api.browser import Browser
from tests.integration.api.live import YES
from tests.integration.api.test_kept_seats import connects
from tests.integration.api.test_lobby import GUEST, ROOM, kind
from tests.integration.jobs.conftest import as_owner

pytestmark = pytest.mark.usefixtures("reconciler_rests")
OPEN = {"lobby": "off"}


@pytest.fixture
async def knock(nobody: Browser, atrium: Room) -> str:
    """The place of a guest who waits."""
    await update_room(atrium.id, settings={"lobby": "all"})
    assert kind(await nobody.post(f"{ROOM}/join", GUEST)) == "awaiting-admission"
    return str(await as_owner("SELECT id FROM participants WHERE status = 'waiting'"))


async def heard(stream: ClientResponse) -> None:
    """Wait until who waits is told to ask again."""
    async with asyncio.timeout(30):
        while b'"admission"' not in await stream.content.readline():
            pass


@pytest.mark.parametrize("by", ["switches", "settings"])
async def test_lobby_turned_off(alices: Browser, nobody: Browser, knock: str, by: str) -> None:
    """Who waits is told, and enters with the place and the name that they have."""
    async with nobody.open("GET", f"{ROOM}/events") as stream:
        assert b"retry" in await stream.content.readline()
        if by == "switches":
            assert (await alices.put(f"{ROOM}/switches", OPEN)).status == 200
        else:
            assert (await alices.patch(ROOM, {"settings": OPEN})).status == 200
        await heard(stream)
    joined = await nobody.post(f"{ROOM}/join", {**GUEST, "note": "Hello?"})
    assert joined.status == 200, joined.json
    assert (joined.json["participant"]["id"], joined.json["participant"]["name"]) == (knock, "Gina")
    assert await connects(nobody, joined.json) == 200
    await alices.put(f"{ROOM}/switches", {"lobby": "all"})
    assert kind(await nobody.post(f"{ROOM}/join", GUEST)) == "awaiting-admission"


async def test_lobby_for_guests_alone(
    alices: Browser, bobs: Browser, nobody: Browser, atrium: Room, knock: str
) -> None:
    """Where only guests are to wait from now on, those go on waiting."""
    assert kind(await bobs.post(f"{ROOM}/join", YES)) == "awaiting-admission"
    await alices.put(f"{ROOM}/switches", {"lobby": "guests"})
    assert (await bobs.post(f"{ROOM}/join", YES)).status == 200
    assert kind(await nobody.post(f"{ROOM}/join", GUEST)) == "awaiting-admission"


async def test_back_after_it_was_turned_off(alices: Browser, nobody: Browser, knock: str) -> None:
    """So does who has left the door meanwhile."""
    await as_owner("UPDATE participants SET left_at = now() WHERE status = 'waiting' RETURNING id")
    await alices.put(f"{ROOM}/switches", OPEN)
    assert (await nobody.post(f"{ROOM}/join", GUEST)).status == 200


async def test_turned_away_before(alices: Browser, nobody: Browser, knock: str) -> None:
    """Who was turned away has been, and enters when they ask again a minute later."""
    await alices.patch(f"{ROOM}/participants/{knock}", {"admitted": False})
    await alices.put(f"{ROOM}/switches", OPEN)
    assert kind(await nobody.post(f"{ROOM}/join", GUEST)) == "turned-away"
    await execute("UPDATE participants SET denied_at = denied_at - interval '2 minutes'")
    assert (await nobody.post(f"{ROOM}/join", {**GUEST, "ask_again": True})).status == 403
    assert (await nobody.post(f"{ROOM}/join", GUEST)).status == 200


@pytest.mark.parametrize("holds", [{"locked": True}, {"guests": False}, {"access": "invited"}])
async def test_other_doors(alices: Browser, nobody: Browser, knock: str, holds: dict[str, object]) -> None:
    """Whom another door would stop now goes on waiting, until let in."""
    await alices.patch(ROOM, {"settings": {**OPEN, **holds}})
    assert kind(await nobody.post(f"{ROOM}/join", GUEST)) == "awaiting-admission"
    assert (await alices.patch(f"{ROOM}/participants/{knock}", {"admitted": True})).status == 200
    assert (await nobody.post(f"{ROOM}/join", GUEST)).status == 200


async def test_removal(alices: Browser, nobody: Browser, meeting: Meeting) -> None:
    """Where somebody was removed newcomers wait without a lobby, too, until that one is let in again."""
    place = f"{ROOM}/participants/{meeting.gus.id}"
    assert (await alices.delete(place)).status == 204
    assert kind(await nobody.post(f"{ROOM}/join", GUEST)) == "awaiting-admission"
    await alices.put(f"{ROOM}/switches", OPEN)
    assert kind(await nobody.post(f"{ROOM}/join", GUEST)) == "awaiting-admission"
    await alices.patch(place, {"admitted": True})
    assert (await nobody.post(f"{ROOM}/join", GUEST)).status == 200


async def test_host_awaited(alices: Browser, nobody: Browser, knock: str) -> None:
    """Without a lobby, the host may still have to be there first."""
    await alices.patch(ROOM, {"settings": {**OPEN, "wait_for_host": True}})
    assert kind(await nobody.post(f"{ROOM}/join", GUEST)) == "host-awaited"
