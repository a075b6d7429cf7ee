"""The cues of open questions by language."""

from agent.minutes.questions.english import ENGLISH
from agent.minutes.questions.question_cues import QuestionCues, cues
from agent.minutes.spoken_language import language

CUES: dict[str, QuestionCues] = {
    "en": ENGLISH,
    "de": cues(
        unknown=(
            r"(?:das )?wei(?:ß|ss) (?:ich|ich's|wir|man|keiner|niemand)?\s*(?:\w+ ){0,3}nicht|(?:ich"
            r"|wir) (?:weiß|weiss"
            r"|wissen|wüsste) (?:\w+ ){0,3}nicht|keine ahnung|(?:das ist eine )?gute frage|(?:ich bin "
            r")?(?:mir )?nicht"
            r" (?:ganz )?sicher|schwer zu sagen|(?:das )?(?:muss|müssen|müsste|müssten) (?:ich|wir|man) "
            r"(?:\w+ ){0,4}"
            r"(?:klären|prüfen|nachsehen|nachfragen|herausfinden|überlegen|schauen)|(?:das )?(?:klären"
            r"|besprechen|sehen"
            r"|schauen) wir (?:\w+ )?(?:später|noch|nächste|dann)|(?:das )?(?:ist|bleibt) (?:\w+ "
            r")?(?:noch )?(?:offen"
            r"|unklar)|kann ich (?:\w+ )?nicht sagen"
        ),
        procedural=(
            r"\b(?:hört|hörst|hören|seht|siehst|sehen) (?:ihr|du|sie|man|mich|alle|wir)\b|\bkann (?:mich"
            r"|man|jeder|jemand)"
            r" (?:\w+ )?(?:hören|sehen)\b|\b(?:noch|weitere|gibt es|irgendwelche) (?:\w+ )?(?:fragen"
            r"|anmerkungen"
            r"|kommentare|wortmeldungen|ergänzungen|einwände)\b|\b(?:wollen|sollen|können) wir (?:\w+ "
            r"){0,2}(?:anfangen"
            r"|beginnen|weitermachen|starten|fortfahren|abstimmen|aufhören)\b|\bwer (?:ist|möchte|will"
            r"|macht)"
            r" (?:als nächste\w*|weiter|dran|anfangen)\b|\bwie (?:bitte|geht es|geht's|meinst du)\b"
            r"|\bwas (?:meinst du"
            r"|meint ihr|denkst du)\b|\b(?:bildschirm|mikrofon|kamera|tagesordnung)\b"
        ),
        rhetorical=(
            r"\b(?:oder|ne|nicht wahr|gell|richtig|okay|ok|ja|nein|stimmt's|klar|weißt du)\s*\?+\s*$"
            r"|^(?:\w+[,\s]+){0,2}(?:warum (?:auch )?nicht|wer weiß|was soll's|na und|was sonst)\b"
        ),
        named=(
            r"(?:offene|ungeklärte) (?:frage|punkte?)(?: (?:ist|bleibt|sind))?|offen (?:ist|bleibt)(?: "
            r"noch)?"
        ),
        undecided=(
            r"(?:wir|ihr|man|sie|die \w+) (?:müssen|müsst|muss|sollten|sollte) (?:\w+ "
            r"){0,4}(?:entscheiden|klären|herausfinden|festlegen|überlegen|besprechen),? (?:ob|wie|wann"
            r"|wer|was|welche\w*|wo|warum)|müssen wir (?:\w+ ){0,4}(?:entscheiden|klären|herausfinden"
            r"|festlegen),? (?:ob|wie|wann|wer|was|welche\w*|wo)|(?:unklar|offen|nicht klar),? (?:ob|wie"
            r"|wann|wer|was|welche\w*|wo)"
        ),
    ),
    "fr": cues(
        unknown=(
            r"(?:je|on|nous) (?:ne |n')?(?:\w+ )?(?:sais|sait|savons) (?:\w+ )?pas|(?:j'ai )?aucune idée"
            r"|bonne question"
            r"|(?:je ne suis |je suis )?pas (?:\w+ )?sûre?|difficile à dire|(?:il faut|il faudra|faudrait"
            r"|je dois|on"
            r" doit) (?:\w+ )?(?:vérifier|voir|demander|se renseigner|réfléchir)|on (?:verra|en reparlera"
            r"|y reviendra)"
            r"|(?:c'est|ça reste|cela reste) (?:\w+ )?(?:ouvert|à voir|flou)|personne ne sait"
        ),
        procedural=(
            r"\b(?:vous m'entendez|tu m'entends|on m'entend|m'entendez-vous|vous voyez|tu vois"
            r"|voyez-vous)\b|\b(?:d'autres"
            r"|des|une|avez-vous des) (?:questions?|remarques?|commentaires?|objections?)\b|\bon "
            r"(?:commence|continue|y"
            r" va|passe|vote|peut (?:commencer|continuer|passer))\b|\b(?:qui (?:veut|est le suivant"
            r"|commence)|ça va"
            r"|pardon|comment (?:ça|dites)|écran|micro|caméra|ordre du jour|qu'en (?:penses|pensez))\b"
        ),
        rhetorical=(
            r"\b(?:non|hein|oui|d'accord|ok|n'est-ce pas|pas vrai|voilà|tu sais|vous savez)\s*\?+\s*$"
            r"|^(?:\w+[,\s]+){0,2}(?:pourquoi pas|qui sait|et alors|quoi d'autre)\b"
        ),
        named=(
            r"questions? (?:ouverte|en suspens|qui reste|à régler)s?(?: (?:est|c'est))?|reste à (?:savoir"
            r"|voir)"
        ),
        undecided=(
            r"(?:il faut|il faudra|on doit|nous devons|il reste à|il nous faut) (?:\w+ )?(?:décider"
            r"|savoir|clarifier|déterminer|trancher) (?:si|comment|quand|qui|ce que|quelle?s?|où"
            r"|pourquoi)|(?:pas clair|flou|pas décidé) (?:si|comment|quand|qui|quelle?s?|où)"
        ),
    ),
    "es": cues(
        unknown=(
            r"(?:yo )?no (?:lo )?(?:sé|sabemos|sabría|tengo ni idea)|ni idea|buena pregunta|(?:no estoy"
            r"|no estamos)"
            r" (?:\w+ )?segur\w+|difícil (?:de )?(?:decir|saber)|(?:habrá que|hay que|tengo que|tenemos "
            r"que|tendría que)"
            r" (?:\w+ )?(?:ver|verlo|comprobar\w*|preguntar\w*|averiguar\w*|mirar\w*|pensar\w*)|ya "
            r"veremos|lo vemos"
            r" (?:luego|después|más)|nadie (?:lo )?sabe|(?:queda|sigue) (?:\w+ )?(?:abiert[oa]|pendiente)"
        ),
        procedural=(
            r"\b(?:me (?:oyen|oís|oyes|escuchan|escucháis|escuchas)|se (?:oye|escucha|ve)|pueden (?:oír"
            r"|ver|escuchar)"
            r"|ven (?:mi|la))\b|\b(?:alguna|otra|más|hay) (?:\w+ )?(?:preguntas?|dudas?|comentarios?)\b"
            r"|\b(?:empezamos"
            r"|seguimos|continuamos|pasamos|votamos)\b|\b(?:quién (?:sigue|empieza|quiere)|cómo (?:estás"
            r"|están|dices)"
            r"|perdón|pantalla|micrófono|cámara|orden del día|qué (?:piensas|opinas|opinan))\b"
        ),
        rhetorical=(
            r"\b(?:no|verdad|vale|sí|cierto|eh|sabes|claro|ok)\s*\?+\s*$|^(?:¿?\w*[,\s]+){0,2}¿?(?:por "
            r"qué no|quién sabe"
            r"|y qué|qué más)\b"
        ),
        named=(
            r"(?:preguntas?|cuestion(?:es)?|temas?|puntos?) (?:abiert[oa]s?|pendientes?)(?: (?:es|son))?"
            r"|queda por"
            r" (?:saber|ver|decidir)"
        ),
        undecided=(
            r"(?:hay que|tenemos que|habrá que|debemos|falta|queda por) (?:\w+ )?(?:decidir|aclarar"
            r"|averiguar|determinar|definir|saber) (?:si|cómo|cuándo|quién|qué|cuál|cuáles|dónde)|(?:no "
            r"está claro|no hemos decidido) (?:si|cómo|cuándo|quién|qué|cuál|dónde)"
        ),
    ),
    "it": cues(
        unknown=(
            r"(?:io )?non (?:lo )?(?:so|sappiamo|saprei)|nessuna idea|boh|bella domanda|buona domanda"
            r"|non (?:sono|siamo)"
            r" (?:\w+ )?sicur\w+|difficile (?:da )?dire|(?:bisogna|devo|dobbiamo|dovrei|dovremmo) (?:\w+ "
            r")?(?:verificare"
            r"|controllare|chiedere|capire|vedere|pensarci)|vedremo|ne riparliamo|nessuno lo sa|(?:resta"
            r"|rimane) (?:\w+ )?"
            r"(?:apert[oa]|da (?:vedere|decidere))"
        ),
        procedural=(
            r"\b(?:mi (?:sentite|senti|vedete)|si (?:sente|vede)|riuscite a (?:sentire|vedere)|vedete "
            r"(?:lo|il|la))\b"
            r"|\b(?:ci sono|altre|qualche|delle) (?:\w+ )?(?:domande|domanda|commenti|osservazioni"
            r"|obiezioni)\b"
            r"|\b(?:cominciamo|iniziamo|continuiamo|andiamo avanti|passiamo|votiamo)\b|\b(?:chi (?:è il "
            r"prossimo|comincia"
            r"|vuole)|come (?:stai|va|dici)|scusa|schermo|microfono|telecamera|ordine del giorno|cosa "
            r"(?:ne )?(?:pensi"
            r"|pensate))\b"
        ),
        rhetorical=(
            r"\b(?:no|vero|giusto|sì|eh|ok|sai|chiaro|capito)\s*\?+\s*$|^(?:\w+[,\s]+){0,2}(?:perché no"
            r"|chi lo sa|chissà"
            r"|e allora|che altro)\b"
        ),
        named=(
            r"(?:questioni?|domande?|punti|punto) (?:apert[oaie]|in sospeso)(?: (?:è|sono|resta))?|resta "
            r"da (?:capire"
            r"|vedere|decidere)"
        ),
        undecided=(
            r"(?:bisogna|dobbiamo|si deve|resta da|occorre) (?:\w+ )?(?:decidere|capire|chiarire"
            r"|stabilire|sapere) (?:se|come|quando|chi|cosa|quale|quali|dove)|non (?:è chiaro|abbiamo "
            r"deciso) (?:se|come|quando|chi|cosa|quale|dove)"
        ),
    ),
    "nl": cues(
        unknown=(
            r"(?:dat )?weet (?:ik|ik het|niemand)?\s*(?:\w+ ){0,3}niet|(?:ik|we|wij) (?:weet|weten|zou) "
            r"(?:\w+ ){0,3}niet"
            r"|geen idee|goede vraag|(?:ik ben )?(?:er )?niet (?:helemaal )?zeker|moeilijk te zeggen"
            r"|(?:dat )?(?:moet|moeten)"
            r" (?:ik|we|wij) (?:\w+ ){0,4}(?:uitzoeken|nakijken|navragen|bekijken|checken|bedenken)|dat "
            r"zien we (?:\w+ )?"
            r"(?:later|nog|dan)|(?:dat )?(?:is|blijft) (?:\w+ )?(?:nog )?(?:open|onduidelijk)|niemand weet"
        ),
        procedural=(
            r"\b(?:hoort|horen|hoor|ziet|zien|zie) (?:je|jullie|u|iedereen|we|men) (?:mij|me|mijn|het|dit"
            r"|allemaal)\b"
            r"|\b(?:nog|andere|zijn er|verdere) (?:\w+ )?(?:vragen|opmerkingen|bezwaren)\b|\b(?:zullen"
            r"|kunnen) we (?:\w+ )"
            r"{0,2}(?:beginnen|starten|doorgaan|verdergaan|stemmen|stoppen)\b|\b(?:wie is de volgende"
            r"|wie begint|hoe gaat"
            r" het|wat bedoel|wat vind|wat denk|scherm|microfoon|camera|agenda)\b"
        ),
        rhetorical=(
            r"\b(?:toch|hè|hoor|oké|ok|ja|nee|niet waar|weet je|of niet)\s*\?+\s*$"
            r"|^(?:\w+[,\s]+){0,2}(?:waarom niet"
            r"|wie weet|en dan|wat anders)\b"
        ),
        named=r"open(?:staande)? (?:vraag|vragen|punt|punten)(?: (?:is|zijn|blijft))?",
        undecided=(
            r"(?:we|wij|jullie|ze) (?:moeten|moet) (?:\w+ ){0,4}(?:beslissen|besluiten|uitzoeken|bepalen"
            r"|afspreken),? (?:of|hoe|wanneer|wie|wat|welke?|waar)|moeten we (?:\w+ ){0,4}(?:beslissen"
            r"|besluiten|uitzoeken|bepalen),? (?:of|hoe|wanneer|wie|wat|welke?|waar)|(?:onduidelijk|niet "
            r"duidelijk|open),? (?:of|hoe|wanneer|wie|wat|welke?|waar)"
        ),
    ),
    "pt": cues(
        unknown=(
            r"(?:eu )?não (?:sei|sabemos|saberia|faço ideia)|não tenho (?:a mínima )?ideia|boa pergunta"
            r"|não (?:tenho|temos"
            r"|estou) (?:\w+ )?(?:certeza|certo|seguro|segura)|difícil (?:de )?dizer|(?:temos (?:de|que)"
            r"|tenho (?:de|que)"
            r"|é preciso|precisamos|preciso) (?:\w+ )?(?:ver|verificar|perguntar|descobrir|pensar"
            r"|confirmar)|vamos ver\b"
            r"|logo se vê|ninguém sabe|(?:fica|continua) (?:\w+ )?(?:em aberto|pendente)"
        ),
        procedural=(
            r"\b(?:(?:estão a|conseguem|podem|vocês) (?:me )?(?:ouvir|ouvem|ver|veem)|me (?:ouvem"
            r"|escutam)|ouvem-me)\b"
            r"|\b(?:alguma|outra|mais|há) (?:\w+ )?(?:perguntas?|dúvidas?|comentários?)\b|\b(?:começamos"
            r"|vamos começar"
            r"|continuamos|passamos|votamos|podemos (?:começar|continuar|passar))\b|\b(?:quem (?:é o "
            r"próximo|começa|quer)"
            r"|como (?:está|estão|vai)|desculpa|ecrã|tela|microfone|câmara|câmera|o que (?:acha|acham"
            r"|achas))\b"
        ),
        rhetorical=(
            r"\b(?:não|né|certo|sim|ok|está bem|tá|percebes|sabe|não é)\s*\?+\s*$"
            r"|^(?:\w+[,\s]+){0,2}(?:por que não"
            r"|porque não|quem sabe|e daí|que mais)\b"
        ),
        named=(
            r"(?:quest(?:ão|ões)|perguntas?|pontos?) (?:em aberto|abert[oa]s?|pendentes?)(?: (?:é|são))?"
            r"|falta (?:saber"
            r"|decidir)"
        ),
        undecided=(
            r"(?:temos (?:de|que)|é preciso|precisamos (?:de )?|falta|devemos) (?:\w+ )?(?:decidir"
            r"|esclarecer|descobrir|determinar|definir|saber) (?:se|como|quando|quem|o que|qual|quais"
            r"|onde)|não (?:está claro|decidimos) (?:se|como|quando|quem|qual|onde)"
        ),
    ),
    "ko": cues(
        unknown=(
            r"(?:저는 |저도 |잘 |아직 )*모르겠|글쎄|좋은 질문|확실하지 않|확실치 않|알아봐야|확인해 ?봐야"
            r"|나중에 (?:다시 )?(?:보|얘기|논의)"
        ),
        procedural=(
            r"들리(?:세요|시나요|나요|십니까)|보이(?:세요|시나요|나요|십니까)|(?:질문|의견|하실 말씀) "
            r"(?:있|더)|시작할까요|시작해도"
            r"|넘어갈까요|계속할까요|화면|마이크|카메라|안건"
        ),
        rhetorical=r"(?:그렇죠|맞죠|그쵸|아시죠|알죠)\s*\?*\s*$|왜 안 ?되",
        named=r"(?:미해결|남은) (?:질문|문제)(?:은|는)?",
        undecided=(
            r"(?:할지|인지|을지|는지)(?:는|를|도)? (?:아직 )?(?:정해야|결정해야|확인해야|정하지 못"
            r"|결정하지 못|알아봐야|모르)"
        ),
    ),
}


def question_cues() -> QuestionCues:
    """Return the cues of the spoken language; English ones for languages without any."""
    return CUES.get(language.get(), ENGLISH)
