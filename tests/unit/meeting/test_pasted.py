"""Codes of meetings and addresses of people as they are pasted."""

import pytest

from server.meeting.mailboxes import WrongMailboxError, addresses
from server.meeting.slugs import slug_in

CODES = {
    "atrium": "atrium",
    "ATRIUM": "atrium",
    "Abc-Defg-Hij": "abc-defg-hij",
    "atrium.": "atrium",
    "atrium)": "atrium",
    "atrium/": "atrium",
    "atrium>": "atrium",
    "atrium”": "atrium",
    "«atrium»,": "atrium",
    " atrium\u200b ": "atrium",
    "atrium…": "atrium",
    "ａｔｒｉｕｍ": "atrium",
    "abc–defg–hij": "abc-defg-hij",
    "ends-": "ends-",
    "*atrium*": "atrium",
}


@pytest.mark.parametrize("pasted", CODES)
def test_code_of_a_link(pasted: str) -> None:
    """What mail and chat programs leave at the end of a link is not of its code."""
    assert slug_in(pasted) == CODES[pasted]


@pytest.mark.parametrize("pasted", ["", "\0", "\ufffd", "a.b", "../etc", "two words", "<a>b", "x" * 101, "-"])
def test_no_code(pasted: str) -> None:
    """What holds more than a code is not guessed at."""
    assert slug_in(pasted) is None


MAILBOXES = {
    "ann@example.org": ["ann@example.org"],
    " Ann@Example.ORG ": ["ann@example.org"],
    "Ann Smith <ann@example.org>": ["ann@example.org"],
    '"Smith, Ann" <ann@example.org>': ["ann@example.org"],
    "Smith, Ann <ann@example.org>; bob@example.org": ["ann@example.org", "bob@example.org"],
    "<ann@example.org>": ["ann@example.org"],
    "mailto:ann@example.org?subject=Plan": ["ann@example.org"],
    "MAILTO:ann%40example.org": ["ann@example.org"],
    "Ann <mailto:ann@example.org>": ["ann@example.org"],
    "ann@example.org (Ann, the first)": ["ann@example.org"],
    "ann@example.org, bob@example.org; carol@example.org\ndora@example.org": [
        "ann@example.org", "bob@example.org", "carol@example.org", "dora@example.org",
    ],
    "ann@example.org bob@example.org": ["ann@example.org", "bob@example.org"],
    "ann@example.org,, ;\n\n": ["ann@example.org"],
    "ann@example.org.": ["ann@example.org"],
    "'ann@example.org'": ["ann@example.org"],
    "\u2068ann@example.org\u2069\ufeff": ["ann@example.org"],
    "Team: ann@example.org, bob@example.org;": ["ann@example.org", "bob@example.org"],
    "Zoë Ünlü <zoe@exämple.org>": ["zoe@exämple.org"],
    "Ann ann@example.org": ["ann@example.org"],
    "ann@example.org; ANN@example.org": ["ann@example.org"],
    "": [],
}  # fmt: skip


@pytest.mark.parametrize("pasted", MAILBOXES)
def test_addresses_as_mail_programs_write_them(pasted: str) -> None:
    """Names, brackets, lists and links are read as in a mail program; each address comes once."""
    assert addresses(pasted) == MAILBOXES[pasted]


@pytest.mark.parametrize(
    ("pasted", "place"),
    [
        ("not an address", 1),
        ("ann@example.org, bob@", 2),
        ("ann@example.org\nBob <bob>\ncarol@example.org", 2),
        ("a@b@c", 1),
        ("a@b.c\0", 1),
    ],
)
def test_wrong_address_is_named_by_its_place(pasted: str, place: int) -> None:
    """Who pasted forty learns which one is wrong."""
    with pytest.raises(WrongMailboxError) as refusal:
        addresses(pasted)
    assert refusal.value.place == place
