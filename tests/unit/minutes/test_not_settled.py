"""What sounds like a decision and is none; beside it what is one."""

import pytest

from agent.minutes.extractive import extract
from agent.minutes.text_normalization import stemming_in
from tests.unit.minutes.made_up_speech import said


def decided(of: str, *sayings: str) -> list[str]:
    """The texts of what is decided or turned down."""
    with stemming_in(of):
        minutes = extract(said(*sayings))
    return [each.text for each in (*minutes.decisions, *minutes.turned_down)]


VOTES = (
    ("We have a proposal to close the library.", "Yes.", "Agreed."),
    ("I have a proposal to rename the club.", "Yes.", "Aye."),
    ("So we come to the motion to cut the school budget.", "Aye.", "Aye."),
    ("There is a motion to cut the school budget.", "Second.", "Aye."),
    ("I move that we sell the boat.", "Second.", "The motion is carried."),
    ("I move that we sell the boat.", "Second.", "Approved."),
    ("Are members content with the new rules of the house?", "Yes.", "Yes."),
    ("Is everyone happy with the new opening hours?", "Yes.", "Yes."),
    ("Is the committee content to publish the report?", "Yes.", "Agreed."),
    ("Is the board agreed on the new opening hours?", "Yes.", "Agreed."),
)
NO_VOTES = (
    ("We do not have a proposal to close the library.", "Yes.", "Agreed."),
    ("We don't have a motion to sell the boat.", "Yes.", "Agreed."),
    ("There is no motion to sell the boat.", "Yes.", "Yeah."),
    ("In parliament there is a motion to cut the school budget.", "Yes.", "Yeah."),
    ("In Leeds they have a proposal to close the library.", "Yes.", "Yeah."),
    ("The council will have a motion to close the pool.", "Yes.", "Yes."),
    ("At the school there is a proposal to build a road.", "Yes.", "Yeah."),
    ("Do we have a motion to sell the boat?", "Yes.", "Yes."),
    ("I move that we sell the boat.", "The sale was not, as far as I know, approved."),
    ("I move that we sell the boat.", "It hasn't been carried."),
    ("I move that we sell the boat.", "That was never formally approved."),
    ("Are the customers happy with the new website?", "Yes.", "Yes."),
    ("Is the neighbour happy with the new fence?", "Yes.", "Yes."),
    ("Are the parents content with the school food?", "Yes.", "Yes."),
    ("are the nurses happy with the new rota", "yes", "yes"),
    ("Is the client okay with the new price?", "Yes.", "Yes."),
)


@pytest.mark.parametrize("sayings", VOTES)
def test_carried(sayings: tuple[str, ...]) -> None:
    """What is put to the meeting, and carried by it, is decided."""
    assert len(decided("en", *_by_turns(sayings))) == 1


@pytest.mark.parametrize("sayings", NO_VOTES)
def test_not_carried(sayings: tuple[str, ...]) -> None:
    """What is not put, is put elsewhere, asks how somebody feels, or is denied is not carried."""
    assert decided("en", *_by_turns(sayings)) == []


def _by_turns(sayings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{name}: {each}" for name, each in zip("ABCD", sayings, strict=False))


CHOICE = {
    "en": ("A: Shall we use the hall or the garden?", "A: Yes."),
    "de": ("A: Nehmen wir den Saal oder den Garten?", "A: Ja."),
    "fr": ("A: On prend la salle ou le jardin ?", "A: Oui."),
    "es": ("A: ¿Usamos la sala o el jardín?", "A: Sí."),
    "it": ("A: Prendiamo la sala o il giardino?", "A: Sì."),
    "pt": ("A: Usamos a sala ou o jardim?", "A: Sim."),
    "nl": ("A: Nemen we de zaal of de tuin?", "A: Ja."),
}
FACTS = (
    ("en", "So we have a problem with the hall."),
    ("en", "Okay, then we don't know about the hall."),
    ("en", "So we got complaints about the garden."),
    ("en", "We always missed the garden then."),
    ("en", "Okay, we decide about the garden next week then."),
    ("en", "Okay so the garden is too wet then."),
    ("en", "So the hall leaks then."),
    ("en", "So we need the hall for the sale then."),
    ("en", "So we lost the garden then."),
    ("en", "Okay, we discuss the garden later then."),
    ("en", "So we'll see about the garden then."),
    ("en", "So it'll be cold in the garden then."),
    ("en", "So the hall will be a problem then."),
    ("en", "So it will be the same problem with the hall."),
    ("en", "So we keep losing money on the garden."),
    ("en", "So we don't know when the hall is free."),
    ("en", "So we're having trouble with the hall."),
    ("en", "So we pay too much for the hall then."),
    ("de", "Also wir haben im Saal keinen Strom."),
    ("de", "Dann haben wir ein Problem mit dem Saal."),
    ("de", "Also der Garten ist zu nass."),
    ("de", "Also wir wissen nichts über den Saal."),
    ("de", "Dann verlieren wir den Garten."),
    ("de", "Gut, dann sehen wir den Garten nächste Woche."),
    ("fr", "Donc on a un problème avec la salle."),
    ("fr", "Alors on sait rien sur le jardin."),
    ("fr", "Donc nous avons des fuites dans la salle."),
    ("fr", "Donc la salle est trop petite."),
    ("fr", "Bon, on verra pour le jardin alors."),
    ("es", "Pues tenemos un problema con la sala."),
    ("es", "Entonces no sabemos nada del jardín."),
    ("es", "Pues la sala está llena."),
    ("es", "Pues perdimos el jardín."),
    ("es", "Entonces se inunda el jardín."),
    ("it", "Allora abbiamo un problema con la sala."),
    ("it", "Quindi non sappiamo niente del giardino."),
    ("it", "Allora la sala è piena."),
    ("it", "Quindi si allaga il giardino."),
    ("pt", "Então temos um problema com a sala."),
    ("pt", "Pois não sabemos nada do jardim."),
    ("pt", "Então a sala está cheia."),
    ("pt", "Então perdemos o jardim."),
    ("nl", "Dus we hebben een probleem met de zaal."),
    ("nl", "Dan weten we niets over de tuin."),
    ("nl", "Dus de zaal is te klein."),
    ("nl", "Dan verliezen we de tuin."),
)
CONCLUSIONS = (
    ("en", "Okay, the garden then."),
    ("en", "So we use the garden then."),
    ("en", "Okay, we'll take the garden."),
    ("en", "Right, let's go for the garden then."),
    ("en", "Okay, then we don't use the hall."),
    ("en", "Good, the garden it is."),
    ("en", "So it'll be the garden."),
    ("en", "So we'll be in the garden then."),
    ("de", "Gut, dann der Garten."),
    ("de", "Also nehmen wir den Garten."),
    ("de", "Gut, dann machen wir es im Garten."),
    ("fr", "Bon, le jardin alors."),
    ("fr", "Donc on prend le jardin."),
    ("fr", "Bon, on va dans le jardin alors."),
    ("es", "Vale, el jardín entonces."),
    ("es", "Pues usamos el jardín."),
    ("es", "Entonces nos quedamos con el jardín."),
    ("it", "Bene, allora il giardino."),
    ("it", "Quindi prendiamo il giardino."),
    ("it", "Allora facciamo nel giardino."),
    ("pt", "Está bem, o jardim então."),
    ("pt", "Então usamos o jardim."),
    ("pt", "Então ficamos com o jardim."),
    ("nl", "Goed, de tuin dan."),
    ("nl", "Dus we nemen de tuin."),
    ("nl", "Dan doen we het in de tuin."),
)


@pytest.mark.parametrize(("of", "text"), FACTS)
def test_fact(of: str, text: str) -> None:
    """A fact, a lack or a deferral in the form of a conclusion decides nothing."""
    asked, yes = CHOICE[of]
    assert decided(of, asked, f"B: {text}", yes) == []


@pytest.mark.parametrize(("of", "text"), CONCLUSIONS)
def test_conclusion(of: str, text: str) -> None:
    """What chooses among what there was to choose from decides it."""
    asked, yes = CHOICE[of]
    assert len(decided(of, asked, f"B: {text}", yes)) == 1


OBJECTIONS = (
    ("en", "A: Okay, the garden then.", "B: Yeah, no, the garden is too wet."),
    ("en", "A: Okay, the garden then.", "B: Well yes, no, not with the rain."),
    ("en", "A: Okay, the garden then.", "B: Okay, I disagree."),
    ("de", "A: Gut, dann der Garten.", "B: Ja, nein, der Garten ist zu nass."),
    ("fr", "A: Bon, le jardin alors.", "B: Oui, non, le jardin est trop humide."),
    ("es", "A: Vale, el jardín entonces.", "B: Sí, no, el jardín está mojado."),
    ("it", "A: Bene, allora il giardino.", "B: Sì, no, il giardino è bagnato."),
    ("nl", "A: Goed, de tuin dan.", "B: Ja, nee, de tuin is te nat."),
)
AGREEMENTS = (
    ("en", "A: Okay, the garden then.", "B: Yeah, no problem."),
    ("en", "A: Okay, the garden then.", "B: Yes, no objection."),
    ("en", "A: Okay, the garden then.", "B: Yes, and no dogs."),
    ("de", "A: Gut, dann der Garten.", "B: Ja, kein Problem."),
    ("fr", "A: Bon, le jardin alors.", "B: Oui, pas de problème."),
    ("es", "A: Vale, el jardín entonces.", "B: Sí, sin problema."),
)


@pytest.mark.parametrize(("of", "concluded", "answer"), OBJECTIONS)
def test_contradicted(of: str, concluded: str, answer: str) -> None:
    """A no after a yes speaks against it, whatever is said next."""
    right = {
        "en": "C: Right, it floods.",
        "de": "C: Ja.",
        "fr": "C: Oui.",
        "es": "C: Sí.",
        "it": "C: Sì.",
        "nl": "C: Ja.",
    }
    assert decided(of, CHOICE[of][0].replace("A:", "B:"), concluded, answer, right[of]) == []


@pytest.mark.parametrize(("of", "concluded", "answer"), AGREEMENTS)
def test_confirmed(of: str, concluded: str, answer: str) -> None:
    """A yes that says no to nothing but doubts is one."""
    assert len(decided(of, CHOICE[of][0].replace("A:", "B:"), concluded, answer)) == 1


def test_in_order() -> None:
    """Decisions stand in the order in which they were made, however they were made."""
    found = decided(
        "en",
        "A: Shall we use the hall or the garden?",
        "B: Okay, the garden then.",
        "A: Yes.",
        "B: We decided to hire a brass band.",
        "A: Do we serve lemonade or cider?",
        "B: Okay, cider then.",
        "A: Yes.",
    )
    assert [next(word for word in ("garden", "band", "cider") if word in each) for each in found] == [
        "garden",
        "band",
        "cider",
    ]
