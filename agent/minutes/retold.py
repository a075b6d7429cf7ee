"""Whether a decision is told again that was made before, or by others who do not meet here."""

import re

from agent.minutes.spoken_language import language, spoken_tables

_BODIES = {
    "en": r"(?:(?:city|town|village|parish|county|school) )?(?:council|government|board|court|committee"
    r"|ministry"
    r"|minister|parliament|mayor|city|town|county|landlord|owners?|neighbou?rs?|tenants?|company|management"
    r"|directors?|trustees|parents|teachers|school|church|union|headquarters|insurance|bank)",
    "de": r"(?:\w*rat|vorstand|ausschuss|gericht|ministerium|bürgermeister\w*|stadt|gemeinde|regierung"
    r"|leitung"
    r"|verwaltung|vermieter\w*|eigentümer\w*|nachbarn|eltern|schule|kirche|firma|geschäftsführung|versicherung)",
    "fr": r"(?:conseil|mairie|ville|commune|gouvernement|ministère|maire|comité|tribunal|direction"
    r"|propriétaires?"
    r"|voisins|parents|école|église|entreprise|banque|assurance)",
    "es": r"(?:ayuntamiento|alcald\w+|consejo|gobierno|ministerio|comité|junta|tribunal|dirección|dueñ[oa]s?"
    r"|propietari[oa]s?|vecinos|padres|escuela|iglesia|empresa|banco|seguro)",
    "it": r"(?:comune|sindaco|consiglio|governo|ministero|comitato|tribunale|direzione|proprietari\w*|vicini"
    r"|genitori|scuola|chiesa|azienda|banca|assicurazione)",
    "pt": r"(?:câmara|prefeitura|conselho|governo|ministério|comité|comitê|tribunal|direção|senhorio"
    r"|proprietári\w+|vizinhos|pais|escola|igreja|empresa|banco|seguradora)",
    "nl": r"(?:\w*raad|bestuur|commissie|rechter|ministerie|burgemeester|stad|gemeente|regering|directie"
    r"|huisbaas"
    r"|eigenaren|buren|ouders|school|kerk|bedrijf|bank|verzekering)",
}
"""Who may decide elsewhere."""
_EN_BODIES, _DE_BODIES, _FR_BODIES = _BODIES["en"], _BODIES["de"], _BODIES["fr"]
_RETOLD = {
    "en": r"as (?:you(?: all| both)?|we all|everybody|everyone) (?:may |might |probably )?knows?"
    r"|as (?:i|we|you) (?:said|mentioned|told you|reported|recall|remember)"
    r"|(?:according to|as per) (?:the|our|my)(?: \w+){0,2} (?:minutes|notes|protocol|records?|resolution)"
    r"|^(?:\w+ )?(?:the|our)(?: \w+)? (?:minutes|notes|protocol|records) (?:say|says|show|read|state|have it)"
    r"|(?:this|that|it|so|once) before(?=\W*$|\s*[,:;.–—])|(?:a|some|quite a|a long) (?:while"
    r"|time) (?:ago|back)"
    r"|long ago|the other day|^recently|(?:have|'ve|was|were|had) recently"
    rf"|the {_EN_BODIES} (?:(?:have|has|had) )?(?:all |already )?(?:decided|agreed|approved|ruled|voted)"
    rf"|(?:decided|agreed|approved|settled|resolved|ruled) by the {_EN_BODIES}",
    "de": r"wie (?:ihr|du|sie|wir|alle) (?:\w+ )?(?:wisst|weißt|wissen|gesagt)|wie (?:gesagt|bekannt"
    r"|erwähnt)"
    r"|laut (?:\w+ )?(?:\w+ )?protokoll|dem protokoll nach|nach dem protokoll|im protokoll steht"
    r"|vor (?:langer|kurzer|einiger) zeit|vor kurzem|(?:^|wir haben |wurde )kürzlich|(?:vorher"
    r"|zuvor) (?:schon |bereits |mal )?"
    r"(?:beschlossen|entschieden|vereinbart|festgelegt)"
    rf"|(?:vom|von der|von den|von dem|durch den|durch die) {_DE_BODIES}"
    r" (?:\w+ ){0,2}(?:beschlossen|entschieden|vereinbart|festgelegt)",
    "fr": r"comme (?:vous|tu) (?:le )?sa(?:vez|is)|comme (?:je l'ai|on l'a) dit"
    r"|(?:selon|d'après|suivant) le (?:\w+ )?(?:compte[- ]rendu|procès-verbal|pv)"
    r"|il y a (?:longtemps|un moment|quelque temps)|(?:^|nous avons |on a )récemment|l'autre jour"
    rf"|(?:décidé|convenu|adopté|approuvé)e?s? (?:\w+ )?par (?:le|la|les|l') ?{_FR_BODIES}",
    "es": r"como (?:ya )?(?:sabéis|sabes|saben|sabe|dije|dijimos)|(?:según|conforme a) el (?:\w+ )?acta"
    r"|hace (?:tiempo|mucho tiempo)|en aquel (?:momento|entonces)|^recientemente|el otro día"
    rf"|(?:decidid|acordad|aprobad)[oa] (?:\w+ )?por (?:el|la|los|las) {_BODIES['es']}",
    "it": r"come (?:già )?(?:sapete|sai|sa|detto)|(?:secondo|stando a) il (?:\w+ )?verbale|tempo fa|all'epoca"
    r"|^recentemente|^di recente|l'altro giorno|in precedenza"
    rf"|(?:decis|stabilit|concordat|approvat)[oa] (?:\w+ )?(?:dal|dalla|dai|dagli|dall'"
    rf"|dallo) ?{_BODIES['it']}",
    "pt": r"como (?:já )?(?:sabem|sabes|sabe|vocês sabem|disse|dissemos)"
    r"|(?:segundo|conforme|de acordo com) a (?:\w+ )?ata|(?:na|naquela) (?:altura|época)"
    r"|há (?:muito )?tempos?"
    rf"|^recentemente|no outro dia|^anteriormente|(?:decidid|acordad|aprovad|combinad)[oa]"
    rf" (?:\w+ )?(?:pelo|pela|pelos|pelas) {_BODIES['pt']}",
    "nl": r"zoals (?:jullie|je|u|iedereen) (?:\w+ )?we(?:ten|et)|zoals (?:gezegd|bekend)"
    r"|volgens (?:de|het) (?:\w+ )?(?:notulen|verslag)|(?:een|lange|enige) tijd geleden|^onlangs|^laatst"
    r"|hebben onlangs"
    r"|toentertijd|eerder (?:al |reeds )?(?:besloten|afgesproken|beslist)"
    rf"|door (?:de|het) {_BODIES['nl']} (?:\w+ ){{0,2}}(?:besloten|afgesproken|beslist|aangenomen)",
}
RETOLD = {of: re.compile(rf"\b(?:{said})(?!\w)", re.IGNORECASE) for of, said in _RETOLD.items()}
_REMINDED_OF_WHY = {
    "en": r"as (?:you(?: all| both)?|we all|everybody|everyone) (?:may |might |probably )?knows?\b.{0,200}?"
    r"\b(?:so|therefore|that's why|hence),? (?:today |now )?(?P<rest>(?:we've|we have)\b.*)",
    "de": r"wie (?:ihr|du|sie|wir|alle) (?:\w+ )?(?:wisst|weißt|wissen)\b.{0,200}?"
    r"\b(?:deshalb|deswegen|daher|darum|also) (?P<rest>haben wir\b.*)",
    "fr": r"comme (?:vous|tu) (?:le )?sa(?:vez|is)\b.{0,200}?"
    r"\b(?:donc|alors|c'est pourquoi) (?P<rest>(?:on|nous)\b.*)",
    "es": r"como (?:ya )?(?:sabéis|sabes|saben|sabe)\b.{0,200}?\b(?:así que|por eso) (?P<rest>hemos\b.*)",
    "it": r"come (?:già )?(?:sapete|sai|sa)\b.{0,200}?\b(?:quindi|perciò|allora) (?P<rest>abbiamo\b.*)",
    "pt": r"como (?:já )?(?:sabem|sabes|sabe|vocês sabem)\b.{0,200}?"
    r"\b(?:por isso|portanto|então) (?P<rest>\w+mos\b.*)",
    "nl": r"zoals (?:jullie|je|u|iedereen) (?:\w+ )?we(?:ten|et)\b.{0,200}?"
    r"\b(?:dus|daarom) (?P<rest>(?:we hebben|hebben we)\b.*)",
}
"""A reminder of the reason before what is decided for it: “as you know it leaks, so we've decided to …”."""
REMINDED_OF_WHY = {of: re.compile(rf"\b{said}", re.IGNORECASE) for of, said in _REMINDED_OF_WHY.items()}
_NEVER = re.compile(r"(?!)")


def is_retold(sentence: str) -> bool:
    """Whether the sentence tells of another time, of the minutes, or of others who decided.

    A reminder of the reason alone does not: what follows from it is read by itself.
    """
    said = sentence.replace("’", "'")
    reminded = REMINDED_OF_WHY.get(language.get(), _NEVER).search(said)
    if reminded and not spoken_tables().decided.search(said[: reminded.start("rest")]):
        said = reminded["rest"]
    return bool(spoken_tables().retold.search(said) or RETOLD.get(language.get(), _NEVER).search(said))
