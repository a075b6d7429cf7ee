"""Function words: those before nouns and before verbs of some languages, and any language's by statistics."""

from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache

from agent.minutes.language_tables import words
from agent.minutes.languages import TABLES
from agent.minutes.spoken_language import language, spoken_tables
from agent.minutes.text_normalization import BIGRAM_SCRIPTS, tokens
from agent.minutes.transcript_lines import TranscriptLine

BEFORE_NOUNS = {
    of: frozenset(words(said))
    for of, said in {
        "en": "the a an our your their his her my its these those each every some any of for with about",
        "de": "der die das den dem des ein eine einen einem einer eines unser unsere unseren unserem "
        "unserer dieser diese dieses diesen diesem jede jeder jedes im am zum zur beim vom",
        "nl": "de het een ons onze jullie hun deze dit dat die elke elk mijn zijn haar van voor met over",
        "fr": "le la les l un une des du au aux d notre nos votre vos ce cette ces cet mon ma mes leur "
        "leurs de",
        "es": "el la los las un una unos unas del al nuestro nuestra nuestros nuestras este esta estos "
        "estas su sus mi mis de",
        "pt": "o a os as um uma uns umas do da dos das no na nos nas ao à nosso nossa nossos nossas "
        "este esta esse essa de",
        "it": "il lo la i gli le l un uno una del della dei degli delle dell al alla ai alle nel nella "
        "nostro nostra nostri nostre questo questa questi queste di",
    }.items()
}
"""Words after which a noun phrase is likely."""
_NO_ARTICLES = frozenset(
    words("some any of for with about van voor met over dat die de d di im am zum zur beim vom")
)
ARTICLES = {
    of: before
    - (_NO_ARTICLES - {"die"} if of == "de" else _NO_ARTICLES - {"de"} if of == "nl" else _NO_ARTICLES)
    for of, before in BEFORE_NOUNS.items()
}
"""Those of them that no preposition is."""
_MORE_AROUND_NOUNS = {
    "en": "in on at from by into between without under over through during no many few several both such "
    "another whole whose two three four five six seven eight nine ten",
    "de": "mit ohne für gegen über unter auf aus bei von seit wegen pro kein keine keinen keinem keiner mein "
    "meine meinen dein deine ihr ihre ihren viele mehrere alle zwei drei vier fünf sechs sieben acht neun "
    "zehn",
    "nl": "in op aan bij uit naar tegen zonder geen veel twee drie vier vijf zes",
    "fr": "en sans avec pour sur sous par dans entre chaque quel quelle aucun aucune son sa ses deux trois "
    "quatre cinq six",
    "es": "en sin con para sobre por entre cada ningún ninguna esa ese esos esas dos tres cuatro cinco seis",
    "pt": "em sem com para sobre por entre cada nenhum nenhuma esses pelo pela num numa dois duas três",
    "it": "in senza con per su tra fra ogni nessun nessuna sul sulla dal dalla nei nelle sui due tre quattro",
}
AROUND_NOUNS = {of: before | frozenset(words(_MORE_AROUND_NOUNS[of])) for of, before in BEFORE_NOUNS.items()}
"""Words after which the phrase that follows them ends in a noun, or in Romance languages begins with one."""
BEFORE_OBJECTS = {
    of: frozenset(words(said))
    for of, said in {
        "en": "the a an my our its it them us me him",
        "es": "el los un una nos lo",
        "fr": "le les un une",
        "it": "il lo gli un una",
        "pt": "o os um uma nos",
    }.items()
}
"""Words before which a verb is likely that has them as its object: “roll the dice”."""
BEFORE_VERBS = {
    of: frozenset(words(said))
    for of, said in {
        "en": "to i you we they he she it i'll you'll we'll they'll will would can could should shall "
        "must may might don't didn't doesn't can't couldn't won't wouldn't shouldn't let's gonna "
        "wanna who and've not just also really i've we've you've they've been be being was were "
        "is are am i'm we're you're they're that's it's there's get gets got very so too more how "
        "what which who when where",
        "de": "ich du er sie es wir ihr man zu nicht sich sehr so zu wird werden wurde wurden ist sind war",
        "nl": "ik je jij hij zij ze we wij te niet zich heel zo wordt worden werd is zijn was",
        "fr": "je j tu il elle on nous vous ils elles ne n se s très pas est sont était plus",
        "es": "yo tú usted él ella nosotros ustedes ellos no se muy que es son era más",
        "pt": "eu tu você ele ela nós vocês eles não se muito que é são era mais",
        "it": "io tu lui lei noi voi loro non si molto che è sono era più",
    }.items()
}
"""Words after which a verb or an adjective is likely, and a noun is not."""
GENERAL = {
    of: frozenset(words(said))
    for of, said in {
        "en": "time times people person persons case cases idea ideas question questions problem "
        "problems number numbers example examples instance day days week weeks month months year "
        "years hour hours minute minutes moment word words part parts reason reasons fact end "
        "beginning side area areas level order work works issue issues guy guys sir madam mister "
        "mrs chair page slide slides bunch couple place opportunity happens happen cause comment "
        "comments answer answers terms basis sense view detail",
        "de": "zeit leute mensch menschen fall fälle idee ideen frage fragen problem probleme zahl "
        "beispiel tag tage woche wochen monat monate jahr jahre stunde stunden minute minuten "
        "moment wort teil grund sache sachen ding dinge stelle ende anfang seite arbeit herr frau",
        "nl": "tijd mensen mens geval idee vraag vragen probleem problemen aantal voorbeeld dag dagen "
        "week weken maand maanden jaar jaren uur minuten moment woord deel reden ding dingen plek "
        "einde begin kant werk mevrouw meneer",
        "fr": "temps gens personne personnes cas idée idées question questions problème problèmes "
        "nombre exemple jour jours semaine semaines mois an ans année années heure heures minutes "
        "moment mot partie raison chose choses fin début côté travail monsieur madame fait",
        "es": "tiempo gente persona personas caso idea ideas pregunta preguntas problema problemas "
        "número ejemplo día días semana semanas mes meses año años hora horas minutos momento "
        "palabra parte razón cosa cosas fin final principio lado trabajo señor señora",
        "pt": "tempo gente pessoa pessoas caso ideia ideias pergunta perguntas questão problema "
        "problemas número exemplo dia dias semana semanas mês meses ano anos hora horas minutos "
        "momento palavra parte razão coisa coisas fim início lado trabalho senhor senhora",
        "it": "tempo gente persona persone caso idea idee domanda domande problema problemi numero "
        "esempio giorno giorni settimana settimane mese mesi anno anni ora ore minuti momento "
        "parola parte ragione cosa cose fine inizio lato lavoro signor signora",
        "ko": "시간 사람 경우 생각 질문 문제 예 날 주 달 년 분 말 부분 이유 것 일 오늘 내일 이번 다음 지난",
    }.items()
}
"""Nouns of any conversation, which say nothing about a single one; in a longer phrase they may stand."""
SHORT = 3
"""Letters up to which a word of a language without tables counts as a function word."""
LONGEST = 7
"""Letters beyond which a word does not count as one, however often it is said."""
PARTS = 8
"""Parts of the meeting over which function words are spread, and a topic's words are not."""
MIN_PARTS = 5
MIN_SHARE = 0.02
"""Share of all words from which a word that everybody uses everywhere is a function word."""


def function_words(lines: Sequence[TranscriptLine]) -> Collection[str]:
    """Words that are no topic: of the language's table; for other languages, also by statistics."""
    known = spoken_tables().stopwords
    if language.get() in ("en", "ko", *TABLES):
        return known
    return known | _derived(tuple(line.text for line in lines))


@lru_cache(maxsize=8)
def _derived(texts: tuple[str, ...]) -> frozenset[str]:
    """Short words, and those that are frequent in all parts of the meeting."""
    total, parts = Counter[str](), dict[str, set[int]]()
    for at, text in enumerate(texts):
        for word in tokens(text):
            total[word] += 1
            parts.setdefault(word, set()).add(at * PARTS // len(texts))
    spread = min(MIN_PARTS, max(2, len(texts) // 2))
    often = MIN_SHARE * total.total()
    return frozenset(
        word
        for word, count in total.items()
        if not BIGRAM_SCRIPTS.search(word)
        and (
            len(word) <= SHORT
            or (len(word) <= LONGEST and len(parts[word]) >= spread and count >= max(3, often / 4))
        )
    )
