"""The spotlight: given by host and co-hosts, seen by everybody and by who joins later, ended for all."""

import pytest

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


@pytest.mark.first_lock
async def test_nobody_else_gives_it(bobs: Browser, meeting: Meeting) -> None:
    """A participant puts neither somebody else nor themselves into the spotlight."""
    for place in (meeting.bob.id, meeting.alice.id):
        assert (await bobs.patch(f"{PEOPLE}/{place}", {"spotlight": True})).status == 403
