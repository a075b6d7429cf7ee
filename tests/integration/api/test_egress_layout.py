"""The page that Egress films: who did not agree, or is off the record, is neither seen nor heard on it."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import Browser as Chromium
from playwright.async_api import expect

from server.api.app_keys import LIVEKIT
from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.db import execute, fetch
from server.meeting.recording_state import begin_recording, start_recording
from server.meeting.rooms import Room
from server.meeting.videos import videos_of
from tests.integration.api.browser import Browser
from tests.integration.api.filmed_meeting import (
    BLUE,
    GREEN,
    RED,
    Film,
    answer,
    filming,
    performing,
    recorder_token,
)
from tests.integration.api.live import YES, has_status, until
from tests.integration.api.test_captions import agent
from tests.integration.chromium import launched
from tests.integration.media_server import SECRET
from tests.integration.web_client import need_web_client

PEOPLE = "/api/egress/people"
OFF = "/api/rooms/atrium/off-record"
SEEN = os.environ.get("PARLEY_SCREENSHOTS")
"""Directory for pictures; none are taken without it."""
NAMES = ("Alice Albers", "Bob", "Chloé", "Dmitri", "Ève", "Faisal", "Gus", "Hana", "Ines")
COLOURS = (RED, (200, 140, 30), (120, 40, 160), (40, 140, 150))


@pytest.fixture
async def settings(settings: Settings, tmp_path: Path) -> Settings:
    """A web process that makes videos."""
    return replace(settings, egress=tmp_path, egress_path="/out", recordings=tmp_path / "recordings")


@pytest.fixture(scope="module")
async def chromium() -> AsyncIterator[Chromium]:
    """A browser that plays without being asked, as Egress's."""
    async with launched("--autoplay-policy=no-user-gesture-required") as running:
        yield running


@pytest.fixture
async def recorded(settings: Settings, alices: Browser, alice: Account, atrium: Room) -> Room:
    """The atrium is open, and once somebody is in it, recorded."""
    need_web_client(settings)
    assert (await alices.post("/api/rooms/atrium/join", YES)).status == 200
    await begin_recording((await start_recording(atrium.id, alice.id)).id)
    return atrium


async def ask(nobody: Browser, token: str) -> tuple[int, object]:
    """Ask as the page does."""
    told = await nobody.request("GET", PEOPLE, headers={"Authorization": f"Bearer {token}"})
    return told.status, told.json


async def test_who_may_ask(nobody: Browser, app: web.Application, atrium: Room) -> None:
    """Only a hidden recorder's token of this server's key is answered."""
    good = recorder_token(atrium)
    assert await ask(nobody, good) == (
        200,
        {"is_recording": False, "everybody_off": False, "identities": []},
    )
    refused = (
        "",
        "x",
        recorder_token(atrium, recorder=False),
        recorder_token(atrium, hidden=False),
        recorder_token(atrium, room_join=False),
        recorder_token(atrium, secret=SECRET[::-1]),
        good[:-2],
    )
    assert [(await ask(nobody, each))[0] for each in refused] == [401] * len(refused)


async def test_room_of_nobody(nobody: Browser, atrium: Room) -> None:
    """A token for a room that there is not is told of nobody."""
    elsewhere = replace(atrium, livekit_room_name="elsewhere")
    assert (await ask(nobody, recorder_token(elsewhere)))[1] == {
        "is_recording": False,
        "everybody_off": False,
        "identities": [],
    }


async def test_livekit_without_egress(
    app: web.Application, settings: Settings, alices: Browser, recorded: Room
) -> None:
    """A real LiveKit that has no Egress says so, and the meeting goes on with the sound."""
    async with performing(app, settings, recorded, "Bob"):
        await until(has_status(recorded, "live"))
        await until(lambda: _failed(recorded))
    assert (await alices.get("/api/rooms/atrium/recording")).json["status"] == "recording"


async def _failed(room: Room) -> bool:
    return [each.fault for each in await videos_of(room.id)] == ["unavailable"]


async def test_who_declined_is_not_in_it(
    app: web.Application, chromium: Chromium, settings: Settings, recorded: Room, alice: Account, bob: Account
) -> None:
    """Who agreed is seen and heard; who declined, or said nothing, is not even sent to the page."""
    async with (
        agent(settings, recorded, recording="on"),
        performing(app, settings, recorded, "Alice", viewer=alice, agreed=True, colour=RED, hz=440),
        performing(app, settings, recorded, "Bob", viewer=bob, agreed=False, colour=GREEN, hz=880) as second,
        performing(app, settings, recorded, "Gus", agreed=None, colour=BLUE, hz=1760),
        filming(chromium, settings, recorded) as film,
    ):
        await until_shown(film, RED)
        await expect(film.page.locator(".egress__note")).to_have_text("2 people are not recorded")
        assert await film.shows([RED, GREEN, BLUE]) == [True, False, False]
        assert await film.tones() == [pytest.approx(440, abs=10)]
        assert await film.received() == ["audio", "video"]
        assert await film.page.get_by_text("Bob").count() == 0
        assert film.said.count("START_RECORDING") == 1
        await answer(second.place, agreed=True)
        await until_shown(film, GREEN)
        await answer(second.place, agreed=False)
        await until_hidden(film, GREEN)
        assert await film.tones() == [pytest.approx(440, abs=10)]


async def test_off_the_record(
    app: web.Application,
    chromium: Chromium,
    settings: Settings,
    alices: Browser,
    recorded: Room,
    alice: Account,
    bob: Account,
) -> None:
    """One person's, and everybody's, sound and picture are gone at once, before the transcriber followed."""
    async with (
        agent(settings, recorded, recording="on"),
        performing(app, settings, recorded, "Alice", viewer=alice, agreed=True, colour=RED, hz=440),
        performing(app, settings, recorded, "Bob", viewer=bob, agreed=True, colour=GREEN, hz=880),
        filming(chromium, settings, recorded) as film,
    ):
        await until_shown(film, RED)
        await until_shown(film, GREEN)
        await _joined(recorded, 2)
        began = time.monotonic()
        assert (await alices.put(OFF, {"scope": "me", "off": True})).status == 200
        await expect(film.page.locator("audio")).to_have_count(1)
        print("off the record after ms:", round(1000 * (time.monotonic() - began)))  # noqa: T201  a figure
        await until_hidden(film, RED)
        assert await film.tones() == [pytest.approx(880, abs=10)]
        assert (await alices.put(OFF, {"scope": "everybody", "off": True})).status == 200
        await expect(film.page.locator(".egress__card")).to_have_text("Off the record")
        assert await film.page.locator("audio, video").count() == 0
        await alices.put(OFF, {"scope": "everybody", "off": False})
        await alices.put(OFF, {"scope": "me", "off": False})
        await until_shown(film, RED)


async def _joined(room: Room, count: int) -> None:
    """Wait until the database knows that so many are in."""

    async def have() -> bool:
        rows = await fetch("SELECT FROM participants WHERE room_id = $1 AND status = 'joined'", room.id)
        return len(rows) == count

    await until(have)


async def test_nothing_is_known(
    app: web.Application, chromium: Chromium, settings: Settings, recorded: Room, alice: Account
) -> None:
    """Without the transcriber's mark, a recording, or the server's answer, there is silence."""
    async with performing(app, settings, recorded, "Alice", viewer=alice, agreed=True) as first:
        async with agent(settings, recorded, recording="on"), filming(chromium, settings, recorded) as film:
            await until_shown(film, RED)
            await app[LIVEKIT].set_attributes(recorded.livekit_name, "agent", {"parley.recording": "failing"})
            await expect(film.page.locator(".egress__card")).to_have_text("The recording is stopped")
            assert await film.page.locator("audio, video").count() == 0
            await app[LIVEKIT].set_attributes(recorded.livekit_name, "agent", {"parley.recording": "on"})
            await until_shown(film, RED)
            await film.page.route(f"**{PEOPLE}", lambda route: route.abort())
            await expect(film.page.locator(".egress__card")).to_have_text("Not recorded at the moment")
            assert await film.page.locator("audio, video").count() == 0
            await film.page.unroute(f"**{PEOPLE}")
            await until_shown(film, RED)
            await execute("UPDATE recordings SET status = 'processing' WHERE livekit_recording_id IS NULL")
            await expect(film.page.locator(".egress__card")).to_have_text("The recording is stopped")
        assert first.client.isconnected()


async def test_end_is_said(
    app: web.Application, chromium: Chromium, settings: Settings, recorded: Room
) -> None:
    """When the room closes Egress is told that nothing follows."""
    async with performing(app, settings, recorded, "Bob"), filming(chromium, settings, recorded) as film:
        await until(lambda: _said(film, "START_RECORDING"))
        await app[LIVEKIT].close_room(recorded.livekit_name)
        await until(lambda: _said(film, "END_RECORDING"))


async def _said(film: Film, what: str) -> bool:
    return what in film.said


async def until_shown(film: Film, colour: tuple[int, int, int]) -> None:
    """Wait until a colour is seen."""

    async def is_shown() -> bool:
        return (await film.shows([colour]))[0]

    await until(is_shown)


async def until_hidden(film: Film, colour: tuple[int, int, int]) -> None:
    """Wait until a colour is not seen."""

    async def is_hidden() -> bool:
        return not (await film.shows([colour]))[0]

    await until(is_hidden)


@pytest.mark.parametrize("count", [1, 4, 9])
async def test_people_fill_the_picture(
    app: web.Application, chromium: Chromium, settings: Settings, recorded: Room, count: int
) -> None:
    """Each who agreed has a tile of the same size, and the tiles fill most of the picture."""
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(agent(settings, recorded, recording="on"))
        for number, name in enumerate(NAMES[:count]):
            colour = None if number % 3 == 2 else COLOURS[number % len(COLOURS)]
            await stack.enter_async_context(
                performing(app, settings, recorded, name, agreed=True, colour=colour, hz=300 + 50 * number)
            )
        film = await stack.enter_async_context(filming(chromium, settings, recorded))
        await expect(film.page.locator(".egress__tile")).to_have_count(count)
        await asyncio.sleep(2 if SEEN else 0)
        boxes = [await each.bounding_box() for each in await film.page.locator(".egress__tile").all()]
        areas = {round(box["width"] * box["height"] / 1000) for box in boxes if box}
        assert len(areas) == 1
        assert areas.pop() * count > 0.7 * 1280 * 720 / 1000
        if SEEN:
            await film.page.screenshot(path=str(Path(SEEN) / f"egress-{count}.png"))
        assert not [each for each in film.said if "Content Security Policy" in each or "Error" in each]
