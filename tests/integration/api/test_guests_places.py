"""A guest's invitation is used by a place as long as the cookie that opens it, or once they were there."""

import asyncio
from collections import Counter

import pytest

from server.meeting.accounts import Account
from tests.integration.api.browser import Browser
from tests.integration.api.test_invitation_links import (
    DANA,
    VAULT,
    another,
    enter,
    invited,
    join,
    statuses,
)
from tests.integration.api.test_permanent_rooms import held, made
from tests.integration.jobs.conftest import as_owner

AGED = """UPDATE participants SET created_at = created_at - interval '25 hours'{}
          WHERE user_id IS NULL AND room_id = (SELECT id FROM rooms WHERE slug = $1) RETURNING 1"""
GUESTS = """SELECT count(*) FROM participants p JOIN rooms r ON r.id = p.room_id
            WHERE r.slug = $1 AND p.user_id IS NULL"""


async def a_day_later(slug: str, change: str = "") -> None:
    """Let the cookies of the guests that have come to a meeting end."""
    assert await as_owner(AGED.format(change), slug)


async def slug_of(host: Browser, permanent: dict[str, object]) -> str:
    """The code of the meeting that a permanent room has now."""
    return str((await host.get(f"/api/rooms/{permanent['slug']}")).json["slug"])


@pytest.mark.parametrize("meetings_before", [0, 1])
@pytest.mark.parametrize("asked_to_join", [False, True])
async def test_looked_days_before(
    alices: Browser, nobody: Browser, alice: Account, meetings_before: int, asked_to_join: bool
) -> None:
    """Who opened an invitation to a room days before the meeting comes in by it, in one place."""
    permanent = await made(alices)
    (mine,) = await invited(alices, f"/api/rooms/{permanent['slug']}", DANA)
    for _ in range(meetings_before):
        assert (await enter(await another(nobody), mine, "Dana")).status == 200
        await held(str(permanent["slug"]), alice)
    slug = await slug_of(alices, permanent)
    early = await another(nobody)
    assert (await enter(early, mine, "Dana")).status == 200
    if asked_to_join:
        assert (await join(early, f"/api/rooms/{slug}")).status == 200
    assert (await enter(await another(nobody), mine, "Dana")).status == 409
    await a_day_later(slug)
    assert (await enter(nobody, mine, "Dana")).json == {"slug": slug}
    assert (await join(nobody, f"/api/rooms/{slug}")).status == 200
    assert await as_owner(GUESTS, slug) == 1


async def test_one_of_many_a_day_later(alices: Browser, nobody: Browser) -> None:
    """Of eight who use it at once after the cookie's end, exactly one comes in."""
    permanent = await made(alices)
    (mine,) = await invited(alices, f"/api/rooms/{permanent['slug']}", DANA)
    await enter(nobody, mine, "Dana")
    await a_day_later(await slug_of(alices, permanent))
    browsers = [await another(nobody) for _ in range(8)]
    answers = await asyncio.gather(*(enter(each, mine, "Dana") for each in browsers))
    assert Counter(each.status for each in answers) == {200: 1, 409: 7}


async def test_with_an_account_a_day_later(alices: Browser, nobody: Browser, carols: Browser) -> None:
    """Who opened it as a guest and has signed in by the day comes in with the account."""
    permanent = await made(alices)
    (mine,) = await invited(alices, f"/api/rooms/{permanent['slug']}", DANA)
    await enter(nobody, mine, "Dana")
    assert (await enter(carols, mine)).status == 409
    await a_day_later(await slug_of(alices, permanent))
    assert (await enter(carols, mine)).status == 200


async def test_opened_by_the_host(alices: Browser, nobody: Browser) -> None:
    """A host who follows a guest's link takes nothing of it away."""
    permanent = await made(alices)
    (mine,) = await invited(alices, f"/api/rooms/{permanent['slug']}", DANA)
    await enter(nobody, mine, "Dana")
    await a_day_later(await slug_of(alices, permanent))
    assert (await enter(alices, mine)).status == 200
    assert (await enter(await another(nobody), mine, "Dana")).status == 200


@pytest.mark.parametrize(
    "change",
    [
        ", status = 'removed', removed_at = now()",
        ", status = 'waiting', denied_at = now()",
        ", status = 'left', joined_at = now() - interval '24 hours', left_at = now()",
    ],
    ids=["removed", "turned away", "was there"],
)
async def test_stays_used(alices: Browser, nobody: Browser, change: str) -> None:
    """Who was removed, turned away or there does not come back by the invitation that they used."""
    permanent = await made(alices)
    (mine,) = await invited(alices, f"/api/rooms/{permanent['slug']}", DANA)
    await enter(nobody, mine, "Dana")
    await a_day_later(await slug_of(alices, permanent), change)
    assert (await enter(await another(nobody), mine, "Dana")).status == 409


@pytest.mark.parametrize("meetings_before", [0, 1])
async def test_blocked_guest(alices: Browser, nobody: Browser, alice: Account, meetings_before: int) -> None:
    """Whoever is blocked keeps no invitation, in whichever meeting of a permanent room it brought them."""
    permanent = await made(alices)
    path = f"/api/rooms/{permanent['slug']}"
    (mine,) = await invited(alices, path, DANA)
    for _ in range(meetings_before):
        await enter(await another(nobody), mine, "Dana")
        await held(str(permanent["slug"]), alice)
    await enter(nobody, mine, "Dana")
    place = (await join(nobody, path)).json["participant"]["id"]
    assert (await alices.delete(f"{path}/participants/{place}?block=true")).status == 204
    assert await statuses(alices, path) == ["revoked"]


@pytest.mark.parametrize("meetings_before", [0, 1])
async def test_withdrawn_before_they_came(
    alices: Browser, nobody: Browser, alice: Account, meetings_before: int
) -> None:
    """An invitation that is withdrawn takes the place that it gave along, in whichever meeting."""
    permanent = await made(alices, settings=VAULT)
    path = f"/api/rooms/{permanent['slug']}"
    (mine,) = await invited(alices, path, DANA)
    for _ in range(meetings_before):
        await enter(await another(nobody), mine, "Dana")
        await held(str(permanent["slug"]), alice)
    await enter(nobody, mine, "Dana")
    (there,) = (await alices.get(f"{path}/invitations")).json["invitations"]
    assert (await alices.delete(f"{path}/invitations/{there['id']}")).status == 204
    assert (await join(nobody, path)).status == 404
    assert await as_owner(GUESTS, await slug_of(alices, permanent)) == 0
