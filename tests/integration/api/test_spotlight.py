"""The spotlight: given by host and co-hosts, seen by everybody and by who joins later, ended for all."""

from collections.abc import Mapping

import pytest
from aiohttp import web

from server.api.app_keys import LIVEKIT
from server.livekit_seats import SPOTLIGHT
from server.meeting.participants import participants_of
from server.meeting.rooms import Room
from tests.conftest import Meeting
from tests.integration.api.browser import Browser
from tests.integration.api.live import joining, until
from tests.integration.jobs.conftest import as_owner

PEOPLE = "/api/rooms/atrium/participants"


async def test_everybody_sees_it(alices: Browser, bobs: Browser, carols: Browser, atrium: Room) -> None:
    """Who is inside and who joins later finds the mark on the person, until it is ended."""
    async with joining(bobs, atrium.slug) as (_, bob), joining(alices, atrium.slug) as (host, _):
        place = bob["participant"]["id"]

        async def is_inside() -> bool:
            return any(
                str(each.id) == place and each.status == "joined" for each in await participants_of(atrium.id)
            )

        await until(is_inside)
        assert (await alices.patch(f"{PEOPLE}/{place}", {"spotlight": True})).status == 200
        async with joining(carols, atrium.slug) as (late, _):

            async def is_marked() -> bool:
                clients = (host, late)
                return all(SPOTLIGHT in each.remote_participants[place].attributes for each in clients)

            async def is_over() -> bool:
                return not any(
                    each.remote_participants[place].attributes.get(SPOTLIGHT) for each in (host, late)
                )

            await until(is_marked)
            assert (await alices.patch(f"{PEOPLE}/{place}", {"spotlight": False})).status == 200
            await until(is_over)


async def test_kept(alices: Browser, bobs: Browser, atrium: Room) -> None:
    """Who joins anew is shown large again, until the host ends it; both are audited."""
    async with joining(alices, atrium.slug) as (host, _):

        def marks(place: str) -> str | None:
            found = host.remote_participants.get(place)
            return found.attributes.get(SPOTLIGHT, "") if found is not None else None

        async with joining(bobs, atrium.slug) as (_, bob):
            place = bob["participant"]["id"]

            async def is_inside() -> bool:
                return any(
                    str(each.id) == place and each.status == "joined"
                    for each in await participants_of(atrium.id)
                )

            await until(is_inside)
            assert (await alices.patch(f"{PEOPLE}/{place}", {"spotlight": True})).status == 200

        async def is_gone() -> bool:
            return marks(place) is None

        async def is_marked() -> bool:
            return bool(marks(place))

        await until(is_gone)
        async with joining(bobs, atrium.slug):
            await until(is_marked)
            assert (await alices.patch(f"{PEOPLE}/{place}", {"spotlight": False})).status == 200
        await until(is_gone)
        async with joining(bobs, atrium.slug):

            async def is_plain() -> bool:
                return marks(place) == ""

            await until(is_plain)
    assert await as_owner("SELECT count(*) FROM audit_events WHERE action = 'spotlight'") == 2


async def test_one_at_a_time(
    app: web.Application, alices: Browser, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who is no more shown large is not marked any more, and nobody else's mark is touched."""
    marked: list[tuple[str, bool]] = []

    async def set_attributes(_: str, identity: str, attributes: Mapping[str, str]) -> None:
        marked.append((identity, bool(attributes[SPOTLIGHT])))

    monkeypatch.setattr(app[LIVEKIT], "set_attributes", set_attributes)
    for who, on in ((meeting.bob, True), (meeting.gus, True), (meeting.gus, False), (meeting.gus, False)):
        assert (await alices.patch(f"{PEOPLE}/{who.id}", {"spotlight": on})).status == 200
    bob, gus = meeting.bob.identity, meeting.gus.identity
    assert marked[:1] == [(bob, True)]
    assert sorted(marked[1:3]) == sorted([(bob, False), (gus, True)])
    assert marked[3:] == [(gus, False)]


@pytest.mark.first_lock
async def test_nobody_else_gives_it(bobs: Browser, meeting: Meeting) -> None:
    """A participant puts neither somebody else nor themselves into the spotlight."""
    for place in (meeting.bob.id, meeting.alice.id):
        assert (await bobs.patch(f"{PEOPLE}/{place}", {"spotlight": True})).status == 403
