"""Joining over HTTP: who gets a seat, and what the token allows."""

import asyncio

import jwt
import pytest
from aiohttp import web

from server.api.app_keys import LIVEKIT
from server.config import Secret
from server.livekit_client import Seat
from server.meeting.accounts import Account
from server.meeting.rooms import NewRoom, Room, RoomSettings, create_room
from server.tickets import Tickets
from tests.integration.api.browser import Browser, browsing
from tests.integration.media_server import KEY, SECRET

YES = {"consent": True}


async def test_ticket_is_for_one_identity_in_one_room(alices: Browser, atrium: Room) -> None:
    """A ticket names an identity and a room, and is not a token of LiveKit."""
    joined = (await alices.post(f"/api/rooms/{atrium.slug}/join", YES)).json
    ticket = Tickets(Secret(SECRET)).read(joined["livekit"]["token"])
    assert (ticket.identity, ticket.room) == (joined["participant"]["id"], f"parley-{atrium.id}")
    assert joined["livekit"]["url"] == f"ws{alices.origin.removeprefix('http')}"
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(joined["livekit"]["token"], SECRET, algorithms=["HS256"])


@pytest.mark.parametrize(
    "sources",
    [("microphone", "camera", "screen_share", "screen_share_audio"), ("camera", "screen_share"), ()],
)
async def test_grants_of_a_connection(app: web.Application, sources: tuple[str, ...]) -> None:
    """The gate's token is for a minute, one room and one identity, with what may be published."""
    token = app[LIVEKIT].token(Seat("there", "one", "Ann", "host", sources))
    claims = jwt.decode(token, SECRET, algorithms=["HS256"], issuer=KEY)
    assert (claims["sub"], claims["exp"] - claims["nbf"]) == ("one", 60)
    assert claims["attributes"] == {"parley.role": "host"}
    assert claims["video"] == {
        "roomJoin": True,
        "room": "there",
        "canPublish": bool(sources),
        "canSubscribe": True,
        "canPublishData": False,
        "canPublishSources": [*sources],
        "canUpdateOwnMetadata": False,
    }


async def test_two_tabs_are_one_participant(alices: Browser, atrium: Room) -> None:
    """The same person in another tab has the same identity and takes one seat."""
    answers = await asyncio.gather(*(alices.post(f"/api/rooms/{atrium.slug}/join", YES) for _ in range(2)))
    assert len({each.json["participant"]["id"] for each in answers}) == 1
    assert (await alices.get(f"/api/rooms/{atrium.slug}")).json["current_participants"] == 1


async def test_guest_needs_a_name(nobody: Browser, atrium: Room) -> None:
    """A guest without a name is asked for one."""
    answer = await nobody.post(f"/api/rooms/{atrium.slug}/join", YES)
    assert (answer.status, answer.json["problems"][0]["field"]) == (422, "name")


async def test_guest_keeps_the_seat(nobody: Browser, atrium: Room) -> None:
    """A guest who reloads keeps the seat and needs no name again."""
    first = await nobody.post(f"/api/rooms/{atrium.slug}/join", {**YES, "name": "Gus"})
    again = await nobody.post(f"/api/rooms/{atrium.slug}/join", YES)
    assert first.json["participant"] == again.json["participant"]
    assert again.json["participant"] | {"id": ""} == {"id": "", "name": "Gus", "role": "guest"}


async def test_guest_of_one_room_is_new_in_another(nobody: Browser, atrium: Room, alice: Account) -> None:
    """A guest's cookie is for one meeting."""
    other = await create_room(alice, NewRoom(name="Other"))
    first = await nobody.post(f"/api/rooms/{atrium.slug}/join", {**YES, "name": "Gus"})
    second = await nobody.post(f"/api/rooms/{other.slug}/join", {**YES, "name": "Gus"})
    assert first.json["participant"]["id"] != second.json["participant"]["id"]


async def test_room_without_guests(nobody: Browser, alice: Account) -> None:
    """A room without guests is 404 for people who are not signed in."""
    room = await create_room(alice, NewRoom(name="Staff", settings=RoomSettings(guests=False)))
    assert (await nobody.post(f"/api/rooms/{room.slug}/join", {**YES, "name": "Gus"})).status == 404


async def test_consent_is_required(alices: Browser, atrium: Room) -> None:
    """Without consent there is no seat."""
    answer = await alices.post(f"/api/rooms/{atrium.slug}/join", {"consent": False})
    assert (answer.status, answer.json["type"]) == (403, "urn:parley:problem:consent-missing")


async def test_full_room(alices: Browser, bobs: Browser, alice: Account) -> None:
    """When all seats are taken newcomers are refused, and people with a seat may return."""
    room = await create_room(alice, NewRoom(name="Booth", max_participants=1))
    assert (await alices.post(f"/api/rooms/{room.slug}/join", YES)).status == 200
    answer = await bobs.post(f"/api/rooms/{room.slug}/join", YES)
    assert (answer.status, answer.json["type"]) == (409, "urn:parley:problem:room-full")
    assert (await alices.post(f"/api/rooms/{room.slug}/join", YES)).status == 200


async def test_limit_raised_during_the_meeting(alices: Browser, bobs: Browser, alice: Account) -> None:
    """The host may raise the limit during the meeting."""
    room = await create_room(alice, NewRoom(name="Booth", max_participants=1))
    await alices.post(f"/api/rooms/{room.slug}/join", YES)
    await alices.patch(f"/api/rooms/{room.slug}", {"max_participants": 2})
    assert (await bobs.post(f"/api/rooms/{room.slug}/join", YES)).status == 200


@pytest.mark.parametrize("browser", ["host", "member"])
async def test_ended_room(alices: Browser, bobs: Browser, atrium: Room, browser: str) -> None:
    """Nobody can join a meeting that is over."""
    visitor = alices if browser == "host" else bobs
    await visitor.post(f"/api/rooms/{atrium.slug}/join", YES)
    await alices.post(f"/api/rooms/{atrium.slug}/end")
    assert (await visitor.post(f"/api/rooms/{atrium.slug}/join", YES)).status in (404, 409)


async def test_removed_person_cannot_join(alices: Browser, bobs: Browser, atrium: Room) -> None:
    """A removed person gets no new ticket."""
    await alices.post(f"/api/rooms/{atrium.slug}/join", YES)
    bob = (await bobs.post(f"/api/rooms/{atrium.slug}/join", YES)).json["participant"]["id"]
    assert (await alices.delete(f"/api/rooms/{atrium.slug}/participants/{bob}")).status == 204
    answer = await bobs.post(f"/api/rooms/{atrium.slug}/join", YES)
    assert (answer.status, answer.json["type"]) == (403, "urn:parley:problem:removed")


async def test_concurrent_joins_at_the_limit(alices: Browser, alice: Account) -> None:
    """Of twenty guests joining at once exactly five get the five seats."""
    room = await create_room(alice, NewRoom(name="Five", max_participants=5))
    async with browsing(alices.origin) as session:
        guests = [await Browser(session, alices.origin).arrive() for _ in range(20)]
        answers = await asyncio.gather(
            *(each.post(f"/api/rooms/{room.slug}/join", {**YES, "name": "Gus"}) for each in guests)
        )
    assert sorted(each.status for each in answers) == [200] * 5 + [409] * 15
