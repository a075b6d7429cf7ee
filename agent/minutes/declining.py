"""How somebody who is asked by name declines without a set phrase: “my plate is full”, “ask Carl”."""

import re

from agent.minutes.due_answers import DENIED, MOVING, due_of_answer, only_day
from agent.minutes.language_tables import words
from agent.minutes.people_named import AND, ME, people_named
from agent.minutes.spoken_language import language, spoken_tables
from agent.minutes.text_normalization import tokens
from agent.minutes.transcript_lines import MeetingSpeech, SpeakerIdentity, TranscriptLine

UNABLE = {
    of: re.compile(rf"\b(?:{alternatives})\b", re.IGNORECASE)
    for of, alternatives in {
        "en": (
            "rather|prefer|impossible|swamped|busy|overloaded|overworked|snowed under|tied up|stretched"
            "|booked up"
            "|(?:too|so) (?:much|many)|pass on (?:it|that|this)(?: one)?|pass this time|beyond me|out of my"
            "|i wish|some(?:body|one) else|any(?:body|one) (?:else|but me)|(?:an)?other person|afraid|no way"
            "|hardly|barely|unfortunately|sadly|up to my \\w+|(?:plate|hands|week|day|diary"
            "|calendar) (?:is|are) full"
            "|full up|flat out|wrong person|nah|too (?:full|late|soon|short|hard|difficult)"
            "|better (?:ask|placed)|count me out|leave me out"
        ),
        "de": (
            "lieber|unmöglich|ausgelastet|überlastet|beschäftigt|überfordert|zu viel|zu kurz|voll|dicht"
            "|schlecht"
            "|schwierig|jemand anders|jemand anderes|jemand anderem|(?:ein|wer) anderer|leider|ungern|kaum"
            "|(?:über (?:beide|die) ohren|über den kopf)|der falsche|die falsche|ausgebucht|tut mir leid"
            "|nö|nee|ohne mich|eher (?:was|etwas) für"
        ),
        "fr": (
            r"plutôt|préf[éè]r\w+|impossible|débordée?|surchargée?|occupée?|prise?|quelqu'un d'autre"
            "|un autre|une autre|désolée?|passe mon tour|difficile|compliqué|malheureusement|hélas"
            "|sans moi|mieux vaut|trop"
        ),
        "es": (
            r"mejor|prefer\w+|prefier\w+|imposible|liad[oa]|ocupad[oa]|desbordad[oa]|saturad[oa]|otra persona"
            "|algún otro|otro|difícil|complicado|hasta arriba|lo siento|por desgracia|demasiad[oa]s?|apenas"
        ),
        "it": (
            r"meglio|piuttosto|prefer\w+|impossibile|impegnat[oa]|occupat[oa]|pien[oa]|sommers[oa]|oberat[oa]"
            "|incasinat[oa]|qualcun altro|un altro|un'altra|difficile|complicato|dispiace|purtroppo"
            "|tropp[oae]"
        ),
        "pt": (
            r"melhor|prefer\w+|prefir\w+|impossível|ocupad[oa]|atolad[oa]|sobrecarregad[oa]|chei[oa]"
            r"|outra pessoa"
            "|outro|difícil|complicado|infelizmente|lamento|desculpa|desculpe|demasiado|demais"
        ),
        "nl": (
            "liever|onmogelijk|druk|bezet|overbelast|vol|iemand anders|een ander|helaas|moeilijk|lastig"
            "|nauwelijks|over mijn oren|te (?:veel|kort|laat)|zonder mij"
        ),
    }.items()
}
"""What somebody is or would rather do who does not take a task."""
TIMES = (
    r"lunch|noon|midday|dinner|breakfast|break|evening|tonight|mittag|mittagessen|pause|midi|déjeuner"
    r"|mediodía|almuerzo|comida|pranzo|mezzogiorno|cena|almoço|middag|eten|\d+"
)
"""Times of the day, to which a task may be put off."""
HARMLESS = re.compile(
    r"\b(?:no (?:problem|worries|trouble|sweat)|not a (?:problem|worry|big deal)|(?:that's "
    r"|that is )?not hard"
    r"|why not|don't worry|(?:won't|doesn't|shouldn't) take (?:\w+ )?long|nothing easier|not at all"
    r"|can't wait|kein(?:e)? (?:problem|thema|sache|sorge)|warum nicht|nichts leichter als das|nicht schwer"
    r"|pas de (?:problème|souci)|aucun (?:problème|souci)|pourquoi pas|sin problema|por qué no"
    r"|ningún problema"
    r"|no hay problema|nessun problema|non c'è problema|perché no|sem problemas?|não há problema|por que não"
    r"|porque não|geen (?:probleem|punt)|waarom niet|niet erg"
    r"|(?:don't|wouldn't|do not) (?:really )?mind(?! (?:if you|who))|(?:don't|can't) see why not"
    r"|not (?:(?:that|so|too|very) )?much (?:work|effort|trouble)|not a lot of (?:work|effort|trouble)"
    r"|(?:won't|don't|needn't) (?:(?:have|need) to )?(?:ask|tell|remind)(?: me)? twice"
    r"|if no(?:body|[ -]?one) else (?:wants to|does|will|can)"
    r"|nichts dagegen|(?:n'y|ne) vois (?:pas d'|aucun )inconvénient|pas d'inconvénient"
    r"|no tengo inconveniente|no me importa|(?:non ho )?niente in contrario|não me importo|geen bezwaar"
    rf"|(?:not (?:before|until|till)|nicht vor|pas avant|no antes del?|non prima d(?:i|el)|não antes d[eo]"
    rf"|niet voor) (?:(?:the|dem|der|de|het|le|las?) )?(?:{TIMES}))\b",
    re.IGNORECASE,
)
"""Denials that are none."""
CONDITION = re.compile(
    r"\b(?:only if|if only|unless|nur wenn|es sei denn|höchstens wenn|seulement si|sauf si|à condition"
    r"|solo si|sólo si|a menos que|solo se|a meno che|só se|alleen als|tenzij)\b",
    re.IGNORECASE,
)
BUT = re.compile(r"\b(?:but|aber|mais|pero|però|mas|maar)\b", re.IGNORECASE)
FRIENDLY = re.compile(
    r"\b(?:but|aber|mais|pero|però|ma|mas|maar) (?:thanks|thank you|danke|merci|gracias|grazie|obrigad[oa]"
    r"|bedankt|you(?:'ll| will)? (?:owe|pay|buy|bring)|du (?:schuldest|zahlst))\b",
    re.IGNORECASE,
)
"""A “but” that takes nothing back."""
YES_LAST = re.compile(
    r"(?:[,;.–—]\s*|\b(?:so|then|leider|also|dann|alors|donc|así que|quindi|então|dus|helaas)\s+)"
    r"(?:yes|yeah|sure|okay|ja|oui|sí|sì|sim)\W*$",
    re.IGNORECASE,
)
ALSO_DO = re.compile(
    rf"\s+{AND}\s+{ME}\s+(?:do|can|will|usually|always|machen|können|faisons|hacemos|facciamo|fazemos|doen)\b",
    re.IGNORECASE,
)
"""After the name of somebody who does it with the speaker: not “Carl and I are away then”."""
HELPED = re.compile(
    r"\s+(?:(?:has|had) )?(?:already )?(?:gave|given|sent|showed|shown|lent|left|brought|helped) (?:me|us)\b",
    re.IGNORECASE,
)
"""After the name of somebody who did something for the speaker before."""
ASKS_FOR = re.compile(r"\bi(?:'ll| will| was going to|'m going to| can| could) (?:ask|call|see)\s+$", re.I)
FOR_A_THING = re.compile(r"\s+for (?:the|an?|his|her)\b", re.IGNORECASE)
WITH = re.compile(
    r"\b(?:with|mit|avec|con|com|met|together with|and|und|et|y|e|en|for|to|für|pour|para|per|voor)\s+$", re.I
)
"""Before the name of somebody who helps, or for whom it is."""
SORRY = re.compile(r"^\W*(?:sorry|oh|well|um|uh|hm)\b[\s,.!–—-]*", re.IGNORECASE)
PASSES = re.compile(
    r"^\W*(?:i pass|ich passe|je passe|(?:yo )?paso|(?:io )?passo|(?:eu )?passo|ik pas)\W*$", re.IGNORECASE
)
NOT_BEFORE = re.compile(
    r"\b(?:not (?:before|until|till)|nicht vor|erst(?: am)?|pas avant|no antes del?|non prima di"
    r"|não antes d[ea]"
    r"|niet voor|pas op)\s+",
    re.IGNORECASE,
)
"""Puts it off, and does not refuse it."""
GIVEN = re.compile(r"\b(?:give|leave|hand|pass) (?:it|that|this|them) (?:\w+ )?to\s+$", re.IGNORECASE)
WISHES = frozenset(words("prefer prefiero prefiro préfère preferisco would i'd"))
"""Further words of who would rather do it on another day."""
SHORT = 5
"""Words of a question that hands on what was asked: “how about Carl?”."""


def declines_freely(
    spoken: MeetingSpeech, after: TranscriptLine, said: str, line: TranscriptLine, task: str
) -> bool:
    """Whether who was asked by name declines: by a denial, a “but”, a preference, a condition, or a name."""
    said = without_harmless(SORRY.sub("", said))
    if spoken_tables().assent.search(said) or YES_LAST.search(said) or _names_a_day(spoken, said, line, task):
        return False
    others = handed_to(spoken, after, said, line)
    denies = not spoken_tables().negations.isdisjoint(tokens(said))
    if said.rstrip().endswith("?"):
        return bool(others) and (denies or len(said.split()) <= SHORT)
    if not denies and _undertakes(said):
        return False
    unable = UNABLE.get(language.get(), UNABLE["en"]).search(said)
    return denies or bool(
        others
        or unable
        or PASSES.search(said)
        or CONDITION.search(said)
        or BUT.search(FRIENDLY.sub("", said))
    )


def without_harmless(said: str) -> str:
    """The words without denials that are none."""
    return HARMLESS.sub("", said)


def _undertakes(said: str) -> bool:
    """Whether it says what the speaker will do."""
    known = spoken_tables()
    return bool(known.commit.search(said)) and not CONDITION.search(said)


def _names_a_day(spoken: MeetingSpeech, said: str, line: TranscriptLine, task: str) -> bool:
    """Whether it says no more than when: “rather on Monday”, “not before Monday”."""
    today = spoken.day_of(line)
    allowed = {*MOVING, *WISHES, *tokens(task)}
    later = NOT_BEFORE.sub("", DENIED.sub("", said))
    return bool(only_day(later, allowed, today) or due_of_answer(said, task, today))


def handed_to(
    spoken: MeetingSpeech, after: TranscriptLine, said: str, line: TranscriptLine
) -> tuple[SpeakerIdentity, ...]:
    """Whom an answer names instead of the speaker: neither who asked nor whom the request names."""
    in_request = {each.person for each in people_named(spoken, line.text)}
    return tuple(
        each.person
        for each in people_named(spoken, said)
        if each.person
        and each.person not in (after.person, line.person)
        and each.person not in in_request
        and not _only_helps(said, each.start, each.end)
        and (GIVEN.search(said[: each.start]) or not WITH.search(said[: each.start]))
    )


def _only_helps(said: str, start: int, end: int) -> bool:
    """Whether who is named there does it with the speaker, or gives them what it takes."""
    is_asked_for = ASKS_FOR.search(said[:start]) and FOR_A_THING.match(said, end)
    return bool(is_asked_for or ALSO_DO.match(said, end) or HELPED.match(said, end))
