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
    return _distances(reference, heard)[-1][-1], len(reference)


def same_words(reference: list[str], heard: list[str]) -> list[tuple[int, int]]:
    """Places of the words that were heard right, in both, by an alignment with the fewest errors.

    Unlike difflib's longest common runs it does not take a sentence for its repetition a minute later.
    """
    rows, found = _distances(reference, heard), list[tuple[int, int]]()
    i, j = len(reference), len(heard)
    while i and j:
        is_same = reference[i - 1] == heard[j - 1]
        if rows[i][j] == rows[i - 1][j - 1] + (not is_same):
            i, j = i - 1, j - 1
            if is_same:
                found.append((i, j))
        elif rows[i][j] == rows[i - 1][j] + 1:
            i -= 1
        else:
            j -= 1
    return found[::-1]


def _distances(reference: list[str], heard: list[str]) -> list[list[int]]:
    """Edit distances of all beginnings: one row for each number of reference words."""
    rows = [list(range(len(heard) + 1))]
    for i, word in enumerate(reference, 1):
        row, above = [i], rows[-1]
        for j, other in enumerate(heard, 1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (word != other)))
        rows.append(row)
    return rows
