"""Stories from elsewhere arrive here, one source a module."""

from __future__ import annotations

from newsroom.intake.arrival import Source
from newsroom.intake.docx import DocxFile
from newsroom.intake.feedarrival import FeedFile
from newsroom.intake.markdown import MarkdownFile
from newsroom.intake.odt import OdtFile
from newsroom.intake.ownjson import OwnJsonFile

SOURCES: tuple[Source, ...] = (MarkdownFile(), OwnJsonFile(), FeedFile(), DocxFile(), OdtFile())
"""Every kind of file that can be taken in."""
