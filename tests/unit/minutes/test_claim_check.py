"""Verification of a model's notes."""

import pytest

from agent.minutes.claim_check import CheckedNotes, check_notes
from agent.minutes.window_notes import Noted, Notes
from tests.unit.minutes.made_up_speech import said


def after(words: str, answer: str, decision: str) -> CheckedNotes:
    """Verify a decision the model found in a line of Alice and the answer of Bob."""
    spoken, found = said(f"Alice: {words}", f"Bob: {answer}"), CheckedNotes()
    check_notes(Notes(decisions=[Noted(lines=[1], text=decision)]), spoken.lines, spoken, found)
    return found


def test_confirmed_fact() -> None:
    """A fact that somebody confirms is no decision; it may be a key point."""
    found = after("The ticket shop fails on old phones.", "Okay.", "The ticket shop fails on old phones.")
    assert found.decisions == []
    assert len(found.key_points) == 1


@pytest.mark.parametrize(
    ("words", "decision"),
    [
        ("Shall we print the tickets in Vienna?", "The tickets are printed in Vienna."),
        ("We should print the tickets in Vienna.", "Print the tickets in Vienna."),
        ("I propose the printer in Vienna for the tickets.", "The printer in Vienna for the tickets."),
        ("We decided to print the tickets in Vienna.", "Print the tickets in Vienna."),
    ],
)
def test_decision(words: str, decision: str) -> None:
    """A suggestion with assent, or a stated decision, is a decision."""
    assert len(after(words, "Yes, sounds good.", decision).decisions) == 1


def test_decision_made_of_two_lines() -> None:
    """What is told as decided has to be what a line decides: the rest of it may be about something else."""
    spoken = said(
        "Alice: We decided to start at seven instead of six.",
        "Bob: Posters have to hang 69 days before, the town asks for that.",
    )
    told = "The club decided to start at seven instead of six and hang posters 69 days before."
    found = CheckedNotes()
    check_notes(Notes(decisions=[Noted(lines=[1, 2], text=told)]), spoken.lines, spoken, found)
    assert (found.decisions, found.key_points, found.dropped) == ([], [], 1)
