"""What an exported file says of words that somebody edited by hand."""

from server.meeting.minutes_edits import Mark
from server.pages.formatting import day


def marked(mark: Mark | None) -> str:
    """Return who edited it, and when, in brackets after a space; empty if nobody did."""
    if mark is None:
        return ""
    did = "added" if mark.is_made_by_hand else "edited"
    return f" [{did} by {mark.by or 'somebody who left'}, {day(mark.at)}]"
