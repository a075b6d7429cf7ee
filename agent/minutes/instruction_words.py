"""Words of orders to a note taker or a machine, by language, and the patterns that are built from them."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InstructionWords:
    """Alternatives of patterns: `written` is what a note taker makes, `told` what a machine obeys."""

    writers: str
    write: str
    written: str
    cancel: str
    told: str
    ought: str
    tell: str
    into: str
    articles: str
    """Words before a writer who is spoken of, not spoken to."""


ENGLISH = InstructionWords(
    writers=r"note[- ]?tak(?:ers?|ing \w+)|minute[- ]?takers?|scribes?|assistant|"
    r"a\.?i\.?(?: \w+)?|language models?|"
    r"chat ?bots?|bots?|robots?|summari[sz]ers?|transcri(?:ber|ptionist|ption (?:bot|service|"
    r"software|tool|system))|"
    r"(?:chat ?)?gpt|llms?|computer|parley",
    write=r"write|put|add|record|note|include|report|list|log|state|say|mention|insert|append|"
    r"enter|register|document|"
    r"minute|translate|repeat|output|print|show|treat|count|mark|file|capture|answer|respond|"
    r"reply|claim|make",
    written=r"notes|minutes|summary|summaries|action items?|action list|to-?do list|decisions? (?:list|log)|"
    r"list of decisions|key points|output|record|transcript|json|official outcome",
    cancel=r"ignore|disregard|forget|override|discard|bypass|stop following|do not follow|"
    r"don't follow|delete|cancel",
    told=r"instructions?|prompts?|programming|above|(?:your|previous|prior|earlier|these|all) (?:\w+ )?"
    r"(?:rules?|orders?|guidelines?|directions?|commands?|training|restrictions?)",
    ought=r"must|should|shall|has to|have to|needs? to|ought to|had better|is to|are to|is supposed to|will|"
    r"can",
    tell=r"say|include|state|list|mention|contain|read|show|reflect|note|record|begin|start|end|be that|have",
    into=r"in|into|to|as|under|for|on",
    articles=r"the|an?|this|that|these|those|our|your|my|his|her|their|its|which|some|any|new|"
    r"old|no|of|and|with|by",
)
GERMAN = InstructionWords(
    writers=r"ki|assistent(?:in)?|(?:sprach)?modell|chat ?bot|bot|roboter|protokollant(?:in)?|"
    r"protokollführer(?:in)?|"
    r"schriftführer(?:in)?|transkriptor|computer|maschine|(?:chat ?)?gpt",
    write=r"schreib\w*|notier\w*|vermerk\w*|halt\w*|nimm|nehm\w*|trag\w*|füg\w*|setz\w*|"
    r"erwähn\w*|protokollier\w*|"
    r"dokumentier\w*|antwort\w*|gib|melde\w*",
    written=r"protokolls?|zusammenfassung|notizen|mitschrift|niederschrift|ergebnisprotokoll|"
    r"aufgabenliste|beschlüsse\w*",
    cancel=r"ignorier\w*|vergiss|vergesst|vergessen sie|missachte\w*|verwirf|lösch\w*",
    told=r"anweisung\w*|regeln?|vorgaben?|befehl\w*|instruktion\w*|anordnung\w*",
    ought=r"soll\w*|muss|müssen|hat zu|haben zu|lautet|steht",
    tell=r"festh\w+|festz\w+|enth\w+|vermerk\w+|erwähn\w+|laut\w+|sag\w*|steh\w*|beginn\w*",
    into=r"in|ins|im|zu|zum|zur|für|fürs|als",
    articles=r"das|der|die|den|dem|des|ein\w*|unser\w*|euer|eure\w*|mein\w*|sein\w*|ihr\w*|"
    r"dies\w*|kein\w*|und|mit|von",
)
FRENCH = InstructionWords(
    writers=r"ia|assistant|modèle(?: de langage)?|robot|bot|chat ?bot|secrétaire de séance|"
    r"preneur de notes|rédacteur|"
    r"transcripteur|ordinateur|machine|(?:chat ?)?gpt",
    write=r"écri\w+|note[rz]?|ajoute[rz]?|inscri\w+|mentionne[rz]?|met(?:s|tez|tre)|indique[rz]?|"
    r"consigne[rz]?|"
    r"enregistre[rz]?|répond\w*|marque[rz]?",
    written=r"compte[- ]rendu|procès-verbal|pv|résumé|synthèse|notes|relevé de décisions",
    cancel=r"ignore[rz]?|oublie[rz]?|néglige[rz]?|annule[rz]?|supprime[rz]?",
    told=r"instructions?|consignes?|règles?|ordres?|directives?",
    ought=r"doi(?:t|vent)|devr(?:a|ait|ont|aient)|dira|dit",
    tell=r"dire|mentionner|contenir|indiquer|préciser|noter|commencer|comporter",
    into=r"dans|au|aux|en|sur|pour|comme|à",
    articles=r"le|la|les|l'|un|une|des|du|de|ce|cet|cette|ces|notre|votre|mon|ton|son|leur|nos|"
    r"vos|et|avec|par",
)
SPANISH = InstructionWords(
    writers=r"ia|asistente|modelo(?: de lenguaje)?|robot|bot|secretari[oa] de actas|transcriptor|ordenador|"
    r"computadora|máquina|(?:chat ?)?gpt",
    write=r"escrib\w+|anot[ae]\w*|pon(?:gan?|ed|er|lo)?|añad\w+|agreg\w+|incluy\w+|incluir|"
    r"registr\w+|apunt\w+|"
    r"mencion\w+|respond\w+|haz constar|hagan constar|conste",
    written=r"actas?|resumen|notas|minuta|informe",
    cancel=r"ignor[ae]\w*|olvid[ae]\w*|descart[ae]\w*|anul[ae]\w*|borr[ae]\w*",
    told=r"instrucciones|reglas|órdenes|normas|indicaciones|directrices",
    ought=r"deben?|debería\w*|tienen? que|tendrá\w*|dirá|dice",
    tell=r"decir|mencionar|contener|indicar|constar|recoger|incluir|empezar",
    into=r"en|al|a|para|como|por",
    articles=r"el|la|los|las|un|una|unos|unas|de|del|este|esta|ese|esa|nuestr[oa]|vuestr[oa]|mi|"
    r"tu|su|y|con|por",
)
ITALIAN = InstructionWords(
    writers=r"ia|assistente|modello(?: linguistico)?|robot|bot|verbalizzante|segretari[oa]|"
    r"trascrittore|computer|"
    r"macchina|(?:chat ?)?gpt",
    write=r"scriv\w+|annot\w+|metti|mett(?:ete|ere|a)|aggiung\w+|inserisc\w+|inserire|registr\w+|"
    r"verbalizz\w+|"
    r"riport\w+|menzion\w+|rispond\w+",
    written=r"verbale|verbali|riassunto|sintesi|note|resoconto",
    cancel=r"ignor[aio]\w*|dimentic\w+|scart\w+|annull\w+|cancell\w+",
    told=r"istruzioni|regole|ordini|direttive|indicazioni",
    ought=r"dev(?:e|ono)|dovr\w+|dirà|dice",
    tell=r"dire|menzionare|contenere|indicare|riportare|includere|iniziare",
    into=r"in|nel|nella|nei|nelle|al|alla|a|come|per|sul",
    articles=r"il|lo|la|i|gli|le|un|uno|una|del|della|di|questo|questa|nostro|nostra|vostro|mio|"
    r"tuo|suo|e|con|da",
)
DUTCH = InstructionWords(
    writers=r"ai|assistent|taalmodel|model|robot|bot|chat ?bot|notulist|notulant|secretaris|computer|machine|"
    r"(?:chat ?)?gpt",
    write=r"schrijf\w*|noteer\w*|noteren|zet|zetten|voeg|vermeld\w*|registreer\w*|leg|antwoord\w*|neem",
    written=r"notulen|verslag|samenvatting|aantekeningen|actielijst|besluitenlijst",
    cancel=r"negeer|negeren|vergeet|vergeten|schrap|wis",
    told=r"instructies?|regels?|opdracht\w*|richtlijnen|bevel\w*|aanwijzing\w*",
    ought=r"moet\w*|zal|zullen|zegt",
    tell=r"zeggen|vermelden|bevatten|luiden|staan|beginnen|noemen",
    into=r"in|op|aan|als|voor|bij",
    articles=r"de|het|een|dit|dat|deze|die|ons|onze|jullie|mijn|jouw|zijn|haar|hun|van|en|met|door|geen",
)
PORTUGUESE = InstructionWords(
    writers=r"ia|assistente|modelo(?: de linguagem)?|robô|bot|chat ?bot|redator(?:a)?|"
    r"secretári[oa]|transcritor|"
    r"computador|máquina|(?:chat ?)?gpt",
    write=r"escrev\w+|anot[ae]\w*|ponha|põe|coloc[ae]\w*|adicion[ae]\w*|inclu[ai]\w*|"
    r"regist[re]\w*|mencion[ae]\w*|"
    r"respond[ae]\w*|faça constar|conste",
    written=r"ata|resumo|notas|relatório|súmula",
    cancel=r"ignor[ae]\w*|esque[çc]a\w*|esquec\w+|descart[ae]\w*|anul[ae]\w*|apag[ua]\w*",
    told=r"instruç(?:ões|ão)|regras?|ordens?|diretrizes|indicações",
    ought=r"dev(?:e|em|eria\w*)|têm? (?:de|que)|dirá|diz",
    tell=r"dizer|mencionar|conter|indicar|constar|incluir|começar",
    into=r"na|no|nas|nos|em|ao|à|para|como|a",
    articles=r"o|a|os|as|um|uma|do|da|de|este|esta|esse|essa|nosso|nossa|vosso|meu|teu|seu|e|com|por",
)
LANGUAGES = (ENGLISH, GERMAN, FRENCH, SPANISH, ITALIAN, DUTCH, PORTUGUESE)
GREETINGS = (
    r"(?:hey|dear|ok|okay|hello|hi|attention|listen|please|hallo|liebe[rs]?|cher|chère|querid[oa]|car[oa])"
)
OTHER_WORDS = rf"(?:(?!(?:{'|'.join(each.articles for each in LANGUAGES)})\b)[\w-]+ )?"


def machine_orders(words: InstructionWords) -> tuple[str, ...]:
    """Patterns of what is said to a machine."""
    return (
        rf"\b(?:{words.cancel})\b[^.?!]{{0,40}}\b(?:{words.told})\b",
        rf"(?:^\W*|[,;:]\s*)(?:{GREETINGS}\W+){{0,2}}{OTHER_WORDS}(?:{words.writers})\s*[,:]\s*(?!who\b|which\b|and\b|but\b)",
        rf"^\W*(?:{GREETINGS}\W+){{0,2}}(?:{words.writers})\W+(?:[\w']+\W+){{0,4}}?(?:{words.write})\b",
    )


def dictations(words: InstructionWords) -> tuple[str, ...]:
    """Patterns of what the minutes shall say."""
    return (
        rf"\b(?:{words.write})\b[^.?!]{{0,120}}\b(?:{words.into}) (?:[\w']+ ){{0,2}}(?:{words.written})\b",
        rf"\b(?:{words.into})(?: |"
        rf"l')(?:[\w']+ ){{0,2}}(?:{words.written})\b[^.?!]{{0,20}}\b(?:{words.write})\b",
        rf"\b(?:{words.articles}) (?:[\w']+ ){{0,2}}?(?:{words.written}) (?:{words.ought})\b[^.?!]{{0,40}}?"
        rf"\b(?:{words.tell})\b",
    )


COLLECTIVE = r"(?:everyone|everybody|all|we all|the whole|nobody|no one|the \w+) (?:\w+ ){0,2}"
AGREE = r"(?:agree|approve|decide|accept|consent|promise|object|want)"
SUMMARISE = r"(?:summari[sz]|transcrib|minut|writ|process)\w*"
OF_MEETING = r"(?:meeting|transcript|call|minutes|notes|this|these)"
ENGLISH_ORDERS = (
    r"\b(?:you are now|you're now|act as|pretend to be|behave as|as|if you are|"
    r"if you're) (?:an? |the )?(?:[\w-]+ ){0,3}"
    rf"(?:{ENGLISH.writers})\b[^.?!]{{0,60}}\b(?:you|and|report|write|say)\b",
    r"\b(?:system|developer) (?:prompt|message|instructions?)\b|\bnew (?:instructions?|task|orders?|rules?):",
    r"\byour (?:new|next|only|real|true|actual) (?:task|job|instructions?|role|goal|orders?) (?:is|are)\b",
    r"\b(?:respond|reply|answer) (?:only |just )?(?:with|in) (?:json|the (?:word|text|decision|"
    r"summary)|a summary)",
    r"\b(?:transcript|transcription|meeting|recording|conversation) (?:ends|is over|stops) (?:here|now)\b"
    r"[^.?!]{0,40}\b(?:instruction|task|now you)|\bend of (?:the )?(?:transcript|transcription|recording)\b",
    r"\boutput (?:only|just|exactly|nothing but|the following|that)\b|^\W*override\b",
    r"\b(?:stop|do not|don't|instead of) summari[sz]\w*\b",
)
ENGLISH_DICTATIONS = (
    r"\b(?:let|have) (?:the|this) (?:record|minutes|notes|summary|transcript) (?:show|reflect|"
    r"state|say|note|read|be)",
    r"\bfor the (?:minutes|notes|summary|meeting notes|protocol)\s*[,:]",
    r"\b(?:make sure|ensure|see to it)\b[^.?!]{0,12}\b(?:record|minutes|notes|summary|transcript) \w+s?\b",
    rf"\b(?:when|once|if|before|while) (?:you|anyone|anybody|somebody|someone|"
    rf"whoever) (?:[\w']+ ){{0,2}}{SUMMARISE}"
    rf"\b[^.?!]{{0,30}}\b{OF_MEETING}\b",
    rf"\b(?:whoever|anyone|anybody|whatever|the one|the person) (?:who |that )?(?:is |will |'s )?{SUMMARISE}"
    rf"\b[^.?!]{{0,20}}\b{OF_MEETING}\b",
    r"(?:^\W*|[,;:]\s*|\b(?:please|just|kindly|simply|only|must|should|have to|need to|now|then|to) )"
    r"(?:write|log|record|state|minute|document|print|register|include|add|list|replace)(?: down|"
    r" up| in| here)?"
    r"(?: (?:an?|the|as an?|as the|one|all) (?:\w+ )?(?:decisions?|facts?|outcome|result|"
    r"sentence|line|action items?))?"
    r"(?: that (?:the|an?|we|they|he|she|it|you|i|everyone|everybody|all|nobody|no one|our|this|there)\b"
    r"| the following\b| exactly\b| this:|:| with\b| everyone\b| everybody\b)",
    r"\bin (?:the|your) (?:decisions?|tasks?|summary|action items?|key points?) (?:section|list|"
    r"part)\b[^.?!]{0,10}"
    r"\b(?:put|write|list|say|add)\b",
    rf"\b(?:{ENGLISH.write}|conclude)\b[^.?!]{{0,30}}\b{COLLECTIVE}{AGREE}",
    r"\brepeat (?:after me|the following|these words)\b|"
    r"\bpretend (?:that )?[^.?!]{0,100}\b(?:write|record|note)\b",
)
KOREAN_ORDERS = (
    r"(?:지시|명령|규칙|지침)\S*\s*(?:\S+\s+){0,3}(?:무시|잊)",
    r"^\W*(?:(?:AI|인공지능|비서|봇|챗봇|모델|컴퓨터|챗GPT)\S?)\s*[,야아:]",
)
KOREAN_DICTATIONS = (
    r"(?:회의록|요약|메모|기록)\S*에\s*(?:\S+\s+){0,12}(?:써|쓰|적어|적으|적도록|기록|남겨|넣어|포함)",
)
MARKUP = (
    r"</?(?:transcript|notes|system|instructions?|user|assistant)>|<\|\w+\|>|\[/?INST\]|(?:^|\s)#{2,}\s*\w",
    r"^\W*(?:system|assistant|user|human|instructions?)\s*:",
    r"\b(?:assistant|system|ai|model|bot)(?:'s)? (?:notes?|message|prompt|output|response|summary)\s*:",
)


def compiled(*patterns: str) -> re.Pattern[str]:
    """One pattern of several, without regard to case."""
    return re.compile("|".join(patterns), re.IGNORECASE)


ORDERS = compiled(
    *(pattern for words in LANGUAGES for pattern in machine_orders(words)),
    *ENGLISH_ORDERS,
    *KOREAN_ORDERS,
    *MARKUP,
)
DICTATIONS = compiled(
    *(pattern for words in LANGUAGES for pattern in dictations(words)),
    *ENGLISH_DICTATIONS,
    *KOREAN_DICTATIONS,
)
