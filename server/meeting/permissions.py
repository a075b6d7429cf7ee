"""Who may do what in a meeting: the one table of roles and rights.

The API's checks, LiveKit's grants, the buttons of the client and `docs/permissions.md` come from it;
`tests/integration/api/test_operation_rights.py` walks it. The database's row policies are rules of their own.
"""

from enum import Enum
from typing import Final, Literal, get_args

from server.meeting.room_settings import RoomSettings

Role = Literal["host", "cohost", "participant", "guest", "waiting", "admin", "stranger"]
"""guest: without an account; waiting: not let in yet; admin: an administrator with raised rights, in another
application's meeting; stranger: without a place."""
ROLES: Final[tuple[Role, ...]] = get_args(Role)


class When(Enum):
    """When a role has a right."""

    YES = "yes"
    INSIDE = "inside"
    """In the meeting; after its end, whoever was in it."""
    ALLOWED = "allowed"
    """Inside, unless a switch of the room (`SWITCHES`) or the host forbids it."""
    OWN = "own"
    """Inside, and only for what is their own."""
    DOOR = "door"
    """As the doors of the room say (`server/meeting/access.py`)."""
    NO = "no"


class Right(Enum):
    """Something to do in a meeting."""

    ENTER = "enter"
    JOIN = "join"
    SUBSCRIBE = "subscribe"
    SPEAK = "speak"
    SHOW = "show"
    SHARE_SCREEN = "share_screen"
    SEND_DATA = "send_data"
    CHAT = "chat"
    REACT = "react"
    RAISE_HAND = "raise_hand"
    GO_OFF_RECORD = "go_off_record"
    VOTE = "vote"
    READ = "read"
    ASK = "ask"
    MUTE_OTHERS = "mute_others"
    SILENCE_OTHERS = "silence_others"
    STOP_VIDEO = "stop_video"
    LOWER_HANDS = "lower_hands"
    RENAME_OTHERS = "rename_others"
    SPOTLIGHT = "spotlight"
    ASK_POLL = "ask_poll"
    LET_IN = "let_in"
    BREAKOUTS = "breakouts"
    CHOOSE_BREAKOUT = "choose_breakout"
    ASK_FOR_HELP = "ask_for_help"
    REMOVE = "remove"
    SWITCH = "switch"
    RECORD = "record"
    OFF_RECORD_ALL = "off_record_all"
    END = "end"
    GIVE_ROLES = "give_roles"
    HAND_OVER = "hand_over"
    CHANGE_ROOM = "change_room"
    CANCEL = "cancel"
    INVITE = "invite"
    SHARE_MINUTES = "share_minutes"
    KEEP = "keep"
    CORRECT_WORDS = "correct_words"
    REPLACE_WORDS = "replace_words"
    TAKE_GLOSSARY = "take_glossary"
    EDIT_MINUTES = "edit_minutes"
    REWRITE_MINUTES = "rewrite_minutes"
    EDIT_TASKS = "edit_tasks"
    EARLIER_TASKS = "earlier_tasks"
    FORGET_WORDS = "forget_words"


R = Right
YES, IN, IF, OWN, DOOR, NO = When.YES, When.INSIDE, When.ALLOWED, When.OWN, When.DOOR, When.NO
# fmt: off
TABLE: Final[dict[Right, tuple[When, When, When, When, When, When, When, str]]] = {
    #                      host cohost partic. guest waiting admin stranger
    R.ENTER:             (YES, YES,  YES,  YES,  YES,  YES,  DOOR, "See that the meeting exists"),
    R.JOIN:              (YES, YES,  DOOR, DOOR, NO,   NO,   DOOR, "Come in; the host also if it is full"),

    R.SUBSCRIBE:         (IN,  IN,   IN,   IN,   NO,   NO,   NO,   "Hear and see the others"),
    R.SPEAK:             (IN,  IN,   IF,   IF,   NO,   NO,   NO,   "Turn a microphone on"),
    R.SHOW:              (IN,  IN,   IN,   IN,   NO,   NO,   NO,   "Turn a camera on"),
    R.SHARE_SCREEN:      (IN,  IN,   IF,   IF,   NO,   NO,   NO,   "Share a screen and its sound"),
    R.SEND_DATA:         (NO,  NO,   NO,   NO,   NO,   NO,   NO,   "Send data or set attributes in LiveKit"),

    R.CHAT:              (IN,  IN,   IF,   IF,   NO,   NO,   NO,   "Write in the chat"),
    R.REACT:             (IN,  IN,   IF,   IF,   NO,   NO,   NO,   "React with an emoji"),
    R.RAISE_HAND:        (IN,  IN,   IN,   IN,   NO,   NO,   NO,   "Raise and lower one's hand"),
    R.GO_OFF_RECORD:     (IN,  IN,   IN,   IN,   NO,   NO,   NO,   "Go off the record oneself"),
    R.VOTE:              (IN,  IN,   IN,   IN,   NO,   NO,   NO,   "Vote in a poll"),
    R.READ:              (YES, IN,   IN,   IN,   NO,   YES,  NO,   "Read people, chat, transcript, minutes"),
    R.ASK:               (YES, IN,   IN,   IN,   NO,   YES,  NO,   "Ask the meeting questions"),

    R.MUTE_OTHERS:       (YES, YES,  NO,   NO,   NO,   YES,  NO,   "Mute somebody, or everybody"),
    R.SILENCE_OTHERS:    (YES, YES,  NO,   NO,   NO,   YES,  NO,   "Take and give microphone and screen"),
    R.STOP_VIDEO:        (YES, YES,  NO,   NO,   NO,   YES,  NO,   "Stop a camera or a shared screen"),
    R.LOWER_HANDS:       (YES, YES,  NO,   NO,   NO,   YES,  NO,   "Lower somebody's hand, or all"),
    R.RENAME_OTHERS:     (YES, YES,  NO,   NO,   NO,   YES,  NO,   "Give somebody another name"),
    R.SPOTLIGHT:         (YES, YES,  NO,   NO,   NO,   YES,  NO,   "Show somebody large to everybody"),
    R.ASK_POLL:          (YES, YES,  NO,   NO,   NO,   YES,  NO,   "Ask and close polls"),
    R.LET_IN:            (YES, YES,  NO,   NO,   NO,   YES,  NO,   "See who waits; let in, turn away"),
    R.BREAKOUTS:         (YES, YES,  NO,   NO,   NO,   NO,   NO,   "Open breakout rooms, assign, call back"),
    R.CHOOSE_BREAKOUT:   (YES, YES,  YES,  YES,  NO,   NO,   NO,   "Choose a breakout, where the host lets"),
    R.ASK_FOR_HELP:      (YES, YES,  IN,   IN,   NO,   NO,   NO,   "Ask for help in a breakout, or end that"),
    R.REMOVE:            (YES, YES,  NO,   NO,   NO,   YES,  NO,   "Remove somebody and keep them out"),
    R.SWITCH:            (YES, YES,  NO,   NO,   NO,   YES,  NO,   "Switch chat, sharing, microphones, lock"),
    R.RECORD:            (YES, YES,  NO,   NO,   NO,   YES,  NO,   "Start and stop the recording"),
    R.OFF_RECORD_ALL:    (YES, YES,  NO,   NO,   NO,   YES,  NO,   "Take everybody off the record"),
    R.END:               (YES, YES,  NO,   NO,   NO,   YES,  NO,   "End the meeting for all"),

    R.GIVE_ROLES:        (YES, NO,   NO,   NO,   NO,   YES,  NO,   "Make and unmake co-hosts"),
    R.HAND_OVER:         (YES, NO,   NO,   NO,   NO,   NO,   NO,   "Make somebody else the host"),
    R.CHANGE_ROOM:       (YES, NO,   NO,   NO,   NO,   YES,  NO,   "Change name, time, doors and limits"),
    R.CANCEL:            (YES, NO,   NO,   NO,   NO,   YES,  NO,   "Cancel it before it starts"),
    R.INVITE:            (YES, NO,   NO,   NO,   NO,   NO,   NO,   "Invite; see and withdraw invitations"),
    R.SHARE_MINUTES:     (YES, NO,   NO,   NO,   NO,   YES,  NO,   "Make links to the minutes"),
    R.KEEP:              (YES, NO,   NO,   NO,   NO,   YES,  NO,   "Choose how long records are kept"),

    R.CORRECT_WORDS:     (YES, YES,  OWN,  OWN,  NO,   YES,  NO,   "Correct the transcript"),
    R.REPLACE_WORDS:     (YES, YES,  NO,   NO,   NO,   YES,  NO,   "Replace a word everywhere; the glossary"),
    R.TAKE_GLOSSARY:     (YES, NO,   NO,   NO,   NO,   YES,  NO,   "Take words from one's other meetings"),
    R.EDIT_MINUTES:      (YES, YES,  NO,   NO,   NO,   YES,  NO,   "Edit the minutes after the meeting"),
    R.REWRITE_MINUTES:   (YES, YES,  NO,   NO,   NO,   YES,  NO,   "Have the minutes written again"),
    R.EDIT_TASKS:        (YES, YES,  OWN,  NO,   NO,   YES,  NO,   "Change action items, or one's own state"),
    R.EARLIER_TASKS:     (YES, NO,   OWN,  NO,   NO,   NO,   NO,   "The same, of the meetings before"),
    R.FORGET_WORDS:      (YES, OWN,  OWN,  OWN,  NO,   YES,  NO,   "Have what somebody said forgotten"),
}
# fmt: on
ON: Final[dict[Right, tuple[Role, ...]]] = {
    Right.MUTE_OTHERS: ("cohost", "participant", "guest"),
    Right.SILENCE_OTHERS: ("cohost", "participant", "guest"),
    Right.STOP_VIDEO: ("cohost", "participant", "guest"),
    Right.RENAME_OTHERS: ("cohost", "participant", "guest"),
    Right.LOWER_HANDS: ("host", "cohost", "participant", "guest"),
    Right.SPOTLIGHT: ("host", "cohost", "participant", "guest"),
    Right.LET_IN: ("participant", "guest", "waiting"),
    Right.REMOVE: ("cohost", "participant", "guest", "waiting"),
    Right.GIVE_ROLES: ("cohost", "participant"),
    Right.HAND_OVER: ("cohost", "participant"),
}
"""On whom a right over people works; nobody but themselves has power over the host."""
SWITCHES: Final[dict[Right, str]] = {
    Right.SPEAK: "allow_unmute",
    Right.SHARE_SCREEN: "allow_share",
    Right.CHAT: "allow_chat",
    Right.REACT: "allow_reactions",
}
"""The setting that turns a right off where the table says ALLOWED."""
GUESTS_MICROPHONES = "allow_guest_microphones"
"""The same, for the microphones of guests alone."""
SOURCES: Final[dict[str, tuple[Right, ...]]] = {
    "microphone": (Right.SPEAK,),
    "camera": (Right.SHOW,),
    "screen_share": (Right.SHARE_SCREEN,),
    "screen_share_audio": (Right.SHARE_SCREEN, Right.SPEAK),
}
"""LiveKit's names of what may be published, and the rights that each needs."""
ADVICE: Final[dict[Right, str]] = {
    Right.CHAT: "Join the meeting first.",
    Right.REACT: "Join the meeting first.",
    Right.RAISE_HAND: "Join the meeting first.",
    Right.GO_OFF_RECORD: "Join the meeting first.",
    Right.VOTE: "Join the meeting first.",
    Right.READ: "Only people who were in the meeting can read it.",
    Right.ASK: "Only people who were in the meeting can ask it.",
}
MODERATORS_ONLY, HOST_ONLY = "Only the host and co-hosts can do that.", "Only the host can do that."


def when(role: Role, right: Right) -> When:
    """Return the table's cell."""
    cell = TABLE[right][ROLES.index(role)]
    assert isinstance(cell, When)  # noqa: S101  only a row's last field is a text
    return cell


def sentence(right: Right) -> str:
    """Return what the right is, in plain words."""
    return TABLE[right][-1]


def is_switched_off(role: Role, right: Right, settings: RoomSettings) -> bool:
    """Whether a switch of the room now takes the right from the role."""
    if when(role, right) is not When.ALLOWED:
        return False
    of_guests = right is Right.SPEAK and role == "guest" and not getattr(settings, GUESTS_MICROPHONES)
    return of_guests or not getattr(settings, SWITCHES[right])


def has_power_over(right: Right, target: Role) -> bool:
    """Whether the right works on people of this role."""
    return target in ON[right]


def sources(role: Role, settings: RoomSettings, *, may_speak: bool, may_share: bool) -> tuple[str, ...]:
    """Return what somebody inside may publish in LiveKit; the host decides on each person, too."""
    refused = {Right.SPEAK: not may_speak, Right.SHARE_SCREEN: not may_share}
    taken = {right for right, so in refused.items() if so and has_power_over(Right.SILENCE_OTHERS, role)}
    held = {*rights_inside(role, settings)} - taken
    return tuple(source for source, needed in SOURCES.items() if held.issuperset(needed))


def rights_inside(role: Role, settings: RoomSettings) -> list[Right]:
    """Return what somebody of the role may do once inside, with the room's present switches."""
    return [
        right
        for right in Right
        if when(role, right) is not When.NO and not is_switched_off(role, right, settings)
    ]


def advice(right: Right) -> str:
    """Return what a refusal says: who may do it, or what to do first."""
    if right in ADVICE:
        return ADVICE[right]
    return MODERATORS_ONLY if when("cohost", right) is When.YES else HOST_ONLY
