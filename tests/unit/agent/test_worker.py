"""What the worker process itself holds."""

import subprocess
import sys

import pytest
from livekit.agents import JobRequest
from livekit.agents.job import JobAcceptArguments
from livekit.protocol.agent import Job
from livekit.protocol.models import Room

from agent.worker import NAME, accept
from server.check_room_names import new_check_room
from server.places import ROOT

HELD = "import sys, agent.worker; print(*{'agent.model_preload', 'vosk'} & sys.modules.keys())"


def test_no_model_in_the_worker() -> None:
    """The models are loaded by the forkserver alone: half a gigabyte, and seconds of the worker's start."""
    found = subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, "-c", HELD], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout.split() == []


@pytest.mark.parametrize("room", ["parley-1f0c", "standup", "parley-checked"])
async def test_takes_meetings(room: str) -> None:
    """Every room is taken, also another application's."""
    assert await answers(room) == [NAME]


async def test_connection_check_is_no_meeting() -> None:
    """A room for testing a connection is not captioned, even if LiveKit opened it anew by itself."""
    assert await answers(new_check_room()) == ["rejected for good"]


async def answers(room: str) -> list[str]:
    """What LiveKit is told when it asks for a transcriber in the room."""
    told: list[str] = []

    async def taken(arguments: JobAcceptArguments) -> None:
        told.append(arguments.name)

    async def rejected(terminate: bool) -> None:
        told.append("rejected for good" if terminate else "rejected")

    job = Job(id="AJ_1", room=Room(name=room))
    await accept(JobRequest(job=job, on_reject=rejected, on_accept=taken))
    return told
