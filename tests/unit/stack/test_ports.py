"""Ports of one stack: named, remembered, and never fought for."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.operator_error import OperatorError
from server.places import ROOT
from server.stack import ports
from server.stack.child_process import free_port
from server.stack.layout import Layout
from server.stack.ports import Ports
from server.stack.request import Request

PUBLIC = "https://meet.example.org"
CHOOSE = """
import sys; from pathlib import Path
from server.stack.layout import Layout; from server.stack.ports import Ports
from server.stack.request import Request
data = Path(sys.argv[1]); data.mkdir()
chosen = Ports.choose(Request(port=int(sys.argv[2])), Layout(data, data, data))
print(chosen.livekit, chosen.livekit_tcp, chosen.livekit_udp, flush=True); sys.stdin.read()
"""


@pytest.fixture
def layout(tmp_path: Path) -> Iterator[Layout]:
    """A stack with nothing in it; what it reserves is let go afterwards."""
    before = len(ports._reserved)
    yield Layout(tmp_path, tmp_path, tmp_path)
    for held in ports._reserved[before:]:
        held.close()
    del ports._reserved[before:]


def let_go() -> None:
    """End the stack, as far as its ports are concerned."""
    while ports._reserved:
        ports._reserved.pop().close()


def test_remembered(layout: Layout) -> None:
    """The next start has the media ports of the last one, for which a firewall may have been opened."""
    first = Ports.choose(Request(port=0), layout)
    let_go()
    second = Ports.choose(Request(port=0), layout)
    assert (first.livekit_udp, first.livekit_tcp) == (second.livekit_udp, second.livekit_tcp)


def test_pages_remembered(layout: Layout) -> None:
    """A monitor finds the health pages and metrics where they were before the restart."""
    first = Ports.choose(Request(port=0), layout)
    let_go()
    second = Ports.choose(Request(port=0), layout)
    assert [getattr(first, name) for name in ports.PAGES] == [getattr(second, name) for name in ports.PAGES]


def test_named(layout: Layout) -> None:
    """A named port is taken as it is, and remembered."""
    udp, tcp = free_port(), free_port()
    asked = Ports.choose(Request(port=0, udp_port=udp, tcp_port=tcp), layout)
    assert (asked.livekit_udp, asked.livekit_tcp) == (udp, tcp)
    assert json.loads((layout.data / "ports.json").read_text())["livekit_udp"] == udp


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])  # noqa: S104
def test_named_and_taken(layout: Layout, host: str) -> None:
    """A named UDP port that somebody has, on whatever address, is an error that says who."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind((host, 0))
        port = other.getsockname()[1]
        with pytest.raises(OperatorError, match=f"UDP port {port} for media is taken by python"):
            Ports.choose(Request(port=0, udp_port=port), layout)


def test_remembered_and_taken(layout: Layout) -> None:
    """On loopback another port will do; one that others were told of does not change in silence."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
        (layout.data / "ports.json").write_text(json.dumps({"livekit_udp": port}))
        assert Ports.choose(Request(port=0), layout).livekit_udp != port
        (layout.data / "ports.json").write_text(json.dumps({"livekit_udp": port}))
        with pytest.raises(OperatorError, match=f"UDP port {port} for media is taken"):
            Ports.choose(Request(port=0, url=PUBLIC), layout)


@pytest.mark.parametrize("kept", ["", "[]", '{"livekit_udp": "x"}', "{", '{"livekit_udp": null}'])
def test_a_spoilt_memory(layout: Layout, kept: str) -> None:
    """What cannot be read is forgotten."""
    (layout.data / "ports.json").write_text(kept)
    assert Ports.choose(Request(port=0), layout).livekit_udp > 0


def test_two_stacks_at_once(tmp_path: Path) -> None:
    """Two that start in the same moment have not one port in common, though neither listens yet."""
    started = [
        subprocess.Popen(  # noqa: S603  fixed words
            [sys.executable, "-c", CHOOSE, str(tmp_path / name), str(free_port())],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for name in ("one", "two")
    ]  # fmt: skip
    chosen = []
    for each in started:
        assert each.stdout is not None
        chosen.append(set(each.stdout.readline().split()))
    for each in started:
        each.communicate("")
    assert [len(each) for each in chosen] == [3, 3]
    assert not chosen[0] & chosen[1]
