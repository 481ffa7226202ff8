"""Markdown as data: parsing, editing, counting and comparing, without Qt."""
