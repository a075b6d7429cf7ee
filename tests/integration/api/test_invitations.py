"""Invitations do not reveal to the host who has an account."""

import pytest

from server.meeting.accounts import Account, register
from server.meeting.db import execute
from tests.integration.api.browser import Answer, Browser

STRANGER = "Stranger@example.org"
NOT_THE_SAME = ("id", "identity", "slug", "created_at")
VAULT = {"access": "invited"}


async def invite(host: Browser, *addresses: str, **room: object) -> Answer:
    """Create a meeting for these addresses."""
    return await host.post("/api/rooms", {"name": "Plan", "members": list(addresses), **room})


async def listed(browser: Browser, made: Answer) -> list[dict[str, object]]:
    """Return the participants of a meeting as the API lists them, without random values."""
    answer = await browser.get(f"/api/rooms/{made.json['slug']}/participants")
    assert answer.status == 200
    return [
        {key: value for key, value in each.items() if key not in NOT_THE_SAME}
        for each in answer.json["participants"]
    ]


async def test_known_and_unknown_addresses_look_alike(alices: Browser, bob: Account) -> None:
    """The responses to an invitation and the list of participants differ only in the address."""
    known, unknown = await invite(alices, bob.email), await invite(alices, STRANGER)
    assert {**known.json, **dict.fromkeys(NOT_THE_SAME)} == {**unknown.json, **dict.fromkeys(NOT_THE_SAME)}
    (first,), (second,) = await listed(alices, known), await listed(alices, unknown)
    assert (first["name"], first["status"]) == (bob.email, "invited")
    assert (second["name"], second["status"]) == (STRANGER.lower(), "invited")
    address = dict.fromkeys(("name", "label"))
    assert {**first, **address} == {**second, **address}


async def test_registering_is_not_revealed(alices: Browser, bob: Account) -> None:
    """Registering is not revealed to the host of a meeting one is invited to."""
    made = await invite(alices, bob.email, STRANGER)
    before = await listed(alices, made)
    await register(STRANGER, "Real Name", "hash")
    assert await listed(alices, made) == before


async def test_named_when_they_join(alices: Browser, bobs: Browser, bob: Account) -> None:
    """People who have joined are listed once by name, the others by the address as typed."""
    made = await invite(alices, bob.email, STRANGER)
    assert (await bobs.post(f"/api/rooms/{made.json['slug']}/join", {"consent": True})).status == 200
    names = [(each["name"], each["status"]) for each in await listed(alices, made)]
    assert names == [("Bob", "admitted"), (STRANGER.lower(), "invited")]


@pytest.mark.first_lock
async def test_only_the_host_sees_who_is_invited(alices: Browser, bobs: Browser, bob: Account) -> None:
    """Others see who joined, but no addresses."""
    made = await invite(alices, bob.email, "carol@example.org", STRANGER)
    await bobs.post(f"/api/rooms/{made.json['slug']}/join", {"consent": True})
    await execute("UPDATE participants SET status = 'joined', joined_at = now() WHERE user_id = $1", bob.id)
    assert [each["name"] for each in await listed(bobs, made)] == ["Bob"]


async def test_own_address_is_ignored(alices: Browser, alice: Account) -> None:
    """The host's own address is ignored."""
    assert await listed(alices, await invite(alices, alice.email)) == []


@pytest.mark.parametrize("change", [{"role": "cohost"}, {"muted": True}, {"admitted": True}])
async def test_nothing_to_change_before_they_join(
    alices: Browser, bob: Account, change: dict[str, object]
) -> None:
    """Changing an invited participant is refused equally for known and unknown addresses."""
    made = await invite(alices, bob.email, STRANGER)
    people = f"/api/rooms/{made.json['slug']}/participants"
    ids = [each["id"] for each in (await alices.get(people)).json["participants"]]
    assert [(await alices.patch(f"{people}/{each}", change)).status for each in ids] == [404, 404]


async def test_withdrawn(alices: Browser, bobs: Browser, bob: Account) -> None:
    """After the host withdraws an invitation, an invite-only meeting is 404 for that person."""
    made = await invite(alices, bob.email, STRANGER, settings=VAULT)
    people = f"/api/rooms/{made.json['slug']}/participants"
    ids = [each["id"] for each in (await alices.get(people)).json["participants"]]
    assert (await bobs.get(f"/api/rooms/{made.json['slug']}")).status == 200
    assert {(await bobs.delete(f"{people}/{each}")).status for each in ids} <= {403, 404}
    assert [(await alices.delete(f"{people}/{each}")).status for each in ids] == [204, 204]
    assert await listed(alices, made) == []
    assert (await bobs.get(f"/api/rooms/{made.json['slug']}")).status == 404
    assert [(await alices.delete(f"{people}/{each}")).status for each in ids] == [404, 404]
