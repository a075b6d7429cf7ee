"""Number words of languages other than English; compounds only where they are written apart."""

_BY_LANGUAGE = {
    "de": "2 zwei zwo; 3 drei; 4 vier; 5 fünf; 6 sechs; 7 sieben; 8 acht; 9 neun; 10 zehn; 11 elf;"
    "12 zwölf; 13 dreizehn;"
    "14 vierzehn; 15 fünfzehn; 16 sechzehn; 17 siebzehn; 18 achtzehn; 19 neunzehn; 20 zwanzig;"
    "30 dreißig; 40 vierzig;"
    "50 fünfzig; 60 sechzig; 70 siebzig; 80 achtzig; 90 neunzig; 100 hundert; 1000 tausend",
    "es": "2 dos; 3 tres; 4 cuatro; 5 cinco; 6 seis; 7 siete; 8 ocho; 9 nueve; 10 diez; 11 once;"
    "12 doce; 13 trece; 14 catorce;"
    "15 quince; 16 dieciséis; 17 diecisiete; 18 dieciocho; 19 diecinueve; 20 veinte; 30 treinta;"
    "40 cuarenta;"
    "50 cincuenta; 60 sesenta; 70 setenta; 80 ochenta; 90 noventa; 100 cien ciento;"
    "200 doscientos doscientas;"
    "300 trescientos trescientas; 400 cuatrocientos cuatrocientas; 500 quinientos quinientas; 1000 mil",
    "fr": "2 deux; 3 trois; 4 quatre; 5 cinq; 6 six; 7 sept; 8 huit; 9 neuf; 10 dix; 11 onze; 12 douze;"
    "13 treize;"
    "14 quatorze; 15 quinze; 16 seize; 20 vingt; 30 trente; 40 quarante; 50 cinquante; 60 soixante;"
    "100 cent; 1000 mille",
    "it": "2 due; 3 tre; 4 quattro; 5 cinque; 6 sei; 7 sette; 8 otto; 9 nove; 10 dieci; 11 undici;"
    "12 dodici; 13 tredici;"
    "14 quattordici; 15 quindici; 20 venti; 30 trenta; 40 quaranta; 50 cinquanta; 100 cento;"
    "200 duecento; 1000 mille",
    "nl": "2 twee; 3 drie; 4 vier; 5 vijf; 6 zes; 7 zeven; 8 acht; 9 negen; 10 tien; 11 elf; 12 twaalf;"
    "13 dertien; 14 veertien;"
    "15 vijftien; 20 twintig; 30 dertig; 40 veertig; 50 vijftig; 60 zestig; 70 zeventig; 80 tachtig;"
    "90 negentig;"
    "100 honderd; 1000 duizend",
    "pt": "2 dois duas; 3 três; 4 quatro; 5 cinco; 6 seis; 7 sete; 8 oito; 9 nove; 10 dez; 11 onze;"
    "12 doze; 13 treze;"
    "14 quatorze catorze; 15 quinze; 20 vinte; 30 trinta; 40 quarenta; 50 cinquenta; 60 sessenta;"
    "70 setenta;"
    "80 oitenta; 90 noventa; 100 cem cento; 200 duzentos duzentas; 1000 mil",
}
NUMBER_WORDS_OF = {
    code: {word: int(value) for value, *words in (row.split() for row in table.split(";")) for word in words}
    for code, table in _BY_LANGUAGE.items()
}
"""By language, the values of its words."""
