"""Number words of languages other than English, compounds among them: einundzwanzig, duecentocinquanta."""

from collections.abc import Mapping
from functools import cache

_BY_LANGUAGE = {
    "de": "2 zwei zwo; 3 drei; 4 vier; 5 fünf; 6 sechs; 7 sieben; 8 acht; 9 neun; 10 zehn; 11 elf; 12 zwölf;"
    "13 dreizehn; 14 vierzehn; 15 fünfzehn; 16 sechzehn; 17 siebzehn; 18 achtzehn; 19 neunzehn; 20 zwanzig;"
    "30 dreißig dreissig; 40 vierzig; 50 fünfzig; 60 sechzig; 70 siebzig; 80 achtzig; 90 neunzig;"
    "100 hundert; 1000 tausend; 1000000 million millionen; 1.5 anderthalb eineinhalb; 2.5 zweieinhalb;"
    "3.5 dreieinhalb; 4.5 viereinhalb",
    "es": "2 dos; 3 tres; 4 cuatro; 5 cinco; 6 seis; 7 siete; 8 ocho; 9 nueve; 10 diez decena; 11 once;"
    "12 doce; 13 trece; 14 catorce; 15 quince quincena; 16 dieciséis; 17 diecisiete; 18 dieciocho;"
    "19 diecinueve; 20 veinte veintena; 21 veintiuno veintiún veintiuna; 22 veintidós; 23 veintitrés;"
    "24 veinticuatro; 25 veinticinco; 26 veintiséis; 27 veintisiete; 28 veintiocho; 29 veintinueve;"
    "30 treinta treintena; 40 cuarenta; 50 cincuenta; 60 sesenta; 70 setenta; 80 ochenta; 90 noventa;"
    "100 cien ciento centenar; 200 doscientos doscientas; 300 trescientos trescientas;"
    "400 cuatrocientos cuatrocientas; 500 quinientos quinientas; 600 seiscientos seiscientas;"
    "700 setecientos setecientas; 800 ochocientos ochocientas; 900 novecientos novecientas; 1000 mil;"
    "1000000 millón millones",
    "fr": "2 deux; 3 trois; 4 quatre; 5 cinq; 6 six; 7 sept; 8 huit; 9 neuf; 10 dix dizaine; 11 onze;"
    "12 douze; 13 treize; 14 quatorze; 15 quinze quinzaine; 16 seize; 20 vingt vingts vingtaine;"
    "30 trente trentaine; 40 quarante quarantaine; 50 cinquante cinquantaine; 60 soixante soixantaine;"
    "70 septante; 80 huitante octante; 90 nonante; 100 cent cents centaine; 1000 mille millier milliers;"
    "1000000 million millions",
    "it": "2 due; 3 tre; 4 quattro; 5 cinque; 6 sei; 7 sette; 8 otto; 9 nove; 10 dieci decina; 11 undici;"
    "12 dodici; 13 tredici; 14 quattordici; 15 quindici; 16 sedici; 17 diciassette; 18 diciotto;"
    "19 diciannove; 20 venti ventina; 30 trenta trentina; 40 quaranta quarantina; 50 cinquanta cinquantina;"
    "60 sessanta; 70 settanta; 80 ottanta; 90 novanta; 100 cento centinaio; 1000 mille mila migliaio;"
    "1000000 milione milioni",
    "nl": "2 twee; 3 drie; 4 vier; 5 vijf; 6 zes; 7 zeven; 8 acht; 9 negen; 10 tien; 11 elf; 12 twaalf;"
    "13 dertien; 14 veertien; 15 vijftien; 16 zestien; 17 zeventien; 18 achttien; 19 negentien; 20 twintig;"
    "30 dertig; 40 veertig; 50 vijftig; 60 zestig; 70 zeventig; 80 tachtig; 90 negentig; 100 honderd;"
    "1000 duizend; 1000000 miljoen; 1.5 anderhalf anderhalve; 2.5 tweeënhalf tweeënhalve;"
    "3.5 drieënhalf drieënhalve",
    "pt": "2 dois duas; 3 três; 4 quatro; 5 cinco; 6 seis; 7 sete; 8 oito; 9 nove; 10 dez dezena; 11 onze;"
    "12 doze; 13 treze; 14 quatorze catorze; 15 quinze; 16 dezesseis dezasseis; 17 dezessete dezassete;"
    "18 dezoito; 19 dezenove dezanove; 20 vinte; 30 trinta; 40 quarenta; 50 cinquenta; 60 sessenta;"
    "70 setenta; 80 oitenta; 90 noventa; 100 cem cento centena; 200 duzentos duzentas;"
    "300 trezentos trezentas; 400 quatrocentos quatrocentas; 500 quinhentos quinhentas;"
    "600 seiscentos seiscentas; 700 setecentos setecentas; 800 oitocentos oitocentas;"
    "900 novecentos novecentas; 1000 mil; 1000000 milhão milhões",
}
_ONES = {"de": "ein", "nl": "een", "it": "uno"}
_HUNDREDS = {"de": "hundert", "nl": "honderd", "it": "cento"}
_THOUSANDS = {"de": "tausend", "nl": "duizend", "it": "mila"}
SCALE_FROM = 100
"""From this value on a word multiplies the number before it."""


@cache
def number_words(code: str) -> Mapping[str, float]:
    """By word, its value; empty for a language without a table."""
    found = {
        word: float(value)
        for row in _BY_LANGUAGE.get(code, "").split(";")
        if row
        for value, *words in [row.split()]
        for word in words
    }
    return {**_compounds(code, found), **found} if code in _ONES else found


def _compounds(code: str, known: Mapping[str, float]) -> dict[str, float]:
    """Words that are written as one: up to 9,999, above 1,000 in hundreds."""
    small = _below_hundred(code, known)
    hundreds = dict(small)
    for value, stem in {1.0: "", **_digits(known)}.items():
        head = f"{stem}{_HUNDREDS[code]}"
        hundreds |= {f"{head}{word}": 100 * value + rest for word, rest in {"": 0.0, **small}.items()}
    found = dict(hundreds)
    for value, stem in _digits(known).items():
        head = f"{stem}{_THOUSANDS[code]}"
        even = {word: rest for word, rest in hundreds.items() if rest % 100 == 0}
        found |= {f"{head}{word}": 1000 * value + rest for word, rest in {"": 0.0, **even}.items()}
    return found


def _digits(known: Mapping[str, float]) -> dict[float, str]:
    return {
        value: word for word, value in reversed(list(known.items())) if 2 <= value <= 9 and value.is_integer()
    }


def _below_hundred(code: str, known: Mapping[str, float]) -> dict[str, float]:
    ones = {1.0: _ONES[code], **_digits(known)}
    found = {word: value for word, value in known.items() if value < SCALE_FROM}
    for word, ten in known.items():
        if not 20 <= ten < SCALE_FROM or ten % 10:
            continue
        for one, name in ones.items():
            if code == "it":
                found[f"{word[:-1] if name[0] in 'uo' else word}{name}"] = ten + one
            else:
                link = "und" if code == "de" else "ën" if name.endswith("e") else "en"
                found[f"{name}{link}{word}"] = ten + one
    return found
