"""The newsroom without a window: the same desk verbs as commands, documented in help/cli.md.

Every command answers 0 for done, 1 where it found problems, and 2 where it could not, with one
sentence on stderr. ``--json`` prints one shape a command; the shapes are made in desk/shapes.py and
written down for people in resources/help/cli.md.
"""
