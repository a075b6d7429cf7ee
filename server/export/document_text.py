"""What Word and PDF need to know of a text: its direction, and what XML cannot hold."""

import unicodedata


def is_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction is Hebrew, Arabic or the like."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def xml_text(text: str) -> str:
    """Leave out what XML cannot hold: controls, halves of surrogate pairs and two noncharacters."""
    return "".join(letter for letter in text if letter >= " " and not _is_no_character(letter))


def _is_no_character(letter: str) -> bool:
    return "\ud800" <= letter <= "\udfff" or letter in "\ufffe\uffff"
