"""Times of words whose text was corrected."""

from server.meeting.segment_rows import Words
from server.meeting.word_times import cut_words, letter_times, realigned


def heard(*words: str, each_ms: int = 500) -> Words:
    """Words of half a second each, one after the other."""
    return [{"w": w, "s": n * each_ms, "e": (n + 1) * each_ms, "c": 0.5} for n, w in enumerate(words)]


def times(words: Words) -> list[tuple[str, int, int]]:
    """Each word with its time."""
    return [(word["w"], word["s"], word["e"]) for word in words]


def test_same_words_keep_their_times() -> None:
    """Case and punctuation change the word, not its time or confidence."""
    (word, _) = realigned("Good, morning!", heard("good", "morning"), 0, 1000)
    assert word == {"w": "Good,", "s": 0, "e": 500, "c": 0.5}


def test_replaced_words_share_the_time() -> None:
    """New words share the time of those they replace, by their length; how sure they are is unknown."""
    found = realigned("the Kubernetes cluster", heard("the", "cuban", "needs", "cluster"), 0, 2000)
    assert times(found) == [("the", 0, 500), ("Kubernetes", 500, 1500), ("cluster", 1500, 2000)]
    assert found[1]["c"] is None


def test_added_words_lie_between() -> None:
    """Words added at the end, the beginning or between others take no time of theirs."""
    assert times(realigned("a b x", heard("a", "b"), 0, 1600)) == [
        ("a", 0, 500),
        ("b", 500, 1000),
        ("x", 1000, 1600),
    ]
    assert times(realigned("x a b", heard("a", "b"), 0, 1000))[0] == ("x", 0, 0)


def test_unspaced_letters() -> None:
    """In scripts without spaces the letters that stay keep their times, in words as before."""
    found = realigned("会議は五月", heard("会議", "は", "四月"), 0, 1500)
    assert times(found) == [("会議", 0, 500), ("は", 500, 1000), ("五", 1000, 1250), ("月", 1250, 1500)]


def test_times_only_rise() -> None:
    """Whatever is typed, the words are in order and within the segment."""
    found = times(realigned("z y a q b 会 c c", heard("a", "b", "c"), 0, 1500))
    edges = [edge for _, start, end in found for edge in (start, end)]
    assert edges == sorted(edges)
    assert [word for word, _, _ in found] == ["z", "y", "a", "q", "b", "会", "c", "c"]


def test_without_times() -> None:
    """An engine without times has none after a correction either."""
    assert realigned("anything", [], 0, 1000) == []


def test_long_texts() -> None:
    """Of texts too long to compare word by word the beginning and the end keep their times."""
    before = heard("first", *("ab"[n % 2] for n in range(2500)), "last", each_ms=1)
    found = times(realigned(f"First {'b a ' * 1250} last.", before, 0, 2502))
    assert (found[0], found[-1], len(found)) == (("First", 0, 1), ("last.", 2501, 2502), 2502)


def test_cut() -> None:
    """Words are divided where the text is."""
    first, second = cut_words(heard("One", "two.", "Three"), "One two. ")
    assert ([w["w"] for w in first], [w["w"] for w in second]) == (["One", "two."], ["Three"])
    assert cut_words(heard("会議は"), "会議")[1] == []


def test_letters_of_an_edited_word_share_the_time_of_the_one_it_replaces() -> None:
    """Each letter has a stretch, and none is before the one it follows."""
    words = [
        {"w": "to", "s": 0, "e": 200},
        {"w": "day", "s": 200, "e": 500},
        {"w": "off", "s": 600, "e": 900},
    ]
    assert letter_times("to rest off", words, 0, 1000)[2:] == [
        *((200, 275), (275, 350), (350, 425), (425, 500)),
        *((600, 700), (700, 800), (800, 900)),
    ]
    assert letter_times("ab", [], 0, 100) == [(0, 50), (50, 100)]
