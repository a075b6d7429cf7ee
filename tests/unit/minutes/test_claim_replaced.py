"""A claim that has an unsaid word in the place of a said one tells of another thing."""

import pytest

from agent.minutes.claim_check import CheckedNotes, check_notes
from agent.minutes.claim_support import supports
from agent.minutes.text_normalization import stemming_in
from agent.minutes.window_notes import Noted, Notes
from tests.unit.minutes.made_up_speech import said


def holds(claim: str, *sayings: str, language: str = "en") -> bool:
    """Whether lines bear out a claim; Erin and Finn are there too."""
    with stemming_in(language):
        meeting = said(*sayings, there=("Erin", "Finn"))
        return supports(meeting.lines, claim, meeting)


@pytest.mark.parametrize(
    ("language", "saying", "true", "false"),
    [
        ("en", "The printer in the hallway is broken.", "The hallway's printer is broken.",
         "The printer in the office is broken."),
        ("en", "The cat of the neighbours scratched the sofa.",
         "The sofa was scratched by the neighbours' cat.", "The dog of the neighbours scratched the sofa."),
        ("en", "The doctor prescribed a strong painkiller.", "A strong painkiller was prescribed.",
         "The doctor prescribed a mild painkiller."),
        ("de", "Der Chor singt am Sonntag in der Kirche.", "Am Sonntag singt der Chor in der Kirche.",
         "Der Chor singt am Sonntag im Park."),
        ("fr", "La chorale chante dimanche à l'église.", "Dimanche, la chorale chante à l'église.",
         "La chorale chante dimanche au parc."),
        ("es", "La impresora del pasillo está rota.", "Está rota la impresora del pasillo.",
         "La impresora de la oficina está rota."),
        ("it", "Il sindaco ha aperto la nuova biblioteca.", "La nuova biblioteca è stata aperta dal sindaco.",
         "Il sindaco ha aperto la nuova palestra."),
        ("nl", "De kok heeft de sleutel van de schuur.", "De sleutel van de schuur heeft de kok.",
         "De kok heeft de sleutel van de kelder."),
    ],
)  # fmt: skip
def test_another_thing(language: str, saying: str, true: str, false: str) -> None:
    """Words in another order are what was said; another noun or adjective in a word's place is not."""
    assert holds(true, f"Ann: {saying}", language=language)
    assert not holds(false, f"Ann: {saying}", language=language)


@pytest.mark.parametrize(
    ("language", "saying", "claim"),
    [
        ("en", "Parents ask why the site still shows last year's timetable.",
         "Parents ask why the site still shows the timetable."),
        ("de", "Die Schule bekommt neue Fenster aus Holz.", "Die Schule wird neue Holzfenster bekommen."),
        ("fr", "Le gardien ramasse une grande boîte.", "Le gardien prend une grande boîte."),
        ("en", "The choir leases a hall.", "The choir rents a hall."),
        ("en", "The heating in the hallway is broken.", "The heating in the corridor is broken."),
        ("en", "The pipe in the cellar leaks.", "The pipe in the basement leaks."),
        ("en", "My mother sold the flat in Leeds.", "Ann's mother sold the apartment in Leeds."),
        ("en", "We hired a new cook for the canteen.", "They hired a new chef for the canteen."),
        ("en", "The invitations go out by post on Friday.", "The invitations go out by mail on Friday."),
        ("en", "We ran out of milk.", "The milk ran out."),
        ("de", "Die Lampe im Gang ist kaputt.", "Die Lampe im Flur ist kaputt."),
        ("de", "Die neue Bücherei öffnet im Mai.", "Die neue Bibliothek öffnet im Mai."),
    ],
)  # fmt: skip
def test_told_freely(language: str, saying: str, claim: str) -> None:
    """Another word for the same, a compound, and a word left out replace nothing."""
    assert holds(claim, f"Ann: {saying}", language=language)


def test_decision_about_another_thing() -> None:
    """What was decided about one thing is no decision about another."""
    spoken, found = said("Ann: We decided to buy the blue car.", "Bob: Agreed."), CheckedNotes()
    noted = [Noted(lines=[1], text=f"They decided to buy the {colour} car.") for colour in ("blue", "red")]
    check_notes(Notes(decisions=noted), spoken.lines, spoken, found)
    assert [each.text for each in found.decisions] == ["They decided to buy the blue car."]


@pytest.mark.parametrize(
    ("sayings", "true", "false"),
    [
        (("Ann: I'll paint the door.", "Bob: I'll also paint the fence."), "Bob will paint the fence.",
         "Bob will paint the door."),
        (("Ann: I bought the red car.", "Bob: I bought the blue car."), "Bob bought the blue car.",
         "Bob bought the red car."),
        (("Ann: I voted for the tax.", "Bob: I voted for the park."), "Ann voted for the tax.",
         "Bob voted for the tax."),
        (("Ann: My budget is ten thousand.", "Bob: My budget is twenty thousand."),
         "Bob's budget is twenty thousand.", "Bob's budget is ten thousand."),
        (("Ann: Our office closes in May.", "Bob: Our office closes in June."), "Ann's office closes in May.",
         "Bob's office closes in May."),
    ],
)  # fmt: skip
def test_parallel_lines(sayings: tuple[str, str], true: str, false: str) -> None:
    """What another person says of something else in the same words is not said by the first."""
    assert holds(true, *sayings)
    assert not holds(false, *sayings)


def test_words_of_others() -> None:
    """A line that refers to what was said before takes its words from there."""
    asked = ("Ann: Can you water the hedge, Bob?", "Bob: Yes, I'll do that tomorrow.")
    assert holds("Bob will water the hedge tomorrow.", *asked)
    assert holds("The printer never works.", "Ann: I hate the printer.", "Bob: That machine never works.")


@pytest.mark.parametrize(
    ("language", "saying", "true", "false"),
    [
        ("en", "We switch from gas to electricity.", "We switch to electricity from gas.",
         "We switch from electricity to gas."),
        ("en", "I prefer tea to coffee.", "Ann prefers tea to coffee.",
         "Ann prefers coffee to tea."),
        ("en", "We replace paper with plastic.", "Paper is replaced with plastic.",
         "Plastic is replaced with paper."),
        ("en", "We chose the train instead of the plane.", "They chose the train rather than the plane.",
         "They chose the plane instead of the train."),
        ("en", "The key in the drawer is for the office.", "The key for the office is in the drawer.",
         "The key in the office is for the drawer."),
        ("de", "Die Kisten kommen aus dem Keller ins Bad.", "Die Kisten kommen ins Bad aus dem Keller.",
         "Die Kisten kommen aus dem Bad in den Keller."),
        ("fr", "On passe du gaz à l'électricité.", "On passera du gaz à l'électricité.",
         "On passe de l'électricité au gaz."),
        ("es", "Pasamos del café al té.", "Pasaremos del café al té.",
         "Pasamos del té al café."),
        ("it", "Ci spostiamo dalla stazione al porto.", "Ci spostiamo al porto dalla stazione.",
         "Ci spostiamo dal porto alla stazione."),
        ("pt", "Mudamos da loja para o armazém.", "Mudamos para o armazém da loja.",
         "Mudamos do armazém para a loja."),
        ("nl", "We gaan van de markt naar de haven.", "We gaan naar de haven van de markt.",
         "We gaan van de haven naar de markt."),
    ],
)  # fmt: skip
def test_exchanged_things(language: str, saying: str, true: str, false: str) -> None:
    """What stands on the sides of a preposition may be told in another order, not the other way round."""
    assert holds(true, f"Ann: {saying}", language=language)
    assert not holds(false, f"Ann: {saying}", language=language)
