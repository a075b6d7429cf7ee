"""Where meetings are kept and read, told by every page in one sentence."""

from server.config import Settings

BUCKET = "://"
"""In the address of a place that is no directory of this machine."""


def leaves(settings: Settings) -> bool:
    """Tell whether anything of a meeting goes to another service."""
    return bool(settings.database_host or _in_buckets(settings) or _through(settings))


def whereabouts(settings: Settings) -> str:
    """Say what stays on this server and what does not, as it is set up."""
    if not leaves(settings):
        return "Meetings, transcripts and minutes stay on this server."
    stored = f"in a database at {settings.database_host}" if settings.database_host else "on this server"
    stored, in_buckets = f"Meetings are stored {stored}", _in_buckets(settings)
    if in_buckets:
        stored += f", {' and '.join(in_buckets)} also in object storage"
    return f"{'; '.join([stored, *_through(settings)])}."


def _in_buckets(settings: Settings) -> list[str]:
    recordings = settings.recordings_bucket or BUCKET in settings.archive
    return [*(["recordings"] if recordings else []), *(["backups"] if BUCKET in settings.backups else [])]


def _through(settings: Settings) -> list[str]:
    """What goes through a service on another machine."""
    told = (
        (settings.media_host, "sound and video go through a media server at {}"),
        (settings.model_host, "a language model at {} reads transcripts to write the minutes"),
        (settings.mail_host, "e-mails, with titles and tasks, go out through {}"),
    )
    return [words.format(host) for host, words in told if host]
