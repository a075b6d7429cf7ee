"""Benchmark: what sentiment by a word list is worth in meetings: `python -m tests.bench.sentiment`.

Prints, for sentences made up for this table and labelled by the one who wrote them, how many get the right
sign, the macro F1 of the three classes, and the same for calling everything neutral. Those held out were
written when the method was done, and changed nothing; the misleading ones to trap a word list: bad news told
politely, terms of the trade, irony.
"""

# ruff: noqa: T201  a benchmark prints

from agent.minutes.sentiment import score
from server.pages.meeting_tone import NEUTRAL

PLAIN = {
    1: """
    The release went out on time and everybody is happy with it.
    Thank you all, that was excellent work.
    I like this proposal a lot.
    The customers love the new search.
    We are in good shape for the audit.
    That is a huge improvement over last year.
    I am confident that we will make it.
    Great, that solves my problem.
    It was a pleasure to work with them.
    The tests are not bad at all.
    """,
    0: """
    The next item is the budget.
    I will send the minutes on Friday.
    We meet again in two weeks.
    The server has sixteen cores.
    Bob joined from the other office.
    The document is in the shared folder.
    Let us go through the list from the top.
    There are four rooms on this floor.
    The invoice is from the second of March.
    We use the same format as before.
    """,
    -1: """
    The launch was a disaster.
    I am really worried about the schedule.
    The customers are angry about the outage.
    We failed the audit again.
    This is not a good idea.
    I don't think that is a good plan.
    Nobody is happy with the new process.
    The quality is terrible and the support is worse.
    I am disappointed by this result.
    It is a painful and frustrating process.
    """,
}
HELD_OUT = {
    1: """
    Well done everybody, the migration was smooth.
    The feedback from the pilot is very encouraging.
    That helps a lot, thank you.
    I am glad that we agreed so fast.
    The team did a fantastic job this quarter.
    It is not a problem at all.
    """,
    0: """
    Carol will write the report by Tuesday.
    The second column has the numbers of last year.
    We have five minutes left.
    Please mute your microphone when you do not speak.
    The vendor sent two offers.
    Then we go on with item four.
    """,
    -1: """
    The migration went badly and we lost data.
    I am not satisfied with the answer of the vendor.
    Unfortunately the numbers are worse than we feared.
    This bug is really annoying for our users.
    We are not confident in this estimate.
    It was a mistake to release on a Friday.
    """,
}
HARD = {
    1: """
    We are two weeks ahead of schedule.
    Nothing broke this time.
    I could not have asked for more.
    The number of complaints went down by half.
    It just works now.
    """,
    0: """
    Please kill the process and start it again.
    The dead letter queue is empty.
    The critical path goes through the database.
    We attack the second problem tomorrow.
    The risk register is in the annex.
    """,
    -1: """
    The review is late, and so is the next one.
    We lost two of our three largest customers.
    Costs went up by thirty percent and income did not.
    Well, that was just great, the whole site was down for a day.
    With respect, I would have expected something else.
    """,
}


def lines(of: dict[int, str]) -> list[tuple[int, str]]:
    """The labelled sentences of a table."""
    return [(sign, line.strip()) for sign, text in of.items() for line in text.strip().splitlines()]


def sign_of(sentence: str) -> int:
    """Positive, neutral or negative, as the page calls it."""
    found = score(sentence)
    return (found >= NEUTRAL) - (found <= -NEUTRAL)


def macro_f1(pairs: list[tuple[int, int]]) -> float:
    """The mean of the classes' F1 of pairs (label, answer)."""
    return sum(_f1(pairs, sign) for sign in (1, 0, -1)) / 3


def _f1(pairs: list[tuple[int, int]], sign: int) -> float:
    right = sum(label == answer == sign for label, answer in pairs)
    told = sum(answer == sign for _, answer in pairs)
    there = sum(label == sign for label, _ in pairs)
    return 2 * right / (told + there) if told + there else 0.0


def main() -> None:
    """Print the table, then what is wrong."""
    print(f"{'sentences':<12} {'right':>9} {'macro F1':>9} {'all neutral':>12}")
    wrong: list[tuple[int, int, str]] = []
    for name, table in (("plain", PLAIN), ("held out", HELD_OUT), ("misleading", HARD)):
        told = [(label, sign_of(sentence), sentence) for label, sentence in lines(table)]
        pairs = [(label, answer) for label, answer, _ in told]
        neutral = macro_f1([(label, 0) for label, _ in pairs])
        right = sum(label == answer for label, answer in pairs)
        print(f"{name:<12} {right:>4} / {len(pairs):<2} {macro_f1(pairs):>9.2f} {neutral:>12.2f}")
        wrong += [each for each in told if each[0] != each[1]]
    for label, answer, sentence in wrong:
        print(f"  {label:+d} was called {answer:+d}: {sentence}")


if __name__ == "__main__":
    main()
