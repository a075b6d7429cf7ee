"""Words of languages other than English that tell whose word something is, and of how many it holds."""

HEARSAY = {
    "de": r"\b(?:laut|nach angaben|angeblich|ich habe gehört|man sagt|es heißt)\b"
    r"|\b(?<!ich )(?<!du )(?:sagte?n?|behaupte(?:n|te|ten|t)|mein(?:te|en|ten)|versichert|erzählte?|berichtet"
    r"|glaubt)(?! ich)(?! du)(?! wir)(?= |,|$)",
    "es": r"\bsegún (?!yo)|\b(?:dice|dicen|dijo|dijeron|afirman?|aseguran?|cuentan?|cree|creen) que\b"
    r"|\b(?:al parecer|supuestamente|he oído|me han dicho)\b",
    "fr": r"\b(?:selon|d'après) (?!moi)|\b(?:dit|disent|affirme(?:nt)?|prétend(?:ent)?|assure(?:nt)?"
    r"|croi(?:t|ent)|pense(?:nt)?)(?<!je pense)(?<!on dit) qu(?:e\b|')"
    r"|\b(?:apparemment|paraît-il|il paraît|on m'a dit)\b",
    "it": r"\bsecondo (?:il|la|i|le|lo|gli|l')\b|\b(?:dice|dicono|ha detto|afferma(?:no)?|sostiene|sostengono"
    r"|crede|credono) che\b|\b(?:pare che|a quanto pare|mi hanno detto)\b",
    "ko": r"[가-힣]+ ?말로는|[가-힣]+에 따르면|[가-힣]*다고 (?:합니다|해요|했|하네요|들었)|[가-힣]*대요\b",
    "nl": r"\bvolgens (?!mij)|\b(?:zegt|zeggen|beweert|beweren|zei|zeiden|denkt|denken)(?! ik)(?! wij) dat\b"
    r"|\b(?:blijkbaar|naar verluidt|ik heb gehoord)\b",
    "pt": r"\bsegundo (?:o|a|os|as)\b|\b(?:diz|dizem|disse|disseram|afirmam?|garantem?|acha|acham) que\b"
    r"|\b(?:pelos vistos|supostamente|ouvi dizer|disseram-me)\b",
}
"""That somebody else says it, or thinks it."""
FIRST = {
    "de": "ich wir mir mich uns mein meine meinen unser unsere",
    "es": "yo nosotros me nos mi mis nuestro nuestra he creo pienso",
    "fr": "je j'ai j'en nous me moi on mon ma mes notre nos",
    "it": "io noi mi ci mio mia nostro nostra ho credo penso",
    "ko": "저는 저도 제가 나는 우리는",
    "nl": "ik wij we mij me ons mijn onze",
    "pt": "eu nós me nos meu minha nosso nossa acho",
}
ALL = {
    "de": r"alle|allen|alles|jede[rsmn]?|sämtliche[nr]?",
    "es": r"(?<!casi )tod[oa]s(?! los días| los meses)|cada un[oa]|tod[oa] el mundo",
    "fr": r"(?<!presque )(?:tous|toutes)(?! les (?:jours|mois|ans|semaines))|chacune?|tout le monde",
    "it": r"(?<!quasi )tutt[ie](?! i giorni| i mesi)|ognun[oa]|ogni(?! (?:giorno|mese|anno|settimana))",
    "ko": r"(?:(?<!거의 )모두|모든|전원|전부|다들)[가-힣]*",
    "nl": r"(?<!niet )(?<!bijna )alle|iedereen|allemaal|allen",
    "pt": r"(?<!quase )tod[oa]s(?! os dias| os meses)|toda a gente|todo o mundo|cada um",
}
MOST = {
    "de": r"die meisten|den meisten|fast alle[n]?|mehrheit|meistens",
    "es": r"la mayoría|casi tod[oa]s",
    "fr": r"la plupart|presque (?:tous|toutes)|la majorité",
    "it": r"la maggior parte|quasi tutt[ie]|la maggioranza",
    "ko": r"(?:대부분|거의 모두|거의 다|대다수)[가-힣]*",
    "nl": r"de meeste|bijna (?:alle|iedereen)|de meerderheid",
    "pt": r"a maioria|a maior parte|quase tod[oa]s",
}
SOME = {
    "de": r"einige[nr]?|manche[nr]?|mehrere[nr]?|ein paar|teilweise|nicht alle",
    "es": r"algun[oa]s|vari[oa]s|unos cuantos|no tod[oa]s",
    "fr": r"certain(?:e)?s|quelques|plusieurs|pas (?:tous|toutes)",
    "it": r"alcun[ie]|qualche|parecch[ie]|non tutt[ie]",
    "ko": r"(?:일부|몇몇|몇 명|여러)[가-힣]*",
    "nl": r"sommige|enkele|enige|een paar|niet (?:alle|iedereen)",
    "pt": r"algu(?:ns|mas)|vári[oa]s|nem tod[oa]s",
}
ONLY = {
    "de": r"nur|ausschließlich|lediglich",
    "es": r"sólo|solo|solamente|únicamente",
    "fr": r"seulement|uniquement|ne \w+ que",
    "it": r"solo|soltanto|solamente",
    "ko": r"만|오직",
    "nl": r"alleen|slechts|enkel",
    "pt": r"só|somente|apenas",
}
ONLY_AFTER = {
    "de": r"\berst$",
    "nl": r"\bpas$",
    "pt": r"\bsó$",
    "es": r"\b(?:sólo|solo|pregunt\w*|saber|sé|sabemos|ver)$",
    "fr": r"\b(?:seulement|demand\w+|savoir|sais|sait|voir|vérifie\w*)$",
    "it": r"\b(?:solo|chied\w+|chiest\w+|sapere|so|vedere)$",
}
"""Before what is no condition but a time, or what somebody asks: “erst, wenn”, “pregunta si”."""

TO_BE_DONE = {
    "de": r"muss|müssen|soll|sollen|sollte\w*|könnte\w*|kann|können|darf",
    "es": r"tienen? que|tenemos que|hay que|deben?|debería\w*|van? a|vamos a|puede\w*|podría\w*",
    "fr": r"doi(?:t|vent|s)|devrai\w*|il faut|faudra\w*|vont|va|peu(?:t|vent)|pourrai\w*|reste à",
    "it": r"dev(?:e|ono)|dobbiamo|bisogna|dovrebbe\w*|può|possono|potrebbe\w*|vanno",
    "nl": r"moet|moeten|zal|zullen|kan|kunnen|mag",
    "pt": r"t[eê]m (?:de|que)|temos (?:de|que)|é preciso|deve\w*|vão|vai|pode\w*",
}
"""What has to be, will or may be done and is not done yet."""
IS_DONE = {
    "de": r"(?:hat|haben|habe|ist|sind|wurde|wurden)(?!.*(?:zu \w+en|\w+zu\w+en)$)"
    r"(?=.*\b\w*ge\w{2,}(?:t|en)\b)",
    "es": r"(?:ha|han|he|hemos) \w+(?:ado|ido|to|cho)|\w{3,}(?:aron|ieron)|fue(?:ron)? \w+d[oa]s?",
    "fr": r"(?:a|ont|ai|avons|est|sont) (?:été |déjà )?\w+(?:é|ée|és|ées|i|u|is|it)",
    "it": r"(?:ha|hanno|ho|abbiamo|è stat[oa]|sono stat[ie]) (?:già )?\w+(?:ato|uto|ito|so|tto)",
    "nl": r"(?:heeft|hebben|heb|is|zijn|werd|werden)(?=.*\bge\w{3,}(?:t|d|en)\b)",
    "pt": r"(?:foi|foram) \w+d[oa]s?|já \w+(?:ou|eu|iu|aram|eram)",
}
"""That it is done."""
