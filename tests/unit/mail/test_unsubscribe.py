"""Only we make links that stop mails, and each stops one person's of its kinds."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from server.mail.unsubscribe import KINDS, unsubscribe_token, who_unsubscribes
from server.meeting.sealing.keyring import Keyring
from server.meeting.sealing.process_keys import process_keyring, set_process_keyring
from tests.conftest import KEYS

PERSON = UUID(int=5)


@pytest.fixture(autouse=True)
def keys() -> Iterator[None]:
    """The process has keys."""
    set_process_keyring(Keyring.parse(KEYS))
    yield
    set_process_keyring(None)


def test_round_trip() -> None:
    """A token names its person and kinds."""
    person, kinds = who_unsubscribes(unsubscribe_token(PERSON, KINDS.values())) or (None, ())
    assert person == PERSON
    assert set(kinds) == set(KINDS.values())


def test_forged() -> None:
    """No token is made from another one, and what is no token is refused quietly."""
    token = unsubscribe_token(PERSON, ["minutes_ready"])
    kinds, person, tag = token.split(".", 2)
    forged = (
        f"ar.{person}.{tag}",
        f"{kinds}.{UUID(int=6).hex}.{tag}",
        token[:-1],
        "",
        "r",
        "r.x.y",
        "r.é.k.00",
    )
    assert [who_unsubscribes(each) for each in forged] == [None] * len(forged)


def test_after_a_rotation() -> None:
    """Links of an older key work until it is retired."""
    token = unsubscribe_token(PERSON, ["mentioned"])
    set_process_keyring(process_keyring().with_new())
    assert who_unsubscribes(token) is not None
    set_process_keyring(Keyring(list(process_keyring().with_new()._keys.items())[:1]))
    assert who_unsubscribes(token) is None
