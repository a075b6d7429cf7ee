"""Each page loads the styles of everything it shows."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
TEMPLATES, WEB = ROOT / "server" / "pages" / "templates", ROOT / "web" / "src"
EVERYWHERE = {"theme", "pages/frame"}
OWN = {
    "home": {"pages/home", "pages/tasks/tasks"},
    "action_items": {"pages/actionItems", "pages/tasks/tasks"},
    **{each: {"pages/tasks/tasks"} for each in ("tasks", "carried", "task_parts", "task_templates", "toast")},
    "welcome": {"pages/home"},
    "search": {"pages/search"},
    "audit": {"pages/audit"},
    "meeting": {"pages/meeting", "pages/report", "pages/speaking", "pages/tasks/tasks"},
    "minutes": {"pages/meeting"},
    "speaking": {"pages/meeting", "pages/speaking"},
    "own_report": {"pages/meeting", "pages/report"},
    "transcript": {"pages/meeting"},
    "chat": {"pages/meeting"},
    "following": {"pages/meeting"},
    "docs": {"docs"},
    "own_templates": {"pages/ownTemplates"},
}
"""What a template's page loads beside the styles of every page; `parts` may be on any of them."""
OF_MINUTES = {"claims"}
"""Macros of `parts.html` that only the minutes use."""
SHEETS = [*EVERYWHERE, *{name for own in OWN.values() for name in own}]


def alone(sheet: str) -> set[str]:
    """The classes that a style sheet has rules for, except for print, by the rule's subject."""
    css = re.sub(r"/\*.*?\*/", "", (WEB / f"{sheet}.css").read_text(), flags=re.S)
    css = re.sub(r"@media print \{.*?\n\}", "", css, flags=re.S)
    lines = re.findall(r"([^{};]+)\{", css)
    return {
        found.group(1)
        for rule in lines
        for one in rule.split(",")
        if (found := re.fullmatch(r"\.([\w-]+)", one.strip()))
    }


@pytest.mark.parametrize(
    "template", sorted(path.stem for path in TEMPLATES.glob("*.html") if path.stem != "room")
)
def test_styles_are_loaded(template: str) -> None:
    """A class that any page's style sheet styles is styled by one that this page loads."""
    text = (TEMPLATES / f"{template}.html").read_text()
    used = {
        name for value in re.findall(r'class="([^"]*)"', text) for name in re.findall(r"[a-z][\w-]*", value)
    }
    loaded = EVERYWHERE | OWN.get(template, set())
    known = {sheet: alone(sheet) for sheet in SHEETS}
    has = {name for sheet in loaded for name in known[sheet]}
    assert {name for sheet in SHEETS for name in known[sheet]} & used - has - OF_MINUTES == set()
