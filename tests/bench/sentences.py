"""Sentences of a meeting, said by the speakers of benches."""

SENTENCES = (
    "Good morning everybody, let us begin.",
    "The first point is the budget for the next year.",
    "We have spent a little less than we planned.",
    "The second point is the new office.",
    "It will be ready at the end of March.",
    "Who would like to organise the move?",
    "Please send me your ideas until Friday.",
    "The third point is our customer survey.",
    "Most people like the new design very much.",
    "A few would like larger letters.",
    "We should try that in the next version.",
    "That was everything for today, thank you.",
)
