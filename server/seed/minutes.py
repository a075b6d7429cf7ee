"""Generate a meeting's minutes with citations, action items, reports and notifications."""

from collections import Counter
from datetime import timedelta
from random import Random

from server.seed.meetings import SeededMeeting, SeededMember, SpokenSegment
from server.seed.people import person_id
from server.seed.rows import Rows, array, new_id
from server.seed.scale import Year


def write_minutes(rows: Rows, rng: Random, year: Year, held: SeededMeeting) -> None:
    """Write the summary and the rows that depend on it."""
    assert held.ended is not None  # noqa: S101  it was held
    summary_id, at = new_id(rng), held.ended + timedelta(seconds=40)
    spoken_s = Counter[str]()
    for each in held.spoken:
        spoken_s[each.speaker.id] += each.end_ms - each.start_ms
    by_model = rng.random() < 0.8
    said = " ".join(each.text for each in rng.sample(held.spoken, k=min(4, len(held.spoken))))
    topics = [
        {"title": word.capitalize(), "summary": claim["text"], "evidence": claim["evidence"]}
        for word, claim in zip(rng.sample(held.topic, k=3), _claims(rng, held, 3), strict=False)
    ]
    rows.add(
        "meeting_summaries", summary_id, held.id, held.transcript_id, f"{held.name}: {said}.",
        _claims(rng, held, 4), _claims(rng, held, 2), topics, sum(spoken_s.values()) // 1000, "ready",
        "model" if by_model else "extractive", "qwen3:4b" if by_model else None, at, at,
    )  # fmt: skip
    tasks = Counter[str]()
    for position in range(rng.choice((0, 1, 2, 3, 3, 4, 6))):
        member = rng.choice(held.present)
        tasks[member.id] += 1
        _write_task(rows, rng, year, held, summary_id, member, position)
    for member in held.present:
        _write_report(rows, rng, held, summary_id, member, spoken_s, tasks[member.id])
        _write_news(rows, rng, year, held, member)


def _claims(rng: Random, held: SeededMeeting, count: int) -> list[dict[str, object]]:
    chosen = rng.sample(held.spoken, k=min(count, len(held.spoken)))
    return [_claim(each) for each in chosen]


def _claim(said: SpokenSegment) -> dict[str, object]:
    return {"text": f"{said.text[:160].capitalize()}.", "evidence": [said.id]}


def _write_task(
    rows: Rows,
    rng: Random,
    year: Year,
    held: SeededMeeting,
    summary_id: str,
    member: SeededMember,
    position: int,
) -> None:
    assert held.ended is not None  # noqa: S101  it was held
    cause = rng.choice(held.spoken)
    due = (held.ended + timedelta(days=rng.randrange(3, 40))).date()
    age = (year.until - held.ended).days
    status = rng.choices(("done", "cancelled", "open", "in_progress"), weights=(min(85, age * 2), 5, 8, 4))[0]
    at = held.ended + timedelta(seconds=40)
    done = at + timedelta(days=min(age, rng.randrange(1, 30)))
    rows.add(
        "action_items", new_id(rng), held.id, summary_id,
        person_id(year.seed, member.number) if member.number is not None else None,
        cause.text[:120].capitalize(), cause.text, rng.choice(("task", "task", "follow_up")),
        rng.choice(("low", "medium", "medium", "high")), status, due, done if status == "done" else None,
        array(rng.sample(held.topic, k=1)), member.name, member.id, [cause.id], position, at,
        done if status == "done" else at,
    )  # fmt: skip


def _write_report(
    rows: Rows,
    rng: Random,
    held: SeededMeeting,
    summary_id: str,
    member: SeededMember,
    spoken: Counter[str],
    tasks: int,
) -> None:
    assert held.ended is not None  # noqa: S101  it was held
    own = [each for each in held.spoken if each.speaker is member]
    share = round(100 * spoken[member.id] / max(1, spoken.total()), 2)
    at = held.ended + timedelta(seconds=41)
    content = f"You spoke {spoken[member.id] // 60_000} minutes of the meeting.\n\nYou have {tasks} tasks."
    chosen = [_claim(each) for each in rng.sample(own, k=min(2, len(own)))]
    rows.add(
        "participant_reports", new_id(rng), held.id, member.id, summary_id, content,
        spoken[member.id] // 1000, share, chosen, tasks, at, at,
    )  # fmt: skip


def _write_news(rows: Rows, rng: Random, year: Year, held: SeededMeeting, member: SeededMember) -> None:
    """Notify a member with an account; most read it within two days."""
    assert held.ended is not None  # noqa: S101  it was held
    if member.number is None:
        return
    at = held.ended + timedelta(seconds=42)
    read = at + timedelta(seconds=rng.randrange(2 * 86_400)) if rng.random() < 0.85 else None
    if read is not None and read > year.until:
        read = None
    rows.add(
        "notifications", new_id(rng), person_id(year.seed, member.number), "minutes_ready", held.name,
        "The minutes are ready.", {"room_id": held.id, "slug": held.slug}, read is not None, read,
        f"/m/{held.slug}", at, read or at,
    )  # fmt: skip
