"""The right that each operation of the API asks, for `docs/permissions.md` and the tests that try each."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from server.meeting.permissions import Right, Role, When, when


class Also(Enum):
    """What an operation asks beside its right."""

    PLACE = "a place in the meeting"
    ACCOUNT = "an account"
    EVERYBODYS = "the right on what is others', too"


@dataclass(frozen=True, slots=True)
class Ask:
    """An operation, what is sent, and the right that it asks then; names in braces stand for ids."""

    method: str
    path: str
    right: Right
    sent: dict[str, object] | None = None
    also: Also | None = None

    @property
    def name(self) -> str:
        """The operation, as in the table of routes."""
        return f"{self.method} {self.path.partition('?')[0]}"

    def when(self, role: Role) -> When:
        """When the role is let; less than its right where more is asked."""
        cell = when(role, self.right)
        if self.also is Also.PLACE:
            has_one = cell is not When.NO and role in ("host", "cohost", "participant", "guest")
            return (When.INSIDE if cell is When.YES else cell) if has_one else When.NO
        lacks = (self.also is Also.ACCOUNT and role == "guest") or (
            self.also is Also.EVERYBODYS and cell is When.OWN
        )
        return When.NO if lacks else cell


DAYS: dict[str, object] = dict.fromkeys(
    ("keep_recordings_days", "keep_transcripts_days", "keep_chat_days"), 1
)
ROOM: Final = "/api/rooms/{slug}"
PERSON: Final = f"{ROOM}/participants/{{participant_id}}"
POLL: Final = f"{ROOM}/polls/{{poll_id}}"
INVITATION: Final = f"{ROOM}/invitations/{{invitation_id}}"
SEGMENT: Final = f"{ROOM}/segments/{{segment_id}}"
VERSION: Final = f"{ROOM}/minutes/versions/{{version_id}}"
ELEMENT: Final = f"{ROOM}/minutes/elements/{{element_id}}"
ITEM: Final = f"{ROOM}/action-items/{{item_id}}"
R = Right
WHILE_OPEN: Final = (
    Ask("GET", ROOM, R.ENTER),
    Ask("GET", f"{ROOM}/captions", R.ENTER),
    Ask("GET", f"{ROOM}/breakouts", R.ENTER),
    Ask("GET", f"{ROOM}/meeting.ics", R.ENTER),
    Ask("GET", f"{ROOM}/events", R.ENTER),
    Ask("POST", f"{ROOM}/connection-checks", R.ENTER),
    Ask("GET", f"{ROOM}/participants", R.READ),
    Ask("GET", f"{ROOM}/messages", R.READ),
    Ask("GET", f"{ROOM}/polls", R.READ),
    Ask("GET", f"{ROOM}/segments", R.READ),
    Ask("GET", f"{ROOM}/search?q=a", R.READ),
    Ask("GET", f"{ROOM}/captions.vtt", R.READ),
    Ask("GET", f"{ROOM}/minutes", R.READ),
    Ask("GET", f"{ROOM}/notes", R.READ),
    Ask("GET", f"{ROOM}/recording", R.READ),
    Ask("POST", "/api/questions", R.ASK, {"slug": "{slug}", "text": "When?"}),
    Ask("POST", f"{ROOM}/messages", R.CHAT, {"text": "hello"}),
    Ask("PUT", f"{ROOM}/messages/{{message_id}}/reactions", R.REACT, {"emoji": "👍", "on": True}),
    Ask("POST", f"{ROOM}/reactions", R.REACT, {"emoji": "👍"}),
    Ask("PATCH", PERSON, R.RAISE_HAND, {"hand": True}),
    Ask("PUT", f"{POLL}/vote", R.VOTE, {"choices": [0]}),
    Ask("PUT", f"{ROOM}/recording/consent", R.ENTER, {"agreed": True}, Also.PLACE),
    Ask("PUT", f"{ROOM}/off-record", R.GO_OFF_RECORD, {"scope": "me", "off": False}),
    Ask("PUT", f"{ROOM}/off-record", R.OFF_RECORD_ALL, {"scope": "everybody", "off": False}),
    Ask("PATCH", PERSON, R.MUTE_OTHERS, {"muted": True}),
    Ask("POST", f"{ROOM}/mute", R.MUTE_OTHERS, {"may_unmute": True}),
    Ask("PATCH", PERSON, R.SILENCE_OTHERS, {"may_speak": False}),
    Ask("PATCH", PERSON, R.SILENCE_OTHERS, {"may_share": False}),
    Ask("PATCH", PERSON, R.STOP_VIDEO, {"camera": False}),
    Ask("PATCH", PERSON, R.STOP_VIDEO, {"screen": False}),
    Ask("DELETE", f"{ROOM}/hands", R.LOWER_HANDS),
    Ask("PATCH", PERSON, R.SPOTLIGHT, {"spotlight": True}),
    Ask("PATCH", PERSON, R.RENAME_OTHERS, {"name": "Somebody"}),
    Ask(
        "POST", f"{ROOM}/polls", R.ASK_POLL, {"question": "Lunch?", "options": ["Soup", "Salad"]}, Also.PLACE
    ),
    Ask("POST", f"{POLL}/close", R.ASK_POLL),
    Ask("DELETE", POLL, R.ASK_POLL),
    Ask("PATCH", PERSON, R.LET_IN, {"admitted": True}),
    Ask("PATCH", PERSON, R.LET_IN, {"admitted": False}),
    Ask("POST", f"{ROOM}/admissions", R.LET_IN, {"admitted": True}),
    Ask("POST", f"{ROOM}/breakouts", R.BREAKOUTS, {"rooms": [{}]}),
    Ask("PUT", f"{ROOM}/breakouts/choice", R.CHOOSE_BREAKOUT, {"breakout_id": None}, Also.PLACE),
    Ask("PUT", f"{ROOM}/help", R.ASK_FOR_HELP, {"wanted": True}),
    Ask("PUT", f"{ROOM}/breakouts/closing", R.BREAKOUTS, {"in_s": 60}),
    Ask("POST", f"{ROOM}/breakouts/messages", R.BREAKOUTS, {"text": "hello"}),
    Ask("PUT", f"{PERSON}/breakout", R.BREAKOUTS, {"breakout_id": None}),
    Ask("DELETE", PERSON, R.REMOVE),
    Ask("PUT", f"{ROOM}/switches", R.SWITCH, {"allow_chat": True}),
    Ask("PUT", f"{ROOM}/recording", R.RECORD, {"recording": False}),
    Ask("PATCH", PERSON, R.GIVE_ROLES, {"role": "cohost"}),
    Ask("PATCH", PERSON, R.HAND_OVER, {"role": "host"}),
    Ask("GET", f"{ROOM}/invitations", R.INVITE),
    Ask("GET", f"{ROOM}/invitation-mails", R.INVITE),
    Ask("GET", f"{INVITATION}/invitation.ics", R.INVITE),
    Ask("POST", f"{ROOM}/invitations", R.INVITE, {"addresses": ["dana@example.org"]}),
    Ask("POST", f"{ROOM}/invitation-links", R.INVITE, {"max_uses": 1}),
    Ask("POST", f"{INVITATION}/renewal", R.INVITE),
    Ask("DELETE", INVITATION, R.INVITE),
    Ask("PATCH", ROOM, R.CHANGE_ROOM, {"name": "Atrium"}),
    Ask("PUT", f"{ROOM}/retention", R.KEEP, DAYS),
    Ask("GET", f"{ROOM}/glossary", R.REPLACE_WORDS),
    Ask("PUT", f"{ROOM}/glossary", R.REPLACE_WORDS, {"terms": ["Kubernetes"]}),
    Ask("PUT", f"{ROOM}/glossary", R.TAKE_GLOSSARY, {"terms": [], "from_other_meetings": []}),
    Ask("POST", f"{ROOM}/join", R.JOIN, {"consent": True, "name": "Sam"}),
    Ask("DELETE", ROOM, R.CANCEL),
    Ask("POST", f"{ROOM}/end", R.END),
)
"""What is done in a meeting and before it; what is read there may be read after it, too."""
AFTER_THE_END: Final = (
    Ask("GET", f"{ROOM}/recording/audio", R.READ),
    Ask("GET", f"{ROOM}/recording/audio/{{participant_id}}", R.READ),
    Ask("GET", f"{ROOM}/recording/peaks", R.READ),
    Ask("GET", f"{ROOM}/recording/videos/{{video_id}}", R.READ),
    Ask("GET", f"{ROOM}/export/json", R.READ),
    Ask("GET", f"{ROOM}/export/{{format}}", R.READ),
    Ask("GET", f"{ROOM}/minutes/regeneration", R.READ),
    Ask("GET", f"{ROOM}/minutes/edits", R.READ),
    Ask("GET", f"{ROOM}/minutes/versions", R.READ),
    Ask("GET", VERSION, R.READ),
    Ask("GET", f"{VERSION}/comparison", R.READ),
    Ask("GET", f"{ROOM}/action-items", R.READ),
    Ask("GET", ITEM, R.READ),
    Ask("POST", f"{ITEM}/comments", R.READ, {"text": "Soon."}, Also.ACCOUNT),
    Ask("PUT", f"{ROOM}/minutes/report", R.READ, {"wanted": False}, Also.PLACE),
    Ask("GET", f"{SEGMENT}/history", R.READ),
    Ask("PATCH", SEGMENT, R.CORRECT_WORDS, {"revision": 0, "text": "Hello."}),
    Ask("PATCH", f"{SEGMENT}/speaker", R.CORRECT_WORDS, {"revision": 0, "name": "Sam"}),
    Ask(
        "PATCH",
        f"{SEGMENT}/speaker",
        R.CORRECT_WORDS,
        {"revision": 1, "participant_id": "{participant_id}"},
        Also.EVERYBODYS,
    ),
    Ask("POST", f"{SEGMENT}/split", R.CORRECT_WORDS, {"revision": 0, "at": 2}),
    Ask(
        "POST",
        f"{SEGMENT}/join",
        R.CORRECT_WORDS,
        {"revision": 0, "next": "{segment_id}", "next_revision": 0},
    ),
    Ask("POST", f"{ROOM}/edits/{{edit_id}}/undo", R.CORRECT_WORDS, {}),
    Ask("POST", f"{ROOM}/replacements/preview", R.REPLACE_WORDS, {"heard": "a", "meant": "b"}),
    Ask("POST", f"{ROOM}/replacements", R.REPLACE_WORDS, {"heard": "a", "meant": "b"}),
    Ask("POST", f"{ROOM}/minutes/elements", R.EDIT_MINUTES, {"section": "decisions", "text": "Lunch."}),
    Ask("PATCH", ELEMENT, R.EDIT_MINUTES, {"revision": 0, "text": "Lunch."}),
    Ask("DELETE", f"{ELEMENT}?revision=0", R.EDIT_MINUTES),
    Ask("POST", f"{ROOM}/minutes/edits/undo", R.EDIT_MINUTES, {"edit_id": "{element_id}"}),
    Ask("POST", f"{VERSION}/restore", R.EDIT_MINUTES),
    Ask("POST", f"{ROOM}/action-items", R.EDIT_TASKS, {"title": "Call"}, Also.EVERYBODYS),
    Ask("PATCH", ITEM, R.EDIT_TASKS, {"revision": 0, "title": "Call"}, Also.EVERYBODYS),
    Ask("PATCH", ITEM, R.EDIT_TASKS, {"revision": 0, "status": "done"}),
    Ask("POST", f"{ITEM}/undo", R.EDIT_TASKS, {"edit_id": "{item_edit_id}"}),
    Ask("DELETE", f"{ITEM}/comments/{{comment_id}}", R.EDIT_TASKS),
    Ask("DELETE", f"{ITEM}?revision=0", R.EDIT_TASKS, None, Also.EVERYBODYS),
    Ask("GET", f"{ROOM}/share-links", R.SHARE_MINUTES),
    Ask("POST", f"{ROOM}/share-links", R.SHARE_MINUTES, {"scope": "summary"}),
    Ask("DELETE", f"{ROOM}/share-links/{{link_id}}", R.SHARE_MINUTES),
    Ask("POST", f"{ROOM}/minutes/regeneration", R.REWRITE_MINUTES, {"template": "standup"}),
    Ask("POST", f"{ROOM}/minutes/rewrite", R.REPLACE_WORDS),
    Ask("DELETE", f"{PERSON}/words", R.FORGET_WORDS),
)
"""What is about the records of a meeting."""
OF_PERMANENT_ROOMS: Final = (
    Ask("GET", "/api/permanent-rooms/{slug}", R.ENTER),
    Ask("DELETE", "/api/permanent-rooms/{slug}", R.CANCEL),
)
ASKS: Final = (*WHILE_OPEN, *AFTER_THE_END, *OF_PERMANENT_ROOMS)
"""The right that an operation asks, by what is sent; `test_operation_rights.py` tries each."""
WITHOUT_A_RIGHT: Final[dict[str, str]] = {
    "* /api/series/{series}*": "for the host of the series; nobody else finds it",
    "* /api/invitations/{token}*": "for whoever holds the invitation",
    "GET /api/calendar/{token}/*": "for whoever holds the address of the calendar",
    "* /api/rooms": "makes one's own, or lists those one is in",
    "POST /api/series": "makes one's own",
    "POST /api/permanent-rooms": "makes one's own",
    "* /api/people*": "about one's own account",
    "* /api/sessions*": "about one's own account",
    "* /api/elevation": "about one's own account",
    "* /api/notifications*": "about one's own account",
    "* /api/minutes-templates*": "about one's own",
    "* /api/imports*": "about one's own",
    "* /api/action-items*": "about one's own",
    "GET /api/search": "finds what one may read",
    "GET /api/audit*": "for administrators with raised rights",
}
"""The operations that ask no right of a meeting, and why."""
