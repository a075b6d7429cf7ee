"""When the web client is built anew."""

from pathlib import Path

from server.stack.web_client import sources


def test_types_made_by_a_check_are_no_source(tmp_path: Path) -> None:
    """What `npm run check` writes does not make the next start build again; a changed source does."""
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "api.ts").write_text("export {};")
    before = sources(tmp_path)
    (tmp_path / "generated").mkdir()
    (tmp_path / "generated" / "openapi.d.ts").write_text("export interface paths {}")
    assert sources(tmp_path) == before
    (tmp_path / "src" / "api.ts").write_text("export const a = 1;")
    assert sources(tmp_path) != before
