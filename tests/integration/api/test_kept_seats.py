"""A seat that somebody took and never sat on is no way past a lobby, or a removal, that has come since."""

from typing import Any

import pytest

from server.meeting.accounts import Account
from server.meeting.db import execute
from server.meeting.participants import participants_of
from server.meeting.rooms import Room, update_room
from tests.conftest import Meeting
from tests.integration.api.browser import Browser
from tests.integration.api.live import YES
from tests.integration.api.test_lobby import GUEST, ROOM, kind


async def connects(browser: Browser, joined: dict[str, Any]) -> int:
    """The status with which the ticket of an answer is taken."""
    url = joined["livekit"]["url"].replace("ws", "http", 1) + "/rtc/validate"
    async with browser.session.get(url, params={"access_token": joined["livekit"]["token"]}) as answer:
        return answer.status


async def test_seat_kept_for_after_a_removal(
    alices: Browser, bobs: Browser, nobody: Browser, atrium: Room
) -> None:
    """Whoever takes a second seat, and is removed from the first, knocks with it, and is in when let in."""
    first = (await bobs.post(f"{ROOM}/join", YES)).json["participant"]["id"]
    kept = (await nobody.post(f"{ROOM}/join", GUEST)).json
    assert (await alices.delete(f"{ROOM}/participants/{first}")).status == 204
    assert await connects(nobody, kept) == 403
    knock = await nobody.post(f"{ROOM}/join", {**GUEST, "name": "Gina B", "note": "Me again"})
    assert kind(knock) == "awaiting-admission"
    assert await connects(nobody, kept) == 403
    listed = (await alices.get(f"{ROOM}/participants")).json["participants"]
    assert [(each["name"], each["note"]) for each in listed if each["status"] == "waiting"] == [
        ("Gina B", "Me again")
    ]
    assert (await alices.post(f"{ROOM}/admissions", {"admitted": True})).json == {"people": 1}
    assert await connects(nobody, kept) == 200
    assert (await nobody.post(f"{ROOM}/join", GUEST)).status == 200


@pytest.mark.parametrize(("lobby", "waits"), [("guests", ("guest",)), ("all", ("guest", "bob"))])
async def test_seat_from_before_the_lobby(
    alices: Browser, bobs: Browser, nobody: Browser, atrium: Room, lobby: str, waits: tuple[str, ...]
) -> None:
    """A lobby holds whom it would hold as a newcomer, with the seat and with its ticket; never the host."""
    people = {"host": (alices, YES), "bob": (bobs, YES), "guest": (nobody, GUEST)}
    held = {name: (await who.post(f"{ROOM}/join", body)).json for name, (who, body) in people.items()}
    await update_room(atrium.id, settings={"lobby": lobby})
    tickets = {name: await connects(who, held[name]) for name, (who, _) in people.items()}
    answers = {name: await who.post(f"{ROOM}/join", body) for name, (who, body) in people.items()}
    assert {name for name, status in tickets.items() if status == 403} == set(waits)
    assert {name for name, answer in answers.items() if answer.status == 403} == set(waits)
    assert {kind(answers[name]) for name in waits} == {"awaiting-admission"}


async def test_who_was_inside(bobs: Browser, nobody: Browser, meeting: Meeting) -> None:
    """Whoever was in the meeting comes back, whatever the lobby is now and whoever was removed."""
    joined = (await bobs.post(f"{ROOM}/join", YES)).json
    await execute("UPDATE participants SET status = 'left' WHERE id = $1", meeting.bob.id)
    await execute("UPDATE participants SET status = 'removed' WHERE id = $1", meeting.gus.id)
    await update_room(meeting.room.id, settings={"lobby": "all"})
    assert (await connects(bobs, joined), (await bobs.post(f"{ROOM}/join", YES)).status) == (200, 200)


async def test_reload_on_the_way_in(nobody: Browser, atrium: Room) -> None:
    """Where nobody waits, who reloads before they are connected, or much later, has their seat again."""
    first = (await nobody.post(f"{ROOM}/join", GUEST)).json
    await execute("UPDATE participants SET admitted_at = admitted_at - interval '1 hour'")
    assert await connects(nobody, first) == 200
    again = (await nobody.post(f"{ROOM}/join", GUEST)).json
    assert (again["participant"]["id"], await connects(nobody, again)) == (first["participant"]["id"], 200)


async def test_named_by_the_host(alices: Browser, bobs: Browser, bob: Account, atrium: Room) -> None:
    """A co-host does not wait, also before they have been there."""
    place = (await bobs.post(f"{ROOM}/join", YES)).json["participant"]["id"]
    await alices.patch(f"{ROOM}/participants/{place}", {"role": "cohost"})
    await update_room(atrium.id, settings={"lobby": "all"})
    assert (await bobs.post(f"{ROOM}/join", YES)).status == 200


async def test_kept_seat_at_a_full_lobby(nobody: Browser, atrium: Room) -> None:
    """A kept seat is no place among those who wait where no more may."""
    await nobody.post(f"{ROOM}/join", GUEST)
    await update_room(atrium.id, settings={"lobby": "all"})
    await execute(
        "INSERT INTO participants (room_id, display_name, role, status, identity)"
        " SELECT $1, 'Knock ' || n, 'guest', 'waiting', n::text FROM generate_series(1, 500) AS n",
        atrium.id,
    )
    assert kind(await nobody.post(f"{ROOM}/join", GUEST)) == "lobby-full"
    kept = [each for each in await participants_of(atrium.id) if each.status == "admitted"]
    assert [each.display_name for each in kept] == ["Gina"]
