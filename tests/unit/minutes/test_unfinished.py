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
    ],
    "fr": ["nous avons décidé de vendre le", "On a décidé que nous", "Nous avons décidé de peindre l'"],
    "es": ["hemos decidido vender el", "Decidimos que nosotros", "Acordamos pintar la puerta y"],
    "it": ["abbiamo deciso di il", "Abbiamo deciso che noi", "Abbiamo deciso di vendere la"],
    "pt": ["decidimos vender o", "Decidimos que nós", "Ficou decidido pintar a porta de"],
    "nl": ["we hebben besloten om de", "We hebben besloten dat we", "We verkopen de boot en"],
}
WHOLE = {
    "de": ["Wir fangen am Montag an.", "Wir nehmen die.", "Das kaufen wir.", "Wir kaufen Brot ein."],
    "fr": ["Nous votons pour.", "Vendons-le.", "On en prend une.", "Le bateau est pour nous."],
    "es": ["Vendemos la barca.", "Tomamos esta.", "Compramos una."],
    "it": ["Vendiamola.", "Ne prendiamo uno.", "Andiamo su."],
    "pt": ["Vamos vendê-lo.", "Compramos um.", "A porta é nossa."],
    "nl": ["We nemen het.", "We kopen er een.", "We stemmen voor.", "Dat kopen we."],
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
