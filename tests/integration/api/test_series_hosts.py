"""A series is handed over with all that is to come, to somebody who has been at one of its meetings."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from yarl import URL

from server.jobs.worker import ACTOR
from server.meeting.accounts import Account
from server.meeting.actor import acting_as
from server.meeting.series import AHEAD, extend_due_series
from tests.integration.api.browser import Browser
from tests.integration.api.live import YES
from tests.integration.api.test_notice_preferences import choices
from tests.integration.api.test_series import DANA, made, shown, slugs
from tests.integration.jobs.conftest import as_owner

HOSTS = "SELECT array_agg(DISTINCT host_id) FROM rooms WHERE status = 'scheduled'"
AHEAD_OF_BOTH = 3 - 1 + AHEAD
"""Of the series before the change, without the meeting that is over, and of the one that goes on."""
INVITED = """
SELECT count(*) FROM room_invitations i JOIN rooms r ON r.id = i.room_id
WHERE r.status = 'scheduled' AND i.series_of IS NOT NULL AND i.status = 'pending' AND i.inviter_id = $1
"""


async def attended(series: dict[str, Any], who: Account) -> UUID:
    """The place of somebody who was at the first meeting, which is over."""
    place = uuid4()
    there = await as_owner(
        "INSERT INTO participants (id, room_id, user_id, role, status, display_name, identity, admitted_at,"
        " joined_at, left_at) SELECT $1, r.id, $2, 'participant', 'left', $3, $4, now(), now(), now()"
        " FROM rooms r WHERE r.slug = $5 ON CONFLICT (room_id, user_id) WHERE user_id IS NOT NULL"
        " DO UPDATE SET status = 'left', display_name = $3, admitted_at = now(), joined_at = now(),"
        " left_at = now() RETURNING id",
        place,
        who.id,
        who.name,
        str(place),
        slugs(series)[0],
    )
    await as_owner(
        "UPDATE rooms SET status = 'ended', started_at = now(), ended_at = now() WHERE slug = $1 RETURNING 1",
        slugs(series)[0],
    )
    return UUID(str(there))


async def test_handed_over(alices: Browser, bobs: Browser, alice: Account, bob: Account) -> None:
    """The new host has the series and all its coming meetings, and invites on; the other one is a co-host."""
    series = await made(alices, members=[DANA, bob.email])
    place = await attended(series, bob)
    path = f"/api/series/{series['slug']}"
    (heir,) = (await alices.get(f"{path}/heirs")).json["heirs"]
    assert (heir["id"], heir["name"]) == (str(place), bob.name)
    answer = await alices.put(f"{path}/host", {"participant": str(place)})
    assert answer.status == 204, answer.json
    assert await as_owner(HOSTS) == [bob.id]
    assert (await alices.get(path)).status == 404
    assert (await alices.patch(path, {"name": "Mine"})).status == 404
    assert (await bobs.patch(path, {"name": "New plan", "since": slugs(series)[3]})).status == 200
    with acting_as(ACTOR):
        await extend_due_series()
    now = await shown(bobs, series)
    assert len(slugs(now)) == AHEAD
    assert await as_owner(INVITED, bob.id) == 3 * AHEAD_OF_BOTH
    roles = "SELECT array_agg(DISTINCT p.role) FROM participants p JOIN rooms r ON r.id = p.room_id WHERE"
    assert await as_owner(f"{roles} r.status = 'scheduled' AND p.user_id = $1", bob.id) == ["host"]
    assert await as_owner(f"{roles} r.status = 'scheduled' AND p.user_id = $1", alice.id) == ["cohost"]
    told = await as_owner("SELECT count(*) FROM notifications WHERE type = 'series_handed_over'")
    written = await as_owner("SELECT count(*) FROM audit_events WHERE action = 'series.hand_over'")
    assert (told, written) == (2, 1)


async def test_equal_names(alices: Browser, bob: Account, carol: Account) -> None:
    """People of one name are numbered as in their meeting, in the order they came."""
    series = await made(alices)
    places = [await attended(series, replace(each, name="Alex")) for each in (carol, bob)]
    heirs = (await alices.get(f"/api/series/{series['slug']}/heirs")).json["heirs"]
    assert [(each["id"], each["name"]) for each in heirs] == [
        (str(places[0]), "Alex"),
        (str(places[1]), "Alex (2)"),
    ]


async def test_what_has_been_stays(alices: Browser, alice: Account, bob: Account) -> None:
    """A meeting that is over stays its host's."""
    series = await made(alices)
    place = await attended(series, bob)
    await alices.put(f"/api/series/{series['slug']}/host", {"participant": str(place)})
    assert await as_owner("SELECT host_id FROM rooms WHERE status = 'ended'") == alice.id


async def test_refused(alices: Browser, bobs: Browser, bob: Account) -> None:
    """Only its host hands a series over, and only to who has been at one of its meetings."""
    series, other = await made(alices), await made(alices, name="Other")
    place, elsewhere = await attended(series, bob), await attended(other, bob)
    path = f"/api/series/{series['slug']}/host"
    assert (await bobs.put(path, {"participant": str(place)})).status == 404
    assert (await bobs.get(f"/api/series/{series['slug']}/heirs")).status == 404
    for who in (elsewhere, uuid4()):
        assert (await alices.put(path, {"participant": str(who)})).status == 403
    await as_owner("UPDATE participants SET status = 'removed' WHERE id = $1 RETURNING 1", place)
    assert (await alices.put(path, {"participant": str(place)})).status == 403


async def put_in(series: dict[str, Any], number: int, who: Account, status: str) -> None:
    """Give somebody a place at a meeting, at which they have been."""
    place = uuid4()
    await as_owner(
        "INSERT INTO participants (id, room_id, user_id, role, status, display_name, identity, admitted_at,"
        " joined_at, left_at) SELECT $1, r.id, $2, 'participant', $3, $4, $5, now(), now(), now()"
        " FROM rooms r WHERE r.slug = $6 RETURNING id",
        place,
        who.id,
        status,
        who.name,
        str(place),
        slugs(series)[number],
    )


async def test_removed_since(alices: Browser, bob: Account) -> None:
    """Who was removed is offered no more, until they have been at a later meeting."""
    series = await made(alices)
    place, path = await attended(series, bob), f"/api/series/{series['slug']}"
    await put_in(series, 1, bob, "removed")
    assert (await alices.get(f"{path}/heirs")).json["heirs"] == []
    assert (await alices.put(f"{path}/host", {"participant": str(place)})).status == 403
    await put_in(series, 2, bob, "left")
    assert [each["name"] for each in (await alices.get(f"{path}/heirs")).json["heirs"]] == [bob.name]
    assert (await alices.put(f"{path}/host", {"participant": str(place)})).status == 204


@pytest.mark.parametrize("turned_away", [False, True])
async def test_heir_at_the_door(alices: Browser, bobs: Browser, bob: Account, turned_away: bool) -> None:
    """Who gets a series while they wait at a meeting of it, or were turned away there, is in as its host."""
    series = await made(alices, settings={"lobby": "all"})
    heir, path = await attended(series, bob), f"/api/rooms/{slugs(series)[1]}"
    assert (await bobs.post(f"{path}/join", {**YES, "note": "Early"})).status == 403
    (knock,) = (await alices.get(f"{path}/participants")).json["participants"]
    if turned_away:
        await alices.patch(f"{path}/participants/{knock['id']}", {"admitted": False})
    async with bobs.open("GET", f"{path}/events") as stream:
        assert b"retry" in await stream.content.readline()
        await alices.put(f"/api/series/{series['slug']}/host", {"participant": str(heir)})
        async with asyncio.timeout(30):
            while b'"admission"' not in await stream.content.readline():
                pass
    joined = await bobs.post(f"{path}/join", {**YES, "note": "Early"})
    assert (joined.status, joined.json.get("participant")) == (
        200,
        {"id": knock["id"], "name": bob.name, "role": "host"},
    )


async def test_where_the_host_was_not(alices: Browser, bobs: Browser, bob: Account, carol: Account) -> None:
    """Who was at a meeting that another host held is offered, too."""
    series = await made(alices)
    place, path = await attended(series, bob), f"/api/series/{series['slug']}"
    await put_in(series, 1, carol, "left")
    await as_owner(
        "UPDATE rooms SET status = 'ended', started_at = now(), ended_at = now() WHERE slug = $1 RETURNING 1",
        slugs(series)[1],
    )
    await alices.put(f"{path}/host", {"participant": str(place)})
    assert [each["name"] for each in (await bobs.get(f"{path}/heirs")).json["heirs"]] == [carol.name]


async def test_closed_account(alices: Browser, bob: Account) -> None:
    """Whose account is closed is not offered."""
    series = await made(alices)
    place, path = await attended(series, bob), f"/api/series/{series['slug']}"
    await as_owner("UPDATE users SET is_active = false WHERE id = $1 RETURNING 1", bob.id)
    assert (await alices.get(f"{path}/heirs")).json["heirs"] == []
    assert (await alices.put(f"{path}/host", {"participant": str(place)})).status == 403


async def test_told_where(alices: Browser, bob: Account) -> None:
    """Both are told on the page of the next meeting."""
    series = await made(alices)
    place = await attended(series, bob)
    await alices.put(f"/api/series/{series['slug']}/host", {"participant": str(place)})
    told = "SELECT array_agg(action_url) FROM notifications WHERE type = 'series_handed_over'"
    assert await as_owner(told) == [f"/r/{slugs(series)[1]}"] * 2


async def test_who_withdraws_invitations_to_all(alices: Browser, bobs: Browser, bob: Account) -> None:
    """Invitations to all of a series are withdrawn by who is its host now, from any of their meetings."""
    series = await made(alices, members=[DANA])
    place = await attended(series, bob)
    await alices.put(f"/api/series/{series['slug']}/host", {"participant": str(place)})
    first, coming = (f"/api/rooms/{slugs(series)[number]}/invitations" for number in (0, 2))
    (whole,) = [
        each["id"] for each in (await alices.get(first)).json["invitations"] if each["address"] == DANA
    ]
    assert (await alices.delete(f"{first}/{whole}")).status == 404
    (found,) = [each for each in (await bobs.get(coming)).json["invitations"] if each["address"] == DANA]
    assert found["series_of"] == whole
    assert (await bobs.delete(f"{coming}/{whole}")).status == 204
    held = "SELECT count(*) FROM room_invitations WHERE $1 IN (id, series_of) AND status <> 'revoked'"
    assert await as_owner(held, UUID(whole)) == 0


async def left_at_the_first(alices: Browser, bob: Account) -> tuple[dict[str, Any], str]:
    """Hand a series over whose invitation to all is kept at a meeting that stays with who held it."""
    series = await made(alices, members=[DANA])
    place = await attended(series, bob)
    first = f"/api/rooms/{slugs(series)[0]}/invitations"
    (whole,) = [
        each["id"] for each in (await alices.get(first)).json["invitations"] if each["address"] == DANA
    ]
    await alices.put(f"/api/series/{series['slug']}/host", {"participant": str(place)})
    return series, whole


async def test_who_renews_invitations_to_all(
    alices: Browser, bobs: Browser, nobody: Browser, bob: Account
) -> None:
    """Invitations to all are renewed by who is the host now, from any of their meetings."""
    series, whole = await left_at_the_first(alices, bob)
    first, second, third, *_ = (f"/api/rooms/{slug}/invitations" for slug in slugs(series))
    expiry = "SELECT expires_at FROM room_invitations WHERE id = $1"
    before = await as_owner(expiry, UUID(whole))
    assert (await alices.post(f"{first}/{whole}/renewal")).status == 409
    renewed = await bobs.post(f"{third}/{whole}/renewal")
    assert renewed.status == 200, renewed.json
    assert (renewed.json["id"], renewed.json["series_of"], renewed.json["address"]) == (whole, whole, DANA)
    assert await as_owner(expiry, UUID(whole)) == before
    assert (await nobody.get(URL(renewed.json["url"]).path)).status == 200
    assert (await alices.post(f"{second}/{whole}/renewal")).status in (403, 404)


async def test_page_of_invitations_to_all(alices: Browser, bobs: Browser, bob: Account) -> None:
    """The new host finds them on the page of each coming meeting, and nobody else does."""
    series, whole = await left_at_the_first(alices, bob)
    second = slugs(series)[1]
    page = (await bobs.get(f"/r/{second}/invitations")).body.decode()
    to_all = page.partition("data-to-all")[2].partition("</section>")[0]
    assert f'data-invitation="{whole}"' in to_all
    assert DANA in to_all
    assert "Whole series" in to_all
    assert (await bobs.delete(f"/api/rooms/{second}/invitations/{whole}")).status == 204
    assert "data-to-all" not in (await bobs.get(f"/r/{second}/invitations")).body.decode()
    assert "data-to-all" not in (await alices.get(f"/r/{slugs(series)[0]}/invitations")).body.decode()


async def test_one_meeting_alone_gives_no_invitations_to_all(
    alices: Browser, bobs: Browser, carols: Browser, bob: Account, carol: Account
) -> None:
    """Who hosts one meeting of a series, and not the series, neither sees nor renews them."""
    series, whole = await left_at_the_first(alices, bob)
    third = slugs(series)[2]
    await as_owner("UPDATE rooms SET host_id = $1 WHERE slug = $2", carol.id, third)
    assert (await carols.post(f"/api/rooms/{third}/invitations/{whole}/renewal")).status == 404
    assert "data-to-all" not in (await carols.get(f"/r/{third}/invitations")).body.decode()
    assert (await bobs.post(f"/api/rooms/{slugs(series)[1]}/invitations/{whole}/renewal")).status == 200


async def test_told_whatever_one_chose(alices: Browser, bobs: Browser, bob: Account) -> None:
    """That one is the host of a series now is told always, in Parley and in no mail."""
    answer = await bobs.put("/api/notifications/preferences", choices())
    assert answer.status == 200
    series = await made(alices)
    place = await attended(series, bob)
    await alices.put(f"/api/series/{series['slug']}/host", {"participant": str(place)})
    told = (await bobs.get("/api/notifications")).json["notifications"]
    assert [each["type"] for each in told] == ["series_handed_over"]
    assert await as_owner("SELECT count(*) FROM mail_outbox") == 0
    assert "host of a series" in (await bobs.get("/account/notices")).body.decode()
