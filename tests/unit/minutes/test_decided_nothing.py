"""Words of deciding that decide nothing, or not here, or point back to no proposal; beside them true ones."""

import pytest

from tests.unit.minutes.test_settled import decided

GARDEN = "Ann: So about the garden, the hedge is too tall and the shed leaks."
NOTHING = (
    (GARDEN, "Bob: We have decided nothing about the hedge yet."),
    (GARDEN, "Bob: We agreed on nothing."),
    (GARDEN, "Bob: We've agreed on very little so far."),
    (GARDEN, "Bob: We decided next to nothing about the trip to the lake."),
    ("Ann: We have decided hardly anything about the trip.",),
    ("Ann: We've settled on no date for the trip yet.",),
    ("Ann: We agreed to disagree about the colour of the fence.",),
    ("Ann: We decided not much about the uniforms last time.",),
    ("Ann: We agreed on none of the three offers.",),
    ("Ann: Nothing about the new roof is agreed.",),
    (
        "Ann: Remember when we decided to cancel the trip in the snow?",
        "Bob: We have decided nothing about the uniforms yet.",
    ),
    ("Ann: Our rule at the old club was that we never lend the mower.", "Ann: We decided there to sell it."),
    ("Ann: At my old firm we agreed to close the kitchen on Fridays.",),
    ("Ann: The kitchen was cold, and there we decided to close it on Fridays.",),
    ("Ann: I thought we decided to cut the hedge in spring.",),
    ("Ann: I thought that on Tuesday we agreed to cut the hedge.",),
    ("Ann: Bob always believed we agreed to sell the canoe.",),
    ("Ann: I was under the impression that we agreed to sell the canoe.",),
    ("Ann: I could have sworn we decided to sell the canoe.",),
    ("Ann: We decided to sell the canoe, I thought.",),
    ("Ann: I thought we agreed to roll back whenever that happens.",),
    (GARDEN, "Bob: That's decided."),
    (GARDEN, "Bob: We decided the following."),
    (GARDEN, "Bob: Well, we agreed."),
)
SOMETHING = (
    (("Ann: We decided to change nothing about the hedge.",), "change nothing"),
    (("Ann: We agreed that nothing leaves the shop before noon.",), "nothing leaves"),
    (("Ann: We decided nothing leaves the shop before noon.",), "nothing leaves"),
    (("Ann: We agreed on no dogs in the new hall.",), "no dogs"),
    (("Ann: We agreed on nothing but tea and cake for the guests.",), "tea and cake"),
    (("Ann: We decided on little tables for the children.",), "little tables"),
    (("Ann: We have decided to wait for no date and book the lake house.",), "lake house"),
    (("Ann: Let's go with neither lamp for the hall.",), "neither lamp"),
    (("Ann: We agreed there should be a bell at the door.",), "bell"),
    (("Ann: We decided there and then to sell the canoe.",), "sell the canoe"),
    (("Ann: We agreed to store the bikes in the old school.",), "old school"),
    (("Ann: I thought about it and we agreed to sell the canoe.",), "sell the canoe"),
    (("Ann: As I thought, we agreed to sell the canoe.",), "sell the canoe"),
    (("Ann: I think we've decided to sell the canoe.",), "sell the canoe"),
    (("Ann: There's nothing to add, so we decided to sell the canoe.",), "sell the canoe"),
    ((GARDEN, "Bob: We decided the following.", "Bob: The hedge is cut in May."), "hedge is cut in may"),
    ((GARDEN, "Bob: We agreed on the following things:", "Bob: The shed gets a roof."), "gets a roof"),
    (("Ann: We could rent the old theatre hall.", "Bob: Yes, let's go with that."), "theatre hall"),
    (("Ann: Shall we close the bar at ten?", "Bob: Good, that's decided."), "close the bar at ten"),
    (("Ann: I'd take the oak fence for the garden.", "Bob: So it's decided then."), "oak fence"),
    (("Ann: Why don't we sell the canoe?", "Bob: Okay, we agreed."), "sell the canoe"),
    ((GARDEN, "Ann: We agreed on Tuesday."), "agreed on tuesday"),
)


@pytest.mark.parametrize("sayings", NOTHING)
def test_nothing_decided(sayings: tuple[str, ...]) -> None:
    """Nothing, little or no agreement, a mere belief, another place, or no proposal before it is none."""
    assert decided(*sayings) == []


@pytest.mark.parametrize(("sayings", "words"), SOMETHING)
def test_something_decided(sayings: tuple[str, ...], words: str) -> None:
    """The same words as part of what is decided, or with a proposal to point back to, decide it."""
    found = decided(*sayings)
    assert len(found) == 1
    assert words in found[0].lower()
    assert GARDEN.removeprefix("Ann: ") not in found[0]


@pytest.mark.parametrize(
    ("of", "sentence"),
    [
        ("de", "Wir haben über die Hecke nichts beschlossen."),
        ("de", "Wir haben zum Ausflug kaum etwas vereinbart."),
        ("de", "Ich dachte, wir haben beschlossen, die Hecke im Mai zu schneiden."),
        ("fr", "Nous n'avons rien décidé pour la haie."),
        ("fr", "Je croyais que nous avons décidé de couper la haie en mai."),
        ("es", "No hemos decidido nada sobre la valla."),
        ("es", "Yo pensaba que hemos decidido vender la canoa."),
        ("it", "Non abbiamo deciso niente per la siepe."),
        ("it", "Pensavo che abbiamo deciso di vendere la canoa."),
        ("nl", "We hebben over de heg niets besloten."),
        ("nl", "Ik dacht dat we hebben besloten om de kano te verkopen."),
        ("pt", "Não decidimos nada sobre a sebe."),
        ("pt", "Pensei que decidimos vender a canoa."),
    ],
)
def test_nothing_in_languages(of: str, sentence: str) -> None:
    """The same in other languages."""
    assert decided(f"Ann: {sentence}", of=of) == []


@pytest.mark.parametrize(
    ("of", "sentence"),
    [
        ("de", "Wir haben beschlossen, an der Hecke nichts zu ändern."),
        ("de", "Wir haben beschlossen, die Hecke im Mai zu schneiden."),
        ("fr", "Nous avons décidé de couper la haie en mai."),
        ("fr", "Nous avons décidé de ne rien changer au menu."),
        ("es", "Hemos decidido vender la canoa."),
        ("es", "Hemos decidido no cambiar nada del menú."),
        ("it", "Abbiamo deciso di vendere la canoa."),
        ("nl", "We hebben besloten om de kano te verkopen."),
        ("pt", "Decidimos vender a canoa."),
    ],
)
def test_something_in_languages(of: str, sentence: str) -> None:
    """What is decided is one, be it to change nothing."""
    assert len(decided(f"Ann: {sentence}", of=of)) == 1


@pytest.mark.parametrize(
    ("of", "sentence"),
    [
        ("en", "Not everyone agreed to sell the van."),
        ("de", "Das haben wir so nicht beschlossen."),
        ("de", "Wir haben uns nicht geeinigt."),
        ("de", "Nicht alle sind mit dem Verkauf einverstanden."),
        ("fr", "On a pas décidé ça."),
        ("es", "No se decidió vender el autobús."),
        ("it", "Non l'abbiamo deciso noi il prezzo."),
        ("nl", "Nee, dat hebben we niet besloten."),
        ("nl", "We zijn het niet eens geworden."),
        ("pt", "Nem todos concordam em vender o autocarro."),
    ],
)
def test_denial(of: str, sentence: str) -> None:
    """What was not decided, or not by all, is no decision."""
    assert decided(f"Ann: {sentence}", of=of) == []


@pytest.mark.parametrize(
    ("of", "sentence"),
    [
        ("en", "Not all rooms are warm, so we decided to buy heaters."),
        ("de", "Wir haben beschlossen, den Bus nicht zu verkaufen."),
        ("de", "Nicht alle zahlen, deshalb haben wir beschlossen, den Beitrag zu erhöhen."),
        ("nl", "We hebben besloten de bus niet te verkopen."),
        ("es", "No, hemos decidido vender el autobús."),
    ],
)
def test_decided_against(of: str, sentence: str) -> None:
    """A decision against something, or with a no elsewhere, is one."""
    assert len(decided(f"Ann: {sentence}", of=of)) == 1


@pytest.mark.parametrize(
    ("of", "sentence"),
    [
        ("en", "As you know, the committee voted to sell the van."),
        ("en", "According to the minutes we agreed to raise the fee."),
        ("en", "We've agreed this before: the fee is ten euros."),
        ("de", "Laut Protokoll haben wir beschlossen, den Beitrag zu erhöhen."),
        ("de", "Das wurde vom Stadtrat so beschlossen, die Straße zu sperren."),
        ("fr", "Selon le compte rendu, nous avons décidé d'augmenter le prix."),
        ("es", "Como sabéis, hemos decidido vender el autobús."),
        ("it", "È stato deciso dal comune di chiudere la strada."),
        ("nl", "Volgens de notulen hebben we besloten de bus te verkopen."),
        ("pt", "Na altura ficou acordado vender o autocarro."),
    ],
)
def test_retold(of: str, sentence: str) -> None:
    """What was decided before, or by others, is told again and not decided."""
    assert decided(f"Ann: {sentence}", of=of) == []


@pytest.mark.parametrize(
    ("of", "sentence"),
    [
        ("en", "We decided to sell the van before the winter."),
        ("en", "We decided to meet by the school."),
        ("en", "The group voted to raise the fee."),
        ("de", "Wir haben beschlossen, Geld von der Stadt zu verlangen."),
        ("fr", "Nous avons décidé de passer par la mairie."),
    ],
)
def test_made_here(of: str, sentence: str) -> None:
    """A decision that only names the same words is made here."""
    assert len(decided(f"Ann: {sentence}", of=of)) == 1


@pytest.mark.parametrize(
    ("of", "sentence"),
    [
        ("en", "As you know the lease ends in June, so we've decided to renew it for two years."),
        ("en", "As you all know, the old oven leaks, and so today we have decided to sell it."),
        ("de", "Der Vertrag endet ja, wie ihr wisst, also haben wir beschlossen, ihn zu verlängern."),
        ("fr", "Comme vous le savez le bail finit en juin, donc on a décidé de le renouveler."),
        ("es", "Como sabéis el contrato acaba en junio, así que hemos decidido renovarlo."),
        ("it", "Come sapete il contratto scade a giugno, quindi abbiamo deciso di rinnovarlo."),
        ("nl", "Zoals jullie weten loopt het contract af, dus we hebben besloten om het te verlengen."),
        ("pt", "Como sabem o contrato acaba em junho, por isso decidimos renovar o contrato."),
    ],
)
def test_reminded_of_why(of: str, sentence: str) -> None:
    """A reminder of the reason makes no retold decision of what follows from it."""
    assert len(decided(f"Ann: {sentence}", of=of)) == 1


@pytest.mark.parametrize(
    ("of", "sentence"),
    [
        ("en", "As you know, we've decided to renew the lease, so we need a pen."),
        ("en", "We've decided to renew the lease, as you know, so we have agreed to sign it."),
        ("en", "As you know the lease ended, so we decided to renew it."),
        ("en", "As you know the lease ends, so last week we've decided to renew it."),
        ("en", "As you know the lease ends, so the committee has decided to renew it."),
        ("en", "According to the minutes the lease ends, so we've decided to renew it."),
        ("de", "Wie ihr wisst, haben wir beschlossen, den Vertrag zu verlängern, also brauchen wir Geld."),
        ("de", "Wie ihr wisst, endet der Vertrag, deshalb haben wir gestern beschlossen, ihn zu verlängern."),
        ("es", "Como sabéis, hemos decidido renovar el contrato, así que hay que firmar."),
    ],
)
def test_reminded_of_it(of: str, sentence: str) -> None:
    """A reminder of the decision itself, or of what was done then, is retold."""
    assert decided(f"Ann: {sentence}", of=of) == []
