"""Quotations are verbatim except for hesitation sounds and annotations."""

import pytest

from agent.minutes.text_normalization import as_sentence, tidy

KEPT = {
    "en": [
        "my number is 4 4 7 9",
        "call 555 555 1212",
        "he had had enough",
        "I said that that was fine",
        "no no, not today",
        "bye bye everyone",
        "very very good",
        "New York, New York",
        "Duran Duran and The The played",
        "I, I think so",
        "World War I, I think",
        "log in in the morning",
        "the limit (max 10 MB) stays",
        'she said "um, well" and left',
        "she said “uh uh” twice",
        "we use [brackets] and {braces}",
        "two oh oh seven",
        "oh no",
        "eh, that is Canadian",
        "uh-huh",
        "mm-hmm, do it",
        "take him to the ER",
        "take him to the er",
        "a gap of 5 mm",
        "the film is 20 um thick",
        "Um Hong-gil climbed it",
        "Mr. Um decides",
        "HM Treasury agrees",
        "-5 degrees tonight",
        "from 10 - 5 to 3",
        "a share of .5 percent",
        "ha ha",
        "ah, I see",
        "B B C and C C TV",
    ],
    "de": [
        "er schickt den Bericht",
        "Wir treffen uns um drei",
        "die, die die Karten haben",
        "das war eh klar",
        "Oh ja",
        "ah so",
        "Um drei Uhr",
    ],
    "nl": ["er is iets", "dat is er een", "om en om", "Er was eens"],
    "pt": ["um dois três", "É um bom plano"],
    "is": ["um það bil"],
    "da": ["vi er klar"],
    "fr": ["nous nous voyons", "eh bien", "vous vous trompez", "Oui !", "ah bon"],
    "es": ["eh, este plan", "¿eh?"],
    "it": ["piano piano", "eh sì"],
    "ko": ["그 문서를 어 보내 주세요", "저기 있는 아이"],
    "ja": ["ええと 資料 を", "まあまあ"],
    "id": ["anak anak", "hati hati"],
    "vi": ["um tùm"],
    "zz": ["um er uh"],
}


@pytest.mark.parametrize(
    ("language", "text"), [(code, text) for code, texts in KEPT.items() for text in texts]
)
def test_verbatim(language: str, text: str) -> None:
    """Words, numbers, names, doubled words, brackets and quotations are never removed."""
    assert tidy(text, language) == text


@pytest.mark.parametrize(
    ("language", "text", "tidied"),
    [
        ("en", "Um, I think so", "I think so"),
        ("en", "Um I think so", "I think so"),
        ("en", "we, uh, wait", "we, wait"),
        ("en", "We wait, um. Then go.", "We wait. Then go."),
        ("en", "done. Uh, next", "done. next"),
        ("en-GB", "it is uhm fine", "it is fine"),
        ("en", "the the plan", "the plan"),
        ("en", "hello [Music] world <unk>", "hello world"),
        ("en", "two  spaces\tand tabs", "two spaces and tabs"),
        ("de-AT", "Das ist ähm gut", "Das ist gut"),
        ("fr", "c'est euh bien", "c'est bien"),
        ("en", "um", ""),
        ("en", "…", ""),
    ],
)
def test_hesitation_sounds(language: str, text: str, tidied: str) -> None:
    """Hesitation sounds of the language are removed; sentence-ending marks stay."""
    assert tidy(text, language) == tidied


def test_participants_name() -> None:
    """A sound that is a participant's name is kept."""
    assert tidy("ask um about it", "en", {"um", "jin"}) == "ask um about it"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("we agreed", "We agreed."),
        ("iPhone sales rose", "iPhone sales rose."),
        ("eBay closed", "eBay closed."),
        ("-5 degrees", "-5 degrees."),
        ("- a point", "A point."),
        ('he said "stop."', 'He said "stop."'),
        ("ist das gut (ja?)", "Ist das gut (ja?)"),
        ("ßtraße", "ßtraße."),
        ("क्या यह ठीक है।", "क्या यह ठीक है।"),
    ],
)
def test_sentence(text: str, sentence: str) -> None:
    """A capital and an end mark are added only where they belong."""
    assert as_sentence(text) == sentence
