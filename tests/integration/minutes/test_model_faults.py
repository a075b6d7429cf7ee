"""What goes wrong with a model's server: each fault leads to minutes, and to a true sentence about them."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace

import pytest

from agent.minutes.llm import model_calls, pace
from agent.minutes.model_author import GAVE_UP, IN_OWN_WORDS
from agent.minutes.transcript_lines import MeetingSpeech
from server.meeting.minutes import Minutes
from tests.integration.minutes.fake_ollama import Reply, answer, ollama
from tests.integration.minutes.test_model import NOTES, SPOKEN, SUMMARY, written
from tests.unit.minutes.made_up_speech import said

OUT_OF_MEMORY = "model requires more system memory (5.0 GiB) than is available (3.9 GiB)"
LOOP = answer(key_points=[{"lines": [1], "text": "We will see what comes next time. " * 2000}])
GERMAN = answer(
    topics=[],
    key_points=[
        {"lines": [1], "text": "Der Ticketshop ist auf den Telefonen für die Besucher nicht zu sehen."}
    ],
    decisions=[],
    actions=[],
)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy server is asked again at once."""
    monkeypatch.setattr(model_calls, "BUSY_S", 0.01)


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """The model is known to be fast, so that silence is noticed soon."""
    monkeypatch.setattr(pace, "LOAD_S", 1.0)
    monkeypatch.setattr(pace, "SLOW_READ", 1e6)
    monkeypatch.setattr(pace, "SLOW_WRITE", 1e6)
    monkeypatch.setattr(pace, "MIN_STALL_S", 0.3)


async def asked(*script: Reply, spoken: MeetingSpeech = SPOKEN) -> tuple[Minutes, Sequence[float]]:
    """The minutes, and the temperatures of the questions."""
    async with asyncio.timeout(30), ollama(*script) as fake:
        minutes = await written(fake, spoken)
    return minutes, [each["options"]["temperature"] for each in fake.asked]


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply(status=503), "was busy with other work"),
        (Reply(status=429, retry_after="0"), "was busy with other work"),
        (Reply(status=404), "is not installed on its server"),
        (Reply(status=500, error=OUT_OF_MEMORY), "did not fit into the memory of its server"),
        (replace(NOTES, breaks="error", error=OUT_OF_MEMORY), "did not fit into the memory of its server"),
        (Reply(status=500, error="llama runner process has terminated"), "stopped while it answered"),
        (replace(NOTES, breaks="error", error="unexpected EOF"), "stopped while it answered"),
        (replace(NOTES, breaks="end"), "stopped while it answered"),
        (Reply(status=400, error="exceeds the context length"), "did not read all it was given"),
        (replace(NOTES, prompt_tokens=8192), "did not read all it was given"),
        (replace(NOTES, prompt_tokens=3), "did not read all it was given"),
        (Reply(status=401), "was not available"),
        (Reply(status=302), "was not available"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
async def test_fault(reply: Reply, reason: str) -> None:
    """The minutes are in people's own words, and say what the model did."""
    minutes, _ = await asked(reply)
    assert (minutes.method, minutes.note) == ("extractive", IN_OWN_WORDS.format(reason))


@pytest.mark.usefixtures("fast")
@pytest.mark.parametrize(
    ("reply", "reason"),
    [(replace(NOTES, breaks="silence"), "did not answer in time"), (Reply(hang=True), "did not answer")],
    ids=["in the middle", "from the beginning"],
)
async def test_silence(reply: Reply, reason: str) -> None:
    """A server that says nothing, or nothing more, is given up after the time that its pace lets expect."""
    minutes, _ = await asked(reply)
    assert minutes.note == IN_OWN_WORDS.format(reason)


async def test_busy_for_a_while() -> None:
    """A full queue is waited for, as long as the server says."""
    minutes, temperatures = await asked(
        Reply(status=503), Reply(status=429, retry_after="0.01"), NOTES, SUMMARY
    )
    assert minutes.method == "model"
    assert temperatures == [0.0, 0.0, 0.0, 0.0]


async def test_died_once() -> None:
    """A server that died in the middle of an answer is asked once more."""
    minutes, temperatures = await asked(replace(NOTES, breaks="end"), NOTES, SUMMARY)
    assert minutes.method == "model"
    assert temperatures == [0.0, 0.3, 0.0]


@pytest.mark.parametrize(
    "reply", [LOOP, GERMAN, Reply(""), Reply("x" * 10_000_000, piece=1000), Reply("\0" * 99)]
)
async def test_another_temperature(reply: Reply) -> None:
    """A loop, another language, nothing, too much: the second attempt is warmer."""
    minutes, temperatures = await asked(reply, NOTES, SUMMARY)
    assert minutes.method == "model"
    assert temperatures == [0.0, 0.3, 0.0]


async def test_loop_is_cut_off() -> None:
    """A model that repeats itself is given up while it writes, not when it is silent at last."""
    minutes, _ = await asked(replace(LOOP, breaks="silence"))
    assert minutes.note == GAVE_UP


async def test_loop_after_good_notes() -> None:
    """What was completed before a loop is used, without asking again."""
    told = NOTES.text[: NOTES.text.index('"actions"')] + '"actions": ['
    loop = '{"lines": [3], "task": "Send Carol the budget", "owner": "Bob"}, ' * 500
    minutes, temperatures = await asked(Reply(told + loop, piece=5), SUMMARY)
    assert minutes.method == "model"
    assert [claim.text for claim in minutes.decisions] == ["The launch of the website is postponed."]
    assert temperatures == [0.0, 0.0]


async def test_overlong_line() -> None:
    """A line of 10 MB is no line of Ollama's."""
    minutes, _ = await asked(Reply("x" * 10_000_000, piece=10_000_000))
    assert minutes.note == GAVE_UP


@pytest.mark.parametrize(
    "shape", ["```json\n{}\n```", "Here you are: {} Anything else?", "<think>hm {{}}</think>{}"]
)
async def test_good_answers_are_kept(shape: str) -> None:
    """A fence, sentences or a thought around an answer do not throw it away."""
    wrapped = [Reply(shape.replace("{}", each.text).replace("{{}}", "")) for each in (NOTES, SUMMARY)]
    minutes, temperatures = await asked(*wrapped)
    assert minutes.method == "model"
    assert temperatures == [0.0, 0.0]


async def test_answer_in_thinking() -> None:
    """A model that can think is told not to; if it answers there all the same, it is read."""
    replies = [Reply("", thinking=each.text) for each in (NOTES, SUMMARY)]
    async with ollama(*replies, capabilities=("completion", "thinking")) as fake:
        minutes = await written(fake)
    assert minutes.method == "model"
    assert {each["think"] for each in fake.asked} == {False}


async def test_thinking_cannot_be_switched_off() -> None:
    """A server that refuses the switch is asked without it."""
    refusal = Reply(status=400, error='"scripted" does not support think')
    async with ollama(refusal, NOTES, refusal, SUMMARY, capabilities=("completion", "thinking")) as fake:
        minutes = await written(fake)
    assert minutes.method == "model"
    assert ["think" in each for each in fake.asked] == [True, False, True, False]


async def test_cut_answer() -> None:
    """The notes that were completed before the limit are used."""
    cut = replace(NOTES, text=NOTES.text[: NOTES.text.index('"actions"')], done_reason="length")
    minutes, _ = await asked(cut, SUMMARY)
    assert minutes.method == "model"
    assert [claim.text for claim in minutes.decisions] == ["The launch of the website is postponed."]


async def test_one_bad_note() -> None:
    """A note without its parts does not throw away those beside it."""
    notes = json.loads(NOTES.text)
    notes["key_points"] = [
        {"text": "no lines"},
        7,
        None,
        {"lines": 1, "text": notes["key_points"][0]["text"]},
    ]
    minutes, temperatures = await asked(Reply(json.dumps(notes)), SUMMARY)
    assert temperatures == [0.0, 0.0]
    assert [claim.evidence for claim in minutes.key_points] == [SPOKEN.lines[0].segments]


async def test_invented_lines() -> None:
    """Lines that do not exist are not cited: a claim is cited where it was said, or dropped."""
    notes = answer(
        topics=[],
        key_points=[
            {"lines": [99, -1, 10**30], "text": "The ticket shop fails on phones."},
            {"lines": [99], "text": "The printer was sold to Norway."},
        ],
        decisions=[],
        actions=[],
    )
    minutes, _ = await asked(notes, SUMMARY)
    assert [(claim.text, claim.evidence) for claim in minutes.key_points] == [
        ("The ticket shop fails on phones.", SPOKEN.lines[0].segments)
    ]


async def test_part_failed() -> None:
    """A part that failed does not end the reading; the minutes say how many parts were read."""
    long = said(*(f"Alice: saying number {at} is about the ticket shop and its phones" for at in range(400)))
    minutes, _ = await asked(NOTES, Reply("no"), Reply("no"), NOTES, spoken=long)
    assert minutes.note is not None
    read, parts = minutes.note.split("read ")[1].split(" parts")[0].split(" of ")
    assert int(read) == int(parts) - 1
