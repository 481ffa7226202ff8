"""The article list: rows, sidebar, search and columns."""
