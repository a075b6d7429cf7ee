"""An answer in another language than the meeting's is told."""

import pytest

from agent.minutes.llm.foreign_language import is_foreign

LINES = {
    "en": "We decided to postpone the launch of the website because the shop still fails on our phones.",
    "de": "Wir haben beschlossen, den Start der Website zu verschieben, weil der Shop noch nicht läuft.",
    "fr": "Nous avons décidé de reporter le lancement du site parce que la billetterie ne marche pas encore.",
    "es": "Hemos decidido aplazar el lanzamiento de la página porque la tienda no funciona en los teléfonos.",
    "ko": "우리는 매표소가 아직 휴대폰에서 작동하지 않기 때문에 웹사이트 출시를 연기하기로 결정했습니다.",
    "ru": "Мы решили отложить запуск сайта, потому что магазин билетов ещё не работает на телефонах.",
    "zh": "我们决定推迟网站的发布，因为售票商店在手机上仍然无法正常工作，而且很多访客都看到了错误。",
}


@pytest.mark.parametrize("spoken", LINES)
@pytest.mark.parametrize("written", LINES)
def test_another_language(spoken: str, written: str) -> None:
    """Any language is foreign to the lines of any other, and none to its own."""
    assert is_foreign(LINES[written], LINES[spoken]) == (spoken != written)


def test_short_answers() -> None:
    """Of a few words nobody can tell, nor of names alone."""
    assert not is_foreign("Budget.", LINES["de"])
    assert not is_foreign("Anna Schmidt, Bob Miller, Carol Jones, Dave Brown", LINES["de"])


def test_two_languages() -> None:
    """In a meeting that mixes its languages either may be answered in."""
    mixed = f"{LINES['en']} {LINES['de']}"
    assert not is_foreign(LINES["en"], mixed)
    assert not is_foreign(LINES["de"], mixed)
