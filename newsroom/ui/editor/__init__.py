"""The story itself: title fields and body, set like a page, as rich text or as Markdown."""
