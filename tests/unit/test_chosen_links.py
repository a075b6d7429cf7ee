"""Which links may be chosen."""

import pytest

from server.meeting.links import RESERVED, link_code


@pytest.mark.parametrize("chosen", ["team-standup", " Team-Standup ", "q3-2027", "abc", "a" * 48])
def test_allowed(chosen: str) -> None:
    """A link is of letters, digits and single hyphens, and is stored in lower case."""
    assert link_code(chosen) == chosen.strip().lower()


@pytest.mark.parametrize(
    "chosen",
    [
        "",
        "ab",
        "a" * 49,
        "2027",
        "team--standup",
        "-team",
        "team-",
        "team standup",
        "team_standup",
        "te\u0430m-standup",  # a Cyrillic letter that looks like an a
        "\uff54eam-standup",  # a wide t
        "team\u200bstandup",
        "team\u202estandup",
        "straße",
        "xn--tem-standup-5fg",
        "team/change",
        "../admin",
        "abc-defg-hij",
        "admin",
        "\0",
        "\ud800",
    ],
)
def test_refused(chosen: str) -> None:
    """What could be another page, a generated code, or look like another link is refused."""
    with pytest.raises(ValueError, match=r"\.$"):
        link_code(chosen)


def test_reserved_words_are_spelled_as_links() -> None:
    """Each reserved word is one that somebody could otherwise choose."""
    assert all(word.isascii() and word.isalpha() and 3 <= len(word) <= 48 for word in RESERVED)
