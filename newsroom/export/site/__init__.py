"""The whole site as files: planned first, written in part, published as a whole.

An ``Edition`` is the site's content at one moment. ``contents`` says which files it needs, each
with a key that changes when the file would. ``press`` makes them, ``plan`` holds them against what
stands there, ``publish`` puts a new tree into the place of the old one in a single step.
"""
