"""Stories from elsewhere arrive here, one source a module."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newsroom.intake.arrival import Source

    SOURCES: tuple[Source, ...]

__all__ = ["SOURCES"]


def _every() -> tuple[Source, ...]:
    """Every kind of file that can be taken in."""
    from newsroom.intake.docx import DocxFile
    from newsroom.intake.eml import MailFile
    from newsroom.intake.feedarrival import FeedFile
    from newsroom.intake.markdown import MarkdownFile
    from newsroom.intake.newsml_g2 import NewsMLFile
    from newsroom.intake.ninjs import NinjsFile
    from newsroom.intake.odt import OdtFile
    from newsroom.intake.ownjson import OwnJsonFile
    from newsroom.intake.plaintext import PlainTextFile
    from newsroom.intake.webpage import WebPage
    from newsroom.intake.wxr import WordPressFile

    return (
        MarkdownFile(),
        PlainTextFile(),
        WebPage(),
        DocxFile(),
        OdtFile(),
        WordPressFile(),
        NinjsFile(),
        NewsMLFile(),
        MailFile(),
        FeedFile(),
        OwnJsonFile(),
    )


def __getattr__(name: str) -> Any:
    # Loaded when first asked for: a paste reads HTML alone, and a picture no story at all.
    if name != "SOURCES":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()["SOURCES"] = found = _every()
    return found
