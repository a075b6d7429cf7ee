"""The words of fictional speech: five languages, eight topics, and rarer words by Zipf's law."""

# ruff: noqa: E501, SIM905  lists of words

from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random

LANGUAGES = {"en": 50, "de": 15, "fr": 13, "es": 12, "ko": 10}
"""Percent of meetings."""
TAIL = 20_000
"""Count of rarer words in each language."""
COMMON = {
    "en": "the we to and a of that is it in I you have this for on with are not be so but can will what as they"
    " at do there if just think would know about one all from our more when need should then some next make good",
    "de": "die wir und der das ist zu in es ich nicht ein haben auf mit sie für auch so aber wenn kann was wird"
    " noch dann sind im an bei den uns oder nur müssen mehr schon hier gut alle nach vor jetzt über machen",
    "fr": "le nous de et la à les est que on un pas pour des je en ce avec il qui dans sur plus mais vous sont"
    " faire être tout bien si cette aussi peut très avant après donc encore deux fait notre ont comme alors",
    "es": "que la de y el en a los se no un por con para es lo una las como más pero su del al este ya está hay"
    " muy todo si también cuando nos tiene hacer bien puede desde así sobre antes nuestro hasta ahora donde",
    "ko": "그리고 그래서 우리는 이것은 그것은 지금 다음 오늘 내일 아주 조금 모두 다시 먼저 같이 하지만 그런데 있습니다 합니다"
    " 했습니다 하겠습니다 됩니다 없습니다 입니다 생각합니다 좋습니다 필요합니다 말씀 정말 아마 계속 이제 때문에 그러면",
}
"""Words of every topic, the most frequent first; most are stop words."""
TOPICS = {
    "en": "budget cost invoice spending forecast quarter margin revenue saving price|office move lease floor desk"
    " building key furniture cable landlord|survey customer complaint feedback design letter answer rating visit"
    " wish|release version bug test deploy branch server migration review outage|hiring candidate interview salary"
    " contract training team holiday onboarding mentor|campaign poster website article audience brand launch"
    " newsletter slogan photo|delivery warehouse truck pallet supplier shortage customs order stock route|privacy"
    " contract audit risk insurance policy consent lawyer deadline signature",
    "de": "Haushalt Kosten Rechnung Ausgaben Prognose Quartal Gewinn Umsatz Ersparnis Preis|Büro Umzug Miete Etage"
    " Schreibtisch Gebäude Schlüssel Möbel Kabel Vermieter|Umfrage Kunden Beschwerde Rückmeldung Entwurf Brief"
    " Antwort Bewertung Besuch Wunsch|Ausgabe Version Fehler Prüfung Auslieferung Zweig Server Umstellung Durchsicht"
    " Ausfall|Einstellung Bewerber Gespräch Gehalt Vertrag Schulung Mannschaft Urlaub Einarbeitung Mentor|Werbung"
    " Plakat Webseite Artikel Publikum Marke Start Rundbrief Spruch Foto|Lieferung Lager Lastwagen Palette Zulieferer"
    " Engpass Zoll Bestellung Bestand Strecke|Datenschutz Abkommen Revision Risiko Versicherung Richtlinie"
    " Einwilligung Anwalt Frist Unterschrift",
    "fr": "budget coût facture dépense prévision trimestre marge revenu économie prix|bureau déménagement bail étage"
    " table bâtiment clé meuble câble propriétaire|enquête client plainte retour dessin lettre réponse note visite"
    " souhait|livraison version erreur essai déploiement branche serveur migration relecture panne|embauche candidat"
    " entretien salaire contrat formation équipe congé accueil mentor|campagne affiche site article public marque"
    " lancement bulletin slogan photo|transport entrepôt camion palette fournisseur pénurie douane commande stock"
    " trajet|confidentialité accord audit risque assurance règle consentement avocat délai signature",
    "es": "presupuesto coste factura gasto previsión trimestre margen ingreso ahorro precio|oficina mudanza alquiler"
    " planta mesa edificio llave mueble cable dueño|encuesta cliente queja respuesta diseño carta opinión nota visita"
    " deseo|entrega versión error prueba despliegue rama servidor migración revisión caída|contratación candidato"
    " entrevista sueldo contrato formación equipo vacación acogida mentor|campaña cartel sitio artículo público marca"
    " lanzamiento boletín lema foto|reparto almacén camión palé proveedor escasez aduana pedido existencia ruta"
    "|privacidad acuerdo auditoría riesgo seguro norma consentimiento abogado plazo firma",
    "ko": "예산 비용 청구서 지출 전망 분기 이익 매출 절약 가격|사무실 이사 임대 층 책상 건물 열쇠 가구 전선 주인|설문 고객 불만"
    " 의견 디자인 편지 답변 평가 방문 소원|출시 버전 오류 시험 배포 가지 서버 이전 검토 장애|채용 지원자 면접 급여 계약 교육 팀 휴가"
    " 적응 조언자|홍보 포스터 누리집 기사 관객 상표 공개 소식지 구호 사진|배송 창고 트럭 화물 공급자 부족 세관 주문 재고 경로"
    "|개인정보 협약 감사 위험 보험 정책 동의 변호사 기한 서명",
}
SYLLABLES = {
    "en": "ba den fil gro hal kin lor mar nes pol quen ras sto tur ven wick yar zel".split(),
    "de": "berg dorf eich feld grün haus kamm licht mühl nord ost rain stein turm ufer wald".split(),
    "fr": "bel cham dor fleu gar jou lan mont neu pré roche saint tour val ver".split(),
    "es": "alba bra cal del fuen gar luz mar nor oro pla que rio sol tor vega".split(),
    "ko": "가 나 도 라 미 부 서 아 조 차 코 타 포 하 경 남 동 백 산 수".split(),
}
ENDINGS = {
    "en": ("", "s", "ing", "ed", "er"),
    "de": ("", "en", "er"),
    "fr": ("", "s", "ment"),
    "es": ("", "s", "ción"),
}


def _falling(count: int, power: float = 1.07) -> list[float]:
    """Zipf's law: the word of rank r occurs 1/r^power as often as the first."""
    return list(accumulate(1 / (rank + 2.7) ** power for rank in range(count)))


@dataclass(frozen=True)
class Vocabulary:
    """One language's words with cumulative weights for `random.choices`."""

    common: list[str]
    common_weights: list[float]
    topics: list[list[str]]
    tail: list[str]
    tail_weights: list[float]


@cache
def vocabulary(language: str) -> Vocabulary:
    """Deterministic."""
    common = COMMON[language].split()
    topics = [topic.split() for topic in TOPICS[language].split("|")]
    tail = _rare_words(language)
    return Vocabulary(common, _falling(len(common), 0.8), topics, tail, _falling(len(tail)))


def _rare_words(language: str) -> list[str]:
    """Made-up names and terms, some inflected."""
    rng = Random(language)  # noqa: S311  nothing is secret about them
    syllables, endings = SYLLABLES[language], ENDINGS.get(language, ("",))
    found: dict[str, None] = {}
    while len(found) < TAIL:
        stem = "".join(rng.choices(syllables, k=rng.choice((2, 3, 3, 4))))
        found.setdefault(stem + rng.choice(endings))
    return list(found)
