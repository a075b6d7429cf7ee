"""The part of the meeting page in which its host shares the minutes by links."""

from dataclasses import dataclass
from datetime import UTC, datetime

from server.meeting.access import Right, Standing
from server.meeting.minutes import Minutes
from server.meeting.share_links import ShareLink, links_of
from server.meeting.states import READABLE_SUMMARY

SCOPES = {
    "summary": (
        "Summary",
        "Summary, decisions, action items and topics; without a language model they quote people",
    ),
    "transcript": ("With transcript", "All minutes, and what was said word for word"),
}
DAYS = {1: "1 day", 7: "7 days", 30: "30 days", 90: "90 days", 365: "1 year"}


@dataclass(frozen=True, slots=True)
class Sharing:
    """The links that hold."""

    links: list[ShareLink]


async def sharing_view(standing: Standing, minutes: Minutes | None) -> Sharing | None:
    """Return the links to the meeting's host; None for others, and while there is nothing to share."""
    if not standing.may(Right.SHARE_MINUTES) or minutes is None or minutes.state not in READABLE_SUMMARY:
        return None
    now = datetime.now(UTC)
    links = await links_of(standing.room.id)
    return Sharing([each for each in links if each.revoked_at is None and each.expires_at > now])
