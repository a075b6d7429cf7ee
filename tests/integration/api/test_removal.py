"""A removed person is refused at the signalling gate until the host admits them again."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import jwt
import pytest
from aiohttp import web
from livekit import rtc
from livekit.protocol.rtc import SignalResponse

from server.api.app_keys import LIVEKIT
from server.config import Secret
from server.meeting.accounts import Account
from server.meeting.db import execute
from server.meeting.participants import participants_of
from server.meeting.rooms import Room, update_room
from server.tickets import Tickets
from tests.conftest import PASSWORD
from tests.integration.api.browser import Browser
from tests.integration.api.conftest import Media, Opens
from tests.integration.api.live import PATIENCE_S, YES, has_status, inside, joining, until
from tests.integration.media_server import SECRET

ROOM = "/api/rooms/atrium"
OUT_WITHIN_S = 5


async def knock(joined: dict[str, Any]) -> int:
    """Present a ticket at the gate; returns the status."""
    url = joined["livekit"]["url"].replace("ws", "http", 1) + "/rtc/validate"
    async with (
        aiohttp.ClientSession() as session,
        session.get(url, params={"access_token": joined["livekit"]["token"]}) as answer,
    ):
        return answer.status


async def put_out(host: Browser, client: rtc.Room, joined: dict[str, Any]) -> None:
    """Remove somebody and wait until they are disconnected."""
    gone = asyncio.Event()
    client.on("disconnected", lambda _: gone.set())
    assert (await host.delete(f"{ROOM}/participants/{joined['participant']['id']}")).status == 204
    await asyncio.wait_for(gone.wait(), PATIENCE_S)


async def test_ticket_of_a_removed_person(alices: Browser, bobs: Browser, atrium: Room) -> None:
    """A removed person is refused before the connection is established, however often they try."""
    async with joining(alices, atrium.slug) as (others, _), joining(bobs, atrium.slug) as (client, bob):
        await until(has_status(atrium, "live"))
        seen: list[str] = []
        await put_out(alices, client, bob)
        others.on("participant_connected", lambda who: seen.append(who.identity))
        for _ in range(5):
            with pytest.raises(rtc.ConnectError):
                async with inside(bob["livekit"]["url"], bob["livekit"]["token"]):
                    pass
        assert (await knock(bob), seen) == (403, [])


async def test_renewed_ticket(alices: Browser, atrium: Room) -> None:
    """Tokens that LiveKit renews are replaced by tickets; no LiveKit token reaches the client."""
    joined = (await alices.post(f"{ROOM}/join", YES)).json
    url = joined["livekit"]["url"].replace("ws", "http", 1) + "/rtc"
    asked = {
        "access_token": joined["livekit"]["token"],
        "protocol": "15",
        "sdk": "python",
        "auto_subscribe": "1",
    }
    async with aiohttp.ClientSession() as session, session.ws_connect(url, params=asked) as socket:
        renewed = ""
        async with asyncio.timeout(PATIENCE_S):
            while not renewed:
                renewed = SignalResponse.FromString(await socket.receive_bytes()).refresh_token
    assert Tickets(Secret(SECRET)).read(renewed).identity == joined["participant"]["id"]
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(renewed, SECRET, algorithms=["HS256"])


async def test_ticket_at_livekit(alices: Browser, atrium: Room, media: Media) -> None:
    """LiveKit itself does not accept tickets."""
    joined = (await alices.post(f"{ROOM}/join", YES)).json
    with pytest.raises(rtc.ConnectError):
        async with inside(media.url, joined["livekit"]["token"]):
            pass


@pytest.mark.first_lock
async def test_host_admits_again(alices: Browser, bobs: Browser, atrium: Room) -> None:
    """A removal lasts until the host admits the person again."""
    async with joining(alices, atrium.slug), joining(bobs, atrium.slug) as (client, bob):
        await until(has_status(atrium, "live"))
        await put_out(alices, client, bob)
        assert (await bobs.post(f"{ROOM}/join", YES)).status == 403
        place = f"{ROOM}/participants/{bob['participant']['id']}"
        assert (await bobs.patch(place, {"admitted": True})).status == 403
        assert (await alices.patch(place, {"admitted": True})).json["status"] == "invited"
        async with joining(bobs, atrium.slug) as (again, _):
            assert again.isconnected()


@pytest.mark.first_lock
async def test_removed_person_with_cleared_cookies(
    alices: Browser, bobs: Browser, nobody: Browser, atrium: Room
) -> None:
    """After a removal newcomers must be admitted by the host, whatever their name."""
    async with joining(alices, atrium.slug), joining(bobs, atrium.slug) as (client, bob):
        await until(has_status(atrium, "live"))
        await put_out(alices, client, bob)
        answer = await nobody.post(f"{ROOM}/join", {**YES, "name": "Somebody else"})
        assert (answer.status, answer.json["type"]) == (403, "urn:parley:problem:awaiting-admission")
        assert (await nobody.get(f"{ROOM}/messages")).status == 403
        waiting = [each for each in await participants_of(atrium.id) if each.status == "waiting"]
        assert [each.display_name for each in waiting] == ["Somebody else"]
        await alices.patch(f"{ROOM}/participants/{waiting[0].id}", {"admitted": True})
        async with joining(nobody, atrium.slug) as (in_at_last, _):
            assert in_at_last.isconnected()


async def test_removed_person_with_a_new_account(
    alices: Browser, bobs: Browser, carols: Browser, atrium: Room
) -> None:
    """A new account has to wait like a guest."""
    async with joining(alices, atrium.slug), joining(bobs, atrium.slug) as (client, bob):
        await until(has_status(atrium, "live"))
        await put_out(alices, client, bob)
        answer = await carols.post(f"{ROOM}/join", YES)
        assert (answer.status, answer.json["type"]) == (403, "urn:parley:problem:awaiting-admission")
        again = await carols.post(f"{ROOM}/join", YES)
        assert again.json["type"] == "urn:parley:problem:awaiting-admission"
        waiting = [each for each in await participants_of(atrium.id) if each.status == "waiting"]
        assert (await alices.delete(f"{ROOM}/participants/{waiting[0].id}")).status == 204
        assert (await carols.post(f"{ROOM}/join", YES)).json["type"] == "urn:parley:problem:removed"


async def test_earlier_participants_return_after_a_removal(
    alices: Browser, bobs: Browser, carols: Browser, atrium: Room
) -> None:
    """People with an earlier seat are not newcomers."""
    async with joining(alices, atrium.slug), joining(bobs, atrium.slug) as (client, bob):
        async with joining(carols, atrium.slug):
            await until(has_status(atrium, "live"))
        await put_out(alices, client, bob)
        async with joining(carols, atrium.slug) as (again, _):
            assert again.isconnected()


async def test_guests_turned_off_with_a_former_seat(alices: Browser, nobody: Browser, atrium: Room) -> None:
    """A guest in the meeting stays; one who left cannot return by seat, cookie or ticket."""
    async with joining(alices, atrium.slug):
        async with joining(nobody, atrium.slug, name="Gus") as (client, gus):
            await until(has_status(atrium, "live"))
            await alices.patch(ROOM, {"settings": {"guests": False}})
            assert client.isconnected()
            assert (await nobody.get(f"{ROOM}/messages")).status == 200

        async def has_left() -> bool:
            return "left" in [each.status for each in await participants_of(atrium.id)]

        await until(has_left)
        answer = await nobody.post(f"{ROOM}/join", YES)
        assert (answer.status, answer.json["type"]) == (403, "urn:parley:problem:guests-not-allowed")
        assert await knock(gus) == 403


async def test_invited_only_with_a_former_seat(alices: Browser, bobs: Browser, atrium: Room) -> None:
    """A former seat by link does not count as an invitation."""
    async with joining(alices, atrium.slug):
        await bobs.post(f"{ROOM}/join", YES)
        await update_room(atrium.id, settings={"access": "invited"})
        answer = await bobs.post(f"{ROOM}/join", YES)
        assert (answer.status, answer.json["type"]) == (403, "urn:parley:problem:not-invited")
        assert (await alices.post(f"{ROOM}/join", YES)).status == 200


@dataclass(frozen=True)
class Ending:
    """A way to end a session."""

    browser: Browser
    person: Account
    browser_of: Opens


async def end_from_another_browser(ending: Ending) -> None:
    """End every other session in the list of one's own."""
    elsewhere = await ending.browser_of(ending.person)
    for each in (await elsewhere.get("/api/sessions")).json["sessions"]:
        if not each["current"]:
            await elsewhere.delete(f"/api/sessions/{each['id']}")


async def change_password_elsewhere(ending: Ending) -> None:
    """Change the password in another browser."""
    elsewhere = await ending.browser_of(ending.person)
    change = {"current": PASSWORD, "password": "five grey umbrellas"}
    assert (await elsewhere.put("/api/people/me/password", change)).status == 204


async def sign_out_here(ending: Ending) -> None:
    """Sign out in another tab of the same browser."""
    assert (await ending.browser.delete("/api/sessions/current")).status == 204


async def sign_in_as_another(ending: Ending) -> None:
    """Sign in with another account in another tab of the same browser."""
    credentials = {"email": "carol@example.org", "password": PASSWORD}
    assert (await ending.browser.post("/api/sessions", credentials)).status == 201


async def close_account(ending: Ending) -> None:
    """Deactivate the account, as its administrator would."""
    await execute("UPDATE users SET is_active = false WHERE id = $1", ending.person.id)


async def delete_account(ending: Ending) -> None:
    """Delete the sessions' rows, as a deletion of the account does."""
    await execute("DELETE FROM sessions WHERE user_id = $1", ending.person.id)


async def expire(ending: Ending) -> None:
    """Let the session expire."""
    await execute("UPDATE sessions SET expires_at = now() WHERE user_id = $1", ending.person.id)


ENDINGS = (
    end_from_another_browser, change_password_elsewhere, sign_out_here, sign_in_as_another, close_account,
    delete_account, expire,
)  # fmt: skip


@pytest.mark.first_lock  # which refuses; the second shows an empty chat
@pytest.mark.parametrize("end", ENDINGS, ids=lambda end: end.__name__)
async def test_session_ends(
    end: Callable[[Ending], Awaitable[None]],
    app: web.Application,
    alices: Browser,
    bobs: Browser,
    bob: Account,
    carol: Account,
    browser_of: Opens,
    atrium: Room,
) -> None:
    """However a session ends, REST access, meeting and event stream end within five seconds."""
    before = Browser(bobs.session, bobs.origin, dict(bobs.cookies))
    async with joining(alices, atrium.slug), joining(bobs, atrium.slug) as (client, joined):
        await until(has_status(atrium, "live"))
        gone = asyncio.Event()
        client.on("disconnected", lambda _: gone.set())
        async with bobs.open("GET", f"{ROOM}/events") as stream:
            async with asyncio.timeout(OUT_WITHIN_S):
                await end(Ending(bobs, bob, browser_of))
                assert (await before.get("/api/people/me")).status == 401
                assert (await before.get(f"{ROOM}/messages")).status in (401, 403)
                await gone.wait()
                await stream.content.read()
        assert await knock(joined) == 401
        assert joined["participant"]["id"] not in {
            each.identity for each in await app[LIVEKIT].people(atrium.livekit_room_name)
        }
