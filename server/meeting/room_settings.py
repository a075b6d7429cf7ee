"""What the host of a room chooses, stored in `rooms.settings`."""

from dataclasses import dataclass
from typing import Literal

RoomAccess = Literal["link", "members", "invited"]
"""Whom the link lets to the door: anybody, people with an account here, or only who is invited."""
Lobby = Literal["off", "guests", "all"]
"""Who waits until host or co-host let them in; who was invited or let in before does not."""
RoomRecording = Literal["off", "host", "start"]
"""start: from the first arrival on; host: when a host or co-host presses the button."""
MAX_DAYS_KEPT = 36_500
DOORS = frozenset(("access", "guests", "lobby", "locked", "wait_for_host", "max_minutes"))
"""Who comes in, and for how long: a breakout room has none of its own (migration m0077)."""


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
    lobby: Lobby = "off"
    locked: bool = False
    """Nobody new comes in by the link; who was in, and who is invited or let in, does."""
    wait_for_host: bool = False
    """Nobody comes in before the host or a co-host has been there."""
    start_muted: bool = False
    max_minutes: int = 0
    """The meeting ends after so many minutes; 0: without a limit."""

    @property
    def lets_guests_in(self) -> bool:
        """Whether whoever has the link comes in at once."""
        return self.access == "link" and self.guests and self.lobby == "off"
