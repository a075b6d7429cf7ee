"""How people refuse a proposal, and how they say that something was turned down, by language."""

import re
from dataclasses import dataclass

from agent.minutes.spoken_language import language


@dataclass(frozen=True, slots=True)
class RefusalCues:
    """Patterns of one language."""

    turned_down: re.Pattern[str]
    """Says in a sentence that something was decided against."""
    refusal: re.Pattern[str]
    """An answer that refuses what was proposed, at the begin of a line."""


NO = "no|nope|nein|nee|non|não|아니요?"


def _cues(turned_down: str, refusal: str) -> RefusalCues:
    return RefusalCues(
        re.compile(rf"\b(?:{turned_down})\b", re.IGNORECASE),
        re.compile(rf"^(?:\W*\w+[,.!]?\s+){{0,2}}?\W*(?:{refusal}|(?:{NO})\W*$)(?!\w)", re.IGNORECASE),
    )


ENGLISH = _cues(
    turned_down=(
        r"(?:we(?:'ve| have)?|the \w+(?: has| have)?) (?:all )?(?:decided|voted|agreed|opted) against"
        r"|(?:rejected|turned (?:it|that|this|the \w+) down|voted (?:it|that|this) down|dismissed|ruled "
        r"out)"
        r"|(?:is|are|was|were|been) (?:hereby )?(?:rejected|turned down|voted down|defeated|dropped"
        r"|withdrawn"
        r"|ruled out|off the table|not (?:adopted|accepted|approved|carried))"
        r"|(?:motion|proposal|amendment|resolution) (?:is |was )?(?:fails|failed|falls|lost|defeated|not "
        r"carried"
        r"|does not (?:pass|carry)|doesn't (?:pass|carry))"
        r"|(?:there is|there's|we have|i hear|i see) no (?:\w+ )?(?:consensus|agreement|support)"
        r"|(?:don't|do not|does not|doesn't) have (?:a )?(?:consensus|agreement|support|majority)"
    ),
    refusal=(
        r"(?:no,? )?(?:let's|let us) not|no,? (?:we|that|i|it|this)|i(?:'d| would) rather (?:not|we didn't)"
        r"|(?:i(?:'m| am) |we(?:'re| are) )?(?:strongly |totally |really )?(?:against|opposed to) (?:it"
        r"|that|this)"
        r"|we (?:shouldn't|should not|won't|can't|cannot)(?: really)? (?:do|afford|have|use|allow|go)"
        r"|that (?:won't|will not|wouldn't|doesn't|does not) (?:work|help|fit)|(?:that(?:'s| is) |it(?:'s"
        r"| is) )?"
        r"(?:a )?(?:bad|terrible) idea|(?:that(?:'s| is)|it(?:'s| is)) (?:far |way |much )?too (?:expensive"
        r"|much|risky|early|late|complicated|long|big)|i don't (?:like|want|think) (?:that|it|we should|so)"
        r"|absolutely not|no way|not a good idea|better not"
    ),
)
CUES = {
    "en": ENGLISH,
    "de": _cues(
        turned_down=(
            r"(?:wir (?:haben|hatten) uns|haben wir uns) (?:\w+ ){0,2}(?:gegen|dagegen)(?=(?: \w+){0,10}"
            r" (?:entschieden|ausgesprochen))|(?:ist|sind|wurde|wurden|wird) (?:\w+ ){0,4}(?:abgelehnt"
            r"|verworfen"
            r"|zurückgezogen|vom tisch)|(?:haben|hat) (?:\w+ ){0,6}(?:abgelehnt|verworfen)|keine "
            r"(?:mehrheit"
            r"|einigung|zustimmung) für"
        ),
        refusal=(
            r"(?:nein,? )?(?:lieber|besser) nicht|nein,? (?:das|wir|ich|lass)|(?:ich bin |wir sind "
            r")?(?:klar |strikt )?"
            r"dagegen|das (?:geht|funktioniert|klappt|bringt) (?:so )?nicht\w*|(?:keine gute|schlechte) "
            r"idee"
            r"|das ist (?:viel )?zu (?:teuer|viel|riskant|früh|spät)|auf keinen fall|das (?:lassen"
            r"|machen) wir nicht"
            r"|das will ich nicht"
        ),
    ),
    "fr": _cues(
        turned_down=(
            r"(?:nous avons|on a) (?:\w+ )?(?:décidé de ne pas|voté contre|rejeté|refusé|écarté|renoncé)"
            r"|(?:est|sont|a été|ont été) (?:\w+ )?(?:rejetée?s?|refusée?s?|écartée?s?|abandonnée?s?"
            r"|retirée?s?)"
            r"|pas de (?:consensus|majorité|accord) (?:pour|sur)"
        ),
        refusal=(
            r"(?:non,? )?(?:vaut mieux pas|plutôt pas|mieux vaut ne pas)|non,? (?:on|ce|ça|je|c'est)"
            r"|(?:je suis |on est )?"
            r"contre|ça (?:ne )?(?:marche|marchera|va) pas|(?:c'est une )?mauvaise idée|(?:c'est "
            r")?(?:beaucoup )?trop"
            r" (?:cher|tôt|tard|risqué)|pas question|je ne (?:veux|pense) pas"
        ),
    ),
    "es": _cues(
        turned_down=(
            r"(?:hemos|se ha) (?:\w+ )?(?:decidido no|votado en contra|rechazado|descartado)|decidimos no"
            r"|rechazamos"
            r"|descartamos|(?:queda|quedan|fue|está|ha sido) (?:\w+ )?(?:rechazad[oa]s?|descartad[oa]s?"
            r"|retirad[oa]s?)"
            r"|no hay (?:consenso|acuerdo|mayoría) (?:para|sobre)"
        ),
        refusal=(
            r"(?:no,? )?mejor no|no,? (?:eso|no|yo|es)|(?:estoy |estamos )?en contra|eso no (?:funciona"
            r"|funcionará|sirve)"
            r"|(?:es una )?mala idea|(?:es )?demasiado (?:caro|tarde|pronto|arriesgado)|de ninguna manera"
            r"|no quiero"
        ),
    ),
    "it": _cues(
        turned_down=(
            r"(?:abbiamo|si è) (?:\w+ )?(?:deciso di non|votato contro|respinto|scartato|bocciato"
            r"|rifiutato)"
            r"|(?:è|sono|è stat[oa]|viene) (?:\w+ )?(?:respint[oaie]|scartat[oaie]|bocciat[oaie]"
            r"|ritirat[oaie])"
            r"|non c'è (?:consenso|accordo|maggioranza) (?:per|su)"
        ),
        refusal=(
            r"(?:no,? )?meglio (?:di )?no|no,? (?:non|è|questo|io)|(?:sono |siamo )?contrari\w+|non "
            r"(?:funziona|va bene)"
            r"|(?:è una )?(?:pessima|cattiva) idea|(?:è )?troppo (?:caro|costoso|tardi|presto|rischioso)"
            r"|assolutamente no"
            r"|non voglio"
        ),
    ),
    "nl": _cues(
        turned_down=(
            r"(?:we hebben|wij hebben|er is|hebben we) (?:\w+ ){0,6}(?:tegen gestemd|afgewezen|verworpen"
            r"|afgezien van)"
            r"|(?:is|zijn|wordt|werd|werden) (?:\w+ ){0,4}(?:afgewezen|verworpen|ingetrokken|van tafel)"
            r"|geen"
            r" (?:consensus|overeenstemming|meerderheid) (?:voor|over)"
        ),
        refusal=(
            r"(?:nee,? )?(?:liever|beter) niet|nee,? (?:dat|we|ik|dit)|(?:ik ben |we zijn )?(?:er "
            r")?(?:op )?tegen|dat"
            r" (?:werkt|gaat|lukt) niet|(?:geen goed|slecht) idee|(?:dat is )?(?:veel )?te (?:duur|laat"
            r"|vroeg|riskant)"
            r"|geen sprake van|dat wil ik niet|laten we dat niet"
        ),
    ),
    "pt": _cues(
        turned_down=(
            r"(?:decidimos|foi decidido|ficou decidido) não|(?:rejeitámos|rejeitamos|descartámos"
            r"|descartamos|votámos"
            r" contra|votamos contra)|(?:foi|foram|é|fica|está) (?:\w+ )?(?:rejeitad[oa]s?|recusad[oa]s?"
            r"|descartad[oa]s?"
            r"|retirad[oa]s?|chumbad[oa]s?)|não há (?:consenso|acordo|maioria) (?:para|sobre)"
        ),
        refusal=(
            r"(?:não,? )?(?:melhor|é melhor) não|não,? (?:isso|não|eu|é)|(?:sou |estou |somos )?contra"
            r"|isso não"
            r" (?:funciona|vai funcionar|dá)|(?:é uma )?má ideia|(?:é )?(?:muito|demasiado) (?:caro|tarde"
            r"|cedo"
            r"|arriscado)|de maneira nenhuma|não quero"
        ),
    ),
    "ko": _cues(
        turned_down=(
            r"(?:안|하지 않)\s?(?:하)?기로 (?:했|결정|정|합)|부결|기각|반려(?:했|됐|되었)|채택(?:하지 않"
            r"|되지 않)|철회"
        ),
        refusal=(
            r"(?:아니요?,? )?(?:하지 맙시다|하지 말죠|안 하는 게|반대|안 됩니다|안 돼요|어려울 것 같|무리)"
        ),
    ),
}


def refusal_cues() -> RefusalCues:
    """Return the cues of the spoken language; English ones for languages without any."""
    return CUES.get(language.get(), ENGLISH)
