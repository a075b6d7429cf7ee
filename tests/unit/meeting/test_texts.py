"""Texts of people of all sorts: kept as they are written, or told what to change and where."""

import unicodedata

import pytest

from server.meeting.texts import LINE, LINES, NAME, SEARCH, Kind, UnusableTextError, clean, clean_leniently

KEPT = [
    "A",
    "O'Brien",
    "O’Brien-Łuczak",
    "Null",
    "undefined",
    "<b>Grace</b>",
    "Robert'); DROP TABLE rooms;--",
    "Nguyễn Thị Ánh",
    "محمد الأمين",
    "علی‌رضا",
    "שָׁלוֹם",
    "דנה\u200f (Dana)",
    "김민준",
    "山田\u3000太郎",
    "葛\U000e0100城",
    "สมชาย ใจดี",
    "ကြွှို့်",
    "နိုင်‌ငံ",
    "क्‍ष",
    "श्रीमान्‌",
    "ශ්‍රී ලංකා",
    "രാജന്‍",
    "ཧྐྵྨླྺྼྻྂ",
    "👩‍👩‍👧",
    "👩🏽‍💻",
    "🏳️‍🌈",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "🇩🇪🇫🇷",
    "1️⃣",
    "❤️‍🔥",
    "\U0001fae9",
    "\U0001fac8",
    "\uf8ff",
    "x" * 120,
]


@pytest.mark.parametrize("text", KEPT, ids=ascii)
@pytest.mark.parametrize("kind", [NAME, LINES], ids=["name", "lines"])
def test_kept_as_written(text: str, kind: Kind) -> None:
    """Names of the world, and signs newer than our Unicode tables, stay letter for letter."""
    assert clean(text, kind) == unicodedata.normalize("NFC", text)
    assert clean_leniently(text, NAME.limit) == unicodedata.normalize("NFC", text)


TIDIED = {
    "two spellings of a letter": ("Zoe\u0308", "Zoë"),
    "a telephone number from contacts": ("\u2068+49 30 1234\u2069", "+49 30 1234"),
    "one from another system": ("\u202d+1 (555) 010\u202c", "+1 (555) 010"),
    "marks of direction in Latin": ("\u200eAnn\u200f", "Ann"),
    "vertical tab of a word processor": ("Ann\x0bSmith", "Ann Smith"),
    "line separator": ("Ann\u2028Smith", "Ann Smith"),
    "lines": ("Ann\r\nSmith", "Ann Smith"),
    "blanks": ("Ann\u00a0\u202f Smith", "Ann Smith"),
    "soft hyphen": ("Meier\u00adhoff", "Meierhoff"),
    "byte order mark": ("\ufeffAnn", "Ann"),
    "zero-width space": ("A\u200bnn", "Ann"),
    "joiner that joins nothing": ("An\u200dn\u200c", "Ann"),
    "bell and escape": ("Ann\x07\x1b", "Ann"),
    "picture": ("Ann\ufffc", "Ann"),
    "hidden tags": ("Ann\U000e0041\U000e0042", "Ann"),
    "noncharacters": ("Ann\uffff\ufdd0\U0010fffe", "Ann"),
    "mark without a letter": ("\u0301Ann", "Ann"),
    "blank letters at the ends": ("\u3164Ann\u2800", "Ann"),
    "wide blanks": ("山田\u3000\u3000太郎", "山田 太郎"),
}


@pytest.mark.parametrize("what", TIDIED)
def test_taken_away(what: str) -> None:
    """What came along with a paste and shows nothing is no reason to refuse a name."""
    given, expected = TIDIED[what]
    assert clean(given, NAME) == clean(given, LINE) == clean_leniently(given, NAME.limit) == expected


REFUSED = {
    "NUL": ("a\0b", "Delete the broken character at position 2 (U+0000)."),
    "half a pair": ("ab\ud800", "Delete the broken character at position 3 (U+D800)."),
    "override": ("a\u202etxt", "Delete the character U+202E at position 2: it reverses the text after it."),
    "override on the second line": (
        "a\nb\u202et",
        "Delete the character U+202E at position 4: it reverses the text after it.",
    ),
    "marks without end": (
        "Zz" + "\u0335" * 9,
        "Delete some of the marks at position 11: a letter can have at most 8.",
    ),
    "nothing": (" \n ", "Write something here."),
    "nothing to be seen": ("\u200b\u3164\u2800", "Write at least one visible character."),
}


@pytest.mark.parametrize("what", REFUSED)
@pytest.mark.parametrize("kind", [NAME, LINE, LINES], ids=["name", "line", "lines"])
def test_refused_with_the_place(what: str, kind: Kind) -> None:
    """What is harmful is refused, and what and where is said."""
    text, sentence = REFUSED[what]
    with pytest.raises(UnusableTextError) as refusal:
        clean(text, kind)
    assert str(refusal.value) == sentence


def test_length_is_told() -> None:
    """Who has a longer name is told how much fits."""
    with pytest.raises(UnusableTextError, match=r"^Shorten this to 120 characters; it has 200\.$"):
        clean("x" * 200, NAME)


LINED = {
    "line ends": (
        "one\r\ntwo\x0bthree\u2028four\u2029five\x85six\x0cseven",
        "one\ntwo\nthree\nfour\nfive\nsix\nseven",
    ),
    "indents": ("if a:\n\tb  c", "if a:\n\tb  c"),
    "blanks of French": ("10\u00a0€\u202f!", "10\u00a0€\u202f!"),
    "paired directions": ("\u2068+1 555\u2069 \u202dabc\u202c", "\u2068+1 555\u2069 \u202dabc\u202c"),
    "directions left open": ("\u2067a\nb\u2069", "a\nb"),
    "where Khmer may break": ("ភាសា\u200bខ្មែរ", "ភាសា\u200bខ្មែរ"),
    "escape": ("\x1b[31mred", "[31mred"),
}


@pytest.mark.parametrize("what", LINED)
def test_many_lines(what: str) -> None:
    """Chat keeps its lines, in one way of ending them, and what pasted text needs."""
    given, expected = LINED[what]
    assert clean(given, LINES) == expected


def test_search_takes_directions_away() -> None:
    """Nobody searches for what cannot be seen."""
    assert clean("\u202eשלום\u200f \u2067x", SEARCH) == "שלום x"


@pytest.mark.parametrize("text", [text for text, _ in REFUSED.values()], ids=ascii)
def test_another_applications_name_is_never_refused(text: str) -> None:
    """What is harmful is taken out of it."""
    found = clean_leniently(text, NAME.limit)
    assert found == "" or clean(found, NAME) == found


@pytest.mark.parametrize("letters", ["👩‍👩‍👧", "🇩🇪", "e\u0323\u0301", "👍🏽"])
@pytest.mark.parametrize("before", ["", "x", "xx", "xxx"])
def test_cut_between_letters(letters: str, before: str) -> None:
    """A name that is cut ends with a whole letter."""
    whole = unicodedata.normalize("NFC", letters)
    cut = clean_leniently(before + whole * 100, 120)
    assert cut.removeprefix(before).replace(whole, "") == ""
