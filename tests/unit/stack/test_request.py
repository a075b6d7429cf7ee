"""What an operator may ask of `parley up`, and what is refused before anything is started."""

from typing import Any

import pytest

from server.operator_error import OperatorError
from server.stack.addresses import own_addresses
from server.stack.request import Request, requested

ANY = "0.0.0.0"  # noqa: S104  compared with, never bound to


def ask(environ: dict[str, str] | None = None, **given: Any) -> Request:
    """Ask with these options, and nothing else."""
    told: dict[str, Any] = {
        "host": "127.0.0.1", "port": 8000, "url": None, "small": False, "node_ip": None, "udp_port": None,
        "tcp_port": None,
    }  # fmt: skip
    return requested(**(told | given), environ=environ or {})


@pytest.mark.parametrize(
    ("given", "url", "public"),
    [
        ({}, "http://localhost:8000", False),
        ({"host": "localhost"}, "http://localhost:8000", False),
        ({"host": "LOCALHOST"}, "http://localhost:8000", False),
        ({"host": "127.0.0.2"}, "http://127.0.0.2:8000", False),
        ({"host": "::1"}, "http://[::1]:8000", False),
        ({"host": "[::1]"}, "http://[::1]:8000", False),
        ({"host": "0:0:0:0:0:0:0:1"}, "http://[::1]:8000", False),
        ({"host": "10.1.2.3"}, "http://10.1.2.3:8000", True),
        ({"host": "2001:DB8::1"}, "http://[2001:db8::1]:8000", True),
        ({"host": "10.1.2.3", "port": 80}, "http://10.1.2.3", True),
        ({"host": ANY, "url": "https://Meet.Example.org/"}, "https://meet.example.org", True),
        ({"host": "::", "url": "https://b\u00fccher.example"}, "https://xn--bcher-kva.example", True),
        ({"url": "https://meet.example.org"}, "https://meet.example.org", True),
        ({"url": "https://localhost:8443"}, "https://localhost:8443", False),
    ],
)
def test_right(given: dict[str, Any], url: str, public: bool) -> None:
    """People are told a name for this machine, an address for a listening one, or what the operator said."""
    asked = ask(**given)
    assert (asked.origin(given.get("port", 8000)), asked.is_public) == (url, public)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"host": ""}, "--host must be an address"),
        ({"host": "http://10.1.2.3"}, "--host must be an address"),
        ({"host": "10.1.2.3:8000"}, "--host must be an address"),
        ({"host": "10.1.2.3/24"}, "--host must be an address"),
        ({"host": "no-such-host.invalid"}, "--host must be an address"),
        ({"host": "a" * 300}, "--host must be an address"),
        ({"port": -1}, "--port must be a number"),
        ({"port": 70000}, "--port must be a number"),
        ({"url": "https://meet.example.org/parley"}, "--url must end after the host"),
        ({"url": "meet.example.org"}, "--url must begin with https"),
        ({"url": "https://ann:hush@meet.example.org"}, "--url must not hold a name"),
        ({"url": "https://meet.example.org:70000"}, "--url has a port"),
        ({"url": "https://meet.example.org:0"}, "--url has a port"),
        ({"environ": {"PARLEY_URL": "wss://meet.example.org"}}, "PARLEY_URL must begin with https"),
        ({"udp_port": 0}, "--udp-port must be a number"),
        ({"tcp_port": 65536}, "--tcp-port must be a number"),
        ({"environ": {"PARLEY_UDP_PORT": "many"}}, "PARLEY_UDP_PORT must be a number"),
        ({"node_ip": "meet.example.org"}, "--node-ip must be an IP address"),
        ({"node_ip": "127.0.0.1"}, "--node-ip must be an address that other"),
        ({"node_ip": "0.0.0.0"}, "--node-ip must be an address that other"),  # noqa: S104
        ({"node_ip": "fe80::1"}, "--node-ip must be an address that other"),
        ({"node_ip": "203.0.113.7,203.0.113.8"}, "--node-ip may name one IPv4"),
        ({"environ": {"PARLEY_NODE_IP": "203.0.113.700"}}, "PARLEY_NODE_IP must be an IP"),
    ],
)
def test_refused_at_once(given: dict[str, Any], told: str) -> None:
    """One plain sentence, and a command that would be right."""
    with pytest.raises(OperatorError) as refusal:
        ask(**given)
    assert refusal.value.cause.startswith(told)
    assert refusal.value.fix
    assert "hush" not in str(refusal.value)


def test_an_option_goes_before_its_variable() -> None:
    """What is typed now counts more than what was exported once."""
    told = {"PARLEY_URL": "https://old.example.org", "PARLEY_UDP_PORT": "1", "PARLEY_NODE_IP": "203.0.113.1"}
    asked = ask(told, url="https://new.example.org", udp_port=2, node_ip="203.0.113.2")
    assert (asked.url, asked.udp_port, asked.node_ips) == ("https://new.example.org", 2, ("203.0.113.2",))
    assert ask(told).url == "https://old.example.org"


def test_media_stay_here() -> None:
    """Who serves this machine alone offers no address to others."""
    assert ask().media_addresses == ()


def test_media_go_where_people_are() -> None:
    """With a reverse proxy on this machine the pages stay on loopback, and media do not."""
    assert ask(url="https://meet.example.org").media_addresses == own_addresses()


def test_media_of_one_address() -> None:
    """Who listens on one address alone offers that one."""
    ours = own_addresses()[0]
    assert ask(host=ours).media_addresses == (ours,)
