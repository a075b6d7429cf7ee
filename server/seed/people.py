"""Generate fictional people and their sessions, and draw a meeting's members."""

# ruff: noqa: SIM905  lists of names

from datetime import timedelta
from hashlib import sha256
from random import Random

from server.meeting.sealing.sealed_columns import EMAIL
from server.seed.rows import Rows, id_of, new_id
from server.seed.scale import PEOPLE_A_CHUNK, Year

FIRST = (
    "Ada Aylin Amara Ben Bruno Carla Chidi Clara Dana Diego Elif Emil Eva Farid Fatima Felix Gita Greta Hana"
    " Hugo Ida Imran Ines Ivan Jana Joon Julia Kai Karim Lena Leo Lin Luca Maja Marek Mei Milan Mina Nadia"
    " Nils Nora Olga Omar Paula Pedro Priya Rafa Rosa Sami Sara Sofia Soo Tariq Tessa Tomas Uma Vera Wei Yara"
    " Zoe"
).split()
LAST = (
    "Abara Adler Ahmadi Alvarez Bauer Becker Bianchi Blanc Castro Cohen Costa Dubois Eriksen Fischer Fontaine"
    " Garcia Gruber Haas Hansen Horvat Ito Jansen Jensen Kaya Keller Khan Kim Kowalski Laurent Lee Lehmann"
    " Lopez"
    " Maier Marin Mendes Moreau Nakamura Nguyen Novak Okafor Olsen Park Patel Petrov Rossi Sato Schmid Silva"
    " Singh Sokolov Tanaka Torres Vogel Weber Yilmaz Zeman"
).split()
DOMAIN = "seed.invalid"
"""No address under `.invalid` reaches anybody (RFC 2606)."""
SYSTEMS = ("Linux", "macOS", "Android")
TEAM = 40
FAMILIAR = 0.6
"""Probability that a member is of the host's team."""


def name_of(number: int) -> str:
    """Names are not unique."""
    return f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]}"


def email_of(number: int) -> str:
    """Addresses are unique."""
    return f"{name_of(number).lower().replace(' ', '.')}.{number}@{DOMAIN}"


def person_id(seed: int, number: int) -> str:
    return id_of(seed, "person", number)


def anybody(rng: Random, people: int) -> int:
    """Draw anybody but the first person; a few attend very many meetings."""
    return min(people - 1, 1 + int((people - 1) * rng.random() ** 1.5))


def colleague(rng: Random, people: int, of: int) -> int:
    """Draw somebody of the same team, else anybody."""
    if rng.random() < FAMILIAR:
        return max(1, min(people - 1, of // TEAM * TEAM + rng.randrange(TEAM)))
    return anybody(rng, people)


def write_people(rows: Rows, year: Year, chunk: int) -> int:
    """Write one chunk of people; returns the count."""
    rng = Random(f"{year.seed}:people:{chunk}")  # noqa: S311  nobody's secret
    first = chunk * PEOPLE_A_CHUNK
    numbers = range(first, min(first + PEOPLE_A_CHUNK, year.scale.people))
    for number in numbers:
        born = year.since - timedelta(days=rng.randrange(1, 30), seconds=rng.randrange(86_400))
        person = person_id(year.seed, number)
        sealed, key = EMAIL.seal_address(email_of(number), person)
        rows.add(
            "users", person, sealed, key,
            year.password_hash, name_of(number), "admin" if number == 1 else "member", True, {}, born, born,
        )  # fmt: skip
        _write_sessions(rows, rng, year, number)
    return len(numbers)


def _write_sessions(rows: Rows, rng: Random, year: Year, number: int) -> None:
    """Write up to three sessions a person, some of them revoked."""
    for _ in range(rng.choice((0, 1, 1, 2, 3))):
        since = year.until - timedelta(seconds=rng.randrange(40 * 86_400))
        rows.add(
            "sessions", new_id(rng), person_id(year.seed, number), sha256(rng.randbytes(32)).hexdigest(),
            {"browser": rng.choice(("Firefox", "Chrome", "Safari")), "os": rng.choice(SYSTEMS)},
            f"10.{rng.randrange(256)}.{rng.randrange(256)}.{rng.randrange(1, 255)}",
            since + timedelta(days=30), since + timedelta(days=2) if rng.random() < 0.2 else None,
            since, since,
        )  # fmt: skip
