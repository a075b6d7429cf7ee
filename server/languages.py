"""Language tags: which languages the engines transcribe, and each engine's code for them.

Accepts BCP 47 in any case, `_` for `-`, and deprecated and three-letter codes.
"""

import re
from collections.abc import Sequence

from server.language_names import NAMES

MAX_LANGUAGE_TAG = 35
"""Characters; RFC 5646 says that no tag in use is longer."""
TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*")
ENCODING = re.compile(r"[.@].*")
"""The suffix of a POSIX locale: de_DE.UTF-8, sr_RS@latin."""
SEARCHED_FOR_RESULTS = frozenset({"de", "en", "es", "fr", "it", "ko", "nl", "pt"})
"""Languages in which the minutes know how decisions and tasks are said; in others they find none."""
MAX_NAMES_LISTED = 6
SCRIPT = re.compile(r"[a-z]{4}")
REGION = re.compile(r"[a-z]{2}|\d{3}")
VOSK_ONLY = frozenset({"eo", "ky"})
"""Languages Whisper does not transcribe."""
WHISPER_CODES = {"fil": "tl", "jv": "jw", "nb": "no", "yue": "zh"}
"""Whisper's codes that differ; only its largest models have one for Cantonese."""
VOSK_CODES = {"fil": "tl", "nb": "no", "nn": "no", "yue": "zh"}
PREFERRED = {
    # deprecated, or one language of a group
    "in": "id", "iw": "he", "ji": "yi", "jw": "jv", "mo": "ro", "sh": "sr", "cmn": "zh",
    "arb": "ar", "azj": "az", "ekk": "et", "khk": "mn", "lvs": "lv", "npi": "ne", "pes": "fa", "prs": "fa",
    "plt": "mg", "swh": "sw", "uzn": "uz", "ydd": "yi", "zsm": "ms", "als": "sq", "pnb": "pa", "hbs": "sr",
    # ISO 639-2 and 639-3 codes for which BCP 47 has a shorter one
    "afr": "af", "amh": "am", "ara": "ar", "asm": "as", "aze": "az", "bak": "ba", "bel": "be", "bul": "bg",
    "ben": "bn", "bod": "bo", "tib": "bo", "bre": "br", "bos": "bs", "cat": "ca", "ces": "cs", "cze": "cs",
    "cym": "cy", "wel": "cy", "dan": "da", "deu": "de", "ger": "de", "ell": "el", "gre": "el", "eng": "en",
    "epo": "eo", "spa": "es", "est": "et", "eus": "eu", "baq": "eu", "fas": "fa", "per": "fa", "fin": "fi",
    "fao": "fo", "fra": "fr", "fre": "fr", "glg": "gl", "guj": "gu", "hau": "ha", "heb": "he", "hin": "hi",
    "hrv": "hr", "hat": "ht", "hun": "hu", "hye": "hy", "arm": "hy", "ind": "id", "isl": "is", "ice": "is",
    "ita": "it", "jpn": "ja", "jav": "jv", "kat": "ka", "geo": "ka", "kaz": "kk", "khm": "km", "kan": "kn",
    "kor": "ko", "kir": "ky", "lat": "la", "ltz": "lb", "lin": "ln", "lao": "lo", "lit": "lt", "lav": "lv",
    "mlg": "mg", "mri": "mi", "mao": "mi", "mkd": "mk", "mac": "mk", "mal": "ml", "mon": "mn", "mar": "mr",
    "msa": "ms", "may": "ms", "mlt": "mt", "mya": "my", "bur": "my", "nob": "nb", "nor": "no", "nep": "ne",
    "nld": "nl", "dut": "nl", "nno": "nn", "oci": "oc", "pan": "pa", "pol": "pl", "pus": "ps", "por": "pt",
    "ron": "ro", "rum": "ro", "rus": "ru", "san": "sa", "snd": "sd", "sin": "si", "slk": "sk", "slo": "sk",
    "slv": "sl", "sna": "sn", "som": "so", "sqi": "sq", "alb": "sq", "srp": "sr", "sun": "su", "swe": "sv",
    "swa": "sw", "tam": "ta", "tel": "te", "tgk": "tg", "tha": "th", "tuk": "tk", "tgl": "tl", "tur": "tr",
    "tat": "tt", "ukr": "uk", "urd": "ur", "uzb": "uz", "vie": "vi", "yid": "yi", "yor": "yo", "zho": "zh",
    "chi": "zh",
}  # fmt: skip


def canonical(tag: str) -> str:
    """Return language, script and region canonically: PT_br → pt-BR, iw → he, zh-hant-tw → zh-Hant-TW.

    Raises ValueError, with a message for the person, if no engine supports the language.
    """
    bare = ENCODING.sub("", tag.strip())
    if len(bare) > MAX_LANGUAGE_TAG or not TAG.fullmatch(bare):
        raise ValueError("must be a language code such as en, pt-BR or zh-TW")
    language, *rest = bare.lower().replace("_", "-").split("-")
    while rest and len(rest[0]) == 3 and rest[0].isalpha():  # zh-yue is yue
        language = rest.pop(0)
    language = PREFERRED.get(language, language)
    if language not in NAMES:
        raise ValueError(f"no speech engine knows the language {bare}")
    script = rest.pop(0).title() if rest and SCRIPT.fullmatch(rest[0]) else ""
    region = rest.pop(0).upper() if rest and REGION.fullmatch(rest[0]) else ""
    return "-".join(filter(None, (language, script, region)))


def is_searched_for_results(tag: str) -> bool:
    """Whether it says something that no decision or task was found in speech of this language."""
    return code_of(tag) in SEARCHED_FOR_RESULTS


def code_of(tag: str) -> str:
    """Return the language without script and region, a key of NAMES; empty if no engine supports it."""
    try:
        return canonical(tag).partition("-")[0]
    except ValueError:
        return ""


def region_of(tag: str) -> str:
    """Return the region in lower case; empty without one."""
    last = tag.lower().replace("_", "-").split("-")[-1]
    return last if "-" in tag.replace("_", "-") and REGION.fullmatch(last) else ""


def whisper_code(tag: str) -> str:
    """Return Whisper's code of the language; empty if it does not support it."""
    code = code_of(tag)
    return "" if code in VOSK_ONLY else WHISPER_CODES.get(code, code)


def vosk_code(tag: str) -> str:
    """Return the code in the names of Vosk's models; empty if no engine supports the language."""
    code = code_of(tag)
    return VOSK_CODES.get(code, code)


def name_of(tag: str) -> str:
    """Return the language's native name; the tag itself if unknown."""
    return NAMES.get(code_of(tag), tag)


def listed_names(codes: Sequence[str]) -> str:
    """Join the native names, of many the first ones: English, Deutsch or 한국어."""
    names = [NAMES.get(code, code) for code in codes]
    if len(names) > MAX_NAMES_LISTED:
        return f"{', '.join(names[:MAX_NAMES_LISTED])} or another of {len(names)}"
    return " or ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
