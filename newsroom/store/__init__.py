"""The store: everything that is kept, on SQLite or PostgreSQL. Only this package knows Peewee."""
