"""How a meeting is captioned now, for people who have not joined yet.

Those inside read the transcriber's attributes themselves.
"""

from typing import Literal, get_args

from aiohttp import web

from server.api.app_keys import LIVEKIT
from server.api.endpoint import endpoint
from server.api.fields import View
from server.app_keys import VIEWER
from server.errors import Forbidden, LiveKitUnavailable, RoomNotFound
from server.meeting.access import Right, room_for

Engine = Literal["vosk", "whisper"]
Fault = Literal["language", "engine", "database", "delayed", "encrypted", "network"]
"""language: no engine supports it; engine: words are lost; database: not stored yet; delayed: late;
encrypted: somebody's sound is end-to-end encrypted, and cannot be transcribed; network: somebody's connection
is lost."""
ENGINES: dict[str, Engine] = {name: name for name in get_args(Engine)}
FAULTS: dict[str, Fault] = {name: name for name in get_args(Fault)}


class CaptionsView(View):
    """What the transcriber in the meeting says of itself."""

    engine: Engine | None
    """None: there is no transcriber, or no engine for the meeting's language."""
    fault: Fault | None
    is_recorded: bool
    """Whether the meeting is recorded now; of the sound only those people who agree."""


@endpoint(
    "Show how a meeting is captioned", tag="rooms", refusals=(RoomNotFound, Forbidden, LiveKitUnavailable)
)
async def captions(request: web.Request, slug: str) -> CaptionsView:
    """Return the state of captions now, which can be asked before joining."""
    room = (await room_for(request[VIEWER], slug, Right.ENTER)).room
    agents = await request.app[LIVEKIT].agents(room.livekit_name)
    transcriber = next((each for each in agents if each.get("parley.engine")), {})
    return CaptionsView(
        engine=ENGINES.get(transcriber.get("parley.engine", "")),
        fault=FAULTS.get(transcriber.get("parley.fault", "")),
        is_recorded=bool(transcriber.get("parley.recording")),
    )
