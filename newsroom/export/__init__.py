"""Finished pieces leave here, one format a module."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newsroom.export.exporter import Exporter

    EXPORTERS: tuple[type[Exporter], ...]

__all__ = ["EXPORTERS", "Exporter"]


def _every() -> tuple[type[Exporter], ...]:
    """Every format, in the order of the export dialog."""
    from newsroom.export.docx import WordDocument
    from newsroom.export.epub import Epub
    from newsroom.export.fragment import Fragment
    from newsroom.export.html import HtmlPage
    from newsroom.export.jsonfile import OwnJson
    from newsroom.export.markdown import MarkdownStory
    from newsroom.export.newsml_g2 import NewsMLG2
    from newsroom.export.ninjs import Ninjs2, Ninjs3
    from newsroom.export.pdf import Pdf, Proof
    from newsroom.export.plain import PlainText, WrappedText
    from newsroom.export.wxr import Wxr

    return (
        HtmlPage,
        Fragment,
        WordDocument,
        Pdf,
        Proof,
        Epub,
        Wxr,
        Ninjs3,
        Ninjs2,
        NewsMLG2,
        PlainText,
        WrappedText,
        MarkdownStory,
        OwnJson,
    )


def __getattr__(name: str) -> Any:
    """The formats, loaded when they are first asked for: ``EXPORTERS``.

    They take longer to load than it takes to see that a site of ten thousand stories is as it
    should be.
    """
    if name == "EXPORTERS":
        globals()[name] = _every()
        return globals()[name]
    if name == "Exporter":
        from newsroom.export.exporter import Exporter

        return Exporter
    raise AttributeError(name)
