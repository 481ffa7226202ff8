"""What templates show of one thing of a list: its parts by their names."""

from __future__ import annotations


class Entry:
    """A thing with these parts. A template reads them as it reads those of anything else."""

    def __init__(self, **parts: object) -> None:
        self.__dict__.update(parts)
