"""A sentence that breaks off is no decision, in any language that the rules read."""

import pytest

from agent.minutes.text_normalization import stemming_in
from agent.minutes.whole_sentences import is_whole

HALF = {
    "en": ["We decided to sell the", "We agreed that we"],
    "de": [
        "wir haben beschlossen dass wir die",
        "Wir haben beschlossen, das Boot zu verkaufen und",
        "Wir nehmen für",
        "Wir haben beschlossen, dass wir das Auto nicht",
        "Wir haben entschieden, das Auto nicht",
        "Wir haben beschlossen, Klaus morgen nicht",
        "Wir haben vereinbart, dass Klaus das",
        "Wir haben beschlossen, dass wir den Garten und die Kleinen nicht",
        "Wir haben beschlossen, dass wir die alten und die neuen nicht",
        "Wir haben vereinbart, wir kaufen der",
        "Wir haben vereinbart, wir kaufen die",
    ],
    "fr": ["nous avons décidé de vendre le", "On a décidé que nous", "Nous avons décidé de peindre l'"],
    "es": ["hemos decidido vender el", "Decidimos que nosotros", "Acordamos pintar la puerta y"],
    "it": ["abbiamo deciso di il", "Abbiamo deciso che noi", "Abbiamo deciso di vendere la"],
    "pt": ["decidimos vender o", "Decidimos que nós", "Ficou decidido pintar a porta de"],
    "nl": [
        "we hebben besloten om de",
        "We hebben besloten dat we",
        "We verkopen de boot en",
        "We hebben besloten dat we de oude banken en de stoelen niet",
        "We hebben besloten dat we banken en stoelen niet",
    ],
}
WHOLE = {
    "de": [
        "Wir fangen am Montag an.",
        "Wir nehmen die.",
        "Das kaufen wir.",
        "Wir kaufen Brot ein.",
        "Wir haben entschieden, wir kaufen das Auto nicht.",
        "Wir haben vereinbart, Klaus übernimmt das.",
        "Wir haben uns geeinigt, der Verein zahlt es auch.",
        "Wir haben beschlossen, dass die Großen mitfahren und die Kleinen nicht.",
        "Wir haben beschlossen, dass Klaus mitfährt, aber Uwe nicht.",
    ],
    "fr": ["Nous votons pour.", "Vendons-le.", "On en prend une.", "Le bateau est pour nous."],
    "es": ["Vendemos la barca.", "Tomamos esta.", "Compramos una."],
    "it": ["Vendiamola.", "Ne prendiamo uno.", "Andiamo su."],
    "pt": ["Vamos vendê-lo.", "Compramos um.", "A porta é nossa."],
    "nl": [
        "We nemen het.",
        "We kopen er een.",
        "We stemmen voor.",
        "Dat kopen we.",
        "We hebben besloten dat de groten meegaan en de kleintjes niet.",
        "We hebben besloten dat Klaus het doet, en Piet ook.",
    ],
}


@pytest.mark.parametrize(("language", "text"), [(of, text) for of, texts in HALF.items() for text in texts])
def test_breaks_off(language: str, text: str) -> None:
    """A sentence whose last word needs another one is half."""
    with stemming_in(language):
        assert not is_whole(text)


@pytest.mark.parametrize(("language", "text"), [(of, text) for of, texts in WHOLE.items() for text in texts])
def test_ends_so(language: str, text: str) -> None:
    """A last word that elsewhere begins something may end a sentence."""
    with stemming_in(language):
        assert is_whole(text)
