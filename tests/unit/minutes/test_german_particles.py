"""German promises in the present, whose verb is parted or stands before its “um”."""

from dataclasses import replace

import pytest

from agent.minutes.commitments import commitments_of
from agent.minutes.text_normalization import stemming_in
from tests.unit.minutes.made_up_speech import segment, speech


def tasks(saying: str) -> list[str]:
    """The titles of the tasks."""
    spoken = replace(segment(0, "Ann", saying, 0, 2000), language="de")
    with stemming_in("de"):
        return [each.task for each in commitments_of(speech([spoken]))]


@pytest.mark.parametrize(
    ("saying", "title"),
    [
        ("Ich stelle bis Montag die Liste zusammen.", "Die Liste zusammenstellen"),
        ("Ich räume bis Freitag den Keller auf.", "Den Keller aufräumen"),
        ("Ich fülle bis Freitag den Antrag aus.", "Den Antrag ausfüllen"),
        ("Ich gebe bis Freitag die Unterlagen ab.", "Die Unterlagen abgeben"),
        ("Ich kümmere mich bis Freitag um die Bank.", "Sich um die Bank kümmern"),
    ],
)
def test_parted(saying: str, title: str) -> None:
    """What somebody does until a day is theirs, whatever the verb; the title has it whole."""
    assert tasks(saying) == [title]


@pytest.mark.parametrize(
    "saying",
    [
        "Ich lese den ersten Punkt vor.",
        "Ich fahre am Freitag weg.",
        "Ich ziehe im Mai um.",
        "Ich höre am Freitag auf.",
        "Ich fasse das kurz zusammen.",
        "Ich stimme dem zu.",
        "Ich nehme das auf.",
        "Ich gebe auf.",
        "Ich schlage Montag vor.",
        "Ich stelle das mal zurück.",
        "Ich stelle mich kurz vor.",
        "Ich wähle mich am Montag wieder ein.",
    ],
)
def test_no_task(saying: str) -> None:
    """What is done in the room, lived through or only said is none."""
    assert tasks(saying) == []
