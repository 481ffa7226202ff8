"""Finished pieces leave here, one format a module."""

from newsroom.export.docx import WordDocument
from newsroom.export.epub import Epub
from newsroom.export.exporter import Exporter
from newsroom.export.fragment import Fragment
from newsroom.export.html import HtmlPage
from newsroom.export.jsonfile import OwnJson
from newsroom.export.markdown import MarkdownStory
from newsroom.export.newsml_g2 import NewsMLG2
from newsroom.export.ninjs import Ninjs2, Ninjs3
from newsroom.export.plain import PlainText, WrappedText
from newsroom.export.wxr import Wxr

__all__ = ["EXPORTERS", "Exporter"]

EXPORTERS: tuple[type[Exporter], ...] = (
    HtmlPage,
    Fragment,
    MarkdownStory,
    OwnJson,
    PlainText,
    WrappedText,
    Ninjs3,
    Ninjs2,
    NewsMLG2,
    WordDocument,
    Epub,
    Wxr,
)
"""Every format, in the order of the export dialog."""
