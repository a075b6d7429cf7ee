"""The settings, read once from the environment and validated."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from server import places
from server.elsewhere import database_elsewhere, elsewhere, host_elsewhere
from server.environment_reader import EnvironmentReader, SettingsError
from server.imap_server import ImapServer
from server.secret import Secret
from server.smtp_server import SmtpServer

__all__ = ("Secret", "Settings", "SettingsError")

DEFAULT_LLM = "qwen3:4b-instruct"
"""4 B parameters, Apache-2.0, follows a JSON schema, reads Korean and German as well as English."""
SMALL_LLM = "qwen2.5:1.5b-instruct"
"""Used with `--small` and on machines with little memory."""
DEFAULT_REFINER = "base"
"""The largest Whisper model that two cores run beside captions; packed in wheels."""
NO_EMBEDDER = "off"
"""Value of PARLEY_EMBEDDER with which nothing is embedded."""
MIN_LIVEKIT_SECRET = 32
"""Characters; livekit-server refuses shorter secrets."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One process's settings; field names are the variables without `PARLEY_`, in lower case."""

    database_url: Secret
    redis_url: Secret
    livekit_url: str
    """LiveKit's URL for our processes."""
    livekit_api_key: str
    livekit_api_secret: Secret
    livekit_public_url: str
    """LiveKit's signalling URL for browsers."""
    url: str = "http://localhost:8000"
    """The public origin: scheme, host and port, without a path."""
    host: str = "127.0.0.1"
    port: int = 8000
    agent_port: int = 8081
    minutes_port: int | None = None
    jobs_port: int | None = None
    whisper_port: int | None = None
    wal_port: int | None = None
    """Ports of the pages of the minutes, jobs, whisper and wal processes; None: no pages."""
    ollama_host: str = ""
    """Empty: no model, minutes are extracts."""
    llm: str = DEFAULT_LLM
    llm_context: int = 8192
    """Tokens."""
    llm_url: str = ""
    """Base URL of a server with OpenAI's API, which is asked instead of Ollama; empty: none."""
    llm_key: Secret | None = None
    """What that server knows us by."""
    embedder: str = ""
    """Model of embeddings on the language model's server; empty: the one that is installed with Parley."""
    language: str = "en"
    time_zone: str = "UTC"
    """The default of rooms; an IANA name."""
    home: Path = field(default_factory=places.home)
    models: tuple[Path, ...] = ()
    whisper: Path | None = None
    """Unix socket of the whisper process; None: there is none."""
    refiner: str = DEFAULT_REFINER
    """Whisper model of the second pass: a size or directory; `off`: none."""
    bcrypt_cost: int = 12
    keys: Secret | None = None
    """The keys that seal personal data, `id:base64`, comma-separated; for the processes that unseal."""
    keys_file: Path | None = None
    """The same keys, one per line."""
    web_dist: Path = field(default_factory=lambda: places.sources() / "web" / "dist")
    recordings: Path = field(default_factory=lambda: places.data() / "recordings")
    """Directory where recordings are written; rows hold paths relative to it."""
    recordings_bucket: str = ""
    """`s3://bucket/prefix`, where finished files of recordings go; empty: they stay in the directory."""
    archive: str = field(default_factory=lambda: str(places.data() / "archive"))
    """Archive of old recordings: a directory, or `s3://bucket/prefix`; beside recordings in a bucket."""
    data: Path = field(default_factory=places.data)
    backups: str = ""
    """Backup store: a directory, or `s3://bucket/prefix`; empty: none."""
    media_database_url: Secret | None = None
    """The database as `parley_media`, for LiveKit's events; None: the user of `database_url` acts as it."""
    backup_database_url: Secret | None = None
    """The database as a role that may replicate."""
    departure_s: int = 20
    """Seconds LiveKit keeps a room open after the last person left."""
    keep_recordings_days: int | None = None
    keep_transcripts_days: int | None = None
    keep_chat_days: int | None = None
    """Days after a meeting's end until each is deleted, the minutes with the transcript; None: never."""
    egress: Path | None = None
    egress_path: str = ""
    """Folder that LiveKit's Egress writes videos to, as we see it and as it does; None: no videos."""
    import_mb: int = 2048
    """Most megabytes of an imported file."""
    smtp: SmtpServer | None = None
    """The server that e-mail goes out through; None: there is none."""
    imap: ImapServer | None = None
    """The mailbox that calendar replies come to; None: there is none."""
    imap_address: str = ""
    """Its address, which invitations are to be answered to with +TOKEN before the @."""
    mail_from: str = ""
    """Who e-mail is from, such as `Parley <parley@example.org>`; empty: none is sent."""
    proxies: int = 0
    """Trusted reverse proxies, each of which appends to X-Forwarded-For."""

    @property
    def model_host(self) -> str:
        """The host of a language model that reads meetings elsewhere; empty: none does."""
        return host_elsewhere(self.llm_url or self.ollama_host, self.url)

    @property
    def database_host(self) -> str:
        """The host of a database on another machine, which has what is kept of meetings; empty: here."""
        return database_elsewhere(self.database_url.reveal(), self.url)

    @property
    def redis_host(self) -> str:
        """The host of a Redis on another machine, which carries our processes' messages; empty: here."""
        return host_elsewhere(self.redis_url.reveal(), self.url)

    @property
    def media_host(self) -> str:
        """The host of a LiveKit on another machine, through which sound and video go; empty: here."""
        return host_elsewhere(self.livekit_url, self.url)

    @property
    def mail_host(self) -> str:
        """The host of a mail server on another machine; empty: here, or there is none."""
        return elsewhere(self.smtp.host, self.url) if self.smtp is not None else ""

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read the variables; raises SettingsError naming the first that is missing or invalid."""
        read = EnvironmentReader(environ)
        url = read.origin("PARLEY_URL", "http://localhost:8000")
        secret = read.required("LIVEKIT_API_SECRET")
        if len(secret) < MIN_LIVEKIT_SECRET:
            raise SettingsError(f"LIVEKIT_API_SECRET must have at least {MIN_LIVEKIT_SECRET} characters")
        whisper, egress = read.text("PARLEY_WHISPER", ""), read.folder("PARLEY_EGRESS", "")
        home = Path(read.text("PARLEY_HOME", str(places.home(environ))))
        data = Path(read.text("PARLEY_DATA", str(places.data(environ))))
        backup_url = read.text("BACKUP_DATABASE_URL", "")
        media_url = read.text("MEDIA_DATABASE_URL", "")
        llm_url, llm_key = read.endpoint("PARLEY_LLM_URL"), read.text("PARLEY_LLM_KEY", "")
        embedder, ollama_host = read.text("PARLEY_EMBEDDER", ""), read.ollama_host()
        if embedder not in ("", NO_EMBEDDER) and not (llm_url or ollama_host):
            raise SettingsError("PARLEY_EMBEDDER names a model of OLLAMA_HOST or PARLEY_LLM_URL: set one")
        keys, keys_file = read.text("PARLEY_KEYS", ""), read.text("PARLEY_KEYS_FILE", "")
        recordings, bucket = places.recordings(environ, data)
        smtp = read.smtp_server("PARLEY_SMTP_URL")
        mail_from = read.sender("PARLEY_MAIL_FROM", needed_by="PARLEY_SMTP_URL")
        imap = read.imap_server("PARLEY_IMAP_URL", with_mail=smtp is not None)
        return cls(
            database_url=Secret(read.url("DATABASE_URL", ("postgres", "postgresql"))),
            redis_url=Secret(read.url("REDIS_URL", ("redis", "rediss", "unix"))),
            livekit_url=read.livekit_url(),
            livekit_api_key=read.required("LIVEKIT_API_KEY"),
            livekit_api_secret=Secret(secret),
            livekit_public_url=read.livekit_public_url(url),
            url=url,
            host=read.text("PARLEY_HOST", "127.0.0.1"),
            port=read.number("PARLEY_PORT", 8000, 0, 65535),
            agent_port=read.number("AGENT_PORT", 8081, 0, 65535),
            minutes_port=read.number("MINUTES_PORT", 0, 0, 65535) or None,
            jobs_port=read.number("JOBS_PORT", 0, 0, 65535) or None,
            whisper_port=read.number("WHISPER_PORT", 0, 0, 65535) or None,
            wal_port=read.number("WAL_PORT", 0, 0, 65535) or None,
            ollama_host=ollama_host,
            llm=read.required("PARLEY_LLM") if llm_url else read.text("PARLEY_LLM", DEFAULT_LLM),
            llm_context=read.number("PARLEY_LLM_CONTEXT", 8192, 512, 1 << 20),
            llm_url=llm_url,
            llm_key=Secret(llm_key) if llm_key else None,
            embedder=embedder,
            language=read.language("PARLEY_LANGUAGE", "en"),
            time_zone=read.zone("PARLEY_TIME_ZONE", "UTC"),
            home=home,
            models=tuple(Path(part) for part in read.text("PARLEY_MODELS", "").split(os.pathsep) if part),
            whisper=Path(whisper) if whisper else None,
            refiner=read.text("PARLEY_REFINER", DEFAULT_REFINER),
            bcrypt_cost=read.number("PARLEY_BCRYPT_COST", 12, 4, 31),
            keys=Secret(keys) if keys else None,
            keys_file=Path(keys_file) if keys_file else None,
            web_dist=Path(read.text("PARLEY_WEB_DIST", str(places.sources(environ) / "web" / "dist"))),
            recordings=recordings,
            recordings_bucket=bucket,
            archive=read.text("PARLEY_ARCHIVE", f"{bucket}/archive" if bucket else str(data / "archive")),
            data=data,
            backups=read.text("PARLEY_BACKUPS", str(data / "backups")),
            media_database_url=Secret(media_url) if media_url else None,
            backup_database_url=Secret(backup_url) if backup_url else None,
            departure_s=read.number("PARLEY_DEPARTURE_S", 20, 1, 86400),
            keep_recordings_days=read.number("PARLEY_KEEP_RECORDINGS_DAYS", 0, 0, 36500) or None,
            keep_transcripts_days=read.number("PARLEY_KEEP_TRANSCRIPTS_DAYS", 0, 0, 36500) or None,
            keep_chat_days=read.number("PARLEY_KEEP_CHAT_DAYS", 0, 0, 36500) or None,
            egress=Path(egress) if egress else None,
            egress_path=read.folder("PARLEY_EGRESS_PATH", egress),
            import_mb=read.number("PARLEY_IMPORT_MB", 2048, 1, 1_000_000),
            smtp=smtp,
            imap=imap,
            imap_address=read.reply_mailbox("PARLEY_IMAP_ADDRESS", mail_from) if imap else "",
            mail_from=mail_from,
            proxies=read.number("PARLEY_PROXIES", 0, 0, 16),
        )
