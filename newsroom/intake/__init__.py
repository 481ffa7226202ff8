"""Stories from elsewhere arrive here, one source a module."""

from __future__ import annotations

from newsroom.intake.arrival import Source
from newsroom.intake.feedarrival import FeedFile
from newsroom.intake.markdown import MarkdownFile
from newsroom.intake.ownjson import OwnJsonFile

SOURCES: tuple[Source, ...] = (MarkdownFile(), OwnJsonFile(), FeedFile())
"""Every kind of file that can be taken in."""
