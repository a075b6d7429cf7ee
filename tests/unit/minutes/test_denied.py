"""Stated decisions that somebody denies, refuses or leaves open; beside them those that stand."""

import pytest

from agent.minutes.extractive import extract
from agent.minutes.text_normalization import stemming_in
from tests.unit.minutes.made_up_speech import said

HEDGE = "Ann: We agreed to cut the hedge in May."
DENIED = (
    (HEDGE, "Bob: No, we did not agree to that."),
    (HEDGE, "Bob: We never decided that."),
    (HEDGE, "Bob: Nobody agreed to that."),
    (HEDGE, "Bob: I don't think we agreed to cut the hedge."),
    (HEDGE, "Bob: No, that is too late."),
    (HEDGE, "Bob: I'm not sure we agreed that.", "Cem: Right.", "Ann: Let's leave it open."),
    (HEDGE, "Bob: Hm.", "Ann: Well, let's leave it open until autumn."),
    ("Ann: We'll go with the oak fence.", "Bob: Hang on, I'd rather have larch."),
)
STANDS = (
    (HEDGE, "Bob: Yes."),
    (HEDGE, "Bob: No problem."),
    (HEDGE, "Bob: No idea who has the shears, though."),
    (HEDGE, "Bob: No, that's fine."),
    (HEDGE, "Bob: But we haven't decided on the colour of the gate."),
    (HEDGE, "Bob: No, we never agreed to that.", "Ann: Yes, we did.", "Bob: Oh right, in March."),
    (HEDGE, "Bob: No, that is too late.", "Ann: The birds nest until then.", "Bob: Okay, fine."),
    (HEDGE, "Bob: Yes.", "Cem: No, that is too late."),
    (HEDGE, "Ann: Should the press see the new harbour?", "Bob: No, that won't work."),
    ("Ann: We agreed not to cut the hedge.", "Bob: No, it is too early."),
)


@pytest.mark.parametrize("sayings", DENIED)
def test_denied(sayings: tuple[str, ...]) -> None:
    """What is denied, refused or left open right after, and not reaffirmed, is open and not decided."""
    minutes = extract(said(*sayings))
    assert minutes.decisions == []
    assert sayings[0].removeprefix("Ann: ").rstrip(".") in minutes.open_questions[0].text


@pytest.mark.parametrize("sayings", STANDS)
def test_stands(sayings: tuple[str, ...]) -> None:
    """What nobody speaks against, or is said again to be so, stands."""
    minutes = extract(said(*sayings))
    assert len([*minutes.decisions, *minutes.turned_down]) == 1


def test_settled_anew() -> None:
    """Of two on a matter the later one stands, however each is said."""
    minutes = extract(
        said(
            "Ann: We'll go with the oak fence.",
            "Bob: Hang on, I'd rather have larch.",
            "Ann: Okay, larch then.",
        )
    )
    assert ["arch" in each.text for each in minutes.decisions] == [True]
    assert not any("oak" in each.text for each in (*minutes.decisions, *minutes.open_questions))


DECISIONS = {
    "en": "We agreed to sell the van.",
    "de": "Wir haben beschlossen, den Bus zu verkaufen.",
    "fr": "Nous avons décidé de vendre la camionnette.",
    "es": "Hemos decidido vender la furgoneta.",
    "it": "Abbiamo deciso di vendere il furgone.",
    "nl": "We hebben besloten de bus te verkopen.",
    "pt": "Decidimos vender a carrinha.",
}


def stands(language: str, *answers: str) -> bool:
    """Whether the decision of that language is one after these answers."""
    with stemming_in(language):
        found = extract(said(f"Ann: {DECISIONS[language]}", *answers)).decisions
    return DECISIONS[language] in [each.text for each in found]


@pytest.mark.parametrize(
    ("language", "answers"),
    [
        ("en", ["Bob: I never said yes to that."]),
        ("en", ["Bob: Hold on, that's still up in the air."]),
        ("en", ["Bob: I vote against."]),
        ("en", ["Bob: Can we hold off until we have a price?", "Ann: Okay, we hold off."]),
        ("de", ["Bob: Das steht noch nicht fest."]),
        ("de", ["Bob: Können wir noch warten?", "Ann: Ja."]),
        ("fr", ["Bob: Laissons ça ouvert."]),
        ("es", ["Bob: Dejémoslo abierto."]),
        ("it", ["Bob: Lasciamo la cosa aperta."]),
        ("nl", ["Bob: Laten we dat nog openhouden."]),
        ("pt", ["Bob: Vamos deixar isso em aberto."]),
        ("pt", ["Bob: Eu nunca disse sim a isso."]),
    ],
)
def test_contested_otherwise(language: str, answers: list[str]) -> None:
    """A decision that somebody votes against, never said yes to, or leaves open, does not stand."""
    assert not stands(language, *answers)


@pytest.mark.parametrize(
    ("language", "answers"),
    [
        ("en", ["Bob: Can we hold off until we have a price?", "Ann: No, sorry."]),
        ("en", ["Bob: I'm not against it."]),
        ("de", ["Bob: Ich habe nichts dagegen."]),
        ("es", ["Bob: No estoy en contra."]),
        ("it", ["Bob: La porta è aperta."]),
    ],
)
def test_not_contested(language: str, answers: list[str]) -> None:
    """Nobody is against it who only asks to wait, or says that they are not."""
    assert stands(language, *answers)


@pytest.mark.parametrize(
    ("language", "answers"),
    [
        ("en", ["Bob: And the carpet, should we wait until Easter?", "Ann: Yes, good idea."]),
        ("en", ["Bob: What about the new carpet? Can we hold off until May?", "Ann: Okay."]),
        ("en", ["Bob: Can we hold off on the carpet until May?", "Ann: Yes."]),
        ("en", ["Bob: Can we wait for Nora before the next item?", "Ann: Sure."]),
        ("en", ["Bob: Nothing is settled about the piano."]),
        ("en", ["Bob: As for the piano, that's still up in the air."]),
        ("de", ["Bob: Und beim Teppich, sollten wir noch warten bis Ostern?", "Ann: Ja."]),
        ("de", ["Bob: Beim Teppich sollten wir noch warten bis Ostern.", "Ann: Ja."]),
        ("fr", ["Bob: Et pour le tapis, on peut attendre ?", "Ann: Oui."]),
        ("es", ["Bob: Y la alfombra, ¿podemos esperar?", "Ann: Sí."]),
        ("it", ["Bob: E il tappeto, possiamo aspettare?", "Ann: Sì."]),
        ("nl", ["Bob: En met het tapijt, kunnen we nog wachten?", "Ann: Ja."]),
        ("pt", ["Bob: E o tapete, podemos esperar?", "Ann: Sim."]),
    ],
)
def test_other_matter(language: str, answers: list[str]) -> None:
    """What is put off or left open of another matter leaves this decision as it is."""
    assert stands(language, *answers)


@pytest.mark.parametrize(
    ("language", "answers"),
    [
        ("en", ["Bob: And the van, should we wait until Easter?", "Ann: Yes, good idea."]),
        ("en", ["Bob: About that, can we hold off until May?", "Ann: Okay."]),
        ("en", ["Bob: On the other hand, can we hold off until May?", "Ann: Okay."]),
        ("en", ["Bob: The thing is, should we wait until we have a price?", "Ann: Yes."]),
        ("en", ["Bob: Should we leave it open?", "Ann: Yes."]),
        ("en", ["Bob: Nothing is settled about the van."]),
        ("en", ["Bob: Can we wait with that until it is on the agenda?", "Ann: Yes."]),
        ("de", ["Bob: Beim Bus sollten wir noch warten bis Ostern.", "Ann: Ja."]),
        ("fr", ["Bob: Pour le moment, on peut attendre ?", "Ann: Oui."]),
        ("es", ["Bob: La verdad, ¿podemos esperar?", "Ann: Sí."]),
    ],
)
def test_same_matter(language: str, answers: list[str]) -> None:
    """What is put off or left open of the matter itself, or of none by name, is not decided."""
    assert not stands(language, *answers)


@pytest.mark.parametrize(
    ("language", "answers"),
    [
        ("en", ["Bob: I vote against.", "Ann: Noted. It's three to one, so we sell the van."]),
        ("en", ["Bob: I vote against.", "Cem: It's 4 to 1."]),
        ("en", ["Bob: I vote no.", "Ann: Noted, so we sell the van."]),
        ("en", ["Bob: I'm against it.", "Cem: The motion carries."]),
        ("en", ["Bob: I can't say I'm against it."]),
        ("en", ["Bob: I wouldn’t say that I am opposed to it."]),
        ("de", ["Bob: Ich stimme dagegen.", "Ann: Drei zu eins, also verkaufen wir den Bus."]),
        ("fr", ["Bob: Je vote contre.", "Ann: Trois contre un."]),
        ("es", ["Bob: Voto en contra.", "Ann: Tres a uno."]),
        ("it", ["Bob: Voto contro.", "Ann: Tre a uno."]),
        ("nl", ["Bob: Ik stem tegen.", "Ann: Drie tegen een."]),
        ("pt", ["Bob: Voto contra.", "Ann: Cinco contra dois."]),
    ],
)
def test_carried(language: str, answers: list[str]) -> None:
    """What a majority carries stands against one who votes against it."""
    assert stands(language, *answers)


@pytest.mark.parametrize(
    ("language", "answers"),
    [
        ("en", ["Bob: I vote against.", "Ann: It's one to three."]),
        ("en", ["Bob: I vote against.", "Ann: It's three to one against."]),
        ("en", ["Bob: I vote against.", "Ann: Noted, we'll talk about it next week."]),
        ("en", ["Bob: I vote against.", "Ann: So we don't sell the van."]),
        ("en", ["Bob: I vote against.", "Ann: So we keep the van."]),
        ("en", ["Bob: I vote against.", "Ann: So do we sell the van?"]),
        ("en", ["Bob: I vote against.", "Ann: That takes two to three weeks."]),
        ("en", ["Bob: I'm not sure, I'm against it."]),
        ("en", ["Bob: I do not like it I'm against it."]),
        ("de", ["Bob: Ich stimme dagegen.", "Ann: Also verkaufen wir den Bus nicht."]),
    ],
)
def test_not_carried(language: str, answers: list[str]) -> None:
    """No majority for it, or no word of it, carries nothing."""
    assert not stands(language, *answers)
