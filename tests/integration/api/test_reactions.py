"""Reactions: who may, which there are, and that everybody inside gets them."""

import asyncio
import json

import pytest
from aiohttp import web
from livekit import rtc

from server.api.app_keys import LIVEKIT
from server.meeting.db import execute
from server.meeting.rooms import Room
from tests.conftest import Meeting
from tests.integration.api.browser import Browser
from tests.integration.api.live import PATIENCE_S, can_hear, joining

PATH = "/api/rooms/atrium/reactions"
NOT_SENT = 503
"""Allowed, where no media server is there to send it."""


async def test_reaction_reaches_everybody(
    app: web.Application, alices: Browser, bobs: Browser, atrium: Room
) -> None:
    """Who is inside gets the emoji, and from whom it is."""
    async with joining(alices, atrium.slug) as (client, _), joining(bobs, atrium.slug) as (_, bob):
        await can_hear(app[LIVEKIT], client)
        got: asyncio.Queue[rtc.DataPacket] = asyncio.Queue()
        client.on("data_received", got.put_nowait)
        async with asyncio.timeout(PATIENCE_S):
            while (await bobs.post(PATH, {"emoji": "🎉"})).status == 403:  # noqa: ASYNC110  until he has arrived
                await asyncio.sleep(0.05)
            packet = await got.get()
        assert packet.topic == "parley.reaction"
        assert json.loads(packet.data) == {"participant_id": bob["participant"]["id"], "emoji": "🎉"}


@pytest.mark.parametrize("emoji", ["", "x", "<b>", "👍👍", "🍆"])
async def test_no_such_reaction(emoji: str, alices: Browser, meeting: Meeting) -> None:
    """Only the emoji of the list are reactions."""
    assert (await alices.post(PATH, {"emoji": emoji})).status == 422


@pytest.mark.first_lock
async def test_who_may_react(alices: Browser, bobs: Browser, carols: Browser, meeting: Meeting) -> None:
    """Those inside do; where the host turned reactions off, host and co-hosts alone."""
    assert (await bobs.post(PATH, {"emoji": "👍"})).status == NOT_SENT
    assert (await carols.post(PATH, {"emoji": "👍"})).status == 403
    off = """UPDATE rooms SET settings = settings || '{"allow_reactions": false}'"""
    await execute(off)
    assert (await bobs.post(PATH, {"emoji": "👍"})).status == 403
    assert (await alices.post(PATH, {"emoji": "👍"})).status == NOT_SENT
