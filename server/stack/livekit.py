"""Configure and run livekit-server."""

import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from server.files import write_private
from server.stack.addresses import answers, reach
from server.stack.child_process import Child, Program, start

START_S = 30.0
UDP_FIRST = "300ms"
"""How long LiveKit looks for the best way: TCP that answers first would otherwise carry the whole meeting."""
STOP_S = 2.0
"""On SIGTERM it would wait for everybody to leave; it is killed after this time."""
AGENTS_TARGET_LOAD = 0.95
"""Its default of 0.7 dispatches no agent to a busy machine, and here the agent shares the machine."""
ROOM_EMPTY_S, ROOM_DEPARTURE_S = 300, 20


@dataclass(frozen=True)
class Plan:
    """Its ports, key and webhook receiver."""

    host: str
    port: int
    tcp_port: int
    udp_port: int
    key: str
    secret: str
    redis_url: str
    webhook_url: str
    addresses: tuple[str, ...] = ()
    """Where other machines send media; none: only this machine does."""
    node_ips: tuple[str, ...] = ()
    """What other machines are told instead, where a NAT lies between."""

    @property
    def url(self) -> str:
        """The URL for our own processes."""
        return f"ws://{reach(self.host)}:{self.port}"

    def document(self) -> dict[str, object]:
        """Return the configuration file's content, with the keys of LiveKit's documentation."""
        redis = urlsplit(self.redis_url)
        return {
            "port": self.port,
            "bind_addresses": ["127.0.0.1" if self.host == "localhost" else self.host],
            "rtc": self._rtc(),
            "redis": {
                "address": f"{redis.hostname}:{redis.port or 6379}",
                "username": redis.username or "",
                "password": redis.password or "",
                "db": int(redis.path.strip("/") or 0),
                "use_tls": redis.scheme == "rediss",
            },
            "keys": {self.key: self.secret},
            "webhook": {"api_key": self.key, "urls": [self.webhook_url]},
            "room": {
                "auto_create": True,
                "empty_timeout": ROOM_EMPTY_S,
                "departure_timeout": ROOM_DEPARTURE_S,
            },
            "agents": {"target_load": AGENTS_TARGET_LOAD},
            "logging": {"level": "warn", "json": True, "pion_level": "error"},
        }

    def _rtc(self) -> dict[str, object]:
        """How media come in: one UDP port, and one TCP port where UDP is blocked.

        Without `stun_servers` LiveKit sends browsers to those of others. Nobody needs one: people are seen by
        their addresses. So it names a port of ours where nothing listens by UDP. It must not be `udp_port`:
        browsers take all that comes from there for answers to STUN, and media would go by TCP.
        """
        first, *_ = told = self.node_ips or self.addresses or ("127.0.0.1",)
        rtc: dict[str, object] = {
            "udp_port": self.udp_port,
            "use_external_ip": False,
            "stun_servers": [f"{f'[{first}]' if ':' in first else first}:{self.tcp_port}"],
        }
        if not self.addresses:
            return rtc | {
                "tcp_port": 0,  # it would listen on every address; a machine reaches itself by UDP
                "node_ip": "127.0.0.1",
                "enable_loopback_candidate": True,
                "interfaces": {"includes": ["lo"]},
            }
        only = {"includes": [f"{each}/{ip_address(each).max_prefixlen}" for each in self.addresses]}
        rtc |= {"tcp_port": self.tcp_port, "ips": only, "host_acceptance_min_wait": UDP_FIRST}
        one_each = len({ip_address(each).version for each in told}) == len(told)
        return rtc | ({"node_ip": ",".join(told)} if one_each else {})


def program(binary: Path, directory: Path, plan: Plan, log: Path) -> Program:
    """Write the configuration; returns the program."""
    directory.mkdir(parents=True, exist_ok=True)
    configuration = directory / "livekit.yaml"
    write_private(configuration, json.dumps(plan.document(), indent=1))  # JSON is YAML
    argv = [str(binary), "--config", str(configuration)]
    return Program(
        "LiveKit",
        lambda: start("LiveKit", argv, log=log, stop_s=STOP_S),
        lambda: answers(f"http://{reach(plan.host)}:{plan.port}/"),
        START_S,
    )


@contextlib.asynccontextmanager
async def livekit(binary: Path, directory: Path, plan: Plan, log: Path) -> AsyncIterator[Child]:
    """Run a server while the block runs."""
    async with program(binary, directory, plan, log).running() as child:
        yield child
