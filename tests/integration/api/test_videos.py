"""Videos by LiveKit's Egress: rows follow what it reports, whatever is lost, repeated, late or forged."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from livekit.protocol.egress import EgressInfo, EgressStatus

from server.api.app_keys import VIDEO
from server.app import build_app
from server.config import Settings
from server.meeting.db import execute, fetch
from server.meeting.lifecycle import end_room, mark_live
from server.meeting.rooms import Room
from server.meeting.videos import Video, videos_of
from tests.integration.api.browser import Browser
from tests.integration.api.conftest import Media
from tests.integration.api.live import YES, until
from tests.integration.egress_service import PICTURE, Egresses, egress_service

URL = "/api/rooms/atrium/recording"
START, STOP = {"recording": True}, {"recording": False}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What the service and the web process share."""
    shared = tmp_path / "egress"
    shared.mkdir()
    return shared


@pytest.fixture
async def service(media: Media, folder: Path) -> AsyncIterator[Egresses]:
    """An Egress before the run's LiveKit."""
    egresses = Egresses(media.url, f"http://127.0.0.1:{media.web_port}/api/webhooks/livekit", folder)
    async with egress_service(egresses):
        yield egresses


@pytest.fixture
async def settings(settings: Settings, service: Egresses, folder: Path, tmp_path: Path) -> Settings:
    """A web process that makes videos."""
    return replace(
        settings,
        livekit_url=service.url,
        egress=folder,
        egress_path="/out",
        recordings=tmp_path / "recordings",
    )


@pytest.fixture
async def live(alices: Browser, bobs: Browser, atrium: Room) -> Room:
    """Alice and bob are in the meeting."""
    for who in (alices, bobs):
        assert (await who.post("/api/rooms/atrium/join", YES)).status == 200
    await mark_live(atrium.id, (await fetch("SELECT now() AS at"))[0]["at"])
    await execute(
        "UPDATE participants SET status = 'joined', joined_at = now() WHERE room_id = $1", atrium.id
    )
    return atrium


async def newest(live: Room) -> Video:
    """The meeting's last video."""
    return (await videos_of(live.id))[-1]


async def until_status(live: Room, status: str, count: int = 1) -> Video:
    """Wait until there are so many videos, the last of which has the status."""

    async def has() -> bool:
        found = await videos_of(live.id)
        return len(found) == count and found[-1].status == status

    await until(has)
    return await newest(live)


async def until_started(service: Egresses, live: Room, count: int = 1) -> Video:
    """Wait until the service was asked, and its id is known."""

    async def known() -> bool:
        found = await videos_of(live.id)
        return len(found) == count and found[-1].is_known

    await until(known)
    return await newest(live)


async def age(live: Room) -> None:
    """Let half a minute pass for the meeting's videos."""
    await execute("ALTER TABLE recordings DISABLE TRIGGER recordings_touch")
    await execute(
        "UPDATE recordings SET updated_at = now() - interval '31 seconds' WHERE room_id = $1", live.id
    )
    await execute("ALTER TABLE recordings ENABLE TRIGGER recordings_touch")


async def test_from_start_to_file(
    service: Egresses, settings: Settings, alices: Browser, bobs: Browser, live: Room, folder: Path
) -> None:
    """Recording the sound begins a video, stopping it ends both; its file is fetched, its row complete."""
    await alices.put(URL, START)
    video = await until_started(service, live)
    asked = service.asked[0]
    assert (asked.room_name, asked.custom_base_url) == (
        live.livekit_room_name,
        f"{settings.url}/egress-layout",
    )
    assert asked.file_outputs[0].filepath == f"/out/{video.id}.mp4"
    await service.run()
    assert (await until_status(live, "recording")).started_at is not None
    assert (await bobs.get(URL)).json["video"] == "recording"
    assert (await alices.put(URL, STOP)).json["status"] == "processing"
    done = await until_status(live, "completed")
    assert (done.file_size, done.duration, done.file_path) == (
        len(PICTURE),
        7,
        f"{live.id}/{done.id}/video.mp4",
    )
    assert (settings.recordings / str(done.file_path)).read_bytes() == PICTURE
    await until(lambda: _empty(folder))
    assert service.stops == [done.egress_id]


async def _empty(folder: Path) -> bool:
    return not list(folder.iterdir())


async def test_one_at_a_time(app: web.Application, service: Egresses, alices: Browser, live: Room) -> None:
    """Whoever follows the rows at once, there is one egress."""
    await alices.put(URL, START)
    for _ in range(5):
        app[VIDEO].follow_soon(live.id)
        app[VIDEO].look_soon()
    await until_started(service, live)
    await _rounds(app)
    assert (len(service.asked), len(await videos_of(live.id))) == (1, 1)


async def _rounds(app: web.Application, count: int = 2) -> None:
    """Let the reconciler's rounds pass."""
    recorder = app[VIDEO]
    for _ in range(count):
        recorder.look_soon()
        while recorder._tasks:
            await asyncio.gather(*recorder._tasks.values(), return_exceptions=True)


async def test_no_service(
    app: web.Application, service: Egresses, alices: Browser, bobs: Browser, live: Room
) -> None:
    """Where the service refuses, the sound is recorded, the host is told why, and it is tried again later."""
    service.refuses = "unavailable"
    started = await alices.put(URL, START)
    assert started.json["status"] == "starting"
    assert (await until_status(live, "failed")).fault == "unavailable"
    told = (await alices.get(URL)).json
    assert (told["status"], told["video"]) == ("starting", "failed")
    assert "did not answer" in told["video_fault"]
    await _rounds(app)
    assert len(await videos_of(live.id)) == 1, "not at once"
    await age(live)
    service.refuses = ""
    await _rounds(app)
    await until_started(service, live, 2)


async def test_start_without_an_answer(
    app: web.Application, service: Egresses, alices: Browser, live: Room
) -> None:
    """A start whose answer is lost is known by its file's name, and ends like any other."""
    service.answers, service.reports = False, False
    await alices.put(URL, START)
    await until(lambda: _asked(service))
    await _rounds(app)
    assert (await newest(live)).egress_id == service.newest.egress_id


async def _asked(service: Egresses) -> bool:
    return bool(service.asked)


async def test_lost_webhooks(app: web.Application, service: Egresses, alices: Browser, live: Room) -> None:
    """Without a single webhook the rows come to the same end."""
    service.reports = False
    await alices.put(URL, START)
    await until_started(service, live)
    await service.run()
    await _rounds(app)
    await until_status(live, "recording")
    await alices.put(URL, STOP)
    await until(lambda: _over(service))
    await _rounds(app)
    await until_status(live, "completed")


async def _over(service: Egresses) -> bool:
    return service.newest.status == EgressStatus.EGRESS_COMPLETE


async def test_lost_egress(app: web.Application, service: Egresses, alices: Browser, live: Room) -> None:
    """An egress of which nobody knows any more has failed, and another one follows it."""
    await alices.put(URL, START)
    first = await until_started(service, live)
    await service.run()
    service.known.clear()
    await age(live)
    await _rounds(app, 1)
    lost = next(each for each in await videos_of(live.id) if each.id == first.id)
    assert (lost.status, lost.fault) == ("failed", "lost")


async def test_repeated_and_late(service: Egresses, alices: Browser, live: Room, folder: Path) -> None:
    """Every event again, in the opposite order, changes nothing of a finished video."""
    await alices.put(URL, START)
    await until_started(service, live)
    await service.run()
    await alices.put(URL, STOP)
    before = await until_status(live, "completed")
    for status in (EgressStatus.EGRESS_ENDING, EgressStatus.EGRESS_ACTIVE, EgressStatus.EGRESS_STARTING):
        late = EgressInfo.FromString(service.newest.SerializeToString())
        late.status = status
        assert await service.send(service.event("egress_updated", late)) == 200
    for body, signature, _ in list(service.sent):
        assert await service.deliver(body, signature) == 200
    assert await newest(live) == before


async def test_end_before_its_beginning(service: Egresses, alices: Browser, live: Room) -> None:
    """An end whose other events were lost completes the video."""
    service.reports = False
    await alices.put(URL, START)
    await until_started(service, live)
    await service.run()
    service.reports = True
    await service.end()
    assert (await until_status(live, "completed")).duration == 7


async def test_forged_report(service: Egresses, alices: Browser, live: Room) -> None:
    """A report that LiveKit did not sign is refused and changes nothing."""
    await alices.put(URL, START)
    before = await until_started(service, live)
    service.secret = "another secret of thirty-two characters"
    forged = EgressInfo.FromString(service.newest.SerializeToString())
    forged.status = EgressStatus.EGRESS_FAILED
    assert await service.send(service.event("egress_ended", forged)) == 401
    assert (await newest(live)).status == before.status


@pytest.mark.parametrize("egress_id", ["EG_unknown", "", "../../x", "é" * 300])
async def test_unknown_egress(service: Egresses, live: Room, egress_id: str) -> None:
    """Other applications' egresses, and nonsense, are answered and ignored."""
    info = EgressInfo(egress_id=egress_id, room_name="theirs", status=EgressStatus.EGRESS_ACTIVE)
    assert await service.send(service.event("egress_started", info)) == 200
    assert await videos_of(live.id) == []


@pytest.mark.parametrize(
    ("status", "fault"), [(EgressStatus.EGRESS_FAILED, "failed"), (EgressStatus.EGRESS_ABORTED, "empty")]
)
async def test_egress_fails(service: Egresses, alices: Browser, live: Room, status: int, fault: str) -> None:
    """A failed egress fails its row, and nothing else of the meeting."""
    await alices.put(URL, START)
    await until_started(service, live)
    await service.end(status=status)
    assert (await until_status(live, "failed")).fault == fault
    assert (await alices.get(URL)).json["status"] == "starting"


async def test_no_file(service: Egresses, alices: Browser, live: Room) -> None:
    """A video that is reported complete and left no file has failed."""
    service.writes = False
    await alices.put(URL, START)
    await until_started(service, live)
    await service.run()
    await service.end()
    assert (await until_status(live, "failed")).fault == "missing"


async def test_planted_link(
    service: Egresses, alices: Browser, live: Room, folder: Path, tmp_path: Path
) -> None:
    """A link in the shared folder is not followed to a file of ours."""
    secret = tmp_path / "keys"
    secret.write_text("secret")
    service.writes = False
    await alices.put(URL, START)
    video = await until_started(service, live)
    (folder / f"{video.id}.mp4").symlink_to(secret)
    await service.run()
    await service.end()
    await until(lambda: _is_not(live, "recording"))
    assert not list((tmp_path / "recordings").rglob("video.mp4"))


async def _is_not(live: Room, status: str) -> bool:
    return (await newest(live)).status != status


async def test_room_ends(app: web.Application, service: Egresses, alices: Browser, live: Room) -> None:
    """With the meeting the video ends."""
    await alices.put(URL, START)
    await until_started(service, live)
    await service.run()
    await until_status(live, "recording")
    await end_room(live.id, "host")
    await _rounds(app)
    await until_status(live, "completed")


async def test_restart_in_between(
    app: web.Application, service: Egresses, settings: Settings, alices: Browser, live: Room
) -> None:
    """What a web process leaves behind, the next one ends: here a meeting of whose end it heard nothing."""
    service.reports = False
    await alices.put(URL, START)
    await until_started(service, live)
    await service.run()
    await app.shutdown()
    await app.cleanup()
    await end_room(live.id, "host")
    second = build_app(replace(settings, port=0))
    server = TestServer(second, host="127.0.0.1")
    await server.start_server(shutdown_timeout=1)
    try:
        await _rounds(second)
        await until(lambda: _over(service))
        await _rounds(second)
        await until_status(live, "completed")
    finally:
        await server.close()


async def test_stopped_while_it_starts(
    app: web.Application, service: Egresses, alices: Browser, live: Room
) -> None:
    """A stop before the first picture leaves no egress running."""
    await alices.put(URL, START)
    await alices.put(URL, STOP)
    await _rounds(app, 3)
    await _rounds(app, 3)
    assert all(each.status == EgressStatus.EGRESS_ABORTED for each in service.known.values())
    assert not [each for each in await videos_of(live.id) if each.status in ("starting", "recording")]


async def test_forgotten_while_it_runs(
    app: web.Application, service: Egresses, settings: Settings, alices: Browser, live: Room
) -> None:
    """When somebody in it has their words forgotten the video ends and is deleted, and another one begins."""
    await alices.put(URL, START)
    first = await until_started(service, live)
    await service.run()
    await until_status(live, "recording")
    alice = (await fetch("SELECT participant_id FROM recording_consents"))[0]["participant_id"]
    await execute(
        "INSERT INTO forgotten_words (room_id, participant_id, until_ms) VALUES ($1, $2, 1000)",
        live.id,
        alice,
    )
    await _rounds(app, 4)
    found = {each.id: each for each in await videos_of(live.id)}
    assert (found[first.id].status, found[first.id].fault) == ("deleted", "forgotten")
    assert [each.status for each in found.values()][-1] == "starting"
    assert not list(settings.recordings.rglob("video.mp4"))
