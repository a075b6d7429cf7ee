"""The one door: every right meets alice, bob, carol, a guest, an administrator and nobody."""

from collections.abc import Callable

import pytest

from server.errors import Forbidden, ParleyError, RoomNotFound
from server.meeting.access import Right, Viewer, room_for
from server.meeting.accounts import Account
from server.meeting.entry_errors import Removed
from server.meeting.external_rooms import external_room
from server.meeting.lifecycle import end_room
from server.meeting.moderation import remove
from server.meeting.participants import admit
from server.meeting.rooms import NewRoom, Room, RoomSettings, cancel_room, create_room, update_room
from tests.conftest import Meeting, enter

ENTER, ATTEND, READ, MODERATE, OWN = RIGHTS = (
    Right.ENTER,
    Right.CHAT,
    Right.READ,
    Right.MUTE_OTHERS,
    Right.CHANGE_ROOM,
)
YES, NO, HIDDEN = "yes", Forbidden, RoomNotFound
Answer = str | type[ParleyError]
Who = Callable[[str], Viewer]


@pytest.fixture
def who(alice: Account, bob: Account, carol: Account, admin: Account, meeting: Meeting) -> Who:
    """The cast by name."""
    cast: dict[str, Viewer] = {
        "alice": alice, "bob": bob, "carol": carol, "admin": admin, "gus": meeting.guest, "nobody": None,
    }  # fmt: skip
    return lambda name: cast[name]


async def ask(viewer: Viewer, slug: str, right: Right) -> Answer:
    """Knock."""
    try:
        await room_for(viewer, slug, right)
    except ParleyError as refusal:
        return type(refusal)
    return YES


TABLE: dict[str, tuple[Answer, ...]] = {
    #          ENTER   ATTEND  READ    MODERATE OWN
    "alice":  (YES,    YES,    YES,    YES,     YES),
    "bob":    (YES,    YES,    YES,    NO,      NO),
    "gus":    (YES,    YES,    YES,    NO,      NO),
    "carol":  (YES,    NO,     NO,     NO,      NO),
    "admin":  (YES,    NO,     NO,     NO,      NO),
    "nobody": (YES,    NO,     NO,     NO,      NO),
}  # fmt: skip
OVER = TABLE | dict.fromkeys(("carol", "admin", "nobody"), (HIDDEN,) * 5)


@pytest.mark.parametrize("name", TABLE)
async def test_live_link_room(name: str, who: Who) -> None:
    """While it is open, the link lets everybody to the door and only who is in further."""
    assert tuple([await ask(who(name), "atrium", right) for right in RIGHTS]) == TABLE[name]


@pytest.mark.parametrize("name", OVER)
async def test_after_the_end(name: str, who: Who, meeting: Meeting) -> None:
    """After the end the meeting is there for the host and who was in it, and for nobody else."""
    await end_room(meeting.room.id, "host")
    assert tuple([await ask(who(name), "atrium", right) for right in RIGHTS]) == OVER[name]


@pytest.mark.parametrize("name", OVER)
async def test_room_by_invitation(name: str, who: Who, meeting: Meeting) -> None:
    """A room for the invited is hidden from everybody else while it is open."""
    await update_room(meeting.room.id, settings={"access": "invited", "guests": False})
    assert tuple([await ask(who(name), "atrium", right) for right in RIGHTS]) == OVER[name]


@pytest.mark.parametrize("name", ["alice", "bob", "gus", "carol", "admin", "nobody"])
async def test_no_such_room(name: str, who: Who) -> None:
    """A link that leads nowhere looks to everybody as a hidden room does to carol."""
    assert [await ask(who(name), "no-such-room", right) for right in RIGHTS] == [HIDDEN] * 5


async def test_without_guests(meeting: Meeting, carol: Account) -> None:
    """Where guests are not allowed, nobody is asked for a name; with an account one may enter."""
    await update_room(meeting.room.id, settings={"guests": False})
    assert await ask(None, "atrium", ENTER) == HIDDEN
    assert await ask(carol, "atrium", ENTER) == YES


async def test_invited(alice: Account, bob: Account, carol: Account) -> None:
    """Who is named may come before the meeting, but attends only once inside."""
    planned = await create_room(
        alice,
        NewRoom(name="Plan", settings=RoomSettings(access="invited", guests=False)),
        members=[bob.email],
    )
    assert [await ask(bob, planned.slug, right) for right in (ENTER, ATTEND, READ)] == [YES, NO, NO]
    assert await ask(carol, planned.slug, ENTER) == HIDDEN


async def test_admitted_but_never_there(meeting: Meeting, carol: Account) -> None:
    """Who took a seat and never arrived is not there, and reads nothing: not now, and not afterwards."""
    await admit(meeting.room, carol, "Carol")
    assert [await ask(carol, "atrium", right) for right in (ENTER, ATTEND, READ)] == [YES, NO, NO]
    await end_room(meeting.room.id, "host")
    assert await ask(carol, "atrium", READ) == HIDDEN


async def test_removed(meeting: Meeting, bob: Account) -> None:
    """Who was removed is told so while the meeting runs, and does not see it afterwards."""
    await remove(meeting.room.id, meeting.bob.id)
    assert [await ask(bob, "atrium", right) for right in (ENTER, ATTEND, READ)] == [Removed] * 3
    await end_room(meeting.room.id, "host")
    assert await ask(bob, "atrium", READ) == HIDDEN


async def test_guest_of_another_meeting(meeting: Meeting, bob: Account) -> None:
    """A guest's cookie of one room is worth nothing in another."""
    other = await create_room(bob, NewRoom(name="Other"))
    await enter(other, bob, "Bob")
    assert await ask(meeting.guest, other.slug, ATTEND) == NO


async def test_called_off(atrium: Room, alice: Account, carol: Account) -> None:
    """A meeting called off is there for its host and gone for who only has the link."""
    await cancel_room(atrium.id)
    assert await ask(alice, "atrium", ENTER) == YES
    assert await ask(carol, "atrium", ENTER) == HIDDEN


async def test_external(admin: Account, carol: Account) -> None:
    """Another application's meeting is the administrator's to read, and hidden from everybody else."""
    theirs = await external_room("theirs", "RM_1")
    assert [await ask(admin, theirs.slug, right) for right in (ENTER, READ, OWN)] == [YES] * 3
    assert [await ask(viewer, theirs.slug, ENTER) for viewer in (carol, None)] == [HIDDEN] * 2


async def test_host_before_joining(atrium: Room, alice: Account) -> None:
    """The host owns the room before having joined it, but chats only from inside."""
    standing = await room_for(alice, "atrium", OWN)
    assert (standing.role, standing.participant) == ("host", None)
    assert await ask(alice, "atrium", ATTEND) == NO
