"""Finished pieces leave here, one format a module."""
