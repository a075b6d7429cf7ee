"""Reject weak passwords: too short, commonly guessed, or made of the person's own name and address."""

import re

from zxcvbn import zxcvbn

from server.meeting.passwords import normalized

MIN_CHARACTERS = 10
MIN_SCORE = 2
"""zxcvbn's score; below it less than a million guesses are enough."""
SCORED_CHARACTERS = 40
"""Only this many are scored: zxcvbn's time grows with the square of the length."""
_SITE_WORDS = ("parley", "meeting", "password", "passwort")


def weakness(password: str, *personal: str) -> str | None:
    """Return what is wrong with a new password, or None; `personal` is the person's name and address."""
    typed = normalized(password)
    if len(typed) < MIN_CHARACTERS:
        return f"Use at least {MIN_CHARACTERS} characters."
    known = {part for text in personal for part in (text, *re.split(r"\W+", text)) if len(part) > 2}
    judged = zxcvbn(typed[:SCORED_CHARACTERS], user_inputs=sorted({*known, *_SITE_WORDS}))
    if judged["score"] < MIN_SCORE:
        return "This is too easy to guess. Use a few unrelated words, and not your own name."
    return None
