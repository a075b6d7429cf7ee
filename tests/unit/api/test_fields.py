"""Texts at the border."""

import pytest
from pydantic import TypeAdapter, ValidationError

from server.api.fields import Email, Language, Message, Name

name: TypeAdapter[str] = TypeAdapter(Name)
message: TypeAdapter[str] = TypeAdapter(Message)
email: TypeAdapter[str] = TypeAdapter(Email)
language: TypeAdapter[str] = TypeAdapter(Language)


def test_one_form_of_unicode() -> None:
    """Two ways to write one name are one name."""
    assert name.validate_python(" Zoe\u0308 ") == "Zo\u00eb"


def test_message_has_lines() -> None:
    """Chat keeps its lines, in one way of ending them."""
    assert message.validate_python("one\r\ntwo\n\tthree ") == "one\ntwo\n\tthree"


def test_too_much_says_how_much() -> None:
    """Letters that have no composed form become two, and count as two."""
    with pytest.raises(ValidationError, match=r"Shorten this to 4,000 characters; it has 8,000\."):
        message.validate_python("\u0958" * 4000)


def test_addresses_of_an_intranet() -> None:
    """A server of one's own has names nobody else has."""
    assert email.validate_python("Ann@Mail.Local") == "ann@mail.local"


@pytest.mark.parametrize("tag", ["en", "ko", "pt-BR", "zh-Hans"])
def test_languages(tag: str) -> None:
    """Languages are named as everywhere."""
    assert language.validate_python(tag) == tag
