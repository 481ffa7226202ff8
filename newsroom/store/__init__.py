"""Where the newsroom is kept: one SQLite file, or a PostgreSQL database, behind the same calls."""
