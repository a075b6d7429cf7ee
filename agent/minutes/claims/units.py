"""Units of quantities, in eight languages."""

SECONDS = {"s": 1, "min": 60, "h": 3600, "day": 86_400, "week": 604_800}
UNITS = {
    name: unit
    for unit, names in {
        "s": "second seconds sec secs sekunde sekunden seconde secondes segundos secondi",
        "min": "minute minutes min mins minuten minuto minutos minuti minuut",
        "h": "hour hours h hr hrs stunde stunden heure heures hora horas ora ore uur uren",
        "day": "day days tag tage tagen jour jours día días giorno giorni dag dagen dia dias",
        "week": "week weeks woche wochen semaine semaines semana semanas settimana settimane weken",
        "month": "month months monat monate monaten mois mes meses mese mesi maand maanden mês",
        "year": "year years jahr jahre jahren an ans année années año años anno anni jaar ano anos",
        "%": "% percent prozent pourcent porcento procent",
        "€": "€ euro euros eur",
        "$": "$ dollar dollars usd bucks dólar dólares dollari dollaro",
        "£": "£ pound pounds gbp quid",
        "km": "km kilometer kilometers kilometre kilometres",
        "m": "meter meters metre metres",
        "kg": "kg kilo kilos kilogram kilograms",
        "mb": "mb megabyte megabytes",
        "gb": "gb gigabyte gigabytes",
        "ms": "ms millisecond milliseconds",
    }.items()
    for name in names.split()
}
