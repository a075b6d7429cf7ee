"""The settings of a room, as its host sends and gets them."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from server.api.fields import Body, Language, View
from server.meeting import minutes_templates, rooms
from server.meeting.room_settings import MAX_DAYS_KEPT, Lobby

MAX_MINUTES = 24 * 60
DaysKept = Annotated[
    int,
    Field(
        ge=0,
        le=MAX_DAYS_KEPT,
        description="Days after the meeting's end until it is deleted, if the server does not do so earlier."
        " 0: as long as the server keeps it.",
    ),
]
TemplateChoice = Annotated[
    minutes_templates.BuiltIn | UUID,
    Field(description="Of the minutes: a built-in one, or the id of one that the host made."),
]

MaxMinutes = Annotated[int, Field(ge=0, le=MAX_MINUTES, description="0: without a limit.")]


class RoomSettings(Body):
    """Settings that the host chooses."""

    access: rooms.RoomAccess = "link"
    guests: bool = True
    language: Language | None = Field(default=None, description="Empty: the server's language.")
    recording: rooms.RoomRecording = "host"
    keep_recordings_days: DaysKept = 0
    keep_transcripts_days: DaysKept = 0
    keep_chat_days: DaysKept = 0
    allow_chat: bool = True
    allow_share: bool = True
    allow_reactions: bool = True
    allow_unmute: bool = True
    allow_guest_microphones: bool = True
    template: TemplateChoice | None = Field(default=None, description="Empty: the account's default.")
    lobby: Lobby = "off"
    locked: bool = False
    wait_for_host: bool = False
    start_muted: bool = False
    max_minutes: MaxMinutes = 0


class RoomSettingsChanges(Body):
    """Settings to change; omitted ones keep their value."""

    access: rooms.RoomAccess | None = None
    guests: bool | None = None
    language: Language | None = None
    recording: rooms.RoomRecording | None = None
    keep_recordings_days: DaysKept | None = None
    keep_transcripts_days: DaysKept | None = None
    keep_chat_days: DaysKept | None = None
    allow_chat: bool | None = None
    allow_share: bool | None = None
    allow_reactions: bool | None = None
    allow_unmute: bool | None = None
    allow_guest_microphones: bool | None = None
    template: TemplateChoice | None = None
    lobby: Lobby | None = None
    locked: bool | None = None
    wait_for_host: bool | None = None
    start_muted: bool | None = None
    max_minutes: MaxMinutes | None = None


class RoomSettingsView(View):
    """The room's settings."""

    access: rooms.RoomAccess
    guests: bool
    language: str
    recording: rooms.RoomRecording
    keep_recordings_days: int
    keep_transcripts_days: int
    keep_chat_days: int
    allow_chat: bool
    allow_share: bool
    allow_reactions: bool
    allow_unmute: bool
    allow_guest_microphones: bool
    template: str
    lobby: Lobby
    locked: bool
    wait_for_host: bool
    start_muted: bool
    max_minutes: int
