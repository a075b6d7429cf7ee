"""Permanent rooms: one lasting link, each meeting its own room, and the next one always ready."""

import asyncio
from typing import Any

import pytest

from server.jobs.worker import ACTOR
from server.meeting.accounts import Account
from server.meeting.actor import AGENT, MEDIA, Actor, acting_as
from server.meeting.lifecycle import end_room
from server.meeting.moderation import succeed
from server.meeting.next_meetings import ready_meeting
from server.meeting.rooms import Room, room_by_slug
from server.meeting.series import extend_due_series
from tests.conftest import enter
from tests.integration.api.browser import Answer, Browser
from tests.integration.api.live import YES
from tests.integration.jobs.conftest import as_owner

LINK = "team-room"
DANA = "dana@example.org"
GUEST = {"consent": True, "name": "Gina"}
MEMBERS = {"guests": False}
"""Nobody waits at a chosen link then, also where the test itself brings people in."""


def kind(answer: Answer) -> str:
    """The last part of a refusal's type."""
    return str(answer.json["type"]).rpartition(":")[2]


async def made(host: Browser, **wanted: object) -> dict[str, Any]:
    """Make a permanent room."""
    answer = await host.post("/api/permanent-rooms", {"name": "Team", **wanted})
    assert answer.status == 201, answer.json
    return dict(answer.json)


async def ahead(host: Browser, permanent: dict[str, Any]) -> dict[str, Any]:
    """The meeting that the lasting code opens now."""
    return dict((await host.get(f"/api/permanent-rooms/{permanent['slug']}")).json["meeting"])


async def present(slug: str) -> Room:
    """The same as a row."""
    found = await room_by_slug(slug)
    assert found is not None
    return found


async def held(slug: str, *people: Account) -> Room:
    """Hold a meeting of a permanent room with these people, and end it."""
    now = await present(slug)
    for each in people:
        await enter(now, each, each.name)
    assert await end_room(now.id, "webhook")
    return now


async def test_made(alices: Browser, bobs: Browser) -> None:
    """A permanent room has a lasting code that opens its first meeting, which has no time."""
    permanent = await made(alices)
    meeting = permanent["meeting"]
    assert (meeting["type"], meeting["status"], meeting["scheduled_start_time"]) == (
        "permanent",
        "waiting",
        None,
    )
    assert meeting["permanent_slug"] == permanent["slug"] != meeting["slug"]
    assert (await bobs.get(f"/api/rooms/{permanent['slug']}")).json["id"] == meeting["id"]


async def test_page(alices: Browser, bobs: Browser) -> None:
    """The room's page is at the lasting link, which people pass on, and to which a meeting's code leads."""
    permanent = await made(alices, settings={"lobby": "all"})
    slug, code = permanent["slug"], permanent["meeting"]["slug"]
    page = await bobs.get(f"/r/{slug}")
    assert page.status == 200
    assert f'data-slug="{code}" data-link="{slug}"' in page.body.decode()
    moved = await bobs.get(f"/r/{code}")
    assert (moved.status, moved.headers["Location"]) == (303, f"/r/{slug}")


async def test_next_meeting(alices: Browser, bobs: Browser, alice: Account, bob: Account) -> None:
    """When a meeting ends the next stands ready at once by the same link, with a row of its own."""
    permanent = await made(alices, link=LINK, settings=MEMBERS)
    first = await held(permanent["slug"], alice, bob)
    for code in (permanent["slug"], LINK):
        second = (await bobs.get(f"/api/rooms/{code}")).json
        assert (second["id"] != str(first.id), second["status"]) == (True, "waiting")
    assert (await bobs.get(f"/m/{first.slug}")).status == 200


async def test_exactly_one(alices: Browser, alice: Account) -> None:
    """Of many who end a meeting, or ask for the next, at once exactly one makes it."""
    permanent = await made(alices)
    now = await present(permanent["slug"])
    assert now.series_id is not None
    await enter(now, alice, "Alice")
    ended = await asyncio.gather(*(end_room(now.id, "webhook") for _ in range(5)))
    assert sorted(ended) == [False] * 4 + [True]
    await as_owner("DELETE FROM rooms WHERE series_id = $1 AND status = 'waiting'", now.series_id)
    rooms = await asyncio.gather(*(ready_meeting(now.series_id) for _ in range(8)))
    assert len(set(rooms)) == 1
    assert await as_owner("SELECT count(*) FROM rooms WHERE type = 'permanent'") == 2


async def test_a_cohost_ends_it(alices: Browser, bobs: Browser, alice: Account, bob: Account) -> None:
    """The next meeting is the host's again, whoever ended the one before."""
    permanent = await made(alices)
    now = await present(permanent["slug"])
    await enter(now, alice, "Alice")
    place, _ = await enter(now, bob, "Bob")
    guest, _ = await enter(now, None, "Gus")
    path = f"/api/rooms/{now.slug}/participants"
    await alices.patch(f"{path}/{place.id}", {"role": "cohost"})
    await alices.delete(f"{path}/{guest.id}")
    assert (await bobs.post(f"/api/rooms/{now.slug}/end")).status == 204
    after = await ahead(alices, permanent)
    assert (after["status"], after["host_id"]) == ("waiting", str(alice.id))


@pytest.mark.parametrize(
    "who",
    [Actor(MEDIA, service="livekit"), Actor(AGENT, service="transcriber", holder="job")],
    ids=["media", "agent"],
)
async def test_processes_end_it(alices: Browser, alice: Account, who: Actor) -> None:
    """The next meeting stands ready also where the media server or the transcriber noticed the end."""
    permanent = await made(alices)
    now = await present(permanent["slug"])
    await enter(now, alice, "Alice")
    await as_owner(
        "INSERT INTO room_leases (room_id, holder, expires_at) VALUES ($1, 'job', now() + interval '1 h')"
        " RETURNING 1",
        now.id,
    )
    with acting_as(who):
        assert await end_room(now.id, "agent")
    assert (await ahead(alices, permanent))["status"] == "waiting"


async def test_action_items_go_on(alices: Browser, alice: Account) -> None:
    """What is open of the meetings before is shown with the next one."""
    permanent = await made(alices)
    past = await held(permanent["slug"], alice)
    added = await alices.post(f"/api/rooms/{past.slug}/action-items", {"title": "Send the budget"})
    assert added.status == 201, added.json
    carried = (await alices.get(f"/api/rooms/{permanent['slug']}/action-items")).json["carried"]
    assert [each["title"] for each in carried] == ["Send the budget"]


async def test_anybody_starts_it(alices: Browser, bobs: Browser) -> None:
    """Whoever the doors let in starts the next meeting, unless it waits for the host."""
    free = await made(alices)
    assert (await bobs.post(f"/api/rooms/{free['slug']}/join", YES)).status == 200
    waiting = await made(alices, settings={"wait_for_host": True})
    assert kind(await bobs.post(f"/api/rooms/{waiting['slug']}/join", YES)) == "host-awaited"


async def test_settings_last(alices: Browser, alice: Account) -> None:
    """What the host changes holds for the next meeting, but that the door was locked."""
    permanent = await made(alices, max_participants=7, tags=["team"])
    changed = {"name": "Crew", "settings": {"lobby": "all", "allow_chat": False, "locked": True}}
    assert (await alices.patch(f"/api/rooms/{permanent['slug']}", changed)).status == 200
    await held(permanent["slug"], alice)
    now = await ahead(alices, permanent)
    assert (now["name"], now["max_participants"], now["tags"]) == ("Crew", 7, ["team"])
    assert [now["settings"][each] for each in ("lobby", "allow_chat", "locked")] == ["all", False, False]


async def test_people_last(
    alices: Browser, bobs: Browser, carols: Browser, alice: Account, bob: Account, carol: Account
) -> None:
    """Who was invited by address comes in again, in the role they were invited in, and nobody else."""
    permanent = await made(alices, members=[bob.email])
    now = await present(permanent["slug"])
    hers = await enter(now, carol, "Carol")
    place, _ = await enter(now, bob, "Bob")
    await enter(now, alice, "Alice")
    for each in (place.id, hers[0].id):
        path = f"/api/rooms/{now.slug}/participants/{each}"
        assert (await alices.patch(path, {"role": "cohost"})).status == 200
    await end_room(now.id, "webhook")
    after = await ahead(alices, permanent)
    assert (await bobs.get(f"/api/rooms/{after['slug']}")).json["viewer"]["role"] == "participant"
    assert (await carols.get(f"/api/rooms/{after['slug']}")).json["viewer"]["role"] is None
    closed = {"settings": {"access": "invited"}}
    assert (await alices.patch(f"/api/rooms/{after['slug']}", closed)).status == 200
    assert (await bobs.post(f"/api/rooms/{permanent['slug']}/join", YES)).status == 200
    assert (await carols.get(f"/api/rooms/{permanent['slug']}")).status == 404


async def test_cohosts_last(alices: Browser, bobs: Browser, alice: Account, bob: Account) -> None:
    """Who was invited as a co-host is one at every meeting."""
    permanent = await made(alices)
    asked = {"addresses": [bob.email], "role": "cohost"}
    assert (await alices.post(f"/api/rooms/{permanent['slug']}/invitations", asked)).status == 201
    for _ in range(2):
        await held(permanent["slug"], alice, bob)
        assert (await bobs.get(f"/api/rooms/{permanent['slug']}")).json["viewer"]["role"] == "cohost"


async def test_let_in_once(alices: Browser, bobs: Browser, carols: Browser, alice: Account) -> None:
    """Who was let in, or had an invitation link, waits at the next meeting like everybody."""
    permanent = await made(alices, settings={"lobby": "all"})
    now = await present(permanent["slug"])
    await enter(now, alice, "Alice")
    path = f"/api/rooms/{now.slug}"
    link = await alices.post(f"{path}/invitation-links", {"max_uses": 5})
    token = link.json["url"].rpartition("/")[2]
    assert (await carols.post(f"/api/invitations/{token}/entry", {"name": "Carol"})).status == 200
    assert (await carols.post(f"{path}/join", YES)).status == 200
    assert kind(await bobs.post(f"{path}/join", YES)) == "awaiting-admission"
    waiting = await as_owner("SELECT id FROM participants WHERE status = 'waiting'")
    assert (await alices.patch(f"{path}/participants/{waiting}", {"admitted": True})).status == 200
    assert (await bobs.post(f"{path}/join", YES)).status == 200
    await end_room(now.id, "webhook")
    for each in (bobs, carols):
        answer = await each.post(f"/api/rooms/{permanent['slug']}/join", YES)
        assert kind(answer) == "awaiting-admission"


async def test_place_outlasts_the_offer(alices: Browser, bobs: Browser, alice: Account, bob: Account) -> None:
    """The invitation of an account lasts as the room does, and is withdrawn there also much later."""
    permanent = await made(alices, members=[bob.email], settings={"access": "invited"})
    now = await present(permanent["slug"])
    await enter(now, bob, "Bob")
    await as_owner("UPDATE room_invitations SET expires_at = now() - interval '1 day' RETURNING 1")
    await held(permanent["slug"], alice)
    listed = f"/api/rooms/{permanent['slug']}/invitations"
    (invitation,) = (await alices.get(listed)).json["invitations"]
    assert (await bobs.get(f"/api/rooms/{permanent['slug']}")).status == 200
    assert (await alices.delete(f"{listed}/{invitation['id']}")).status == 204
    assert (await bobs.get(f"/api/rooms/{permanent['slug']}")).status == 404


async def test_stand_in_is_no_lasting_cohost(alices: Browser, alice: Account, bob: Account) -> None:
    """Who became co-host because nobody else was there is none at the next meeting."""
    permanent = await made(alices, members=[bob.email])
    now = await present(permanent["slug"])
    await enter(now, alice, "Alice")
    await enter(now, bob, "Bob")
    await as_owner(
        "UPDATE participants SET status = 'left', left_at = now() - interval '1 hour'"
        " WHERE room_id = $1 AND role = 'host' RETURNING 1",
        now.id,
    )
    heir = await succeed(now.id)
    assert heir is not None
    assert heir.user_id == bob.id
    await end_room(now.id, "webhook")
    role = "SELECT role FROM participants WHERE user_id = $1 AND status = 'invited'"
    assert await as_owner(role, bob.id) == "participant"


async def test_invitations_move(alices: Browser, nobody: Browser, alice: Account) -> None:
    """An invitation opens the meeting ahead, again and again, and is withdrawn there."""
    permanent = await made(alices, members=[DANA], settings={"access": "invited"})
    listed = f"/api/rooms/{permanent['slug']}/invitations"
    (invitation,) = (await alices.get(listed)).json["invitations"]
    token = invitation["url"].rpartition("/")[2]
    for _ in range(2):
        before = await ahead(alices, permanent)
        entered = await nobody.post(f"/api/invitations/{token}/entry", {"name": "Dana"})
        assert (entered.status, entered.json["slug"]) == (200, before["slug"])
        await held(permanent["slug"], alice)
    (again,) = (await alices.get(listed)).json["invitations"]
    assert again["url"] == invitation["url"]
    assert (await alices.delete(f"{listed}/{invitation['id']}")).status == 204
    assert (await nobody.get(f"/api/invitations/{token}")).status == 404


async def test_withdrawn_after_moving(alices: Browser, bobs: Browser, alice: Account, bob: Account) -> None:
    """Who was invited and never came loses the place at the meeting ahead with the invitation."""
    permanent = await made(alices, members=[bob.email], settings={"access": "invited"})
    await held(permanent["slug"], alice)
    listed = f"/api/rooms/{permanent['slug']}/invitations"
    (invitation,) = (await alices.get(listed)).json["invitations"]
    assert (await bobs.get(f"/api/rooms/{permanent['slug']}")).status == 200
    assert (await alices.delete(f"{listed}/{invitation['id']}")).status == 204
    assert (await bobs.get(f"/api/rooms/{permanent['slug']}")).status == 404


async def test_withdrawn_later(alices: Browser, bobs: Browser, alice: Account, bob: Account) -> None:
    """Who came to a meeting before loses the place at the one ahead with the invitation, too."""
    permanent = await made(alices, members=[bob.email], settings={"access": "invited"})
    past = await held(permanent["slug"], alice, bob)
    listed = f"/api/rooms/{permanent['slug']}/invitations"
    (invitation,) = (await alices.get(listed)).json["invitations"]
    assert (await alices.delete(f"{listed}/{invitation['id']}")).status == 204
    assert (await bobs.get(f"/api/rooms/{permanent['slug']}")).status == 404
    assert (await bobs.get(f"/m/{past.slug}")).status == 200


async def test_past_meetings(
    alices: Browser, bobs: Browser, carols: Browser, alice: Account, bob: Account
) -> None:
    """Each reads of the past meetings those they hosted or were in."""
    permanent = await made(alices)
    first = await held(permanent["slug"], alice, bob)
    second = await held(permanent["slug"], alice)
    path = f"/api/permanent-rooms/{permanent['slug']}"
    listed = [[each["slug"] for each in (await who.get(path)).json["past"]] for who in (alices, bobs, carols)]
    assert listed == [[second.slug, first.slug], [first.slug], []]
    page = (await bobs.get(f"/r/{permanent['slug']}/meetings")).body.decode()
    assert f'href="/m/{first.slug}"' in page
    assert second.slug not in page


async def test_home(alices: Browser, bobs: Browser, alice: Account, bob: Account) -> None:
    """The home page lists a permanent room once and never as a meeting to come, however often it was used."""
    permanent = await made(alices, members=[bob.email])
    await held(permanent["slug"], alice)
    await held(permanent["slug"], alice)
    for who in (alices, bobs):
        lists = (await who.get("/api/rooms")).json
        assert (lists["coming"], len(lists["permanent"])) == ([], 1)
        assert (await who.get("/")).body.decode().count(f'data-slug="{permanent["slug"]}"') == 1


async def test_not_cancelled(alices: Browser) -> None:
    """The meeting ahead is neither cancelled nor ended before it starts: the room has always one."""
    permanent = await made(alices)
    slug = permanent["slug"]
    assert (await alices.delete(f"/api/rooms/{slug}")).status == 409
    await alices.post(f"/api/rooms/{slug}/end")
    assert (await ahead(alices, permanent))["id"] == permanent["meeting"]["id"]


async def test_ended_for_good(
    alices: Browser, bobs: Browser, carols: Browser, alice: Account, bob: Account
) -> None:
    """Ended for good, a room has no next meeting, its minutes stay, and its host may use the link again."""
    permanent = await made(alices, link=LINK, settings=MEMBERS)
    path = f"/api/permanent-rooms/{permanent['slug']}"
    past = await held(permanent["slug"], alice, bob)
    assert (await bobs.delete(path)).status == 403
    assert (await alices.delete(path)).status == 204
    assert (await alices.delete(path)).status == 409
    gone = [await who.get(f"/r/{permanent['slug']}") for who in (alices, bobs, carols)]
    assert [each.status for each in gone] == [303, 303, 404]
    assert gone[0].headers["Location"] == f"/m/{past.slug}"
    assert "This room has ended" in gone[2].body.decode()
    assert "This room has ended" not in (await carols.get(f"/r/{LINK}")).body.decode()
    taken = await carols.post("/api/rooms", {"name": "Mine", "link": LINK})
    assert (taken.status, kind(taken)) == (409, "link-taken")
    assert (await made(alices, link=LINK))["link"] == LINK
    assert (await alices.get("/api/rooms")).json["permanent"][0]["link"] == LINK


async def test_ended_while_people_meet(alices: Browser, alice: Account) -> None:
    """A meeting that runs goes on when the room is ended for good, and none follows it."""
    permanent = await made(alices)
    now = await present(permanent["slug"])
    await enter(now, alice, "Alice")
    assert (await alices.delete(f"/api/permanent-rooms/{permanent['slug']}")).status == 204
    assert (await present(permanent["slug"])).status == "live"
    page = (await alices.get(f"/r/{permanent['slug']}/meetings")).body.decode()
    assert ("is its last" in page, "end-permanent" in page) == (True, False)
    await end_room(now.id, "webhook")
    assert await as_owner("SELECT count(*) FROM rooms WHERE type = 'permanent'") == 1


async def test_handed_over(alices: Browser, bobs: Browser, alice: Account, bob: Account) -> None:
    """Who hands the running meeting over hands over the room with its link, and is co-host until the end."""
    permanent = await made(alices, link=LINK, settings=MEMBERS)
    past = await held(permanent["slug"], alice)
    now = await present(permanent["slug"])
    await enter(now, alice, "Alice")
    place, _ = await enter(now, bob, "Bob")
    handed = await alices.patch(f"/api/rooms/{now.slug}/participants/{place.id}", {"role": "host"})
    assert handed.status == 200, handed.json
    await end_room(now.id, "webhook")
    after = (await bobs.get(f"/api/rooms/{LINK}")).json
    assert after["viewer"]["role"] == "host"
    assert (await alices.get(f"/api/rooms/{LINK}")).json["viewer"]["role"] is None
    assert (await alices.delete(f"/api/permanent-rooms/{LINK}")).status == 403
    assert (await bobs.get(f"/m/{past.slug}")).status == 404
    assert (await bobs.delete(f"/api/permanent-rooms/{LINK}")).status == 204


async def test_series_are_others(alices: Browser) -> None:
    """A permanent room is no series: it has no rule to show or to make meetings by."""
    permanent = await made(alices)
    assert (await alices.get(f"/api/series/{permanent['slug']}")).status == 404
    with acting_as(ACTOR):
        assert await extend_due_series() == 0
    single = (await alices.post("/api/rooms", {"name": "Once"})).json["slug"]
    answer = await alices.get(f"/api/permanent-rooms/{single}")
    assert (answer.status, kind(answer)) == (404, "not-permanent")


async def test_chosen_link_waits(alices: Browser, nobody: Browser, alice: Account) -> None:
    """Guests wait at a chosen link at every meeting; at the generated one they come in."""
    permanent = await made(alices, link=LINK)
    await held(permanent["slug"], alice)
    assert kind(await nobody.post(f"/api/rooms/{LINK}/join", GUEST)) == "awaiting-admission"
    other = await made(alices)
    await held(other["slug"], alice)
    assert (await nobody.post(f"/api/rooms/{other['slug']}/join", GUEST)).status == 200


@pytest.mark.parametrize("path", ["/r/{}/meetings", "/r/{}/change", "/r/{}/invitations"])
async def test_pages(alices: Browser, carols: Browser, path: str) -> None:
    """The host's pages open by the lasting code, and strangers of a closed room see none."""
    permanent = await made(alices, settings={"access": "invited"})
    assert (await alices.get(path.format(permanent["slug"]))).status == 200
    assert (await carols.get(path.format(permanent["slug"]))).status == 404


async def test_past_meetings_hand_nothing_over(
    alices: Browser, bobs: Browser, alice: Account, bob: Account, carol: Account
) -> None:
    """Who hosted past meetings of a room that is another's now cannot give the room away by them."""
    permanent = await made(alices)
    past = await held(permanent["slug"], alice, carol)
    now = await present(permanent["slug"])
    await enter(now, alice, "Alice")
    place, _ = await enter(now, bob, "Bob")
    await alices.patch(f"/api/rooms/{now.slug}/participants/{place.id}", {"role": "host"})
    await end_room(now.id, "webhook")
    place_of = "SELECT id FROM participants WHERE room_id = $1 AND user_id = $2"
    hers = await as_owner(place_of, past.id, carol.id)
    await alices.patch(f"/api/rooms/{past.slug}/participants/{hers}", {"role": "host"})
    owner = await as_owner("SELECT host_id FROM room_series WHERE id = $1", now.series_id)
    assert owner == bob.id
    assert (await bobs.delete(f"/api/permanent-rooms/{permanent['slug']}")).status == 204


async def test_no_time(alices: Browser) -> None:
    """A permanent room is in no calendar, and is given no time."""
    permanent = await made(alices)
    path = f"/api/rooms/{permanent['slug']}"
    timed = await alices.patch(path, {"scheduled_start_time": "2030-01-01T10:00:00Z"})
    assert (timed.status, timed.json["detail"]) == (
        409,
        "A permanent room has no time: people meet there whenever they like.",
    )
    assert (await alices.get(f"{path}/meeting.ics")).status == 404


async def test_old_codes(alices: Browser, alice: Account) -> None:
    """A past meeting's code leads to the room as it is now, over the API and on its page."""
    permanent = await made(alices, link=LINK, settings=MEMBERS)
    past = await held(permanent["slug"], alice)
    now = await ahead(alices, permanent)
    shown = (await alices.get(f"/api/permanent-rooms/{past.slug}")).json
    assert (shown["slug"], shown["link"], shown["meeting"]["id"]) == (permanent["slug"], LINK, now["id"])
    page = (await alices.get(f"/r/{past.slug}/meetings")).body.decode()
    assert ("has ended" in page, "end-permanent" in page) == (False, True)
    assert (await alices.delete(f"/api/permanent-rooms/{past.slug}")).status == 204


async def test_links_are_not_told(alices: Browser, bobs: Browser, alice: Account, bob: Account) -> None:
    """Who was at a past meeting and may not enter the room now does not learn its links from it."""
    permanent = await made(alices, settings={"guests": False})
    past = await held(permanent["slug"], alice, bob)
    changed = {"link": LINK, "settings": {"access": "invited"}}
    assert (await alices.patch(f"/api/rooms/{permanent['slug']}", changed)).status == 200
    for who, links in ((bobs, (None, None)), (alices, (LINK, permanent["slug"]))):
        read = (await who.get(f"/api/rooms/{past.slug}")).json
        assert (read["link"], read["permanent_slug"]) == links
    assert (await bobs.get(f"/api/permanent-rooms/{past.slug}")).status == 404
    assert (await bobs.get(f"/r/{past.slug}/meetings")).status == 404


async def test_members_see_the_end(alices: Browser, bobs: Browser, alice: Account, bob: Account) -> None:
    """Everybody in the last meeting of a room that was ended for good sees that it is the last."""
    permanent = await made(alices)
    now = await present(permanent["slug"])
    await enter(now, alice, "Alice")
    await enter(now, bob, "Bob")
    assert (await alices.delete(f"/api/permanent-rooms/{permanent['slug']}")).status == 204
    assert "is its last" in (await bobs.get(f"/r/{permanent['slug']}/meetings")).body.decode()
