"""Reviewing in the window: proposals, their changes, verdicts, and comparisons to be read."""
