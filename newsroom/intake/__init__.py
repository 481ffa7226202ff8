"""Stories from elsewhere arrive here, one source a module."""

from __future__ import annotations

from newsroom.intake.arrival import Source
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

SOURCES: tuple[Source, ...] = (
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
"""Every kind of file that can be taken in."""
