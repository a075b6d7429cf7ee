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


@pytest.mark.parametrize("text", ["👩‍👩‍👧", "שלום", "नमस्ते", "O’Brien-Łuczak", "a" * 120])
def test_names_of_all_sorts(text: str) -> None:
    """Every script, and emoji joined by invisible characters, is a name."""
    assert name.validate_python(text) == text


@pytest.mark.parametrize("text", ["\u200b", "\u00ad \u2060", "\ufeff", "\u3164", "\u2800\u2800", "\u0301"])
def test_name_nobody_sees(text: str) -> None:
    """A name of invisible characters would be nobody's in captions, and a link that cannot be found."""
    with pytest.raises(ValidationError):
        name.validate_python(text)


def test_message_has_lines() -> None:
    """Chat keeps its lines, in one way of ending them."""
    assert message.validate_python("one\r\ntwo\n\tthree ") == "one\ntwo\n\tthree"


@pytest.mark.parametrize(
    "text", ["\x00", "a\x07", "\x1b[31m", "\u202e", "\ud800", "x" * 4001, "\u0958" * 4000, " \n "]
)
def test_message_that_is_none(text: str) -> None:
    """Nothing that is not text is chat."""
    with pytest.raises(ValidationError):
        message.validate_python(text)


def test_addresses_of_an_intranet() -> None:
    """A server of one's own has names nobody else has."""
    assert email.validate_python("Ann@Mail.Local") == "ann@mail.local"


@pytest.mark.parametrize("tag", ["en", "ko", "pt-BR", "zh-Hans"])
def test_languages(tag: str) -> None:
    """Languages are named as everywhere."""
    assert language.validate_python(tag) == tag
