"""What an exported file says beside a statement: who edited it, and that its words do not bear it out."""

from server.meeting.minutes import Claim, Topic
from server.meeting.minutes_edits import Mark
from server.pages.formatting import day


def marked(mark: Mark | None) -> str:
    """Return who edited it, and when, in brackets after a space; empty if nobody did."""
    if mark is None:
        return ""
    did = "added" if mark.is_made_by_hand else "edited"
    return f" [{did} by {mark.by or 'somebody who left'}, {day(mark.at)}]"


def unverified(element: Claim | Topic) -> str:
    """The mark of what its segments do not bear out; empty for what they do."""
    return "" if element.verified else " (unverified)"
