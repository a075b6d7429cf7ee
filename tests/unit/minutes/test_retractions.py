"""What its speaker takes back at once is not quoted, and what is quoted of one topic stands together."""

import pytest

from agent.minutes.extractive import extract
from agent.minutes.quotable_sentences import by_topic, central_sentences, quotable
from agent.minutes.text_normalization import stemming_in
from agent.minutes.topic_phrases import MeetingPhrases
from tests.unit.minutes.made_up_speech import said

RETRACTIONS = [
    "No wait, that was the old offer.",
    "Just kidding.",
    "I'm joking.",
    "Sorry, that was another roof.",
    "Scratch that.",
    "No, that's wrong.",
    "Wait, I misread the table.",
    "Oh no, that was last year's offer.",
    "Hang on, it is fifty.",
    "My mistake.",
    "I take that back.",
    "Not really.",
    "Correction, it is fifty thousand.",
    "That is not true.",
    "Forget that.",
]
GOES_ON = [
    "Ann: Just kidding.",
    "Bob: No tiles are missing.",
    "Bob: The wait was long.",
    "Bob: That's right.",
    "Bob: That is correct, and the gutters too.",
    "Bob: No, that is fine with me.",
    "Bob: No, it works well.",
    "Bob: I mean, it is old and it leaks.",
    "Bob: It's an old building.",
    "Bob: This is an old problem.",
    "Bob: This is the last point.",
    "Bob: That's the other thing.",
    "Bob: Sorry about the noise.",
    "Bob: Sorry, can you hear me?",
    "Bob: Sorry, my dog is barking.",
    "Bob: Excuse me, Ann, one question.",
    "Bob: Never mind the noise.",
    "Bob: Wait for the results of the audit before signing.",
    "Bob: Hold on to the receipts.",
    "Bob: Hold on, my phone rings.",
    "Bob: Cross that off the list.",
    "Bob: Rather than waiting we begin in May.",
    "Bob: Scratch resistance matters most.",
    "Bob: Correction of the invoices takes two weeks.",
    "Bob: I'll correct the minutes.",
    "Bob: Right now the pump leaks.",
    "Bob: Actually, the pump leaks too.",
    "Bob: Forget that and the door and you pay twice.",
    "Bob: I got it up the stairs alone.",
    "Bob: Not at all expensive.",
]
MORE_RETRACTIONS = [
    "Hold on, that was the wrong table.",
    "Wait a minute, that's not right.",
    "I meant fourteen thousand.",
    "Make that fifty. No, wait, I misspoke.",
    "Sorry, not forty, fifty.",
    "I got that wrong.",
]
CLAIM = "The new roof is perfectly safe for the small children."


@pytest.mark.parametrize("after", [*RETRACTIONS, *MORE_RETRACTIONS])
@pytest.mark.parametrize("between", [" ", "|Bob: ", "|Ann: Hm.|Bob: "])
def test_taken_back(after: str, between: str) -> None:
    """What its speaker takes back is not quoted."""
    claim = "The roof repair costs forty thousand euros in total."
    more = [
        "Ann: The gutters leak in every storm above the red door.",
        "Carol: The paint is dry on the door.",
    ]
    spoken = said(*f"Bob: {claim}{between}{after}".split("|"), *more)
    assert claim not in [each.text for each in central_sentences(spoken, [], 9)]
    assert "forty thousand" not in extract(spoken).executive_summary


@pytest.mark.parametrize(
    ("of", "claim", "after"),
    [
        ("de", "Das Dach kostet insgesamt vierzig tausend Euro.", "Nein, warte, das war das alte."),
        ("de", "Das Dach kostet insgesamt vierzig tausend Euro.", "Quatsch, das war das alte."),
        ("fr", "La toiture coûte quarante mille euros en tout.", "Non, attends, c'est l'ancienne."),
        ("es", "El tejado cuesta cuarenta mil euros en total.", "No, espera, era el antiguo."),
        ("it", "Il tetto costa quarantamila euro in totale adesso.", "No, aspetta, era il vecchio."),
        ("nl", "Het dak kost in totaal veertig duizend euro.", "Nee, wacht, dat was het oude."),
        ("pt", "O telhado custa quarenta mil euros no total.", "Não, espera, era o antigo."),
    ],
)
def test_taken_back_in_other_languages(of: str, claim: str, after: str) -> None:
    """Likewise in other languages."""
    with stemming_in(of):
        spoken = said(f"Bob: {claim} {after}", "Ann: Uno.")
        assert claim not in [each.text for each in central_sentences(spoken, [], 9)]


@pytest.mark.parametrize("after", GOES_ON)
def test_not_taken_back(after: str) -> None:
    """What confirms or goes on, and what somebody else says, takes nothing back."""
    spoken = said(f"Bob: {CLAIM}", after)
    assert CLAIM in [each.text for each in central_sentences(spoken, [], 9)]


def test_by_topic() -> None:
    """Sentences on one topic stand together."""
    spoken = said(
        "Ann: The old kiln is too small for the vases.",
        "Bob: The rental agreement ends in the autumn of next year.",
        "Ann: The old kiln needs a new door before the winter.",
        "Bob: The rental agreement costs more than the clay does.",
    )
    sentences = [each for line in spoken.lines for each in quotable(line)]
    phrases = MeetingPhrases(spoken).best(count=4)
    assert [each.line.number for each in by_topic(sentences, phrases)] == [1, 3, 2, 4]
