"""Word lists by language: fillers, stopwords, number words, negations."""


def words(text: str) -> list[str]:
    """Split a table into its words."""
    return text.split()


STEMMERS = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "cs": "czech", "da": "danish",
    "nl": "dutch", "en": "english", "eo": "esperanto", "et": "estonian", "fi": "finnish", "fr": "french",
    "de": "german", "el": "greek", "hi": "hindi", "hu": "hungarian", "id": "indonesian", "it": "italian",
    "lt": "lithuanian", "ne": "nepali", "nb": "norwegian", "nn": "norwegian", "no": "norwegian",
    "fa": "persian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "es": "spanish", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
"""Snowball's algorithm by language; words of other languages are not stemmed."""
ELIDING = frozenset(words("ca fr it oc"))
"""Languages in which the word follows the apostrophe: l'équipe; elsewhere it precedes it: Anna's."""

FILLERS = frozenset(
    words("um uh uhm umm erm er hmm hm mm mhm mm-hmm uh-huh uhhuh mmhmm huh ah eh oh 음 어 그 저기 아")
)
"""Hesitation sounds; ignored as content."""

HESITATIONS = {
    language: frozenset(words(sounds))
    for language, sounds in {
        "en": "um umm uh uhh uhm erm ehm hm hmm",
        "de": "äh ähh ähm ähem öh öhm hm hmm",
        "nl": "uh uhh uhm euh ehm hm hmm",
        "fr": "euh euhh euhm heu hmm",
        "es": "ehm emm mmm hmm",
        "pt": "ehm hmm",
        "it": "ehm uhm hmm",
        "sv": "öh öhm ehm hmm",
        "da": "øh øhm ehm hmm",
        "no": "øh øhm eh ehm hmm",
        "nb": "øh øhm eh ehm hmm",
        "nn": "øh øhm eh ehm hmm",
        "fi": "öö ööö öh hmm",
        "pl": "yyy eee hmm",
        "cs": "ehm hmm",
        "ru": "эээ эм ммм хм",
        "uk": "еее ем ммм хм",
        "tr": "ııı eee hmm",
    }.items()
}
"""By language, the fillers that are never words of it; only these are removed from quotations.

Excluded are `er` (a German and Dutch word, the emergency room), `um` (German, Portuguese, Icelandic), `oh` (a
zero in a phone number), `uh-huh` (a yes), `mm` (a length), 그, 어 (words). Other languages have none.
"""
STAMMERS = {"en": frozenset(words("the an and"))}
"""Words never doubled on purpose, unlike "had had", "that that", "no no" and names."""

STOPWORDS = frozenset(
    words(
        """
    a about above actually after again against ago all almost alright already also although always
    am an and any anything are aren't around as at away back basically be because been before being
    below between bit both but by bye can can't cannot come comes coming could couldn't course did
    didn't different do does doesn't doing don't done down during each either else enough even ever
    every everybody everyone everything exactly few first for from further get gets getting give go
    goes going gone gonna good got gotta had hadn't has hasn't have haven't having he he'll he's
    hello her here here's hers herself hey hi him himself his how how's however i i'd i'll i'm i've
    if in into is isn't it it'd it'll it's its itself just keep kind know last least let let's like
    likely little look lot lots made make makes many may maybe me mean might mine more most much
    must my myself need needs never next nice no nobody nor not nothing now of off ok okay on once
    one ones only onto or other others our ours ourselves out over own perhaps please point pretty
    probably put quite rather really right said same saw say saying says see seem seems shall she
    she'll she's should shouldn't so some somebody someone something sometimes somewhat sort still
    stuff such sure take than thank thanks that that'll that's the their theirs them themselves then
    there there's these they they'd they'll they're they've thing things think thinking this those
    though thought through to today together too tried try trying two under until up upon us use
    used usually very wanna want wanted wants was wasn't way we we'd we'll we're we've well were
    weren't what what's when where whether which while who who's whole whose why will with within
    without won't would wouldn't yeah yep yes yet you you'd you'll you're you've your yours yourself
    그리고 그래서 그런데 그러면 이제 지금 그냥 정말 네 예 아니요 우리 저는 제가 나는 내가 이것 그것 저것
    이거 그거 있는 있습니다 합니다 그 이 저 것 수 등 및 더 좀 잘 또 안 못
    """
    )
)
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
NUMBER_WORDS = {
    word: value
    for value, word in enumerate(words(f"zero one two three four five six seven eight nine {_TEENS}"))
} | {
    word: 10 * value
    for value, word in enumerate(words("twenty thirty forty fifty sixty seventy eighty ninety"), start=2)
}
_ORDINAL_TEENS = (
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
)
ORDINALS = {
    word: value
    for value, word in enumerate(
        words(f"first second third fourth fifth sixth seventh eighth ninth {_ORDINAL_TEENS} twentieth"),
        start=1,
    )
} | {"thirtieth": 30}
SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}

NEGATIONS = frozenset(
    words(
        """
    no not never none nobody nothing neither nor cannot can't won't don't doesn't didn't isn't
    aren't wasn't weren't shouldn't wouldn't couldn't haven't hasn't hadn't without against instead
    안 못 않 말고 없
    """
    )
)

OPPOSITES = [
    pair.split("/")
    for pair in words(
        """
    accept/decline accept/refuse accept/reject add/remove after/before allow/forbid approve/decline
    approve/refuse approve/reject begin/end better/worse buy/sell cancel/keep cut/raise decrease/increase
    delay/advance disable/enable drop/keep earlier/later exclude/include fail/pass fail/succeed fire/hire
    first/last gain/lose grow/shrink higher/lower increase/reduce less/more lose/win lower/raise
    oppose/support postpone/advance start/stop 늘리/줄이 거절/승인 반대/찬성 반려/승인 시작/중단
    """
    )
]
"""Pairs of opposites: a claim with one is not supported by lines with the other."""

FRAMING = words(
    """
    discuss agree decide propose suggest mention explain meet team group participant member speak
    speaker talk plan ask need conversation discussion decision topic point note said state raise
    present review conclude summary summarize report provide include relate regard update project
    everyone consider highlight emphasis emphasize focus
    """
)
"""Vocabulary of minutes themselves: a claim may use these words, in any form, though nobody said them."""
