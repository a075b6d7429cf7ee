"""Downloads over a network that breaks."""

import asyncio
import hashlib
import io
import zipfile
from argparse import Namespace
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from server.models import find_vosk
from server.operator_error import OperatorError
from server.progress_board import ProgressBoard
from server.stack import vosk_models
from server.stack.child_process import free_port
from server.stack.download import DamagedError, ExpectedFile, NoNetworkError, download, fetch_json
from server.stack.layout import Layout
from server.stack.model_command import models

BODY = bytes(range(256)) * 4096
PROMISE = ExpectedFile(len(BODY), "sha256", hashlib.sha256(BODY).hexdigest())


class Site:
    """A server scripted by data: after how many bytes each answer breaks off (None: it does not)."""

    def __init__(self) -> None:
        self.breaks: list[int | None] = []
        self.ranges = True
        self.body = BODY
        self.asked: list[str] = []
        self.url = ""
        self.listed: list[dict[str, str | int]] = []

    async def file(self, request: web.Request) -> web.StreamResponse:
        """Serve the body from where the Range begins, and break off where the script says."""
        asked = request.headers.get("Range", "")
        self.asked.append(asked)
        begin = int(asked.removeprefix("bytes=").rstrip("-")) if asked and self.ranges else 0
        response = web.StreamResponse(status=206 if begin else 200)
        response.content_length = len(self.body) - begin
        await response.prepare(request)
        broken = self.breaks.pop(0) if self.breaks else None
        await response.write(self.body[begin:] if broken is None else self.body[begin : begin + broken])
        if broken is not None and request.transport:
            request.transport.close()
        return response

    async def list(self, _: web.Request) -> web.Response:
        """Serve the list of models."""
        return web.json_response(self.listed)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """A site on loopback."""
    site = Site()
    app = web.Application()
    app.router.add_get("/file", site.file)
    app.router.add_get("/list", site.list)
    runner = web.AppRunner(app)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    site.url = f"http://127.0.0.1:{port}"
    yield site
    await runner.cleanup()


def names(directory: Path) -> list[str]:
    """What lies in a directory."""
    return [path.name for path in directory.iterdir()]


async def get(site: Site, target: Path) -> None:
    """Download the file."""
    with ProgressBoard().step("file") as bar:
        await download(f"{site.url}/file", target, PROMISE, bar)


async def test_whole(site: Site, tmp_path: Path) -> None:
    """A download leaves the promised file and nothing beside it."""
    await get(site, tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == BODY
    assert names(tmp_path) == ["file"]


async def test_taken_up(site: Site, tmp_path: Path) -> None:
    """After a broken connection the next run asks only for what is missing."""
    site.breaks = [500_000]
    with pytest.raises(NoNetworkError):
        await get(site, tmp_path / "file")
    have = (tmp_path / "file.part").stat().st_size
    await get(site, tmp_path / "file")
    assert site.asked == ["", f"bytes={have}-"]
    assert (tmp_path / "file").read_bytes() == BODY


async def test_no_ranges(site: Site, tmp_path: Path) -> None:
    """A server that knows no ranges is read from the beginning again."""
    site.breaks, site.ranges = [500_000], False
    with pytest.raises(NoNetworkError):
        await get(site, tmp_path / "file")
    await get(site, tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == BODY


async def test_damaged(site: Site, tmp_path: Path) -> None:
    """What does not have the promised checksum is not kept, not even in part."""
    site.body = bytes(len(BODY))
    with pytest.raises(DamagedError):
        await get(site, tmp_path / "file")
    assert names(tmp_path) == []


async def test_too_much(site: Site, tmp_path: Path) -> None:
    """A body longer than promised is not read to its end, and not kept."""
    site.body = BODY * 3
    with pytest.raises(DamagedError):
        await get(site, tmp_path / "file")
    assert names(tmp_path) == []


async def test_already_there(site: Site, tmp_path: Path) -> None:
    """A file that is the promised one is not asked for again."""
    (tmp_path / "file").write_bytes(BODY)
    await get(site, tmp_path / "file")
    assert site.asked == []


async def test_no_network() -> None:
    """Where nobody answers, that is said and not waited for."""
    with pytest.raises(NoNetworkError):
        await fetch_json(f"http://127.0.0.1:{free_port()}/list")


async def test_model_from_the_site(site: Site, tmp_path: Path) -> None:
    """The model of a language is chosen from the list, verified, unpacked, and its archive removed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("vosk-model-small-xx-0.1/am/final.mdl", b"model")
    site.body = packed.getvalue()
    site.listed = [
        {
            "lang": "xx", "type": "small", "obsolete": "false", "version": "0.1",
            "name": "vosk-model-small-xx-0.1", "url": f"{site.url}/file", "size": len(site.body),
            "md5": hashlib.md5(site.body, usedforsecurity=False).hexdigest(),
        }
    ]  # fmt: skip
    model = await vosk_models.fetch(f"{site.url}/list", "xx", tmp_path, ProgressBoard())
    assert model == tmp_path / "vosk-model-small-xx-0.1"
    assert names(tmp_path) == ["vosk-model-small-xx-0.1"]


@pytest.fixture
def layout(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Layout:
    """A machine without models, for which the site is Vosk's."""
    monkeypatch.setenv("PARLEY_MODELS", "")
    monkeypatch.delenv("PARLEY_OFFLINE", raising=False)
    monkeypatch.setattr("vosk.MODEL_LIST_URL", f"{site.url}/list")
    return Layout(tmp_path, tmp_path, tmp_path)


def offer_german(site: Site) -> None:
    """Let the site list a German model and serve it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("vosk-model-small-de-0.15/am/final.mdl", b"m" * 100_000)
    site.body = packed.getvalue()
    digest = hashlib.md5(site.body, usedforsecurity=False).hexdigest()
    site.listed = [
        {
            "lang": "de", "name": "vosk-model-small-de-0.15", "type": "small", "obsolete": "false",
            "size": len(site.body), "md5": digest, "version": "0.15", "url": f"{site.url}/file",
        }
    ]  # fmt: skip


async def run(task: str, layout: Layout, **more: str) -> int:
    """Run `parley models` beside the site."""
    return await asyncio.to_thread(models, Namespace(task=task, **more), layout)


async def test_model_added_and_removed(site: Site, layout: Layout) -> None:
    """A language's model is fetched, found by the engines, and deleted again without a trace."""
    offer_german(site)
    assert await run("add", layout, language="de-AT") == 0
    assert find_vosk("de", layout.model_paths()) == layout.models / "vosk-model-small-de-0.15"
    assert await run("remove", layout, model="de") == 0
    assert names(layout.models) == []


async def test_model_that_broke_off(site: Site, layout: Layout) -> None:
    """A download that breaks off is one line, and the next attempt goes on from there."""
    offer_german(site)
    site.breaks = [300]
    with pytest.raises(OperatorError, match="Vosk's site cannot be reached"):
        await run("add", layout, language="de")
    assert await run("add", layout, language="de") == 0
    assert site.asked[-1] == "bytes=300-"


async def test_damaged_model(site: Site, layout: Layout) -> None:
    """A model that does not have its checksum is not kept."""
    offer_german(site)
    site.body = site.body[:-1] + b"x"
    with pytest.raises(OperatorError, match="arrived damaged"):
        await run("add", layout, language="de")
    assert find_vosk("de", layout.model_paths()) is None


async def test_model_not_offered(site: Site, layout: Layout) -> None:
    """A language without a small model is one line that says what else there is."""
    offer_german(site)
    with pytest.raises(OperatorError, match="Vosk has no small model of Íslenska"):
        await run("add", layout, language="is")
