"""Words that tell how a figure, a day or an event relates to another: from, by, at most, after, rose."""

from dataclasses import dataclass
from functools import cache

from agent.minutes.claims.claim_lexicon import NEVER
from agent.minutes.spoken_language import language


@dataclass(frozen=True, eq=False)
class RelationWords:
    """Patterns of whole words in lower case."""

    from_: str
    """Before the figure or day that something changes from."""
    to: str
    by: str
    """Before the size of a change."""
    instead: str
    """Between what holds and what it replaces."""
    about: str
    over: str
    under: str
    until: str
    """Before the last day."""
    before: str
    """Before a day or event that something precedes."""
    after: str
    since: str
    first: str
    then: str
    """Begins what follows the clause before."""
    beforehand: str
    """Begins what precedes the clause before."""
    rise: str
    fall: str
    pronouns: str
    """Subjects of the first and third person."""
    yesterday: str = NEVER


_ENGLISH = RelationWords(
    from_="from",
    to="to",
    by="by",
    instead="instead of|rather than|in place of",
    about="about|around|roughly|approximately|some|nearly|almost|just|circa",
    over="(?:more|older|longer) than|over|above|at least|no (?:less|fewer) than",
    under="(?<!no )(?<!not )(?:less|fewer|younger|shorter) than|under|below|at most|no more than|up to",
    until="by|until|till|no later than",
    before="before|prior to|ahead of",
    after="after(?! that)|once|as soon as|following|not until",
    since="since|starting|from",
    first="first|firstly|first of all|to begin with",
    then="then|after that|afterwards|finally|next|later|subsequently|last of all",
    beforehand="beforehand|before that|first",
    rise=r"rises?|rose|risen|rising|increas\w+|grow\w*|grew|climb\w*|raised?|raises"
    r"|doubl\w+|tripl\w+|went up|up",
    fall=r"falls?|fell|fallen|falling|drop(?:s|ped)?|declin\w+|decreas\w+|reduc\w+|lowered|cut|shr[aiu]nk\w*"
    r"|halved|plummet\w*|collaps\w*|went down|down",
    pronouns="i|we|he|she|they|it|you",
    yesterday="yesterday",
)
_GERMAN = RelationWords(
    from_="von|vom",
    to="auf|bis|zu|zum",
    by="um",
    instead="statt|anstatt|anstelle von|anstelle",
    about="etwa|rund|circa|ca|ungefähr|knapp|fast|gut",
    over="mehr als|über|mindestens|wenigstens",
    under="weniger als|unter|höchstens|maximal|bis zu",
    until="bis|bis zum|spätestens|spätestens am",
    before="bevor|ehe|vor",
    after="nachdem|sobald|nach|erst,? wenn",
    since="ab|seit|von",
    first="zuerst|zunächst|erst|als erstes",
    then="dann|danach|anschließend|hinterher|zuletzt|später",
    beforehand="vorher|zuvor|davor",
    rise=r"steig\w*|stieg\w*|gestiegen\w*|erhöh\w+|wachs\w*|wächst|wuchs\w*|gewachsen|höher\w*|mehr|erweiter\w+"
    r"|verdoppel\w+|vergrößer\w+|zugenommen|(?:ge)?kletter\w*|angezogen",
    fall=r"sink\w*|sank\w*|gesunken\w*|fiel\w*|fällt|fallen|gefallen|senk\w*|gesenkt|reduzier\w+|verringer\w+"
    r"|verkleiner\w+|weniger|niedriger\w*|abgenommen|kürz\w+|gekürzt|schrumpf\w*|halbier\w+|zurückgegangen|nach(?:ge)?geben\w*",
    pronouns="ich|wir|er|sie|es|man|du|ihr",
    yesterday="gestern",
)
_FRENCH = RelationWords(
    from_="de|du|d'|des",
    to="à|au|aux|jusqu'à|jusqu'au",
    by="de",
    instead="au lieu de|au lieu du|plutôt que",
    about="environ|à peu près|près de|presque|quelque",
    over="plus de|au moins",
    under="moins de|au plus|au maximum|jusqu'à",
    until="avant|d'ici|d'ici à|jusqu'à|jusqu'au|au plus tard",
    before="avant que|avant de|avant d'|avant",
    after="après que|après|dès que|une fois que|une fois",
    since="depuis|à partir de|à partir du|dès|à compter du",
    first="d'abord|premièrement|en premier",
    then="ensuite|puis|après ça|enfin|plus tard",
    beforehand="auparavant|avant ça",
    rise=r"augment\w+|mont(?:e|ent|é|ée|és|er)|hausse|croiss\w+|progress\w+|doubl\w+|de plus|plus (?:de|que)",
    fall=r"baiss\w+|diminu\w+|chut\w+|recul\w+|réduit\w*|réduc\w+|descend\w*|de moins|moins (?:de|que)",
    pronouns="je|j'|nous|on|il|elle|ils|elles|tu|vous",
    yesterday="hier",
)
_SPANISH = RelationWords(
    from_="de|del|desde",
    to="a|al|hasta|para",
    by="un|en un",
    instead="en lugar del?|en vez del?",
    about="unos|unas|aproximadamente|casi|alrededor de|cerca de",
    over="más de|al menos|por lo menos",
    under="menos de|como mucho|como máximo|hasta",
    until="hasta|hasta el|antes del?|a más tardar",
    before="antes de que|antes de|antes del",
    after="después de que|después de|después del|tras|una vez que|en cuanto",
    since="desde|desde el|a partir de|a partir del",
    first="primero|en primer lugar",
    then="luego|después|entonces|finalmente|más tarde",
    beforehand="antes(?! de)|previamente",
    rise=r"sub(?:ir|e|en|ió|ieron|ido|ida)|aument\w+|crec\w+|increment\w+|más",
    fall=r"baj(?:ar|a|an|ó|aron|ado)|disminu\w+|reduc\w+|reduj\w+|descend\w+|ca(?:yó|yeron|ído|en)|menos",
    pronouns="yo|nosotros|nosotras|él|ella|ellos|ellas|tú|usted|ustedes",
    yesterday="ayer",
)
_ITALIAN = RelationWords(
    from_="da|dal|dai|dalle|dalla|dagli|dall'",
    to="a|al|ai|alle|alla|ad|agli|all'",
    by="del|di|dell'|dello",
    instead="invece di|invece del|invece che|anziché|al posto di",
    about="circa|quasi|all'incirca",
    over="più di|oltre|almeno",
    under="meno di|al massimo|fino a",
    until="entro|fino a|al più tardi",
    before="prima di|prima che|prima del|prima della|prima dei",
    after="dopo che|dopo|una volta|appena",
    since="da|dal|a partire da",
    first="prima(?! d[ie]| che)|innanzitutto|per prima cosa",
    then="poi|dopodiché|quindi|infine|più tardi",
    beforehand="in precedenza",
    rise=r"sal(?:e|ire|ito|iti|ita|ite|gono)|aument\w+|cresc\w+|cresciut\w+|più",
    fall=r"scend\w+|sces[oiae]|diminu\w+|ridott\w+|riduc\w+|calat[oiae]|calano|meno",
    pronouns="io|noi|lui|lei|loro|tu|voi",
    yesterday="ieri",
)
_DUTCH = RelationWords(
    from_="van",
    to="naar|tot|op",
    by="met",
    instead="in plaats van",
    about="ongeveer|circa|bijna|zo'n",
    over="meer dan|minstens|ruim",
    under="minder dan|hoogstens|maximaal",
    until="voor|tot|uiterlijk",
    before="voordat|voor",
    after="nadat|na|zodra|pas als",
    since="vanaf|sinds",
    first="eerst|ten eerste",
    then="daarna|dan|vervolgens|later|ten slotte",
    beforehand="daarvoor|vooraf",
    rise=r"stijg\w*|steeg|stegen|gestegen|verhoog\w*|verhogen|groei\w*|toegenomen|hoger\w*|meer",
    fall=r"daal\w*|dalen|gedaald|verlaag\w*|verlagen|afgenomen|lager\w*|minder|krimp\w*",
    pronouns="ik|wij|we|hij|zij|ze|het|jij|je|u",
    yesterday="gisteren",
)
_PORTUGUESE = RelationWords(
    from_="de|da|do|desde",
    to="para|a|ao|até|à",
    by="em",
    instead="em vez de|em vez da|em vez do|em lugar de",
    about="cerca de|quase|uns|umas|aproximadamente",
    over="mais de|pelo menos",
    under="menos de|no máximo|até",
    until="até|até à|antes d[eao]|o mais tardar",
    before="antes de|antes do|antes da|antes que",
    after="depois de|depois do|depois da|depois que|após|assim que",
    since="desde|a partir de|a partir da",
    first="primeiro|em primeiro lugar",
    then="depois(?! d)|então|a seguir|em seguida|mais tarde",
    beforehand="antes(?! d)|previamente",
    rise=r"sub(?:ir|iu|iram|ido|e|em)|aument\w+|cresc\w+|mais",
    fall=r"desc(?:er|eu|eram|ido|e|em)|ca(?:iu|íram|ir|ído)|diminu\w+|reduz\w+|baix\w+|menos",
    pronouns="eu|nós|ele|ela|eles|elas|tu|você|vocês",
    yesterday="ontem",
)
_KOREAN = RelationWords(
    from_=r"에서|부터",
    to=r"으로|로",
    by=NEVER,
    instead=r"대신|아니라",
    about=r"약|대략|거의",
    over=r"이상|넘게",
    under=r"이하|미만",
    until=r"까지",
    before=r"전에|기 전",
    after=r"다음에?|후에?|뒤에?|나서",
    since=r"부터|이후",
    first=r"먼저|우선",
    then=r"그다음|그 후|그리고 나서|나중에",
    beforehand=r"그 전에",
    rise=r"늘[가-힣]*|증가[가-힣]*|상승[가-힣]*|올랐[가-힣]*|오르[가-힣]*|인상[가-힣]*",
    fall=r"줄[가-힣]*|감소[가-힣]*|하락[가-힣]*|떨어[가-힣]*|내렸[가-힣]*|인하[가-힣]*",
    pronouns=r"저는|제가|나는|우리는",
    yesterday="어제",
)
_BY_LANGUAGE = {
    "de": _GERMAN, "es": _SPANISH, "fr": _FRENCH, "it": _ITALIAN, "ko": _KOREAN, "nl": _DUTCH,
    "pt": _PORTUGUESE,
}  # fmt: skip


@cache
def _words_of(code: str) -> RelationWords:
    return _BY_LANGUAGE.get(code, _ENGLISH)


def relation_words() -> RelationWords:
    """The words of the spoken language; English ones where it has none."""
    return _words_of(language.get())
