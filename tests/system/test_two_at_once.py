"""Two people talk at the same time, and each keeps their words."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from server.demo.client import client
from server.demo.demo_participant import joined, transcriber
from tests.system.running_stack import RunningStack
from tests.system.speaking_participants import Captions, account, line, new_room, say
from tests.system.word_similarity import ENOUGH, heard

ALICE_SAYS = "The new server costs four thousand dollars, and I think we should wait until spring."
BOB_SAYS = "I do not agree with that at all, because our customers want it this month."

WORDS = """
SELECT s.speaker, string_agg(s.text, ' ' ORDER BY s.seq) AS text,
       min(s.start_ms) AS start, max(s.end_ms) AS "end"
FROM transcript_segments s JOIN rooms r ON r.id = s.room_id WHERE r.slug = $1 GROUP BY s.speaker
"""


@pytest.fixture(scope="module")
async def spoken(stack: RunningStack, store: Path) -> dict[str, dict[str, Any]]:
    """What is stored of each speaker: all their words, from when to when."""
    async with AsyncExitStack() as people:
        host = await people.enter_async_context(account(stack.url, "Alice Arden", stack.data))
        slug = await new_room(host)
        guest = await people.enter_async_context(client(stack.url))
        alice = await people.enter_async_context(joined(host, slug, None, 0))
        bob = await people.enter_async_context(joined(guest, slug, "Bob Beck", 1))
        captions = Captions()
        captions.listen(alice.room)
        await transcriber(alice.room)
        await asyncio.gather(
            say(alice, line(ALICE_SAYS, 0, store)),
            say(bob, line(BOB_SAYS, 1, store)),
            captions.until(ALICE_SAYS, alice.participant_id),
            captions.until(BOB_SAYS, bob.participant_id),
        )
        await host.call("POST", f"/api/rooms/{slug}/end")
    async with stack.database() as database:
        rows = await database.fetch(WORDS, slug)
    return {row["speaker"]: dict(row) for row in rows}


@pytest.mark.parametrize(("name", "said"), [("Alice Arden", ALICE_SAYS), ("Bob Beck", BOB_SAYS)])
async def test_each_keeps_their_own_words(spoken: dict[str, dict[str, Any]], name: str, said: str) -> None:
    """Nobody's words stand under another name, and none are lost to the other's voice."""
    assert heard(said, spoken[name]["text"]) >= ENOUGH


async def test_the_times_overlap(spoken: dict[str, dict[str, Any]]) -> None:
    """Both stand on one clock, so a reader sees that they spoke at once."""
    alice, bob = spoken["Alice Arden"], spoken["Bob Beck"]
    assert max(alice["start"], bob["start"]) < min(alice["end"], bob["end"])
