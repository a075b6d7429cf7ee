"""Tasks, decisions and due dates of sentences in which a point ends nothing."""

from datetime import date

import pytest

from agent.minutes.extractive import extract
from agent.minutes.text_normalization import stemming_in
from tests.unit.minutes.made_up_speech import said

TASKS = [
    ("en", "Bob: Cleo, can you call Mr. Halden?", "Call Mr. Halden", None),
    ("en", "Bob: I'll email Dr. Weiss the offer by Monday.", "Email Dr. Weiss the offer", date(2026, 3, 9)),
    ("en", "Bob: I'll ask St. Mary's about the hall.", "Ask St. Mary's about the hall", None),
    ("en", "Bob: I will write to Mrs. Lee and Mr. Park.", "Write to Mrs. Lee and Mr. Park", None),
    ("en", "Bob: I'll send J. Smith the contract tomorrow.", "Send J. Smith the contract", date(2026, 3, 5)),
    ("en", "Bob: I'll clean room No. 5 by Friday.", "Clean room No. 5", date(2026, 3, 6)),
    (
        "en",
        "Bob: I'll order some snacks, e.g. nuts, by Friday.",
        "Order some snacks, e.g. nuts",
        date(2026, 3, 6),
    ),
    (
        "de",
        "Bob: Ich werde Dr. Weiss das Angebot bis Montag schicken.",
        "Dr. Weiss das Angebot",
        date(2026, 3, 9),
    ),
    ("de", "Bob: Ich werde das Angebot bis zum 20. März schicken.", "Das Angebot", date(2026, 3, 20)),
    ("es", "Bob: Voy a llamar a la Sra. Díaz el viernes.", "Llamar a la Sra. Díaz", date(2026, 3, 6)),
]


@pytest.mark.parametrize(("language", "saying", "title", "due"), TASKS)
def test_whole_task(language: str, saying: str, title: str, due: date | None) -> None:
    """The title has the whole name, and what is said after it is heard."""
    with stemming_in(language):
        (task,) = extract(said(saying, "Cleo: Yes, sure.", there=("Bob", "Cleo"))).actions
    assert task.title.startswith(title)
    assert task.due_date == due


def test_whole_decision() -> None:
    """A decision is not cut after a title."""
    (decision,) = extract(said("Bob: We decided to hire Mr. Halden for the barn.", "Ann: Good.")).decisions
    assert decision.text == "We decided to hire Mr. Halden for the barn."
