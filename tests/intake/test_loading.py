"""What is loaded for a paste: the first one waits for it."""

from __future__ import annotations

import subprocess
import sys


def loaded_with(statement: str) -> set[str]:
    """The modules that a fresh interpreter holds after a statement."""
    code = f"{statement}\nimport sys\nprint(*sorted(sys.modules))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(said.stdout.split())


def test_html_is_read_without_what_reads_files() -> None:
    found = loaded_with("import newsroom.intake.html, newsroom.ui.editor.incoming")
    assert "lxml.etree" in found
    assert not found & {f"newsroom.intake.{name}" for name in ("docx", "eml", "wxr", "markdown")}
    assert not found & {"urllib.request", "ssl", "yaml", "email"}


def test_a_picture_is_taken_in_without_what_reads_stories() -> None:
    found = loaded_with("import newsroom.desk.darkroom, newsroom.desk.intake")
    assert "newsroom.intake.picture" in found
    assert not found & {"newsroom.intake.wxr", "newsroom.export.makeup", "yaml", "lxml.etree"}
