"""Messages of the host to all breakouts: who writes them, and where they are kept."""

from uuid import uuid4

import pytest

from server.meeting.db import fetch
from server.meeting.moderation import set_role
from tests.conftest import Meeting
from tests.integration.api.browser import Answer, Browser
from tests.integration.api.test_breakouts import PATH, arrive, guests, join, opened

pytestmark = pytest.mark.usefixtures("reconciler_rests")

__all__ = ["guests"]
WORDS = "Two minutes are left."


async def write(browser: Browser, text: str = WORDS, **fields: str) -> Answer:
    """Send a message to all breakouts."""
    return await browser.post(f"{PATH}/messages", {"text": text, **fields})


async def kept() -> list[tuple[str, str, str]]:
    """Each message that is kept: its room, its writer and its words."""
    rows = await fetch(
        "SELECT k.label, m.name, m.text FROM chat_messages m JOIN breakouts k USING (room_id)"
        " ORDER BY k.number"
    )
    return [(row["label"], row["name"], row["text"]) for row in rows]


async def test_kept_in_every_room(alices: Browser, meeting: Meeting) -> None:
    """The message is in every open breakout's chat, under the host's name, and not in the main room's."""
    await opened(alices, [meeting.bob], [meeting.gus])
    sent = await write(alices)
    assert (sent.status, sent.json) == (201, {"rooms": 2})
    assert await kept() == [("Breakout 1", "Alice", WORDS), ("Breakout 2", "Alice", WORDS)]
    assert (await alices.get("/api/rooms/atrium/messages")).json["messages"] == []


async def test_read_there(alices: Browser, bobs: Browser, guests: Browser, meeting: Meeting) -> None:
    """Who comes to a breakout later reads it, as a guest, too."""
    first, second = await opened(alices, [meeting.bob], [meeting.gus])
    await write(alices)
    for browser, breakout in ((bobs, first), (guests, second)):
        await arrive(await join(browser, breakout), breakout)
        read = await browser.get(f"/api/rooms/{breakout['slug']}/messages")
        assert [each["text"] for each in read.json["messages"]] == [WORDS]


async def test_writer_who_is_there(alices: Browser, meeting: Meeting) -> None:
    """Where the host has been, the message is that of their place there."""
    first, _ = await opened(alices, [], [])
    joined = await join(alices, first)
    await arrive(joined, first)
    await write(alices)
    read = await alices.get(f"/api/rooms/{first['slug']}/messages")
    assert [each["participant_id"] for each in read.json["messages"]] == [joined.json["participant"]["id"]]


async def test_cohost_writes(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """A co-host writes, too."""
    await set_role(meeting.room.id, meeting.bob.id, "cohost")
    await opened(alices, [])
    assert (await write(bobs)).status == 201
    assert await kept() == [("Breakout 1", "Bob", WORDS)]


async def test_chat_is_off(alices: Browser, meeting: Meeting) -> None:
    """A chat that is turned off for participants takes the host's message."""
    await alices.put("/api/rooms/atrium/switches", {"allow_chat": False})
    await opened(alices, [])
    assert (await write(alices)).status == 201


async def test_sent_again(alices: Browser, meeting: Meeting) -> None:
    """A message that is sent again by its id is kept once."""
    await opened(alices, [])
    chosen = str(uuid4())
    answers = [await write(alices, id=chosen) for _ in range(2)]
    assert [each.json for each in answers] == [{"rooms": 1}] * 2
    assert len(await kept()) == 1


async def test_others_do_not(alices: Browser, bobs: Browser, carols: Browser, meeting: Meeting) -> None:
    """Neither a participant nor a stranger writes to all."""
    await opened(alices, [meeting.bob])
    assert (await write(bobs)).status == 403
    assert (await write(carols)).status in (403, 404)
    assert await kept() == []


async def test_no_rooms(alices: Browser, meeting: Meeting) -> None:
    """Without open breakouts nobody would read it, and it is refused; closed ones get nothing."""
    assert (await write(alices)).status == 404
    await opened(alices, [])
    await alices.put(f"{PATH}/closing", {"in_s": 0})
    assert (await write(alices)).status == 404
    assert await kept() == []


@pytest.mark.parametrize("text", ["", " ", "x" * 20_000], ids=["empty", "blank", "long"])
async def test_bad_text(text: str, alices: Browser, meeting: Meeting) -> None:
    """What is no message of the chat is none here, either."""
    await opened(alices, [])
    assert (await write(alices, text)).status == 422
