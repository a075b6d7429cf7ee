"""Words that are no noun in any talk, by list and by ending; and endings of nouns."""

import re

from agent.minutes.language_tables import words

VERBS = frozenset(
    words(
        """
    am appear appears ate became become becomes been began begin begins begun being believe believes
    belong belongs bought bring brings broke brought build built came caught choose chose chosen
    come comes coming did doing done drew drove eat explain fell felt flew forget forgets
    forgot forgotten fought found gave gets given gives giving gone got grew grow had happen happens
    has hear heard hears held hide imagine is keep keeps kept knew know known knows laid learn led
    left lent listen listens lose lost made making meant met owe paid persuade ran read
    remember remembers rode said sang sat saw say saying says see seeing seem seems seen sell send
    sending sent shook shown sold speak speaks spend spent spoke spoken stood stuck suggest suggests
    swore swum taken taking taught teach tell telling tells think thinks threw thrown told took
    tried understand understands understood wear went were woke won wore write writes written
    wrote add adds agree agrees allow allows apply arrive arrives ask asks attend avoid become
    consider considers continue continues decide decides deserve disagree enjoy exist exists
    expect expects happen hate include includes introduce involve join keep let
    lets like likes listen mention mentions need needs prefer prefers prepare pretend provide
    provides realise realize receive recommend refuse remain remains remind remove replace require
    requires solve suppose tend tends try tries want wants worry
        """
    )
)
"""English: forms that are verbs only, or nouns that no meeting is about."""
_ADJECTIVES = """
    able afraid alive alone angry apparent aware awesome awful bad beautiful best better big bigger
    biggest bored boring brief bright broken busy certain cheap cheaper clean clear clever close
    complete correct crazy cute dead decent different difficult dirty eager early
    easier easiest easy empty entire equal exact excellent extra false familiar famous fast
    faster former free fresh friendly full fun funny glad great greater greatest happy
    hard harder healthy heavy hidden high higher highest hot huge hungry ill important impossible
    interesting keen large larger largest late later latest lazy less long longer
    loud low lower lucky mad main mean modern naive narrow natural near neat nervous new
    newer newest next nice obvious odd old older oldest open pleasant polite poor popular
    possible proper proud quicker quiet rare raw ready real recent relevant
    rich rough sad same scary separate serious severe sharp shorter sick significant
    silly similar simple simpler single slight slow slower small smaller smallest smart smooth soft
    sorry specific steep strange strict strong stronger stupid sudden sufficient sweet tall
    terrible thick thin tight tiny tired tough tricky true typical ugly unclear unlikely upset
    useful useless usual various vast warm weak weird wet whole wide wild wise wonderful worse worst
    worth wrong young
    above across ahead almost already altogether anymore anyhow anyway anywhere apart aside away
    below beyond elsewhere eventually everywhere forever forward hence hopefully indeed instead
    likewise meanwhile moreover nearby nowhere otherwise overall somehow somewhere soon straight
    therefore thus tomorrow tonight together twice upstairs downstairs whatever whenever wherever
    whoever yesterday today
"""
ALSO_NOUNS = frozenset(
    words(
        "cold common deep fair fine general joint junior key kind major minor normal novel present private"
        " public quick senior short special elderly"
    )
)
"""English: adjectives that are nouns after an article."""
NO_NOUNS = {
    "en": VERBS | frozenset(words(_ADJECTIVES)),
    "de": frozenset(
        words(
            """
    neu neue neuen neuer neues neuem alt alte alten alter altes groß große großen großer großes klein kleine
    kleinen kleiner kleines gut gute guten guter gutes besser beste besten schlecht wichtig wichtige fertig
    schnell langsam teuer billig lang lange kurz schön morgen heute gestern einverstanden
    """
        )
    ),
    "nl": frozenset(
        words(
            "nieuw nieuwe oud oude groot grote klein kleine goed goede beter beste slecht mooi laatste eerste"
        )
    ),
    "fr": frozenset(
        words(
            "nouveau nouvel nouvelle nouveaux nouvelles grand grande grands grandes petit petite petits"
            " petites bon bonne bons bonnes beau belle vieux vieille premier première dernier dernière"
            " autre autres prochain prochaine meilleur meilleure gros grosse long longue même seul seule"
        )
    ),
    "es": frozenset(
        words(
            "nuevo nueva nuevos nuevas gran grande grandes pequeño pequeña pequeños pequeñas buen buena"
            " buenos buenas viejo vieja viejos viejas primer primera primero último última últimos últimas"
            " próximo próxima mejor peor mayor propio propia largo larga único única misma"
        )
    ),
    "it": frozenset(
        words(
            "nuovo nuova nuovi nuove grande grandi piccolo piccola piccoli piccole buon buona buoni vecchio"
            " vecchia vecchi primo prima ultimo ultima ultimi prossimo prossima migliore peggiore bello bella"
            " altro altra altri altre stesso stessa unico"
        )
    ),
    "pt": frozenset(
        words(
            "novo nova novos novas grande grandes pequeno pequena pequenos pequenas bom boa bons boas velho"
            " velha velhos velhas primeiro primeira último última próximo próxima melhor pior maior próprio"
            " própria longo longa único única"
        )
    ),
}
"""Words that are no noun where nothing follows them."""
NO_NOUN_ENDINGS = {
    "en": re.compile(
        r"^(?!(?:\w*(?:bed|seed|feed|speed|shed|weed|breed|thread|bread|reed|deed|greed|sled|moped|hundred)s?"
        r"|(?:family|assembly|supply|reply|anomaly|monopoly|ally|july|italy|fly|belly|bully|butterfly|rally"
        r"|tally|jelly|lily|poly|doily|homily|melancholy)|\w*(?:table|cable|variable|bible|timetable"
        r"|vegetable|syllable|marble|trouble|bubble|\wouble)|handful|spoonful|cupful|mouthful)$)"
        r"\w+(?:ed|ly|able|ible|ful|ous|less|est)$"
    ),
    "de": re.compile(r"^\w+(?:lich|ig|isch|bar|sam|los|end|enden|ende|liche[nrs]?|ige[nrs]?|ische[nrs]?)$"),
    "nl": re.compile(r"^\w+(?:lijk|lijke|baar|zaam|loos)$"),
    "fr": re.compile(r"^\w+(?:amment|emment|ément|quement|euse|eux|able|ible|uelle?s?)$"),
    "es": re.compile(r"^\w+(?:mente|ando|iendo|yendo|able|ible|ábamos|íamos|aron|ieron)$"),
    "it": re.compile(r"^\w+(?:mente|ando|endo|abile|ibile|avano|evano|arono|erono)$"),
    "pt": re.compile(r"^\w+(?:mente|ando|endo|indo|ável|ível|aram|eram|iram)$"),
}
"""Of participles, adjectives and adverbs, without the nouns that end so too."""
NOUNS_THOUGH = re.compile(r"\w*(?:test|forest|guest|request|quest|west|chest|nest|harvest|interest)$")
NOUN_ENDINGS = {
    "en": re.compile(
        r"\w{2,}(?:[ts]ions?|ments?|ness|it(?:y|ies)|[ae]nc(?:e|y|es|ies)|ships?|isms?|ists?|ologys?)$"
    ),
    "de": re.compile(r"\w{2,}(?:ung|ungen|heit|heiten|keit|keiten|schaft|schaften|tion|tionen|tät|täten)$"),
    "nl": re.compile(r"\w{2,}(?:ing|ingen|heid|heden|schap|tie|ties|teit)$"),
    "fr": re.compile(r"\w{2,}(?:tions?|sions?|ités?|ance|ence|isme)$"),
    "es": re.compile(r"\w{2,}(?:ción|ciones|sión|siones|dad|dades|ismo|anza)$"),
    "it": re.compile(r"\w{2,}(?:zione|zioni|sione|sioni|ità|ismo|anza|enza)$"),
    "pt": re.compile(r"\w{2,}(?:ção|ções|são|sões|dade|dades|ismo)$"),
}
