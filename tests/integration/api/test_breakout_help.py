"""Asking the host to come to a breakout: who asks, who sees it, and when it ends."""

from typing import Any

import pytest

from server.meeting.actor import MEDIA, Actor, acting_as
from server.meeting.moderation import set_role
from server.meeting.presence import record_arrival
from tests.conftest import TEN, Meeting
from tests.integration.api.browser import Answer, Browser
from tests.integration.api.test_breakouts import PATH, arrive, guests, join, opened

__all__ = ["guests"]


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
