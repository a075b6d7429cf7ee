"""A removal from a permanent room ends after thirty days, a block when the host lifts it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from server.config import Settings
from server.jobs import cleanup_tasks
from server.jobs.scheduled_task import Work
from server.jobs.worker import ACTOR
from server.meeting.accounts import Account
from server.meeting.actor import acting_as
from tests.conftest import enter
from tests.integration.api.browser import Browser
from tests.integration.api.test_permanent_rooms import held, made, present
from tests.integration.api.test_removed_later import Arrives, kept_out, knock, put_out, stranger
from tests.integration.jobs.conftest import as_owner

__all__ = ("stranger",)
pytestmark = pytest.mark.usefixtures("reconciler_rests")
PLACES = "SELECT count(*) FROM participants WHERE display_name = 'Gina'"
COOKIES = "SELECT count(*) FROM participants WHERE guest_token_hash IS NOT NULL"


async def pass_days(days: int) -> None:
    """Let so many days go by since everybody's removal."""
    await as_owner("UPDATE participants SET removed_at = removed_at - make_interval(days => $1)", days)


async def clean(settings: Settings) -> int:
    """Run the task, as the jobs process does; gives how many rows it changed."""
    with acting_as(ACTOR):
        return (await cleanup_tasks.removals(Work(settings, datetime.now(UTC))))["deleted"]


async def removed_before(host: Browser, account: Account, *people: Browser, block: bool) -> dict[str, Any]:
    """Make a permanent room from whose first meeting people were removed; the next stands ready."""
    permanent = await made(host)
    await enter(await present(permanent["slug"]), account, "Alice")
    await put_out(host, permanent, *people, block=block)
    await held(permanent["slug"], account)
    return permanent


@pytest.mark.parametrize(("days", "told"), [(29, "awaiting-admission"), (31, "in")])
async def test_not_carried_on(alices: Browser, bobs: Browser, alice: Account, days: int, told: str) -> None:
    """Who was removed waits at the meetings of the next thirty days, however many, and at none after."""
    permanent = await removed_before(alices, alice, bobs, block=False)
    await pass_days(days)
    await held(permanent["slug"], alice)
    assert await knock(bobs, permanent) == told


async def test_at_the_meeting_that_is_ready(
    alices: Browser, bobs: Browser, nobody: Browser, stranger: Arrives, alice: Account, settings: Settings
) -> None:
    """A room that is not used for a month keeps nobody waiting any more."""
    permanent = await removed_before(alices, alice, bobs, nobody, block=False)
    assert (await clean(settings), len(await kept_out(alices, permanent))) == (0, 2)
    await pass_days(31)
    assert (await clean(settings), await kept_out(alices, permanent)) == (2, [])
    assert [await knock(each, permanent) for each in (bobs, nobody, await stranger())] == ["in"] * 3


async def test_guests_do_not_wait_for_what_is_over(
    alices: Browser, nobody: Browser, stranger: Arrives, alice: Account
) -> None:
    """From the moment the thirty days are over, no guest waits for a removed one."""
    permanent = await removed_before(alices, alice, nobody, block=False)
    await pass_days(31)
    assert await knock(await stranger(), permanent) == "in"


async def test_at_the_door(alices: Browser, bobs: Browser, alice: Account, settings: Settings) -> None:
    """Who stands at the door when the time is over keeps their knock, and goes with it."""
    permanent = await removed_before(alices, alice, bobs, block=False)
    assert await knock(bobs, permanent) == "awaiting-admission"
    await pass_days(31)
    assert await clean(settings) == 0
    await as_owner("UPDATE participants SET left_at = now() WHERE status = 'waiting'")
    assert await clean(settings) == 1
    assert await knock(bobs, permanent) == "in"


async def test_blocks_stay(
    alices: Browser, bobs: Browser, nobody: Browser, stranger: Arrives, alice: Account, settings: Settings
) -> None:
    """Who was blocked stays out, and guests wait, until the host lifts it."""
    permanent = await made(alices)
    await enter(await present(permanent["slug"]), alice, "Alice")
    await put_out(alices, permanent, bobs, nobody, block=True)
    for _ in range(2):
        await held(permanent["slug"], alice)
        await pass_days(400)
        await clean(settings)
        answers = [await knock(each, permanent) for each in (bobs, nobody, await stranger())]
        assert answers == ["removed", "removed", "awaiting-admission"]


async def test_removed_again(alices: Browser, bobs: Browser, alice: Account, settings: Settings) -> None:
    """Who is removed again is out for thirty days from then; who was let in is out for none."""
    permanent = await removed_before(alices, alice, bobs, block=False)
    await pass_days(29)
    await enter(await present(permanent["slug"]), alice, "Alice")
    (bob,) = await kept_out(alices, permanent)
    path = f"/api/rooms/{permanent['slug']}/participants/{bob['id']}"
    since = "SELECT now() - removed_at < interval '1 day' FROM participants WHERE id = $1"
    assert await as_owner(since, bob["id"]) is False
    await alices.delete(path)
    assert await as_owner(since, bob["id"]) is True
    await alices.patch(path, {"admitted": True})
    assert await as_owner(since, bob["id"]) is None


async def test_kept_out_twice(
    alices: Browser, bobs: Browser, nobody: Browser, stranger: Arrives, alice: Account, settings: Settings
) -> None:
    """Who is kept out of the meeting that is ready and removed there again is out for another month."""
    permanent = await removed_before(alices, alice, bobs, nobody, block=False)
    for each in await kept_out(alices, permanent):
        path = f"/api/rooms/{permanent['slug']}/participants/{each['id']}"
        assert (await alices.delete(path)).status == 204
    assert [await knock(each, permanent) for each in (bobs, nobody)] == ["removed"] * 2
    await pass_days(31)
    assert (await clean(settings), await kept_out(alices, permanent)) == (2, [])
    assert (await as_owner(PLACES), await as_owner(COOKIES)) == (1, 0)
    assert [await knock(each, permanent) for each in (bobs, nobody, await stranger())] == ["in"] * 3


async def test_turned_away_for_good(
    alices: Browser, nobody: Browser, alice: Account, settings: Settings
) -> None:
    """Who was removed at the door of a meeting that nobody has begun is out for a month, too."""
    permanent = await made(alices, settings={"lobby": "all"})
    assert await knock(nobody, permanent) == "awaiting-admission"
    place = await as_owner("SELECT id FROM participants WHERE status = 'waiting'")
    path = f"/api/rooms/{permanent['slug']}/participants/{place}"
    assert (await alices.delete(path)).status == 204
    assert (await clean(settings), await knock(nobody, permanent)) == (0, "removed")
    await pass_days(31)
    assert await clean(settings) == 1
    assert await knock(nobody, permanent) == "awaiting-admission"


@pytest.mark.parametrize("used", [True, False])
async def test_invited_again(
    alices: Browser, bobs: Browser, alice: Account, bob: Account, settings: Settings, *, used: bool
) -> None:
    """Whose invitation holds is expected again after the month, whether or not people met meanwhile."""
    permanent = await made(alices, members=[bob.email], settings={"access": "invited"})
    await enter(await present(permanent["slug"]), alice, "Alice")
    await put_out(alices, permanent, bobs, block=False)
    await held(permanent["slug"], alice)
    await pass_days(31)
    if used:
        await held(permanent["slug"], alice)
    await clean(settings)
    assert await kept_out(alices, permanent) == []
    for _ in range(2):
        assert await knock(bobs, permanent) == "in"
        await held(permanent["slug"], alice)


async def test_expected_under_their_own_name(
    alices: Browser, bobs: Browser, alice: Account, bob: Account, settings: Settings
) -> None:
    """Whom the host renamed at the door, let in and removed again is expected as if never there."""
    permanent = await made(alices, members=[bob.email], settings={"access": "invited"})
    await enter(await present(permanent["slug"]), alice, "Alice")
    await put_out(alices, permanent, bobs, block=False)
    await held(permanent["slug"], alice)
    assert await knock(bobs, permanent) == "awaiting-admission"
    (kept,) = await kept_out(alices, permanent)
    path = f"/api/rooms/{permanent['slug']}/participants/{kept['id']}"
    assert (await alices.patch(path, {"name": "Robert"})).status == 200
    assert (await alices.patch(path, {"admitted": True})).status == 200
    assert (await alices.delete(path)).status == 204
    await pass_days(31)
    assert await clean(settings) == 1
    assert (
        await as_owner(
            "SELECT status || coalesce(admitted_at::text, '') FROM participants WHERE id = $1", kept["id"]
        )
        == "invited"
    )
    assert (await bobs.get(f"/api/rooms/{permanent['slug']}")).json["viewer"]["name"] == "Bob"
    assert await knock(bobs, permanent) == "in"
    assert await as_owner("SELECT display_name FROM participants WHERE id = $1", kept["id"]) == "Bob"


@pytest.mark.parametrize("block", [True, False])
async def test_past_meetings_keep_only_who_was_there(
    alices: Browser, nobody: Browser, alice: Account, settings: Settings, block: bool
) -> None:
    """A removed guest's name is at the meeting they were at, and at the door of the next."""
    permanent = await made(alices)
    await enter(await present(permanent["slug"]), alice, "Alice")
    await put_out(alices, permanent, nobody, block=block)
    for _ in range(3):
        await held(permanent["slug"], alice)
    assert (await as_owner(PLACES), await clean(settings), await as_owner(PLACES)) == (4, 2, 2)
    assert await knock(nobody, permanent) == ("removed" if block else "awaiting-admission")


async def test_nothing_is_kept_of_them(
    alices: Browser, nobody: Browser, alice: Account, settings: Settings
) -> None:
    """Once the time is over, only the meeting itself has the name of who was there."""
    await removed_before(alices, alice, nobody, block=False)
    assert (await as_owner(PLACES), await as_owner(COOKIES)) == (2, 1)
    await pass_days(31)
    await clean(settings)
    assert (await as_owner(PLACES), await as_owner(COOKIES)) == (1, 0)


async def test_room_ended_for_good(
    alices: Browser, nobody: Browser, alice: Account, settings: Settings
) -> None:
    """A room that is ended for good keeps nobody out, and no cookie of whom it kept out."""
    permanent = await made(alices)
    await enter(await present(permanent["slug"]), alice, "Alice")
    await put_out(alices, permanent, nobody, block=True)
    assert (await alices.delete(f"/api/permanent-rooms/{permanent['slug']}")).status == 204
    await held(permanent["slug"], alice)
    assert (await as_owner(PLACES), await as_owner(COOKIES)) == (1, 1)
    await pass_days(31)
    assert (await clean(settings), await as_owner(COOKIES)) == (1, 0)
