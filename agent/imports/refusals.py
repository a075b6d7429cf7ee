"""What a file may not be, in sentences for the person who imports it."""

MAX_S = 8 * 3600
MAX_CHANNELS = 8
EMPTY = "The file is empty."
UNREADABLE = "This file is not a recording that can be read. Use WAV, MP3, M4A, MP4, WebM, Ogg or FLAC."
NO_SOUND = "This file has no sound."
PROTECTED = "The sound of this file is protected against copying (DRM), so it cannot be read."
TOO_LONG = "This recording is longer than 8 hours. Cut it into parts and import each."
TOO_MANY_CHANNELS = f"This recording has more than {MAX_CHANNELS} channels. Mix some of them."
TOO_MUCH = "This recording has too many channels for its length. Mix some of them, or cut it into parts."
ODD_RATE = "The sample rate of this recording is not one that sound has (4 to 384 kHz)."
INCOMPLETE = (
    "This file is incomplete, and what is there cannot be read. Copy it again from where it was recorded."
)
CUT_SHORT = "This file ends abruptly, so the end of the recording may be missing."
CUT_BY = "Only the first {found} of {whole} could be read; the rest of this file is missing or damaged."
DAMAGED = "This file is damaged: most of its sound cannot be read. Copy it again from where it was recorded."
NO_SPACE = "The server’s disk is full. Tell the person who runs it."
NOT_UTF8 = "This text is not in UTF-8. Save it as UTF-8 and try again."
NO_WORDS = "This file has no words."
TOO_BIG = "This transcript is too long. Cut it into parts and import each."
NOT_A_TRANSCRIPT = "This file is neither a recording nor a transcript."
NO_ENGINE = "No speech engine on this server supports the language of this recording."
LOST = "The uploaded file is no longer there. Import it again."
FAILED = "Something went wrong while the recording was transcribed. Import it again."


class MediaError(Exception):
    """The file cannot become a meeting; the message is a sentence or two for the person."""
