"""How many words are wrong: edit distance over words that are compared as they sound."""

import re

SPELLED = {"mr": "mister", "mrs": "missus", "dr": "doctor", "st": "saint"}


def normal(text: str) -> list[str]:
    """Lower case, no punctuation; Korean by characters, for its spacing is a matter of taste."""
    words = re.sub(r"[^\w\s']", " ", text.lower()).replace("'", "").split()
    if any("가" <= letter <= "힣" for letter in text):
        return list("".join(words))
    return [SPELLED.get(word, word) for word in words]


def errors(reference: list[str], heard: list[str]) -> tuple[int, int]:
    """Give the wrong words (substituted, left out, put in) and the number of the reference's."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(reference, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != other))
    return row[-1], len(reference)
