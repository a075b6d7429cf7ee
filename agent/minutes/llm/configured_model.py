"""The model that the settings name, behind the door."""

from aiohttp import ClientSession

from agent.minutes.llm.language_model import LanguageModel
from agent.minutes.llm.ollama_chat import OllamaModel
from agent.minutes.llm.openai_chat import OpenAiModel
from server.config import Settings


def has_model(settings: Settings) -> bool:
    """Whether the settings name a server."""
    return bool(settings.llm_url or settings.ollama_host)


async def configured_model(settings: Settings, session: ClientSession) -> LanguageModel:
    """Return the model of `PARLEY_LLM_URL`, else of `OLLAMA_HOST`, if it is there; raises ModelError."""
    if settings.llm_url:
        return await OpenAiModel(
            settings.llm_url, settings.llm, settings.llm_context, session, settings.llm_key
        ).verified()
    return await OllamaModel(settings.ollama_host, settings.llm, settings.llm_context, session).verified()
