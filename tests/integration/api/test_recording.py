"""Starting and stopping a recording, and who agrees to be in it."""

import asyncio

import pytest

from server.meeting.db import execute, fetch
from server.meeting.lifecycle import end_room, mark_live
from server.meeting.recording_state import begin_recording, recording_control
from server.meeting.rooms import Room
from tests.integration.api.browser import Browser
from tests.integration.api.live import YES

URL = "/api/rooms/atrium/recording"
START, STOP = {"recording": True}, {"recording": False}


@pytest.fixture
async def live(alices: Browser, bobs: Browser, atrium: Room) -> Room:
    """Alice and bob are in the meeting."""
    for who in (alices, bobs):
        assert (await who.post("/api/rooms/atrium/join", YES)).status == 200
    started = (await fetch("SELECT now() AS at"))[0]["at"]
    await mark_live(atrium.id, started)
    await execute(
        "UPDATE participants SET status = 'joined', joined_at = now() WHERE room_id = $1", atrium.id
    )
    return atrium


async def test_start_and_stop(alices: Browser, bobs: Browser, live: Room) -> None:
    """Everybody inside sees who started it; after the stop it may go on as the same recording."""
    assert (await bobs.get(URL)).json["status"] == "none"
    started = (await alices.put(URL, START)).json
    assert (started["status"], started["started_by"]) == ("starting", "Alice")
    await begin_recording((await fetch("SELECT id FROM recordings"))[0]["id"])
    seen = (await bobs.get(URL)).json
    assert (seen["status"], seen["started_by"], seen["may_control"]) == ("recording", "Alice", False)
    assert (await alices.put(URL, STOP)).json["status"] == "processing"
    again = (await alices.put(URL, START)).json
    assert (again["status"], again["id"]) == ("recording", started["id"])


async def test_two_hosts_at_once(alices: Browser, bobs: Browser, live: Room) -> None:
    """Two who press the button at the same moment start one recording, and both get it."""
    await execute("UPDATE participants SET role = 'cohost' WHERE role = 'participant'")
    answers = await asyncio.gather(*(who.put(URL, START) for who in (alices, bobs, alices, bobs)))
    assert {each.status for each in answers} == {200}, answers
    assert len({each.json["id"] for each in answers}) == 1
    assert len(await fetch("SELECT FROM recordings")) == 1


async def test_who_may(bobs: Browser, carols: Browser, nobody: Browser, live: Room) -> None:
    """A member may not start it, and who was not there may not answer."""
    assert (await bobs.put(URL, START)).status == 403
    assert (await nobody.put(URL, START)).status in (401, 403)
    assert (await carols.put(f"{URL}/consent", {"agreed": True})).status == 403


async def test_who_learns_of_it(alices: Browser, carols: Browser, live: Room) -> None:
    """Who was not there learns neither whether it is recorded nor who agreed."""
    await alices.put(URL, START)
    told = (await carols.get(URL)).json
    assert (told.get("id"), told.get("started_by"), told.get("agreed", [])) == (None, None, [])


@pytest.mark.first_lock
async def test_others_are_refused(carols: Browser, live: Room) -> None:
    """Who was not there is refused."""
    assert (await carols.get(URL)).status == 403


async def test_consent_is_ones_own(alices: Browser, bobs: Browser, live: Room) -> None:
    """Who starts it agrees; everybody else says so, and may take it back; only those are recorded."""
    started = (await alices.put(URL, START)).json
    alice = started["agreed"]
    assert (await bobs.get(URL)).json["consent"] is None
    agreed = (await bobs.put(f"{URL}/consent", {"agreed": True})).json
    assert (agreed["consent"], len(agreed["agreed"])) == (True, 2)
    declined = (await bobs.put(f"{URL}/consent", {"agreed": False})).json
    assert (declined["consent"], declined["agreed"], len(declined["declined"])) == (False, alice, 1)
    control = await recording_control(live.id)
    assert control is not None
    assert (control.wanted, [str(each) for each in control.agreed]) == (True, alice)


@pytest.mark.parametrize(
    "body", [{}, {"recording": "perhaps"}, {"recording": None}, {"recording": 1, "x": 1}]
)
async def test_bad_input(alices: Browser, live: Room, body: dict[str, object]) -> None:
    """Anything but a yes or no is refused with the field's name."""
    assert (await alices.put(URL, body)).status == 422


async def test_before_and_after(alices: Browser, atrium: Room) -> None:
    """Before somebody is there, and after the end, the answer says why not."""
    early = await alices.put(URL, START)
    assert (early.status, "not started" in early.json["detail"]) == (409, True)
    await mark_live(atrium.id, (await fetch("SELECT now() AS at"))[0]["at"])
    await end_room(atrium.id, "host")
    late = await alices.put(URL, START)
    assert (late.status, "over" in late.json["detail"]) == (409, True)


async def test_setting_off(alices: Browser, live: Room) -> None:
    """Where the host turned recording off the button is refused, and the page does not offer it."""
    changed = await alices.patch("/api/rooms/atrium", {"settings": {"recording": "off"}})
    assert changed.json["settings"]["recording"] == "off"
    assert not (await alices.get(URL)).json["may_control"]
    assert (await alices.put(URL, START)).status == 409


async def test_end_queues_the_mix(alices: Browser, live: Room) -> None:
    """With the end of the meeting the recording stops, and its mix is queued once."""
    await alices.put(URL, START)
    assert (await alices.post("/api/rooms/atrium/end")).status == 204
    assert [row["status"] for row in await fetch("SELECT status FROM recordings")] == ["processing"]
    queued = await fetch("SELECT FROM pgqueuer WHERE entrypoint = 'mix_recording'")
    assert len(queued) == 1


async def test_no_recording_no_mix(alices: Browser, live: Room) -> None:
    """A meeting that was not recorded queues no mix."""
    await alices.post("/api/rooms/atrium/end")
    assert not await fetch("SELECT FROM pgqueuer WHERE entrypoint = 'mix_recording'")
