"""What `parley up` brings up, it takes down, whatever happens to it."""

import asyncio
import signal
import socket

import psutil

from server.stack.addresses import answers
from tests.integration.stack.conftest import DOWN_S, Tower


def gone(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Wait for processes to end; those that did not."""
    return psutil.wait_procs(processes, timeout=DOWN_S)[1]


async def test_ready_is_ready(tower: Tower) -> None:
    """When the stack says that it is ready, every part answers."""
    up = await tower.up()
    await up.ready()
    livekit = up.settings["LIVEKIT_URL"].replace("ws", "http")
    assert await answers(f"http://127.0.0.1:{up.settings['PARLEY_PORT']}/readyz")
    assert await answers(f"{livekit}/")


async def test_only_loopback(tower: Tower) -> None:
    """Without --host nothing listens on an address other machines reach."""
    up = await tower.up()
    await up.ready()
    listening = [
        connection.laddr[0]
        for process in up.family()
        for connection in process.net_connections("inet")
        if connection.laddr
        and (connection.status == psutil.CONN_LISTEN or connection.type == socket.SOCK_DGRAM)
    ]
    assert set(listening) == {"127.0.0.1"}


async def test_sigterm(tower: Tower) -> None:
    """SIGTERM takes everything down, what the parts started too, and is no failure."""
    up = await tower.up()
    await up.ready()
    family = up.family()
    up.process.send_signal(signal.SIGTERM)
    assert await up.over() == 0
    assert gone(family) == []
    assert not tower.layout.state.exists()


async def test_interrupted_while_starting(bare_tower: Tower) -> None:
    """Ctrl-C before the stack is ready leaves nothing behind."""
    up = await bare_tower.up()
    assert up.process.stdout is not None
    await up.process.stdout.readuntil(b"Redis")
    family = up.family()
    up.process.send_signal(signal.SIGINT)
    assert await up.over() == 0
    assert gone(family) == []


async def test_a_death(tower: Tower) -> None:
    """With --strict a process that dies takes the stack down, and one line names it."""
    up = await tower.up("--strict")
    await up.ready()
    family = up.family()
    psutil.Process(tower.pid("agent")).kill()
    assert await up.over() == 1
    assert "parley: agent stopped with code -9" in await up.said()
    assert gone(family) == []


async def test_killed(tower: Tower) -> None:
    """After kill -9 of the supervisor no part is left, and the next start recovers by itself."""
    first = await tower.up()
    await first.ready()
    parts, family = psutil.Process(first.process.pid).children(), first.family()
    first.process.kill()
    await first.over()
    assert gone(parts) == []
    tower.layout.state.unlink()
    second = await tower.up()
    await second.ready()
    assert gone(family) == []


async def test_everything_killed(tower: Tower) -> None:
    """After kill -9 of everything at once the next start recovers by itself."""
    first = await tower.up()
    await first.ready()
    first.process.send_signal(signal.SIGSTOP)  # it must not see the others die
    for process in (*first.family(), psutil.Process(first.process.pid)):
        process.kill()
    await first.over()
    tower.layout.state.unlink()
    second = await tower.up()
    await second.ready()


async def test_data_in_use(tower: Tower) -> None:
    """A second stack on the same data is refused with one line that names the first."""
    first = await tower.up()
    await first.ready()
    second = await tower.up()
    said = await second.said()
    assert second.process.returncode == 1
    assert f"(process {first.process.pid})" in said
    assert "Traceback" not in said


async def test_busy_port(tower: Tower) -> None:
    """A busy port is one line with who has it and the command that fixes it."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        up = await tower.up("--port", str(port))
        said = await up.said()
    assert up.process.returncode == 1
    assert said.startswith(f"parley: port {port} is taken by ")
    assert f"parley up --port {port + 1}" in said


async def test_lost_keys(tower: Tower) -> None:
    """Without the keys of its database nothing starts, and no new ones are left to be taken for them."""
    up = await tower.up()
    await up.ready()
    up.process.terminate()
    await up.over()
    (tower.layout.data / "keys").unlink()
    said = await (await tower.up()).said()
    assert "was not given — fix: put back" in said
    assert "Traceback" not in said
    assert not (tower.layout.data / "keys").exists()


async def test_wrong_setting(tower: Tower) -> None:
    """A process that cannot start is one line with its last words, and the rest goes down."""
    procfile = tower.layout.root / "Procfile"
    procfile.write_text("web: sh -c 'echo the cause >&2; exit 3'\n")
    up = await tower.up()
    said = await up.said()
    assert up.process.returncode == 1
    assert "web stopped with code 3: the cause" in said
    assert "Traceback" not in said
    await asyncio.sleep(0)
