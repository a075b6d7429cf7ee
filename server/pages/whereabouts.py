"""Where meetings are kept and read, told by every page in one sentence."""

from server.config import Settings

BUCKET = "://"
"""In the address of a place that is no directory of this machine."""


ANOTHER = "on another machine"


def leaves(settings: Settings) -> bool:
    """Tell whether anything of a meeting goes to another service."""
    return bool(settings.database_host or _in_buckets(settings) or _through(settings, named=True))


def whereabouts(settings: Settings, *, named: bool) -> str:
    """Say what stays on this server and what does not, as it is set up; `named`: with names of machines."""
    if not leaves(settings):
        return "Meetings, transcripts and minutes stay on this server."
    database = settings.database_host
    stored = f"in a database {_at(database, named=named)}" if database else "on this server"
    stored, in_buckets = f"Meetings are stored {stored}", _in_buckets(settings)
    if in_buckets:
        stored += f", {' and '.join(in_buckets)} also in object storage"
    return f"{'; '.join([stored, *_through(settings, named=named)])}."


def _in_buckets(settings: Settings) -> list[str]:
    recordings = settings.recordings_bucket or BUCKET in settings.archive
    return [*(["recordings"] if recordings else []), *(["backups"] if BUCKET in settings.backups else [])]


def _through(settings: Settings, *, named: bool) -> list[str]:
    """What goes through a service on another machine."""
    told = (
        (settings.redis_host, "messages between the parts of this server go through Redis {}"),
        (settings.media_host, "sound and video go through a media server {}"),
        (settings.model_host, "a language model {} reads transcripts to write the minutes"),
        (settings.mail_host, "e-mails, with titles and tasks, go out through a mail server {}"),
    )
    return [words.format(_at(host, named=named)) for host, words in told if host]


def machine(host: str, *, named: bool) -> str:
    """Where something ran; an empty host: here."""
    return _at(host, named=named) if host else "on this server"


def _at(host: str, *, named: bool) -> str:
    """Where it is; how the network is built is nothing for people without an account."""
    return f"at {host}" if named else ANOTHER
