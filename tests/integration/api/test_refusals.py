"""Refusals in the audit log: of invitations, of tickets at the signalling, and of what a role may not do."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import jwt
import pytest

from server.api.limits import Limit
from server.config import Secret
from server.meeting.db import execute, fetch, from_json
from server.meeting.moderation import remove
from server.meeting.rooms import Room
from server.tickets import Tickets
from tests.conftest import Meeting
from tests.integration.api.browser import Browser
from tests.integration.api.live import YES
from tests.integration.api.test_invitation_links import another, enter, invited, link, room
from tests.integration.media_server import SECRET

ROOM = "/api/rooms/atrium"
MOST = Limit.REFUSED_BY_ADDRESS.value.amount
BOBS = "bob@example.org"


async def refused(what: str) -> list[dict[str, Any]]:
    """The refusals of this kind that are noted, the oldest first, with their details."""
    rows = await fetch(
        "SELECT room_id, user_id, details FROM audit_events WHERE action = $1 ORDER BY happened_at, id",
        f"{what}.refuse",
    )
    return [{**dict(row), **from_json(row["details"])} for row in rows]


async def validate(browser: Browser, ticket: str) -> int:
    """Show a ticket where meetings are connected to; returns the answer."""
    async with browser.session.get(f"{browser.origin}/rtc/validate", params={"access_token": ticket}) as told:
        return told.status


async def test_invitation_that_is_none(nobody: Browser) -> None:
    """A token of nothing is noted on every way to it, without the token."""
    token = "x" * 48
    await nobody.get(f"/i/{token}")
    await nobody.get(f"/api/invitations/{token}")
    await nobody.put(f"/api/invitations/{token}/answer", {"answer": "accepted"})
    await nobody.post(f"/api/invitations/{token}/entry", {"name": "Dana"})
    found = await refused("invitation")
    assert [(each["why"], each["room_id"]) for each in found] == [("NoInvitation", None)] * 4
    assert token not in str(found)


async def test_invitation_that_was_used(alices: Browser, nobody: Browser) -> None:
    """Who comes second by a link for one is noted, with its meeting."""
    path = await room(alices)
    mine = await link(alices, path, max_uses=1)
    assert (await enter(nobody, mine, "Dana")).status == 200
    assert (await enter(await another(nobody), mine, "Eve")).status == 409
    (found,) = await refused("invitation")
    meeting = UUID((await alices.get(path)).json["id"])
    assert (found["why"], found["room_id"], found["link"]) == ("InvitationUsed", meeting, mine["id"])


@pytest.mark.parametrize(("who", "why"), [("carols", "OtherAccount"), ("nobody", "AccountNeeded")])
async def test_invitation_of_an_account(
    who: str, why: str, alices: Browser, carols: Browser, nobody: Browser, bobs: Browser
) -> None:
    """Somebody else's, and an account's for who is not signed in, are noted as the visitor's."""
    (his,) = await invited(alices, await room(alices), BOBS)
    browser = {"carols": carols, "nobody": nobody}[who]
    assert (await enter(browser, his, "Carol" if who == "nobody" else None)).status == 403
    assert [each["why"] for each in await refused("invitation")] == [why]


async def test_invitation_before_its_time(alices: Browser, nobody: Browser) -> None:
    """A guest who comes days before is noted."""
    later = (datetime.now(UTC) + timedelta(days=3)).isoformat()
    path = await room(alices, type="scheduled", scheduled_start_time=later)
    (mine,) = await invited(alices, path, "dana@example.org")
    assert (await enter(nobody, mine, "Dana")).status == 409
    assert [each["why"] for each in await refused("invitation")] == ["TooEarly"]


async def test_tickets(alices: Browser, bobs: Browser, atrium: Room) -> None:
    """A forged ticket, one of who was removed, and one of a session that ended are noted, without it."""
    joined = [(await each.post(f"{ROOM}/join", YES)).json for each in (bobs, alices)]
    his, hers = (each["livekit"]["token"] for each in joined)
    forged = jwt.encode(jwt.decode(his, options={"verify_signature": False}), "x" * 32, "HS256")
    await remove(atrium.id, UUID(joined[0]["participant"]["id"]))
    ended = Tickets(Secret(SECRET)).read(hers).session_id
    await execute("UPDATE sessions SET revoked_at = now() WHERE id = $1", ended)
    assert [await validate(bobs, each) for each in (forged, his, hers)] == [401, 403, 401]
    found = await refused("ticket")
    assert [(each["why"], each["room_id"], each["participant"]) for each in found] == [
        ("Unauthenticated", None, None),
        ("Removed", atrium.id, joined[0]["participant"]["id"]),
        ("Unauthenticated", atrium.id, joined[1]["participant"]["id"]),
    ]
    assert not [each for each in (forged, his, hers) if each in str(found)]


@pytest.mark.first_lock
async def test_rights(bobs: Browser, meeting: Meeting, nobody: Browser) -> None:
    """What a role may not do is noted with the right that it lacks, or what was tried, and by whom."""
    person = f"{ROOM}/participants/{meeting.alice.id}"
    assert (await bobs.patch(person, {"role": "participant"})).status == 403
    assert (await bobs.put(f"{ROOM}/switches", {"allow_chat": False})).status == 403
    assert (await bobs.delete(person)).status == 403
    assert (await bobs.patch(person, {"hand": True})).status == 403
    found = await refused("right")
    assert [(each["tried"], each.get("right")) for each in found] == [
        ("Change a participant", "give_roles"),
        ("Turn switches of a meeting", "switch"),
        ("Remove a participant", "remove"),
        ("Change a participant", None),
    ]
    assert {(each["room_id"], each["user_id"]) for each in found} == {(meeting.room.id, meeting.bob.user_id)}


@pytest.mark.first_lock
async def test_power_over_the_host(bobs: Browser, meeting: Meeting) -> None:
    """So is what a co-host tries on the host."""
    await execute("UPDATE participants SET role = 'cohost' WHERE id = $1", meeting.bob.id)
    assert (await bobs.patch(f"{ROOM}/participants/{meeting.alice.id}", {"muted": True})).status == 403
    assert [each["tried"] for each in await refused("right")] == ["Change a participant"]


@pytest.mark.first_lock
async def test_what_everybody_does_is_no_refused_right(
    bobs: Browser, carols: Browser, meeting: Meeting
) -> None:
    """Chat that is turned off, a hand outside, and a list one may not read are not noted."""
    await execute("UPDATE rooms SET settings = settings || '{\"allow_chat\": false}'")
    assert (await bobs.post(f"{ROOM}/messages", {"text": "hello"})).status == 403
    assert (await carols.patch(f"{ROOM}/participants/{uuid4()}", {"hand": False})).status == 403
    assert (await bobs.get(f"{ROOM}/invitations")).status == 403
    assert await refused("right") == []


async def test_flood(nobody: Browser) -> None:
    """Of many refusals from one network only so many are noted; all are refused, and other kinds noted."""
    answers = {(await nobody.get(f"/api/invitations/{number:048}")).status for number in range(MOST + 5)}
    assert (answers, len(await refused("invitation"))) == ({404}, MOST)
    assert await validate(nobody, jwt.encode({"iss": "parley-ticket"}, "x" * 32, "HS256")) == 401
    assert len(await refused("ticket")) == 1


async def test_stopped_and_lowered(alices: Browser, meeting: Meeting) -> None:
    """What the host stops and lowers has an entry, as other moderation has."""
    place = f"{ROOM}/participants/{meeting.bob.id}"
    await alices.patch(place, {"camera": False, "screen": False})
    await alices.patch(place, {"hand": False})
    await alices.delete(f"{ROOM}/hands")
    await alices.patch(f"{ROOM}/participants/{meeting.alice.id}", {"hand": False})
    rows = await fetch(
        "SELECT action, details FROM audit_events WHERE action IN ('stop_video', 'lower_hands') ORDER BY id"
    )
    bob = str(meeting.bob.id)
    assert [(row["action"], from_json(row["details"])) for row in rows] == [
        ("stop_video", {"participant": bob, "sources": "camera,screen_share,screen_share_audio"}),
        ("lower_hands", {"participant": bob}),
        ("lower_hands", {"people": 3}),
    ]
