"""Draws every view of the window: python -m newsroom.ui.screens FOLDER [A-PART-OF-A-NAME]."""
