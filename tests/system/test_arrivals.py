"""People come and go in every way they do."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from server.demo.client import Client, Refused, client
from server.demo.demo_participant import joined, transcriber
from tests.system.running_stack import RunningStack
from tests.system.speaking_participants import account, new_room

STAY = """
SELECT p.status, a.left_at FROM participants p JOIN attendance a ON a.participant_id = p.id
WHERE p.id = $1 AND p.status = 'left' AND a.left_at IS NOT NULL
"""


@pytest.fixture
async def alice(stack: RunningStack) -> AsyncIterator[Client]:
    """Alice, who hosts."""
    async with account(stack.url, "Alice Arden", stack.data) as host:
        yield host


@pytest.fixture
async def carol(stack: RunningStack) -> AsyncIterator[Client]:
    """Carol, who comes without an account."""
    async with client(stack.url) as guest:
        yield guest


async def test_coming_and_going_in_one_second_is_a_stay(
    stack: RunningStack, alice: Client, carol: Client
) -> None:
    """A very short stay is written down from its beginning to its end."""
    slug = await new_room(alice)
    async with joined(alice, slug, None, 0) as host:
        await transcriber(host.room)
        async with joined(carol, slug, "Carol", 1) as guest:
            pass
        assert await stack.until(STAY, guest.participant_id)
        await alice.call("POST", f"/api/rooms/{slug}/end")


async def test_an_ended_room_lets_nobody_in(alice: Client, carol: Client) -> None:
    """The link of a past meeting is refused with the reason."""
    slug = await new_room(alice)
    async with joined(alice, slug, None, 0):
        await alice.call("POST", f"/api/rooms/{slug}/end")
    with pytest.raises(Refused) as refused:
        await carol.call("POST", f"/api/rooms/{slug}/join", {"name": "Carol", "consent": True})
    assert refused.value.status in (404, 409)


async def test_the_last_leave_ends_the_meeting(stack: RunningStack, alice: Client) -> None:
    """Nobody has to press a button."""
    slug = await new_room(alice)
    async with joined(alice, slug, None, 0) as host:
        await transcriber(host.room)
    assert await stack.until("SELECT 1 FROM rooms WHERE slug = $1 AND status = 'ended'", slug)


async def test_a_full_room_says_so(stack: RunningStack, alice: Client, carol: Client) -> None:
    """Whoever comes after the last place is told why not."""
    room = await alice.call(
        "POST", "/api/rooms", {"name": "Atrium", "type": "instant", "max_participants": 2}
    )
    async with AsyncExitStack() as people:
        await people.enter_async_context(joined(alice, room["slug"], None, 0))
        await people.enter_async_context(joined(carol, room["slug"], "Carol", 1))
        bob = await people.enter_async_context(client(stack.url))
        with pytest.raises(Refused) as refused:
            await bob.call("POST", f"/api/rooms/{room['slug']}/join", {"name": "Bob", "consent": True})
        await alice.call("POST", f"/api/rooms/{room['slug']}/end")
    assert refused.value.status == 409


async def test_without_consent_nobody_enters(alice: Client, carol: Client) -> None:
    """A guest who does not agree to the transcript gets no token."""
    slug = await new_room(alice)
    with pytest.raises(Refused):
        await carol.call("POST", f"/api/rooms/{slug}/join", {"name": "Carol", "consent": False})
