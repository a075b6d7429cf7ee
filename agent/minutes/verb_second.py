"""German and Dutch begin a statement with its verb only after another word, which a quotation then keeps.

“Dann nehmen wir den DJ” without “dann” is a question, or no sentence.
"""

import re

from agent.minutes.spoken_language import language

_PRONOUNS = {
    "de": "ich|wir|er|sie|es|man|du|ihr|das|der|die",
    "nl": "ik|we|wij|hij|zij|ze|het|men|je|jullie|dat|de",
}
_FIRST = {"de": "dann|so|jetzt|nun|also|übrigens|damit|dafür", "nl": "dan|dus|toen|nu|zo|eigenlijk"}
VERB_FIRST = {
    of: re.compile(rf"^(?:ist|sind|wird|werden|is|zijn|\w+(?:e|en|t|n)) (?:{pronouns})\b", re.IGNORECASE)
    for of, pronouns in _PRONOUNS.items()
}


def with_first_word(text: str, said: str) -> str:
    """The text with the word that stood before its verb in what was said, if it begins with that verb."""
    verb_first = VERB_FIRST.get(language.get())
    if verb_first is None or not verb_first.search(text):
        return text
    bare = re.escape(text.partition(" („")[0].rstrip(".!?…"))
    before = re.search(rf"\b(?P<word>{_FIRST[language.get()]})\b[,\s]+{bare}", said, re.IGNORECASE)
    return f"{before['word'].capitalize()} {text[:1].lower()}{text[1:]}" if before else text
