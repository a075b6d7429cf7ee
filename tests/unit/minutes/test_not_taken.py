"""What sounds like a task, or like the time it is due, and is neither; beside it what is one."""

from datetime import date

import pytest

from agent.minutes.commitments import Commitment, commitments_of
from agent.minutes.text_normalization import stemming_in
from tests.unit.minutes.made_up_speech import said

FRIDAY, MONDAY = date(2026, 3, 6), date(2026, 3, 9)


def tasks(of: str, *sayings: str) -> list[Commitment]:
    """The tasks of a meeting."""
    with stemming_in(of):
        return commitments_of(said(*sayings))


CLAUSES = (
    ("es", "Pero yo el viernes tengo una reunión con el cliente."),
    ("es", "El cliente llama cuando yo estoy de vacaciones hasta el viernes."),
    ("es", "Como yo dije, el viernes cierra la tienda."),
    ("es", "Bueno yo el lunes empiezo las vacaciones."),
    ("es", "Luego yo vi el correo del viernes."),
    ("it", "Il cliente chiama quando io sono in ferie fino a venerdì."),
    ("it", "Certo io venerdì ho una riunione con il cliente."),
    ("it", "Però io lunedì parto con la famiglia."),
    ("it", "Secondo io venerdì piove tutto il giorno."),
    ("de", "Da frage ich mich, ob wir das Budget bis Freitag bekommen."),
    ("de", "Das gebe ich zu, der Bericht wird erst am Freitag fertig."),
    ("de", "Da mache ich mir Sorgen, ob das bis Freitag klappt."),
    ("de", "Das sage ich euch, am Freitag regnet es."),
    ("de", "Da gebe ich dir recht, der Freitag ist knapp."),
    ("de", "Am Freitag mache ich Urlaub."),
    ("de", "Ich frage mich, ob der Bericht am Freitag fertig ist."),
    ("nl", "Dat neem ik aan, de levering komt vrijdag."),
    ("nl", "Dan maak ik me zorgen over de levering van vrijdag."),
    ("nl", "Dan neem ik vrijdag vrij."),
    ("nl", "Daar maak ik bezwaar tegen, vrijdag is te vroeg."),
    ("nl", "Daar pas ik voor, vrijdag is te vroeg."),
    ("pt", "Eu faço anos na sexta-feira."),
    ("pt", "Eu levo a mal que o relatório só chegue na sexta-feira."),
    ("pt", "Eu faço questão de lembrar que sexta-feira é tarde."),
    ("pt", "Eu faço ideia de que sexta-feira vai ser difícil."),
)
OWN = (
    ("es", "La carta a la ciudad la escribo yo el viernes."),
    ("es", "El viernes llamo yo al cliente."),
    ("es", "Yo preparo el informe para el viernes."),
    ("es", "Los carteles los pinto yo el lunes."),
    ("es", "Reservo yo la sala para el viernes."),
    ("it", "La lettera alla città la scrivo io venerdì."),
    ("it", "Chiamo io il cliente venerdì."),
    ("it", "Io preparo il rapporto per venerdì."),
    ("it", "Le sedie le porto io lunedì."),
    ("de", "Dann schreibe ich bis Freitag den Brief an die Stadt."),
    ("de", "Das Budget kläre ich bis Freitag mit der Bank."),
    ("de", "Am Freitag rufe ich den Kunden an."),
    ("de", "Dann mache ich bis Montag den Plan."),
    ("de", "Dann gebe ich dir am Freitag die Liste."),
    ("de", "Dann frage ich am Montag den Hausmeister nach dem Schlüssel."),
    ("nl", "Dan schrijf ik vrijdag de brief aan de stad."),
    ("nl", "Vrijdag bel ik de klant over de levering."),
    ("nl", "Dan maak ik maandag het verslag."),
    ("nl", "Dan neem ik vrijdag de foto's mee."),
    ("pt", "Eu faço o relatório na sexta-feira."),
    ("pt", "Eu envio a carta na sexta-feira."),
    ("pt", "Eu levo as cadeiras na segunda-feira."),
    ("pt", "Eu preparo a sala para sexta-feira."),
)


@pytest.mark.parametrize(("of", "text"), CLAUSES)
def test_no_verb_of_work(of: str, text: str) -> None:
    """A conjunction before “yo”, a reflexive or an idiom after the inverted verb is nobody's task."""
    assert tasks(of, f"Ann: {text}") == []


@pytest.mark.parametrize(("of", "text"), OWN)
def test_verb_of_work(of: str, text: str) -> None:
    """The same forms with work to do are the speaker's task."""
    assert [each.owner.name for each in tasks(of, f"Ann: {text}") if each.owner] == ["Ann"]


@pytest.mark.parametrize(
    ("of", "asked", "answer"),
    [
        ("es", "Hay que pintar los bancos antes del lunes.", "Pero yo no sé pintar."),
        ("es", "¿Quién puede pintar los bancos?", "Bueno yo tampoco."),
        ("es", "¿Quién puede pintar los bancos?", "Cuando yo estaba, los pintaba Luis."),
    ],
)
def test_not_volunteered(of: str, asked: str, answer: str) -> None:
    """A conjunction before “yo” takes nothing."""
    assert not any(each.owner for each in tasks(of, f"Ann: {asked}", f"Bob: {answer}"))


REPORT = "Tom: I'll send the report to the client."
NOT_DUE = (
    ("en", REPORT, "Ann: When is the office party?", "Tom: On Friday."),
    ("en", REPORT, "Ann: When are you on holiday?", "Tom: From Friday."),
    ("en", REPORT, "Ann: When does the shop open?", "Tom: On Monday."),
    ("en", REPORT, "Ann: When will you be back?", "Tom: On Monday."),
    ("en", REPORT, "Ann: By Friday?", "Tom: No, that's too early."),
    ("en", REPORT, "Ann: By Friday?", "Tom: Not by Friday, no."),
    ("en", REPORT, "Ann: By Friday?", "Tom: Friday is too early."),
    ("en", REPORT, "Ann: By Friday?", "Tom: Impossible."),
    ("en", REPORT, "Ann: By Friday?", "Tom: Maybe."),
    ("en", REPORT, "Ann: By Friday?", "Tom: I can't by Friday."),
    ("en", REPORT, "Ann: By Friday?", "Tom: I'm away until Monday."),
    ("en", REPORT, "Ann: Until Friday I'm on leave."),
    ("en", REPORT, "Ann: Until Friday I'm away."),
    ("en", REPORT, "Ann: Before Friday we have no room."),
    ("en", REPORT, "Ann: By Friday the snow will be gone."),
    ("en", "Ann: Tom, can you send the report to the client?", "Tom: Sure. I'm away until Monday."),
    ("de", "Tom: Ich schicke den Bericht an den Kunden.", "Ann: Wann ist das Fest?", "Tom: Am Freitag."),
    ("de", "Tom: Ich schicke den Bericht an den Kunden.", "Ann: Bis Freitag?", "Tom: Nein, das ist zu früh."),
    ("de", "Tom: Ich schicke den Bericht an den Kunden.", "Ann: Bis Freitag bin ich im Urlaub."),
    ("fr", "Tom: Je vais envoyer le rapport au client.", "Ann: Quand est la fête ?", "Tom: Vendredi."),
    (
        "fr",
        "Tom: Je vais envoyer le rapport au client.",
        "Ann: Avant vendredi ?",
        "Tom: Non, c'est trop tôt.",
    ),
    ("es", "Tom: Voy a enviar el informe al cliente.", "Ann: ¿Cuándo es la fiesta?", "Tom: El viernes."),
    ("nl", "Tom: Ik zal het verslag naar de klant sturen.", "Ann: Voor vrijdag?", "Tom: Nee, te vroeg."),
)
DUE = (
    ("en", FRIDAY, REPORT, "Ann: By when?", "Tom: By Friday."),
    ("en", FRIDAY, REPORT, "Ann: When?", "Tom: On Friday."),
    ("en", FRIDAY, REPORT, "Ann: Okay, until when?", "Tom: Friday."),
    ("en", FRIDAY, REPORT, "Ann: By Friday?", "Tom: Yes."),
    ("en", FRIDAY, REPORT, "Ann: By Friday, please."),
    ("en", MONDAY, REPORT, "Ann: By Friday?", "Tom: No, Monday."),
    ("en", MONDAY, REPORT, "Ann: When can you send it?", "Tom: On Monday."),
    ("en", MONDAY, REPORT, "Ann: When can we have the report?", "Tom: By Monday, I think."),
    ("en", FRIDAY, REPORT, "Ann: When will it be ready?", "Tom: You'll have it by Friday."),
    ("en", FRIDAY, REPORT, "Ann: When do you need that done?", "Tom: By Friday."),
    ("en", FRIDAY, "Ann: Tom, can you send the report to the client?", "Tom: Yes, by Friday."),
    ("en", FRIDAY, "Ann: Tom, can you send the report to the client?", "Tom: Sure, I'll do that on Friday."),
    ("de", FRIDAY, "Tom: Ich schicke den Bericht an den Kunden.", "Ann: Bis wann?", "Tom: Bis Freitag."),
    ("de", FRIDAY, "Tom: Ich schicke den Bericht an den Kunden.", "Ann: Bis Freitag?", "Tom: Ja."),
    ("fr", FRIDAY, "Tom: Je vais envoyer le rapport au client.", "Ann: Pour quand ?", "Tom: Vendredi."),
    ("es", FRIDAY, "Tom: Voy a enviar el informe al cliente.", "Ann: ¿Para cuándo?", "Tom: Para el viernes."),
    ("nl", FRIDAY, "Tom: Ik zal het verslag naar de klant sturen.", "Ann: Wanneer?", "Tom: Vrijdag."),
)


@pytest.mark.parametrize("case", NOT_DUE)
def test_day_of_something_else(case: tuple[str, ...]) -> None:
    """A day that is another thing's, or that whoever took the task refuses, is not when it is due."""
    assert [each.due for each in tasks(*case)] == [None]


@pytest.mark.parametrize("case", DUE)
def test_day_it_is_due(case: tuple[str, date, str]) -> None:
    """The day that is asked for and not refused is when it is due."""
    of, day, *sayings = case
    assert [each.due.day for each in tasks(of, *sayings) if each.due] == [day]


LIFE = (
    ("en", "Tom: I'll miss the meeting on Friday."),
    ("en", "Tom: I'll take a day off on Friday."),
    ("en", "Tom: I'll get married on Friday."),
    ("en", "Tom: I'll see you on Friday."),
    ("en", "Tom: I'll arrive late on Friday."),
    ("en", "Tom: I'm going to visit my mother on Friday."),
    ("en", "Tom: I'll be on leave on Friday."),
    ("en", "Tom: I'll skip the call on Monday."),
    ("en", "Tom: I'll celebrate my birthday on Friday."),
    ("en", "Tom: I'm going to fly to Madrid on Friday."),
    ("en", "Tom: I'll watch the match on Friday."),
    ("en", "Tom: I will see my doctor on Monday."),
    ("en", "Tom: I'll attend the wedding on Friday."),
    ("en", "Tom: I'll know the result on Friday."),
    ("en", "Tom: I'm going to enjoy the sun on Friday."),
    ("en", "Ann: Bob you read the whole contract last night.", "Bob: I did."),
    ("en", "Ann: And Bob, you report to the finance board.", "Bob: Yes."),
    ("en", "Ann: Bob, you write the best reports."),
    ("en", "Ann: Bob, you check the doors every night.", "Bob: Yes."),
    ("en", "Ann: Bob, you send such nice letters.", "Bob: Thanks."),
    ("en", "Ann: Bob, you design bridges for a living.", "Bob: That's right."),
    ("es", "Tom: Llegaré tarde el viernes."),
    ("es", "Tom: Voy a perder la reunión el viernes."),
    ("es", "Tom: Voy a visitar a mi madre el viernes."),
    ("fr", "Tom: Je vais rater la réunion vendredi."),
    ("fr", "Tom: Je vais arriver en retard vendredi."),
    ("fr", "Tom: Je vais voir ma mère vendredi."),
    ("de", "Tom: Ich werde am Freitag die Sitzung verpassen."),
    ("de", "Tom: Ich werde am Freitag zu spät kommen."),
    ("de", "Tom: Ich werde am Freitag meine Mutter besuchen."),
    ("it", "Tom: Arriverò tardi venerdì."),
    ("it", "Tom: Perderò la riunione venerdì."),
    ("pt", "Tom: Vou chegar tarde na sexta-feira."),
    ("pt", "Tom: Vou faltar à reunião na sexta-feira."),
    ("nl", "Tom: Ik ga vrijdag mijn moeder bezoeken."),
    ("nl", "Tom: Ik zal vrijdag te laat komen."),
    ("en", "Ann: I'm going to have a friend named Bob visit on Friday.", "Bob: Nice."),
    ("en", "Ann: I'm going to have a neighbour called Max over on Friday.", "Bob: Nice."),
    ("fr", "Ann: Qui peut comprendre une telle décision ?", "Bob: Je le fais."),
    ("fr", "Ann: Qui peut croire cette histoire ?", "Bob: Je le fais."),
    ("es", "Ann: ¿Quién puede entender esta decisión?", "Bob: Yo lo hago."),
    ("de", "Ann: Wer kann diese Entscheidung verstehen?", "Bob: Das mache ich."),
    ("it", "Ann: Chi può capire questa decisione?", "Bob: Lo faccio io."),
    ("en", "Ann: Who can understand such a decision?", "Bob: I can do that."),
)
WORK = (
    ("en", "Tom: I'll paint the benches on Friday."),
    ("en", "Tom: I'll sew the costumes by Friday."),
    ("en", "Tom: I'm going to water the plants on Friday."),
    ("en", "Tom: I'll mow the lawn on Monday."),
    ("en", "Tom: I'll print the tickets by Friday."),
    ("en", "Tom: I'll glue the broken chairs on Monday."),
    ("en", "Ann: Tom, you write the letter to the council.", "Tom: Okay."),
    ("en", "Ann: Tom, you book the hall.", "Tom: Will do."),
    ("en", "Ann: Tom, you report to the finance board on Friday.", "Tom: Fine."),
    ("en", "Ann: Tom you order the doors tomorrow.", "Tom: Hm."),
    ("en", "Ann: Tom, you order the paint then.", "Tom: Sure."),
    ("es", "Tom: Voy a pintar los bancos el viernes."),
    ("fr", "Tom: Je vais repeindre les bancs vendredi."),
    ("de", "Tom: Ich werde am Freitag die Bänke streichen."),
    ("it", "Tom: Dipingerò le panchine venerdì."),
    ("it", "Tom: Preparerò le sedie venerdì."),
    ("pt", "Tom: Vou pintar os bancos na sexta-feira."),
    ("nl", "Tom: Ik ga vrijdag de banken verven."),
    ("en", "Tom: I'm going to have the boiler serviced on Friday.", "Bob: Nice."),
    ("en", "Tom: I'll get the posters printed by Monday.", "Bob: Nice."),
    ("fr", "Ann: Qui peut repeindre les bancs ?", "Tom: Je le fais."),
    ("es", "Ann: ¿Quién puede pintar los bancos?", "Tom: Lo hago yo."),
    ("de", "Ann: Wer kann die Bänke streichen?", "Tom: Das mache ich."),
    ("en", "Ann: Who can paint the benches?", "Tom: I can do that."),
)


@pytest.mark.parametrize("case", LIFE)
def test_no_work(case: tuple[str, ...]) -> None:
    """Where somebody is or goes, what becomes of them and what they usually do is no task of theirs."""
    assert [each.task for each in tasks(*case) if each.owner] == []


@pytest.mark.parametrize("case", WORK)
def test_work(case: tuple[str, ...]) -> None:
    """Work in any words is the task of who takes it for a time, or is told to do it and accepts."""
    assert [each.owner.name for each in tasks(*case) if each.owner] == ["Tom"]


@pytest.mark.parametrize(
    ("asked", "task"),
    [
        ("We need to sell more tickets or the club dies.", "Sell more tickets"),
        ("We have to repair the roof or we lose the hall.", "Repair the roof"),
        ("We must renew the licence or else they close us.", "Renew the licence"),
        ("We need to order the paint or the work will stop.", "Order the paint"),
        ("We need to order the paint or the new brushes.", "Order the paint or the new brushes"),
        ("We need to invite the mayor or the bishop.", "Invite the mayor or the bishop"),
    ],
)
def test_or_else(asked: str, task: str) -> None:
    """What happens otherwise is no part of the task; another thing to do it with is."""
    assert [each.task for each in tasks("en", f"Ann: {asked}", "Tom: I'll do it.")] == [task]
