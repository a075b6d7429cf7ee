"""No page says that all stays on this server where the settings send something elsewhere."""

import pytest

from server.config import Settings
from server.pages.whereabouts import leaves, whereabouts
from tests.unit.test_config import GOOD

STORED = "Meetings are stored on this server"
BUCKET = "s3://meetings/parley"
MEDIA = "sound and video go through a media server at sfu.lan"
MAIL = {"PARLEY_SMTP_URL": "smtp://mail.lan", "PARLEY_MAIL_FROM": "P <p@example.org>"}
MAILED = "e-mails, with titles and tasks, go out through mail.lan"
HERE = {**GOOD, "DATABASE_URL": "postgresql://parley:hush@127.0.0.1/parley"}
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
        ({"LIVEKIT_URL": "ws://sfu.lan:7880"}, f"{STORED}; {MEDIA}."),
        (MAIL, f"{STORED}; {MAILED}."),
        (
            {**MAIL, "PARLEY_SMTP_URL": "smtp://mail.localhost"},
            "Meetings, transcripts and minutes stay on this server.",
        ),
        (
            {"DATABASE_URL": "postgresql://parley:hush@db.lan/parley"},
            "Meetings are stored in a database at db.lan.",
        ),
        (
            {
                **MAIL,
                "DATABASE_URL": "postgresql://parley@db.lan/parley",
                "LIVEKIT_URL": "wss://sfu.lan",
                "PARLEY_BACKUPS": BUCKET,
                "OLLAMA_HOST": "gpu",
            },
            "Meetings are stored in a database at db.lan, backups also in object storage;"
            f" {MEDIA}; {MODEL}; {MAILED}.",
        ),
    ],
)
def test_whereabouts(where: dict[str, str], sentence: str) -> None:
    """It names what goes elsewhere, and no more."""
    settings = Settings.from_env({**HERE, **where})
    assert whereabouts(settings) == sentence
    assert leaves(settings) == ("stay on this server" not in sentence)
