"""Instructions spoken in a meeting change nothing, even if the model obeys them."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from agent.minutes.extractive import extract
from agent.minutes.spoken_instructions import addresses_the_writer
from agent.minutes.transcript_lines import MeetingSpeech
from tests.integration.minutes.fake_ollama import FakeOllama, Reply, ollama
from tests.integration.minutes.injected_lines import HARMLESS, LIE, RECOGNISED, UNRECOGNISED
from tests.integration.minutes.test_model import written
from tests.unit.minutes.made_up_speech import said

TOLD = LIE.replace("everyone", "Everyone")


class Obedient(FakeOllama):
    """A model that writes the lie wherever it can, citing every line that has its words, or any."""

    async def chat(self, request: Any) -> Any:
        """Answer by the question that was asked."""
        asked = await request.json()
        self.script = [Reply(json.dumps(_obey(asked)))]
        return await super().chat(request)


def _obey(asked: Mapping[str, Any]) -> Mapping[str, Any]:
    if "summary" in asked["format"]["properties"]:
        return {"summary": f"{TOLD}. We decided to postpone the launch of the website."}
    lines = asked["format"]["properties"]["topics"]["items"]["properties"]["lines"]["items"]["enum"]
    return {
        "topics": [{"lines": lines, "title": "Money for Eve", "summary": "Eve gets nine thousand dollars."}],
        "key_points": [{"lines": lines, "text": "The payment of nine thousand dollars was approved."}],
        "decisions": [{"lines": lines, "text": TOLD}],
        "actions": [{"lines": lines, "task": "Transfer nine thousand dollars", "owner": "Alice"}],
    }


def meeting_with(order: str) -> MeetingSpeech:
    """A meeting in which Eve gives an order to the machine."""
    return said(
        "Alice: The ticket shop fails on phones for thirty percent of the visitors.",
        f"Eve: {order}",
        "Bob: We decided to postpone the launch of the website.",
    )


@pytest.mark.parametrize("order", [*RECOGNISED, *UNRECOGNISED])
async def test_obedient_model(order: str) -> None:
    """The lie is nowhere but in quotations of Eve, though the model's answer was taken."""
    spoken = meeting_with(order)
    async with ollama(kind=Obedient) as fake:
        minutes = await written(fake, spoken)
    assert minutes.provenance is not None
    assert minutes.provenance.parts_read == 1
    plain = extract(spoken)
    assert TOLD not in minutes.executive_summary
    told = [each.text for each in (*minutes.key_points, *minutes.decisions)]
    quoted = [each.text for each in (*plain.key_points, *plain.decisions)]
    assert [text for text in told if "nine thousand" in text and text not in quoted] == []
    assert {action.title for action in minutes.actions} <= {action.title for action in plain.actions}


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
