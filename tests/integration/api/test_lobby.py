"""Doors: the lobby, the lock, waiting for the host, and who always gets in."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import asyncpg
import pytest
from aiohttp import web

from server.api.app_keys import EVENT_HUB
from server.api.event_hub import CHECK_CONNECTED_S
from server.api.identity import GUEST_COOKIE
from server.meeting.accounts import Account
from server.meeting.actor import WEB, Actor, acting_as
from server.meeting.db import execute, fetch_one
from server.meeting.moderation import rename, set_role, succeed
from server.meeting.participants import participant, participants_of
from server.meeting.rooms import NewRoom, Room, RoomSettings, create_room, room, update_room
from tests.conftest import Meeting
from tests.integration.api.browser import Answer, Browser
from tests.integration.api.live import YES, joining, until

ROOM = "/api/rooms/atrium"
GUEST = {"consent": True, "name": "Gina"}


def kind(answer: Answer) -> str:
    """The last part of a refusal's type."""
    return str(answer.json["type"]).rpartition(":")[2]


@pytest.mark.parametrize(("lobby", "waits"), [("off", ()), ("guests", ("guest",)), ("all", ("guest", "bob"))])
async def test_who_waits(
    alices: Browser, bobs: Browser, nobody: Browser, atrium: Room, lobby: str, waits: tuple[str, ...]
) -> None:
    """The lobby holds guests or everybody, and never the host."""
    await update_room(atrium.id, settings={"lobby": lobby})
    answers = {
        "host": await alices.post(f"{ROOM}/join", YES),
        "bob": await bobs.post(f"{ROOM}/join", YES),
        "guest": await nobody.post(f"{ROOM}/join", GUEST),
    }
    assert {name for name, answer in answers.items() if answer.status == 403} == set(waits)
    assert {kind(answers[name]) for name in waits} <= {"awaiting-admission"}


async def test_knocking(alices: Browser, nobody: Browser, atrium: Room) -> None:
    """Who knocks is seen with name and note, and enters once let in."""
    await update_room(atrium.id, settings={"lobby": "all"})
    await alices.post(f"{ROOM}/join", YES)
    await nobody.post(f"{ROOM}/join", {**GUEST, "note": "From the bank"})
    async with joining(alices, atrium.slug):
        await until(lambda: _lists(alices))
        listed = (await alices.get(f"{ROOM}/participants")).json["participants"]
        waiting = next(each for each in listed if each["status"] == "waiting")
        assert (waiting["name"], waiting["note"]) == ("Gina", "From the bank")
        await alices.patch(f"{ROOM}/participants/{waiting['id']}", {"admitted": True})
    assert (await nobody.post(f"{ROOM}/join", GUEST)).status == 200


@pytest.mark.first_lock
async def test_waiting_reads_nothing(alices: Browser, nobody: Browser, atrium: Room) -> None:
    """Who waits does not see who is there."""
    await update_room(atrium.id, settings={"lobby": "all"})
    await alices.post(f"{ROOM}/join", YES)
    await nobody.post(f"{ROOM}/join", GUEST)
    assert (await nobody.get(f"{ROOM}/participants")).status == 403


async def test_who_waits_is_seen_by_hosts(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """Who waits, and who was blocked at the door, is listed for who lets people in and for nobody else."""
    await update_room(meeting.room.id, settings={"lobby": "all"})
    for name, status in (("Wanda", "waiting"), ("Rita", "removed")):
        await execute(
            "INSERT INTO participants (room_id, display_name, role, status, identity)"
            " VALUES ($1, $2, 'guest', $3, $2)",
            meeting.room.id,
            name,
            status,
        )
    await execute("UPDATE participants SET status = 'removed' WHERE id = $1", meeting.gus.id)
    inside = {"Alice", "Bob", "Gus"}
    assert await _names(alices) == inside | {"Wanda", "Rita"}
    assert await _names(bobs) == inside
    await set_role(meeting.room.id, meeting.bob.id, "cohost")
    assert await _names(bobs) == inside | {"Wanda", "Rita"}


async def _names(browser: Browser) -> set[str]:
    return {each["name"] for each in (await browser.get(f"{ROOM}/participants")).json["participants"]}


async def _lists(browser: Browser) -> bool:
    return (await browser.get(f"{ROOM}/participants")).status == 200


async def test_turned_away(alices: Browser, nobody: Browser, atrium: Room) -> None:
    """Who is turned away is told so, may ask again only after a minute, and then waits again."""
    await update_room(atrium.id, settings={"lobby": "all"})
    await nobody.post(f"{ROOM}/join", GUEST)
    [place] = await participants_of(atrium.id)
    await alices.patch(f"{ROOM}/participants/{place.id}", {"admitted": False})
    again = {**GUEST, "ask_again": True}
    assert kind(await nobody.post(f"{ROOM}/join", GUEST)) == "turned-away"
    assert kind(await nobody.post(f"{ROOM}/join", again)) == "turned-away"
    await execute("UPDATE participants SET denied_at = denied_at - interval '2 minutes'")
    assert kind(await nobody.post(f"{ROOM}/join", again)) == "awaiting-admission"


async def test_blocked(alices: Browser, nobody: Browser, atrium: Room) -> None:
    """Who is refused and blocked stays out, also as a new guest, who waits for the host."""
    await update_room(atrium.id, settings={"lobby": "all"})
    await nobody.post(f"{ROOM}/join", GUEST)
    [place] = await participants_of(atrium.id)
    await alices.delete(f"{ROOM}/participants/{place.id}")
    assert kind(await nobody.post(f"{ROOM}/join", GUEST)) == "removed"
    fresh = await Browser(nobody.session, nobody.origin).arrive()
    await update_room(atrium.id, settings={"lobby": "off"})
    assert kind(await fresh.post(f"{ROOM}/join", GUEST)) == "awaiting-admission"


async def test_too_many_wait(alices: Browser, nobody: Browser, atrium: Room) -> None:
    """Where 500 wait, who knocks next is refused and leaves no row, until the host has answered some."""
    await update_room(atrium.id, settings={"lobby": "all"})
    await execute(
        "INSERT INTO participants (room_id, display_name, role, status, identity)"
        " SELECT $1, 'Knock ' || n, 'guest', 'waiting', n::text FROM generate_series(1, 500) AS n",
        atrium.id,
    )
    refused = await nobody.post(f"{ROOM}/join", GUEST)
    assert (refused.status, kind(refused), len(await participants_of(atrium.id))) == (409, "lobby-full", 500)
    assert (await alices.post(f"{ROOM}/admissions", {"admitted": False})).json == {"people": 500}
    assert kind(await nobody.post(f"{ROOM}/join", GUEST)) == "awaiting-admission"


async def test_letting_all_in(alices: Browser, nobody: Browser, atrium: Room) -> None:
    """One answer lets everybody in who waits."""
    await update_room(atrium.id, settings={"lobby": "all"})
    guests = [await Browser(nobody.session, nobody.origin).arrive() for _ in range(3)]
    for guest in guests:
        await guest.post(f"{ROOM}/join", GUEST)
    assert (await alices.post(f"{ROOM}/admissions", {"admitted": True})).json == {"people": 3}
    assert [(await guest.post(f"{ROOM}/join", GUEST)).status for guest in guests] == [200] * 3


async def test_admission_is_told_to_whom_it_concerns(
    app: web.Application, alices: Browser, nobody: Browser, bobs: Browser, atrium: Room
) -> None:
    """Of two who wait, the one let in has the news, and the other has none."""
    await until(lambda: _is_subscribed(app))  # what may have been missed before that is told to everybody
    await update_room(atrium.id, settings={"lobby": "all"})
    await nobody.post(f"{ROOM}/join", GUEST)
    await bobs.post(f"{ROOM}/join", YES)
    guest = next(each for each in await participants_of(atrium.id) if each.user_id is None)
    async with nobody.open("GET", f"{ROOM}/events") as mine, bobs.open("GET", f"{ROOM}/events") as theirs:
        assert b"retry" in await mine.content.readline()
        assert b"retry" in await theirs.content.readline()
        await alices.patch(f"{ROOM}/participants/{guest.id}", {"admitted": True})
        async with asyncio.timeout(30):
            while b'"admission"' not in await mine.content.readline():
                pass
        await alices.patch(ROOM, {"name": "What is told to all"})
        others = b""
        async with asyncio.timeout(30):
            while b'"room"' not in others:
                others = await theirs.content.readline()
                assert b'"admission"' not in others


async def _is_subscribed(app: web.Application) -> bool:
    return app[EVENT_HUB].check_s == CHECK_CONNECTED_S


async def test_locked(alices: Browser, bobs: Browser, carols: Browser, meeting: Meeting) -> None:
    """A locked meeting takes nobody new by the link; who was in and the host come back."""
    assert (await alices.put(f"{ROOM}/switches", {"locked": True})).status == 200
    assert kind(await carols.post(f"{ROOM}/join", YES)) == "locked"
    assert (await bobs.post(f"{ROOM}/join", YES)).status == 200
    assert (await alices.post(f"{ROOM}/join", YES)).status == 200


async def test_ticket_from_before_the_lock(alices: Browser, carols: Browser, meeting: Meeting) -> None:
    """A ticket got before the meeting was locked opens nothing for who never was inside."""
    joined = (await carols.post(f"{ROOM}/join", YES)).json
    await alices.put(f"{ROOM}/switches", {"locked": True})
    url = joined["livekit"]["url"].replace("ws", "http", 1) + "/rtc/validate"
    async with carols.session.get(url, params={"access_token": joined["livekit"]["token"]}) as answer:
        assert answer.status == 403


async def test_waiting_for_the_host(alices: Browser, bobs: Browser, atrium: Room) -> None:
    """Before the host has been there nobody enters; afterwards everybody, also while the host is away."""
    await update_room(atrium.id, settings={"wait_for_host": True})
    assert kind(await bobs.post(f"{ROOM}/join", YES)) == "host-awaited"
    async with joining(alices, atrium.slug):
        await until(lambda: _lists(alices))
        await until(lambda: _joins(bobs))
    assert await _joins(bobs)


async def _joins(browser: Browser) -> bool:
    return (await browser.post(f"{ROOM}/join", YES)).status == 200


async def test_members_only(bobs: Browser, nobody: Browser, atrium: Room) -> None:
    """A room for members hides from guests, and opens by its link to everybody with an account."""
    await update_room(atrium.id, settings={"access": "members"})
    assert (await nobody.post(f"{ROOM}/join", GUEST)).status == 404
    assert (await bobs.post(f"{ROOM}/join", YES)).status == 200


async def test_host_enters_a_full_meeting(
    alices: Browser, bobs: Browser, carols: Browser, alice: Account
) -> None:
    """The host has a place where nobody else has one."""
    small = await create_room(alice, NewRoom(name="Small", slug="small", max_participants=1))
    assert (await bobs.post(f"/api/rooms/{small.slug}/join", YES)).status == 200
    assert kind(await carols.post(f"/api/rooms/{small.slug}/join", YES)) == "room-full"
    assert (await alices.post(f"/api/rooms/{small.slug}/join", YES)).status == 200


async def test_host_never_waits(alices: Browser, atrium: Room) -> None:
    """Whoever is the host enters, also with a knock from before they were."""
    await update_room(atrium.id, settings={"lobby": "all"})
    await alices.post(f"{ROOM}/join", YES)
    await execute("UPDATE participants SET status = 'waiting'")
    assert (await alices.post(f"{ROOM}/join", {**YES, "note": "Let me in"})).status == 200


async def test_seat_never_sat_on(bobs: Browser, carols: Browser, alice: Account) -> None:
    """A seat that was taken and never sat on is free after a minute."""
    small = await create_room(alice, NewRoom(name="Small", slug="small", max_participants=1))
    await bobs.post(f"/api/rooms/{small.slug}/join", YES)
    await execute("UPDATE participants SET admitted_at = now() - interval '61 seconds'")
    assert (await carols.post(f"/api/rooms/{small.slug}/join", YES)).status == 200


async def test_succession(meeting: Meeting) -> None:
    """A minute after the host has left, who is longest there leads; a guest never does."""
    assert await succeed(meeting.room.id) is None
    gone = "UPDATE participants SET status = 'left', left_at = now() - $2::interval WHERE id = $1"
    await execute(gone, meeting.alice.id, timedelta(seconds=30))
    assert await succeed(meeting.room.id) is None
    await execute(gone, meeting.alice.id, timedelta(seconds=90))
    heir = await succeed(meeting.room.id)
    assert (heir.id, heir.role) == (meeting.bob.id, "cohost") if heir else False
    assert await succeed(meeting.room.id) is None


async def test_host_returns(alices: Browser, carols: Browser, meeting: Meeting) -> None:
    """A host whose network was away is the host again, though the meeting is full and somebody leads it."""
    await update_room(meeting.room.id, max_participants=3)
    gone = "UPDATE participants SET status = 'left', left_at = now() - interval '90 seconds' WHERE id = $1"
    await execute(gone, meeting.alice.id)
    assert await succeed(meeting.room.id) is not None
    assert (await carols.post(f"{ROOM}/join", YES)).status == 200
    back = await alices.post(f"{ROOM}/join", YES)
    assert (back.status, back.json["participant"]["role"]) == (200, "host")
    assert (await participant(meeting.room.id, meeting.bob.id)).role == "cohost"


async def test_no_succession_beside_a_cohost(meeting: Meeting) -> None:
    """Where a co-host is, nobody else becomes one."""
    await set_role(meeting.room.id, meeting.bob.id, "cohost")
    await execute(
        "UPDATE participants SET status = 'left', left_at = now() - interval '1 hour' WHERE id = $1",
        meeting.alice.id,
    )
    assert await succeed(meeting.room.id) is None


@pytest.mark.parametrize("name", ["\u202eecilA", "x" * 65_536, "\u0000", "\u200b"])
async def test_names_that_deceive(nobody: Browser, atrium: Room, name: str) -> None:
    """A name that turns the text round, is endless or invisible is refused."""
    answer = await nobody.post(f"{ROOM}/join", {"consent": True, "name": name})
    assert answer.status in (413, 422)


async def test_renamed_by_the_host(alices: Browser, bobs: Browser, nobody: Browser, meeting: Meeting) -> None:
    """The name that a host gave is kept, whatever they join with, and is shown before they join."""
    nobody.cookies[GUEST_COOKIE] = meeting.guest_token
    for browser, place in ((bobs, meeting.bob), (nobody, meeting.gus)):
        await rename(meeting.room.id, place.id, f"Visitor {place.role}")
        assert (await browser.get(ROOM)).json["viewer"]["name"] == f"Visitor {place.role}"
        joined = await browser.post(f"{ROOM}/join", {"consent": True, "name": "Gus"})
        assert joined.json["participant"]["name"] == f"Visitor {place.role}"


async def test_own_name(meeting: Meeting) -> None:
    """Nobody undoes by themselves what a host called them."""
    await rename(meeting.room.id, meeting.bob.id, "Visitor")
    with acting_as(Actor(WEB, user_id=meeting.bob.user_id, slug="atrium")):
        for change in ("display_name = 'Bob'", "is_renamed = false"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await execute(f"UPDATE participants SET {change} WHERE id = $1", meeting.bob.id)  # noqa: S608


async def test_name_like_the_hosts(nobody: Browser, meeting: Meeting) -> None:
    """A guest whose name looks like the host's, with a Cyrillic letter, is told apart."""
    answer = await nobody.post(f"{ROOM}/join", {"consent": True, "name": "Аlice"})
    assert answer.json["participant"]["name"] == "Аlice (2)"


@pytest.mark.first_lock
async def test_someone_elses_knock(bobs: Browser, alices: Browser, meeting: Meeting) -> None:
    """Nobody but the hosts answers a knock, and nobody answers one that is not there."""
    assert (await bobs.post(f"{ROOM}/admissions", {"admitted": True})).status == 403
    assert (await alices.patch(f"{ROOM}/participants/{uuid4()}", {"admitted": True})).status == 404


async def test_settings_are_kept(alice: Account) -> None:
    """What the host chose for the doors is what the room has."""
    chosen = RoomSettings(lobby="guests", wait_for_host=True, start_muted=True, max_minutes=45)
    made = await create_room(alice, NewRoom(name="Doors", settings=chosen))
    assert (await room(made.id)).settings == chosen
    assert await fetch_one("SELECT newcomers_wait($1) AS so", made.id) is not None
