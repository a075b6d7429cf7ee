"""Validation of text fields."""

import pytest
from pydantic import TypeAdapter, ValidationError

from server.api.fields import Email, Language, Message, Name

name: TypeAdapter[str] = TypeAdapter(Name)
message: TypeAdapter[str] = TypeAdapter(Message)
email: TypeAdapter[str] = TypeAdapter(Email)
language: TypeAdapter[str] = TypeAdapter(Language)


def test_names_are_normalised() -> None:
    """Names are normalised to NFC."""
    assert name.validate_python(" Zoe\u0308 ") == "Zo\u00eb"


def test_message_has_lines() -> None:
    """Chat messages keep their lines; every line end becomes LF."""
    assert message.validate_python("one\r\ntwo\n\tthree ") == "one\ntwo\n\tthree"


def test_too_long_message() -> None:
    """The length is counted after normalisation, in which some letters become two."""
    with pytest.raises(ValidationError, match=r"Shorten this to 4,000 characters; it has 8,000\."):
        message.validate_python("\u0958" * 4000)


def test_private_domains() -> None:
    """Addresses in private domains are valid."""
    assert email.validate_python("Ann@Mail.Local") == "ann@mail.local"


@pytest.mark.parametrize("tag", ["en", "ko", "pt-BR", "zh-Hans"])
def test_languages(tag: str) -> None:
    """BCP 47 tags are accepted."""
    assert language.validate_python(tag) == tag
