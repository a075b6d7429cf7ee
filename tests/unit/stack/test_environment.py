"""What the processes are told."""

from dataclasses import replace
from pathlib import Path

import pytest

from server.operator_error import OperatorError
from server.stack.environment import completed, keys_of, livekit_plan, settings_for, whisper_socket
from server.stack.layout import Layout
from server.stack.livekit import Plan
from server.stack.ports import Ports
from server.stack.request import Request

PORTS = Ports(
    web=8000,
    livekit=7880,
    livekit_tcp=7881,
    livekit_udp=7882,
    agent=8081,
    minutes=8082,
    jobs=8083,
    whisper=8084,
    wal=8085,
)
ENGINES = {
    "DATABASE_URL": "postgresql://parley:p@127.0.0.1/parley",
    "REDIS_URL": "redis://:word@127.0.0.1:6400/2",
    "LIVEKIT_URL": "ws://127.0.0.1:7880",
}


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """A stack with nothing in it."""
    (tmp_path / "data").mkdir()
    return Layout(tmp_path, tmp_path, tmp_path / "data")


def test_keys_are_made_once(layout: Layout) -> None:
    """A second start finds the keys of the first, and only we may read them."""
    assert keys_of(layout, {}) == keys_of(layout, {})
    assert (layout.data / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_foreign_livekit_needs_its_keys(layout: Layout) -> None:
    """LIVEKIT_URL alone is an error that names the missing variable."""
    with pytest.raises(OperatorError, match="LIVEKIT_API_KEY is not"):
        keys_of(layout, {"LIVEKIT_URL": "wss://livekit.example.org"})


def test_deep_data(tmp_path: Path) -> None:
    """Where the data lie too deep for a socket's name, it lies elsewhere, in a directory only we enter."""
    deep = Layout(tmp_path, tmp_path, tmp_path / ("d" * 100))
    (deep.models / "whisper-base").mkdir(parents=True)
    for file in ("model.bin", "config.json"):
        (deep.models / "whisper-base" / file).touch()
    socket = Path(whisper_socket(deep))
    assert len(str(socket)) < 100
    assert socket.parent.stat().st_mode & 0o777 == 0o700
    socket.parent.rmdir()


def test_given_parts_are_kept(layout: Layout) -> None:
    """A part given by URL is passed on as it is."""
    given = {"DATABASE_URL": "postgresql://db.example.org/parley"}
    assert settings_for(layout, Request(), PORTS, given)["DATABASE_URL"] == given["DATABASE_URL"]


def test_places(layout: Layout) -> None:
    """Where backups go is one place for the processes, for `parley backup` and for `parley doctor`."""
    settings = settings_for(
        layout, Request(), PORTS, {"PARLEY_BACKUPS": "disk", "PARLEY_ARCHIVE": "s3://a/b"}
    )
    assert settings["PARLEY_BACKUPS"] == str(Path("disk").absolute())
    assert settings["PARLEY_ARCHIVE"] == "s3://a/b"


def test_everything_is_said(layout: Layout) -> None:
    """The completed settings name the defaults too, so that stack.json is the whole truth."""
    settings = completed(settings_for(layout, Request(), PORTS, {}) | ENGINES, {})
    assert settings["LIVEKIT_PUBLIC_URL"] == "ws://localhost:8000"
    assert settings["PARLEY_LANGUAGE"] == "en"


def test_wrong_setting_is_one_line(layout: Layout) -> None:
    """What a process would refuse is refused before anything of the Procfile starts."""
    with pytest.raises(OperatorError, match="PARLEY_BCRYPT_COST"):
        completed(settings_for(layout, Request(), PORTS, {}) | ENGINES, {"PARLEY_BCRYPT_COST": "many"})


def test_livekit_stays_on_loopback(layout: Layout) -> None:
    """Where only this machine is served, LiveKit offers no other address."""
    settings = settings_for(layout, Request(), PORTS, {}) | ENGINES
    document = livekit_plan(Request(), PORTS, settings).document()
    assert document["bind_addresses"] == ["127.0.0.1"]
    assert document["rtc"] == {
        "tcp_port": 0, "udp_port": 7882, "use_external_ip": False, "node_ip": "127.0.0.1",
        "stun_servers": ["127.0.0.1:7881"],
        "enable_loopback_candidate": True, "interfaces": {"includes": ["lo"]},
    }  # fmt: skip


def test_livekit_shares_redis(layout: Layout) -> None:
    """LiveKit gets address, password and database of the same Redis."""
    settings = settings_for(layout, Request(), PORTS, {}) | ENGINES
    redis = livekit_plan(Request(), PORTS, settings).document()["redis"]
    assert redis == {
        "address": "127.0.0.1:6400",
        "username": "",
        "password": "word",
        "db": 2,
        "use_tls": False,
    }


def rtc(**asked: object) -> dict[str, object]:
    """LiveKit's media settings for what an operator asks."""
    plan = replace(PLAN, **asked)  # type: ignore[arg-type]  # fields of a plan
    found = plan.document()["rtc"]
    assert isinstance(found, dict)
    return found


PLAN = Plan("127.0.0.1", 7880, 7881, 7882, "key", "s" * 32, "redis://localhost:1/0", "http://localhost:1/")


def test_livekit_serves_others() -> None:
    """One UDP port by mux, and TCP where UDP is blocked, at the address others see."""
    assert rtc(addresses=("203.0.113.7",)) == {
        "udp_port": 7882, "tcp_port": 7881, "use_external_ip": False, "node_ip": "203.0.113.7",
        "ips": {"includes": ["203.0.113.7/32"]}, "stun_servers": ["203.0.113.7:7881"],
        "host_acceptance_min_wait": "300ms",
    }  # fmt: skip


def test_several_addresses_are_all_told() -> None:
    """LiveKit would replace every address by the node's one: with several it is told none."""
    found = rtc(addresses=("203.0.113.7", "198.51.100.7", "2001:db8::7"))
    assert "node_ip" not in found
    assert found["ips"] == {"includes": ["203.0.113.7/32", "198.51.100.7/32", "2001:db8::7/128"]}


def test_one_address_of_each_family() -> None:
    """IPv4 and IPv6 are named side by side."""
    assert rtc(addresses=("203.0.113.7", "2001:db8::7"))["node_ip"] == "203.0.113.7,2001:db8::7"


def test_behind_a_nat() -> None:
    """Others are told the address that was given, which this machine does not have."""
    found = rtc(addresses=("10.0.0.5",), node_ips=("203.0.113.7",))
    assert (found["node_ip"], found["ips"]) == ("203.0.113.7", {"includes": ["10.0.0.5/32"]})


@pytest.mark.parametrize(
    "addresses", [(), ("203.0.113.7",), ("203.0.113.7", "198.51.100.7"), ("2001:db8::7",)]
)
def test_nobody_elses_server_is_asked(addresses: tuple[str, ...]) -> None:
    """LiveKit without a STUN server of ours tells browsers to ask those of others."""
    first = (addresses or ("127.0.0.1",))[0]
    own = f"[{first}]:7881" if ":" in first else f"{first}:7881"
    assert rtc(addresses=addresses)["stun_servers"] == [own]
