"""A meeting's minutes as plain text for a terminal."""

from collections.abc import Iterator
from typing import Any

WIDTH = 100


def as_text(minutes: dict[str, Any]) -> str:
    """Format the answer of `GET …/minutes`."""
    return "\n".join(_lines(minutes))


def _lines(minutes: dict[str, Any]) -> Iterator[str]:
    how = minutes.get("model") if minutes.get("method") == "model" else "picked from the transcript, no model"
    yield f"Minutes ({how})"
    if minutes.get("state") == "drafted":
        yield "  Better minutes are being written; they will replace these."
    if minutes.get("note"):
        yield f"  {minutes['note']}"
    yield from _section("Summary", [minutes.get("executive_summary") or ""])
    yield from _section("Decisions", [claim["text"] for claim in minutes.get("decisions") or []])
    yield from _section("Actions", [_action(action) for action in minutes.get("actions") or []])
    yield from _section("Talk time", [_share(talk) for talk in minutes.get("talk_time") or []])


def _section(title: str, entries: list[str]) -> Iterator[str]:
    yield f"\n{title}"
    yield from (f"  · {entry}" for entry in entries if entry) if any(entries) else ("  none",)


def _action(action: dict[str, Any]) -> str:
    who, due = action.get("assignee") or "somebody", action.get("due_date")
    return f"{who}: {action['title']}" + (f" (by {due})" if due else "")


def _share(talk: dict[str, Any]) -> str:
    return f"{talk['name']}: {talk['seconds']:.0f} s"
