"""Asking the host to come to a breakout: who asks, who sees it, and when it ends."""

from typing import Any
from uuid import UUID

import pytest

from server.api import breakouts as api
from server.api.limits import Limit
from server.livekit_client import LiveKitClient
from server.meeting.actor import MEDIA, Actor, acting_as
from server.meeting.db import execute
from server.meeting.moderation import set_role
from server.meeting.presence import record_arrival
from tests.conftest import TEN, Meeting
from tests.integration.api.browser import Answer, Browser
from tests.integration.api.test_breakouts import PATH, arrive, assign, guests, join, opened

pytestmark = pytest.mark.usefixtures("reconciler_rests")

__all__ = ["guests"]


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """The meetings in whose rooms people are told to fetch the breakouts again."""
    told: list[UUID] = []

    async def tell(_: LiveKitClient, main_id: UUID) -> None:
        told.append(main_id)

    monkeypatch.setattr(api, "tell_breakouts", tell)
    return told


async def ask(browser: Browser, breakout: dict[str, Any], *, wanted: bool = True) -> Answer:
    """Ask for help there, or take it back."""
    return await browser.put(f"/api/rooms/{breakout['slug']}/help", {"wanted": wanted})


async def asked(browser: Browser) -> list[str | None]:
    """Who asks for help in each breakout, as somebody sees it."""
    told = (await browser.get(PATH)).json
    names = {each["id"]: each["name"] for each in told["people"]}
    assert all(
        (each["help_asked_at"] is None) == (each["help_asked_by"] is None) for each in told["breakouts"]
    )
    return [names.get(each["help_asked_by"]) for each in told["breakouts"]]


async def test_host_sees_who_and_where(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """The host is told who asks, and in which breakout."""
    _, second = await opened(alices, [], [meeting.bob])
    await arrive(await join(bobs, second), second)
    assert (await ask(bobs, second)).status == 204
    assert await asked(alices) == [None, "Bob"]


async def test_guest_asks(alices: Browser, guests: Browser, meeting: Meeting) -> None:
    """A guest asks as anybody else does."""
    (breakout,) = await opened(alices, [meeting.gus])
    await arrive(await join(guests, breakout), breakout)
    assert (await ask(guests, breakout)).status == 204
    assert await asked(alices) == ["Gus"]


async def test_cohost_sees_it(alices: Browser, bobs: Browser, guests: Browser, meeting: Meeting) -> None:
    """A co-host sees it as the host does, also from another breakout."""
    await set_role(meeting.room.id, meeting.bob.id, "cohost")
    first, second = await opened(alices, [meeting.gus], [])
    await arrive(await join(guests, first), first)
    await ask(guests, first)
    await arrive(await join(bobs, second), second)
    assert await asked(bobs) == ["Gus", None]


async def test_others_are_not_told(alices: Browser, bobs: Browser, guests: Browser, meeting: Meeting) -> None:
    """In another breakout nobody learns of it."""
    first, _ = await opened(alices, [meeting.gus], [meeting.bob])
    await arrive(await join(guests, first), first)
    await ask(guests, first)
    assert await asked(bobs) == [None, None]


@pytest.mark.parametrize("who", ["alice", "bob"])
async def test_taken_back(who: str, alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """Who is inside takes it back, and so does the host from the main room."""
    (breakout,) = await opened(alices, [meeting.bob])
    await arrive(await join(bobs, breakout), breakout)
    await ask(bobs, breakout)
    assert (await ask({"alice": alices, "bob": bobs}[who], breakout, wanted=False)).status == 204
    assert await asked(alices) == [None]


async def test_ends_when_a_host_comes(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """Once a host is there nobody waits any more, and there is nothing to ask for."""
    (breakout,) = await opened(alices, [meeting.bob])
    await arrive(await join(bobs, breakout), breakout)
    await ask(bobs, breakout)
    await arrive(await join(alices, breakout), breakout)
    assert await asked(alices) == [None]
    assert (await ask(bobs, breakout)).status == 409


async def test_asked_twice(alices: Browser, bobs: Browser, guests: Browser, meeting: Meeting) -> None:
    """Who asks where somebody already asked changes nothing: the wait is counted from the first."""
    (breakout,) = await opened(alices, [meeting.bob, meeting.gus])
    for browser in (bobs, guests):
        await arrive(await join(browser, breakout), breakout)
        assert (await ask(browser, breakout)).status == 204
    assert await asked(alices) == ["Bob"]


@pytest.mark.parametrize("where", ["outside", "elsewhere", "main"])
async def test_refused(where: str, alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """Nobody asks for a breakout they are not in, nor for the main room."""
    first, second = await opened(alices, [meeting.bob], [meeting.gus])
    if where == "elsewhere":
        await arrive(await join(bobs, first), first)
    wanted = {"outside": first, "elsewhere": second, "main": {"slug": "atrium"}}[where]
    assert (await ask(bobs, wanted)).status in (403, 404, 409)
    assert await asked(alices) == [None, None]


async def test_stranger(alices: Browser, carols: Browser, meeting: Meeting) -> None:
    """A stranger cannot tell the breakout from one that does not exist."""
    (breakout,) = await opened(alices, [meeting.bob])
    here, nowhere = await ask(carols, breakout), await ask(carols, {"slug": "none"})
    assert (here.status, here.json["type"]) == (nowhere.status, nowhere.json["type"])


async def test_coming_back_keeps_the_question(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """A participant who arrives does not end it."""
    (breakout,) = await opened(alices, [meeting.bob])
    joined = await join(bobs, breakout)
    where = await arrive(joined, breakout)
    await ask(bobs, breakout)
    with acting_as(Actor(MEDIA)):
        await record_arrival(where.id, joined.json["participant"]["id"], "Bob", TEN, sid="PA_again")
    assert await asked(alices) == ["Bob"]


async def test_rings_for_what_changed(alices: Browser, meeting: Meeting, rung: list[UUID]) -> None:
    """Nobody is told of a question that was taken back already."""
    (breakout,) = await opened(alices, [meeting.bob])
    await execute("UPDATE breakouts SET help_asked_at = now()")
    rung.clear()
    assert [(await ask(alices, breakout, wanted=False)).status for _ in range(3)] == [204] * 3
    assert rung == [meeting.room.id]


async def test_choice_rings_for_what_changed(
    alices: Browser, bobs: Browser, meeting: Meeting, rung: list[UUID]
) -> None:
    """Nobody is told of somebody who chooses, or is assigned to, the room where they belong already."""
    (breakout,) = await opened(alices, [], by="choice")
    rung.clear()
    for wanted in (breakout["id"], breakout["id"], None, None):
        assert (await bobs.put(f"{PATH}/choice", {"breakout_id": wanted})).status == 200
    for where in (breakout, breakout, None, None):
        assert (await assign(alices, meeting.bob, where)).status == 200
    assert rung == [meeting.room.id] * 4


async def test_too_often(alices: Browser, meeting: Meeting) -> None:
    """Who asks or takes back over and over has to wait, also the host, who is in no breakout."""
    (breakout,) = await opened(alices, [meeting.bob])
    most = Limit.ASK_FOR_HELP.value.amount
    answers = [(await ask(alices, breakout, wanted=False)).status for _ in range(most + 1)]
    assert answers == [204] * most + [429]


async def test_chosen_too_often(alices: Browser, bobs: Browser, guests: Browser, meeting: Meeting) -> None:
    """Who goes to and fro over and over has to wait; others still choose."""
    (breakout,) = await opened(alices, [], by="choice")
    most = Limit.CHOOSE_BREAKOUT.value.amount
    places = [(breakout["id"], None)[turn % 2] for turn in range(most + 1)]
    answers = [(await bobs.put(f"{PATH}/choice", {"breakout_id": place})).status for place in places]
    assert answers == [200] * most + [429]
    assert (await guests.put(f"{PATH}/choice", {"breakout_id": breakout["id"]})).status == 200
