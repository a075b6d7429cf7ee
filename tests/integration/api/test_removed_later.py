"""Who was removed from a permanent room's meeting waits or stays out at its later ones until let in."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import ClientSession

from server.config import Settings
from server.meeting.accounts import Account
from tests.conftest import enter
from tests.integration.api.browser import Answer, Browser
from tests.integration.api.live import YES
from tests.integration.api.test_permanent_rooms import GUEST, MEMBERS, ahead, held, kind, made, present
from tests.integration.jobs.conftest import as_owner

pytestmark = pytest.mark.usefixtures("reconciler_rests")
Arrives = Callable[[], Awaitable[Browser]]


@pytest.fixture
def stranger(pool: ClientSession, settings: Settings) -> Arrives:
    """Open another browser of nobody who is known."""
    return lambda: Browser(pool, settings.url).arrive()


async def put_out(host: Browser, permanent: dict[str, Any], *people: Browser, block: bool) -> None:
    """Have people join the meeting that is on, as guests or by their accounts, and remove them."""
    path = f"/api/rooms/{permanent['slug']}"
    joined = [await each.post(f"{path}/join", GUEST) for each in people]
    for place in [each.json["participant"]["id"] for each in joined]:
        removed = f"{path}/participants/{place}" + ("?block=true" if block else "")
        assert (await host.delete(removed)).status == 204


async def knock(who: Browser, permanent: dict[str, Any]) -> str:
    """What the lasting link answers: a refusal, or that they are in."""
    answer = await who.post(f"/api/rooms/{permanent['slug']}/join", GUEST)
    return "in" if answer.status == 200 else kind(answer)


async def kept_out(host: Browser, permanent: dict[str, Any]) -> list[dict[str, Any]]:
    """Whom the host sees as kept out."""
    return list((await host.get(f"/api/permanent-rooms/{permanent['slug']}")).json["kept_out"])


async def let_in(host: Browser, permanent: dict[str, Any], place: str) -> Answer:
    """Let somebody in who is kept out."""
    return await host.patch(f"/api/rooms/{permanent['slug']}/participants/{place}", {"admitted": True})


async def test_blocked(
    alices: Browser, bobs: Browser, carols: Browser, nobody: Browser, stranger: Arrives, alice: Account
) -> None:
    """Who was blocked is out of all later meetings; the host sees and lifts it. Guests wait until then."""
    permanent = await made(alices)
    await enter(await present(permanent["slug"]), alice, "Alice")
    await put_out(alices, permanent, bobs, nobody, block=True)
    for _ in range(2):
        await held(permanent["slug"], alice)
        answers = [await knock(each, permanent) for each in (bobs, nobody, await stranger(), carols, alices)]
        assert answers == ["removed", "removed", "awaiting-admission", "in", "in"]
    listed = await kept_out(alices, permanent)
    assert [(each["name"], each["is_blocked"]) for each in listed] == [("Bob", True), ("Gina", True)]
    for each in listed:
        assert (await let_in(alices, permanent, each["id"])).status == 200
    assert await kept_out(alices, permanent) == []
    assert [await knock(each, permanent) for each in (bobs, nobody, await stranger())] == ["in"] * 3


async def test_removed(
    alices: Browser, bobs: Browser, carols: Browser, nobody: Browser, stranger: Arrives, alice: Account
) -> None:
    """Who was removed and not blocked waits at the door next time, until a host lets them in."""
    permanent = await made(alices)
    await enter(await present(permanent["slug"]), alice, "Alice")
    await put_out(alices, permanent, bobs, block=False)
    for _ in range(2):
        await held(permanent["slug"], alice)
        assert [await knock(each, permanent) for each in (bobs, carols)] == ["awaiting-admission", "in"]
    assert await knock(nobody, permanent) == "in"
    (bob,) = await kept_out(alices, permanent)
    assert (bob["name"], bob["is_blocked"]) == ("Bob", False)
    assert (await let_in(alices, permanent, bob["id"])).status == 200
    assert await knock(bobs, permanent) == "in"
    await held(permanent["slug"], alice)
    assert await knock(bobs, permanent) == "in"
    assert await knock(await stranger(), permanent) == "in"


async def test_removed_guest(alices: Browser, nobody: Browser, stranger: Arrives, alice: Account) -> None:
    """A guest waits in the same browser and, like all guests, in another, by the name the host knows."""
    permanent = await made(alices)
    await enter(await present(permanent["slug"]), alice, "Alice")
    await put_out(alices, permanent, nobody, block=False)
    await held(permanent["slug"], alice)
    path = f"/api/rooms/{permanent['slug']}"
    assert kind(await nobody.post(f"{path}/join", {**YES, "name": "Somebody else"})) == "awaiting-admission"
    assert await knock(await stranger(), permanent) == "awaiting-admission"
    people = (await alices.get(f"{path}/participants")).json["participants"]
    assert sorted(each["name"] for each in people if each["status"] == "waiting") == ["Gina", "Gina"]
    (gina,) = await kept_out(alices, permanent)
    assert (await let_in(alices, permanent, gina["id"])).status == 200
    assert [await knock(each, permanent) for each in (nobody, await stranger())] == ["in", "in"]


async def test_not_listed_before_the_knock(alices: Browser, bobs: Browser, alice: Account) -> None:
    """Who was removed is at the door of the next meeting once they knock, with what they say then."""
    permanent = await made(alices)
    await enter(await present(permanent["slug"]), alice, "Alice")
    await put_out(alices, permanent, bobs, block=False)
    await held(permanent["slug"], alice)
    path = f"/api/rooms/{permanent['slug']}"

    async def waiting() -> list[tuple[str, str]]:
        people = (await alices.get(f"{path}/participants")).json["participants"]
        return [(each["name"], each["note"]) for each in people if each["status"] == "waiting"]

    assert await waiting() == []
    await bobs.post(f"{path}/join", {**YES, "note": "I am sorry"})
    assert await waiting() == [("Bob", "I am sorry")]


@pytest.mark.parametrize("way", ["link", "address"])
async def test_by_invitation(
    alices: Browser, nobody: Browser, stranger: Arrives, alice: Account, way: str
) -> None:
    """An invitation that a removed guest may hold brings nobody in past the door at the next meeting."""
    permanent = await made(alices)
    path = f"/api/rooms/{permanent['slug']}"
    if way == "link":
        url = (await alices.post(f"{path}/invitation-links", {"max_uses": 9})).json["url"]
    else:
        await alices.post(f"{path}/invitations", {"addresses": ["gina@example.org"]})
        url = (await alices.get(f"{path}/invitations")).json["invitations"][0]["url"]
    entry = f"/api/invitations/{url.rpartition('/')[2]}/entry"
    await enter(await present(permanent["slug"]), alice, "Alice")
    assert (await nobody.post(entry, {"name": "Gina"})).status == 200
    await put_out(alices, permanent, nobody, block=True)
    await held(permanent["slug"], alice)
    for who, told in ((nobody, "removed"), (await stranger(), "awaiting-admission")):
        await who.post(entry, {"name": "Gina"})
        assert await knock(who, permanent) == told


async def test_by_chosen_link(alices: Browser, bobs: Browser, nobody: Browser, alice: Account) -> None:
    """A link that the host chose leads past no block."""
    permanent = await made(alices, link="team-room", settings=MEMBERS)
    await enter(await present(permanent["slug"]), alice, "Alice")
    await put_out(alices, permanent, bobs, block=True)
    await held(permanent["slug"], alice)
    assert kind(await bobs.post("/api/rooms/team-room/join", YES)) == "removed"


async def test_turned_away_and_blocked(alices: Browser, nobody: Browser, alice: Account) -> None:
    """Who is blocked at the door, without ever having been in, is blocked at the later meetings too."""
    permanent = await made(alices, settings={"lobby": "all"})
    await enter(await present(permanent["slug"]), alice, "Alice")
    assert await knock(nobody, permanent) == "awaiting-admission"
    place = await as_owner("SELECT id FROM participants WHERE status = 'waiting'")
    path = f"/api/rooms/{permanent['slug']}/participants/{place}?block=true"
    assert (await alices.delete(path)).status == 204
    await held(permanent["slug"], alice)
    assert await knock(nobody, permanent) == "removed"


@pytest.mark.parametrize("block", [True, False])
async def test_invited_guest_at_the_door(
    alices: Browser, nobody: Browser, stranger: Arrives, alice: Account, block: bool
) -> None:
    """Who waits with an invitation is removed or blocked like anybody, and it opens nothing any more."""
    permanent = await made(alices)
    path = f"/api/rooms/{permanent['slug']}"
    await enter(await present(permanent["slug"]), alice, "Alice")
    await put_out(alices, permanent, await stranger(), block=False)
    await held(permanent["slug"], alice)
    await alices.post(f"{path}/invitations", {"addresses": ["gina@example.org"]})
    url = (await alices.get(f"{path}/invitations")).json["invitations"][0]["url"]
    entry = f"/api/invitations/{url.rpartition('/')[2]}/entry"
    assert (await nobody.post(entry, {"name": "Gina"})).status == 200
    assert await knock(nobody, permanent) == "awaiting-admission"
    place = await as_owner("SELECT id FROM room_invitations")
    await alices.delete(f"{path}/participants/{place}" + ("?block=true" if block else ""))
    kept = "SELECT is_blocked FROM participants WHERE id = $1 AND status = 'removed'"
    assert await as_owner(kept, place) is block
    assert await knock(nobody, permanent) == "removed"
    assert (await (await stranger()).post(entry, {"name": "Gina"})).status == 404
    await held(permanent["slug"], alice)
    assert await knock(nobody, permanent) == ("removed" if block else "awaiting-admission")


async def test_blocked_with_an_invitation(
    alices: Browser, bobs: Browser, alice: Account, bob: Account
) -> None:
    """Who is blocked keeps no invitation; who is invited and has not come cannot be blocked."""
    permanent = await made(alices)
    path = f"/api/rooms/{permanent['slug']}"
    await alices.post(f"{path}/invitations", {"addresses": [bob.email, "dana@example.org"]})
    for invited in (await alices.get(f"{path}/invitations")).json["invitations"]:
        assert (await alices.delete(f"{path}/participants/{invited['id']}?block=true")).status == 404
    await enter(await present(permanent["slug"]), alice, "Alice")
    await put_out(alices, permanent, bobs, block=True)
    left = "SELECT string_agg(status, ',' ORDER BY status) FROM room_invitations"
    assert await as_owner(left) == "pending,revoked"
    assert await knock(bobs, permanent) == "removed"


async def test_a_cohost_removed_is_none(alices: Browser, bobs: Browser, alice: Account, bob: Account) -> None:
    """Who was removed comes back as a participant, whatever they were invited as."""
    permanent = await made(alices)
    path = f"/api/rooms/{permanent['slug']}"
    await alices.post(f"{path}/invitations", {"addresses": [bob.email], "role": "cohost"})
    await enter(await present(permanent["slug"]), alice, "Alice")
    await put_out(alices, permanent, bobs, block=False)
    await held(permanent["slug"], alice)
    (kept,) = await kept_out(alices, permanent)
    await let_in(alices, permanent, kept["id"])
    assert (await bobs.post(f"{path}/join", YES)).json["participant"]["role"] == "participant"


async def test_only_hosts_see_it(alices: Browser, bobs: Browser, carols: Browser, alice: Account) -> None:
    """Who is kept out is for who may let them in to see."""
    permanent = await made(alices)
    await enter(await present(permanent["slug"]), alice, "Alice")
    await put_out(alices, permanent, bobs, block=True)
    await held(permanent["slug"], alice)
    assert await kept_out(carols, permanent) == []
    assert "Kept out" in (await alices.get(f"/r/{permanent['slug']}/meetings")).body.decode()
    assert "Kept out" not in (await carols.get(f"/r/{permanent['slug']}/meetings")).body.decode()
    (bob,) = await kept_out(alices, permanent)
    assert (await let_in(carols, permanent, bob["id"])).status == 403
    assert (await ahead(alices, permanent))["status"] == "waiting"


@pytest.mark.parametrize("block", [True, False])
async def test_in_a_breakout(
    alices: Browser, bobs: Browser, alice: Account, bob: Account, block: bool
) -> None:
    """Who is removed or blocked in a breakout is so at later meetings, too, and so is their invitation."""
    permanent = await made(alices)
    path = f"/api/rooms/{permanent['slug']}"
    await alices.post(f"{path}/invitations", {"addresses": [bob.email]})
    meeting = await present(permanent["slug"])
    await enter(meeting, alice, "Alice")
    place = (await enter(meeting, bob, "Bob"))[0].id
    opened = await alices.post(f"{path}/breakouts", {"rooms": [{"people": [str(place)]}]})
    breakout = f"/api/rooms/{opened.json['breakouts'][0]['slug']}"
    there = (await bobs.post(f"{breakout}/join", YES)).json["participant"]["id"]
    removed = f"{breakout}/participants/{there}" + ("?block=true" if block else "")
    assert (await alices.delete(removed)).status == 204
    kept = "SELECT is_blocked FROM participants WHERE id = $1 AND status = 'removed'"
    assert await as_owner(kept, place) is block
    assert await as_owner("SELECT status FROM room_invitations") == ("revoked" if block else "pending")
    await held(permanent["slug"], alice)
    assert await knock(bobs, permanent) == ("removed" if block else "awaiting-admission")
