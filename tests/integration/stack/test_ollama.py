"""Which language model the minutes get."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from server.operator_error import OperatorError
from server.progress_board import ProgressBoard
from server.stack import model_wheels, ollama, packed_llm
from server.stack.child_process import free_port
from server.stack.layout import Layout
from server.stack.ollama import ensure_model

MANIFEST: dict[str, object] = {"status": "pulling manifest"}
NO_NETWORK: dict[str, object] = {"error": "pull model manifest: dial tcp: lookup registry: no such host"}
LAYER = {"status": "pulling 1a2b", "digest": "sha256:1a2b", "total": 100, "completed": 100}
PACKED = model_wheels.QWEN.name


class FakeOllama:
    """Ollama's REST as far as models go; what a pull says is data."""

    def __init__(self) -> None:
        self.models: list[str] = []
        self.pull: list[dict[str, object]] = [MANIFEST, LAYER, {"status": "success"}]
        self.hangs = False
        self.asked: list[str] = []
        self.blobs: list[str] = []
        self.created: dict[str, str] = {}
        self.url = ""

    async def tags(self, _: web.Request) -> web.Response:
        """List the models."""
        return web.json_response({"models": [{"name": f"{name}:latest"} for name in self.models]})

    async def pulled(self, request: web.Request) -> web.StreamResponse:
        """Say the lines of the script, then hang or end."""
        self.asked.append("pull")
        response = web.StreamResponse()
        await response.prepare(request)
        for line in self.pull:
            await response.write(json.dumps(line).encode() + b"\n")
        if self.hangs:
            await asyncio.Event().wait()
        return response

    async def blob(self, request: web.Request) -> web.Response:
        """Take a file."""
        await request.read()
        self.asked.append("blob")
        self.blobs.append(request.match_info["digest"])
        return web.Response(status=201)

    async def create(self, request: web.Request) -> web.Response:
        """Make a model of the file."""
        self.created = await request.json()
        self.models.append(self.created["model"])
        return web.json_response({"status": "success"})


@pytest.fixture
async def fake() -> AsyncIterator[FakeOllama]:
    """A fake on loopback."""
    fake = FakeOllama()
    app = web.Application()
    app.router.add_get("/api/tags", fake.tags)
    app.router.add_post("/api/pull", fake.pulled)
    app.router.add_post("/api/blobs/{digest}", fake.blob)
    app.router.add_post("/api/create", fake.create)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    fake.url = f"http://127.0.0.1:{port}"
    yield fake
    await runner.cleanup()


@pytest.fixture
def layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Layout:
    """A home with the packed model's file."""
    monkeypatch.delenv("PARLEY_OFFLINE", raising=False)
    (tmp_path / "models" / PACKED).mkdir(parents=True)
    (tmp_path / "models" / PACKED / model_wheels.QWEN.proof).write_bytes(b"GGUF")
    return Layout(tmp_path, tmp_path, tmp_path / "data")


async def test_there(fake: FakeOllama, layout: Layout) -> None:
    """A model that is there is used without a word to the network."""
    fake.models = ["big"]
    assert await ensure_model(fake.url, "big", layout, ProgressBoard(), has_room=True) == "big"
    assert fake.asked == []


async def test_pulled(fake: FakeOllama, layout: Layout) -> None:
    """A model that is not there is pulled."""
    assert await ensure_model(fake.url, "big", layout, ProgressBoard(), has_room=True) == "big"
    assert fake.asked == ["pull"]


async def test_no_network(fake: FakeOllama, layout: Layout) -> None:
    """Where the registry cannot be reached the packed model is made, once."""
    fake.pull = [MANIFEST, NO_NETWORK]
    for _ in range(2):
        assert await ensure_model(fake.url, "big", layout, ProgressBoard(), has_room=True) == PACKED
    assert fake.asked.count("blob") == 1


async def test_silent_network(fake: FakeOllama, layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry that does not answer is given up after the time to notice it."""
    monkeypatch.setattr(ollama, "NOTICE_S", 0.1)
    fake.pull, fake.hangs = [MANIFEST], True
    assert await ensure_model(fake.url, "big", layout, ProgressBoard(), has_room=True) == PACKED


async def test_offline(fake: FakeOllama, layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    """An operator who wants nothing from the network gets the packed model without a try."""
    monkeypatch.setenv("PARLEY_OFFLINE", "1")
    assert await ensure_model(fake.url, "big", layout, ProgressBoard(), has_room=True) == PACKED
    assert "pull" not in fake.asked


async def test_no_room(fake: FakeOllama, layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without memory to spare does without a model, even if the packed one is there."""
    monkeypatch.setenv("PARLEY_OFFLINE", "1")
    fake.models = [PACKED]
    assert await ensure_model(fake.url, "big", layout, ProgressBoard(), has_room=False) is None
    assert await ensure_model(fake.url, PACKED, layout, ProgressBoard(), has_room=False) == PACKED


async def test_file_goes_into_the_store(
    fake: FakeOllama, layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ollama gets the file under the pinned digest, with ChatML and the licence; no second copy stays."""
    monkeypatch.setenv("PARLEY_OFFLINE", "1")
    await ensure_model(fake.url, "big", layout, ProgressBoard(), has_room=True)
    assert fake.blobs == [f"sha256:{model_wheels.QWEN.sha256}"]
    assert "<|im_start|>" in fake.created["template"]
    assert "Apache-2.0" in fake.created["license"]
    assert not (layout.models / PACKED).exists()


async def test_no_wheels(fake: FakeOllama, layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where neither registry nor packages can be reached, or the disk is full, there is no model."""
    shutil.rmtree(layout.models / PACKED)
    monkeypatch.setenv("PARLEY_OFFLINE", "1")
    monkeypatch.setattr(packed_llm, "FREE_DISK_BYTES", 1 << 60)
    assert await ensure_model(fake.url, "big", layout, ProgressBoard(), has_room=True) is None
    assert fake.asked == []


async def test_full_disk(fake: FakeOllama, layout: Layout) -> None:
    """A full disk is no missing network: it is said."""
    fake.pull = [MANIFEST, {"error": "write /models/x: no space left on device"}]
    with pytest.raises(OperatorError, match="the disk is full"):
        await ensure_model(fake.url, "big", layout, ProgressBoard(), has_room=True)
