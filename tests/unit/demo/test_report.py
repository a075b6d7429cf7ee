"""Laws of the minutes in the terminal."""

from server.demo.report import as_text


def test_minutes_without_a_model_say_so() -> None:
    """Nobody takes an extract for a model's summary."""
    assert "no model" in as_text({"method": "extractive", "note": "Ollama is down."})


def test_an_action_names_owner_and_date() -> None:
    """Who and until when come first for a reader."""
    action = {"title": "Write the notes", "assignee": "Ben", "due_date": "2026-11-25"}
    assert "Ben: Write the notes (by 2026-11-25)" in as_text({"actions": [action]})


def test_what_there_is_none_of_is_said() -> None:
    """An empty section is not mistaken for a missing one."""
    assert "Decisions\n  none" in as_text({"decisions": []})
