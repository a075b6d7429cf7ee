"""The prompts are versioned files."""

import pytest

from agent.minutes.llm.prompt_files import DIRECTORY, prompt_file

VERSIONS = {
    ("answer", 1): "0f0bea08e4081b1055846ed667c779c640f7748e85c99491c373c91021d20f67",
    ("notes", 2): "6bcf21eac97c501726a0bd1c99a68f23fe99129f887c253632be164cfc6f5092",
    ("notes", 3): "991034e5cb81bb9e6604705c2cff99c53c97aa8c790e901b536b855517ac17a0",
    ("sections", 1): "723e02e977ba4199be93885056490c49ef2bee238df4cd4c3ea34fc51d2b1d04",
    ("summary", 3): "da018a2261bf3362eb111cec4f60ae392f9bd7c07cde697415eb3fc4f2929fb5",
    ("summary", 2): "3455de2dec7ceb5cdb77c4b23916aeb9b8b19a6fcdc145ded6fc0873d41316db",
}
"""Who changes a prompt raises its version and adds a line: minutes are compared by it."""


def test_each_version_is_one_text() -> None:
    """A name and a version always mean the same words."""
    found = [prompt_file(path.stem) for path in sorted(DIRECTORY.glob("*.md"))]
    assert {(each.name, each.version): each.sha256 for each in found}.items() <= VERSIONS.items()


@pytest.mark.parametrize("name", sorted(path.stem for path in DIRECTORY.glob("*.md")))
def test_language_is_named(name: str) -> None:
    """Each prompt names the language to answer in, and calls what it is given material."""
    said = prompt_file(name).in_language("Deutsch")
    assert "Deutsch" in said
    assert "only material" in said
    assert "$" not in said
