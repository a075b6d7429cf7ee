"""The sentences around what was said, in the meeting's language; a language without them has none.

Topics, tasks and quotations stand after a colon where an article or an ending would have to agree with them.
"""

import re
from dataclasses import dataclass

from agent.minutes.language_tables import words


@dataclass(frozen=True, slots=True)
class SummaryFrame:
    """Templates; `{who}` are names, `{what}` what was said, `{count}` a number."""

    met: str
    met_one: str
    """Of a single person."""
    lasted: str
    """How long: `{count}` minutes."""
    lasted_one: str
    about: str
    decided: str
    tasks: str
    until: str
    """A task and its due date, `{day}`."""
    more: str
    """Further tasks than those named."""
    open: str
    others: str
    conjunction: str
    silence: str
    months: tuple[str, ...]
    day: str
    """A date: `{day}` and `{month}`."""
    left_open: re.Pattern[str]
    """Said of what is not settled yet."""
    quotes: tuple[str, str] = ("“", "”")


def _said(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


FRAMES: dict[str, SummaryFrame] = {
    "en": SummaryFrame(
        met="{who} met{lasted}.",
        met_one="{who} spoke{lasted}.",
        lasted=" for {count} minutes",
        lasted_one=" for one minute",
        about="They talked about {what}.",
        decided="Decided: {what}.",
        tasks="To do: {what}.",
        until="{what} by {day}",
        more="{count} more below",
        open="Left open: {what}.",
        others="{count} others",
        conjunction=" and ",
        silence="No speech was captured in this meeting, so there is nothing to summarise.",
        months=tuple(
            words("January February March April May June July August September October November December")
        ),
        day="{day} {month}",
        left_open=_said(
            r"we (?:still|yet) (?:need|have) to (?:decide|figure|find out|clarify|settle|agree)"
            r"|(?:remains?|is still|are still) (?:unclear|undecided|unresolved|an open|to be (?:seen"
            r"|decided))"
            r"|we (?:have|'ve)(?: not|n't)(?: yet)? (?:decided|settled|agreed)"
            r"|not (?:yet )?(?:decided|settled)"
            r"|open (?:question|issue)s? (?:is|are|remains?)|to be (?:decided|determined)"
            r"|(?:decide|discuss|revisit) (?:it|that|this) (?:later|next (?:time|week|meeting))"
        ),
    ),
    "de": SummaryFrame(
        met="{who} haben{lasted} miteinander gesprochen.",
        met_one="{who} hat{lasted} gesprochen.",
        lasted=" {count} Minuten lang",
        lasted_one=" eine Minute lang",
        about="Es ging um: {what}.",
        decided="Beschlossen: {what}.",
        tasks="Aufgaben: {what}.",
        until="{what} bis {day}",
        more="{count} weitere unten",
        open="Offen blieb: {what}.",
        others="{count} weitere",
        conjunction=" und ",
        silence="In dieser Besprechung wurde nichts gesagt; es gibt nichts zusammenzufassen.",
        months=tuple(
            words("Januar Februar März April Mai Juni Juli August September Oktober November Dezember")
        ),
        day="{day}. {month}",
        left_open=_said(
            r"müssen (?:\w+ ){0,4}noch (?:\w+ ){0,4}(?:klären|entscheiden|besprechen|überlegen)"
            r"|(?:ist|sind|bleibt|bleiben) (?:\w+ ){0,3}(?:noch )?(?:offen|unklar|ungeklärt)"
            r"|noch nicht (?:entschieden|geklärt|beschlossen)|offene (?:frage|punkte?)"
        ),
        quotes=("„", "“"),
    ),
    "fr": SummaryFrame(
        met="{who} se sont parlé{lasted}.",
        met_one="{who} a parlé{lasted}.",
        lasted=" pendant {count} minutes",
        lasted_one=" pendant une minute",
        about="Il a été question de : {what}.",
        decided="Décidé : {what}.",
        tasks="À faire : {what}.",
        until="{what}, pour le {day}",
        more="{count} de plus ci-dessous",
        open="Reste ouvert : {what}.",
        others="{count} autres",
        conjunction=" et ",
        silence="Personne n’a parlé pendant cette réunion : il n’y a rien à résumer.",
        months=tuple(
            words("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")
        ),
        day="{day} {month}",
        left_open=_said(
            r"(?:reste|restent|est encore|sont encore) (?:\w+ ){0,2}(?:à (?:décider|clarifier|voir"
            r"|régler)|ouverte?s?"
            r"|floue?s?)|pas encore (?:décidé|tranché|réglé)|question ouverte"
            r"|il faut encore (?:décider|clarifier)"
        ),
        quotes=("« ", " »"),
    ),
    "es": SummaryFrame(
        met="{who} hablaron{lasted}.",
        met_one="{who} habló{lasted}.",
        lasted=" durante {count} minutos",
        lasted_one=" durante un minuto",
        about="Se habló de: {what}.",
        decided="Decidido: {what}.",
        tasks="Tareas: {what}.",
        until="{what}, para el {day}",
        more="{count} más abajo",
        open="Queda abierto: {what}.",
        others="{count} más",
        conjunction=" y ",
        silence="En esta reunión no se dijo nada; no hay nada que resumir.",
        months=tuple(
            words("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre")
        ),
        day="{day} de {month}",
        left_open=_said(
            r"(?:queda|quedan|sigue|siguen) (?:\w+ ){0,2}(?:pendientes?|abiert[oa]s?|por (?:decidir"
            r"|definir|ver))"
            r"|todavía (?:no (?:\w+ )?(?:decidido|resuelto|claro)|tenemos que decidir)"
            r"|aún no (?:\w+ )?decidido"
        ),
        quotes=("«", "»"),
    ),
    "it": SummaryFrame(
        met="{who} hanno parlato{lasted}.",
        met_one="{who} ha parlato{lasted}.",
        lasted=" per {count} minuti",
        lasted_one=" per un minuto",
        about="Si è parlato di: {what}.",
        decided="Deciso: {what}.",
        tasks="Da fare: {what}.",
        until="{what}, entro il {day}",
        more="altri {count} sotto",
        open="Resta aperto: {what}.",
        others="altri {count}",
        conjunction=" e ",
        silence="In questa riunione non ha parlato nessuno: non c’è nulla da riassumere.",
        months=tuple(
            words(
                "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre"
                " novembre dicembre"
            )
        ),
        day="{day} {month}",
        left_open=_said(
            r"(?:resta|restano|rimane|rimangono) (?:\w+ ){0,2}(?:apert[oaie]|da (?:decidere|chiarire"
            r"|vedere))"
            r"|non (?:\w+ )?ancora deciso|dobbiamo ancora (?:decidere|chiarire|capire)"
        ),
        quotes=("«", "»"),
    ),
    "nl": SummaryFrame(
        met="{who} hebben{lasted} met elkaar gesproken.",
        met_one="{who} heeft{lasted} gesproken.",
        lasted=" {count} minuten",
        lasted_one=" één minuut",
        about="Het ging over: {what}.",
        decided="Besloten: {what}.",
        tasks="Te doen: {what}.",
        until="{what}, uiterlijk {day}",
        more="nog {count} hieronder",
        open="Nog open: {what}.",
        others="{count} anderen",
        conjunction=" en ",
        silence="In deze vergadering is niets gezegd; er is niets samen te vatten.",
        months=tuple(
            words("januari februari maart april mei juni juli augustus september oktober november december")
        ),
        day="{day} {month}",
        left_open=_said(
            r"(?:is|zijn|blijft|blijven) (?:\w+ ){0,2}(?:nog )?(?:open|onduidelijk)"
            r"|nog niet (?:besloten|beslist)"
            r"|moeten (?:\w+ ){0,4}nog (?:\w+ ){0,3}(?:beslissen|uitzoeken|bespreken)|open (?:vraag"
            r"|punt(?:en)?)"
        ),
    ),
    "pt": SummaryFrame(
        met="{who} falaram{lasted}.",
        met_one="{who} falou{lasted}.",
        lasted=" durante {count} minutos",
        lasted_one=" durante um minuto",
        about="Falou-se de: {what}.",
        decided="Decidido: {what}.",
        tasks="A fazer: {what}.",
        until="{what}, até {day}",
        more="mais {count} abaixo",
        open="Em aberto: {what}.",
        others="mais {count}",
        conjunction=" e ",
        silence="Nada foi dito nesta reunião; não há o que resumir.",
        months=tuple(
            words("janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro")
        ),
        day="{day} de {month}",
        left_open=_said(
            r"(?:fica|ficam|continua|continuam) (?:\w+ ){0,2}(?:em aberto|por decidir|pendentes?)"
            r"|ainda (?:não (?:\w+ )?(?:decidi\w+|resolv\w+)|temos (?:de|que) decidir)"
        ),
    ),
    "ko": SummaryFrame(
        met="참석자: {who}{lasted}.",
        met_one="말한 사람: {who}{lasted}.",
        lasted=" ({count}분)",
        lasted_one=" (1분)",
        about="주제: {what}.",
        decided="결정: {what}.",
        tasks="할 일: {what}.",
        until="{what} ({day}까지)",
        more="아래에 {count}건 더",
        open="미정: {what}.",
        others="외 {count}명",
        conjunction=", ",
        silence="이 회의에서는 아무 말도 없어 요약할 내용이 없습니다.",
        months=tuple(f"{month}월" for month in range(1, 13)),
        day="{month} {day}일",
        left_open=re.compile(r"(?:아직|여전히) .{0,20}(?:정하지|결정하지|정해지지|결정되지|미정)|미정"),
    ),
}
