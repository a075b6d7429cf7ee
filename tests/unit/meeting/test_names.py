"""Names other applications give."""

import pytest

from server.meeting.names import MAX_NAME, shown


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Grace Hopper", "Grace Hopper"),
        ("  Grace\n\tHopper ", "Grace Hopper"),
        ("Gr\x00ace\x07", "Grace"),
        ("علی‌رضا 👩‍👩‍👧", "علی‌رضا 👩‍👩‍👧"),
        ("\u202eecarG", "ecarG"),
        ("김민준", "김민준"),
        ("<b>Grace</b>", "<b>Grace</b>"),
        ("x" * 10_000, "x" * MAX_NAME),
        ("", "otherwise"),
        (" \u200b\x00", "otherwise"),
    ],
)
def test_shown(given: str, expected: str) -> None:
    """A name is one line that can be shown, cut to length; where nothing is left, the other is taken."""
    assert shown(given, "otherwise") == expected
