"""Who declines without a set phrase has no task; who takes over what another promised has it."""

import pytest

from agent.minutes.commitments import commitments_of
from agent.minutes.text_normalization import stemming_in
from tests.unit.minutes.made_up_speech import said

ASKED = {
    "en": "Bob, could you order the lamps by Friday?",
    "de": "Bob, kannst du bis Freitag die Lampen bestellen?",
    "fr": "Bob, tu peux commander les lampes pour vendredi ?",
    "es": "Bob, ¿puedes pedir las lámparas para el viernes?",
    "it": "Bob, puoi ordinare le lampade entro venerdì?",
    "pt": "Bob, você pode encomendar as lâmpadas até sexta?",
    "nl": "Bob, kun je voor vrijdag de lampen bestellen?",
}
REFUSALS = [
    ("en", "My plate is full this week."),
    ("en", "That's not really my area."),
    ("en", "I'd rather somebody else did that."),
    ("en", "I wish I could, but I have the audit."),
    ("en", "Only if somebody helps me."),
    ("en", "Let me pass on that one."),
    ("en", "Couldn't Carl do that?"),
    ("en", "That's more Carl's thing."),
    ("en", "I don't speak Polish, so no."),
    ("de", "Das sollte eher Carl machen."),
    ("de", "Das ist nicht meine Baustelle."),
    ("fr", "Je préférerais pas."),
    ("fr", "Seulement si on m'aide."),
    ("es", "Mejor que lo haga Carl."),
    ("es", "Estoy hasta arriba."),
    ("it", "Non ce la faccio."),
    ("it", "Chiedilo a Carl."),
    ("pt", "Isso não é a minha área."),
    ("pt", "Estou cheio de trabalho."),
    ("nl", "Ik heb het veel te druk."),
    ("nl", "Carl kan dat beter."),
    ("en", "I would, but I'm away."),
    ("en", "I don't have the catalogue."),
    ("en", "Not my thing."),
    ("en", "Carl and I are away then."),
    ("en", "I was going to ask Carl to do it."),
    ("en", "I don't mind who does it, but I can't."),
    ("de", "Leider nein."),
    ("de", "Aber ich bin im Urlaub."),
]
ACCEPTANCES = [
    ("en", "Sure, I don't mind."),
    ("en", "No problem at all."),
    ("en", "Not before Monday."),
    ("en", "I'd prefer Monday."),
    ("en", "I'll get them from Carl's shop."),
    ("en", "Which lamps exactly?"),
    ("de", "Warum nicht."),
    ("de", "Lieber am Montag."),
    ("fr", "Pas de problème."),
    ("es", "Por qué no."),
    ("it", "Perché no."),
    ("pt", "Sem problema."),
    ("nl", "Liever maandag."),
    ("en", "I'd be delighted, but you owe me one."),
    ("en", "I don't mind."),
    ("en", "I don't see why not."),
    ("en", "It's not much work."),
    ("en", "You won't have to ask twice."),
    ("en", "If nobody else wants to."),
    ("en", "Already on my list, but thanks."),
    ("en", "Carl gave me the number, so yes."),
    ("en", "Not before lunch."),
    ("en", "Carl and I do that every year."),
    ("en", "I was going to ask Carl for the key anyway."),
    ("de", "Leider ja."),
    ("de", "Ich habe nichts dagegen."),
    ("fr", "Je n'y vois pas d'inconvénient."),
]


def owners(of: str, *sayings: str) -> list[str]:
    """The owners of the tasks."""
    with stemming_in(of):
        found = commitments_of(said(*sayings, there=("Carl",)))
    return [each.owner.name if each.owner else "" for each in found]


@pytest.mark.parametrize(("of", "answer"), REFUSALS)
def test_refused(of: str, answer: str) -> None:
    """An answer with a denial, a but, a preference, a condition or another's name takes no task."""
    assert owners(of, f"Ann: {ASKED[of]}", f"Bob: {answer}") == []


@pytest.mark.parametrize(("of", "answer"), ACCEPTANCES)
def test_not_refused(of: str, answer: str) -> None:
    """A denial that is none, another day, or a question back refuses nothing."""
    assert set(owners(of, f"Ann: {ASKED[of]}", f"Bob: {answer}")) == {"Bob"}


def test_handed_on() -> None:
    """Who is named instead and agrees has the task."""
    answers = ("Bob: Ask Carl, he has the catalogue.", "Carl: Okay.")
    assert owners("en", f"Ann: {ASKED['en']}", *answers) == ["Carl"]


def test_won_over() -> None:
    """Who was reluctant and then agrees has it."""
    answers = ("Bob: I don't have the catalogue.", "Ann: It is on the shelf.", "Bob: Okay.")
    assert owners("en", f"Ann: {ASKED['en']}", *answers) == ["Bob"]


@pytest.mark.parametrize(
    ("of", "promise", "answer"),
    [
        ("en", "I'll call the bank by Friday.", "No, let me do it."),
        ("en", "I'll call the bank by Friday.", "Nope, I'll do that."),
        ("de", "Ich rufe bis Freitag die Bank an.", "Nein, lass mich das machen."),
        ("fr", "Je vais commander les lampes pour vendredi.", "Non, laisse-moi faire."),
        ("es", "Voy a pedir las lámparas para el viernes.", "No, me encargo yo."),
        ("it", "Ordinerò le lampade entro venerdì.", "No, ci penso io."),
        ("pt", "Vou encomendar as lâmpadas até sexta.", "Não, deixa comigo."),
        ("nl", "Ik bestel voor vrijdag de lampen.", "Nee, laat mij dat doen."),
    ],
)
def test_taken_over(of: str, promise: str, answer: str) -> None:
    """Who takes over what another promised has the task."""
    assert owners(of, f"Ann: {promise}", f"Bob: {answer}") == ["Bob"]


@pytest.mark.parametrize(
    ("of", "promise", "answer"),
    [
        ("en", "I'll write the draft by Friday.", "Great. Let me do the pictures then."),
        ("en", "I'll write the draft by Friday.", "Let me take notes now."),
        ("en", "I'll write the draft by Friday.", "No, no, I'm happy to, but only the first page."),
        ("fr", "Je vais écrire le texte pour vendredi.", "Laisse-moi faire les photos."),
        ("de", "Ich schreibe bis Freitag den Text.", "Lass mich die Fotos machen."),
    ],
)
def test_takes_something_else(of: str, promise: str, answer: str) -> None:
    """Who does something else, or a part, leaves the task with whoever promised it."""
    assert owners(of, f"Ann: {promise}", f"Bob: {answer}")[:1] == ["Ann"]


@pytest.mark.parametrize(
    "answer",
    [
        "Let me do the call.",
        "Oh, let me do that.",
        "No, let me take it, I know them.",
        "No, let me do it for you.",
        "Let me handle the bank.",
    ],
)
def test_takes_the_same(answer: str) -> None:
    """Who names the task, or no more than it by a pronoun, takes it over."""
    assert owners("en", "Ann: I'll call the bank by Friday.", f"Bob: {answer}") == ["Bob"]


@pytest.mark.parametrize("answer", ["I already did that.", "I already called them.", "That's already done."])
def test_done(answer: str) -> None:
    """What somebody else has done is no task any more."""
    assert owners("en", "Ann: I'll call the bank by Friday.", f"Bob: {answer}", "Ann: Oh, great.") == []


def test_handed_to_another() -> None:
    """Whom somebody names instead of who promised, and who agrees, has it."""
    answers = ("Bob: Don't, Carl will do it.", "Carl: Yes, I'll do it.")
    assert owners("en", "Ann: I'll call the bank by Friday.", *answers) == ["Carl"]


@pytest.mark.parametrize(
    "answers",
    [
        ("Bob: No problem.",),
        ("Bob: I've already seen the statement.",),
        ("Bob: Don't forget the loan.",),
        ("Bob: No, I'll do it.", "Ann: No, I'll do it myself."),
    ],
)
def test_kept(answers: tuple[str, ...]) -> None:
    """Whatever else others say, who promised a task has it."""
    assert owners("en", "Ann: I'll call the bank by Friday.", *answers) == ["Ann"]
