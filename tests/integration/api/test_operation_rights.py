"""The permission table over REST: every operation refuses the roles that lack its right, and no other."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from server.api.identity import GUEST_COOKIE
from server.api.operation_rights import AFTER_THE_END, OF_PERMANENT_ROOMS, WHILE_OPEN, Ask
from server.api.routes import OPERATIONS
from server.meeting import action_item_changes, corrections
from server.meeting.accounts import Account
from server.meeting.action_item_changes import change_item
from server.meeting.action_item_comments import add_comment
from server.meeting.action_item_edits import ItemEditor
from server.meeting.action_item_rows import items_in
from server.meeting.corrections import edit_text
from server.meeting.db import execute
from server.meeting.external_rooms import external_room
from server.meeting.lifecycle import end_room
from server.meeting.minutes import Action, Decision, Minutes, save_minutes
from server.meeting.moderation import set_role
from server.meeting.participants import admit, participant
from server.meeting.permissions import Right, Role, When
from server.meeting.presence import record_arrival
from server.meeting.rooms import room, update_room
from server.meeting.segment_edits import Editor
from server.meeting.segment_rows import Segment
from server.meeting.transcripts import finish_segment, open_segment, open_transcript
from tests.conftest import TEN, Meeting, enter
from tests.integration.api.browser import Answer, Browser
from tests.integration.api.conftest import Opens
from tests.integration.api.test_audit import RAISE
from tests.integration.api.test_series import made
from tests.integration.api.test_strangers import BODIES

ROOM = "/api/rooms/atrium"
HERE: tuple[Role, ...] = ("host", "cohost", "participant", "guest", "waiting", "stranger")


@dataclass(frozen=True)
class Actor:
    """Somebody of a role: their browser, and their place, if they have one that is let in."""

    browser: Browser
    place: UUID | None


Actors = Callable[[Role], Awaitable[Actor]]


@pytest.fixture
async def actors(
    meeting: Meeting, browser_of: Opens, alice: Account, bob: Account, carol: Account, admin: Account
) -> Actors:
    """Somebody of each role in the atrium; the stranger has the link."""

    async def actor(role: Role) -> Actor:
        if role == "cohost":
            await set_role(meeting.room.id, meeting.bob.id, "cohost")
            return Actor(await browser_of(bob), meeting.bob.id)
        if role == "participant":
            place, _ = await enter(meeting.room, carol, "Carol")
            return Actor(await browser_of(carol), place.id)
        if role in ("host", "stranger"):
            is_host = role == "host"
            return Actor(await browser_of(alice if is_host else admin), meeting.alice.id if is_host else None)
        opened = await browser_of(carol)
        nobody = await Browser(opened.session, opened.origin).arrive()
        if role == "guest":
            nobody.cookies[GUEST_COOKIE] = meeting.guest_token
            return Actor(nobody, meeting.gus.id)
        await update_room(meeting.room.id, settings={"lobby": "all"})
        waiting, token = await admit(meeting.room, None, "Wanda")
        assert (waiting.status, token is not None) == ("waiting", True)
        nobody.cookies[GUEST_COOKIE] = str(token)
        return Actor(nobody, None)

    return actor


class Ids(dict[str, str]):
    """Ids by their names; any other is of nothing."""

    def __missing__(self, name: str) -> str:
        return str(uuid4())


ATRIUM = Ids(slug="atrium")


def is_forbidden(answer: Answer, ids: Ids) -> bool:
    """Whether the role was refused; other refusals come after that check. What others said is not there."""
    absent = ("room-not-found", *(["comment-not-found"] if "comment_id" in ids else []))
    kind = str((answer.json or {}).get("type"))
    return answer.status in (401, 403) or (answer.status == 404 and kind.endswith(absent))


async def ask_for(browser: Browser, ask: Ask, ids: Ids) -> Answer:
    """Ask; the end of a stream is not awaited."""
    sent = ask.sent and {name: _filled(value, ids) for name, value in ask.sent.items()}
    async with browser.open(ask.method, ask.path.format_map(ids), json=sent) as response:
        if response.content_type == "text/event-stream":
            return Answer(response.status, {}, b"", None)
        body, is_json = await response.read(), "json" in response.content_type
        return Answer(response.status, {}, body, await response.json(content_type=None) if is_json else None)


def _filled(value: object, ids: Ids) -> object:
    return value.format_map(ids) if isinstance(value, str) else value


async def unlike_the_table(
    browser: Browser, role: Role, asks: Iterable[Ask], ids: Ids, *, own: bool = True
) -> list[object]:
    """Return what is refused to the role against the table, and let against it; `own`: the ids are theirs."""
    wrong: list[object] = []
    for ask in asks:
        answer = await ask_for(browser, ask, ids)
        may = ask.when(role) is not When.NO and (own or ask.when(role) is not When.OWN)
        if is_forbidden(answer, ids) == may:
            wrong.append((ask.name, ask.sent, answer.status, answer.json))
    return wrong


@pytest.mark.first_lock
@pytest.mark.parametrize("role", HERE)
async def test_operations(role: Role, actors: Actors, alices: Browser) -> None:
    """While the meeting is on, with breakouts that people choose."""
    browser = (await actors(role)).browser
    assert (await alices.post(f"{ROOM}/breakouts", {"rooms": [{}], "by": "choice"})).status == 201
    assert await unlike_the_table(browser, role, WHILE_OPEN, ATRIUM) == []


@pytest.mark.first_lock
@pytest.mark.parametrize("role", HERE)
async def test_operations_on_records(role: Role, actors: Actors, alices: Browser, meeting: Meeting) -> None:
    """After the end, on what is the host's, and on what is one's own."""
    actor, room_id = await actors(role), meeting.room.id
    said = {each: await _said(room_id, each) for each in {meeting.alice.id, actor.place} if each}
    await end_room(room_id, "host")
    tasks = [Action("Send it", "", "Somebody", each) for each in said]
    lunch = Decision("Lunch.", (uuid4(),))
    await save_minutes(room_id, Minutes("ready", "extractive", decisions=[lunch], actions=tasks))
    there = {place: await _records(alices, room_id, place, segment) for place, segment in said.items()}
    theirs = there.pop(meeting.alice.id)
    wrong = await unlike_the_table(actor.browser, role, AFTER_THE_END, theirs, own=role == "host")
    for own in there.values():
        wrong += await unlike_the_table(actor.browser, role, AFTER_THE_END, own)
    assert wrong == []


async def _said(room_id: UUID, place: UUID) -> Segment:
    transcript = await open_transcript(room_id, "en", "none")
    begun = await open_segment(
        transcript.id, participant_id=place, speaker="Somebody", language="en", engine="none", start_ms=0
    )
    return await finish_segment(begun.id, "Hello all.", [], 0.9, 900)


async def _records(alices: Browser, room_id: UUID, place: UUID, segment: Segment) -> Ids:
    """The ids of what the minutes have, and of somebody's words and task, both changed, and comment."""
    user_id = (await participant(room_id, place)).user_id
    edit, task_edit, comment = uuid4(), uuid4(), uuid4()
    corrector = Editor(user_id, place, moderates=True)
    await edit_text(corrections.Request(room_id, corrector, segment.id, segment.revision, edit), "Hello.")
    item = next(each for each in await items_in(room_id) if each.participant_id == place)
    owner = user_id or (await room(room_id)).host_id
    assert owner is not None
    worker = ItemEditor(owner, moderates=True)
    await change_item(action_item_changes.Request(room_id, worker, item.id, 0, task_edit), {"status": "done"})
    await add_comment(room_id, item.id, owner, "Soon.", comment)
    element = (await alices.get(f"{ROOM}/minutes")).json["elements"][0]["id"]
    version = (await alices.get(f"{ROOM}/minutes/versions")).json["versions"][0]["id"]
    ids = {"participant_id": place, "segment_id": segment.id, "edit_id": edit, "item_id": item.id}
    more = {"item_edit_id": task_edit, "comment_id": comment, "element_id": element, "version_id": version}
    return Ids(ATRIUM, format="txt", **{name: str(id) for name, id in (ids | more).items()})


@pytest.mark.first_lock
async def test_operations_of_an_administrator(browser_of: Opens, admin: Account) -> None:
    """With raised rights, in another application's meeting; without them the meeting is not even there."""
    theirs = await external_room("somebody elses", "RM_1")
    await record_arrival(theirs.id, "visitor", "Visitor", TEN)
    browser = await browser_of(admin)
    path, ids = f"/api/rooms/{theirs.slug}", Ids(slug=theirs.slug, format="txt")
    assert (await browser.get(f"{path}/messages")).status == 404
    assert (await browser.post("/api/elevation", RAISE)).status == 201
    joined = await browser.post(f"{path}/join", {"consent": True})
    assert (joined.status, joined.json["detail"][:39]) == (409, "This meeting belongs to another applica")
    others = [each for each in WHILE_OPEN if each.right is not Right.JOIN]
    assert await unlike_the_table(browser, "admin", others, ids) == []
    await end_room(theirs.id, "host")
    assert await unlike_the_table(browser, "admin", AFTER_THE_END, ids) == []


@pytest.mark.first_lock
@pytest.mark.parametrize("role", HERE)
async def test_operations_of_a_permanent_room(role: Role, actors: Actors, meeting: Meeting) -> None:
    """Everybody at its door is shown a permanent room, and its host alone ends it."""
    await execute(
        "WITH series AS (INSERT INTO room_series (id, root_id, host_id, slug, name, rule, starts)"
        " SELECT id, id, host_id, 'lasting', name, '', now() FROM rooms WHERE id = $1 RETURNING id)"
        " UPDATE rooms SET type = 'permanent', series_id = series.id FROM series WHERE rooms.id = $1",
        meeting.room.id,
    )
    browser = (await actors(role)).browser
    assert await unlike_the_table(browser, role, OF_PERMANENT_ROOMS, ATRIUM) == []


async def test_operations_of_a_series(alices: Browser, bobs: Browser, nobody: Browser) -> None:
    """A series is its host's: to somebody else it is not there, and who is not signed in is told to be."""
    slug = (await made(alices, members=["bob@example.org"]))["slug"]
    wrong = []
    for each in OPERATIONS:
        if "{series}" in each.path:
            body = BODIES[each.endpoint.body.__name__] if each.endpoint.body else None
            assert body is None or isinstance(body, dict)
            ask = Ask(each.method, each.path, Right.CHANGE_ROOM, body)
            answers = [(await ask_for(who, ask, Ids(series=slug))).status for who in (bobs, nobody)]
            wrong += [(ask.name, answers)] if answers != [404, 401] else []
    assert wrong == []
