"""Where meetings are kept and read, told by every page in one sentence."""

from server.config import Settings

BUCKET = "://"
"""In the address of a place that is no directory of this machine."""


def leaves(settings: Settings) -> bool:
    """Tell whether anything of a meeting goes to another service."""
    return bool(settings.model_host or _in_buckets(settings))


def whereabouts(settings: Settings) -> str:
    """Say what stays on this server and what does not, as it is set up."""
    if not leaves(settings):
        return "Meetings, transcripts and minutes stay on this server."
    stored, in_buckets = "Meetings are stored on this server", _in_buckets(settings)
    if in_buckets:
        stored += f", {' and '.join(in_buckets)} also in object storage"
    if settings.model_host:
        stored += f"; a language model at {settings.model_host} reads transcripts to write the minutes"
    return f"{stored}."


def _in_buckets(settings: Settings) -> list[str]:
    recordings = settings.recordings_bucket or BUCKET in settings.archive
    return [*(["recordings"] if recordings else []), *(["backups"] if BUCKET in settings.backups else [])]
