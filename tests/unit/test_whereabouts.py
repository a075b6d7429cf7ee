"""No page says that all stays on this server where the settings send something elsewhere."""

import pytest

from server.config import Settings
from server.pages.whereabouts import leaves, whereabouts
from server.stack.addresses import own_addresses
from tests.unit.test_config import GOOD

STORED = "Meetings are stored on this server"
BUCKET = "s3://meetings/parley"
MEDIA = "sound and video go through a media server at sfu.lan"
MAIL = {"PARLEY_SMTP_URL": "smtp://mail.lan", "PARLEY_MAIL_FROM": "P <p@example.org>"}
MAILED = "e-mails, with titles and tasks, go out through a mail server at mail.lan"
REDIS = "messages between the parts of this server go through Redis at redis.lan"
ALL_HERE = "Meetings, transcripts and minutes stay on this server."
OURS = next(iter(own_addresses()), "127.0.0.1")
HERE = {
    **GOOD,
    "DATABASE_URL": "postgresql://parley:hush@127.0.0.1/parley",
    "REDIS_URL": "redis://:hush@127.0.0.1:6379/1",
}
MODEL = "a language model at gpu reads transcripts to write the minutes"


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        ({}, ALL_HERE),
        ({"PARLEY_BACKUPS": "/var/backups"}, ALL_HERE),
        ({"OLLAMA_HOST": "gpu"}, f"{STORED}; {MODEL}."),
        ({"PARLEY_RECORDINGS": BUCKET}, f"{STORED}, recordings also in object storage."),
        ({"PARLEY_ARCHIVE": BUCKET}, f"{STORED}, recordings also in object storage."),
        ({"PARLEY_BACKUPS": BUCKET}, f"{STORED}, backups also in object storage."),
        (
            {"PARLEY_ARCHIVE": BUCKET, "PARLEY_BACKUPS": BUCKET, "OLLAMA_HOST": "gpu"},
            f"{STORED}, recordings and backups also in object storage; {MODEL}.",
        ),
        ({"LIVEKIT_URL": "ws://sfu.lan:7880"}, f"{STORED}; {MEDIA}."),
        ({"LIVEKIT_URL": "wss://meet.example.org", "PARLEY_URL": "https://Meet.example.org"}, ALL_HERE),
        ({"LIVEKIT_URL": f"ws://{f'[{OURS}]' if ':' in OURS else OURS}:7880"}, ALL_HERE),
        ({"REDIS_URL": "rediss://:hush@redis.lan"}, f"{STORED}; {REDIS}."),
        ({"REDIS_URL": "unix:///run/redis.sock"}, ALL_HERE),
        (MAIL, f"{STORED}; {MAILED}."),
        (
            {**MAIL, "PARLEY_SMTP_URL": "smtp://mail.localhost"},
            ALL_HERE,
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
    assert whereabouts(settings, named=True) == sentence
    assert leaves(settings) == ("stay on this server" not in sentence)


def test_names_are_for_accounts() -> None:
    """The signed-out learn what goes elsewhere, and no name of the network."""
    everything = {
        **MAIL,
        "DATABASE_URL": "postgresql://parley@db.lan/parley",
        "REDIS_URL": "redis://redis.lan",
        "LIVEKIT_URL": "wss://sfu.lan",
        "OLLAMA_HOST": "gpu.lan",
    }
    told = whereabouts(Settings.from_env({**GOOD, **everything}), named=False)
    assert told.count("on another machine") == 5
    assert ".lan" not in told
