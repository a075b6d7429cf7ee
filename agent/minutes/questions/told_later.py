"""What of a meeting is about the same matter: an index of the content words of its statements."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable


class MatterIndex:
    """Texts by their content words, each at a place; texts are few for each word, so that looking is fast."""

    def __init__(self, texts: Iterable[tuple[int, Collection[str]]]) -> None:
        self._places: list[int] = []
        self._texts: defaultdict[str, list[int]] = defaultdict(list)
        for place, words in texts:
            for word in set(words):
                self._texts[word].append(len(self._places))
            self._places.append(place)

    def has(self, about: Collection[str], least: float, after: int) -> bool:
        """Whether a text at a place after this one has so many of the words."""
        shared = Counter[int]()
        for word in about:
            shared.update(text for text in self._texts.get(word, ()) if self._places[text] > after)
        return any(count >= least for count in shared.values())
