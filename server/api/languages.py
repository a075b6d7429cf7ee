"""Whether this server transcribes a language that a request names."""

from server.config import Settings
from server.errors import Invalid
from server.languages import listed_names
from server.models import find_engine, transcribed


def check_language(settings: Settings, language: str) -> None:
    """Raise Invalid where nothing here transcribes it; where no model is known, the agents decide."""
    has_whisper = settings.whisper is not None
    here = transcribed(settings.models, has_whisper=has_whisper)
    if here and find_engine(language, settings.models, has_whisper=has_whisper) is None:
        message = f"This server cannot transcribe that language. Choose {listed_names(here)}."
        raise Invalid(problems=[{"field": "settings.language", "message": message}])
