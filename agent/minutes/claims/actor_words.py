"""Words that tell who does it and whom it is done for, in languages other than English."""

from dataclasses import dataclass

from agent.minutes.claims.claim_lexicon import NEVER
from agent.minutes.spoken_language import language


@dataclass(frozen=True, eq=False)
class ActorWords:
    """Patterns of whole words in lower case."""

    i: str
    """The speaker does it."""
    me: str
    """It is done to or for the speaker."""
    you: str
    """Whoever is addressed does it."""
    to_you: str
    he: str
    """Somebody does it who was named before."""
    to: str
    """Before the name of whom it is done to or for."""
    other: str
    """Before a name that neither does it nor is done to."""
    asks: str
    says: str
    and_: str
    title: str = NEVER
    """Before a name."""
    drops_subject: bool = False
    """Whether a verb needs no subject."""


_BY_LANGUAGE = {
    "de": ActorWords(
        i="ich",
        me="mir|mich",
        you="du|sie(?= bitte)|ihr",
        to_you="dir|dich|euch|ihnen",
        he="er|sie",
        to="an|für|bei|mit",
        other="von|wegen|ohne|statt|laut|nach|über|als",
        asks=r"bittet|bat|gebeten|frag\w*|gefragt|fordert|aufgefordert|beauftragt",
        says=r"sag\w*|gesagt|mein(?:t|te)|erklär\w*|bericht\w*|glaubt|findet|hält|denkt|schlägt|schlug"
        r"|erwähnt\w*|betont\w*",
        and_="und|aber|oder|denn|weil|dass|während",
        title=r"herrn?|frau|dr|prof",
    ),
    "fr": ActorWords(
        i=r"je|j'\w*",
        me=r"me|m'\w*|moi|nous",
        you="tu|vous",
        to_you=r"te|t'\w*|toi",
        he="il|elle|on",
        to="à|au|pour|chez|avec",
        other="de|du|par|sans|selon|sur",
        asks=r"demand\w*|pri(?:e|é|er)",
        says=r"di[st]|dire|expliqu\w*|pens\w*|croi\w*|trouv\w*|propos\w*|signal\w*|indiqu\w*|affirm\w*",
        and_="et|mais|ou|car|que|parce que|pendant que",
        title=r"monsieur|madame|m|mme",
    ),
    "es": ActorWords(
        i="yo",
        me="me|mí|nos",
        you=r"tú|puedes|podrías|podés|vos|usted|te (?:ocupas|encargas|importa)",
        to_you="te|ti|le",
        he="él|ella",
        to="a|al|para|con",
        other="de|del|por|sin|según|sobre",
        asks=r"pid\w+|ped\w+|pregunt\w*",
        says=r"dic\w+|dijo|explic\w*|cree|piensa|opina|propon\w*|propuso|señal\w*|afirm\w*|menciona",
        and_="y|e|pero|o|porque|que|mientras",
        title=r"señora?|don|doña|sr|sra",
        drops_subject=True,
    ),
    "it": ActorWords(
        i="io",
        me="mi|me|ci",
        you="tu|puoi|potresti|lei(?= può)",
        to_you="ti|te",
        he="lui|lei",
        to="a|ad|al|alla|per|con",
        other="di|del|della|da|dal|senza|secondo|su",
        asks=r"chied\w+|chiest\w+|domand\w*",
        says=r"dic\w+|detto|spieg\w*|pensa|crede|ritiene|propon\w*|propost\w*|segnal\w*|afferm\w*",
        and_="e|ed|ma|o|perché|che|mentre",
        title=r"signora?|dottor|dottoressa",
        drops_subject=True,
    ),
    "nl": ActorWords(
        i="ik",
        me="mij|me|ons",
        you="jij|je|u|jullie",
        to_you="jou|jullie",
        he="hij|zij|ze",
        to="aan|naar|voor|met|bij",
        other="van|door|zonder|volgens|over",
        asks=r"vraag\w*|vroeg|gevraagd|verzoekt|verzocht",
        says=r"zeg\w*|zei|gezegd|vindt|denkt|meent|legt|stelt|meldt|noemt",
        and_="en|maar|of|want|dat|terwijl",
        title=r"meneer|mevrouw|dhr|mevr",
    ),
    "pt": ActorWords(
        i="eu",
        me="me|mim|nos",
        you=r"tu|podes|podias|você|pode(?=s?\b.*\?)",
        to_you="te|ti|lhe",
        he="ele|ela",
        to=r"à|ao|para(?: [ao])?|com(?: [ao])?",
        other=r"d[aoe]|por|pel[ao]|sem|segundo|sobre",
        asks=r"ped\w+|pergunt\w*",
        says=r"di[zs]\w*|explic\w*|acha|pensa|acredita|prop[oõô]\w*|afirm\w*|refer\w*",
        and_="e|mas|ou|porque|que|enquanto",
        title=r"senhora?|dona|sr|sra",
        drops_subject=True,
    ),
    "ko": ActorWords(
        i="저는|제가|저도|나는|내가|저희가|우리가",
        me="저에게|저한테|저를",
        you=r"[가-힣]*(?:주시겠어요|주세요|줄래요|주실래요|줄래|해줘|주시죠|겠습니까|할래요)",
        to_you=NEVER,
        he="그는|그녀는|그가|그분이",
        to="에게|한테|께|을|를|보고|에게서",
        other="의|과|와|랑|대신",
        asks=r"부탁[가-힣]*|요청[가-힣]*|물었[가-힣]*|묻[가-힣]*|물어[가-힣]*",
        says=r"말했[가-힣]*|말한[가-힣]*|설명[가-힣]*|생각[가-힣]*|제안[가-힣]*",
        and_=NEVER,
        drops_subject=True,
    ),
}


def actor_words() -> ActorWords | None:
    """The words of the spoken language; None of English, whose grammar is read, and of languages without."""
    return _BY_LANGUAGE.get(language.get())
