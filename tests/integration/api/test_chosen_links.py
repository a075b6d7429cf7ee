"""Links that hosts choose: who gets one, where it leads, and what a replaced one still opens."""

import asyncio

import pytest

from migrations.versions.m0068_links_rules import KEPT
from server.meeting.accounts import Account
from server.meeting.rooms import Room
from tests.integration.api.browser import Answer, Browser
from tests.integration.api.live import YES
from tests.integration.jobs.conftest import as_owner

ROOM = "/api/rooms/atrium"
LINK = "team-standup"
GUEST = {"consent": True, "name": "Gina"}
WEEKLY = {"name": "Plan", "starts": "2027-03-15T08:00:00Z", "repeats": {"frequency": "weekly"}}


def kind(answer: Answer) -> str:
    """The last part of a refusal's type."""
    return str(answer.json["type"]).rpartition(":")[2]


async def made(host: Browser, **wanted: object) -> Answer:
    """Create a meeting."""
    return await host.post("/api/rooms", {"name": "Stand-up", **wanted})


async def test_made_with_a_link(alices: Browser, bobs: Browser) -> None:
    """A meeting is made with a link, which opens it in the browser and over the API, as its code does."""
    room = (await made(alices, link="Team-Standup")).json
    assert room["link"] == LINK
    for code in (LINK, room["slug"]):
        assert (await bobs.get(f"/api/rooms/{code}")).json["id"] == room["id"]
    page = await bobs.get(f"/r/{LINK}")
    shown = page.body.decode()
    assert page.status == 200
    assert f'data-slug="{room["slug"]}" data-link="{LINK}"' in shown


async def test_shown_however_one_came(alices: Browser, bobs: Browser) -> None:
    """Who came by the generated code passes the chosen link on, too."""
    room = (await made(alices, link=LINK)).json
    assert f'data-link="{LINK}"' in (await bobs.get(f"/r/{room['slug']}")).body.decode()
    assert (await alices.get("/")).body.decode().count(f'data-slug="{LINK}"') == 1


@pytest.mark.parametrize("wanted", [LINK, "teamstandup", "te-am-standup"])
async def test_taken(alices: Browser, bobs: Browser, wanted: str) -> None:
    """A link that another meeting has, or that looks like it, is refused alike and changes nothing."""
    await made(alices, link=LINK, settings={"access": "invited"})
    room = (await made(bobs)).json
    answer = await bobs.patch(f"/api/rooms/{room['slug']}", {"name": "Other", "link": wanted})
    assert (answer.status, kind(answer)) == (409, "link-taken")
    assert (await bobs.get(f"/api/rooms/{room['slug']}")).json["name"] == "Stand-up"
    assert (await bobs.get(f"/api/rooms/{LINK}")).status == 404


@pytest.mark.parametrize(("one", "other"), [("team-1", "team-l"), ("modern", "modem"), ("bo0k", "book")])
async def test_confusables(alices: Browser, bobs: Browser, one: str, other: str) -> None:
    """Two links that are taken for each other are one."""
    assert (await made(alices, link=one)).status == 201
    assert (await made(bobs, link=other)).status == 409


async def test_codes_are_taken(bobs: Browser, atrium: Room) -> None:
    """The code of any meeting is no link."""
    assert (await made(bobs, link=atrium.slug)).status == 409


@pytest.mark.parametrize("link", ["Ab", "te\u0430m", "a--b", "admin", "abc-defg-hij", "x" * 201])
async def test_invalid(alices: Browser, link: str) -> None:
    """What may not be a link is refused at its field."""
    slug = (await made(alices)).json["slug"]
    for answer in (await made(alices, link=link), await alices.patch(f"/api/rooms/{slug}", {"link": link})):
        assert (answer.status, [each["field"] for each in answer.json["problems"]]) == (422, ["link"])


async def test_race(alices: Browser, bobs: Browser) -> None:
    """Of many who choose the same link at once exactly one gets it."""
    answers = await asyncio.gather(*(made(each, link=LINK) for each in [alices, bobs] * 5))
    assert sorted(each.status for each in answers) == [201] + 9 * [409]


async def test_only_the_host(alices: Browser, bobs: Browser, atrium: Room) -> None:
    """Nobody but the host chooses the link."""
    await bobs.post(f"{ROOM}/join", YES)
    assert (await bobs.patch(ROOM, {"link": LINK})).status in (403, 409)
    assert (await alices.patch(ROOM, {"link": LINK})).json["link"] == LINK


async def test_replaced(alices: Browser, bobs: Browser, carols: Browser, nobody: Browser) -> None:
    """A replaced link leads who has a place to the meeting, opens nothing for strangers, and is kept."""
    slug = (await made(alices, link=LINK)).json["slug"]
    joined = await bobs.post(f"/api/rooms/{LINK}/join", YES)
    assert joined.status == 200, joined.json
    changed = await alices.patch(f"/api/rooms/{slug}", {"link": "other-one"})
    assert (changed.status, changed.json["link"]) == (200, "other-one")
    codes = [(await each.get(f"/r/{LINK}")).status for each in (alices, bobs, carols, nobody)]
    assert codes == [200, 200, 404, 404]
    assert (await carols.get("/r/other-one")).status == 200
    assert (await made(carols, link=LINK)).status == 409
    assert (await made(alices, link=LINK)).status == 201


async def test_kept_for_a_while(alices: Browser, carols: Browser) -> None:
    """A replaced link is anybody's once its time is over, and leads nobody to the old meeting any more."""
    slug = (await made(alices, link=LINK)).json["slug"]
    await alices.patch(f"/api/rooms/{slug}", {"link": ""})
    await as_owner("UPDATE room_links SET held_until = now() - interval '1 s'")
    assert (await alices.get(f"/r/{LINK}")).status == 404
    assert (await made(carols, link=LINK)).status == 201


async def test_over(alices: Browser, carols: Browser) -> None:
    """The link of a meeting that is over leads to its minutes until its host uses it for another."""
    first = (await made(alices, link=LINK)).json
    await as_owner(
        "UPDATE rooms SET status = 'ended', started_at = now(), ended_at = now() WHERE id = $1", first["id"]
    )
    gone = await alices.get(f"/r/{LINK}")
    assert (gone.status, gone.headers["Location"]) == (303, f"/m/{first['slug']}")
    assert (await made(carols, link=LINK)).status == 409
    second = (await made(alices, link=LINK)).json
    assert (await carols.get(f"/api/rooms/{LINK}")).json["id"] == second["id"]
    assert (await alices.get(f"/api/rooms/{first['slug']}")).json["link"] is None


async def test_guests_wait(alices: Browser, nobody: Browser) -> None:
    """Whoever chooses a link has guests wait in the lobby, and cannot let them in at once."""
    room = (await made(alices, link=LINK)).json
    assert room["settings"]["lobby"] == "guests"
    assert kind(await nobody.post(f"/api/rooms/{LINK}/join", GUEST)) == "awaiting-admission"
    for path, body in (
        (f"/api/rooms/{LINK}", {"settings": {"lobby": "off"}}),
        (f"/api/rooms/{LINK}/switches", {"lobby": "off"}),
    ):
        answer = await (alices.put if "switches" in path else alices.patch)(path, body)
        assert (answer.status, kind(answer)) == (409, "link-needs-door")
    members = {"settings": {"lobby": "off", "access": "members", "guests": False}}
    assert (await alices.patch(f"/api/rooms/{LINK}", members)).status == 200


@pytest.mark.parametrize("doors", [{"access": "members", "guests": False}, {"access": "invited"}])
async def test_closed_doors_stay(alices: Browser, doors: dict[str, object]) -> None:
    """Where no stranger comes in by the link, choosing it changes no door."""
    assert (await made(alices, link=LINK, settings=doors)).json["settings"]["lobby"] == "off"


async def test_the_database_holds_guests(alices: Browser, nobody: Browser) -> None:
    """Guests wait at a link that can be guessed, whatever the row says."""
    room = (await made(alices, link=LINK)).json
    await as_owner("""UPDATE rooms SET settings = settings || '{"lobby": "off"}' WHERE id = $1""", room["id"])
    assert kind(await nobody.post(f"/api/rooms/{room['slug']}/join", GUEST)) == "awaiting-admission"


async def test_series(alices: Browser, bobs: Browser) -> None:
    """The link of a series opens its next meeting, and is changed on any of them."""
    series = (await alices.post("/api/series", {**WEEKLY, "link": LINK})).json
    first, second = (each["slug"] for each in series["meetings"][:2])
    assert series["link"] == LINK
    assert {each["settings"]["lobby"] for each in series["meetings"]} == {"guests"}
    assert (await bobs.get(f"/api/rooms/{LINK}")).json["slug"] == first
    await alices.delete(f"/api/rooms/{first}")
    assert f'data-slug="{second}" data-link="{LINK}"' in (await bobs.get(f"/r/{LINK}")).body.decode()
    assert f'data-link="{second}"' in (await bobs.get(f"/r/{second}")).body.decode()
    changed = await alices.patch(f"/api/rooms/{second}", {"link": "plan-2"})
    assert changed.json["link"] == "plan-2"
    assert (await alices.get(f"/api/rooms/{second}")).json["viewer"]["may_choose_link"]
    assert 'name="link"' in (await alices.get(f"/r/{second}/change")).body.decode()
    assert (await alices.get("/api/series/plan-2")).json["id"] == series["id"]


async def test_an_heir_leaves_the_series_its_link(alices: Browser, bobs: Browser, bob: Account) -> None:
    """Who hosts one meeting of somebody's series neither changes nor removes the series' link."""
    series = (await alices.post("/api/series", {**WEEKLY, "link": LINK})).json
    first = series["meetings"][0]["slug"]
    await as_owner("UPDATE rooms SET host_id = $1 WHERE slug = $2", bob.id, first)
    for link in ("", "bobs-own"):
        assert (await bobs.patch(f"/api/rooms/{first}", {"link": link})).status == 403
    offered = [(await each.get(f"/api/rooms/{first}")).json["viewer"] for each in (alices, bobs)]
    assert [each["may_choose_link"] for each in offered] == [False, False]
    assert 'name="link"' not in (await bobs.get(f"/r/{first}/change")).body.decode()
    assert (await alices.get(f"/api/series/{LINK}")).json["id"] == series["id"]


async def test_one_meeting_tells_no_series(alices: Browser, bobs: Browser) -> None:
    """Who has the code of one meeting is not told the link that opens all of the series."""
    series = (await alices.post("/api/series", {**WEEKLY, "link": LINK})).json
    second = series["meetings"][1]["slug"]
    assert (await bobs.get(f"/api/rooms/{second}")).json["link"] is None
    assert (await alices.get(f"/api/rooms/{second}")).json["link"] == LINK


async def test_hoarding(alices: Browser, bobs: Browser) -> None:
    """Of the links that a host gave up, the latest are kept for them alone."""
    slug = (await made(alices, link="team-a")).json["slug"]
    for number in range(KEPT + 1):
        assert (await alices.patch(f"/api/rooms/{slug}", {"link": f"team-b{'a' * number}"})).status == 200
    assert (await made(bobs, link="team-a")).status == 201
    assert (await made(bobs, link="team-b")).status == 409
