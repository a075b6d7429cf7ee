"""What the host of a room chooses, stored in `rooms.settings`."""

from dataclasses import dataclass
from typing import Literal

RoomAccess = Literal["link", "invited"]
RoomRecording = Literal["off", "host", "start"]
"""start: from the first arrival on; host: when a host or co-host presses the button."""
MAX_DAYS_KEPT = 36_500


@dataclass(frozen=True, slots=True)
class RoomSettings:
    """The settings of a room."""

    access: RoomAccess = "link"
    guests: bool = True
    language: str = "en"
    recording: RoomRecording = "host"
    keep_recordings_days: int = 0
    keep_transcripts_days: int = 0
    keep_chat_days: int = 0
    """Days after the end until each is deleted; 0: as long as the server keeps it."""
    allow_chat: bool = True
    allow_share: bool = True
    allow_reactions: bool = True
    allow_unmute: bool = True
    allow_guest_microphones: bool = True
    """What participants and guests may do (`server/meeting/permissions.py`); host and co-hosts always may."""
    template: str = "general"
    """Of the minutes: a built-in one, or the id of one that the host made."""
