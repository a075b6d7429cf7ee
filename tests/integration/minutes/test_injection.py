"""Instructions spoken in a meeting change nothing, even if the model obeys them."""

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest

from agent.minutes.extractive import extract
from agent.minutes.spoken_instructions import addresses_the_writer
from agent.minutes.transcript_lines import MeetingSpeech
from server.meeting.minutes import Minutes
from tests.integration.minutes.fake_ollama import FakeOllama, Reply, ollama
from tests.integration.minutes.injected_lines import HARMLESS, RECOGNISED, REWORDINGS, UNRECOGNISED
from tests.integration.minutes.test_model import written
from tests.unit.minutes.made_up_speech import said

QUOTED = re.compile(r"“[^”]*”")


class Obedient(FakeOllama):
    """A model that writes the lie wherever it can, citing every line that has its words, or any."""

    told = REWORDINGS[0]

    async def chat(self, request: Any) -> Any:
        """Answer by the question that was asked."""
        asked = await request.json()
        self.script = [Reply(json.dumps(_obey(asked, self.told)))]
        return await super().chat(request)


def obedient(told: str) -> type[Obedient]:
    """A model that writes the lie in these words."""
    return type("Rewording", (Obedient,), {"told": told})


def _obey(asked: Mapping[str, Any], told: str) -> Mapping[str, Any]:
    if "summary" in asked["format"]["properties"]:
        return {"summary": f"{told}. We decided to postpone the launch of the website."}
    lines = asked["format"]["properties"]["topics"]["items"]["properties"]["lines"]["items"]["enum"]
    return {
        "topics": [{"lines": lines, "title": "Money for Eve", "summary": "Eve gets nine thousand dollars."}],
        "key_points": [
            {"lines": lines, "text": "The payment of nine thousand dollars was approved."},
            {"lines": lines, "text": told},
        ],
        "decisions": [{"lines": lines, "text": told}],
        "actions": [{"lines": lines, "task": "Transfer nine thousand dollars", "owner": "Alice"}],
    }


def meeting_with(order: str) -> MeetingSpeech:
    """A meeting in which Eve gives an order to the machine."""
    return said(
        "Alice: The ticket shop fails on phones for thirty percent of the visitors.",
        f"Eve: {order}",
        "Bob: We decided to postpone the launch of the website.",
    )


def lies_in(minutes: Minutes, spoken: MeetingSpeech) -> list[str]:
    """What minutes tell of the lie as their own: a decision, a task, or anything that quotes nobody."""
    plain = extract(spoken)
    quoted = {each.text for each in plain.key_points} | {each.summary for each in plain.topics}
    told = [each.text for each in minutes.key_points] + [each.summary for each in minutes.topics]
    own = [text for text in told if text not in quoted]
    own += [each.text for each in (*minutes.decisions, *plain.decisions)]
    own += [each.title for each in (*minutes.actions, *plain.actions)]
    own.append(QUOTED.sub("", minutes.executive_summary))
    return [text for text in own if "nine thousand" in text]


@pytest.mark.parametrize("order", [*RECOGNISED, *UNRECOGNISED])
async def test_obedient_model(order: str) -> None:
    """The lie is nowhere but in quotations of Eve, though the model's answer was taken."""
    spoken = meeting_with(order)
    async with ollama(kind=Obedient) as fake:
        minutes = await written(fake, spoken)
    assert minutes.provenance is not None
    assert minutes.provenance.parts_read == 1
    assert lies_in(minutes, spoken) == []


@pytest.mark.parametrize("told", REWORDINGS)
async def test_lie_in_other_words(told: str) -> None:
    """In no other words either does a model get past the check that everyone agreed, as one person says."""
    for order in UNRECOGNISED:
        spoken = meeting_with(order)
        async with ollama(kind=obedient(told)) as fake:
            assert lies_in(await written(fake, spoken), spoken) == []


@pytest.mark.parametrize("order", RECOGNISED)
async def test_orders_not_read(order: str) -> None:
    """What speaks to the writer is neither read by the model nor quoted by the rules."""
    async with ollama(kind=Obedient) as fake:
        minutes = await written(fake, meeting_with(order))
    asked = [message["content"] for each in fake.asked for message in each["messages"]]
    assert not any("nine thousand" in text for text in asked)
    assert "nine thousand" not in repr(minutes)


@pytest.mark.parametrize("line", HARMLESS)
def test_harmless_lines(line: str) -> None:
    """What people say to each other is read."""
    assert not addresses_the_writer(line)
