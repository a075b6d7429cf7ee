"""The embedder that the settings name, behind the door."""

from aiohttp import ClientSession

from agent.minutes.embeddings.embedder import Embedder, EmbeddingsUnavailable
from agent.minutes.embeddings.local_e5 import local_e5
from agent.minutes.embeddings.server_embeddings import OllamaEmbeddings, OpenAiEmbeddings
from server.config import NO_EMBEDDER, Settings


async def configured_embedder(settings: Settings, session: ClientSession) -> Embedder:
    """Return the model of `PARLEY_EMBEDDER` on the server of the language model, else the one we bring.

    Raises EmbeddingsUnavailable; another model never stands in, because vectors of two cannot be compared.
    """
    name = settings.embedder
    if name == NO_EMBEDDER:
        raise EmbeddingsUnavailable("PARLEY_EMBEDDER is off")
    if not name:
        return local_e5()
    if settings.llm_url:
        return OpenAiEmbeddings(settings.llm_url, name, session, key=settings.llm_key)
    return await OllamaEmbeddings(settings.ollama_host, name, session).verified()
