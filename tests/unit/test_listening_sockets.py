"""Listening sockets: which addresses, what is left after a failure, and what a child inherits."""

import os
import socket

import pytest

from server.listening_sockets import INHERITED, close_sockets, inherited_sockets, open_sockets
from server.stack.child_process import cannot_listen, free_port


def connects(host: str, port: int) -> bool:
    """Whether a server listens there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as client:
        return client.connect_ex((host, port)) == 0


def test_everywhere_is_both_families() -> None:
    """`::` is every interface, of IPv4 too."""
    port = free_port()
    sockets = open_sockets("::", port)
    assert (connects("127.0.0.1", port), connects("::1", port)) == (True, True)
    close_sockets(sockets)


def test_one_address_is_that_one() -> None:
    """Nothing listens on the other family."""
    port = free_port()
    sockets = open_sockets("127.0.0.1", port)
    assert (connects("127.0.0.1", port), connects("::1", port)) == (True, False)
    close_sockets(sockets)


def test_taken_port_opens_nothing() -> None:
    """If one family's port is taken, the other's is not kept."""
    port = free_port()
    (taken,) = open_sockets("::1", port)
    with pytest.raises(OSError, match="in use"):
        open_sockets("::", port)
    assert cannot_listen(port, "127.0.0.1") == 0
    taken.close()


def test_child_serves_what_its_parent_opened() -> None:
    """The descriptors of the environment are listening sockets of the same address."""
    (opened,) = open_sockets("127.0.0.1", free_port())
    (inherited,) = inherited_sockets({INHERITED: str(os.dup(opened.fileno()))})
    assert inherited.getsockname() == opened.getsockname()
    close_sockets([opened, inherited])


def test_without_a_parent_nothing_is_inherited() -> None:
    """A process started by itself opens its own."""
    assert inherited_sockets({}) == []
