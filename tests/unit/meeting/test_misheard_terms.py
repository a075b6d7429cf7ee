"""A misheard term in a text."""

import pytest

from server.meeting.misheard_terms import Term

WHOLE = [
    ("cuban needs", "Kubernetes", "The Cuban needs, cuban  needs", "The Kubernetes, Kubernetes"),
    ("ship", "sheep", "ship Ship SHIP shipping friendship", "sheep Sheep SHEEP shipping friendship"),
    ("ship", "Sheep", "SHIP ship", "Sheep Sheep"),
    ("s3", "S3", "s3 and S3, not s30", "S3 and S3, not s30"),
    ("c++", "C", "c++, c++11", "C, C11"),
    ("会議", "懐疑", "明日の会議は", "明日の懐疑は"),
    ("parley", "Parley", "会議parleyは", "会議Parleyは"),
    ("서울", "세울", "서울에서", "세울에서"),
    ("Straße", "Strasse", "die STRASSE, die straße", "die STRASSE, die Strasse"),
    ("שלום", "היי", "שלום לך", "היי לך"),
    ("a.b", "x", "a.b aXb", "x aXb"),
    ("x", r"\1\g<0>", "x", r"\1\g<0>"),
]


@pytest.mark.parametrize(("heard", "meant", "text", "after"), WHOLE)
def test_whole_words(heard: str, meant: str, text: str, after: str) -> None:
    """Whole words are replaced in their case, and parts of runs in scripts without spaces."""
    assert Term(heard, meant).replaced(text) == after


def test_in_words() -> None:
    """Where that is asked for, a part of a longer word is replaced as well."""
    assert Term("ship", "sheep", in_words=True).replaced("friendship Shipping") == "friendsheep Sheepping"


def test_case_that_matters() -> None:
    """Where that is asked for, only the same letters count, and the replacement is as typed."""
    assert Term("IT", "it", matches_case=True).replaced("IT it It") == "it it It"


def test_hits() -> None:
    """Each hit has its place and what comes there; what is right already is none."""
    hits = list(Term("parley", "Parley").hits("Parley or parley"))
    assert [(hit.start, hit.end, hit.instead) for hit in hits] == [(10, 16, "Parley")]
