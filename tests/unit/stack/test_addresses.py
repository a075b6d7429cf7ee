"""Hosts and ports."""

import socket

import pytest

from server.operator_error import OperatorError
from server.stack.addresses import claim, own_addresses, reach
from server.stack.child_process import first_ephemeral, free_port


def test_free_port_is_claimed() -> None:
    """A free port is given back as it is."""
    port = free_port()
    assert claim(port, "127.0.0.1") == port


def test_free_port_stays_free() -> None:
    """No connection that somebody opens meanwhile is given the port, and nobody else who asks for one."""
    ports = [free_port() for _ in range(50)]
    assert len(set(ports)) == 50
    assert max(ports) < first_ephemeral()


def test_any_port() -> None:
    """Port 0 asks for any free one."""
    assert claim(0, "127.0.0.1") > 0


def test_taken_port() -> None:
    """A taken port is an error with the command for the next one."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(OperatorError) as fault:
            claim(port, "127.0.0.1")
    assert fault.value.cause.startswith(f"port {port} is taken by ")
    assert fault.value.fix == f"parley up --port {port + 1}"


def test_foreign_address() -> None:
    """An address this machine does not have is named."""
    with pytest.raises(OperatorError, match=r"cannot listen on 192\.0\.2\.1"):
        claim(8000, "192.0.2.1")


def test_reach() -> None:
    """A server that listens everywhere is found on loopback."""
    assert reach("0.0.0.0") == "127.0.0.1"  # noqa: S104


@pytest.mark.parametrize(
    ("host", "url"), [("::", "127.0.0.1"), ("::1", "[::1]"), ("2001:db8::1", "[2001:db8::1]")]
)
def test_reach_ipv6(host: str, url: str) -> None:
    """An IPv6 address stands in brackets, as URLs have it."""
    assert reach(host) == url


def test_own_addresses_are_for_others() -> None:
    """Neither loopback nor link-local addresses are told to anybody."""
    assert not [each for each in own_addresses() if each.startswith(("127.", "::1", "fe80", "169.254"))]
