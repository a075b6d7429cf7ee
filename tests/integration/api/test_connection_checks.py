"""Testing one's connection before joining: a room of LiveKit apart from every meeting."""

import time

import jwt
import pytest
from aiohttp import web
from livekit import rtc

from server.api.app_keys import LIVEKIT
from server.check_room_names import PREFIX, is_check_room, new_check_room
from server.check_rooms import close_old_checks, meetings_among
from server.config import Settings
from server.livekit_client import LiveRoom
from server.meeting.rooms import Room, room_by_livekit
from tests.integration.api.browser import Browser
from tests.integration.api.live import inside, until
from tests.integration.api.test_webhooks import event, tell

CHECKS = "/api/rooms/atrium/connection-checks"
JOINING_S = 10
"""Enough for a slow machine to join before the time is over."""


async def test_token_is_for_a_room_of_its_own(nobody: Browser, atrium: Room) -> None:
    """It opens no meeting, publishes a camera alone, and receives nothing."""
    check = (await nobody.post(CHECKS)).json
    grants = jwt.decode(check["token"], options={"verify_signature": False})["video"]
    assert is_check_room(grants["room"])
    assert grants["canPublishSources"] == ["camera"]
    assert not grants["canSubscribe"]
    assert not grants["canPublishData"]
    assert not any(grants.get(right) for right in ("roomAdmin", "roomCreate", "roomList", "roomRecord"))


async def test_nobody_else_gets_in(settings: Settings, nobody: Browser, atrium: Room) -> None:
    """The room is for one: it is no place to meet."""
    first, second = [(await nobody.post(CHECKS)).json for _ in range(2)]
    assert first["token"] != second["token"]
    async with inside(first["url"], first["token"]):
        other = rtc.Room()
        with pytest.raises(rtc.ConnectError):
            await other.connect(settings.livekit_url, _of_another(settings, first["token"]))


def _of_another(settings: Settings, token: str) -> str:
    """The same token for another identity, as only our server could sign it."""
    claims = jwt.decode(token, options={"verify_signature": False})
    secret = settings.livekit_api_secret.reveal()
    return jwt.encode({**claims, "sub": "other"}, secret, "HS256")


async def test_it_is_no_meeting(nobody: Browser, atrium: Room) -> None:
    """Neither the webhook of who comes nor the reconciler makes a meeting of it."""
    name = new_check_room()
    opened = [LiveRoom(name, "RM_1"), LiveRoom("another", "RM_2")]
    assert [each.name for each in meetings_among(opened)] == ["another"]
    came = {**event("participant_joined", atrium), "room": {"sid": "RM_1", "name": name}}
    came["participant"] = {"sid": "PA_1", "identity": "check", "joinedAt": "1772445600"}
    assert (await tell(nobody, came)).status == 200
    assert await room_by_livekit(name, "RM_1") is None


async def test_old_ones_are_closed(app: web.Application, settings: Settings) -> None:
    """A room whose time is over is closed, however long somebody would like to stay."""
    name = f"{PREFIX}.{int(time.time()) + JOINING_S}.00"
    token = await app[LIVEKIT].open_check(name)

    async def is_closed() -> bool:
        await close_old_checks(app[LIVEKIT], [LiveRoom(name, "RM_x")])
        return await app[LIVEKIT].sid_of(name) is None

    async with inside(settings.livekit_url, token):
        await until(is_closed)


async def test_uninvited_people_test_nothing(alices: Browser, carols: Browser, atrium: Room) -> None:
    """Who may not enter is told what is told of a meeting that there is not."""
    await alices.patch("/api/rooms/atrium", {"settings": {"access": "invited"}})
    assert (await carols.post(CHECKS)).status == 404


async def test_meeting_that_is_over(alices: Browser, atrium: Room) -> None:
    """There is nothing to join."""
    async with inside(**_access(await alices.post("/api/rooms/atrium/join", {"consent": True}))):
        await alices.post("/api/rooms/atrium/end")
    assert (await alices.post(CHECKS)).status == 409


def _access(joined: object) -> dict[str, str]:
    return dict(joined.json["livekit"])  # type: ignore[attr-defined]  # an answer
