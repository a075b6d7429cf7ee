"""The sentences of errors: one plain sentence each, that says what to do."""

from typing import Literal

import pytest
from pydantic import TypeAdapter, ValidationError

from server import errors
from server.api.fields import Language
from server.api.sentences import SENTENCES, detail_of, message_of
from server.errors import ParleyError, TooMany
from server.meeting.password_strength import weakness


def error_classes(kind: type[ParleyError] = ParleyError) -> list[type[ParleyError]]:
    """All errors of server/errors.py."""
    found = [kind, *(each for one in kind.__subclasses__() for each in error_classes(one))]
    return [each for each in found if each.__module__ == errors.__name__ and each is not TooMany]


@pytest.mark.parametrize("kind", error_classes())
def test_title_and_detail(kind: type[ParleyError]) -> None:
    """A title is a heading; a detail is a whole sentence."""
    assert kind.title[0].isupper()
    assert not kind.title.endswith(".")
    assert kind.detail[0].isupper()
    assert kind.detail.endswith(".")


@pytest.mark.parametrize("text", [*SENTENCES.values(), weakness("short"), weakness("password12")])
def test_field_message_is_a_sentence(text: str | None) -> None:
    """It can stand alone under its field."""
    assert text is not None
    assert text[0].isupper()
    assert text.endswith(".")


@pytest.mark.parametrize("tag", ["a b", "zz"])
def test_message_of_another_module_is_a_sentence(tag: str) -> None:
    """Messages written to follow a variable's name are completed."""
    with pytest.raises(ValidationError) as raised:
        TypeAdapter(Language).validate_python(tag)
    told = message_of(raised.value.errors()[0])
    assert told[0].isupper()
    assert told.endswith(".")


def test_choices() -> None:
    """The allowed values are named."""
    with pytest.raises(ValidationError) as raised:
        TypeAdapter(Literal["link", "invited"]).validate_python("open")
    assert message_of(raised.value.errors()[0]) == "Choose 'link' or 'invited'."


def test_detail_uses_the_labels_of_the_pages() -> None:
    """A field inside another is named as the form names it."""
    problems = [
        {"field": "settings.language", "message": "Choose another."},
        {"field": "members.0", "message": "This is not an e-mail address."},
    ]
    assert detail_of(problems) == "Spoken language: choose another. Invite: this is not an e-mail address."


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(1, "1 second"), (45, "45 seconds"), (121, "3 minutes"), (3412, "57 minutes")],
)
def test_waiting_time(seconds: int, told: str) -> None:
    """Long waits are told in minutes, rounded up."""
    assert TooMany(seconds).detail == f"Try again in {told}."
