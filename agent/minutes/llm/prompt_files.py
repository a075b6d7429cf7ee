"""The prompts: files with a name and a version in their head, whose hash is kept with what they led to."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

DIRECTORY = Path(__file__).parents[1] / "prompts"


@dataclass(frozen=True, slots=True)
class PromptFile:
    """A prompt's instructions; `$language` stands for the name of the meeting's language."""

    name: str
    version: int
    sha256: str
    template: str

    def in_language(self, name: str) -> str:
        """Return the instructions for a meeting in this language."""
        return Template(self.template).substitute(language=name)


@cache
def prompt_file(name: str) -> PromptFile:
    """Read `prompts/NAME.md`: lines `name:` and `version:`, an empty line, the instructions."""
    content = (DIRECTORY / f"{name}.md").read_bytes()
    head, _, template = content.decode().partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    if fields["name"] != name:
        raise ValueError(f"{name}.md is named {fields['name']}")
    return PromptFile(name, int(fields["version"]), hashlib.sha256(content).hexdigest(), template.strip())
