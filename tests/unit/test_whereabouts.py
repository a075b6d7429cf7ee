"""No page says that all stays on this server where the settings send something elsewhere."""

import pytest

from server.config import Settings
from server.pages.whereabouts import leaves, whereabouts
from tests.unit.test_config import GOOD

STORED = "Meetings are stored on this server"
BUCKET = "s3://meetings/parley"
MODEL = "a language model at gpu reads transcripts to write the minutes"


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        ({}, "Meetings, transcripts and minutes stay on this server."),
        ({"PARLEY_BACKUPS": "/var/backups"}, "Meetings, transcripts and minutes stay on this server."),
        ({"OLLAMA_HOST": "gpu"}, f"{STORED}; {MODEL}."),
        ({"PARLEY_RECORDINGS": BUCKET}, f"{STORED}, recordings also in object storage."),
        ({"PARLEY_ARCHIVE": BUCKET}, f"{STORED}, recordings also in object storage."),
        ({"PARLEY_BACKUPS": BUCKET}, f"{STORED}, backups also in object storage."),
        (
            {"PARLEY_ARCHIVE": BUCKET, "PARLEY_BACKUPS": BUCKET, "OLLAMA_HOST": "gpu"},
            f"{STORED}, recordings and backups also in object storage; {MODEL}.",
        ),
    ],
)
def test_whereabouts(where: dict[str, str], sentence: str) -> None:
    """It names what goes elsewhere, and no more."""
    settings = Settings.from_env({**GOOD, **where})
    assert whereabouts(settings) == sentence
    assert leaves(settings) == ("object storage" in sentence or "model" in sentence)
