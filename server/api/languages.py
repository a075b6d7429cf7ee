"""Check that this server can transcribe a requested language."""

from server.config import Settings
from server.errors import Invalid
from server.languages import listed_names
from server.models import find_engine, transcribed_languages


def check_language(settings: Settings, language: str) -> None:
    """Raise Invalid if no engine here supports it; if this process knows no models, any language passes."""
    has_whisper = settings.whisper is not None
    here = transcribed_languages(settings.models, has_whisper=has_whisper)
    if here and find_engine(language, settings.models, has_whisper=has_whisper) is None:
        message = (
            f"This server cannot transcribe that language. Choose {listed_names(here)}."
            f" Whoever runs the server can add it: parley models add {language}"
        )
        raise Invalid(problems=[{"field": "settings.language", "message": message}])
