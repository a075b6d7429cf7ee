"""Word error rate: edit distance over normalized words."""

import re

SPELLED = {"mr": "mister", "mrs": "missus", "dr": "doctor", "st": "saint"}


def normal(text: str) -> list[str]:
    """Lower case without punctuation; Korean by characters, because its spacing varies."""
    words = re.sub(r"[^\w\s']", " ", text.lower()).replace("'", "").split()
    if any("가" <= letter <= "힣" for letter in text):
        return list("".join(words))
    return [SPELLED.get(word, word) for word in words]


def errors(reference: list[str], heard: list[str]) -> tuple[int, int]:
    """Word errors (substitutions, deletions, insertions) and the number of reference words."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(reference, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != other))
    return row[-1], len(reference)
