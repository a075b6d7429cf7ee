"""How a meeting is captioned, as people who have not joined are told."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import get_args

import pytest
from livekit import api, rtc

from agent.faults import Fault
from server.api import captions
from server.config import Settings
from server.meeting.rooms import Room
from tests.integration.api.browser import Browser
from tests.integration.api.live import inside, joining

CAPTIONS = "/api/rooms/atrium/captions"
NOTHING = {"engine": None, "fault": None, "is_recorded": False}


@asynccontextmanager
async def agent(settings: Settings, room: Room, **attributes: str) -> AsyncIterator[rtc.Room]:
    """An agent in the room."""
    token = api.AccessToken(settings.livekit_api_key, settings.livekit_api_secret.reveal())
    grants = api.VideoGrants(room_join=True, room=room.livekit_name, agent=True)
    named = token.with_identity("agent").with_kind("agent").with_grants(grants)
    told = {f"parley.{name}": value for name, value in attributes.items()}
    async with inside(settings.livekit_url, named.with_attributes(told).to_jwt()) as client:
        yield client


async def test_encrypted_sound_is_told_before_joining(
    settings: Settings, alices: Browser, bobs: Browser, atrium: Room
) -> None:
    """Who may enter learns of the transcriber's fault without being in the meeting."""
    async with joining(alices, atrium.slug), agent(settings, atrium, engine="whisper", fault="encrypted"):
        told = (await bobs.get(CAPTIONS)).json
        assert told == {"engine": "whisper", "fault": "encrypted", "is_recorded": False}


async def test_recording_is_told_before_joining(
    settings: Settings, alices: Browser, bobs: Browser, atrium: Room
) -> None:
    """Who may enter learns that the meeting is recorded before they are in it."""
    async with joining(alices, atrium.slug), agent(settings, atrium, engine="vosk", recording="on"):
        assert (await bobs.get(CAPTIONS)).json["is_recorded"]


def test_faults_are_those_of_the_agent() -> None:
    """What the agent publishes has a name here."""
    assert set(get_args(Fault)) == set(get_args(captions.Fault))


@pytest.mark.parametrize(
    "attributes", [{}, {"engine": "none", "fault": ""}, {"engine": "<b>", "fault": "unheard of"}]
)
async def test_unknown_words_of_an_agent_are_none(
    settings: Settings, alices: Browser, atrium: Room, attributes: dict[str, str]
) -> None:
    """Only engines and faults of ours are passed on."""
    async with joining(alices, atrium.slug), agent(settings, atrium, **attributes):
        assert (await alices.get(CAPTIONS)).json == NOTHING


async def test_meeting_that_is_not_open(alices: Browser, atrium: Room) -> None:
    """Nobody transcribes it yet."""
    assert (await alices.get(CAPTIONS)).json == NOTHING


async def test_uninvited_people_learn_nothing(alices: Browser, carols: Browser, atrium: Room) -> None:
    """Who may not enter is told what is told of a meeting that there is not."""
    await alices.patch(f"/api/rooms/{atrium.slug}", {"settings": {"access": "invited"}})
    assert (await carols.get(CAPTIONS)).status == 404
