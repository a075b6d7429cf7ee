"""Replies and reactions in the chat: delivered, kept, exported, and forgotten with their person."""

import asyncio
import json
from uuid import uuid4

import pytest
from livekit import rtc

from server.api.identity import GUEST_COOKIE
from server.meeting.chat import react, say
from server.meeting.db import execute, fetch
from server.meeting.lifecycle import end_room
from server.meeting.rooms import Room
from tests.conftest import Meeting
from tests.integration.api.browser import Browser
from tests.integration.api.live import PATIENCE_S, joining

ROOM = "/api/rooms/atrium"


def reactions(message: object) -> str:
    """Where a message is reacted to."""
    return f"{ROOM}/messages/{message}/reactions"


async def test_delivered(alices: Browser, bobs: Browser, atrium: Room) -> None:
    """Who is inside gets a reply with what it answers, and each reaction and its end."""
    async with joining(alices, atrium.slug) as (client, _), joining(bobs, atrium.slug) as (_, bob):
        got: asyncio.Queue[rtc.DataPacket] = asyncio.Queue()
        client.on("data_received", got.put_nowait)
        asked = await alices.post(f"{ROOM}/messages", {"text": "Shall we?"})
        reply = await bobs.post(f"{ROOM}/messages", {"text": "Yes", "reply_to": asked.json["id"]})
        assert (reply.status, reply.json["reply_to"]) == (201, asked.json["id"])
        for on in (True, False):
            told = await bobs.put(reactions(asked.json["id"]), {"emoji": "👍", "on": on})
            assert told.status == 200
        async with asyncio.timeout(PATIENCE_S):
            packets = [await got.get() for _ in range(4)]
        assert [each.topic for each in packets] == ["parley.chat"] * 2 + ["parley.chat.reaction"] * 2
        assert json.loads(packets[1].data) == reply.json
        by = {"message_id": asked.json["id"], "participant_id": bob["participant"]["id"], "emoji": "👍"}
        assert [json.loads(each.data) for each in packets[2:]] == [by | {"on": True}, by | {"on": False}]


async def test_listed(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """Who comes late finds them in the list."""
    asked = await say(meeting.alice, "Shall we?")
    await say(meeting.bob, "Yes", reply_to=asked.id)
    await bobs.put(reactions(asked.id), {"emoji": "🎉", "on": True})
    first, second = (await alices.get(f"{ROOM}/messages")).json["messages"]
    assert first["reactions"] == [{"emoji": "🎉", "by": [str(meeting.bob.id)]}]
    assert (first["reply_to"], second["reply_to"]) == (None, str(asked.id))


WRONG: tuple[object, ...] = (
    {"emoji": "🍆", "on": True},
    {"emoji": "👍"},
    {"emoji": "👍", "on": "yes"},
    {"emoji": None, "on": True},
)


@pytest.mark.parametrize("body", WRONG, ids=("unknown", "on or off", "a word", "none"))
async def test_no_such_reaction(body: object, bobs: Browser, meeting: Meeting) -> None:
    """Only the emoji of the list, on or off, are reactions."""
    said = await say(meeting.alice, "Done.")
    assert (await bobs.put(reactions(said.id), body)).status == 422
    assert await fetch("SELECT FROM chat_reactions") == []


async def test_who_may(bobs: Browser, carols: Browser, alices: Browser, meeting: Meeting) -> None:
    """Those inside react; the host may turn it off for others, and nobody reacts to what is not there."""
    said = await say(meeting.alice, "Done.")
    yes = {"emoji": "👍", "on": True}
    assert (await carols.put(reactions(said.id), yes)).status in (403, 404)
    assert (await bobs.put(reactions(uuid4()), yes)).status == 404
    await execute("""UPDATE rooms SET settings = settings || '{"allow_reactions": false}'""")
    assert (await bobs.put(reactions(said.id), yes)).status == 403
    assert (await alices.put(reactions(said.id), yes)).status == 200


async def test_read_afterwards(alices: Browser, meeting: Meeting) -> None:
    """The meeting's page and its files have what was answered, and who reacted."""
    asked = await say(meeting.alice, "Shall we <b>start</b>?")
    reply = await say(meeting.bob, "Yes", reply_to=asked.id)
    await react(meeting.gus, asked.id, "👏", on=True)
    await end_room(meeting.room.id, "host")
    page = (await alices.get("/m/atrium")).body.decode()
    assert f'<a href="#message-{asked.id}">Alice: Shall we &lt;b&gt;start&lt;/b&gt;?</a>' in page
    assert '<span role="img" aria-label="Applause">👏</span> Gus' in page
    text = (await alices.get(f"{ROOM}/export/txt")).body.decode()
    assert "[In reply to Alice: Shall we <b>start</b>?] Yes" in text
    assert "👏 Gus" in text
    first, second = (await alices.get(f"{ROOM}/export/json")).json["transcript"]["messages"]
    assert first["reactions"] == [{"emoji": "👏", "count": 1, "names": ["Gus"]}]
    assert (second["id"], second["reply_to"]) == (str(reply.id), str(asked.id))
    nameless = (await alices.get(f"{ROOM}/export/json?speakers=false")).json["transcript"]["messages"]
    assert nameless[0]["reactions"] == [{"emoji": "👏", "count": 1, "names": None}]


async def test_forgotten(nobody: Browser, alices: Browser, meeting: Meeting) -> None:
    """With somebody's messages go their reactions, and what answered them is kept without them."""
    nobody.cookies[GUEST_COOKIE] = meeting.guest_token
    asked = await say(meeting.gus, "A secret")
    reply = await say(meeting.alice, "Indeed", reply_to=asked.id)
    await react(meeting.gus, reply.id, "😂", on=True)
    await react(meeting.bob, reply.id, "👍", on=True)
    words = f"{ROOM}/participants/{meeting.gus.id}/words"
    assert (await nobody.delete(words)).status == 200
    assert len((await alices.get(f"{ROOM}/messages")).json["messages"]) == 2
    assert (await nobody.delete(f"{words}?chat=true")).json["messages"] == 1
    (left,) = (await alices.get(f"{ROOM}/messages")).json["messages"]
    assert (left["text"], left["reply_to"]) == ("Indeed", None)
    assert left["reactions"] == [{"emoji": "👍", "by": [str(meeting.bob.id)]}]
