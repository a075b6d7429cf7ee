"""Settings: right ones are read, wrong ones refused by name, secrets never shown."""

from pathlib import Path

import pytest

from server.config import DEFAULT_LLM, Secret, Settings, SettingsError
from server.imap_server import ImapServer
from server.smtp_server import SmtpServer

GOOD = {
    "DATABASE_URL": "postgresql://parley:hush@db/parley",
    "REDIS_URL": "redis://:hush@redis:6379/1",
    "LIVEKIT_URL": "ws://127.0.0.1:7880",
    "LIVEKIT_API_KEY": "key",
    "LIVEKIT_API_SECRET": "hush" * 8,
}


def test_defaults() -> None:
    """Five variables are enough."""
    settings = Settings.from_env(GOOD)
    assert (settings.url, settings.port, settings.llm) == ("http://localhost:8000", 8000, DEFAULT_LLM)
    assert (settings.ollama_host, settings.whisper, settings.models) == ("", None, ())


@pytest.mark.parametrize("name", sorted(GOOD))
def test_missing_variable(name: str) -> None:
    """What is missing is named."""
    with pytest.raises(SettingsError, match=f"^{name} "):
        Settings.from_env({**GOOD, name: " "})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://x"),
        ("REDIS_URL", "localhost"),
        ("LIVEKIT_URL", "127.0.0.1:7880"),
        ("LIVEKIT_API_SECRET", "short"),
        ("PARLEY_URL", "talk.example.org"),
        ("PARLEY_URL", "https://meet.example.org/parley"),
        ("PARLEY_URL", "http://localhost:eighty"),
        ("PARLEY_URL", "http://[::1"),
        ("PARLEY_URL", "https://ann:hush@meet.example.org"),
        ("LIVEKIT_URL", "ws://127.0.0.1:eighty"),
        ("DATABASE_URL", "postgresql://ann:hush@[::1/parley"),
        ("PARLEY_PORT", "eighty"),
        ("PARLEY_PORT", "70000"),
        ("PARLEY_PORT", "-1"),
        ("PARLEY_BCRYPT_COST", "3"),
        ("PARLEY_LLM_CONTEXT", "0"),
        ("PARLEY_LLM_URL", "llm.example.org"),
        ("PARLEY_LLM_URL", "ftp://llm.example.org"),
        ("PARLEY_LLM_URL", "https://ann:hush@llm.example.org/v1"),
        ("PARLEY_LLM_URL", "https://llm.example.org/v1?key=hush"),
        ("PARLEY_EMBEDDER", "bge-m3"),
        ("PARLEY_DEPARTURE_S", "0"),
        ("PARLEY_IMPORT_MB", "0"),
        ("PARLEY_PROXIES", "many"),
        ("AGENT_PORT", "x"),
    ],
)
def test_wrong_variable(name: str, value: str) -> None:
    """What is wrong is named, and the value is not repeated: it may be a secret."""
    with pytest.raises(SettingsError, match=f"^{name} ") as refusal:
        Settings.from_env({**GOOD, name: value})
    assert len(value) < 3 or value not in str(refusal.value)


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("http://localhost:8000", "ws://localhost:8000"),
        ("https://meet.example.org", "wss://meet.example.org"),
        ("http://[::1]:8000", "ws://[::1]:8000"),
        ("https://b\u00fccher.example:8443", "wss://xn--bcher-kva.example:8443"),
    ],
)
def test_browsers_find_livekit_behind_the_site(url: str, seen: str) -> None:
    """One origin for all: the web process passes signalling on."""
    assert Settings.from_env({**GOOD, "PARLEY_URL": url}).livekit_public_url == seen


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        ("wss://SFU.example.org:443/", "wss://sfu.example.org"),
        ("https://sfu.example.org/livekit/", "wss://sfu.example.org/livekit"),
        ("wss://b\u00fccher.example", "wss://xn--bcher-kva.example"),
    ],
)
def test_livekit_with_a_name_of_its_own(given: str, seen: str) -> None:
    """LIVEKIT_PUBLIC_URL is written as browsers write it, for the policy that lets pages open it."""
    told = {**GOOD, "PARLEY_URL": "https://meet.example.org", "LIVEKIT_PUBLIC_URL": given}
    assert Settings.from_env(told).livekit_public_url == seen


@pytest.mark.parametrize(
    "given", ["ws://sfu.example.org", "sfu.example.org", "wss://a:b@sfu.example.org", "wss://"]
)
def test_livekit_no_page_may_open(given: str) -> None:
    """An encrypted page opens encrypted sockets only, and nobody is told a password."""
    told = {**GOOD, "PARLEY_URL": "https://meet.example.org", "LIVEKIT_PUBLIC_URL": given}
    with pytest.raises(SettingsError, match=r"^LIVEKIT_PUBLIC_URL "):
        Settings.from_env(told)


def test_paths() -> None:
    """Lists of paths are split as the system does."""
    settings = Settings.from_env({**GOOD, "PARLEY_MODELS": "/a:/b c:", "PARLEY_WHISPER": "/run/w.sock"})
    assert (settings.models, settings.whisper) == ((Path("/a"), Path("/b c")), Path("/run/w.sock"))


def test_secrets_do_not_show() -> None:
    """Settings may be printed."""
    assert "hush" not in repr(Settings.from_env(GOOD))
    assert str(Secret("hush")) == "***"


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://Meet.Example.Org/", "https://meet.example.org"),
        ("https://meet.example.org:443", "https://meet.example.org"),
        ("HTTP://meet.lan:80", "http://meet.lan"),
        ("http://meet.lan:443", "http://meet.lan:443"),
        ("http://[FE80::1]:8000", "http://[fe80::1]:8000"),
    ],
)
def test_origin_as_browsers_write_it(url: str, origin: str) -> None:
    """The `Origin` of a request is compared with it letter by letter."""
    assert Settings.from_env({**GOOD, "PARLEY_URL": url}).url == origin


def test_endpoint_of_a_model() -> None:
    """An endpoint needs the name of its model, and its key is hidden."""
    endpoint = {"PARLEY_LLM_URL": "https://llm.example.org/v1/", "PARLEY_LLM_KEY": "hush"}
    with pytest.raises(SettingsError, match=r"^PARLEY_LLM is not set"):
        Settings.from_env({**GOOD, **endpoint})
    settings = Settings.from_env({**GOOD, **endpoint, "PARLEY_LLM": "large"})
    assert settings.llm_url == "https://llm.example.org/v1"
    assert "hush" not in repr(settings)


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.org", SmtpServer("mail.example.org", 587, "offered")),
        ("smtp://a:b@mail.example.org", SmtpServer("mail.example.org", 587, "starttls", "a", Secret("b"))),
        ("smtp://a:b@127.0.0.1:25", SmtpServer("127.0.0.1", 25, "plain", "a", Secret("b"))),
        ("smtp://a:b@localhost", SmtpServer("localhost", 587, "plain", "a", Secret("b"))),
        ("smtp://a:b@mail.localhost", SmtpServer("mail.localhost", 587, "starttls", "a", Secret("b"))),
        ("smtp://mail.localhost", SmtpServer("mail.localhost", 587, "offered")),
        ("smtp+starttls://[::1]:2525/", SmtpServer("::1", 2525, "starttls")),
        (
            "smtps://a%40b.org:p%3As%2F@mail",
            SmtpServer("mail", 465, "tls", "a@b.org", Secret("p:s/")),
        ),
    ],
)
def test_mail_server(url: str, server: SmtpServer) -> None:
    """The scheme says how it is secured; a password leaves this machine only encrypted, and is hidden."""
    settings = Settings.from_env({**GOOD, "PARLEY_SMTP_URL": url, "PARLEY_MAIL_FROM": "P <p@example.org>"})
    assert settings.smtp == server
    assert str(settings.smtp) == f"{server.host}:{server.port}"
    assert "p:s/" not in repr(settings)


@pytest.mark.parametrize(
    "url",
    [
        "http://mail",
        "smtp://",
        "smtp://a@mail",
        "smtp://:hush@mail",
        "smtp://mail:x",
        "smtp://m/hush",
        "smtp://[hush",
    ],
)
def test_wrong_mail_server(url: str) -> None:
    """A wrong URL is refused without repeating it."""
    with pytest.raises(SettingsError, match=r"^PARLEY_SMTP_URL (must|is)") as refused:
        Settings.from_env({**GOOD, "PARLEY_SMTP_URL": url, "PARLEY_MAIL_FROM": "p@example.org"})
    assert "hush" not in str(refused.value)


@pytest.mark.parametrize("sender", ["Parley", "<>", "a@", "@b.org", "P <p@b.org>\nBcc: x@y.org"])
def test_wrong_sender(sender: str) -> None:
    """Mail is from an address, on one line."""
    with pytest.raises(SettingsError, match=r"^PARLEY_MAIL_FROM must be"):
        Settings.from_env({**GOOD, "PARLEY_MAIL_FROM": sender})


def test_mail_needs_a_sender() -> None:
    """A mail server without a sender is refused at the start, not at the first mail."""
    with pytest.raises(SettingsError, match=r"^PARLEY_MAIL_FROM is not set"):
        Settings.from_env({**GOOD, "PARLEY_SMTP_URL": "smtp://mail"})


MAIL = {**GOOD, "PARLEY_SMTP_URL": "smtp://mail", "PARLEY_MAIL_FROM": "P <p@example.org>"}


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("imaps://a:b@mail", ImapServer("mail", 993, "tls", "a", Secret("b"))),
        ("imap://a:b@mail/Replies", ImapServer("mail", 143, "starttls", "a", Secret("b"), "Replies")),
        (
            "imap://a%40b.org:p%2Fs@127.0.0.1:1143/",
            ImapServer("127.0.0.1", 1143, "plain", "a@b.org", Secret("p/s")),
        ),
        ("imap://a:b@mail.localhost", ImapServer("mail.localhost", 143, "starttls", "a", Secret("b"))),
        ("imap://a:b@localhost", ImapServer("localhost", 143, "plain", "a", Secret("b"))),
        ("imaps://a:b@mail/In%20here/Now", ImapServer("mail", 993, "tls", "a", Secret("b"), "In here/Now")),
    ],
)
def test_mailbox_of_replies(url: str, server: ImapServer) -> None:
    """The URL says how it is secured and which folder; only to this machine goes a password in the clear."""
    settings = Settings.from_env({**MAIL, "PARLEY_IMAP_URL": url})
    assert (settings.imap, settings.imap_address) == (server, "p@example.org")
    assert "p/s" not in repr(settings)


@pytest.mark.parametrize(
    "url",
    ["http://a:hush@mail", "imaps://mail", "imaps://a:hush@", "imaps://a:hush@mail/%22", "imaps://a@mail"],
)
def test_wrong_mailbox_of_replies(url: str) -> None:
    """A wrong URL is refused without repeating it."""
    with pytest.raises(SettingsError, match=r"^PARLEY_IMAP_URL must") as refused:
        Settings.from_env({**MAIL, "PARLEY_IMAP_URL": url})
    assert "hush" not in str(refused.value)


@pytest.mark.parametrize("address", ["replies", "@b.org", f"{'a' * 32}@b.org", "a b@b.org", "ä@b.org"])
def test_wrong_address_of_replies(address: str) -> None:
    """To the address of replies a token is added, for which it must have room."""
    with pytest.raises(SettingsError, match=r"^PARLEY_IMAP_ADDRESS must be"):
        Settings.from_env({**MAIL, "PARLEY_IMAP_URL": "imaps://a:b@mail", "PARLEY_IMAP_ADDRESS": address})


def test_replies_to_nothing() -> None:
    """A mailbox of replies without a server for mail is refused: no mail of ours would be answered."""
    with pytest.raises(SettingsError, match=r"^PARLEY_IMAP_URL needs PARLEY_SMTP_URL"):
        Settings.from_env({**GOOD, "PARLEY_IMAP_URL": "imaps://a:b@mail"})


@pytest.mark.parametrize(
    ("where", "host"),
    [
        ({}, ""),
        ({"OLLAMA_HOST": "http://127.0.0.1:11434"}, ""),
        ({"OLLAMA_HOST": "localhost:11434"}, ""),
        ({"OLLAMA_HOST": "0.0.0.0"}, ""),  # noqa: S104  nothing is bound
        ({"OLLAMA_HOST": "127.0.0.2:11434"}, ""),
        ({"OLLAMA_HOST": "[::1]:11434"}, ""),
        ({"OLLAMA_HOST": "[::ffff:127.0.0.1]:11434"}, ""),
        ({"OLLAMA_HOST": "[::ffff:0.0.0.0]:11434"}, ""),
        ({"OLLAMA_HOST": "[::ffff:192.0.2.7]:11434"}, "::ffff:192.0.2.7"),
        ({"OLLAMA_HOST": "http://gpu.example.org:11434"}, "gpu.example.org"),
        ({"OLLAMA_HOST": "gpu.example.org:11434"}, "gpu.example.org"),
        ({"OLLAMA_HOST": "gpu"}, "gpu"),
        ({"OLLAMA_HOST": "10.0.0.5:11434/"}, "10.0.0.5"),
        ({"OLLAMA_HOST": "[2001:db8::5]:11434"}, "2001:db8::5"),
        ({"PARLEY_LLM_URL": "https://llm.example.org/v1", "PARLEY_LLM": "any"}, "llm.example.org"),
    ],
)
def test_model_elsewhere(where: dict[str, str], host: str) -> None:
    """Pages say where a language model of another machine reads what was said."""
    assert Settings.from_env({**GOOD, **where}).model_host == host


@pytest.mark.parametrize("where", [":11434", "http://", "ftp://gpu", "http://[::1"])
def test_ollama_nowhere(where: str) -> None:
    """An address of Ollama in which no host can be read is refused: pages could not say who reads along."""
    with pytest.raises(SettingsError, match=r"^OLLAMA_HOST"):
        Settings.from_env({**GOOD, "OLLAMA_HOST": where})


@pytest.mark.parametrize(
    ("place", "host"),
    [
        ("parley:hush@localhost:5432/parley", ""),
        ("parley:hush@127.0.0.1/parley", ""),
        ("/parley", ""),
        ("/parley?host=/run/postgresql", ""),
        ("parley@%2Frun%2Fpostgresql/parley", ""),
        ("parley:hu%40sh@db.example.org:5432/parley?sslmode=verify-full", "db.example.org"),
        ("parley@[2001:db8::5]:5432/parley", "2001:db8::5"),
        ("parley@db1:5432,db2:5433/parley", "db1, db2"),
        ("parley@localhost,db2/parley", "db2"),
        ("/parley?host=db.example.org", "db.example.org"),
    ],
)
def test_database_elsewhere(place: str, host: str) -> None:
    """Pages say where another machine keeps the meetings."""
    assert Settings.from_env({**GOOD, "DATABASE_URL": f"postgresql://{place}"}).database_host == host


@pytest.mark.parametrize(
    ("place", "default", "host"),
    [
        ("/parley", "db.lan", "db.lan"),
        ("/parley", "db1.lan,db2.lan:5433", "db1.lan, db2.lan"),
        ("/parley", "/run/postgresql", ""),
        ("/parley?host=localhost", "db.lan", ""),
        ("parley@localhost/parley", "db.lan", ""),
    ],
)
def test_database_by_default(monkeypatch: pytest.MonkeyPatch, place: str, default: str, host: str) -> None:
    """A URL without a host leads where PGHOST says, as for all programs of PostgreSQL."""
    monkeypatch.setenv("PGHOST", default)
    assert Settings.from_env({**GOOD, "DATABASE_URL": f"postgresql://{place}"}).database_host == host


@pytest.mark.parametrize(
    ("url", "host"),
    [("ws://127.0.0.1:7880", ""), ("http://localhost", ""), ("wss://sfu.example.org/x", "sfu.example.org")],
)
def test_media_elsewhere(url: str, host: str) -> None:
    """Pages say through which other machine sound and video go."""
    assert Settings.from_env({**GOOD, "LIVEKIT_URL": url}).media_host == host


@pytest.mark.parametrize("site", ["https://b\u00fccher.example", "https://xn--bcher-kva.example"])
def test_own_name(site: str) -> None:
    """What is reached by the site's own name is here, however it is spelled."""
    told = {**GOOD, "PARLEY_URL": site, "LIVEKIT_URL": "wss://B\u00fccher.example/x"}
    assert Settings.from_env(told).media_host == ""


@pytest.mark.parametrize(
    ("url", "host"), [("smtp://localhost:25", ""), ("smtps://mail.example.org", "mail.example.org")]
)
def test_mail_elsewhere(url: str, host: str) -> None:
    """Pages say through which other machine e-mail goes out."""
    assert Settings.from_env({**MAIL, "PARLEY_SMTP_URL": url}).mail_host == host


def test_no_mail() -> None:
    """Where no e-mail goes out, none goes through another machine."""
    assert Settings.from_env(GOOD).mail_host == ""
