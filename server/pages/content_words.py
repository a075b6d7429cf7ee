"""The words of a text that say what it is about, in the languages of the minutes."""

import re

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
LETTERS = 3
"""Shorter words of an alphabet say nothing of what a sentence is about."""
WIDE = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af]")
"""Hangul, kana, Han: particles are attached to words, and a character or two is one."""
PLURAL = re.compile(r"(?<=\w{3})(?:'s|(?<![sui'])s)$")
_FUNCTION_WORDS = """
    the and for but are was were been being has have had having does did doing done will would shall
    should can could may might must that this these those there here then than with from into onto about over
    under after before until while when where which what who whom whose why how they them their theirs she her
    hers him his its our ours you your yours all any each every some such only own same too very just also one
    ones out off now again more most other others both few because though although however get got getting
    let lets need needs needed want wants going gonna say says said tell told talk talked talking discuss
    discussed discussing decide decided deciding agree agreed meet met meeting yes yeah okay please well
    der die das den dem des ein eine einen einem einer eines und oder aber auch noch nur schon sehr mit
    von vom zum zur bei beim aus auf für über unter nach vor bis durch gegen dass weil wenn als wie was
    wer wir ihr sie ich mich dich uns euch sein seine ihre ihren unser unsere ist sind war waren wird werden
    wurde wurden hat haben hatte hatten soll sollen kann können muss müssen will wollen beschlossen besprochen
    les des une est sont été était avec pour par sur dans sous vers chez que qui quoi dont mais plus aux
    nous vous ils elles leur leurs notre votre nos vos ses ces cette cet être avoir fait faire décidé ont
    los las una unos unas del con por para que como pero más muy sobre entre hasta desde está están son
    fue han hay sus nos nuestro nuestra esta este estos estas ese esa eso decidido decidimos también
    het een van voor met aan bij naar uit tot ook maar want als dan dat dit deze die wie wat waar zijn
    waren wordt worden heeft hebben had zal zullen kan kunnen moet moeten onze ons jullie hun besloten
    uma uns umas dos das nos nas pelo pela com por para que como mas mais muito sobre entre até está são
    foi foram tem têm seu sua seus suas nosso nossa isto esse essa isso
    gli della delle degli dei nel nella con per che come molto sono era erano stato stata hanno
    suo nostro nostra questo questa questi queste anche deciso
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
_NEGATIONS = """
    no not never none nothing nobody neither nor cannot without don't doesn't didn't won't wouldn't can't
    couldn't shouldn't isn't aren't wasn't weren't haven't hasn't hadn't reject rejected refused against
    nicht kein keine keinen keinem keiner nie niemals nichts niemand ohne abgelehnt
    ne pas jamais rien aucun aucune sans refusé nunca nada nadie ningún ninguna ninguno sin rechazado
    niet geen nooit niets niemand zonder não nem ninguém nenhum nenhuma sem
    non mai nulla niente nessuno nessuna senza
    않 않기로 않는다 않았다 안 못 없다 없음
"""
NEGATIONS = frozenset(_NEGATIONS.split())


def words_of(text: str) -> frozenset[str]:
    """All words in lower case, with straight apostrophes."""
    return frozenset(each.replace("’", "'") for each in WORD.findall(text.casefold()))


def content_words(text: str) -> frozenset[str]:
    """What are no function words, without a plural's ending; of wide scripts pairs of characters."""
    found: set[str] = set()
    for word in words_of(text) - NEGATIONS - FUNCTION_WORDS:
        if WIDE.search(word):
            found.update(word[at : at + 2] for at in range(max(1, len(word) - 1)))
        elif len(word) >= LETTERS and not word[0].isdigit():
            found.add(PLURAL.sub("", word))
    return frozenset(found)


def is_negative(text: str) -> bool:
    """Whether it denies something."""
    return not NEGATIONS.isdisjoint(words_of(text))


def numbers_in(text: str) -> frozenset[str]:
    """The numbers in digits."""
    return frozenset(NUMBER.findall(text))
