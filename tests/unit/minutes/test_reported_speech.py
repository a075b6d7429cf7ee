"""What somebody said as a sentence about them, only where no word changes what it means."""

import pytest

from agent.minutes.extractive import extract
from agent.minutes.quotable_sentences import QuotableSentence, by_topic, central_sentences, quotable
from agent.minutes.reported_speech import reported
from agent.minutes.text_normalization import stemming_in
from agent.minutes.topic_phrases import MeetingPhrases
from tests.unit.minutes.made_up_speech import said

REPORTED = [
    ("The kiln is too small for the big vases.", "said that the kiln is too small for the big vases."),
    ("The rent has risen by 40 euros since March.", "said that the rent has risen by 40 euros since March."),
    ("I think the kiln will crack in the cold.", "thinks that the kiln will crack in the cold."),
    ("I believe that the kiln will crack in the cold.", "thinks that the kiln will crack in the cold."),
    (
        "Most glazes should dry for at least two days.",
        "said that most glazes should dry for at least two days.",
    ),
    (
        "So, the clay costs more because the pit closed.",
        "said that the clay costs more because the pit closed.",
    ),
    (
        "The US has raised the tariff on steel twice.",
        "said that the US has raised the tariff on steel twice.",
    ),
    (
        "The IT department has two new printers for the school.",
        "said that the IT department has two new printers for the school.",
    ),
    ("The Polish suppliers want a deposit on the tiles.", None),
    (
        "The Polish suppliers have asked for a deposit on tiles.",
        "said that the Polish suppliers have asked for a deposit on tiles.",
    ),
    (
        "The boat house loses tiles, and the gutters leak in storms.",
        "said that the boat house loses tiles, and the gutters leak in storms.",
    ),
]
QUOTED = {
    "in the speaker's own person": [
        "I carried the kiln down the stairs alone.",
        "The kiln broke my back on the stairs.",
        "The supplier has told us the price of clay.",
        "The old kiln is ours until the spring comes.",
        "The supplier has raised the price for me and Carol.",
        "I think the supplier has raised our price again.",
        "We need two more wooden shelves for the glazes.",
        "Our lawyers told the landlords that we will sue.",
        "We told the suppliers our price must fall.",
        "The neighbours will get money from us for the fence.",
        "The boiler is new because we have replaced the burner.",
        "Our supplier has raised the price of clay.",
        "The fence between us and the neighbours is broken.",
    ],
    "addressed": [
        "You should glaze the big vases twice.",
        "The kiln will burn your hands without gloves.",
        "Send the photographs of the kiln to the supplier.",
        "Welcome to the first meeting of the pottery club.",
        "Let's buy the big kiln from the supplier.",
        "Let us close the fountain before the winter.",
        "Don't forget the keys to the boat house.",
        "Always check the valve before the pump starts.",
        "Everybody write the numbers on the big sheet.",
        "Say the mayor wants the fountain in the park.",
        "Try telling the mayor that the fountain leaks.",
        "Just close the valve behind the old pump.",
        "Somebody call the plumber about the fountain valve.",
        "Never open the valve without the big key.",
        "Carol write the letter to the plumber in March.",
    ],
    "with words that point": [
        "This kiln is too small for the big vases.",
        "It is too small for all the big vases.",
        "The kiln will be delivered here to the workshop.",
        "He said the kiln was too small for vases.",
        "They told us that we should buy the big kiln.",
        "The tenants have to pay in that case.",
        "The latter pump is cheaper than the former.",
        "A heater needs such a pump in the cellar.",
        "The other one is cheaper and has a filter.",
        "The following pumps have failed in the cellar.",
        "The supplier has on the contrary lowered the price.",
        "The total is to the left of the chart.",
        "The figures above are wrong by a thousand euros.",
        "The same pump has failed in the cellar twice.",
        "The neighbours have shown them to the plumber.",
    ],
    "with times counted from its own": [
        "The kiln will be delivered to the workshop tomorrow.",
        "The pump will be repaired next Tuesday by the plumber.",
        "The pump has failed in the cellar last week.",
        "The new pump will arrive in two weeks by ship.",
        "The lease will end by the end of next month.",
        "The roof was repaired last year by the landlord.",
        "The landlord has recently painted the stairs green.",
        "The landlord will soon paint the stairs green.",
        "The tenants have lately complained about the stairs.",
        "The tenants are currently without any hot water.",
        "The plumber will repair the pump on Friday.",
        "The lease will end within a few months.",
        "The roof was repaired three winters ago by Carol.",
        "The rent is due at the end of the month.",
        "The pump will run again within an hour or so.",
    ],
    "after words that may be ironic": [
        "Yeah right, the landlord will fix the roof in March.",
        "Right, the pump is totally safe and pigs can fly.",
        "Sure, the auditors will just love the new forms.",
        "Oh, the landlord will fix the roof in March.",
        "Yes, the landlord will fix the roof in March.",
        "Okay, the landlord will fix the roof in March.",
        "No, the landlord will fix the roof in March.",
        "Of course, the landlord will fix the roof in March.",
        "Anyway the landlord will fix the roof in March.",
        "But the landlord will fix the roof in March.",
    ],
    "with a comment at its end": [
        "The pump is safe for the children, isn't it.",
        "The pump is safe for the children, Ann.",
        "The pump is safe for the children, right.",
        "The pump is safe for the children, or not.",
        "The pump is safe for the children, not.",
        "The pump is safe for the children, the vendor claims.",
        "The pump is safe for the children the vendor claims.",
        "The pump, Ann, is safe for the children.",
        "The pump is safe for the children Ann.",
        "The pump is safe for the children, or so they say.",
        "The pump is safe for the children, if only.",
        "The pump is safe for the children or not.",
    ],
    "beginning with a name or a word that may be one": [
        "May wants the blue tiles in the kitchen.",
        "Polish suppliers have asked for a deposit.",
        "Mark has the keys to the boat house.",
        "Will wants the blue tiles in the kitchen.",
        "Bill has paid the rent for the boat house.",
        "Two Rivers has raised the fee for the boats.",
    ],
    "not whole": [
        "The colour of the glaze on the big vases.",
        "The kiln, um, is too small for vases.",
        "The fence painted green by the neighbours in March.",
        "The costs of the roof for the club in winter.",
        "The running costs of the pump in the cellar.",
        "A list with the prices of all the big tiles.",
        "The more the merrier in the pottery club, Carol.",
        "The kiln kiln is too small for the vases.",
        "The kiln is too small for the big vases",
    ],
}
BEFORE = [
    "The landlord wrote the following.",
    "I doubt it.",
    "Is it true.",
    "Is that so?",
    "Let us assume the worst.",
    "Their argument goes like this.",
    "The brochure says nice things.",
    "Imagine a good world.",
    "The mayor told me something.",
    "I had a strange dream.",
    "If we are lucky.",
    "I heard a rumour.",
    "In theory at least.",
    "Suppose we buy it.",
]
AFTER = [
    "Or so the vendor claims.",
    "At least that is what the vendor says.",
    "Not that I believe it.",
    "Right?",
    "Isn't it?",
    "Yeah, sure.",
    "I doubt it.",
    "In your dreams.",
    "But only in summer.",
    "That's what the landlord told Carol.",
]
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
CLAIM = "The new roof is perfectly safe for the small children."


def only(sentence: str) -> str | None:
    """The sentence as Bob's, reported."""
    spoken = said(
        f"Bob: {sentence}", "Ann: The kiln, the rent, a glaze.", "May: The pump.", "Will: The shed."
    )
    return reported(QuotableSentence(next(quotable(spoken.lines[0])).text, spoken.lines[0], (1, 0)), spoken)


@pytest.mark.parametrize(("sentence", "told"), REPORTED)
def test_reported(sentence: str, told: str | None) -> None:
    """A plain statement about a thing keeps its words; “I think” is what they think."""
    assert only(sentence) == (told and f"Bob {told}")


@pytest.mark.parametrize(
    "sentence", [pytest.param(each, id=f"{kind}: {each}") for kind, all_ in QUOTED.items() for each in all_]
)
def test_quoted(sentence: str) -> None:
    """What another mouth, time or place would change is not reported, nor are half sentences and orders."""
    spoken = said(f"Bob: {sentence}", "Ann: The pump, the kiln.", "May: The roof.", "Will: The shed.")
    found = next(quotable(spoken.lines[0]), QuotableSentence(sentence, spoken.lines[0], (1, 0)))
    assert reported(found, spoken) is None


@pytest.mark.parametrize("before", BEFORE)
def test_framed_before(before: str) -> None:
    """A sentence that the one before may make another's claim or a supposition is not reported."""
    spoken = said(f"Bob: {before} {CLAIM}")
    assert reported(QuotableSentence(CLAIM, spoken.lines[0], (1, 1)), spoken) is None


@pytest.mark.parametrize("before", ["Ann: What does the vendor claim?", "Bob: The vendor wrote a letter."])
def test_framed_in_the_line_before(before: str) -> None:
    """Likewise by what was said just before in another line."""
    spoken = said(before, f"Bob: {CLAIM}")
    assert reported(next(quotable(spoken.lines[1])), spoken) is None


@pytest.mark.parametrize("after", AFTER)
def test_framed_after(after: str) -> None:
    """Nor is one that the next gives to somebody else, limits or mocks."""
    spoken = said(f"Bob: {CLAIM} {after}")
    assert reported(QuotableSentence(CLAIM, spoken.lines[0], (1, 0)), spoken) is None


def test_plain_neighbours() -> None:
    """Neighbours that say something plain change nothing."""
    spoken = said(f"Bob: The gutters are old. {CLAIM} The stairs are steep.")
    assert reported(QuotableSentence(CLAIM, spoken.lines[0], (1, 1)), spoken) is not None


@pytest.mark.parametrize("after", RETRACTIONS)
@pytest.mark.parametrize("between", [" ", "|Bob: ", "|Ann: Hm.|Bob: "])
def test_taken_back(after: str, between: str) -> None:
    """What its speaker takes back is neither told nor quoted."""
    claim = "The roof repair costs forty thousand euros in total."
    more = [
        "Ann: The gutters leak in every storm above the red door.",
        "Carol: The paint is dry on the door.",
    ]
    spoken = said(*f"Bob: {claim}{between}{after}".split("|"), *more)
    assert reported(next(quotable(spoken.lines[0])), spoken) is None
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


@pytest.mark.parametrize(
    "after", ["Ann: Just kidding.", "Bob: No tiles are missing.", "Bob: The wait was long."]
)
def test_not_taken_back(after: str) -> None:
    """What somebody else says, and a “no” before a noun, takes nothing back."""
    spoken = said(f"Bob: {CLAIM}", after)
    assert CLAIM in [each.text for each in central_sentences(spoken, [], 9)]


def test_other_languages() -> None:
    """No other language is reported: its verbs would change."""
    with stemming_in("de"):
        spoken = said("Bob: Der Ofen ist zu klein für die Vasen.")
        assert reported(next(quotable(spoken.lines[0])), spoken) is None


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


def test_same_person_again() -> None:
    """A second sentence of the same person is what they added."""
    found = extract(
        said(
            *("Ann: Hm.", "Bob: Well.") * 8,
            "Bob: The old kiln is too small for the vases of the club.",
            "Bob: The old kiln needs a new door before the winter comes.",
        )
    ).executive_summary
    assert "Bob said that the old kiln is too small" in found
    assert "Bob added that the old kiln needs a new door" in found
