"""A mail to somebody invited says who asks for what, what it takes, and what stops it."""

import pytest

from server.mail.invitation_contents import InvitationText, invitation_text
from server.meeting.invitation_mails import InvitationMailKind

URL = "https://meet.example.org/i/x"


def told(kind: InvitationMailKind, **of: bool) -> InvitationText:
    """A mail about Alice's meeting, which takes guests unless said otherwise."""
    return invitation_text(kind, "Plan", "Alice", "Monday", URL, **{"guests": True} | of)


def test_what_is_asked() -> None:
    """A series is told from one meeting, and a co-host from somebody who only comes."""
    assert told("invitation").about == "Alice invites you to an online meeting."
    asked = told("invitation", is_of_series=True, is_cohost=True)
    assert asked.about == "Alice invites you to a series of online meetings, as a co-host."


def test_what_it_takes() -> None:
    """Who comes as a guest needs no account, and who has one signs in; a cancelled one takes nothing."""
    assert "no account is needed unless you already have one" in told("invitation").how
    assert "sign in" in told("update", is_cohost=True).how
    assert told("cancel", guests=False).how == ""


def test_no_guests() -> None:
    """Where no guests may come nobody is told that they need no account, nor called a co-host."""
    how = told("invitation", guests=False).how
    assert ("sign in" in how, "no account" in how, "co-host" in how) == (True, False, False)


@pytest.mark.parametrize("kind", ["invitation", "update", "reminder", "cancel"])
def test_why_and_how_it_stops(kind: InvitationMailKind) -> None:
    """Each says why it comes, not who invited, who may be an earlier host; one to answer that No ends it."""
    text = told(kind)
    assert text.why.startswith("You get this because this address was invited with Parley")
    assert "Alice" not in text.why
    assert ("Answer “No”" in text.why) == bool(text.answers)
